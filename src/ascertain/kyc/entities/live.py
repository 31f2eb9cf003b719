"""Records added, changed and deleted one by one: only the entities that a change touches are resolved again.

A change finds the records that share a key, compares, takes the entities within reach as they stand, and clusters their
records anew by the same rule as a batch. An entity keeps its id while most of its records stay together; merges and splits
are told by the outbox.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascertain.kernel import outbox
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities import live_store as store
from ascertain.kyc.entities.comparison import (
    BARE_NAME_BITS,
    MATCH_BITS,
    REVIEW_BITS,
    Compared,
    Models,
    compare_kind,
    default_models,
    traits_by_kind,
)
from ascertain.kyc.entities.engine.blocking import MAX_BLOCK, keys_of, row_keys
from ascertain.kyc.entities.engine.clustering import Rule, average_link
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.live_store import NewRecord, Stored
from ascertain.kyc.entities.model import Comparison, Record

Places = npt.NDArray[np.int64]

RULE = Rule(at_least=-5.0, missing=-20.0, strongest=MATCH_BITS)
_NEAR_BITS = -8.5  # entities with a pair over this are clustered together with the changed record
_MAX_ENTITIES = 60
_MAX_RECORDS = 300
_MAX_REVIEWS = 20
_SAME, _DIFFERENT = 60.0, -1000.0


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did: record id -> entity id for every record that was touched, merged and split entities."""

    entity_of: dict[str, str]
    merged: dict[str, str]
    split: dict[str, tuple[str, ...]]


def prepare(
    record: Record, *, case_id: str | None = None, party_id: str | None = None, source: str = "import"
) -> NewRecord:
    """What of a record is compared and found by; pure and worth doing outside the transaction."""
    traits = traits_by_kind(record)
    keys = sorted({key for kind, one in traits.items() for key in keys_of(Columns.of(kind, [one]))})
    return NewRecord(record, case_id, party_id, source, traits, tuple(keys))


def prepare_many(records: Sequence[Record], *, source: str) -> list[NewRecord]:
    """`prepare` for very many, their keys made side by side."""
    traits = [traits_by_kind(record) for record in records]
    keys: list[set[int]] = [set() for _ in records]
    for kind in SCHEMAS:
        places = [at for at, one in enumerate(traits) if kind in one]
        for _, rows, found in row_keys(Columns.of(kind, [traits[at][kind] for at in places])):
            for row, key in zip(rows.tolist(), found.view(np.int64).tolist(), strict=True):
                keys[places[row]].add(key)
    return [
        NewRecord(record, None, None, source, one, tuple(sorted(mine)))
        for record, one, mine in zip(records, traits, keys, strict=True)
    ]


async def change(tx: Connection, upserts: Sequence[NewRecord], deletes: Sequence[str] = ()) -> Change:
    """Hold these records, let go of those, and resolve what it touches; the transaction's lock makes changes of a tenant queue up.

    Returns: where the touched records are now.
    """
    await store.lock_tenant(tx)
    before = await store.records_by_id(tx, [*(n.record.id for n in upserts), *deletes])
    await _count_terms(tx, upserts, list(before.values()))
    gone = [before[one] for one in deletes if one in before]
    await _hold(tx, upserts, before)
    if gone:
        await store.drop_keys(tx, [(key, stored.id) for stored in gone for key in stored.keys])
        await store.drop_records(tx, [stored.id for stored in gone])
    changed = [n.record.id for n in upserts if _differs(n, before.get(n.record.id))]
    if not changed and not gone:
        return Change({stored.id: stored.entity_id for stored in before.values()}, {}, {})
    # One record after the other, so that each has its own bounds, whether it came alone or with a thousand.
    done = [await resolve_around(tx, [], {stored.entity_id for stored in gone})] if gone else []
    for identifier in changed:
        left = {before[identifier].entity_id} if identifier in before else set()
        done.append(await resolve_around(tx, [identifier], left))
    return _together(done)


def _together(changes: Sequence[Change]) -> Change:
    """What several changes did, one after the other."""
    entity_of: dict[str, str] = {}
    merged: dict[str, str] = {}
    split: dict[str, tuple[str, ...]] = {}
    for one in changes:
        entity_of |= one.entity_of
        merged = {old: one.merged.get(into, into) for old, into in merged.items()} | one.merged
        split |= one.split
    return Change(entity_of, merged, split)


def _differs(new: NewRecord, old: Stored | None) -> bool:
    """Whether anything that resolution looks at is new."""
    return old is None or (new.traits, new.party_id, new.record.schema) != (old.traits, old.party_id, old.schema)


async def _hold(tx: Connection, upserts: Sequence[NewRecord], before: Mapping[str, Stored]) -> None:
    """Write records and keys; a new record starts as an entity of its own."""
    placed = [(n, before[n.record.id].entity_id if n.record.id in before else new_id("ent")) for n in upserts]
    fresh = [(entity, n.record.schema, n.record.name) for n, entity in placed if n.record.id not in before]
    if fresh:
        await store.put_entities(tx, fresh)
    if placed:
        await store.put_records(tx, placed)
    dropped = [(k, s.id) for n in upserts if (s := before.get(n.record.id)) for k in s.keys if k not in n.keys]
    if dropped:
        await store.drop_keys(tx, dropped)
    added = [
        (k, n.record.id)
        for n in upserts
        for k in n.keys
        if n.record.id not in before or k not in before[n.record.id].keys
    ]
    if added:
        await store.put_keys(tx, added)


