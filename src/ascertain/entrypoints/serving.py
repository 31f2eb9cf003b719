"""Serving an ASGI application until a signal stops it."""

import gc
import math
from typing import Any

import uvicorn

from ascertain.kernel.http import streams

# Ticks of the server (a tenth of a second each) between two collections of all objects: ten minutes.
_FULL_COLLECTION_TICKS = 6000


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: Any) -> None:
        streams.stopping.set()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Collect reference cycles among the objects created since the last tick: 5 ms at 500 new streams per second.

        Python's own rule counts allocations minus deallocations. While streams open and close at the same rate it never
        collects; later it collects everything at once, which blocks two thousand streams for a quarter of a second.
        """
        gc.collect(0 if counter % _FULL_COLLECTION_TICKS else 2)
        return await super().on_tick(counter)


def serve(app: Any, *, host: str, port: int, grace_s: float = 3) -> None:
    """Serve until a signal; then open streams end with a `bye` event, and other requests have `grace_s` to finish."""
    config = uvicorn.Config(
        app,
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
    _Server(config).run()
