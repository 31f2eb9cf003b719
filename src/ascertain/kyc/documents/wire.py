"""Wire types of documents, facts and flags."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ascertain.ai.reading.errors import CorruptFile, EncryptedFile
from ascertain.ai.text import Box
from ascertain.kernel.http import WireModel, WithAttributes
from ascertain.kyc.documents.facts import LINKS
from ascertain.kyc.documents.labels import label_of
from ascertain.kyc.documents.model import Document, Fact, Flag
from ascertain.kyc.extraction import UNKNOWN, Catalogue
from ascertain.kyc.values import validity

Share = Annotated[float, Field(ge=0, le=1)]
# Schema of a fact's subject to the heading under which the screen lists it; others are under "other".
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

    def to_box(self) -> Box:
        """The box as a domain object."""
        return Box(self.x0, self.y0, self.x1, self.y1)


class DocumentErrorOut(WireModel):
    """Why a document could not be read."""

    code: str
    detail: str
    can_retry: bool = Field(description="Whether reading it again could succeed; false for a damaged or locked file")


class DocumentPartOut(WireModel):
    """A range of pages with one document type."""

    document_type: str
    confidence: Share
    first_page: int
    last_page: int


class DocumentTypeOut(WireModel):
    """A document type."""

    name: str
    title: str
    about: str
    fields: list[str]


class DocumentTypesOut(WireModel):
    """All document types, `unknown` included."""

    items: list[DocumentTypeOut]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "DocumentTypesOut":
        """All types by title, the unknown one last."""
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
    """A range of pages with the type that a person assigns to it."""

    document_type: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    first_page: int = Field(ge=1, le=100_000)
    last_page: int = Field(ge=1, le=100_000)


class RetypeIn(WireModel):
    """The corrected types of a document: page ranges without gap or overlap, from the first page to the last."""

    parts: list[DocumentPartIn] = Field(min_length=1, max_length=200)


class DocumentFlagOut(WireModel):
    """A reason to doubt a document; a reason to look, never a verdict."""

    id: str
    code: str
    severity: Literal["note", "high"]
    detail: str
    page_number: int | None
    boxes: list[BoxOut]
    fact_ids: list[str]
    dismissed_by: str | None = Field(
        validation_alias="dismissed_name", description="Name of the person who dismissed it"
    )
    dismissed_reason: str | None


class DocumentFlagDismissalIn(WireModel):
    """Why a flag does not matter."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class DocumentOut(WireModel):
    """A file uploaded to a case or to the library."""

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
    type_author: str | None = Field(None, description="The person who corrected the type, if any")
    parts: list[DocumentPartOut]
    pages_total: int | None
    pages_read: int
    facts_count: int
    error: DocumentErrorOut | None
    duplicate_of: str | None
    flags: list[DocumentFlagOut] = Field(
        description="Open flags first, high severity before notes; dismissed ones last"
    )
    created_at: datetime

    @classmethod
    def of(cls, document: Document, *, duplicate: bool = False, flags: Sequence[Flag] = ()) -> "DocumentOut":
        error = None
        if document.error_code:
            error = DocumentErrorOut(
                code=document.error_code,
                detail=document.error_detail or "",
                can_retry=document.error_code not in (CorruptFile.code, EncryptedFile.code),
            )
        return cls.model_validate(
            WithAttributes(
                document,
                state=document.state.value,
                error=error,
                duplicate_of=document.id if duplicate else document.duplicate_of,
                flags=[flag for flag in flags if flag.document_id == document.id],
            )
        )


class DocumentsOut(WireModel):
    """Documents of a case."""

    items: list[DocumentOut]


class RefusedOut(WireModel):
    """A refused file and the reason."""

    filename: str
    code: str
    detail: str


class UploadedOut(WireModel):
    """The accepted documents and the refused files."""

    items: list[DocumentOut]
    refused: list[RefusedOut]


class BarcodeOut(WireModel):
    """A two-dimensional code on a page."""

    format: Literal["pdf417", "qr", "data_matrix", "aztec"]
    text: str
    box: BoxOut


class PageOut(WireModel):
    """A page that has been read."""

    number: int
    width_pt: float
    height_pt: float
    method: Literal["text", "ocr"]
    quality: float = Field(description="Readability, 0 to 1; below 0.5 a better copy is requested")
    notes: list[str] = Field(description="Defects of the picture, worst first")
    words_count: int
    barcodes: list[BarcodeOut]
    portraits: list[BoxOut] = Field(description="Places of photographs of a person's proportions, the largest first")


class WordOut(WireModel):
    """A word and its place."""

    text: str
    box: BoxOut
    confidence: float


class WordsOut(WireModel):
    """The words of a page in reading order."""

    items: list[WordOut]


class AuthorOut(WireModel):
    """The person who corrected a fact."""

    id: str
    name: str


class AlternativeOut(WireModel):
    """The value that another method read for the same property."""

    value: str
    quote: str
    page_number: int
    method: str


class FactOut(WireModel):
    """A value stated by a document, with its place."""

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
        description="withdrawn: accepted before the document was reclassified; not in force"
    )
    author: AuthorOut | None
    validity: str | None = Field(description='"checksum ok", "format ok" or "invalid"; null where there is no check')
    notes: list[str] = Field(description="Remarks on the value")
    value_parts: dict[str, str] = Field(description="Parts of a name or an address, by property")
    agreed: list[str] = Field(description="Other methods that read the same value")
    alternatives: list[AlternativeOut]
    party_id: str | None
    party_name: str | None
    topic: str
    created_at: datetime
    superseded_by: str | None
    equal_ids: list[str] = Field(
        description="Facts with the same value for the same party, all in force or all rejected"
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
        """A fact with its labels; `linked` is the name of the subject that the value points to, where it is known."""
        return cls.model_validate(
            WithAttributes(
                fact,
                label=label_of(fact.property),
                display_value=linked or display_value(fact),
                author=AuthorOut(id=fact.author_id, name=fact.author_name or "") if fact.author_id else None,
                validity=fact.details.get("validation") or validity(fact.property, fact.value),
                notes=fact.details.get("notes", []),
                value_parts=fact.details.get("parts", {}),
                agreed=fact.details.get("agreed", []),
                alternatives=fact.details.get("alternatives", []),
                party_id=party_id,
                party_name=party_name,
                topic=_TOPICS.get(fact.schema, "other"),
                equal_ids=equal_ids,
            )
        )


_AMOUNTS = frozenset({"balance", "amount"})


def display_value(fact: Fact) -> str:
    """The value as a person reads it."""
    # The value of a link is the key of another subject, which means nothing to a reader; the quote does.
    if fact.property in LINKS:
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
    """A reclassified document, and the facts that were withdrawn with its old type."""

    withdrawn: list[FactOut] = Field(description="Facts accepted under the old type, to be reviewed again")

    @classmethod
    def of_retyped(cls, document: Document, withdrawn: Sequence[Fact]) -> "RetypedOut":
        facts = [FactOut.of(fact) for fact in withdrawn]
        return cls.model_validate(WithAttributes(DocumentOut.of(document), withdrawn=facts))


class FactReviewIn(WireModel):
    """The review of a fact by a person."""

    verdict: Literal["accept", "correct", "reject"]
    value: str | None = Field(None, max_length=2000)
    page_number: int | None = Field(None, ge=1, le=100_000)
    boxes: list[BoxOut] | None = Field(None, max_length=50)
    reason: Annotated[str, StringConstraints(max_length=4000)] | None = None
