# ruff: noqa: E501 (a row of the table stays on its line)
"""What a company is to the laws beside a company: listed, supervised, part of a state; each with where that is known from.

A standing comes from a document or a file of statements where one says so, and else from a person who names the source.
"""

from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import InvalidInput, NotFound

Law = Literal["us", "listed", "public"]


class UnknownStanding(InvalidInput):
    """No standing goes by this code."""

    code = "ownership.unknown_standing"


class StandingNotFound(NotFound):
    """No such standing in this case."""

    code = "ownership.standing_not_found"


@dataclass(frozen=True, slots=True)
class StandingKind:
    """A standing with the law that knows it and, for the United States, its place in 31 CFR 1010.230(e).

    `only_control` where one individual who controls is asked for, and no owner.
    """

    code: str
    label: str
    law: Law
    paragraph: str = ""
    only_control: bool = False


@dataclass(frozen=True, slots=True)
class RegulatoryStatus:
    """That a party has a standing, and who or what says so; `id` where a person said it."""

    code: str
    source: str
    id: str | None = None


_KINDS = (
    StandingKind("regulated_market", "its shares are traded on a regulated market of the EU or the UK, or an equivalent one", "listed"),
    StandingKind("public_body", "a body governed by public law", "public"),
    StandingKind("us_regulated", "a financial institution with a Federal functional regulator, or a bank with a State's", "us", "(e)(2)(i)"),
    StandingKind("us_government", "a department, agency or authority of the United States, a State or a part of one", "us",
                 "(e)(2)(ii) with 1020.315(b)(2) or (3)"),
    StandingKind("us_listed", "listed on the New York Stock Exchange, NYSE American or Nasdaq", "us", "(e)(2)(ii) with 1020.315(b)(4)"),
    StandingKind("sec_issuer", "an issuer registered under section 12, or reporting under 15(d), of the Securities Exchange Act", "us",
                 "(e)(2)(iii)"),
    StandingKind("investment_company", "an investment company registered with the SEC", "us", "(e)(2)(iv)"),
    StandingKind("investment_adviser", "an investment adviser registered with the SEC", "us", "(e)(2)(v)"),
    StandingKind("exchange", "an exchange or clearing agency registered with the SEC", "us", "(e)(2)(vi)"),
    StandingKind("sec_registered", "another entity registered with the SEC under the Securities Exchange Act", "us", "(e)(2)(vii)"),
    StandingKind("cftc_registered", "registered with the CFTC", "us", "(e)(2)(viii)"),
    StandingKind("public_accountant", "a public accounting firm registered under Sarbanes-Oxley", "us", "(e)(2)(ix)"),
    StandingKind("bank_holding", "a bank holding or savings and loan holding company", "us", "(e)(2)(x)"),
    StandingKind("pooled_excluded", "a pooled investment vehicle run or advised by an excluded institution", "us", "(e)(2)(xi)"),
    StandingKind("insurer", "an insurance company regulated by a State", "us", "(e)(2)(xii)"),
    StandingKind("market_utility", "a designated financial market utility", "us", "(e)(2)(xiii)"),
    StandingKind("foreign_institution", "a foreign financial institution whose regulator keeps its beneficial owners on record", "us",
                 "(e)(2)(xiv)"),
    StandingKind("foreign_government", "a foreign government's department or part, in governmental business alone", "us", "(e)(2)(xv)"),
    StandingKind("pooled", "a pooled investment vehicle run or advised by an institution that is not excluded", "us", "(e)(3)(i)", True),
    StandingKind("nonprofit", "a nonprofit whose founding documents are filed with its State", "us", "(e)(3)(ii)", True),
)  # fmt: skip
STANDINGS: dict[str, StandingKind] = {kind.code: kind for kind in _KINDS}

US_MARKETS = {"XNYS": "us_listed", "XASE": "us_listed", "XNAS": "us_listed", "XNGS": "us_listed", "XNMS": "us_listed",
              "XNCM": "sec_issuer"}  # fmt: skip
"""Market identifier codes (ISO 10383) of the exchanges that 31 CFR 1020.315(b)(4) names; Nasdaq's Capital Market, which it leaves
out, lists issuers registered under section 12."""


def standing_kind(code: str) -> StandingKind:
    """What a code stands for. Raises UnknownStanding."""
    kind = STANDINGS.get(code)
    if kind is None:
        raise UnknownStanding(f"No standing goes by {code!r}: choose one of {', '.join(STANDINGS)}.", field="code")
    return kind
