"""A method that a path has no route for is answered 405 with those that it has, HEAD and GET as any other."""

import re

import httpx
import pytest

from ascertain.entrypoints.api.app import create_app

_APP = create_app()
_PATHS = sorted((path, frozenset(routes)) for path, routes in _APP.openapi()["paths"].items())


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_no_path_of_the_server_is_unknown_for_want_of_a_method(method: str) -> None:
    wrong = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=_APP), base_url="http://localhost") as client:
        for path, routes in _PATHS:
            if method.lower() in routes or (path in ("/healthz", "/readyz") and method == "HEAD"):
                continue
            answer = await client.request(method, re.sub(r"\{[^}]*\}", "x", path))
            # Other routes may share the path, as /cases/search and /cases/{case_id}.
            if answer.status_code not in (401, 405):
                wrong.append((path, answer.status_code))
    assert wrong == []
