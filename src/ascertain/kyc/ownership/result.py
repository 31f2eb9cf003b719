"""The result of applying a rule: owners with reasons and paths, unknown shares, the structure chart, flags.

Results are stored as JSON under these field names; a renamed field needs a migration or a reader for the old name.
"""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["full", "control_only", "none"]
"""How much due diligence on owners a law asks for: every owner, only the individual in control, or nobody."""


HELD_BY_NOMINEE = "held by a nominee for a person who is not named"
"""The reason of an unknown share behind a nominee. Risk finds the evidence of its nominee factor by it."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One holding in a chain from an owner down to the company."""

    from_id: str
    from_name: str
    to_id: str
    to_name: str
    fraction: float | None
    fact_ids: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """A chain without repetition and the share that it adds; the part from cycles is a path without steps.

    `kind` is shares, or control for a chain of means of control, which adds no share.
    """

    steps: tuple[PathStep, ...]
    product: float
    note: str
    kind: str = "shares"


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground on which a person is an owner, with its article."""

    code: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A natural person with the total share, whether the person is a beneficial owner, and why.

    `grounds` are shares, control, role or office; `high_fraction` is set where the share is known only as a range; `may_qualify`
    where the person qualifies for some values of the range only; `office` where the person is recorded as senior managing official
    because no owner was found.
    """

    party_id: str
    name: str
    direct_fraction: float | None
    total_fraction: float
    is_beneficial_owner: bool
    grounds: tuple[str, ...]
    control: str | None
    explanation: str
    paths: tuple[OwnershipPath, ...]
    high_fraction: float | None = None
    may_qualify: bool = False
    reasons: tuple[Reason, ...] = ()
    office: str | None = None
    paths_cut: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A share whose holder is not known; `reason` says why."""

    behind_id: str
    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


@dataclass(frozen=True, slots=True)
class ArrangementShare:
    """A share held by a trust or foundation, which has no owners: the parties with a role in it are considered instead."""

    party_id: str
    name: str
    kind: str
    fraction_total: float
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayoutNode:
    """A party in the structure chart."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A holding or a means of control in the structure chart."""

    id: str
    source: str
    target: str
    fraction: float | None
    kind: str
    label: str
    circular: bool
    fact_ids: tuple[str, ...]
    document_id: str | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Reduced due diligence on a party under a law, with its article and source (empty where the structure shows it).

    `effect` is excluded (no owner has to be identified), control_only (only an individual in control), stops_here (nobody behind
    this holder has to be identified), may (excluded if a missing fact is confirmed), or note (no effect on who is an owner).
    """

    party_id: str
    name: str
    effect: str
    article: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class SourceHolder:
    """A holder according to one source, with the share in words and its evidence."""

    name: str
    share: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """The holders of a company according to one source; `subject` is the id of the company in that source, `rank` in words."""

    document_id: str
    subject: str
    name: str
    rank: str
    stated_on: str | None
    holders: tuple[SourceHolder, ...]


@dataclass(frozen=True, slots=True)
class SourceConflict:
    """Two sources that differ on one kind of interest in a company: the one in force (`kept`), and the other.

    `reason` and `chosen_by` are set where a person chose the one in force.
    """

    asset_id: str
    asset_name: str
    interest: str
    kept: SourceStatement
    other: SourceStatement
    reason: str | None = None
    chosen_by: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding about the statements that an analyst should know."""

    code: str
    sentence: str
    severity: str


@dataclass(frozen=True, slots=True)
class OwnershipResult:
    """The owners of a company, which of them are beneficial owners, and the unknown shares; empty for a natural person."""

    company_party_id: str | None
    regime: str
    regime_label: str
    threshold: float
    as_of: str
    unknown_fraction: float
    circles: int
    owners: tuple[Owner, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    nodes: tuple[LayoutNode, ...] = ()
    edges: tuple[LayoutEdge, ...] = ()
    flags: tuple[Flag, ...] = ()
    arrangements: tuple[ArrangementShare, ...] = ()
    search: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    conflicts: tuple[SourceConflict, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
