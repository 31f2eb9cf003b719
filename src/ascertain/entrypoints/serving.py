"""An ASGI application served until told to stop."""

import gc
import math
from typing import Any

import uvicorn

from ascertain.kernel.http import streams

# Ticks of the server (a tenth of a second each) between two looks at all objects.
_ALL_EVERY_TICKS = 6000


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: Any) -> None:
        streams.stopping.set()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """TextProfile for circles of garbage among what was made since the last tick: 5 ms at five hundred new streams a second.

        Python's own rule counts what is made less what is freed. While streams open and end in equal measure it never
        looks; then it finds everything young at once, and two thousand streams stand still for a quarter of a second.
        """
        gc.collect(0 if counter % _ALL_EVERY_TICKS else 2)
        return await super().on_tick(counter)


def serve(app: Any, *, host: str, port: int, grace_s: float = 3) -> None:
    """Serve until told to stop; open streams are told goodbye, what else is being answered has `grace_s` to end."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=math.ceil(grace_s),
        server_header=False,
    )
    # What was imported stays: a collection that walks it again and again would stop every stream for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.disable()  # the server's tick collects instead
    _Server(config).run()
