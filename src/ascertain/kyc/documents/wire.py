"""What documents and facts look like over the wire."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ascertain.ai.text import Box
from ascertain.kernel.http import WireModel
from ascertain.kyc.documents.facts import LINKS
from ascertain.kyc.documents.model import Document, Fact, Flag
from ascertain.kyc.extraction import UNKNOWN, Catalogue
from ascertain.kyc.values import validity

Share = Annotated[float, Field(ge=0, le=1)]
_TOPICS = {
    "Company": "identity",
    "Person": "identity",
    "LegalEntity": "identity",
    "Ownership": "ownership",
    "Passport": "identification",
    "Identification": "identification",
    "BankAccount": "account",
    "Payment": "account",
    "Directorship": "control",
    "Representation": "control",
    "Document": "document",
}


class BoxOut(WireModel):
    """A rectangle in fractions of the page as displayed, origin at the top left."""

    x0: Share
    y0: Share
    x1: Share
    y1: Share

    @classmethod
    def of(cls, box: Box) -> "BoxOut":
        return cls(x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1)

    def to_box(self) -> Box:
        """As the domain has it."""
        return Box(self.x0, self.y0, self.x1, self.y1)


class DocumentErrorOut(WireModel):
    """Why a document could not be read."""

    code: str
    detail: str


class DocumentPartOut(WireModel):
    """Pages of a document that are one thing."""

    document_type: str
    confidence: Share
    first_page: int
    last_page: int


class DocumentTypeOut(WireModel):
    """A type of document that is known here."""

    name: str
    title: str
    about: str
    fields: list[str]


class DocumentTypesOut(WireModel):
    """Every type, `unknown` among them."""

    items: list[DocumentTypeOut]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "DocumentTypesOut":
        """By title."""
        items = [
            DocumentTypeOut(
                name=kind.name,
                title=kind.title,
                about=kind.about,
                fields=list(dict.fromkeys(label_of(field.property) for field in kind.fields)),
            )
            for kind in catalogue
        ]
        return cls(items=sorted(items, key=lambda item: (item.name == UNKNOWN, item.title.casefold())))


class DocumentPartIn(WireModel):
    """Pages that a person says are one thing."""

    document_type: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    first_page: int = Field(ge=1, le=100_000)
    last_page: int = Field(ge=1, le=100_000)


class RetypeIn(WireModel):
    """What a person says a document is: ranges that follow one another from the first page to the last."""

    parts: list[DocumentPartIn] = Field(min_length=1, max_length=200)


class DocumentFlagOut(WireModel):
    """What speaks against a document: a reason to look, never a verdict."""

    id: str
    code: str
    severity: Literal["note", "high"]
    detail: str
    page_number: int | None
    boxes: list[BoxOut]
    fact_ids: list[str]
    dismissed_by: str | None = Field(description="Who said that it does not matter")
    dismissed_reason: str | None

    @classmethod
    def of(cls, flag: Flag) -> "DocumentFlagOut":
        return cls(
            id=flag.id,
            code=flag.code,
            severity=flag.severity,
            detail=flag.detail,
            page_number=flag.page_number,
            boxes=[BoxOut.of(box) for box in flag.boxes],
            fact_ids=list(flag.fact_ids),
            dismissed_by=flag.dismissed_name,
            dismissed_reason=flag.dismissed_reason,
        )


class DocumentFlagDismissalIn(WireModel):
    """Why a flag does not matter."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class DocumentOut(WireModel):
    """A file given to a case."""

    id: str
    case_id: str | None
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    parent_id: str | None
    state: Literal["queued", "reading", "read", "classified", "extracted", "done", "failed"]
    document_type: str | None
    type_confidence: float | None
    type_author: str | None = Field(None, description="Who said what it is, where a person did")
    parts: list[DocumentPartOut]
    pages_total: int | None
    pages_read: int
    facts_count: int
    error: DocumentErrorOut | None
    duplicate_of: str | None
    flags: list[DocumentFlagOut] = Field(description="What speaks against it, gravest first, those dismissed last")
    created_at: datetime

    @classmethod
    def of(cls, document: Document, *, duplicate: bool = False, flags: Sequence[Flag] = ()) -> "DocumentOut":
        error = None
        if document.error_code:
            error = DocumentErrorOut(code=document.error_code, detail=document.error_detail or "")
        special = ("error", "state", "duplicate_of", "parts", "flags")
        same = {name: getattr(document, name) for name in cls.model_fields if name not in special}
        return cls(
            **same,
            state=document.state.value,
            parts=[DocumentPartOut(**asdict(part)) for part in document.parts],
            error=error,
            duplicate_of=document.id if duplicate else document.duplicate_of,
            flags=[DocumentFlagOut.of(flag) for flag in flags if flag.document_id == document.id],
        )


class DocumentsOut(WireModel):
    """Documents of a case."""

    items: list[DocumentOut]


class RefusedOut(WireModel):
    """A file that was not taken, and why."""

    filename: str
    code: str
    detail: str


class UploadedOut(WireModel):
    """What was taken and what was not."""

    items: list[DocumentOut]
    refused: list[RefusedOut]


class PageOut(WireModel):
    """A page that was read."""

    number: int
    width_pt: float
    height_pt: float
    method: Literal["text", "ocr"]
    quality: float = Field(description="How well it could be read, 0 to 1; below 0.5 a better page is asked for")
    notes: list[str] = Field(description="What is wrong with the picture, worst first")
    words_count: int


