"""What speaks against a document: expired, zone and print at odds, signs of editing, a page that cannot be read.

A flag is a reason to look, never a verdict. A person dismisses it with a reason; a high one that nobody dismissed
keeps the case from
being approved.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ascertain.ai.reading.forensics import Finding
from ascertain.ai.reading.quality import MIN_READABLE_QUALITY
from ascertain.ai.text import Box, Page
from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import flag_store
from ascertain.kyc.documents.model import Flag, FoundFlag
from ascertain.kyc.extraction import FoundFact

# Papers that are worth nothing once they expired; a contract's end is no fault of the paper.
_EXPIRING = frozenset({"Passport", "Identification"})
_POOR = 0.8
_SPOKEN = {"birthDate": "birth date", "endDate": "expiry date", "lastName": "surname", "firstName": "given names"}


def find_flags(
    facts: Sequence[FoundFact], pages: Sequence[Page], findings: Sequence[Finding], *, as_of: date
) -> list[FoundFlag]:
    """All flags of a document, gravest first.

    Args:
        findings: signs of editing in its file.
        as_of: the day on which it was given.
    """
    found = [*_expired(facts, as_of), *_at_odds(facts), *_edited(facts, findings), *_unreadable(pages)]
    return sorted(found, key=lambda flag: flag.severity != "high")


def _expired(facts: Sequence[FoundFact], as_of: date) -> Iterator[FoundFlag]:
    for index, fact in enumerate(facts):
        expires = fact.property == "endDate" and fact.schema in _EXPIRING
        if expires and len(fact.value) == 10 and fact.value < as_of.isoformat():
            days = (as_of - date.fromisoformat(fact.value)).days
            paper = "passport" if fact.schema == "Passport" else "document"
            detail = f"The {paper} expired on {_day(fact.value)}, {days:,} day(s) before it was given."
            yield FoundFlag("document.expired", "high", detail, fact.page_number, fact.boxes, (index,))


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def _at_odds(facts: Sequence[FoundFact]) -> Iterator[FoundFlag]:
    """A property that the machine-readable zone and the print state differently."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        groups[fact.subject, fact.property].append(index)
    for (_, prop), places in groups.items():
        zone = next((i for i in places if facts[i].method == "mrz"), None)
        print_ = next((i for i in places if facts[i].method != "mrz"), None)
        if zone is None or print_ is None or facts[zone].value.casefold() == facts[print_].value.casefold():
            continue
        if prop == "name":  # told already by its parts
            continue
        one, other = facts[zone], facts[print_]
        name = _SPOKEN.get(prop, prop)
        detail = f"The machine-readable zone and the print differ on the {name}: {one.value} and {other.value}."
        yield FoundFlag("mrz.mismatch", "high", detail, one.page_number, (*one.boxes, *other.boxes), (zone, print_))


def _edited(facts: Sequence[FoundFact], findings: Sequence[Finding]) -> Iterator[FoundFlag]:
    """Signs of editing, each with the facts whose words it touches; one that touches a value is grave."""
    for finding in findings:
        touched = tuple(
            index
            for index, fact in enumerate(facts)
            if fact.page_number == finding.page_number and any(_meet(a, b) for a in fact.boxes for b in finding.boxes)
        )
        severity: Literal["note", "high"] = "high" if touched or finding.severity == "high" else "note"
        yield FoundFlag(finding.code, severity, finding.detail, finding.page_number, finding.boxes, touched)


def _meet(one: Box, other: Box) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 0 and high > 0.3 * min(one.height, other.height)


def _unreadable(pages: Sequence[Page]) -> Iterator[FoundFlag]:
    for page in pages:
        why = "; ".join(page.notes)
        if page.quality < MIN_READABLE_QUALITY:
            detail = f"Page {page.number} cannot be read well ({why}). Ask for a better one."
            yield FoundFlag("page.unreadable", "high", detail, page.number)
        elif page.quality < _POOR and why:
            yield FoundFlag("page.poor", "note", f"Page {page.number} reads poorly: {why}.", page.number)


async def dismiss_flag(tx: Connection, actor: Actor, flag_id: str, reason: str) -> Flag:
    """A person looked and says why the flag does not matter; the flag stays, with who said so.

    Raises: FlagNotFound; InvalidInput without a reason; Conflict for one that is dismissed already.
    """
    if not reason.strip():
        raise InvalidInput("Say why the flag does not matter.", field="reason")
    flag = await flag_store.get_flag(tx, flag_id, lock=True)
    if flag.dismissed_name is not None:
        raise Conflict("Somebody dismissed this flag already.")
    await flag_store.set_dismissed(tx, flag_id, actor, reason.strip())
    stream = flag.case_id or flag.document_id
    details = {"code": flag.code, "detail": flag.detail, "document_id": flag.document_id}
    await audit.record(
        tx, actor, "flag.dismiss", object_kind="flag", object_id=flag_id, stream=stream, reason=reason, details=details
    )
    # The case's summary listens to what people say of facts; a flag is one more thing that they say.
    news = {"case_id": flag.case_id, "flag_id": flag_id, "document_id": flag.document_id, "verdict": "dismiss"}
    await outbox.publish(tx, "fact.reviewed", news, stream=stream)
    return await flag_store.get_flag(tx, flag_id)
