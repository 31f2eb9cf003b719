"""The regimes as data: threshold, whether it has to be exceeded, its articles, and the days on which it applies.

Sources: Directive (EU) 2015/849 Article 3(6); Regulation (EU) 2024/1624 Articles 51 to 63, applying from 10 July 2027; Companies
Act 2006 (United Kingdom), Schedule 1A; 31 CFR 1010.230 (FinCEN). `laws/` applies each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from ascertain.kyc.ownership.model import UnknownRegime
from ascertain.kyc.ownership.shares import percent

if TYPE_CHECKING:
    from ascertain.kyc.ownership.structure import Structure

Text = Literal["directive", "regulation", "uk", "us"]


@dataclass(frozen=True, slots=True)
class Regime:
    """A threshold with its articles; `exceeds` where a share has to be more than the threshold.

    `lower_thresholds` are for categories of companies with a higher risk.
    """

    code: str
    text: Text
    label: str
    threshold: Fraction
    exceeds: bool
    multiplies: bool
    control_counts: bool
    valid_from: date
    valid_until: date | None
    officials_article: str = ""
    mixed_articles: tuple[str, str] = ("", "")
    lower_thresholds: Mapping[str, Fraction] = field(default_factory=dict)

    def reaches(self, share: Fraction, threshold: Fraction) -> bool:
        """Whether a share makes an owner. Compared exactly: 25 % is not more than 25 %."""
        return share > threshold if self.exceeds else share >= threshold

    def limit(self, threshold: Fraction) -> str:
        """The threshold in words: more than 25 %, at least 25 %."""
        return f"{'more than' if self.exceeds else 'at least'} {percent(threshold)}"

    def threshold_for(self, threshold: Fraction, category: str | None) -> Fraction:
        """The threshold of the policy, or the lower one of a category."""
        return min(threshold, self.lower_thresholds.get(category or "", threshold))

    def shares_article(self, structure: "Structure", threshold: Fraction) -> str:
        """The article by which a share makes an owner."""
        if self.text == "directive":
            return "Article 3(6)(a)(i)"
        if structure.graph.kind(structure.company) == "fund":
            return "Article 61(a)"
        return "Article 52(2)" if threshold < self.threshold else "Article 52(1)"

    def control_article(self, structure: "Structure", means: str | None) -> str:
        """The article by which control makes an owner; for a fund Article 61 replaces Article 53."""
        if self.text == "directive":
            return "Article 3(6)(a)(i)"
        if structure.graph.kind(structure.company) == "fund":
            return {None: "Article 61(a)", "otherInfluenceOrControl": "Article 61(b)"}.get(means, "Article 61(c)")
        return {None: "Article 53(2)(c)", "appointmentOfBoard": "Article 53(3)(b)"}.get(means, "Article 53(4)")

    def means_words(self, means: str | None) -> str:
        """How control is held, in words."""
        return _MEANS.get(means, "through other means")


_MEANS = {
    None: "through a majority",
    "appointmentOfBoard": "through the right to appoint its board",
    "controlViaCompanyRulesOrArticles": "through its articles or an agreement",
    "controlByLegalFramework": "through a legal framework",
    "otherInfluenceOrControl": "through declared influence",
}
_QUARTER = Fraction(1, 4)
REGIMES: tuple[Regime, ...] = (
    Regime(
        # Applies from the transposition date of Directive (EU) 2015/849 to the day before the regulation.
        "eu", "directive", "EU 2015/849, Art. 3(6): more than 25 %, or control",
        _QUARTER, True, True, True, date(2017, 6, 26), date(2027, 7, 9),
        "Article 3(6)(a)(ii)", ("Article 3(6)(a)(i)", ""),
    ),
    Regime(
        "eu", "regulation", "EU 2024/1624, Art. 51-55: 25 % or more, or control",
        _QUARTER, False, True, True, date(2027, 7, 10), None,
        "Articles 22(2) and 63(4)", ("Article 54(a)", "Article 54(b)"),
        # 52(2): 15 % at most, for categories that a delegated act names. None is in force, so a policy has to select it.
        {"higher_risk": Fraction(15, 100)},
    ),
    Regime(
        # The register of people with significant control began on 6 April 2016.
        "uk", "uk", "UK PSC, Schedule 1A: more than 25 %, through majority stakes",
        _QUARTER, True, False, True, date(2016, 4, 6), None,
    ),
    Regime(
        # The customer due diligence rule became applicable on 11 May 2018.
        "us", "us", "FinCEN CDD, 31 CFR 1010.230: 25 % or more, and one who controls",
        _QUARTER, False, True, False, date(2018, 5, 11), None,
    ),
)  # fmt: skip


def regime_for(code: str, as_of: date) -> Regime:
    """The regime with this code in force on a day; before its first day the earliest text, after its last the newest.

    Raises: UnknownRegime.
    """
    named = [regime for regime in REGIMES if regime.code == code]
    if not named:
        raise UnknownRegime(f"Unknown regime {code!r}: choose one of {', '.join(sorted({r.code for r in REGIMES}))}.")
    begun = [regime for regime in named if regime.valid_from <= as_of]
    return begun[-1] if begun else named[0]