class WordOut(WireModel):
    """A word and its place."""

    text: str
    box: BoxOut
    confidence: float


class WordsOut(WireModel):
    """The words of a page in reading order."""

    items: list[WordOut]


class AuthorOut(WireModel):
    """Who corrected a fact."""

    id: str
    name: str


class AlternativeOut(WireModel):
    """What another method read for the same property."""

    value: str
    quote: str
    page_number: int
    method: str


class FactOut(WireModel):
    """A value that a document states, with its place."""

    id: str
    document_id: str
    document_name: str
    document_type: str | None
    case_id: str | None
    subject: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    property: str
    label: str
    value: str
    display_value: str
    quote: str
    page_number: int
    boxes: list[BoxOut]
    method: str
    confidence: float
    state: Literal["unchecked", "accepted", "rejected", "superseded", "withdrawn"] = Field(
        description="withdrawn: a person said yes to it before the document's type was corrected; not in force"
    )
    author: AuthorOut | None
    validity: str | None = Field(description='"checksum ok", "format ok" or "invalid"; none where nothing can vouch')
    notes: list[str] = Field(description="What a reader of the value has to know")
    value_parts: dict[str, str] = Field(description="Pieces of a name or an address, by property")
    agreed: list[str] = Field(description="Further methods that read the same value")
    alternatives: list[AlternativeOut]
    party_id: str | None
    party_name: str | None
    topic: str
    created_at: datetime
    superseded_by: str | None
    equal_ids: list[str] = Field(
        description="Other facts that say the same of the same, both in force or both rejected"
    )

    @classmethod
    def of(
        cls,
        fact: Fact,
        *,
        party_id: str | None = None,
        party_name: str | None = None,
        linked: str | None = None,
        equal_ids: Sequence[str] = (),
    ) -> "FactOut":
        """As the wire has it; `linked` is the name of the subject that the fact's value points to, where it is known."""
        special = {
            "schema_",
            "label",
            "display_value",
            "boxes",
            "author",
            "validity",
            "notes",
            "value_parts",
            "agreed",
            "alternatives",
            "party_id",
            "party_name",
            "topic",
            "equal_ids",
        }
        same: dict[str, Any] = {name: getattr(fact, name) for name in cls.model_fields if name not in special}
        return cls(
            **same,
            schema=fact.schema,
            label=label_of(fact.property),
            display_value=linked or display_value(fact),
            boxes=[BoxOut.of(box) for box in fact.boxes],
            author=AuthorOut(id=fact.author_id, name=fact.author_name or "") if fact.author_id else None,
            validity=fact.details.get("validation") or validity(fact.property, fact.value),
            notes=fact.details.get("notes", []),
            value_parts=fact.details.get("parts", {}),
            agreed=fact.details.get("agreed", []),
            alternatives=[AlternativeOut(**one) for one in fact.details.get("alternatives", [])],
            party_id=party_id,
            party_name=party_name,
            topic=_TOPICS.get(fact.schema, "other"),
            equal_ids=list(equal_ids),
        )


_LABELS = {
    "registrationNumber": "company no.",
    "sharesCount": "shares held",
    "percentage": "share",
    "startDate": "since",
    "endDate": "expires",
    "iban": "IBAN",
    "bic": "BIC",
    "leiCode": "LEI",
    "vatCode": "VAT no.",
    "ssnCode": "social security no.",
    "einCode": "employer id no.",
    "giiNumber": "GIIN",
}


def label_of(property_name: str) -> str:
    """A FollowTheMoney property in words."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", property_name).lower()
    return _LABELS.get(property_name, words)


_AMOUNTS = frozenset({"balance", "amount"})


def display_value(fact: Fact) -> str:
    """The value as a person reads it."""
    if (
        fact.property in LINKS
    ):  # the value is the key of another subject, which says nothing to a person; the quote does
        return fact.quote
    if fact.property in ("jurisdiction", "nationality", "country"):
        return fact.value.upper()
    if fact.property == "percentage":
        return f"{fact.value} %"
    if fact.property in ("sharesCount", "sharesIssued") and fact.value.isdigit():
        return f"{int(fact.value):,}"
    if fact.property in _AMOUNTS and re.fullmatch(r"-?\d+\.\d\d", fact.value):
        return f"{Decimal(fact.value):,}"
    return fact.value


class RetypedOut(DocumentOut):
    """A document whose type a person corrected, and what that took out of force."""

    withdrawn: list[FactOut] = Field(description="Facts that persons had accepted: to be looked at again")

    @classmethod
    def of_retyped(cls, document: Document, withdrawn: Sequence[Fact]) -> "RetypedOut":
        base = DocumentOut.of(document)
        same = {name: getattr(base, name) for name in DocumentOut.model_fields}
        return cls(**same, withdrawn=[FactOut.of(fact) for fact in withdrawn])


class FactReviewIn(WireModel):
    """What a person says of a fact."""

    verdict: Literal["accept", "correct", "reject"]
    value: str | None = Field(None, max_length=2000)
    page_number: int | None = Field(None, ge=1, le=100_000)
    boxes: list[BoxOut] | None = Field(None, max_length=50)
    reason: Annotated[str, StringConstraints(max_length=4000)] | None = None
