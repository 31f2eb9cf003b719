"""Records added, changed and deleted one by one: only the entities that a change touches are resolved again.

A change finds the records that share a key, compares, locks the entities within reach if they have not changed since they were
read, and clusters their records by the same rule as a batch. An entity's id stays with most of its records; merges and splits are
published through the outbox. Changes of single records run side by side, unless they could affect each other
(docs/decisions/0013-entity-resolution.md).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ascertain.kernel import outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities import live_store as store
from ascertain.kyc.entities import unblocking
from ascertain.kyc.entities.comparison import MATCH_BITS, REVIEW_BITS, fields_by_kind
from ascertain.kyc.entities.engine.blocking import row_keys
from ascertain.kyc.entities.engine.clustering import Rule, average_link
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.engine.single_record_keys import single_record_keys
from ascertain.kyc.entities.live_store import NewRecord, Reach, Stored, Term, Writing
from ascertain.kyc.entities.model import Record
from ascertain.kyc.entities.models import models_in_use
from ascertain.kyc.entities.reach import Comparer, terms_of
from ascertain.kyc.entities.retraining import enqueue_retraining, outgrown_training

# One strong pair is needed besides the average, so that two lone records are not joined on less than an analyst would accept.
RULE = Rule(at_least=-5.0, missing=-20.0, strongest=MATCH_BITS)
_NEAR_BITS = -8.5  # entities with a pair over this are clustered together with the changed record
_MAX_RECORDS = 300  # of one change: the pairs to compare grow with the square
_MAX_REVIEWS = 20  # of one change, so that one record with a common name does not fill the review queue
_SAME, _DIFFERENT = 60.0, -1000.0  # log2 odds of what is certain, beyond any comparison
_TRIES = 50  # each lost to another change that committed, so all of them together progress
_COUNTED_EXACTLY = 64  # records; counts above are sampled, see `_counted`


class EntitiesBusy(Conflict):
    """Concurrent changes touched the same entities on every attempt; try again."""

    code = "entity.busy"


@dataclass(frozen=True, slots=True)
class _Subject:
    """The record that a change is about: its new state (None: deleted), its keys, and what to write (None: already stored)."""

    id: str
    now: Stored | None
    keys: Sequence[int] = ()
    new: NewRecord | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did: record id -> entity id for every record that was touched, merged and split entities."""

    entity_of: dict[str, str]
    merged: dict[str, str]
    split: dict[str, tuple[str, ...]]


def prepare(
    record: Record, *, case_id: str | None = None, party_id: str | None = None, source: str = "import"
) -> NewRecord:
    """The fields and keys of a record. Pure: call it outside the transaction."""
    field_values = fields_by_kind(record)
    keys = {key for kind, one in field_values.items() for key in single_record_keys(kind, one)}
    return NewRecord(record, case_id, party_id, source, field_values, tuple(sorted(keys)))


def prepare_many(records: Sequence[Record], *, source: str) -> list[NewRecord]:
    """`prepare` for very many, their keys made side by side."""
    field_values = [fields_by_kind(record) for record in records]
    keys: list[set[int]] = [set() for _ in records]
    for kind in SCHEMAS:
        places = [at for at, one in enumerate(field_values) if kind in one]
        for _, rows, found in row_keys(Columns.of(kind, [field_values[at][kind] for at in places])):
            for row, key in zip(rows.tolist(), found.view(np.int64).tolist(), strict=True):
                keys[places[row]].add(key)
    return [
        NewRecord(record, None, None, source, one, tuple(sorted(mine)))
        for record, one, mine in zip(records, field_values, keys, strict=True)
    ]


async def change(tx: Connection, upserts: Sequence[NewRecord], deletes: Sequence[str] = ()) -> Change:
    """Upsert and delete records, and resolve the entities around them.

    A change of one record runs beside others; a change of many locks the tenant's records until the transaction ends.
    Returns: where the touched records are now.
    Raises: EntitiesBusy.
    """
    single_change = len(upserts) + len(deletes) == 1
    if not single_change:
        await store.lock_tenant(tx)
    # One record after the other: the bounds on candidates and members apply to each, whether it comes alone or with a thousand.
    subjects = [*(_Subject(one, None) for one in deletes), *(_subject(new) for new in upserts)]
    return _together([await _resolve(tx, subject, single_change=single_change) for subject in subjects])