async def _count_terms(tx: Connection, upserts: Sequence[NewRecord], before: Sequence[Stored]) -> None:
    counted: Counter[tuple[str, str, str]] = Counter()
    for new in upserts:
        counted.update(terms_of(new.traits))
    for old in before:
        counted.subtract(terms_of(old.traits))
    if any(counted.values()):
        await store.change_terms(tx, counted)


def terms_of(traits: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """What of a record is counted, as (kind, field, term); (kind, '', '') counts the record itself."""
    found = []
    for kind, one in traits.items():
        found.append((kind, "", ""))
        found += [(kind, f.name, one[f.name]) for f in SCHEMAS[kind] if f.rarity and f.name in one]
    return found


async def resolve_around(tx: Connection, changed: Sequence[str], touched: Iterable[str]) -> Change:
    """Resolve anew the entities of these records, those named, and those within reach of the records."""
    own = await store.records_by_id(tx, changed)
    keys = sorted({key for stored in own.values() for key in stored.keys})
    near = await store.entities_sharing(tx, keys, MAX_BLOCK, _MAX_ENTITIES)
    said_same = await store.judged_partners(tx, changed)
    around = {*touched, *(stored.entity_id for stored in own.values())}
    members = await store.records_of_entities(tx, around | set(near) | set(said_same))
    empty = around - {stored.entity_id for stored in members}
    if empty:
        await store.close_entities(tx, dict.fromkeys(sorted(empty)))
    if not members:
        return Change({}, {}, {})
    models = default_models() | await store.newest_models(tx)
    scored = _Scored(members, models, await _terms_of(tx, members))
    kept = scored.entities_near({*own}, around | set(said_same))
    members = _bounded([stored for stored in members if stored.entity_id in kept], around)
    return await _settle(tx, members, scored)


async def _terms_of(tx: Connection, members: Sequence[Stored]) -> dict[str, dict[tuple[str, str], int]]:
    found = {}
    for kind in SCHEMAS:
        terms = {term[1:] for stored in members for term in terms_of(stored.traits) if term[0] == kind}
        if terms:
            found[kind] = await store.read_terms(tx, kind, terms)
    return found


def _bounded(members: list[Stored], around: set[str]) -> list[Stored]:
    """At most so many records: those of the touched entities first, then entity by entity."""
    if len(members) <= _MAX_RECORDS:
        return members
    sizes = Counter(stored.entity_id for stored in members)
    kept: set[str] = set()
    total = 0
    for entity_id in sorted(sizes, key=lambda entity: (entity not in around, sizes[entity], entity)):
        if entity_id in around or total + sizes[entity_id] <= _MAX_RECORDS:
            kept.add(entity_id)
            total += sizes[entity_id]
    return [stored for stored in members if stored.entity_id in kept]


class _Scored:
    """Log2 odds of pairs of the records within reach."""

    def __init__(
        self, members: Sequence[Stored], models: Models, terms: Mapping[str, Mapping[tuple[str, str], int]]
    ) -> None:
        self._members, self._models, self._terms = members, models, terms
        self._place = {stored.id: at for at, stored in enumerate(members)}

    def _compare(self, kind: str, members: Sequence[Stored], pairs: tuple[Places, Places] | None) -> Compared:
        terms = self._terms.get(kind, {})
        return compare_kind(
            kind,
            [stored.traits.get(kind) for stored in members],
            model=self._models[kind],
            records=max(terms.get(("", ""), 0), 2),
            ceiling=BARE_NAME_BITS,
            terms=terms,
            pairs=pairs,
        )

    def entities_near(self, changed: set[str], kept: set[str]) -> set[str]:
        """The entities with a record whose odds with a changed one are not hopeless, and those that stay in any case."""
        near = set(kept)
        ours = np.array([at for at, stored in enumerate(self._members) if stored.id in changed], np.int64)
        others = np.array([at for at, stored in enumerate(self._members) if stored.entity_id not in kept], np.int64)
        if len(ours) and len(others):
            left, right = np.repeat(ours, len(others)), np.tile(others, len(ours))
            for kind in SCHEMAS:
                compared = self._compare(kind, self._members, (left, right))
                for at in compared.right[compared.odds > _NEAR_BITS].tolist():
                    near.add(self._members[at].entity_id)
        return near

    def among(
        self, members: Sequence[Stored]
    ) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], tuple[Compared, int]]]:
        """Odds of all pairs of places, and where each can be explained."""
        odds: dict[tuple[int, int], float] = {}
        where: dict[tuple[int, int], tuple[Compared, int]] = {}
        for kind in ("company", "person"):
            if sum(kind in stored.traits for stored in members) < 2:
                continue
            compared = self._compare(kind, members, None)
            for at, pair in enumerate(zip(compared.left.tolist(), compared.right.tolist(), strict=True)):
                if pair not in odds:
                    odds[pair], where[pair] = float(compared.odds[at]), (compared, at)
        return odds, where


