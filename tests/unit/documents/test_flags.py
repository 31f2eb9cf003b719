"""Flags of a document, from its facts, its pages and signs of editing in its file."""

from datetime import date

from ascertain.ai.reading.forensics import Finding
from ascertain.ai.text import Box, Page
from ascertain.kyc.documents.flags import find_flags
from ascertain.kyc.extraction.model import FoundFact

_BOX = Box(0.1, 0.2, 0.3, 0.22)
_DAY = date(2026, 11, 26)


def fact(prop: str, value: str, *, schema: str = "Passport", method: str = "rule", box: Box = _BOX) -> FoundFact:
    return FoundFact("passport", schema, prop, value, value, 1, (box,), method, 0.9)  # type: ignore[arg-type]


def test_an_expired_passport_is_flagged_and_an_ended_contract_is_not() -> None:
    flags = find_flags([fact("number", "X1"), fact("endDate", "2024-01-05")], [], [], as_of=_DAY)
    assert [(flag.code, flag.severity, flag.facts) for flag in flags] == [("document.expired", "high", (1,))]
    assert flags[0].detail == "The passport expired on 2024-01-05, 1,056 days before it was uploaded."
    (yesterday,) = find_flags([fact("endDate", "2026-11-25")], [], [], as_of=_DAY)
    assert yesterday.detail == "The passport expired on 2026-11-25, 1 day before it was uploaded."
    assert find_flags([fact("endDate", "2030-01-05")], [], [], as_of=_DAY) == []
    assert find_flags([fact("endDate", "2024-01-05", schema="Contract")], [], [], as_of=_DAY) == []


def test_a_mismatch_of_zone_and_print_names_both_values() -> None:
    facts = [fact("birthDate", "1971-04-13", method="mrz"), fact("birthDate", "1977-04-13")]
    (flag,) = find_flags(facts, [], [], as_of=_DAY)
    assert flag.code == "mrz.mismatch" and flag.facts == (0, 1)
    assert "1971-04-13" in flag.detail and "1977-04-13" in flag.detail
    assert find_flags([facts[0], fact("birthDate", "1971-04-13")], [], [], as_of=_DAY) == []


def test_a_sign_of_editing_on_a_value_has_high_severity_and_names_the_fact() -> None:
    odd = Finding(
        "pdf.font", "note", "“1971” is set in Helvetica, a font that the rest of the page does not use.", 1, (_BOX,)
    )
    elsewhere = Finding(
        "pdf.font",
        "note",
        "“x” is set in Courier, a font that the rest of the page does not use.",
        1,
        (Box(0.6, 0.8, 0.7, 0.82),),
    )
    touched, other = find_flags([fact("birthDate", "1971-04-13")], [], [odd, elsewhere], as_of=_DAY)
    assert (touched.severity, touched.facts) == ("high", (0,))
    assert (other.severity, other.facts) == ("note", ())


def test_an_unreadable_page_requests_a_better_copy() -> None:
    blurred = Page(2, 595, 842, (), "ocr", quality=0.2, notes=("letters are only 7 pixels high: scan at 300 dpi",))
    (flag,) = find_flags([], [blurred], [], as_of=_DAY)
    assert (flag.code, flag.severity, flag.page_number) == ("page.unreadable", "high", 2)
    assert "300 dpi" in flag.detail and "better copy" in flag.detail