def _subject(new: NewRecord) -> _Subject:
    record = new.record
    now = Stored(record.id, "", new.party_id, record.schema, record.name, new.field_values)
    return _Subject(record.id, now, new.keys, new)


async def resolve_again(tx: Connection, ids: Sequence[str]) -> None:
    """Resolve the entities around stored records, after a verdict on them."""
    await store.lock_tenant(tx)
    for one in ids:
        if held := await store.find_stored(tx, one):
            await _resolve(tx, _Subject(one, *held), single_change=False)


def _together(changes: Sequence[Change]) -> Change:
    """The combined result of several changes made one after the other."""
    entity_of: dict[str, str] = {}
    merged: dict[str, str] = {}
    split: dict[str, tuple[str, ...]] = {}
    for one in changes:
        entity_of |= one.entity_of
        # A later change may merge the entity that an earlier one merged into: lead straight to the last.
        merged = {old: one.merged.get(into, into) for old, into in merged.items()} | one.merged
        split |= one.split
    return Change(entity_of, merged, split)


async def _resolve(tx: Connection, subject: _Subject, *, single_change: bool) -> Change:
    """Resolve the record's entity and those within reach, and write what changed."""
    number = None
    for _ in range(_TRIES):
        recheck = subject.new is None
        reach = await store.find(
            tx, subject.id, subject.now, subject.keys, number=number, single_change=single_change, recheck=recheck
        )
        number = reach.number
        if reach.before is None and subject.now is None:
            return Change({}, {}, {})
        if reach.unchanged and reach.before and subject.new:
            entity_id = reach.before.entity_id
            await store.write(tx, Writing(records=[store.record_row(subject.new, reach.number, entity_id)]))
            return Change({subject.id: entity_id}, {}, {})
        models = await models_in_use(tx, reach.model_versions)
        # A new record's terms are counted only when it is written.
        own = terms_of(subject.now.field_values) if subject.now and not reach.before else ()
        comparer = Comparer(models, reach.terms, own)
        members, versions = _within_reach(subject, reach, comparer)
        uncounted = {
            term for one in members if one.entity_id not in reach.counted for term in terms_of(one.field_values)
        }
        # Only the likeliest matches were counted with the read; counting all candidates would dominate its time.
        if uncounted := uncounted - reach.terms.keys():
            comparer = Comparer(models, {**reach.terms, **await store.count(tx, uncounted)}, own)
        writing = Writing(terms=_counted(subject, reach))
        settled = _settle(subject, members, comparer, reach.person_verdicts, writing)
        if subject.new is not None:
            entity_id = settled.entity_of[subject.id]
            writing.records.append(store.record_row(subject.new, reach.number, entity_id))
            # The record's own row is written whole, with its entity, so a move of it would be written twice.
            writing.moves = [move for move in writing.moves if move["id"] != subject.id]
        emptied = versions.keys() - {stored.entity_id for stored in members}
        if await _write(tx, subject, writing, settled, versions, emptied):
            if reach.shrunk:
                await unblocking.enqueue_unblocking(tx, reach.shrunk)
            if any(outgrown_training(*counts) for counts in _records_counted(writing, reach)):
                await enqueue_retraining(tx)
            return settled
        # One of these entities was changed since it was read: read again.
    raise EntitiesBusy("The records around this one are being changed by others. Try again.")


def _within_reach(subject: _Subject, reach: Reach, comparer: Comparer) -> tuple[list[Stored], dict[str, int]]:
    """The records to cluster, and their entities with the versions that were read."""
    near = set(reach.partners)
    if subject.now is not None:
        for stored in reach.records:
            if stored.entity_id not in near and comparer.odds(subject.now, stored) > _NEAR_BITS:
                near.add(stored.entity_id)
    members = [stored for stored in reach.records if stored.entity_id in near and stored.id != subject.id]
    if subject.now:
        members.append(replace(subject.now, entity_id=reach.before.entity_id if reach.before else ""))
    chosen = _bounded(sorted(members, key=lambda stored: stored.id), {"", *reach.partners})
    entities = {stored.entity_id for stored in chosen} | reach.partners
    return chosen, {stored.entity_id: stored.version for stored in reach.records if stored.entity_id in entities}


