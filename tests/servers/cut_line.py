"""A line between a browser and the server that a test can cut: plain TCP passed on, and what went over it kept."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class CutLine:
    """Listens on a free port and passes on to the server's; `cut` drops every connection and refuses new ones."""

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
        """Where the browser goes."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Drop everything that is open, and every attempt until `mend`."""
        self._whole.clear()
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let new connections through; forgets what went over the old ones."""
        with self._lock:
            self.sent.clear()
            self.received.clear()
        self._whole.set()

    def close(self) -> None:
        """Cut for good."""
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
                for source, target, kept in ((near, far, self.sent), (far, near, self.received)):
                    threading.Thread(target=self._pass_on, args=(source, target, kept), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, kept: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    kept += data
                target.sendall(data)
        with self._lock:
            self._open -= {source, target}
        source.close()
        target.close()


@contextlib.contextmanager
def cut_line(server_port: int) -> Iterator[CutLine]:
    """A line to the server's port, closed at the end."""
    line = CutLine(server_port)
    try:
        yield line
    finally:
        line.close()
