# ruff: noqa: E501 (a row of the table stays on its line)
"""Regulatory statuses that reduce what a law asks about a company: listed, supervised, part of a state; each with its source.

A status comes from a file of statements, or from a person who names the source.
"""

from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import InvalidInput, NotFound

Law = Literal["us", "listed", "public"]


class UnknownStatus(InvalidInput):
    """There is no regulatory status with this code."""

    code = "ownership.unknown_standing"


class StatusNotFound(NotFound):
    """The case has no such regulatory status."""

    code = "ownership.standing_not_found"


@dataclass(frozen=True, slots=True)
class StatusKind:
    """A regulatory status, the law that defines it and, for the United States, its paragraph in 31 CFR 1010.230(e).

    `only_control` where the law asks for one individual in control and for no owner.
    """

    code: str
    label: str
    law: Law
    paragraph: str = ""
    only_control: bool = False


@dataclass(frozen=True, slots=True)
class RegulatoryStatus:
    """The regulatory status of a party and its source; `id` where a person entered it."""

    code: str
    source: str
    id: str | None = None


def source_with_author(source: str, author: str) -> str:
    """The source of a status that a person entered, as shown on the screen."""
    return f"{source} (entered by {author})"


_KINDS = (
    StatusKind("regulated_market", "its shares are traded on a regulated market of the EU or the UK, or an equivalent one", "listed"),
    StatusKind("public_body", "a body governed by public law", "public"),
    StatusKind("us_regulated", "a financial institution with a Federal functional regulator, or a bank with a State's", "us", "(e)(2)(i)"),
    StatusKind("us_government", "a department, agency or authority of the United States, a State or a part of one", "us",
                 "(e)(2)(ii) with 1020.315(b)(2) or (3)"),
    StatusKind("us_listed", "listed on the New York Stock Exchange, NYSE American or Nasdaq", "us", "(e)(2)(ii) with 1020.315(b)(4)"),
    StatusKind("sec_issuer", "an issuer registered under section 12, or reporting under 15(d), of the Securities Exchange Act", "us",
                 "(e)(2)(iii)"),
    StatusKind("investment_company", "an investment company registered with the SEC", "us", "(e)(2)(iv)"),
    StatusKind("investment_adviser", "an investment adviser registered with the SEC", "us", "(e)(2)(v)"),
    StatusKind("exchange", "an exchange or clearing agency registered with the SEC", "us", "(e)(2)(vi)"),
    StatusKind("sec_registered", "another entity registered with the SEC under the Securities Exchange Act", "us", "(e)(2)(vii)"),
    StatusKind("cftc_registered", "registered with the CFTC", "us", "(e)(2)(viii)"),
    StatusKind("public_accountant", "a public accounting firm registered under Sarbanes-Oxley", "us", "(e)(2)(ix)"),
    StatusKind("bank_holding", "a bank holding or savings and loan holding company", "us", "(e)(2)(x)"),
    StatusKind("pooled_excluded", "a pooled investment vehicle run or advised by an excluded institution", "us", "(e)(2)(xi)"),
    StatusKind("insurer", "an insurance company regulated by a State", "us", "(e)(2)(xii)"),
    StatusKind("market_utility", "a designated financial market utility", "us", "(e)(2)(xiii)"),
    StatusKind("foreign_institution", "a foreign financial institution whose regulator keeps its beneficial owners on record", "us",
                 "(e)(2)(xiv)"),
    StatusKind("foreign_government", "a foreign government's department or part, in governmental business alone", "us", "(e)(2)(xv)"),
    StatusKind("pooled", "a pooled investment vehicle run or advised by an institution that is not excluded", "us", "(e)(3)(i)", True),
    StatusKind("nonprofit", "a nonprofit whose founding documents are filed with its State", "us", "(e)(3)(ii)", True),
)  # fmt: skip
STATUS_KINDS: dict[str, StatusKind] = {kind.code: kind for kind in _KINDS}

US_MARKETS = {"XNYS": "us_listed", "XASE": "us_listed", "XNAS": "us_listed", "XNGS": "us_listed", "XNMS": "us_listed",
              "XNCM": "sec_issuer"}  # fmt: skip
"""Market identifier codes (ISO 10383) of the exchanges that 31 CFR 1020.315(b)(4) names; Nasdaq's Capital Market, which it leaves
out, lists issuers registered under section 12."""


def status_kind(code: str) -> StatusKind:
    """The regulatory status with this code. Raises UnknownStatus."""
    kind = STATUS_KINDS.get(code)
    if kind is None:
        raise UnknownStatus(
            f"Unknown regulatory status {code!r}: choose one of {', '.join(STATUS_KINDS)}.", field="code"
        )
    return kind