def _counted(subject: _Subject, reach: Reach) -> list[dict[str, object]]:
    """What the counts of terms change by.

    A term that many records hold is counted one time in n, by n, so that writers do not queue up behind one row; its weight is a
    logarithm, which bears it. The record's own id decides when, so that the same is counted again.
    """
    changed: Counter[Term] = Counter(terms_of(subject.now.field_values) if subject.now else ())
    changed.subtract(terms_of(reach.before.field_values) if reach.before else ())
    rows: list[dict[str, object]] = []
    for term, by in changed.items():
        step = 1 + reach.terms.get(term, 0) // _COUNTED_EXACTLY
        if by and (step == 1 or _coin(subject.id, term) % step == 0):
            kind, field, value = term
            rows.append({"kind": kind, "field": field, "term": value, "by": by * step})
    return rows


def _records_counted(writing: Writing, reach: Reach) -> list[tuple[int, int]]:
    """How many records of a kind there were, and are by what is written."""
    before = {row["kind"]: reach.terms.get((str(row["kind"]), "", ""), 0) for row in writing.terms if not row["field"]}
    return [
        (before[row["kind"]], before[row["kind"]] + int(str(row["by"]))) for row in writing.terms if not row["field"]
    ]


# A hash and not a random number, so that deleting a record undoes what adding it counted.
def _coin(record_id: str, term: Term) -> int:
    return int.from_bytes(hashlib.blake2b("\n".join((record_id, *term)).encode(), digest_size=8).digest(), "little")


def _bounded(members: list[Stored], around: set[str]) -> list[Stored]:
    """At most so many records: those of the touched entities first, then entity by entity."""
    if len(members) <= _MAX_RECORDS:
        return members
    sizes = Counter(stored.entity_id for stored in members)
    chosen: set[str] = set()
    total = 0
    for entity_id in sorted(sizes, key=lambda entity: (entity not in around, sizes[entity], entity)):
        if entity_id in around or total + sizes[entity_id] <= _MAX_RECORDS:
            chosen.add(entity_id)
            total += sizes[entity_id]
    return [stored for stored in members if stored.entity_id in chosen]


def _settle(
    subject: _Subject,
    members: Sequence[Stored],
    comparer: Comparer,
    person_verdicts: Mapping[tuple[str, str], str],
    writing: Writing,
) -> Change:
    """Cluster these records, give the clusters ids, and note what is different from before."""
    bits = _with_certainties(members, comparer.among(members), person_verdicts)
    labels = _labels(len(members), bits)
    clusters: dict[int, list[Stored]] = {}
    for at, label in enumerate(labels):
        clusters.setdefault(label, []).append(members[at])
    settled = _name_clusters(list(clusters.values()))
    moved = [stored for stored in members if settled.entity_of[stored.id] != stored.entity_id]
    changed = {stored.entity_id for stored in moved} | {settled.entity_of[stored.id] for stored in moved}
    for cluster in clusters.values():
        entity_id = settled.entity_of[cluster[0].id]
        if entity_id in changed or any(stored.id == subject.id for stored in cluster):
            name = best_name([stored.name for stored in cluster])
            schema = best_schema([stored.schema for stored in cluster])
            writing.entities.append({"id": entity_id, "schema": schema, "name": name})
    writing.moves = [{"id": stored.id, "entity_id": settled.entity_of[stored.id]} for stored in moved]
    writing.reviewed = [stored.id for stored in members] if len(members) > 1 else []
    writing.reviews = _reviews(members, labels, bits, comparer, person_verdicts)
    return settled


def _labels(records: int, bits: Mapping[tuple[int, int], float]) -> list[int]:
    if records == 1:
        return [0]
    keys = sorted(bits)
    pairs = np.array([a << 32 | b for a, b in keys], np.int64)
    labels: list[int] = average_link(records, pairs, np.array([bits[key] for key in keys]), RULE).tolist()
    return labels


def _with_certainties(
    members: Sequence[Stored], odds: Mapping[tuple[int, int], float], person_verdicts: Mapping[tuple[str, str], str]
) -> dict[tuple[int, int], float]:
    """The odds, overridden for records of one party and for pairs that persons judged."""
    bits = dict(odds)
    parties: dict[str, list[int]] = {}
    place = {stored.id: at for at, stored in enumerate(members)}
    for at, stored in enumerate(members):
        if stored.party_id:
            parties.setdefault(stored.party_id, []).append(at)
    for places in parties.values():
        for k, a in enumerate(places):
            for b in places[k + 1 :]:
                bits[a, b] = _SAME
    for (one, other), verdict in person_verdicts.items():
        if verdict != "unsure" and one in place and other in place:
            pair = min(place[one], place[other]), max(place[one], place[other])
            bits[pair] = _SAME if verdict == "same" else _DIFFERENT
    return bits


