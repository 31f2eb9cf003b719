"""Flags: an expired document, a machine-readable zone that differs from the print or from itself, signs of editing, unreadable
pages.

A flag is a reason to look, never a verdict. A person dismisses it with a reason; an open flag of high severity prevents
the approval of the case.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ascertain.ai.reading.forensics import HIDDEN, Finding
from ascertain.ai.reading.page_text import DIFFERS_NOTE, HIDDEN_NOTE, severity_of
from ascertain.ai.reading.quality import MIN_READABLE_QUALITY
from ascertain.ai.text import Box, Page
from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import flag_store
from ascertain.kyc.documents.labels import label_of
from ascertain.kyc.documents.model import Flag, FoundFlag
from ascertain.kyc.extraction import (
    FEWEST_WORDS,
    FoundFact,
    TableDoubt,
    count_words,
    differ,
    find_zones,
    mrz_country,
)

# Documents that prove nothing once expired. The end date of a contract, in contrast, is part of its content.
_EXPIRING = frozenset({"Passport", "Identification"})
# Page quality from 0 to 1, in which .8 is a scan with a few doubtful words; see `ai.reading.quality`.
_GOOD_QUALITY = 0.8
# Boxes meet only where they share this part of the lower one's height: words of neighbouring lines may touch.
_MIN_LINE_OVERLAP = 0.3
_ISO_DAY_CHARACTERS = len("2024-01-05")
_ENOUGH_DIGITS = 3  # check digits that hold, so that the lines are a zone for certain
_LABELS = {
    "birthDate": "birth date",
    "endDate": "expiry date",
    "lastName": "surname",
    "firstName": "given names",
    "number": "document number",
}
_WITH_DIGITS = frozenset({"number", "birthDate", "endDate"})  # fields of a zone that have a check digit


def find_flags(
    facts: Sequence[FoundFact],
    pages: Sequence[Page],
    findings: Sequence[Finding],
    *,
    as_of: date,
    tables: Sequence[TableDoubt] = (),
    pages_total: int = 0,
) -> list[FoundFlag]:
    """All flags of a document, high severity first.

    Args:
        findings: signs of editing in its file.
        as_of: the day of its upload.
        tables: rows that were not read, and sums that differ.
        pages_total: the pages of the whole document; `pages` are those whose facts were looked for.
    """
    found = [
        *_expired(facts, as_of),
        *_mismatched(facts),
        *_wrong_check_digits(facts),
        *_unknown_states(pages),
        *_edited(facts, [finding for finding in findings if finding.code != HIDDEN]),
        *_not_displayed(pages, findings),
        *_unreadable(pages),
        *_unread(pages),
        *_of_tables(tables),
        *_incomplete(pages, pages_total),
    ]
    return sorted(found, key=lambda flag: flag.severity != "high")


def _expired(facts: Sequence[FoundFact], as_of: date) -> Iterator[FoundFlag]:
    for index, fact in enumerate(facts):
        expires = fact.property == "endDate" and fact.schema in _EXPIRING
        # ISO days compare as text. A partial date (a month or a year alone) is not enough to call a document expired.
        if expires and len(fact.value) == _ISO_DAY_CHARACTERS and fact.value < as_of.isoformat():
            days = (as_of - date.fromisoformat(fact.value)).days
            kind = "passport" if fact.schema == "Passport" else "document"
            ago = "1 day" if days == 1 else f"{days:,} days"
            detail = f"The {kind} expired on {fact.value}, {ago} before it was uploaded."
            yield FoundFlag("document.expired", "high", detail, fact.page_number, fact.boxes, (index,))


def _mismatched(facts: Sequence[FoundFact]) -> Iterator[FoundFlag]:
    """Properties whose values differ between the machine-readable zone and the print."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        groups[fact.subject, fact.property].append(index)
    for (_, prop), places in groups.items():
        zone = next((i for i in places if facts[i].method == "mrz"), None)
        print_ = next((i for i in places if facts[i].method != "mrz"), None)
        if zone is None or print_ is None:
            continue
        if prop == "name":  # its parts are compared by themselves and name the difference more precisely
            continue
        one, other = facts[zone], facts[print_]
        if not differ(prop, one, other):
            continue
        label = _LABELS.get(prop) or label_of(prop)
        detail = f"The machine-readable zone and the print differ on the {label}: {one.value} and {other.value}."
        yield FoundFlag("mrz.mismatch", "high", detail, one.page_number, (*one.boxes, *other.boxes), (zone, print_))


def _wrong_check_digits(facts: Sequence[FoundFact]) -> Iterator[FoundFlag]:
    """Values whose check digit in the zone is wrong. Where the print states the same, the zone was read right and made wrong."""
    for index, fact in enumerate(facts):
        if fact.method == "mrz" and fact.validation == "invalid" and fact.property in _WITH_DIGITS:
            label = _LABELS.get(fact.property) or label_of(fact.property)
            detail = f"The check digit of the {label} in the machine-readable zone is wrong: {fact.quote}."
            if fact.agreed:
                yield FoundFlag("mrz.check_digit", "high", detail, fact.page_number, fact.boxes, (index,))
            else:
                detail = f"{detail} It may be misread."
                yield FoundFlag("mrz.check_digit", "note", detail, fact.page_number, fact.boxes, (index,))


