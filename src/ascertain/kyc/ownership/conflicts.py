"""Sources that say different things of who holds a company: which counts, what the other says, what a person chose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ascertain.kyc.ownership.as_of import Stated, by_register, telling
from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge
from ascertain.kyc.ownership.result import Flag, SourceConflict, SourceHolder, SourceStatement
from ascertain.kyc.ownership.shares import worded
from ascertain.kyc.ownership.sources import CHOSEN, RANK_WORDS, Choice

_MOST_NAMED = 6


def _groups(stated: Iterable[Stated]) -> list[list[Stated]]:
    found: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for edge, interest in stated:
        found[edge.asset, edge.interest].append((edge, interest))
    return list(found.values())


def with_choices(stated: Iterable[Stated], choices: Iterable[Choice], as_of: date) -> list[Stated]:
    """The statements, those that a person chose ranked first.

    A choice stands as long as what it was made against would still count: a newer register ends it.
    """
    stated, choices = list(stated), list(choices)
    if not choices:
        return stated
    found: list[Stated] = []
    for group in _groups(stated):
        counts = {interest.document_id for _, interest in telling(group, as_of.isoformat())}
        chosen = {(one.document_id, one.subject, one.interest) for one in choices if one.instead_of in counts}
        found += [
            (edge, replace(i, rank=CHOSEN) if (i.document_id, i.asset_subject, i.interest_type) in chosen else i)
            for edge, i in group
        ]
    return found


def conflicts_of(
    stated: Iterable[Stated], choices: Iterable[Choice], as_of: date, names: Mapping[str, str]
) -> list[SourceConflict]:
    """For each company whose holders two sources tell differently: what counts and what does not, where neither is merely older."""
    day = as_of.isoformat()
    by_key = {(one.document_id, one.subject, one.interest): one for one in choices}
    found = []
    for group in _groups(pair for pair in stated if pair[0].counted):
        kept = telling(group, day)
        if not kept:
            continue
        edge, first = kept[0]
        choice = by_key.get((first.document_id, first.asset_subject, first.interest_type))
        choice = choice if first.rank == CHOSEN else None
        counting = {interest.document_id for _, interest in kept}
        for document_id in dict.fromkeys(i.document_id for _, i in group if i.document_id not in counting):
            said = telling([pair for pair in group if pair[1].document_id == document_id], day)
            if not said or _holders(said, day) == _holders(kept, day):
                continue
            if choice.instead_of == document_id if choice else _speaks_against(first, said[0][1]):
                sides = _said(kept, day, names), _said(said, day, names)
                by = (choice.reason, choice.chosen_by) if choice else (None, None)
                found.append(SourceConflict(edge.asset, names[edge.asset], edge.interest, *sides, *by))
    return found


def _speaks_against(counts: Interest, other: Interest) -> bool:
    """Whether a lower ranked source is no older than what counts; one without a date may not be."""
    later = not other.statement_date or other.statement_date >= (counts.statement_date or "")
    return other.rank > counts.rank and later


def _holders(stated: list[Stated], day: str) -> dict[str, object]:
    return {edge.owner: edge.bounds for edge in by_register(stated, day)}


def _said(stated: list[Stated], day: str, names: Mapping[str, str]) -> SourceStatement:
    interest = stated[0][1]
    edges: list[Edge] = sorted(by_register(stated, day), key=lambda edge: (-edge.bounds.low, names[edge.owner]))
    holders = tuple(SourceHolder(names[edge.owner], worded(edge.bounds), edge.fact_ids) for edge in edges)
    return SourceStatement(
        interest.document_id, interest.asset_subject, interest.source or interest.document_id, RANK_WORDS[interest.rank],
        interest.statement_date, holders,
    )  # fmt: skip


def flag_of(conflict: SourceConflict) -> Flag:
    """The conflict in a sentence."""
    kept, other = _words(conflict.kept), _words(conflict.other)
    if conflict.reason is not None:
        sentence = f"By the choice of {conflict.chosen_by} ({conflict.reason}), {kept}; {other}."
        return Flag("sources_differ", f"{conflict.asset_name}: {sentence}", "info")
    sentence = f"Declared against registry, {conflict.asset_name}: {kept}, and counts; {other}."
    return Flag("sources_differ", sentence, "warning")


def _words(said: SourceStatement) -> str:
    held = ", ".join(f"{one.name} {one.share}" for one in said.holders[:_MOST_NAMED])
    more = f" and {len(said.holders) - _MOST_NAMED} more" if len(said.holders) > _MOST_NAMED else ""
    dated = f" of {said.stated_on}" if said.stated_on else ", undated"
    return f"{said.name}{dated} ({said.rank}) says {held or 'nobody'}{more}"
