"""Weights learned from a tenant's own records and from what its reviewers said: a new version each time, in use from then on."""

import asyncio
from collections.abc import Mapping, Sequence

from ascertain.kernel import audit, jobs
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.entities import models_store as store
from ascertain.kyc.entities.comparison import default_models
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import Traits
from ascertain.kyc.entities.engine.estimation import FIT_FROM, refit_from
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.entities.model import ModelVersion

REFIT_JOB = "entities.refit"
_MAX_RECORDS = 100_000  # a sample of as many says as much


async def learn(tx: Connection) -> None:
    """Have the tenant's weights estimated anew, with what persons said, by a background job."""
    await jobs.enqueue(tx, REFIT_JOB, {}, dedupe_key="refit")


def grown(before: int, after: int) -> bool:
    """Whether so many records teach something that those before could not: as many as weights are estimated from, and each time
    that they doubled, up to the sample that is learned from."""
    return before < after and any(
        before < FIT_FROM << k <= after for k in range((_MAX_RECORDS // FIT_FROM).bit_length())
    )


async def refit(db: Database, tenant_id: str, actor: Actor) -> list[ModelVersion]:
    """Estimate the weights of each kind anew and use them from now on.

    What stands is not resolved again: a record that is touched is compared by the new weights.
    Returns: the versions made; none of a kind that nobody judged and that has few records.
    """
    async with db.transaction(tenant_id) as tx:
        said = await store.judged_pairs(tx)
        traits = await store.traits_of_records(tx, sorted({one for pair in said for one in pair}), _MAX_RECORDS)
    made: list[ModelVersion] = []
    for kind in SCHEMAS:
        of_kind = {record_id: one[kind] for record_id, one in traits.items() if kind in one}
        judged = {pair: same for pair, same in said.items() if pair[0] in of_kind and pair[1] in of_kind}
        if judged or len(of_kind) >= FIT_FROM:
            model = await asyncio.to_thread(_learn, kind, of_kind, judged)
            async with db.transaction(tenant_id) as tx:
                made.append(await keep(tx, actor, model, len(of_kind), len(judged)))
    return made


def _learn(kind: str, of_kind: Mapping[str, Traits], judged: Mapping[tuple[str, str], bool]) -> Model:
    rows = {record_id: row for row, record_id in enumerate(of_kind)}
    said = {(rows[a], rows[b]): same for (a, b), same in judged.items()}
    # Always from the weights that ship: from those of last time, the same judgements would be counted again and again.
    told = f"{len(of_kind)} records and {len(judged)} judgements of the tenant's own"
    return refit_from(default_models()[kind], Columns.of(kind, of_kind.values()), said, trained_on=told)


async def keep(tx: Connection, actor: Actor, model: Model, records: int, judgements: int) -> ModelVersion:
    """Use these weights from now on; audited."""
    version = await store.add_version(tx, model.kind, model.to_document(), records, judgements)
    details = {"kind": model.kind, "version": version.version, "records": records, "judgements": judgements}
    await audit.record(
        tx,
        actor,
        "entities.refit",
        object_kind="entity_model",
        object_id=f"{model.kind} {version.version}",
        stream="entities",
        details=details,
    )
    return version


async def list_models(tx: Connection) -> Sequence[ModelVersion]:
    """The versions of the tenant's own weights, the newest of each kind first; it is the one in use."""
    return await store.list_versions(tx)
