"""HTTP routes of cases."""

import tempfile
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from starlette.status import HTTP_201_CREATED

from ascertain.kernel import audit, auth
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.http import (
    ERROR_RESPONSES,
    ClockDep,
    CursorPage,
    Db,
    PageCursor,
    PageLimit,
    file_response,
    permitted,
    resource,
)
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases import case_commands, decisions, evidence_pack, facts_view, overview, queue, store, timeline
from ascertain.kyc.cases.model import CustomerKind, NewCase, QueueQuery
from ascertain.kyc.cases.sanctions_reach import sanctions_reach
from ascertain.kyc.cases.wire import (
    CaseChangesIn,
    CaseOut,
    CaseSummaryOut,
    ConflictOut,
    CountsOut,
    FactsOut,
    NewCaseIn,
    NoteIn,
    NoteOut,
    ProposalIn,
    ProposalOut,
    QueueOut,
    ReviewIn,
    SanctionsReachOut,
    TaskOut,
    TimelineEntryOut,
)
from ascertain.kyc.documents import FactOut

router = APIRouter(tags=["cases"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]
Writer = Annotated[Actor, permitted("case.write")]


async def _case_out(tx: Connection, case_id: str, response: Response) -> CaseOut:
    found = await overview.get_overview(tx, case_id)
    response.headers["ETag"] = f'"{found.case.revision}"'
    return CaseOut.of(found)


@router.get("/cases")
async def list_cases(
    actor: Reader,
    db: Db,
    clock: ClockDep,
    view: Literal["mine", "all", "review", "monitoring"] = "all",
    state: Literal["open", "proposed", "approved", "rejected", "any"] = "any",
    band: Literal["low", "medium", "high", "prohibited"] | None = None,
    customer_kind: CustomerKind | None = None,
    due: Literal["overdue", "today", "week"] | None = None,
    q: Annotated[StorableStr | None, Query(max_length=200, description="Part of the name or the reference")] = None,
    sort: Literal["due_at", "-due_at", "score", "-score", "created_at", "-created_at"] = "due_at",
    limit: PageLimit = 50,
    cursor: PageCursor = None,
) -> QueueOut:
    """The queue: a page of cases, and the number of cases in each view."""
    query = QueueQuery(
        viewer_id=actor.id,
        now=clock(),
        view=view,
        state=state,
        band=band,
        customer_kind=customer_kind,
        due=due,
        text=q,
        sort=sort,
        limit=limit,
        cursor=cursor,
    )
    async with db.transaction(actor.tenant_id) as tx:
        cases, next_cursor = await queue.list_cases(tx, query)
        counts = await queue.count_views(tx, actor.id)
    items = [CaseSummaryOut.model_validate(case) for case in cases]
    return QueueOut(items=items, next_cursor=next_cursor, counts=CountsOut(**counts))


@router.post("/cases", status_code=HTTP_201_CREATED)
async def open_case(actor: Writer, db: Db, clock: ClockDep, body: NewCaseIn, response: Response) -> CaseOut:
    """Open a case for a customer."""
    async with db.transaction(actor.tenant_id) as tx:
        case = await case_commands.open_case(tx, actor, NewCase(**body.model_dump()), clock=clock)
        return await _case_out(tx, case.id, response)


@router.post("/cases/next", responses={204: {"description": "Every open case has an owner"}})
async def take_next_case(actor: Writer, db: Db, response: Response) -> CaseOut | None:
    """Take the unowned open case that is due first."""
    async with db.transaction(actor.tenant_id) as tx:
        case_id = await queue.take_next(tx, actor.id, actor.name)
        if case_id:
            return await _case_out(tx, case_id, response)
    response.status_code = 204
    return None


@router.get("/cases/{case_id}")
async def get_case(actor: Reader, db: Db, case_id: StorableStr, response: Response) -> CaseOut:
    """A case with its steps, blockers, tasks and notes; the ETag is for If-Match."""
    async with db.transaction(actor.tenant_id) as tx:
        return await _case_out(tx, case_id, response)


@router.get("/cases/{case_id}/sanctions-reach")
async def get_sanctions_reach(
    actor: Reader, db: Db, clock: ClockDep, case_id: StorableStr, as_of: date | None = None
) -> SanctionsReachOut:
    """Parties owned or controlled by listed parties, under OFAC's 50 percent rule and under the European tests."""
    async with db.transaction(actor.tenant_id) as tx:
        await store.get_case(tx, case_id)
        return SanctionsReachOut.of(await sanctions_reach(tx, case_id, as_of or clock().date()))


def _revision(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    try:
        return int(if_match.strip('W/"'))
    except ValueError as error:
        raise InvalidInput("If-Match is not an ETag of this case.", header="If-Match") from error


@router.patch("/cases/{case_id}")
async def change_case(
    actor: Writer,
    db: Db,
    clock: ClockDep,
    case_id: StorableStr,
    body: CaseChangesIn,
    response: Response,
    if_match: Annotated[StorableStr | None, Header()] = None,
) -> CaseOut:
    """Change the owner or the due date of a case."""
    changes: dict[str, object] = {}
    async with db.transaction(actor.tenant_id) as tx:
        if "owner_id" in body.model_fields_set:
            name = await _name_of(tx, body.owner_id) if body.owner_id else None
            changes |= {"owner_id": body.owner_id, "owner_name": name}
        if body.due_at is not None:
            changes["due_at"] = _aware(body.due_at)
        await case_commands.assign(
            tx, actor, case_id, changes=changes, expected_revision=_revision(if_match), clock=clock
        )
        return await _case_out(tx, case_id, response)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidInput("due_at needs a time zone, such as a final Z.", field="due_at")
    return moment


async def _name_of(tx: Connection, user_id: str) -> str:
    user = await auth.find_user(tx, user_id)
    if user is None:
        raise InvalidInput(f"There is no user {user_id}.", field="owner_id")
    return user.name


@router.post("/cases/{case_id}/notes", status_code=HTTP_201_CREATED)
async def add_note(actor: Writer, db: Db, clock: ClockDep, case_id: StorableStr, body: NoteIn) -> NoteOut:
    """Add a note to a case."""
    async with db.transaction(actor.tenant_id) as tx:
        return NoteOut.model_validate(await case_commands.add_note(tx, actor, case_id, body.text, clock=clock))


@router.post("/tasks/{task_id}/completion")
async def complete_task(actor: Writer, db: Db, clock: ClockDep, task_id: StorableStr) -> TaskOut:
    """Mark a task as done; repeating it changes nothing."""
    async with db.transaction(actor.tenant_id) as tx:
        return TaskOut.model_validate(await case_commands.complete_task(tx, actor, task_id, clock=clock))


@router.get("/cases/{case_id}/timeline")
async def list_timeline(
    actor: Reader,
    db: Db,
    case_id: StorableStr,
    kind: Annotated[str | None, Query(pattern="^[a-z_]{1,30}$", description="Such as fact, hit or proposal")] = None,
    limit: PageLimit = 50,
    cursor: PageCursor = None,
) -> CursorPage[TimelineEntryOut]:
    """The history of a case, newest first."""
    async with db.transaction(actor.tenant_id) as tx:
        await store.get_case(tx, case_id)
        entries, next_cursor = await timeline.list_timeline(tx, case_id, kind=kind, limit=limit, cursor=cursor)
    return CursorPage(items=[TimelineEntryOut.of(entry) for entry in entries], next_cursor=next_cursor)


@router.post("/cases/{case_id}/proposals", status_code=HTTP_201_CREATED)
async def propose_decision(
    actor: Annotated[Actor, permitted("proposal.make")],
    db: Db,
    clock: ClockDep,
    case_id: StorableStr,
    body: ProposalIn,
) -> ProposalOut:
    """Propose to approve or reject a case; refused with the list of blockers while any is open."""
    async with db.transaction(actor.tenant_id) as tx:
        proposal = await decisions.propose(tx, actor, case_id, body.outcome, body.reason, clock=clock)
    return ProposalOut.of(proposal, [])


@router.post("/proposals/{proposal_id}/reviews", status_code=HTTP_201_CREATED)
async def review_proposal(
    actor: Annotated[Actor, permitted("proposal.review")],
    db: Db,
    clock: ClockDep,
    proposal_id: StorableStr,
    body: ReviewIn,
) -> ProposalOut:
    """Agree to a proposal or return it; refused for anyone who worked on the case."""
    async with db.transaction(actor.tenant_id) as tx:
        proposal = await decisions.review(tx, actor, proposal_id, body.outcome, body.reason, clock=clock)
    return ProposalOut.of(proposal, [])


@router.get(
    "/cases/{case_id}/evidence-pack",
    response_class=StreamingResponse,
    responses={200: {"description": "A ZIP", "content": {"application/zip": {}}}},
)
async def get_evidence_pack(
    actor: Reader, db: Db, storage: Annotated[ObjectStorage, resource(ObjectStorage)], case_id: StorableStr
) -> StreamingResponse:
    """Everything that the decision rests on, as one ZIP: summary, originals, JSON and a manifest with hashes."""
    # Sealed first, so that the entries of the timeline carry their place and hash in the audit chain.
    await audit.seal(db, actor.tenant_id, audit.signing_keyring())
    async with db.transaction(actor.tenant_id) as tx:
        pack = await evidence_pack.gather(tx, case_id)
    # On disk and not in memory: a case may have a thousand documents of 50 MB.
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the generator that sends it
    # No transaction is open while files are read and compressed: it would hold its connection for the whole download.
    try:
        manifest = await evidence_pack.write_zip(pack, partial(storage.get, actor.tenant_id), out)
        async with db.transaction(actor.tenant_id) as tx:
            await evidence_pack.record_made(tx, actor, case_id, manifest)
    except BaseException:
        out.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{pack.reference}-evidence-pack.zip"',
        "ETag": f'"{manifest}"',
    }
    return file_response(out, "application/zip", headers)


@router.get("/cases/{case_id}/facts")
async def list_facts(actor: Reader, db: Db, case_id: StorableStr) -> FactsOut:
    """The facts of a case, each with the party it describes, and the conflicts between documents."""
    async with db.transaction(actor.tenant_id) as tx:
        await store.get_case(tx, case_id)
        facts, conflicts = await facts_view.list_facts(tx, case_id)
    linked = facts_view.linked_names(fact for fact, _ in facts)
    equal = facts_view.equal_facts(facts)
    items = [
        FactOut.of(
            fact,
            party_id=party.id if party else None,
            party_name=party.name if party else None,
            linked=linked.get(fact.id),
            equal_ids=equal.get(fact.id, ()),
        )
        for fact, party in facts
    ]
    return FactsOut(items=items, conflicts=[ConflictOut.model_validate(conflict) for conflict in conflicts])
