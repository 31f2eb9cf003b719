"""The source of a value: the evidence behind a score, a hit or an owner, whatever its kind."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Path

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import NotFound
from ascertain.kernel.http import ERROR_RESPONSES, Db, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents, entities, ownership, screening
from ascertain.kyc.documents import BoxOut

router = APIRouter(tags=["evidence"], responses=ERROR_RESPONSES)


class EvidenceOut(WireModel):
    """The source of a value; for a document with the page and the boxes of the words."""

    kind: str
    id: str
    title: str
    sentence: str
    case_id: str | None
    document_id: str | None = None
    page_number: int | None = None
    boxes: list[BoxOut] = []
    quote: str | None = None


async def _fact(tx: Connection, fact_id: str) -> EvidenceOut:
    fact = await documents.get_fact(tx, fact_id)
    return EvidenceOut(
        kind="fact",
        id=fact.id,
        title=f"{fact.document_name} p{fact.page_number}",
        sentence=f"{fact.property}: {fact.value}",
        case_id=fact.case_id,
        document_id=fact.document_id,
        page_number=fact.page_number,
        boxes=[BoxOut.model_validate(box) for box in fact.boxes],
        quote=fact.quote,
    )


async def _document(tx: Connection, document_id: str) -> EvidenceOut:
    document = await documents.get_document(tx, document_id)
    kind = (document.document_type or "document").replace("_", " ")
    return EvidenceOut(
        kind="document",
        id=document.id,
        title=document.filename,
        sentence=f"{document.filename}: {kind}",
        case_id=document.case_id,
        document_id=document.id,
        page_number=1,
    )


async def _hit(tx: Connection, hit_id: str) -> EvidenceOut:
    hit = await screening.get_hit(tx, hit_id)
    sentence = f"{hit.party_name} against {hit.entry.names[0]} on {hit.list_name}: {hit.score:.2f}"
    return EvidenceOut(kind="hit", id=hit.id, title=hit.list_name, sentence=sentence, case_id=hit.case_id)


async def _owner(tx: Connection, party_id: str) -> EvidenceOut:
    found = await entities.find_party(tx, party_id)
    if found is None:
        raise NotFound(f"There is no party {party_id}.")
    case_id, name = found
    return EvidenceOut(kind="owner", id=party_id, title=name, sentence=f"{name}, an owner", case_id=case_id)


async def _statement(tx: Connection, evidence_id: str) -> EvidenceOut:
    found = await ownership.find_statement(tx, evidence_id)
    if found is None:
        raise NotFound(f"There is no statement {evidence_id}.")
    standard = {"bods": "BODS 0.4", "ftm": "FollowTheMoney"}[found.format]
    return EvidenceOut(
        kind="statement",
        id=evidence_id,
        title=found.filename,
        sentence=f"Statement {found.statement_id} of {found.filename} ({standard})",
        case_id=found.case_id,
        quote=found.text,
    )


# The path accepts these kinds only, so that a new kind of evidence needs an entry here.
_RESOLVERS: dict[str, Callable[[Connection, str], Awaitable[EvidenceOut]]] = {
    "fact": _fact,
    "document": _document,
    "hit": _hit,
    "owner": _owner,
    "statement": _statement,
}
Kind = Annotated[str, Path(pattern="^(" + "|".join(_RESOLVERS) + ")$")]


@router.get("/evidence/{kind}/{evidence_id:path}")
async def get_evidence(
    actor: Annotated[Actor, permitted("case.read")], db: Db, kind: Kind, evidence_id: StorableStr
) -> EvidenceOut:
    """Open a piece of evidence."""
    async with db.transaction(actor.tenant_id) as tx:
        return await _RESOLVERS[kind](tx, evidence_id)
