"""The files of the web app: hashed assets are cached for ever, every other path returns the page, which routes by itself."""

from collections.abc import Awaitable, Callable, Sequence
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Match, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ascertain.kernel.errors import NotFound

# Components set inline styles for computed positions; scripts come from files only.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# The documentation is static and our own. Its theme needs scripts inside the page, and its search runs in a worker.
_DOCS_HEADERS = {
    **_HEADERS,
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
        "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
}
_DOCS_NOT_BUILT = (
    "<!doctype html><title>Ascertain</title><p>The documentation is not built here. Run <code>make docs</code>."
)
_FOR_EVER = "public, max-age=31536000, immutable"
_NOT_BUILT = (
    "<!doctype html><title>Ascertain</title><p>The web app is not built here. Run <code>make web</code>, "
    "or use the API under <code>/api/v1</code>."
)
# Not pages of the web app: an unknown path below these is an error and not the page.
_SERVER_PATHS = ("api/", "bff/", "v1/", "mcp", "yente/", "reconcile")


class _HashedAssets(StaticFiles):
    """Files with the hash of their content in the name, which never change; sent as the build compressed them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return await super().get_response(path, scope)
        # Compressed once, by the build, instead of for each request.
        packed, found = self.lookup_path(f"{path}.gz")
        if found is None:
            return await super().get_response(path, scope)
        response = FileResponse(packed, media_type=guess_type(path)[0], stat_result=found)
        response.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": _FOR_EVER})
        return response

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = _FOR_EVER
        return response


class _Page(Route):
    """Every path that is no server's: one that has a route for other methods is answered 405 with those, also for HEAD."""

    def __init__(self, endpoint: Callable[[Request], Awaitable[Response]], others: Sequence[BaseRoute]) -> None:
        super().__init__("/{path:path}", endpoint, methods=["GET", "HEAD"], include_in_schema=False)
        self._others = others

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if match is Match.NONE or found["path_params"]["path"].startswith(_SERVER_PATHS):
            return Match.NONE, {}
        if any(route.matches(scope)[0] is Match.PARTIAL for route in self._others):
            return Match.NONE, {}
        return match, found


class _Documentation(StaticFiles):
    """Pages of the documentation; a folder is answered with its page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_DOCS_HEADERS)
        return response


def mount_documentation(app: FastAPI, folder: Path) -> None:
    """Serve the built documentation from `folder` under /docs; where it is not built, say how to build it."""
    if folder.is_dir():
        app.mount("/docs", _Documentation(directory=folder, html=True), name="docs")

        @app.get("/docs", include_in_schema=False)
        async def documentation_home() -> Response:
            return RedirectResponse("/docs/")

        return

    @app.get("/docs", include_in_schema=False)
    @app.get("/docs/{path:path}", include_in_schema=False)
    async def documentation(path: str = "") -> Response:
        return HTMLResponse(_DOCS_NOT_BUILT, status_code=404, headers=_HEADERS)


def mount_web_app(app: FastAPI, folder: Path) -> None:
    """Serve the built web app from `folder`; where it is not built, say how to build it."""
    if (folder / "assets").is_dir():
        app.mount("/assets", _HashedAssets(directory=folder / "assets"), name="assets")

    others = list(app.router.routes)

    async def web_app(request: Request) -> Response:
        path: str = request.path_params["path"]
        # No file has NUL in its name, and the operating system refuses to look for one.
        if "\x00" in path:
            raise NotFound(f"There is nothing at /{path}.")
        page = folder / "index.html"
        file = (folder / path).resolve()
        # A path with .. must not leave the folder.
        if path and file.is_file() and file.is_relative_to(folder.resolve()):
            return FileResponse(file, headers=_HEADERS)
        if not page.is_file():
            return HTMLResponse(_NOT_BUILT, headers=_HEADERS)
        return FileResponse(page, headers=_HEADERS)

    app.router.routes.append(_Page(web_app, others))
