"""Sources that disagree on the holders of a company: the one in force, the other one, and the choice of a person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ascertain.kyc.ownership.as_of import Stated, by_register, register_in_force
from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge
from ascertain.kyc.ownership.result import Flag, SourceConflict, SourceHolder, SourceStatement
from ascertain.kyc.ownership.shares import worded
from ascertain.kyc.ownership.sources import CHOSEN, RANK_WORDS, Choice

# A flag is one sentence on the screen; more holders than this are counted.
_MOST_NAMED = 6


def _groups(stated: Iterable[Stated]) -> list[list[Stated]]:
    found: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for edge, interest in stated:
        found[edge.asset, edge.interest].append((edge, interest))
    return list(found.values())


def with_choices(stated: Iterable[Stated], choices: Iterable[Choice], as_of: date) -> list[Stated]:
    """The statements, with those that a person chose ranked first.

    A choice applies as long as the source that it replaced would still be in force: a newer register ends it.
    """
    stated, choices = list(stated), list(choices)
    if not choices:
        return stated
    found: list[Stated] = []
    for group in _groups(stated):
        counts = {interest.document_id for _, interest in register_in_force(group, as_of.isoformat())}
        chosen = {(one.document_id, one.subject, one.interest) for one in choices if one.instead_of in counts}
        found += [
            (edge, replace(i, rank=CHOSEN) if (i.document_id, i.asset_subject, i.interest_type) in chosen else i)
            for edge, i in group
        ]
    return found


def conflicts_of(
    stated: Iterable[Stated], choices: Iterable[Choice], as_of: date, names: Mapping[str, str]
) -> list[SourceConflict]:
    """For each company whose holders differ between two sources: the one in force and the other, unless it is merely older."""
    day = as_of.isoformat()
    by_key = {(one.document_id, one.subject, one.interest): one for one in choices}
    found = []
    # Only shares and votes: of offices the best ranked source counts, and a list of directors is often partial on purpose.
    for group in _groups(pair for pair in stated if pair[0].counted):
        in_force = register_in_force(group, day)
        if not in_force:
            continue
        edge, first = in_force[0]
        choice = by_key.get((first.document_id, first.asset_subject, first.interest_type))
        choice = choice if first.rank == CHOSEN else None
        counting = {interest.document_id for _, interest in in_force}
        for document_id in dict.fromkeys(i.document_id for _, i in group if i.document_id not in counting):
            other = register_in_force([pair for pair in group if pair[1].document_id == document_id], day)
            if not other or _holders(other, day) == _holders(in_force, day):
                continue
            if choice.instead_of == document_id if choice else _contradicts(first, other[0][1]):
                sides = _source_statement(in_force, day, names), _source_statement(other, day, names)
                by = (choice.reason, choice.chosen_by) if choice else (None, None)
                found.append(SourceConflict(edge.asset, names[edge.asset], edge.interest, *sides, *by))
    return found


def _contradicts(in_force: Interest, other: Interest) -> bool:
    """Whether a lower ranked source is no older than the one in force; one without a date may be newer."""
    # ISO dates compare as text; a partial date sorts before the full dates of its period.
    later = not other.statement_date or other.statement_date >= (in_force.statement_date or "")
    return other.rank > in_force.rank and later


def _holders(stated: list[Stated], day: str) -> dict[str, object]:
    return {edge.owner: edge.bounds for edge in by_register(stated, day)}


def _source_statement(stated: list[Stated], day: str, names: Mapping[str, str]) -> SourceStatement:
    interest = stated[0][1]
    edges: list[Edge] = sorted(by_register(stated, day), key=lambda edge: (-edge.bounds.low, names[edge.owner]))
    holders = tuple(SourceHolder(names[edge.owner], worded(edge.bounds), edge.fact_ids) for edge in edges)
    return SourceStatement(
        interest.document_id, interest.asset_subject, interest.source or interest.document_id, RANK_WORDS[interest.rank],
        interest.statement_date, holders,
    )  # fmt: skip


def flag_of(conflict: SourceConflict) -> Flag:
    """The conflict in a sentence."""
    in_force, other = _words(conflict.kept), _words(conflict.other)
    if conflict.reason is not None:
        used = f"Chosen by {conflict.chosen_by} ({conflict.reason}): {in_force}"
        return Flag("sources_differ", f"{conflict.asset_name}: sources differ. {used}. Not used: {other}.", "info")
    sentence = (
        f"{conflict.asset_name}: sources differ. Used, as the higher-ranked source: {in_force}. Not used: {other}."
    )
    return Flag("sources_differ", sentence, "warning")


def _words(source: SourceStatement) -> str:
    held = ", ".join(f"{one.name} {one.share}" for one in source.holders[:_MOST_NAMED])
    more = f" and {len(source.holders) - _MOST_NAMED} more" if len(source.holders) > _MOST_NAMED else ""
    dated = f" of {source.stated_on}" if source.stated_on else ", undated"
    return f"{source.name}{dated} ({source.rank}), {held or 'no holders'}{more}"
