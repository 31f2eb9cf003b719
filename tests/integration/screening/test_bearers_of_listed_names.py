"""What the names of the UN's list and of OFAC's say about their bearers; nothing was tuned to these lists.

Before the table of legal forms 12 of 730 persons of the UN and 54 of 4,620 of OFAC were taken for companies, and 117 of 273 and
2,273 of 3,673 organisations were known as such.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from ascertain.kyc.screening import Entry, read_list
from ascertain.kyc.values import Bearer, bearer_of

_DATA = os.environ.get("ASCERTAIN_DATA")
pytestmark = pytest.mark.skipif(not _DATA, reason="ASCERTAIN_DATA is not set: the lists are not part of the repository")


def _in_usual_order(name: str) -> str:
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def _counted(entries: list[Entry], schema: str, *, usual_order: bool) -> Counter[Bearer]:
    names = [entry.names[0] for entry in entries if entry.schema == schema]
    return Counter(bearer_of(_in_usual_order(name) if usual_order else name) for name in names)


@pytest.mark.parametrize(
    ("source", "persons", "organisations", "turned_errors", "known_companies"),
    [("UN_consolidated.xml", 730, 273, 0, 180), ("ofac_2021", 4620, 3673, 4, 2650)],
)
def test_listed_persons_are_not_taken_for_companies(
    source: str, persons: int, organisations: int, turned_errors: int, known_companies: int
) -> None:
    entries = read_list(Path(_DATA or "") / "watchlists" / source)
    as_printed = _counted(entries, "Person", usual_order=False)
    turned = _counted(entries, "Person", usual_order=True)
    companies = _counted(entries, "Organization", usual_order=False)
    print(f"{source}: persons {dict(as_printed)}, given name first {dict(turned)}, organisations {dict(companies)}")
    assert as_printed.total() == persons
    assert companies.total() == organisations
    assert as_printed[Bearer.COMPANY] == 0
    # Four persons called PAO, the Russian form, in capitals: no rule about names tells them from a company.
    assert turned[Bearer.COMPANY] <= turned_errors
    assert companies[Bearer.COMPANY] >= known_companies