def _unknown_states(pages: Sequence[Page]) -> Iterator[FoundFlag]:
    """Zones with check digits that hold, of a state that is none."""
    for zone in find_zones(pages):
        for name, label in (("country", "issuing state"), ("nationality", "nationality")):
            code = zone.fields[name].value
            if zone.holding >= _ENOUGH_DIGITS and mrz_country(zone.fields[name]) is None:
                detail = f"The machine-readable zone names an unknown {label}: {code or 'nothing'}."
                yield FoundFlag("mrz.state", "note", detail, zone.page_number, (zone.place(name).box,))


def _edited(facts: Sequence[FoundFact], findings: Sequence[Finding]) -> Iterator[FoundFlag]:
    """Signs of editing, each with the facts whose words it touches; one that touches a value has high severity."""
    for finding in findings:
        touched = tuple(
            index
            for index, fact in enumerate(facts)
            if fact.page_number == finding.page_number
            and any(_overlap(a, b) for a in fact.boxes for b in finding.boxes)
        )
        severity: Literal["note", "high"] = "high" if touched or finding.severity == "high" else "note"
        yield FoundFlag(finding.code, severity, finding.detail, finding.page_number, finding.boxes, touched)


def _not_displayed(pages: Sequence[Page], findings: Sequence[Finding]) -> Iterator[FoundFlag]:
    """Text that a page has and does not display, and text layers that say something else than the picture above them.

    Neither has become a fact; whoever hid it may still have meant to deceive.
    """
    places = {finding.page_number: finding.boxes for finding in findings if finding.code == HIDDEN}
    for page in pages:
        for note in page.notes:
            detail = f"Page {page.number}: {note}."
            if note.startswith(HIDDEN_NOTE):
                yield FoundFlag(HIDDEN, severity_of(note), detail, page.number, places.get(page.number, ()))
            elif note.startswith(DIFFERS_NOTE):
                yield FoundFlag("text.differs", "note", detail, page.number)


def _overlap(one: Box, other: Box) -> bool:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > 0 and height > _MIN_LINE_OVERLAP * min(one.height, other.height)


def _unreadable(pages: Sequence[Page]) -> Iterator[FoundFlag]:
    for page in pages:
        # Notes on the text layer have flags of their own.
        reasons = "; ".join(note for note in page.defects if not note.startswith((HIDDEN_NOTE, DIFFERS_NOTE)))
        if page.quality < MIN_READABLE_QUALITY:
            detail = f"Page {page.number} is hardly readable ({reasons}). Request a better copy."
            yield FoundFlag("page.unreadable", "high", detail, page.number)
        elif page.quality < _GOOD_QUALITY and reasons:
            yield FoundFlag("page.poor", "note", f"Page {page.number} is of poor quality: {reasons}.", page.number)


def _unread(pages: Sequence[Page]) -> Iterator[FoundFlag]:
    """A document without words: it passes every step like any other, so only a flag shows that it contributes nothing."""
    count = count_words(pages)
    # Pages that are all unreadable have a flag each, with the same request.
    if count >= FEWEST_WORDS or all(page.quality < MIN_READABLE_QUALITY for page in pages):
        return
    reasons = "; ".join(dict.fromkeys(note for page in pages for note in page.defects))
    read = "Nothing" if not count else "Only 1 word" if count == 1 else f"Only {count} words"
    detail = f"{read} could be read in this document{f' ({reasons})' if reasons else ''}."
    yield FoundFlag("document.unread", "high", f"{detail} Request a better copy, or set its type by hand.")


def _of_tables(tables: Sequence[TableDoubt]) -> Iterator[FoundFlag]:
    """The box of a row that was not read is shown as a picture, so that a person can type what it says."""
    for doubt in tables:
        severity: Literal["note", "high"] = "high" if doubt.is_serious else "note"
        yield FoundFlag(doubt.code, severity, doubt.detail, doubt.page_number, doubt.boxes, doubt.facts)


def _incomplete(pages: Sequence[Page], pages_total: int) -> Iterator[FoundFlag]:
    """What the document contains and what is not read, so that nobody takes it for read."""
    for page in pages:
        for note in page.content_notes:
            yield FoundFlag("document.incomplete", "note", note, page.number)
    if pages_total > len(pages):
        detail = f"Facts were looked for on pages 1 to {len(pages)} of {pages_total:,}. The others are found by search alone."
        yield FoundFlag("document.incomplete", "note", detail, len(pages) + 1)


async def dismiss_flag(tx: Connection, actor: Actor, flag_id: str, reason: str) -> Flag:
    """Dismiss a flag with a reason; it remains on record with the person and the reason.

    Raises: FlagNotFound; InvalidInput without a reason; Conflict for a flag that is already dismissed.
    """
    if not reason.strip():
        raise InvalidInput("State why the flag does not matter.", field="reason")
    flag = await flag_store.get_flag(tx, flag_id, lock=True)
    if flag.dismissed_name is not None:
        raise Conflict("This flag is already dismissed.")
    await flag_store.set_dismissed(tx, flag_id, actor, reason.strip())
    stream = flag.case_id or flag.document_id
    details = {"code": flag.code, "detail": flag.detail, "document_id": flag.document_id}
    await audit.record(
        tx, actor, "flag.dismiss", object_kind="flag", object_id=flag_id, stream=stream, reason=reason, details=details
    )
    # Published as a review of a fact: a case reacts to both in the same way, by refreshing its summary and its steps.
    event = {"case_id": flag.case_id, "flag_id": flag_id, "document_id": flag.document_id, "verdict": "dismiss"}
    await outbox.publish(tx, "fact.reviewed", event, stream=stream)
    return await flag_store.get_flag(tx, flag_id)