async def _settle(tx: Connection, members: list[Stored], scored: _Scored) -> Change:
    """Cluster these records, give the clusters ids, and write what is different from before."""
    odds, where = scored.among(members)
    said = await store.verdicts_among(tx, [stored.id for stored in members])
    bits = _with_certainties(members, odds, said)
    keys = sorted(bits)
    pairs = np.array([a << 32 | b for a, b in keys], np.int64)
    labels = average_link(len(members), pairs, np.array([bits[key] for key in keys]), RULE)
    clusters: dict[int, list[Stored]] = {}
    for at, label in enumerate(labels.tolist()):
        clusters.setdefault(label, []).append(members[at])
    entity_of, change_ = _name_clusters(list(clusters.values()))
    await _write(tx, members, list(clusters.values()), entity_of, change_)
    await _review(tx, members, labels.tolist(), bits, where, set(said))
    return change_


def _with_certainties(
    members: Sequence[Stored], odds: Mapping[tuple[int, int], float], said: Mapping[tuple[str, str], str]
) -> dict[tuple[int, int], float]:
    """Odds, over them what is certain: records of one party are one, and what persons said."""
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
    for (one, other), verdict in said.items():
        pair = min(place[one], place[other]), max(place[one], place[other])
        if verdict != "unsure":
            bits[pair] = _SAME if verdict == "same" else _DIFFERENT
    return bits


def _name_clusters(clusters: list[list[Stored]]) -> tuple[dict[str, str], Change]:
    """Record id -> entity id. A cluster takes the id that most of its records had, of equals the oldest, largest claim first."""
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
            came_from.setdefault(stored.entity_id, set()).add(entity_id)
    live = set(named.values())
    merged = {old: min(into) for old, into in came_from.items() if old not in live}
    split = {old: tuple(sorted(into - {old})) for old, into in came_from.items() if len(into) > 1}
    return entity_of, Change(entity_of, merged, split)


def _votes(cluster: Sequence[Stored]) -> Counter[str]:
    return Counter(stored.entity_id for stored in cluster)


async def _write(
    tx: Connection,
    members: Sequence[Stored],
    clusters: list[list[Stored]],
    entity_of: Mapping[str, str],
    change_: Change,
) -> None:
    await store.put_entities(
        tx, [(entity_of[c[0].id], best_schema([s.schema for s in c]), best_name([s.name for s in c])) for c in clusters]
    )
    moves = [(stored.id, entity_of[stored.id]) for stored in members if entity_of[stored.id] != stored.entity_id]
    if moves:
        await store.move_records(tx, moves)
    if change_.merged:
        await store.close_entities(tx, change_.merged)
    for old, into in change_.merged.items():
        await outbox.publish(tx, "entity.merged", {"entity_id": into, "from": old}, stream=into)
    for old, parts in change_.split.items():
        await outbox.publish(tx, "entity.split", {"entity_id": old, "into": list(parts)}, stream=old)


async def _review(
    tx: Connection,
    members: Sequence[Stored],
    labels: Sequence[int],
    bits: Mapping[tuple[int, int], float],
    where: Mapping[tuple[int, int], tuple[Compared, int]],
    said: set[tuple[str, str]],
) -> None:
    """The strongest pair between any two clusters, where it is neither a match nor hopeless, is for a person to look at."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    settled = {tuple(sorted((labels[a], labels[b]))) for (a, b), value in bits.items() if value == _DIFFERENT}
    for (a, b), value in bits.items():
        between = (min(labels[a], labels[b]), max(labels[a], labels[b]))
        if between[0] != between[1] and between not in settled and value > best.get(between, (REVIEW_BITS, (0, 0)))[0]:
            best[between] = (value, (a, b))
    await store.drop_reviews(tx, [stored.id for stored in members])
    pairs: list[tuple[str, str, str, Comparison]] = []
    for _, (a, b) in sorted(best.values(), reverse=True)[:_MAX_REVIEWS]:
        one, other = sorted((members[a].id, members[b].id))
        if (one, other) not in said:
            compared, at = where[a, b]
            pairs.append((new_id("jdg"), one, other, compared.comparison(at)))
    if pairs:
        await store.put_reviews(tx, pairs)


def best_schema(given: Sequence[str]) -> str:
    """The most telling schema: a LegalEntity is whatever the others are."""
    return next((name for name in ("Company", "Person", "Organization") if name in given), given[0])


def best_name(names: Iterable[str]) -> str:
    """The name that most records give; of those as frequent one in Latin letters, in mixed case, and the longest of them."""
    counts = Counter(name for name in names if name)
    return max(
        counts,
        key=lambda name: (counts[name], name.isascii(), not (name.isupper() or name.islower()), len(name), name),
        default="",
    )
