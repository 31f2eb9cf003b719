"""A real Neo4j 5.26 community server from Maven's artefacts, without containers; skipped with the reason where there is no Java.

The jar files are fetched once into `.build/neo4j-5.26.0`; the server has a home folder of its own, free ports and no password.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION = "5.26.0"
_POM = Path(__file__).parent / "pom.xml"
_LIBRARIES = Path(__file__).parents[3] / ".build" / f"neo4j-{VERSION}"
_READY_S = 90.0
_OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.lang")


def missing() -> str | None:
    """Why no server can be started here, if so."""
    if shutil.which("java") is None:
        return "Java is not on this machine: Neo4j's tests are left out"
    if not _LIBRARIES.exists() and shutil.which("mvn") is None:
        return "Maven is not on this machine, and Neo4j's jar files were not fetched before"
    return None


def _libraries() -> Path:
    if not _LIBRARIES.exists():
        with tempfile.TemporaryDirectory(dir=_LIBRARIES.parent) as fresh:
            goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
            command = ["mvn", "-q", "-B", "-f", str(_POM), goal, f"-DoutputDirectory={fresh}/lib"]
            subprocess.run(command, check=True, timeout=560)
            Path(fresh, "lib").rename(_LIBRARIES)
    return _LIBRARIES


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(*, heap_mb: int = 512, page_cache_mb: int = 128) -> Iterator[str]:
    """A running server; yields its Bolt address and stops it by its process group."""
    home = Path(tempfile.mkdtemp(prefix="asc-neo4j-"))
    bolt, http = _free_port(), _free_port()
    for folder in ("conf", "data", "logs", "plugins", "lib"):
        (home / folder).mkdir()
    (home / "conf" / "neo4j.conf").write_text(
        "server.default_listen_address=127.0.0.1\n"
        f"server.bolt.listen_address=127.0.0.1:{bolt}\nserver.http.listen_address=127.0.0.1:{http}\n"
        "dbms.security.auth_enabled=false\ndbms.usage_report.enabled=false\n"
        f"server.memory.heap.max_size={heap_mb}m\nserver.memory.pagecache.size={page_cache_mb}m\n"
    )
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENS]
    command = ["java", *opens, f"-Xmx{heap_mb}m", "-cp", f"{_libraries()}/*", "org.neo4j.server.CommunityEntryPoint"]
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, f"--home-dir={home}", f"--config-dir={home}/conf"], stdout=log, stderr=log, start_new_session=True
    )
    try:
        _wait(server, bolt, home)
        yield f"bolt://127.0.0.1:{bolt}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        log.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait(server: "subprocess.Popen[bytes]", port: int, home: Path) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import Neo4jError, ServiceUnavailable

    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with GraphDatabase.driver(f"bolt://127.0.0.1:{port}") as driver:
                driver.verify_connectivity()
                return
        except (ServiceUnavailable, Neo4jError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"Neo4j did not start: {(home / 'server.log').read_text()[-2000:]}")


@pytest.fixture(scope="session")
def neo4j_url() -> Iterator[str]:
    """The Bolt address of a server for the session."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    with running() as url:
        yield url
