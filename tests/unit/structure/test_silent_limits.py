"""No list is cut at a number that its reader does not see: a list is whole, or it is paged."""

import re
from pathlib import Path

import ascertain

SOURCE = Path(ascertain.__file__).parent
_CUT = re.compile(r"\blimit \d{2,}", re.IGNORECASE)
# Batches of a loop that goes on until nothing is left, and a screen that shows the least certain pairs first.
_ALLOWED = {"kyc/ownership/graph/mirroring.py", "kyc/entities/store.py"}


def test_no_query_cuts_its_list_at_a_fixed_number() -> None:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")]
    cutting = {path.relative_to(SOURCE).as_posix() for path in files if _CUT.search(path.read_text())}
    assert len(files) > 300
    assert cutting == _ALLOWED
