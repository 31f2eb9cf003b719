"""Effective facts, facts to check, and reviews by persons."""

from collections.abc import Sequence
from dataclasses import replace

from ascertain.ai.text import Box
from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import fact_store, store
from ascertain.kyc.documents.labels import label_of
from ascertain.kyc.documents.model import Fact, Verdict
from ascertain.kyc.values import IMPLAUSIBLE_CONFIDENCE, implausibility, normalise_value

# Properties whose value is the key of another subject of the same document, in FollowTheMoney's words.
LINKS = frozenset({"owner", "asset", "holder", "director", "organization", "agent", "client", "party"})
# Confidence is calibrated, so of facts at .8 about one in five is wrong. The default of the setting of the same name.
REVIEW_BELOW_CONFIDENCE = 0.8


class FactAlreadyReplaced(Conflict):
    """The fact has been corrected meanwhile; review the correction instead."""

    code = "fact.replaced"


async def effective_facts(tx: Connection, case_id: str, *, properties: Sequence[str] | None = None) -> list[Fact]:
    """Facts that are not rejected, superseded or withdrawn: accepted before unchecked, corrections first, then by confidence.

    The order is the rule for conflicts: whoever needs one value takes the first.

    Args:
        properties: only facts of these; of all where left out.
    """
    in_force = await fact_store.list_effective(tx, case_id, properties)
    return sorted(in_force, key=lambda fact: (fact.state != "accepted", fact.method != "person", -fact.confidence))


async def facts_to_check(tx: Connection, case_id: str, *, below: float = REVIEW_BELOW_CONFIDENCE) -> list[Fact]:
    """Unchecked facts with a confidence under `below`, and withdrawn ones.

    Links are left out: a person checks the names on both sides, and the link follows from them.
    """
    return await fact_store.list_to_check(tx, case_id, below=below, leave_out=sorted(LINKS))


async def count_facts_to_check(tx: Connection, case_id: str, *, below: float = REVIEW_BELOW_CONFIDENCE) -> int:
    """Number of the facts that `facts_to_check` lists, from an index alone."""
    return await fact_store.count_to_check(tx, case_id, below=below, leave_out=sorted(LINKS))


async def review_fact(
    tx: Connection,
    actor: Actor,
    fact_id: str,
    *,
    verdict: Verdict,
    value: str | None = None,
    page_number: int | None = None,
    boxes: tuple[Box, ...] | None = None,
    reason: str | None = None,
    clock: Clock,
) -> Fact:
    """Accept, reject or correct a fact; a correction is a new fact with its author and supersedes the old one.

    Args:
        page_number, boxes: place of the corrected value, where it differs from the place of the old one.
    Returns: the fact in force afterwards (the correction), or the rejected one.
    Raises: FactNotFound; FactAlreadyReplaced; InvalidInput for a correction without a value, with a value that does
        not fit the property (a birth date that is not a date), or beyond the last page.
    """
    fact = await fact_store.get_fact(tx, fact_id, lock=True)
    if fact.state == "superseded":
        raise FactAlreadyReplaced("This fact has been corrected meanwhile.", superseded_by=fact.superseded_by)
    if verdict == "correct":
        result = await _correct(tx, actor, fact, value, page_number, boxes, clock)
    else:
        result = replace(fact, state="accepted" if verdict == "accept" else "rejected")
        await fact_store.set_state(tx, fact, result.state)
    after, before = await _readable(tx, result), await _readable(tx, fact)
    details = {"property": fact.property, "value": after, "before": before, "document_id": fact.document_id}
    await audit.record(
        tx,
        actor,
        f"fact.{verdict}",
        object_kind="fact",
        object_id=fact_id,
        stream=fact.case_id,
        reason=reason,
        details=details,
    )
    event = {"case_id": fact.case_id, "fact_id": result.id, "verdict": verdict}
    await outbox.publish(tx, "fact.reviewed", event, stream=fact.case_id or fact.document_id)
    return result


async def _readable(tx: Connection, fact: Fact) -> str:
    """The value as people read it: for a link the name of the subject, since its key means nothing outside the document."""
    named = fact.property in LINKS and await fact_store.find_name(tx, fact.document_id, fact.value)
    return named or fact.value


async def _correct(
    tx: Connection,
    actor: Actor,
    fact: Fact,
    value: str | None,
    page_number: int | None,
    boxes: tuple[Box, ...] | None,
    clock: Clock,
) -> Fact:
    if not value or not value.strip():
        raise InvalidInput("A correction needs a value.", field="value")
    corrected = normalise_value(fact.property, value)
    if corrected is None:
        raise InvalidInput(f"{value.strip()!r} is not a valid {label_of(fact.property)}.", field="value")
    document = await store.get_document(tx, fact.document_id)
    page = page_number or fact.page_number
    if document.pages_total and page > document.pages_total:
        count = "1 page" if document.pages_total == 1 else f"{document.pages_total} pages"
        raise InvalidInput(f"The document has {count}.", field="page_number")
    # A person's value is taken as typed, and marked where it cannot be: the document may state it.
    doubt = implausibility(fact.property, corrected, today=clock().date())
    correction = replace(
        fact,
        id=new_id("fact"),
        value=corrected,
        # A person who points at another place reads the value there; what they typed is the quote then.
        quote=fact.quote if boxes is None and page == fact.page_number else value.strip(),
        page_number=page,
        boxes=boxes if boxes is not None else fact.boxes if page == fact.page_number else (),
        method="person",
        confidence=IMPLAUSIBLE_CONFIDENCE if doubt else 1.0,
        details={"notes": [doubt]} if doubt else {},
        state="accepted",
        author_id=actor.id,
        author_name=actor.name,
        supersedes=fact.id,
        created_at=clock(),
    )
    await fact_store.insert_correction(tx, correction)
    await fact_store.set_state(tx, fact, "superseded", superseded_by=correction.id)
    return correction
