"""Equal facts: several sources of one value."""

from datetime import UTC, datetime
from typing import Any

from ascertain.kyc.cases.facts_view import equal_facts
from ascertain.kyc.documents import Fact
from ascertain.kyc.entities import Party

ILSE = Party("party_1", "entity_1", "Person", "Ilse Varga", ("owner",))


def fact(identifier: str, document: str, subject: str, name: str, value: str, **change: Any) -> Fact:
    values: dict[str, Any] = {
        "id": identifier, "document_id": document, "case_id": "case_1", "subject": subject, "schema": "Person", "property": name,
        "value": value, "quote": value, "page_number": 1, "boxes": (), "method": "rule", "confidence": 0.9, "versions": {},
        "state": "unchecked", "author_id": None, "author_name": None, "supersedes": None, "superseded_by": None,
        "created_at": datetime(2026, 11, 1, tzinfo=UTC),
    }  # fmt: skip
    return Fact(**{**values, **change})


def test_equal_values_in_two_documents_are_sources_of_one_value() -> None:
    passport, register = fact("f1", "d1", "holder", "name", "Ilse Varga"), fact("f2", "d2", "m-1", "name", "ILSE VARGA")
    born = fact("f3", "d2", "m-1", "birthDate", "1971-04-13")
    assert equal_facts([(passport, ILSE), (register, ILSE), (born, ILSE)]) == {"f1": ["f2"], "f2": ["f1"]}


def test_rejected_withdrawn_and_unassigned_facts_are_no_sources() -> None:
    first, rejected = (
        fact("f1", "d1", "a", "name", "Ilse Varga"),
        fact("f2", "d2", "a", "name", "Ilse Varga", state="rejected"),
    )
    withdrawn = fact("f3", "d3", "a", "name", "Ilse Varga", state="withdrawn")
    unassigned = fact("f4", "d4", "a", "name", "Ilse Varga")
    other = Party("party_2", "entity_2", "Person", "Ilse Varga", ())
    paired = [
        (first, ILSE),
        (rejected, ILSE),
        (withdrawn, ILSE),
        (unassigned, None),
        (fact("f5", "d5", "a", "name", "Ilse Varga"), other),
    ]
    assert equal_facts(paired) == {}
    again = fact("f6", "d6", "a", "name", "Ilse Varga", state="rejected")
    assert equal_facts([*paired, (again, ILSE)]) == {
        "f2": ["f6"],
        "f6": ["f2"],
    }  # rejected facts are grouped among themselves


def test_shares_in_one_company_are_no_source_for_shares_in_another() -> None:
    facts = []
    for number, company in enumerate(("Meridian", "Calder", "Meridian"), 1):
        document = f"d{number}"
        own = {"schema": "Ownership"}
        facts += [
            (fact(f"n{number}", document, "company", "name", company, schema="Company"), None),
            (fact(f"a{number}", document, "holding-1", "asset", "company", **own), ILSE),
            (fact(f"s{number}", document, "holding-1", "sharesCount", "100", **own), ILSE),
        ]
    found = equal_facts(facts)
    assert found["s1"] == ["s3"] and "s2" not in found
    assert found["a1"] == ["a3"]
