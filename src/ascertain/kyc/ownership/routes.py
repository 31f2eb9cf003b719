"""HTTP routes of ownership: owners of a case and of an entity, imports of statements, exports."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Query, Response, UploadFile

from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput, NotFound, TooLarge
from ascertain.kernel.http import ERROR_RESPONSES, ClockDep, CursorPage, Db, permitted, resource
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc import entities
from ascertain.kyc.ownership import store
from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.computing import compute_for, read_inputs
from ascertain.kyc.ownership.declaration_routes import router as declaration_router
from ascertain.kyc.ownership.entity_owners import entity_graph
from ascertain.kyc.ownership.graph import (
    FORMATS,
    GraphEngine,
    PostgresGraph,
    Subgraph,
    export,
    path_with_names,
    with_names,
)
from ascertain.kyc.ownership.imports import count_roughly, import_statements, read_import, require_room
from ascertain.kyc.ownership.model import OwnershipRule
from ascertain.kyc.ownership.regimes import REGIMES
from ascertain.kyc.ownership.wire import (
    CaseTouchedOut,
    HiddenLinkOut,
    ImportedOut,
    OwnershipOut,
    ProjectionOut,
    RegimeOut,
    SubgraphOut,
)
from ascertain.kyc.ownership.writing import MEDIA_TYPES, SUFFIXES, write_graph

if TYPE_CHECKING:  # the driver of Neo4j takes a third of a second to import
    from ascertain.kyc.ownership.graph.following import FollowedGraph

router = APIRouter(tags=["ownership"], responses=ERROR_RESPONSES)
router.include_router(declaration_router)


def _files(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The responses entry of the OpenAPI document for a response that is a file."""
    return {200: {"content": {media_type: {} for media_type in media_types}}}


Reader = Annotated[Actor, permitted("case.read")]
Writer = Annotated[Actor, permitted("case.write")]
Engine = Annotated[GraphEngine, resource(GraphEngine)]
ExportFormat = Literal["bods", "ftm", "json", "graphml", "cypher"]
# A file of statements is parsed whole and again for each computation of the case; 20 MB are some ten thousand statements.
_LARGEST_IMPORT = 20 * 1024 * 1024


class NotComputed(NotFound):
    """The owners of the case have not been computed yet."""

    code = "ownership.not_computed"


@dataclass(frozen=True, slots=True)
class _Rule:
    """The rule in a request; parts left out come from the stored result or are the default."""

    regime: str | None
    threshold: float | None
    as_of: date | None
    category: str | None

    @property
    def is_set(self) -> bool:
        return any(value is not None for value in (self.regime, self.threshold, self.as_of, self.category))

    def or_default(self, today: date, *, regime: str = "eu", threshold: float = 0.25) -> OwnershipRule:
        return OwnershipRule(self.regime or regime, self.threshold or threshold, self.as_of or today, self.category)


def _rule(
    regime: Annotated[str | None, Query(pattern="^(eu|uk|us)$", description="Default: the policy's, or eu")] = None,
    threshold: Annotated[float | None, Query(gt=0, le=1, description="Fraction, not percent")] = None,
    as_of: Annotated[date | None, Query(description="The as-of day; it also selects the text of the regime")] = None,
    category: Annotated[
        Literal["higher_risk"] | None, Query(description="EU 2024/1624, Article 52(2): a lower threshold")
    ] = None,
) -> _Rule:
    return _Rule(regime, threshold, as_of, category)


RuleDep = Annotated[_Rule, Depends(_rule)]


@router.get("/ownership/regimes")
async def list_regimes(actor: Reader) -> CursorPage[RegimeOut]:
    """The regimes that can be selected, each legal text with the days on which it is in force."""
    items = [
        RegimeOut(
            code=regime.code,
            label=regime.label,
            threshold=float(regime.threshold),
            exceeds=regime.exceeds,
            valid_from=regime.valid_from.isoformat(),
            valid_until=regime.valid_until.isoformat() if regime.valid_until else None,
        )
        for regime in REGIMES
    ]
    return CursorPage(items=items, next_cursor=None)


