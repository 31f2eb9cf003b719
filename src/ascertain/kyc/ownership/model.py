"""The ownership graph and the rule that is applied to it."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ascertain.kernel.errors import InvalidInput, NotFound
from ascertain.kyc.ownership.shares import ZERO, Share, as_share

PartyKind = Literal[
    "person", "company", "trust", "foundation", "fund", "nomination", "joint", "state", "listed", "unknown_person"
]
"""The legal category of a party; a company is any legal entity that is none of the others."""

ARRANGEMENTS: frozenset[PartyKind] = frozenset(("trust", "foundation"))
"""Parties without owners: their beneficial owners are the people with a role in them."""
COUNTED = ("shareholding", "votingRights", "rightsToProfitOrIncome", "rightsToSurplusAssetsOnDissolution")
"""Interests that come in shares; one whose kind is unknown counts as a shareholding where a share is stated."""
# Interest types of BODS 0.4 that give control without a share; Article 53(3) and (4) of Regulation (EU) 2024/1624 list their like.
MEANS_OF_CONTROL = (
    "appointmentOfBoard",
    "controlViaCompanyRulesOrArticles",
    "controlByLegalFramework",
    "otherInfluenceOrControl",
)
ROLES = ("settlor", "trustee", "protector", "beneficiaryOfLegalArrangement", "nominee", "nominator")
DECLARATION = "declaration"
"""A total from a declaration or a register of beneficial owners, or an indirect interest whose components are stated too.

It follows from the holdings, so counting it as well would count the same shares twice.
"""
# The most senior first: the order decides who is recorded where a law asks for one official.
OFFICES = ("seniorManagingOfficial", "boardChair", "boardMember")


class UnknownEntity(NotFound):
    """The company asked about is not in the graph."""

    code = "ownership.unknown_entity"


class UnknownRegime(InvalidInput):
    """There is no rule with this code."""

    code = "ownership.unknown_regime"


@dataclass(frozen=True, slots=True)
class Edge:
    """An interest of `owner` in `asset`, in the vocabulary of BODS 0.4; `fact_ids` are the evidence.

    `share` is a fraction in [0, 1] or an interval of fractions; None where the interest does not come in shares.
    `declared` where the source calls the owner a beneficial owner.
    """

    owner: str
    asset: str
    share: Fraction | Share | None
    fact_ids: tuple[str, ...] = ()
    document_id: str | None = None
    interest: str = "shareholding"
    details: str = ""
    declared: bool = False

    @property
    def counted(self) -> bool:
        """Whether the interest comes in shares."""
        return self.interest in COUNTED or (self.interest == "unknownInterest" and self.share is not None)

    @property
    def bounds(self) -> Share:
        """The share as an interval; from 0 to 1 where no share is stated."""
        return as_share(self.share)


@dataclass(frozen=True, slots=True)
class Graph:
    """Parties and their interests in each other; `persons` are natural persons, `kinds` has the category of the others."""

    names: dict[str, str]
    persons: frozenset[str]
    edges: tuple[Edge, ...]
    countries: dict[str, str | None] = field(default_factory=dict)
    kinds: dict[str, PartyKind] = field(default_factory=dict)
    _by_asset: dict[str, list[Edge]] = field(init=False, repr=False, compare=False)
    _by_owner: dict[str, list[Edge]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Indexed once: every law asks for the interests in and of each party many times.
        by_asset: dict[str, list[Edge]] = {}
        by_owner: dict[str, list[Edge]] = {}
        for edge in self.edges:
            by_asset.setdefault(edge.asset, []).append(edge)
            by_owner.setdefault(edge.owner, []).append(edge)
        object.__setattr__(self, "_by_asset", by_asset)
        object.__setattr__(self, "_by_owner", by_owner)

    def with_edges(self, edges: "tuple[Edge, ...]") -> "Graph":
        """The same parties with other interests."""
        return Graph(self.names, self.persons, edges, self.countries, self.kinds)

    def kind(self, party: str) -> PartyKind:
        """The legal category of a party."""
        return self.kinds.get(party) or ("person" if party in self.persons else "company")

    def interests_in(self, asset: str) -> list[Edge]:
        """Every interest in a party."""
        return self._by_asset.get(asset, [])

    def interests_of(self, owner: str) -> list[Edge]:
        """Every interest of a party."""
        return self._by_owner.get(owner, [])

    def holders(self, asset: str) -> list[Edge]:
        """The interests in a company that come in shares."""
        return [edge for edge in self.interests_in(asset) if edge.counted]

    def holdings(self, owner: str) -> list[Edge]:
        """The interests of a party that come in shares."""
        return [edge for edge in self.interests_of(owner) if edge.counted]

    def held(self, asset: str) -> Fraction:
        """The minimum share of a company that its known holders have together."""
        # The lower ends, since the sum of upper ends says nothing: bands of several holders overlap.
        return sum((edge.bounds.low for edge in self.holders(asset)), ZERO)


@dataclass(frozen=True, slots=True)
class OwnershipRule:
    """What the policy asks for: a regime, a threshold as a fraction, the day, and the company's category.

    The category matters where the law sets a lower threshold for it.
    """

    regime: str
    threshold: float
    as_of: date
    category: str | None = None
