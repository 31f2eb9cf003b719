"""A TCP proxy between a browser and the server whose connections a test can cut; it records what passes."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class CuttableConnection:
    """Listens on a free port and forwards to the server's; `cut` drops all connections and refuses new ones."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.sent = bytearray()  # what the browser sent
        self.received = bytearray()  # and what it was answered
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """The address for the browser."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Drop all open connections, and every attempt until `restore`."""
        self._whole.clear()
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        """Accept new connections again; what passed over the old ones is forgotten."""
        with self._lock:
            self.sent.clear()
            self.received.clear()
        self._whole.set()

    def close(self) -> None:
        """Cut and stop listening."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if not self._whole.is_set():
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._server_port))
                with self._lock:
                    self._open |= {near, far}
                for source, target, stored in ((near, far, self.sent), (far, near, self.received)):
                    threading.Thread(target=self._pass_on, args=(source, target, stored), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, stored: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    stored += data
                target.sendall(data)
        with self._lock:
            self._open -= {source, target}
        source.close()
        target.close()


@contextlib.contextmanager
def cuttable_connection(server_port: int) -> Iterator[CuttableConnection]:
    """A proxy to the server's port, closed at the end."""
    line = CuttableConnection(server_port)
    try:
        yield line
    finally:
        line.close()