@router.get("/cases/{case_id}/ownership")
async def get_ownership(actor: Reader, db: Db, clock: ClockDep, case_id: StorableStr, rule: RuleDep) -> OwnershipOut:
    """The owners of the customer of the case as last computed; with a rule given, computed under it and not stored."""
    async with db.transaction(actor.tenant_id) as tx:
        result = await store.find_result(tx, case_id)
        if result is None:
            raise NotComputed("The owners have not been computed yet.")
    if rule.is_set and result.company_party_id:
        requested = rule.or_default(clock().date(), regime=result.regime, threshold=result.threshold)
        result = await compute_for(db, actor.tenant_id, case_id, result.company_party_id, requested)
    return OwnershipOut.model_validate(result)


@router.post("/cases/{case_id}/ownership/imports", status_code=201)
async def import_ownership(actor: Writer, db: Db, case_id: StorableStr, file: UploadFile) -> ImportedOut:
    """Import a file of statements (BODS 0.4 or FollowTheMoney) into a case; a faulty file is refused with all its faults."""
    # One byte more than allowed shows that the file is too large without reading the rest.
    content = await file.read(_LARGEST_IMPORT + 1)
    if len(content) > _LARGEST_IMPORT:
        raise TooLarge("A file of statements may have at most 20 MB.")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput("The file is not text in UTF-8.", field="file") from error
    # Postgres cannot store NUL in text.
    if "\x00" in text:
        raise InvalidInput("The file contains a NUL character.", field="file")
    # Before the file is parsed, which takes seconds, and again when it is stored.
    async with db.transaction(actor.tenant_id) as tx:
        await require_room(tx, case_id, count_roughly(text))
    imported = await run_in_thread(read_import, case_id, (file.filename or "statements.json")[:200], text)
    async with db.transaction(actor.tenant_id) as tx:
        await import_statements(tx, actor, imported)
    return ImportedOut.model_validate(imported)


@router.get(
    "/cases/{case_id}/ownership/export", response_class=Response, responses=_files(*dict.fromkeys(MEDIA_TYPES.values()))
)
async def export_ownership(
    actor: Reader, db: Db, clock: ClockDep, case_id: StorableStr, rule: RuleDep, format: ExportFormat = "bods"
) -> Response:
    """The ownership statements of a case on a day, as BODS 0.4, FollowTheMoney, JSON, GraphML or Cypher."""
    day = rule.as_of or clock().date()
    async with db.transaction(actor.tenant_id) as tx:
        result = await store.find_result(tx, case_id)
    inputs = await read_inputs(db, actor.tenant_id, case_id)
    subject = result.company_party_id if result else None

    def written() -> str:
        graph = inputs.graph(day).graph
        return write_graph(graph, subject or next(iter(graph.names), ""), day, format)

    headers = {"Content-Disposition": f'attachment; filename="{case_id}-ownership.{SUFFIXES[format]}"'}
    return Response(await run_in_thread(written), media_type=MEDIA_TYPES[format], headers=headers)


async def _existing(tx: Connection, entity_id: str) -> entities.Entity:
    entity = await entities.find_entity(tx, entity_id)
    if entity is None or not entity.case_ids:
        raise NotFound(f"There is no entity {entity_id}.")
    return entity


@router.get("/ownership/projection")
async def get_projection(actor: Reader, engine: Engine) -> ProjectionOut:
    """The engine that answers graph queries, and the number of changes by which its projection is behind."""
    if isinstance(engine, PostgresGraph):
        return ProjectionOut(engine="postgres", answered_by="postgres", behind=0, is_filling=False, answers=True)
    state = await cast("FollowedGraph", engine).state(actor.tenant_id)
    if state is None:
        return ProjectionOut(engine="neo4j", answered_by="postgres", behind=0, is_filling=False, answers=False)
    answered_by = "neo4j" if state.caught_up else "postgres"
    return ProjectionOut(
        engine="neo4j", answered_by=answered_by, behind=state.behind, is_filling=state.is_filling, answers=True
    )


