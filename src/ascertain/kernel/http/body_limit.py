"""A limit on request bodies, enforced while they are read, because Content-Length may be wrong or missing."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.http.problems import problem


class BodyLimitMiddleware:
    """Answers 413 to a body of more than `max_bytes`, without reading the rest of it."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _claimed_length(scope) > self._max_bytes:
            await self._refuse(scope, receive, send)
            return
        read, over, started = 0, False, False

        async def bounded() -> Message:
            nonlocal read, over
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max_bytes:
                over = True
                return {"type": "http.disconnect"}  # the reader of the body stops here
            return message

        async def replaced(message: Message) -> None:
            nonlocal started
            if over and not started:
                return  # the app's response to the truncated body; the refusal replaces it
            started = True
            await send(message)

        try:
            await self._app(scope, bounded, replaced)
        except Exception:
            if not over or started:
                raise
        if over and not started:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        max_mb = self._max_bytes / 1_000_000
        answer = problem(413, "input.too_large", f"A request may send at most {max_mb:.0f} MB.")
        answer.headers["Connection"] = "close"  # the rest of the body would be read as the next request
        await answer(scope, receive, send)


def _claimed_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
