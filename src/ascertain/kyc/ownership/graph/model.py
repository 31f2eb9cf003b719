"""Nodes, links and the answers of graph queries."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ascertain.kyc.ownership.sources import OWN_WORD

MOST_SHARING = 50
"""An attribute that more entities share, such as the address of a formation agent, does not link any two of them."""
MOST_TOUCHING = 2_000
"""Entities around one entity whose cases are listed; the nearest come first."""
# How strongly one shared attribute indicates a link, set by judgement: an email address or phone belongs to few, a director serves
# several companies, and an address is often that of a building or an agent.
_STRENGTHS = {"email": 0.9, "phone": 0.85, "director": 0.6, "address": 0.5}
_OTHER_STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An entity of the tenant, or an attribute that entities share (kind address, phone, email, director)."""

    id: str
    name: str
    kind: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class GraphLink:
    """A statement of an interest of `source` in `target`, from one case; `share` as rationals in text, None if not in shares.

    `is_current` where it was in force on the day of the last computation of the case; `source_rank` is explained in `sources.py`.
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
    """An attribute of an entity that other entities may have too."""

    entity_id: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Part of the graph; `cut` where a limit left something out."""

    nodes: tuple[GraphNode, ...]
    links: tuple[GraphLink, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class CaseTouched:
    """A case that an entity touches: its own (distance 0), or that of another entity at a distance in links."""

    case_id: str
    distance: int
    through_id: str
    through_name: str


class SharedCount(NamedTuple):
    """An attribute that two entities share, and how many entities of the tenant have it."""

    kind: str
    value: str
    sharing: int


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """The attributes that two entities share, and how strongly these indicate a link, from 0 to 1."""

    other_id: str
    other_name: str
    shared: tuple[SharedCount, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Position:
    """The state of a projection: the last event projected, the token of the last refill, and whether that refill completed."""

    ordinal: int
    filled: str | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ProjectionState:
    """The projection of a tenant against Postgres: the number of events behind, and whether it is being refilled."""

    behind: int
    is_filling: bool
    is_complete: bool

    @property
    def caught_up(self) -> bool:
        """Whether it answers as Postgres would. A negative number means that Postgres was restored from an older backup."""
        return self.is_complete and self.behind == 0


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """Counts of an engine for a tenant: entities in cases, statements, attributes of entities."""

    nodes: int
    links: int
    keys: int


@dataclass(frozen=True, slots=True)
class GraphContents:
    """The rows of an engine for some cases, as texts, for the comparison of two engines."""

    nodes: frozenset[str]
    links: frozenset[str]
    keys: frozenset[str]


def strength_of(shared: Iterable[SharedCount]) -> float:
    """How strongly shared attributes indicate a link, from 0 to 1.

    Each kind has a weight, divided by the logarithm of the number that share it. Independent attributes combine as
    1 - (1 - a)(1 - b).
    """
    against = 1.0
    for kind, _, sharing in shared:
        against *= 1 - _STRENGTHS.get(kind, _OTHER_STRENGTH) / max(1.0, math.log2(max(sharing, 2)))
    return round(1 - against, 4)


def latest_links(links: Iterable[GraphLink]) -> tuple[GraphLink, ...]:
    """One link for each pair and interest: the one with the latest statement date."""
    best: dict[tuple[str, str, str], GraphLink] = {}
    for link in links:
        key = (link.source, link.target, link.interest)
        known = best.get(key)
        if known is None or (link.stated_on or "", link.id) > (known.stated_on or "", known.id):
            best[key] = link
    return tuple(sorted(best.values(), key=lambda link: (link.source, link.target, link.interest)))