@router.get("/entities/{entity_id}/owners")
async def list_owners(
    actor: Reader, db: Db, clock: ClockDep, engine: Engine, entity_id: StorableStr, rule: RuleDep
) -> OwnershipOut:
    """The owners of an entity under any rule, from the statements of all cases of the tenant."""
    async with db.transaction(actor.tenant_id) as tx:
        entity = await _existing(tx, entity_id)
    requested = rule.or_default(clock().date())
    graph = await entity_graph(engine, actor.tenant_id, entity_id, entity.name, entity.schema, requested.as_of)
    return OwnershipOut.model_validate(await run_in_thread(analyse, graph, entity_id, requested))


Depth = Annotated[int, Query(ge=1, le=6, description="Maximum number of links")]


@router.get("/entities/{entity_id}/graph")
async def get_graph(
    actor: Reader,
    db: Db,
    engine: Engine,
    entity_id: StorableStr,
    depth: Depth = 1,
    limit: Annotated[int, Query(ge=1, le=2000, description="Maximum number of nodes")] = 200,
) -> SubgraphOut:
    """The parties within a number of links of an entity, across the cases of the tenant."""
    async with db.transaction(actor.tenant_id) as tx:
        await _existing(tx, entity_id)
    return SubgraphOut.model_validate(await engine.neighbours(actor.tenant_id, entity_id, depth=depth, limit=limit))


@router.get(
    "/entities/{entity_id}/graph/export",
    response_class=Response,
    responses=_files(*(media_type for _, media_type in FORMATS.values())),
)
async def export_graph(
    actor: Reader,
    db: Db,
    engine: Engine,
    entity_id: StorableStr,
    depth: Depth = 2,
    format: Literal["json", "graphml", "cypher"] = "json",
) -> Response:
    """The graph around an entity as a file: JSON, GraphML or Cypher."""
    async with db.transaction(actor.tenant_id) as tx:
        await _existing(tx, entity_id)
    graph = await engine.neighbours(actor.tenant_id, entity_id, depth=depth, limit=2000)
    headers = {"Content-Disposition": f'attachment; filename="{entity_id}.{format}"'}
    return Response(await run_in_thread(export, graph, format), media_type=FORMATS[format][1], headers=headers)


@router.get("/entities/{entity_id}/links/{other_id}")
async def get_shortest_link(
    actor: Reader,
    db: Db,
    engine: Engine,
    entity_id: StorableStr,
    other_id: StorableStr,
    longest: Annotated[int, Query(ge=1, le=12, description="Maximum number of steps")] = 6,
) -> SubgraphOut:
    """A shortest path between two entities, through interests and shared attributes; empty where there is none."""
    async with db.transaction(actor.tenant_id) as tx:
        await _existing(tx, entity_id)
        await _existing(tx, other_id)
    found = await engine.shortest_link(actor.tenant_id, entity_id, other_id, longest=longest)
    return SubgraphOut.model_validate(await path_with_names(engine, actor.tenant_id, found or Subgraph((), ())))


@router.get("/entities/{entity_id}/hidden-links")
async def list_hidden_links(actor: Reader, db: Db, engine: Engine, entity_id: StorableStr) -> CursorPage[HiddenLinkOut]:
    """Other entities with the same address, phone, email address or director, strongest link first."""
    async with db.transaction(actor.tenant_id) as tx:
        await _existing(tx, entity_id)
    found = await with_names(engine, actor.tenant_id, await engine.hidden_links(actor.tenant_id, entity_id))
    return CursorPage(items=[HiddenLinkOut.model_validate(link) for link in found], next_cursor=None)


@router.get("/entities/{entity_id}/cases")
async def list_touched_cases(
    actor: Reader, db: Db, engine: Engine, entity_id: StorableStr, depth: Depth = 1
) -> CursorPage[CaseTouchedOut]:
    """The cases of an entity, and those of parties within a number of links; nearest first."""
    async with db.transaction(actor.tenant_id) as tx:
        await _existing(tx, entity_id)
    found = await engine.cases_touched(actor.tenant_id, entity_id, depth=depth)
    return CursorPage(items=[CaseTouchedOut.model_validate(touched) for touched in found], next_cursor=None)
