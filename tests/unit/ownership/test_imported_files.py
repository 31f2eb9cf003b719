"""Files of statements: their sources' ranks, their listings, and each statement found verbatim."""

import json
from datetime import date
from typing import Any

from ascertain.kyc.ownership.imports import stated_by, verbatim
from ascertain.kyc.ownership.interests import Import
from ascertain.kyc.ownership.sources import OWN_WORD, REGISTER

DAY = date(2026, 11, 21)


def _statement(record: str, kind: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statementId": record.ljust(32, "-"), "declarationSubject": "t", "statementDate": "2026-10-01", "recordId": record,
        "recordType": kind, "recordDetails": {"isComponent": False, **details}, **more,
    }  # fmt: skip


def _holding(record: str, **more: Any) -> dict[str, Any]:
    interests = [{"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 60}}]
    return _statement(record, "relationship", {"subject": "t", "interestedParty": "p", "interests": interests}, **more)


LISTING = {
    "hasPublicListing": True,
    "securitiesListings": [
        {
            "marketIdentifierCode": "XNYS",
            "stockExchangeJurisdiction": "US",
            "stockExchangeName": "New York Stock Exchange",
            "security": {"ticker": "TIDE"},
        }
    ],
}
STATEMENTS = [
    _statement(
        "t", "entity", {"entityType": {"type": "registeredEntity"}, "name": "Tidewater", "publicListing": LISTING}
    ),
    _statement("p", "person", {"personType": "knownPerson", "names": [{"fullName": "Nora Quill"}]}),
    _holding("r", source={"type": ["officialRegister"]}),
    _holding("d", source={"type": ["selfDeclaration"]}),
    _holding("n"),
]


def _file(text: str, format: str = "bods") -> Import:
    return Import("imp_1", "case_1", "owners.json", format, text, 5)


def test_a_statement_of_an_official_register_ranks_as_one() -> None:
    ranks = {i.fact_ids[0]: i.rank for i in stated_by([_file(json.dumps(STATEMENTS))], DAY).interests}
    assert ranks == {
        f"imp_1:{'r'.ljust(32, '-')}": REGISTER,
        f"imp_1:{'d'.ljust(32, '-')}": OWN_WORD,
        f"imp_1:{'n'.ljust(32, '-')}": OWN_WORD,
    }


def test_a_listing_in_new_york_is_a_regulatory_status_with_the_statement_as_its_source() -> None:
    (status,) = stated_by([_file(json.dumps(STATEMENTS))], DAY).exemptions["imp_1", "t"]
    assert (status.code, status.id) == ("us_listed", None)
    assert status.source == f"New York Stock Exchange, by statement {'t'.ljust(32, '-')}"


def test_each_statement_is_found_verbatim() -> None:
    spaced = json.dumps(STATEMENTS, indent=3)
    lines = "\n".join(json.dumps(one) for one in STATEMENTS)
    for text in (spaced, lines):
        found = verbatim(_file(text), "r".ljust(32, "-"))
        assert found and found in text and json.loads(found) == STATEMENTS[2]
        assert verbatim(_file(text), "nobody") is None
    link = (
        '{"id": "own/1", "schema": "Ownership",  "properties": {"owner": ["p"], "asset": ["t"], "percentage": ["60"]}}'
    )
    text = '{"id": "p", "schema": "Person", "properties": {"name": ["P"]}}\n' + link
    (interest,) = stated_by([_file(text, "ftm")], DAY).interests
    assert interest.fact_ids == ("imp_1:own/1",)
    assert verbatim(_file(text, "ftm"), "own/1") == link
