"""HTTP routes of the statements that people enter: regulatory statuses of companies, choices between sources."""

from typing import Annotated

from fastapi import APIRouter, Response

from ascertain.kernel.errors import NotFound
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, Db, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.ownership.computing import read_inputs
from ascertain.kyc.ownership.declaration_wire import (
    CompanyStandingOut,
    SourceChoiceIn,
    SourceChoiceOut,
    StandingIn,
    StandingKindOut,
    StandingOut,
    StandingsOut,
)
from ascertain.kyc.ownership.declarations import add_status, choose_source, withdraw_status
from ascertain.kyc.ownership.exemptions import STATUS_KINDS

router = APIRouter(tags=["ownership"], responses=ERROR_RESPONSES)

Reader = Annotated[Actor, permitted("case.read")]
Writer = Annotated[Actor, permitted("case.write")]


@router.get("/cases/{case_id}/ownership/standings")
async def list_standings(actor: Reader, db: Db, clock: ClockDep, case_id: StorableStr) -> StandingsOut:
    """The regulatory statuses of the companies of a case with their sources, and what can be entered."""
    inputs = await read_inputs(db, actor.tenant_id, case_id)
    stated = await run_in_thread(inputs.graph, clock().date())
    graph = stated.graph
    if not graph.names:
        raise NotFound("The case has no parties yet, or there is no such case.")
    companies = [party for party in graph.names if party not in graph.persons and graph.kind(party) != "unknown_person"]
    items = [
        StandingOut(
            id=one.id, party_id=party, name=graph.names[party], code=one.code, label=STATUS_KINDS[one.code].label,
            source=one.source,
        )
        for party in companies
        for one in stated.party_facts.exemptions.get(party, ())
    ]  # fmt: skip
    kinds = [StandingKindOut.model_validate(kind) for kind in STATUS_KINDS.values()]
    named = [CompanyStandingOut(party_id=party, name=graph.names[party]) for party in companies]
    return StandingsOut(items=items, companies=named, kinds=kinds)


@router.post("/cases/{case_id}/ownership/standings", status_code=201)
async def add_standing(actor: Writer, db: Db, case_id: StorableStr, body: StandingIn) -> StandingOut:
    """Enter the regulatory status of a company with its source; the steps of the case run again."""
    async with db.transaction(actor.tenant_id) as tx:
        status = await add_status(tx, actor, case_id, body.party_id, body.code, body.source)
    label = STATUS_KINDS[status.code].label
    return StandingOut(
        id=status.id, party_id=body.party_id, name="", code=status.code, label=label, source=status.source
    )


@router.delete("/cases/{case_id}/ownership/standings/{standing_id}", status_code=204)
async def remove_standing(actor: Writer, db: Db, case_id: StorableStr, standing_id: StorableStr) -> Response:
    """Withdraw a regulatory status."""
    async with db.transaction(actor.tenant_id) as tx:
        await withdraw_status(tx, actor, case_id, standing_id)
    return Response(status_code=204)


@router.post("/cases/{case_id}/ownership/source-choices", status_code=201)
async def add_source_choice(actor: Writer, db: Db, case_id: StorableStr, body: SourceChoiceIn) -> SourceChoiceOut:
    """Use the other source of a conflict, until a newer register is uploaded."""
    async with db.transaction(actor.tenant_id) as tx:
        choice = await choose_source(
            tx,
            actor,
            case_id,
            document_id=body.document_id,
            subject=body.subject,
            interest=body.interest,
            reason=body.reason,
        )
    return SourceChoiceOut.model_validate(choice)
