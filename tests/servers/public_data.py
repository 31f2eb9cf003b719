"""Public data sets in the folder that ASCERTAIN_DATA names: too large for the repository, and not ours to distribute."""

import os
from pathlib import Path

import pytest

_SET = os.environ.get("ASCERTAIN_DATA")
# Absolute, because tests change the working directory. Where nothing is set, a place that does not exist.
FOLDER = Path(_SET).resolve() if _SET else Path("/ASCERTAIN_DATA is not set")
_SKIP_REASON = "ASCERTAIN_DATA is not set: it names the folder of the public data sets"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the public data sets. A test that takes it is skipped where ASCERTAIN_DATA is not set."""
    if not FOLDER.is_dir():
        pytest.fail(f"ASCERTAIN_DATA names {FOLDER}, which is no folder")
    return FOLDER


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes the fixture, so that `pytest -m data` finds every test on public data."""
    for item in items:
        if "data" in getattr(item, "fixturenames", ()):
            item.add_marker("data")


@pytest.hookimpl(tryfirst=True)  # before pytest's own skip of a test whose parameters come from the missing folder
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip with the one reason, whether a test takes the fixture or carries the mark."""
    if _SET is None and item.get_closest_marker("data"):
        pytest.skip(_SKIP_REASON)
