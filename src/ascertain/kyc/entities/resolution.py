"""Resolution of a case: facts to records, records to parties, and the tenant's entities brought up to date."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.ids import new_id
from ascertain.kernel.processor_shares import paced
from ascertain.kernel.tenancy import system_actor
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc import documents
from ascertain.kyc.entities import live_store, store
from ascertain.kyc.entities.comparison import Models
from ascertain.kyc.entities.grouping import Judged, group
from ascertain.kyc.entities.live import best_name, best_schema, change, prepare
from ascertain.kyc.entities.live_store import NewRecord
from ascertain.kyc.entities.model import DeclaredCustomer, Party, Record, Verdict
from ascertain.kyc.entities.models import models_in_use
from ascertain.kyc.entities.records import DECLARED, declared_record, records_of

Fence = Callable[[Connection], Awaitable[None]]


def resolve(
    records: Iterable[Record], person_verdicts: Mapping[tuple[str, str], Verdict] | None = None
) -> list[list[Record]]:
    """Clusters of records that are one person or company; verdicts of persons outweigh any comparison.

    For a handful of records, every pair compared by the shipped weights; for many, `resolve_many`.

    Args:
        person_verdicts: by pair of record ids, the smaller id first.
    Returns: each record in one cluster.
    """
    return group(records, person_verdicts)[0]


def _roles(group: list[Record], owners: set[tuple[str | None, str]]) -> list[str]:
    roles = set()
    if any(record.subject == DECLARED and record.document_id is None for record in group):
        roles.add("customer")
    if any((record.document_id, record.subject) in owners for record in group):
        roles.add("owner")
    if any(record.values("passportNumber") for record in group):
        roles.add("identified")
    return sorted(roles)


def _party_ids(groups: list[list[Record]], before: dict[str, str]) -> list[str]:
    """The party id that most records of each group had before, if no other group claimed it first; else a new one."""
    taken: set[str] = set()
    ids = []
    for members in groups:
        votes = Counter(before[record.id] for record in members if record.id in before)
        party_id = next((party for party, _ in votes.most_common() if party not in taken), None) or new_id("party")
        taken.add(party_id)
        ids.append(party_id)
    return ids


def _parties_of(
    case_id: str,
    records: list[Record],
    person_verdicts: Mapping[tuple[str, str], Verdict],
    models: Models,
    before: dict[str, str],
    owners: set[tuple[str | None, str]],
) -> tuple[list[Party], list[NewRecord], Judged]:
    """The parties that the records of a case make up, the records as they are stored, and the pairs that were compared."""
    groups, judged = group(records, person_verdicts, models)
    parties, prepared = [], []
    for party_id, members in paced(zip(_party_ids(groups, before), groups, strict=True)):
        name, roles = best_name(record.name for record in members), tuple(_roles(members, owners))
        parties.append(
            Party(party_id, "", best_schema([record.schema for record in members]), name, roles, tuple(members))
        )
        prepared += [prepare(record, case_id=case_id, party_id=party_id, source="case") for record in members]
    return parties, prepared, judged


async def resolve_case(
    db: Database,
    tenant_id: str,
    case_id: str,
    *,
    customer: DeclaredCustomer,
    fence: Fence,
    imported: Iterable[Record] = (),
) -> None:
    """Resolve the parties of a case from its effective facts, and the tenant's entities that this affects.

    Parties whose records stay together have the same ids as before.

    Args:
        imported: records that no document of ours states, such as the parties of a file of ownership statements.
        fence: called first inside the write transaction; raises where the case's inputs moved on.
    """
    # Read and compare outside the writing transaction, so that no lock is held while a large case is compared.
    async with db.transaction(tenant_id) as tx:
        facts = await documents.effective_facts(tx, case_id)
        records = [declared_record(case_id, customer), *records_of(case_id, facts), *imported]
        person_verdicts = await live_store.verdicts_among(tx, [record.id for record in records])
        before = await store.party_of_records(tx, case_id)
        models = await models_in_use(tx)
    owners: set[tuple[str | None, str]] = {(f.document_id, f.value) for f in facts if f.property == "owner"}
    # In a thread: an imported file may have brought thousands of records.
    parties, prepared, judged = await run_in_thread(
        _parties_of, case_id, records, person_verdicts, models, before, owners
    )
    async with db.transaction(tenant_id) as tx:
        # First in the transaction: a stale job must stop before it writes anything.
        await fence(tx)
        await store.put_parties(tx, case_id, parties)
        await change(tx, prepared, sorted(before.keys() - {record.id for record in records}))
        await store.drop_other_parties(tx, case_id, [party.id for party in parties])
        await store.replace_machine_judgements(
            tx, case_id, [(a, b, verdict, compared) for (a, b), (compared, verdict) in judged.items()]
        )
        actor = system_actor(tenant_id, "entities")
        details = {"parties": len(parties), "records": len(records)}
        await audit.record(
            tx, actor, "entities.resolve", object_kind="case", object_id=case_id, stream=case_id, details=details
        )
        await outbox.publish(tx, "entity.resolved", {"case_id": case_id, **details}, stream=case_id)
