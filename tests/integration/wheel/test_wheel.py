"""The built wheel alone: it is complete, and it runs in an empty folder without the checkout."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers.ascertain_server import free_port

ROOT = Path(__file__).parents[3]
_READY_S = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from the checkout; `make test` has built the web app and the model before."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    packed = subprocess.run(command, cwd=ROOT, env={**os.environ, "ASCERTAIN_SKIP_ASSETS": "1"}, capture_output=True)
    assert packed.returncode == 0, packed.stderr.decode()
    return zipfile.ZipFile(next(out.glob("*.whl")))


@pytest.fixture
def place() -> Iterator[Path]:
    """Not pytest's own folder: each of its sessions closes that to the system user who runs Postgres for root."""
    with tempfile.TemporaryDirectory(prefix="asc-wheel-") as name:
        yield Path(name)


def _tracked(*folders: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard", *folders], cwd=ROOT, capture_output=True, check=True
    )
    return {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()}


def test_every_file_of_the_package_and_every_migration_is_in_it(wheel: zipfile.ZipFile) -> None:
    expected = {name.removeprefix("src/") for name in _tracked("src/ascertain")}
    expected |= {f"ascertain/{name}" for name in _tracked("migrations")}
    assert len(expected) > 150
    assert expected - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "wanted",
    [
        "ascertain/web/index.html",
        "ascertain/web/assets/",
        "ascertain/models/all-minilm-l6-v2/model.onnx",
        "ascertain/models/all-minilm-l6-v2/tokenizer.json",
        "ascertain/migrations/versions/",
        "dist-info/licenses/NOTICE",
        "dist-info/licenses/LICENSE",
        "ascertain/kyc/entities/sql/find_record.sql",
        "ascertain/kyc/screening/lists/sample.json",
        "ascertain/kyc/risk/policies/standard.json",
        "ascertain/ai/prompts/",
        ".ttf",
    ],
)
def test_what_is_built_or_shipped_beside_the_code_is_in_it(wheel: zipfile.ZipFile, wanted: str) -> None:
    held = [info for info in wheel.infolist() if wanted in info.filename and info.file_size > 0]
    assert held, f"{wanted} is missing from the wheel"


def test_nothing_of_the_checkout_that_is_not_the_package_is_in_it(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ascertain"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or "node_modules" in name]


@pytest.mark.slow
def test_it_runs_in_an_empty_folder_and_serves_the_web_app(wheel: zipfile.ZipFile, place: Path) -> None:
    package, folder = place / "package", place / "work"
    folder.mkdir()
    wheel.extractall(package)
    port = free_port()
    stored = ("PATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in stored if name in os.environ}
    environment |= {"PYTHONPATH": str(package), "ASCERTAIN_PORT": str(port)}
    found = [sys.executable, "-c", "import ascertain; print(ascertain.__file__)"]
    where = subprocess.run(found, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    assert where.startswith(str(package)), "the test would run the checkout, not the wheel"
    command = [sys.executable, "-m", "ascertain.entrypoints", "run", "--no-demo"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        page = _wait_for(f"http://127.0.0.1:{port}/", process)
        assert "<script" in page
        tenant = [*command[:3], "tenant", "new", "First", "--email", "a@b.example"]
        made = subprocess.run(tenant, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        assert "signs in with the password" in made.stdout, made.stdout + made.stderr
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(_READY_S * 5):
        if process.poll() is not None:
            assert process.stdout is not None
            raise AssertionError(process.stdout.read().decode()[-3000:])
        try:
            answer = httpx.get(address, timeout=2)
            if answer.status_code == 200:
                return answer.text
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("the wheel's server did not answer in time")
