"""Resolution of a case: facts to records, records to parties, parties to the tenant's entities."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from itertools import combinations

from ascertain.kernel import audit, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import documents
from ascertain.kyc.entities import store
from ascertain.kyc.entities.clustering import cluster
from ascertain.kyc.entities.comparison import (
    MATCH_BITS,
    PRIOR_IN_CASE_BITS,
    PRIOR_IN_TENANT_BITS,
    REVIEW_BITS,
    compare,
)
from ascertain.kyc.entities.model import Comparison, DeclaredCustomer, Party, Record, Verdict
from ascertain.kyc.entities.names import name_tokens
from ascertain.kyc.entities.records import DECLARED, declared_record, records_of

Fence = Callable[[Connection], Awaitable[None]]
Judged = tuple[str, str, Verdict, Comparison]
_SAID_BITS = {"same": 60.0, "different": -1000.0, "unsure": 0.0}


def _worth_comparing(a: Record, b: Record) -> bool:
    """Blocking: records that share neither a word of a name nor an identifier are not compared."""
    words = {token for name in a.values("name") for token in name_tokens(name)}
    others = {token for name in b.values("name") for token in name_tokens(name)}
    shared = {"registrationNumber", "passportNumber"} & a.properties.keys() & b.properties.keys()
    return bool(words & others or shared)


def _compare_all(records: list[Record]) -> dict[tuple[str, str], Comparison]:
    pairs = combinations(sorted(records, key=lambda record: record.id), 2)
    return {(a.id, b.id): compare(a, b) for a, b in pairs if _worth_comparing(a, b)}


def _verdict(compared: Comparison) -> Verdict:
    bits = compared.bits + PRIOR_IN_CASE_BITS
    return "same" if bits >= MATCH_BITS else "unsure" if bits >= REVIEW_BITS else "different"


def resolve(records: Iterable[Record], said: dict[tuple[str, str], Verdict] | None = None) -> list[list[Record]]:
    """Clusters of records that are one person or company; what persons said of pairs outweighs any comparison.

    Args:
        said: verdicts of persons for pairs of record ids, the smaller id first.
    Returns: each record in one cluster.
    """
    listed = list(records)
    return _clusters(listed, _compare_all(listed), said or {})


def _clusters(
    records: list[Record], compared: dict[tuple[str, str], Comparison], said: dict[tuple[str, str], Verdict]
) -> list[list[Record]]:
    bits = {pair: comparison.bits + PRIOR_IN_CASE_BITS for pair, comparison in compared.items()}
    for pair, verdict in said.items():
        if verdict != "unsure":
            bits[pair] = _SAID_BITS[verdict]
    by_id = {record.id: record for record in records}
    return [[by_id[one] for one in ids] for ids in cluster(sorted(by_id), bits, at_least=MATCH_BITS)]


def _roles(group: list[Record], owners: set[tuple[str | None, str]]) -> list[str]:
    roles = set()
    if any(record.subject == DECLARED and record.document_id is None for record in group):
        roles.add("customer")
    if any((record.document_id, record.subject) in owners for record in group):
        roles.add("owner")
    if any(record.values("passportNumber") for record in group):
        roles.add("identified")
    return sorted(roles)


def _schema(group: list[Record]) -> str:
    schemas = Counter(record.schema for record in group)
    return next((name for name in ("Company", "Person") if schemas[name]), group[0].schema)


def _best_name(group: list[Record]) -> str:
    """The name that most records give; of two as frequent, the longer."""
    counts = Counter(name for record in group for name in record.values("name")[:1])
    return max(counts, key=lambda name: (counts[name], len(name), name))


def _keep_ids(groups: list[list[Record]], before: dict[str, str]) -> list[str]:
    """Each group keeps the party id that most of its records had, if no other group claimed it first."""
    taken: set[str] = set()
    ids = []
    for group in groups:
        votes = Counter(before[record.id] for record in group if record.id in before)
        kept = next((party for party, _ in votes.most_common() if party not in taken), None) or new_id("party")
        taken.add(kept)
        ids.append(kept)
    return ids


def _entity_elsewhere(group: list[Record], elsewhere: list[tuple[str, Record]]) -> str | None:
    """The entity of another case that the group is, on strong evidence only: a bare name never suffices."""
    best: tuple[float, str] | None = None
    for entity_id, other in elsewhere:
        for record in group:
            bits = compare(record, other, prior_bits=PRIOR_IN_TENANT_BITS).bits + PRIOR_IN_TENANT_BITS
            if bits >= MATCH_BITS and (best is None or (bits, entity_id) > best):
                best = (bits, entity_id)
    return best[1] if best else None


async def resolve_case(
    db: Database,
    tenant_id: str,
    case_id: str,
    *,
    customer: DeclaredCustomer,
    fence: Fence,
    imported: Iterable[Record] = (),
) -> None:
    """Resolve the parties of a case anew from its effective facts, keeping ids where the records stay together.

    Args:
        imported: records that no document of ours states, such as the parties of a file of ownership statements.
        fence: called first inside the write transaction; raises where the case's inputs moved on.
    """
    async with db.transaction(tenant_id) as tx:
        facts = await documents.effective_facts(tx, case_id)
        records = [declared_record(case_id, customer), *records_of(case_id, facts), *imported]
        said = await store.person_verdicts(tx, case_id)
        before = await store.party_of_records(tx, case_id)
        entities_before = await store.entity_of_parties(tx, case_id)
        elsewhere = await store.find_elsewhere(tx, case_id, records)
    compared = _compare_all(records)
    groups = _clusters(records, compared, said)
    owners: set[tuple[str | None, str]] = {(f.document_id, f.value) for f in facts if f.property == "owner"}
    judged: list[Judged] = [(a, b, _verdict(comparison), comparison) for (a, b), comparison in compared.items()]
    async with db.transaction(tenant_id) as tx:
        await fence(tx)
        parties = []
        for party_id, group in zip(_keep_ids(groups, before), groups, strict=True):
            found = _entity_elsewhere(group, elsewhere) or entities_before.get(party_id)
            name, schema = _best_name(group), _schema(group)
            entity_id = await store.ensure_entity(tx, found, schema, name)
            parties.append(Party(party_id, entity_id, schema, name, tuple(_roles(group, owners)), tuple(group)))
        await store.replace_parties(tx, case_id, parties)
        await store.replace_machine_judgements(tx, case_id, judged)
        actor = system_actor(tenant_id, "entities")
        details = {"parties": len(parties), "records": len(records)}
        await audit.record(
            tx, actor, "entities.resolve", object_kind="case", object_id=case_id, stream=case_id, details=details
        )
        await outbox.publish(tx, "entity.resolved", {"case_id": case_id, **details}, stream=case_id)
