"""Facts of documents become dated statements: holdings and offices with their start date and source."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from ascertain.kyc.documents import Fact
from ascertain.kyc.ownership.as_of import with_declared
from ascertain.kyc.ownership.interests import Interest, interests_of
from ascertain.kyc.ownership.mapping import interest_of_role
from ascertain.kyc.ownership.model import Edge


def facts(document: str, text: str, kind: str | None = None) -> list[Fact]:
    """One fact a line: schema, subject, property, value."""
    found = []
    for number, line in enumerate(text.strip().splitlines()):
        schema, subject, name, value = line.split(maxsplit=3)
        place = (f"{document}-{number}", document, "case_1", subject, schema, name, value, value, 1, ())
        now = datetime(2026, 11, 1, tzinfo=UTC)
        found.append(Fact(*place, "table", 0.97, {}, "unchecked", None, None, None, None, now, document_type=kind))
    return found


REGISTER = """
Document register date 2026-09-30
Company company name Tidewater Stores Ltd
Company company sharesIssued 1000
Ownership holding-1 owner member-1
Ownership holding-1 asset company
Ownership holding-1 sharesCount 333
Ownership holding-1 startDate 2015-06-01
"""


def only(*documents: list[Fact]) -> Interest:
    (interest,) = interests_of(fact for one in documents for fact in one)
    return interest


def test_a_holding_is_an_exact_fraction_with_the_date_of_its_register() -> None:
    held = only(facts("doc", REGISTER))
    assert (held.share, held.statement_date, held.start_date) == (Fraction(333, 1000), "2026-09-30", "2015-06-01")
    assert held.fact_ids == ("doc-3", "doc-5")


def test_a_birth_date_or_the_date_of_another_document_does_not_date_a_holding() -> None:
    undated = REGISTER.replace("Document register date 2026-09-30", "Person member-1 date 1970-01-01")
    assert only(facts("doc", undated), facts("other", "Document register date 2020-01-01")).statement_date is None


def test_each_part_of_a_combined_file_has_its_own_date() -> None:
    combined = "\n".join(
        line.replace("Document ", "Document 2/").replace("Company ", "Company 2/").replace("Ownership ", "Ownership 2/")
        for line in REGISTER.replace("asset company", "asset 2/company").strip().splitlines()
    )
    assert only(facts("doc", "Document 1/extract date 2019-01-01\n" + combined)).statement_date == "2026-09-30"


def test_a_holding_without_a_number_of_issued_shares_has_no_share() -> None:
    rejected = REGISTER.replace("Company company sharesIssued 1000\n", "")
    assert only(facts("doc", rejected)).share is None
    assert interests_of(facts("doc", rejected.replace("Ownership holding-1 sharesCount 333\n", ""))) == []


def test_a_declaration_states_totals_and_replaces_holdings_only_where_there_are_none() -> None:
    declaration = REGISTER.replace("sharesCount 333", "percentage 65.77")
    declared = only(facts("decl", declaration, "beneficial_owner_declaration"))
    assert (declared.interest_type, declared.declared, declared.share) == ("declaration", True, Fraction(6577, 10000))
    edge = Edge("ann", "t", declared.share, interest="declaration", declared=True)
    assert [one.interest for one in with_declared([edge])] == ["shareholding"]
    assert [one.interest for one in with_declared([edge, Edge("bob", "t", Fraction(1))])] == [
        "declaration",
        "shareholding",
    ]


OFFICER = """
Document extract date 2026-09-30
Directorship position-1 director officer-1
Directorship position-1 organization company
Directorship position-1 startDate 2015-06-01
Directorship position-1 endDate 2024-03-02
Directorship position-1 role {}
"""


def test_an_office_has_its_dates_and_its_title() -> None:
    held = only(facts("doc", OFFICER.format("Managing director")))
    assert (held.interest_type, held.details, held.statement_date, held.end_date) == (
        "seniorManagingOfficial", "Managing director", "2026-09-30", "2024-03-02",
    )  # fmt: skip
    assert interests_of(facts("doc", OFFICER.format("Company secretary"))) == []


@pytest.mark.parametrize(
    ("role", "interest"),
    [
        ("", "boardMember"), ("Director", "boardMember"), ("Non-executive Director", "boardMember"),
        ("Director and secretary", "boardMember"), ("Chairman of the board", "boardChair"), ("CEO", "seniorManagingOfficial"),
        ("Chief Executive Officer", "seniorManagingOfficial"), ("Geschäftsführer", "seniorManagingOfficial"),
        ("President", "seniorManagingOfficial"), ("Vice President, Treasury", "seniorManagingOfficial"),
        ("Chief Financial Officer", "seniorManagingOfficial"), ("Managing Member", "seniorManagingOfficial"),
        ("President of the Board", "boardChair"), ("Président du conseil", "boardChair"), ("Treasurer", "seniorManagingOfficial"),
        ("Генеральный директор", "seniorManagingOfficial"), ("Secretary", None), ("statutory auditor", None),
    ],
)  # fmt: skip
def test_the_interest_of_an_office_follows_from_its_title(role: str, interest: str | None) -> None:
    assert interest_of_role("Directorship", role) == (interest, False)
