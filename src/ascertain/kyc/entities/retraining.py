"""Weights trained on a tenant's own records and the verdicts of its reviewers: each training puts a new version in use."""

from collections.abc import Mapping, Sequence

from ascertain.kernel import audit, jobs
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.entities import models_store as store
from ascertain.kyc.entities.comparison import default_models
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import FieldValues
from ascertain.kyc.entities.engine.estimation import FIT_FROM, refit_from
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.entities.model import ModelVersion

RETRAIN_JOB = "entities.refit"
# Bounds the memory and time of the job.
_MAX_RECORDS = 100_000  # a larger sample would not move the weights any further


async def enqueue_retraining(tx: Connection) -> None:
    """Enqueue the job that retrains the tenant's weights."""
    await jobs.enqueue(tx, RETRAIN_JOB, {}, dedupe_key="refit")


def outgrown_training(before: int, after: int) -> bool:
    """Whether the set has outgrown the training of its weights: at the first training's size, and each time
    that it has doubled, up to the size of the training sample."""
    return before < after and any(
        before < FIT_FROM << k <= after for k in range((_MAX_RECORDS // FIT_FROM).bit_length())
    )


async def retrain(db: Database, tenant_id: str, actor: Actor) -> list[ModelVersion]:
    """Train the weights of each kind and put them in use.

    Existing entities are not resolved again; later changes compare by the new weights.
    Returns: the versions made; none for a kind without judgements and with few records.
    """
    async with db.transaction(tenant_id) as tx:
        person_verdicts = await store.judged_pairs(tx)
        field_values = await store.field_values_of_records(
            tx, sorted({one for pair in person_verdicts for one in pair}), _MAX_RECORDS
        )
    made: list[ModelVersion] = []
    for kind in SCHEMAS:
        of_kind = {record_id: one[kind] for record_id, one in field_values.items() if kind in one}
        judged = {pair: same for pair, same in person_verdicts.items() if pair[0] in of_kind and pair[1] in of_kind}
        if judged or len(of_kind) >= FIT_FROM:
            # In a thread and outside a transaction: training takes seconds of CPU.
            model = await run_in_thread(_train, kind, of_kind, judged)
            async with db.transaction(tenant_id) as tx:
                made.append(await adopt(tx, actor, model, len(of_kind), len(judged)))
    return made


def _train(kind: str, of_kind: Mapping[str, FieldValues], judged: Mapping[tuple[str, str], bool]) -> Model:
    rows = {record_id: row for row, record_id in enumerate(of_kind)}
    person_verdicts = {(rows[a], rows[b]): same for (a, b), same in judged.items()}
    # Always from the shipped weights: starting from the last version would count the same judgements again and again.
    trained_on_text = f"{len(of_kind)} records and {len(judged)} judgements of the tenant's own"
    return refit_from(
        default_models()[kind], Columns.of(kind, of_kind.values()), person_verdicts, trained_on=trained_on_text
    )


async def adopt(tx: Connection, actor: Actor, model: Model, records: int, judgements: int) -> ModelVersion:
    """Put these weights in use; audited."""
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
