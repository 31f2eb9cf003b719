"""The documentation is served beside the application, or says how to build it."""

from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from ascertain.entrypoints.api.web import mount_documentation, mount_web_app


def _client(docs: Path, web: Path) -> TestClient:
    app = FastAPI(docs_url=None)  # FastAPI would answer /docs itself, with scripts from elsewhere
    mount_documentation(app, docs)
    mount_web_app(app, web)
    return TestClient(app)


def test_a_page_is_found_by_its_folder(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "guides" / "install" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<h1>Install</h1>")
    client = _client(tmp_path / "docs", tmp_path / "web")
    answer = client.get("/docs/guides/install/")
    assert (answer.status_code, answer.text) == (200, "<h1>Install</h1>")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert client.get("/docs/guides/nothing/").status_code == 404
    assert client.get("/docs", follow_redirects=False).headers["location"] == "/docs/"


def test_without_a_build_it_says_how_to_build_it(tmp_path: Path) -> None:
    answer = _client(tmp_path / "docs", tmp_path / "web").get("/docs/reference/http/")
    assert answer.status_code == 404
    assert "make docs" in answer.text