def _name_clusters(clusters: list[list[Stored]]) -> Change:
    """Where each record is. A cluster takes the id that most of its records had, of equals the oldest, largest claim first."""
    claims = sorted(
        ((-votes, entity_id, at) for at, cluster in enumerate(clusters) for entity_id, votes in _votes(cluster).items())
    )
    named: dict[int, str] = {}
    taken: set[str] = set()
    for _, entity_id, at in claims:
        if at not in named and entity_id not in taken:
            named[at] = entity_id
            taken.add(entity_id)
    entity_of: dict[str, str] = {}
    came_from: dict[str, set[str]] = {}
    for at, cluster in enumerate(clusters):
        entity_id = named.setdefault(at, new_id("ent"))
        for stored in cluster:
            entity_of[stored.id] = entity_id
            if stored.entity_id:
                came_from.setdefault(stored.entity_id, set()).add(entity_id)
    live = set(named.values())
    merged = {old: min(into) for old, into in came_from.items() if old not in live}
    split = {old: tuple(sorted(into - {old})) for old, into in came_from.items() if len(into) > 1}
    return Change(entity_of, merged, split)


def _votes(cluster: Sequence[Stored]) -> Counter[str]:
    return Counter(stored.entity_id for stored in cluster if stored.entity_id)


async def _write(
    tx: Connection,
    subject: _Subject,
    writing: Writing,
    settled: Change,
    versions: Mapping[str, int],
    emptied: Iterable[str],
) -> bool:
    """Write all of it, if the entities are still of these versions."""
    if not await store.write(tx, writing, versions):
        return False
    if subject.now is None:
        await store.drop_record(tx, subject.id)
    closed: dict[str, str | None] = {**settled.merged, **dict.fromkeys(sorted(emptied))}
    if closed:
        await store.close_entities(tx, closed)
    for old, into in settled.merged.items():
        await outbox.publish(tx, "entity.merged", {"entity_id": into, "from": old}, stream=into)
    for old, parts in settled.split.items():
        await outbox.publish(tx, "entity.split", {"entity_id": old, "into": list(parts)}, stream=old)
    return True


def _reviews(
    members: Sequence[Stored],
    labels: Sequence[int],
    bits: Mapping[tuple[int, int], float],
    comparer: Comparer,
    person_verdicts: Mapping[tuple[str, str], str],
) -> list[dict[str, object]]:
    """The strongest pair between any two clusters, where it is neither a match nor hopeless, is for a person to review."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    settled = {tuple(sorted((labels[a], labels[b]))) for (a, b), value in bits.items() if value == _DIFFERENT}
    for (a, b), value in bits.items():
        between = (min(labels[a], labels[b]), max(labels[a], labels[b]))
        if between[0] != between[1] and between not in settled and value > best.get(between, (REVIEW_BITS, (0, 0)))[0]:
            best[between] = (value, (a, b))
    rows: list[dict[str, object]] = []
    for _, (a, b) in sorted(best.values(), reverse=True)[:_MAX_REVIEWS]:
        one, other = sorted((members[a], members[b]), key=lambda stored: stored.id)
        if (one.id, other.id) in person_verdicts:
            continue
        compared = comparer.in_words(one, other)
        rows.append(
            {
                "id": new_id("jdg"), "a": one.id, "b": other.id, "bits": compared.bits,
                "probability": compared.probability, "reasons": store.pack_reasons(compared),
            }
        )  # fmt: skip
    return rows


def best_schema(given: Sequence[str]) -> str:
    """The most specific schema: LegalEntity only where no record has another."""
    return next((name for name in ("Company", "Person", "Organization") if name in given), given[0])


def best_name(names: Iterable[str]) -> str:
    """The name that most records give; of those as frequent one in Latin letters, in mixed case, and the longest of them."""
    counts = Counter(name for name in names if name)
    return max(
        counts,
        key=lambda name: (counts[name], name.isascii(), not (name.isupper() or name.islower()), len(name), name),
        default="",
    )
