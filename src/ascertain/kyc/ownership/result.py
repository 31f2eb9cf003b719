"""What comes out of applying a rule: owners with their reasons and paths, what is not known, the picture, the flags."""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["full", "control_only", "none"]
"""How much due diligence on owners a law asks for: every owner, only the individual in control, or nobody."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One holding on the way from an owner down to the company."""

    from_id: str
    from_name: str
    to_id: str
    to_name: str
    fraction: float | None
    fact_ids: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """A chain without repetition and what it adds to the owner's share; circles come as a path of their own.

    `kind` is shares, or control where the chain is of means of control: such a path adds no share.
    """

    steps: tuple[PathStep, ...]
    product: float
    note: str
    kind: str = "shares"


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground on which a person is an owner, with the article that names it."""

    code: str
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A natural person, with the share in all, whether it makes a beneficial owner, and why.

    `grounds` are shares, control, role or office; `high_fraction` is there where the share is only known to lie between;
    `may_qualify` where it could make an owner and need not; `office` where the person stands in because nobody qualifies.
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
    """A share that nobody named holds."""

    behind_id: str
    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


@dataclass(frozen=True, slots=True)
class ArrangementShare:
    """A share that ends at a trust or foundation, which nobody owns: those with a role in it are looked at instead."""

    party_id: str
    name: str
    kind: str
    fraction_total: float
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayoutNode:
    """A party in the picture."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A holding or control in the picture."""

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
    """That a law asks less of a party, by which article, and what says that it is so (empty where the structure does).

    `effect` is excluded (no owner is asked for), control_only, stops_here (nobody is asked for behind this holder), may
    (excluded if something were known), or note (said and without effect on who is an owner).
    """

    party_id: str
    name: str
    effect: str
    article: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class SourceHolder:
    """A holder as one source has it, with the share in words and its evidence."""

    name: str
    share: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """What one source says of a company's holders; `subject` is the company as that source calls it, `rank` in words."""

    document_id: str
    subject: str
    name: str
    rank: str
    stated_on: str | None
    holders: tuple[SourceHolder, ...]


@dataclass(frozen=True, slots=True)
class SourceConflict:
    """Two sources that differ on one kind of interest in a company: the one that counts, and the other.

    With `reason` and `chosen_by` where the one that counts does so by a person's choice.
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
    """Something about the statements that an analyst should know."""

    code: str
    sentence: str
    severity: str


@dataclass(frozen=True, slots=True)
class OwnershipResult:
    """Who owns a company, who of them is a beneficial owner, and what is not known; persons have none of it."""

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
