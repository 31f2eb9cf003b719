"""Wire types of the statements that people enter: regulatory statuses of companies, choices between sources."""

from typing import Annotated

from pydantic import Field

from ascertain.kernel.http import WireModel
from ascertain.kernel.http.wire import StorableStr


class SourceChoiceIn(WireModel):
    """The source of a conflict to use instead, and why."""

    document_id: StorableStr
    subject: StorableStr
    interest: StorableStr
    reason: Annotated[StorableStr, Field(min_length=3, max_length=500)]


class SourceChoiceOut(WireModel):
    """A stored choice of a source."""

    document_id: str
    instead_of: str
    reason: str
    chosen_by: str


class StandingIn(WireModel):
    """The regulatory status of a company, and the source of that information."""

    party_id: StorableStr
    code: StorableStr
    source: Annotated[StorableStr, Field(min_length=3, max_length=500)]


class StandingOut(WireModel):
    """The regulatory status of a company; without an id where it comes from a file of statements and not from a person."""

    id: str | None
    party_id: str
    name: str
    code: str
    label: str
    source: str


class StandingKindOut(WireModel):
    """A regulatory status that can be entered, with its paragraph in the law."""

    code: str
    label: str
    law: str
    paragraph: str


class CompanyStandingOut(WireModel):
    """A company of a case for which a regulatory status can be entered."""

    party_id: str
    name: str


class StandingsOut(WireModel):
    """The regulatory statuses of a case, and the companies and statuses that can be entered."""

    items: list[StandingOut]
    companies: list[CompanyStandingOut]
    kinds: list[StandingKindOut]
