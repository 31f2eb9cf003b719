"""Debian's redis-server for tests: started on a free port, killed and started again on the same."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.ascertain_server import free_port


class RedisServer:
    """One server without persistence: its data is lost when it stops."""

    def __init__(self, folder: Path) -> None:
        self._binary = shutil.which("redis-server")
        assert self._binary, "redis-server is not installed (Debian: redis-server; `make test` installs it)"
        self._folder = folder
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start and wait until it listens."""
        command = [
            str(self._binary),
            "--port",
            str(self._port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--bind",
            "127.0.0.1",
        ]
        out = subprocess.DEVNULL
        self._process = subprocess.Popen([*command, "--dir", str(self._folder)], stdout=out, stderr=out)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self._port), 0.2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("redis-server did not start")

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    def kill(self) -> None:
        """End it by SIGKILL."""
        self._process.kill()
        self._process.wait()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A running server of the test's own."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()
