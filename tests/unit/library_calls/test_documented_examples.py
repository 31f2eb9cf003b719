"""The examples of the Python reference and of the guides without a server run as they are printed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ascertain.entrypoints.demo.samples import applications

_DOCS = Path(__file__).parents[3] / "docs"
_PAGES = sorted([*(_DOCS / "reference" / "python").glob("*.md"), *(_DOCS / "guides").glob("*-without-a-server.md")])
_CUSTOMERS = """id,first_name,last_name,dob,city
1,Ilse,Varga,1971-03-12,Budapest
2,Varga,Ilse,1971-03-12,Budapest
3,Thomas,Finch,1966-08-30,London
"""


def _examples(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def test_every_capability_has_an_example() -> None:
    assert {page.stem for page in _PAGES} >= {"documents", "entities", "ownership", "screening"}
    assert all(_examples(page) for page in _PAGES)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_an_example_runs_as_it_is_printed(page: Path, tmp_path: Path) -> None:
    register = applications()[1].files[1].data()
    (tmp_path / "register.pdf").write_bytes(register)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "register.pdf").write_bytes(register)
    (tmp_path / "customers.csv").write_text(_CUSTOMERS)
    for example in _examples(page):
        script = tmp_path / "example.py"
        script.write_text(example)
        done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        for expected in re.findall(r"print\(.*\)  # (.+)$", example, re.MULTILINE):
            assert expected in done.stdout
