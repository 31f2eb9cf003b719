"""Features, policies and assessments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ascertain.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound

Band = Literal["low", "medium", "high", "prohibited"]


class PolicyNotFound(NotFound):
    """The tenant has no such policy, or no published one."""

    code = "risk.policy_not_found"


class PolicyBroken(InvalidInput):
    """A policy with a cell that does not compile or a table without an answer for some case; the message names it."""

    code = "risk.policy_broken"


class PolicyNotDraft(Conflict):
    """The version is published or retired; only a draft can be published."""

    code = "risk.policy_not_draft"


class AuthorPublishes(Forbidden):
    """The author of a draft cannot publish it."""

    code = "risk.author_publishes"


class NotAssessed(NotFound):
    """The case has not been scored yet."""

    code = "risk.not_assessed"


@dataclass(frozen=True, slots=True)
class Features:
    """The input of the decision table; fractions in [0, 1], countries ISO alpha-2 in lower case, "" where not known."""

    customer_kind: str = "company"
    country: str = ""
    party_country_risk: str = "standard"
    unknown_fraction: float = 0.0
    circles: int = 0
    nominees: int = 0
    layers: int = 0
    owners: int = 0
    hits_open: int = 0
    hits_confirmed: int = 0
    sanctioned: bool = False
    exposed: bool = False
    conflicts: int = 0
    documents_missing: int = 0
    documents_failed: int = 0
    company_age_years: float = -1.0  # not known: the engine has no answer at all for a missing value


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a factor: a fact, a statement of a file, a hit, an owner or a document."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A row of the policy that applies, the points that it adds, and its evidence."""

    code: str
    label: str
    points: int
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of a tenant's policy; `content` is the decision graph with its settings."""

    id: str
    name: str
    version: int
    content: dict[str, Any]
    state: str
    published_by: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """Values of the policy that other capabilities take as arguments; fractions in [0, 1]."""

    regime: str
    threshold: float
    screening_cutoff: float
    required_documents: dict[str, list[str]]
    bands: dict[str, int]
    country_risk: dict[str, str]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score from 0 to 100 with its band and every factor; the factors and the base add up to it before the bounds apply."""

    score: int
    band: Band
    base: int
    factors: tuple[Factor, ...]
    policy_id: str
    policy_name: str
    policy_version: int
    computed_at: datetime
