"""Wire types of what people say beside papers: standings of companies, which source counts."""

from typing import Annotated

from pydantic import Field

from ascertain.kernel.http import WireModel
from ascertain.kernel.http.wire import StorableStr


class SourceChoiceIn(WireModel):
    """The other source of a conflict is to count, and why."""

    document_id: StorableStr
    subject: StorableStr
    interest: StorableStr
    reason: Annotated[StorableStr, Field(min_length=3, max_length=500)]


class SourceChoiceOut(WireModel):
    """A choice that was kept."""

    document_id: str
    instead_of: str
    reason: str
    chosen_by: str


class StandingIn(WireModel):
    """What a company is, and where that is known from."""

    party_id: StorableStr
    code: StorableStr
    source: Annotated[StorableStr, Field(min_length=3, max_length=500)]


class StandingOut(WireModel):
    """What a company is said to be; without an id where a file of statements says so and no person."""

    id: str | None
    party_id: str
    name: str
    code: str
    label: str
    source: str


class StandingKindOut(WireModel):
    """A standing that can be given to a company, with its place in the law."""

    code: str
    label: str
    law: str
    paragraph: str


class CompanyStandingOut(WireModel):
    """A company of a case, to which a standing can be given."""

    party_id: str
    name: str


class StandingsOut(WireModel):
    """The standings of a case, and what can be said of which companies."""

    items: list[StandingOut]
    companies: list[CompanyStandingOut]
    kinds: list[StandingKindOut]
