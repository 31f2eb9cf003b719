"""Serving an ASGI application until a signal stops it."""

import contextlib
import gc
import math
import resource
import sys
from typing import Any

import uvicorn

from ascertain.entrypoints.slow_clients import MeasuredProtocol, close_slow
from ascertain.kernel.config import HttpSettings
from ascertain.kernel.http import streams
from ascertain.kernel.processes import beat
from ascertain.kernel.threads import SWITCH_INTERVAL_S

# Ticks of the server (a tenth of a second each) between two collections of all objects: ten minutes.
_FULL_COLLECTION_TICKS = 6000
_SWEEP_TICKS = 10
# Connections to the database, Redis and models, reading processes, temporary files of uploads.
_OTHER_FILES = 500
# A sign of life for the supervisor every second.
_BEAT_TICKS = 10


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, http: HttpSettings) -> None:
        super().__init__(config)
        self._http = http

    def handle_exit(self, sig: int, frame: Any) -> None:
        streams.stopping.set()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Collect reference cycles among the objects created since the last tick: 5 ms at 500 new streams per second.

        Python's own rule counts allocations minus deallocations. While streams open and close at the same rate it never
        collects; later it collects everything at once, which blocks two thousand streams for a quarter of a second.
        """
        if not counter % _BEAT_TICKS:
            beat()
        gc.collect(0 if counter % _FULL_COLLECTION_TICKS else 2)
        if counter % _SWEEP_TICKS == 0:
            close_slow(self.server_state.connections, self._http)
        return await super().on_tick(counter)


def serve(app: Any, *, host: str, port: int, http: HttpSettings, grace_s: float = 3) -> None:
    """Serve until a signal; then open streams end with a `bye` event, and other requests have `grace_s` to finish."""
    http = http.model_copy(update={"max_connections": _affordable_connections(http.max_connections)})

    class Protocol(MeasuredProtocol):
        settings = http

    config = uvicorn.Config(
        app,
        http=Protocol,
        # Nothing here speaks WebSocket: the upgrade would be an entrance that no limit above covers.
        ws="none",
        # Believing these headers from anybody would let a caller choose the address by which its attempts are counted.
        proxy_headers=bool(http.trusted_proxies),
        forwarded_allow_ips=http.trusted_proxies,
        host=host,
        port=port,
        log_config=None,
        # The observing middleware logs each request with its tenant.
        access_log=False,
        timeout_graceful_shutdown=math.ceil(grace_s),
        # The version of the server is of use to attackers only.
        server_header=False,
    )
    # Imported modules live as long as the process: collecting over them would block every stream for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.disable()  # `on_tick` collects instead
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _Server(config, http).run()


def _affordable_connections(wanted: int) -> int:
    """`wanted`, or fewer where the system allows fewer open files: without any left no file and no database can be opened."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, wanted + _OTHER_FILES)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):  # macOS names a limit that it does not grant
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return max(10, min(wanted, soft - _OTHER_FILES))
