"""Facts become sentences that name their subject; the most relevant ones are chosen."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ascertain.ai.text import Box
from ascertain.kyc.assistant.case_status import conflict_statement, document_statement
from ascertain.kyc.assistant.document_selection import Fingerprint, named_documents
from ascertain.kyc.assistant.extractive import answer
from ascertain.kyc.assistant.model import Ref
from ascertain.kyc.assistant.statements import fact_statements, most_relevant
from ascertain.kyc.documents import Fact
from ascertain.kyc.entities import Conflict


def fact(
    subject: str, schema: str, name: str, value: str, *, document: str = "doc_1", kind: str = "shareholder_register"
) -> Fact:
    values: dict[str, Any] = dict.fromkeys(Fact.__dataclass_fields__)
    values |= {"id": f"fact_{subject}_{name}", "document_id": document, "case_id": "case_1", "subject": subject}
    values |= {"schema": schema, "property": name, "value": value, "quote": value, "page_number": 2}
    values |= {"boxes": (Box(0, 0, 1, 1),), "method": "rule", "confidence": 0.97, "versions": {}, "state": "unchecked"}
    values |= {"created_at": datetime(2026, 1, 1, tzinfo=UTC), "document_name": "register.pdf", "document_type": kind}
    return Fact(**values)


FACTS = [
    fact("company", "Company", "name", "Meridian Freight Ltd"),
    fact("company", "Company", "registrationNumber", "08112734"),
    fact("company", "Company", "jurisdiction", "gb"),
    fact("member-1", "Person", "name", "Ilse Varga"),
    fact("member-1", "Person", "birthDate", "1971-04-13"),
    fact("holding-1", "Ownership", "owner", "member-1"),
    fact("holding-1", "Ownership", "asset", "company"),
    fact("holding-1", "Ownership", "sharesCount", "610"),
    fact("holding-1", "Ownership", "percentage", "61"),
    fact("holding-1", "Ownership", "shareClass", "Ordinary"),
    fact("holder", "Person", "name", "Ilse Varga", document="doc_2", kind="passport"),
    fact("passport", "Passport", "holder", "holder", document="doc_2", kind="passport"),
    fact("passport", "Passport", "endDate", "2031-05-01", document="doc_2", kind="passport"),
]


def test_each_fact_names_its_subject() -> None:
    texts = [source.passage.text for source in fact_statements(FACTS)]
    assert texts == [
        "The registration number of Meridian Freight Ltd is 08112734.",
        "Meridian Freight Ltd is registered in the jurisdiction GB.",
        "Ilse Varga was born on 1971-04-13.",
        "Ilse Varga holds 610 Ordinary shares, 61 % of Meridian Freight Ltd.",
        "The passport of Ilse Varga expires on 2031-05-01.",
    ]


def test_a_statement_points_at_its_fact_its_page_and_its_boxes() -> None:
    source = fact_statements(FACTS)[0]
    assert source.ref is not None and (source.ref.kind, source.ref.id) == ("fact", "fact_company_registrationNumber")
    assert (source.document_id, source.page_number, source.passage.page_number) == ("doc_1", 2, None)
    assert source.passage.boxes == (Box(0, 0, 1, 1),)


def test_questions_about_facts_are_answered_from_them() -> None:
    sources = [source.passage for source in fact_statements(FACTS)]

    def first(question: str) -> str:
        return answer(question, sources)[0].text

    assert "08112734" in first("What is the registration number of Meridian Freight?")
    assert "1971-04-13" in first("When was Ilse Varga born?")
    assert "61 %" in first("Who owns Meridian Freight Ltd?")
    assert "2031-05-01" in first("When does the passport of Ilse Varga expire?")
    assert answer("When was Pieter de Groot born?", sources) == []


def test_the_most_relevant_statements_come_first() -> None:
    assert "born" in most_relevant("When was Ilse Varga born?", fact_statements(FACTS), most=2)[0].passage.text


def test_documents_are_known_by_their_file_their_title_and_their_parties() -> None:
    prints = [
        Fingerprint("a", "SupplyCo_EX-10.pdf", "SUPPLY AGREEMENT between Acme Ltd and Beta Inc"),
        Fingerprint("b", "LicenseCo_EX-11.pdf", "LICENSE AGREEMENT between Zenith Ltd and Omega Inc"),
        Fingerprint("c", "passport.png", "PASSPORT Varga Ilse"),
    ]
    assert named_documents("What is the governing law of the agreement between Zenith and Omega?", prints) == ["b"]
    assert named_documents("What is the date in passport.png?", prints) == ["c"]
    assert named_documents("Who owns the company?", prints) == []
    assert named_documents("What is the governing law of the agreement?", prints) == []


def test_conflicting_values_are_stated_with_their_places() -> None:
    ours = fact("member-1", "Person", "birthDate", "1971-04-13")
    theirs = replace(ours, id="fact_2", value="1971-03-14", document_name="passport.jpg", page_number=1)
    conflict = Conflict("party_1", "Ilse Varga", "Person", "birthDate", (ours.id, theirs.id))
    texts = conflict_statement(conflict, [ours, theirs])
    assert texts.passage.text == (
        "The documents contradict each other on the birth date of Ilse Varga: "
        "1971-04-13 in register.pdf, page 2; 1971-03-14 in passport.jpg, page 1."
    )
    assert texts.ref is not None and texts.ref.id == ours.id


def test_a_case_without_documents_has_a_statement() -> None:
    assert document_statement([], Ref("case", "case_1")).passage.text == "No document has been uploaded yet."
