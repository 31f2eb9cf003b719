"""Nodes, links and what is asked of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ascertain.kyc.ownership.sources import OWN_WORD

MOST_SHARING = 50
"""What more than so many entities share, such as the address of a formation agent, links nobody in particular."""
_STRENGTHS = {"email": 0.9, "phone": 0.85, "director": 0.6, "address": 0.5}


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An entity of the tenant, or a thing that entities share (kind address, phone, email, director)."""

    id: str
    name: str
    kind: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class GraphLink:
    """A statement of an interest of `source` in `target`, from one case; `share` as rationals in text, None where not in shares.

    `is_current` where it stood on the day the case was last computed; `source_rank` says which source counts (`sources.py`).
    """

    id: str
    case_id: str
    source: str
    target: str
    interest: str
    label: str
    share: dict[str, Any] | None = None
    stated_on: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    is_current: bool = True
    document_id: str | None = None
    fact_ids: tuple[str, ...] = ()
    source_rank: int = OWN_WORD


@dataclass(frozen=True, slots=True)
class Shared:
    """Something an entity has that others may have too."""

    entity_id: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Part of the graph; `cut` where a bound left something out."""

    nodes: tuple[GraphNode, ...]
    links: tuple[GraphLink, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class CaseTouched:
    """A case that an entity touches: stands in itself (distance 0), or through somebody so many links away."""

    case_id: str
    distance: int
    through_id: str
    through_name: str


class SharedCount(NamedTuple):
    """Something that two entities share, and how many entities of the tenant have it."""

    kind: str
    value: str
    sharing: int


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """What two entities have in common without any stated interest, and how strongly it speaks for a link, from 0 to 1."""

    other_id: str
    other_name: str
    shared: tuple[SharedCount, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Position:
    """How far a projection has come: the last event that took effect, by which filling it was filled, and whether one is under way
    or died."""

    ordinal: int
    filled: str | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ProjectionState:
    """A tenant's projection against Postgres: events it is behind by, and whether it is being filled anew."""

    behind: int
    is_filling: bool
    is_complete: bool

    @property
    def caught_up(self) -> bool:
        """Whether it answers as Postgres would; ahead of it is one whose Postgres was put back to an earlier day."""
        return self.is_complete and self.behind == 0


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """How much an engine holds of a tenant: entities standing in cases, statements, things that entities have."""

    nodes: int
    links: int
    keys: int


@dataclass(frozen=True, slots=True)
class GraphContents:
    """What an engine holds of some cases, as texts by which two engines are compared."""

    nodes: frozenset[str]
    links: frozenset[str]
    keys: frozenset[str]


def strength_of(shared: Iterable[SharedCount]) -> float:
    """How strongly what is shared (kind, value, how many share it) speaks for a link.

    Each kind has a weight, divided by the logarithm of how many share it; independent kinds add up as 1 - (1 - a)(1 - b).
    """
    against = 1.0
    for kind, _, sharing in shared:
        against *= 1 - _STRENGTHS.get(kind, 0.3) / max(1.0, math.log2(max(sharing, 2)))
    return round(1 - against, 4)


def latest_links(links: Iterable[GraphLink]) -> tuple[GraphLink, ...]:
    """One link for each pair and interest: the current one that was stated last."""
    best: dict[tuple[str, str, str], GraphLink] = {}
    for link in links:
        key = (link.source, link.target, link.interest)
        known = best.get(key)
        if known is None or (link.stated_on or "", link.id) > (known.stated_on or "", known.id):
            best[key] = link
    return tuple(sorted(best.values(), key=lambda link: (link.source, link.target, link.interest)))
