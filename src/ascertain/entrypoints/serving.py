"""An ASGI application served until told to stop."""

import gc
import math
from typing import Any

import uvicorn

from ascertain.kernel.http import streams


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: Any) -> None:
        streams.stopping.set()
        super().handle_exit(sig, frame)


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
    # Ten thousand open streams are a million objects, and hardly one of them is part of a circle.
    gc.set_threshold(20_000, 20, 100)
    _Server(config).run()
