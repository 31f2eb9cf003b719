"""Documents, their pages and the facts they state."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from ascertain.ai.text import Box
from ascertain.kernel.errors import InvalidInput, NotFound, TooLarge, Unavailable, UnsupportedType

FactMethod = Literal["rule", "mrz", "model", "llm", "person"]
FactState = Literal["unchecked", "accepted", "rejected", "superseded"]
Verdict = Literal["accept", "correct", "reject"]


class DocumentNotFound(NotFound):
    """No such document, page or picture in this tenant."""

    code = "document.not_found"


class FactNotFound(NotFound):
    """No such fact in this tenant."""

    code = "fact.not_found"


class EmptyFile(InvalidInput):
    """The file has no bytes."""

    code = "document.empty"


class CorruptFile(InvalidInput):
    """The file cannot be opened as what it is."""

    code = "document.corrupt"


class EncryptedFile(InvalidInput):
    """The file needs a password."""

    code = "document.encrypted"


class FileTooLarge(TooLarge):
    """The file is over a limit of size, pages or pixels, or would unpack to more than one."""

    code = "document.too_large"


class FileTypeNotRead(UnsupportedType):
    """A type of file that is not read."""

    code = "document.type_not_read"


class ReadTimedOut(Unavailable):
    """A page took longer than its limit; its reading process was ended."""

    code = "document.read_timed_out"


class ReaderCrashed(Unavailable):
    """The reading process died on a page."""

    code = "document.reader_crashed"


class DocumentState(StrEnum):
    """How far a document is."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    CLASSIFIED = "classified"
    EXTRACTED = "extracted"
    DONE = "done"
    FAILED = "failed"


class DocumentType(StrEnum):
    """What a document is."""

    CERTIFICATE_OF_INCORPORATION = "certificate_of_incorporation"
    SHAREHOLDER_REGISTER = "shareholder_register"
    PASSPORT = "passport"
    UTILITY_BILL = "utility_bill"
    BANK_STATEMENT = "bank_statement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """A file given to a case (or to a collection, such as the policy library)."""

    id: str
    case_id: str | None
    collection: str | None
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    parent_id: str | None
    duplicate_of: str | None
    state: DocumentState
    document_type: str | None
    type_confidence: float | None
    pages_total: int | None
    pages_read: int
    facts_count: int
    error_code: str | None
    error_detail: str | None
    created_at: datetime

    @property
    def scope(self) -> str:
        """Where its passages are searched: in its case, or in its collection."""
        return self.case_id or self.collection or self.id


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact as an extractor finds it; `subject` is a key local to the document."""

    subject: str
    schema: str
    property: str
    value: str
    quote: str
    page_number: int
    boxes: tuple[Box, ...]
    method: FactMethod
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a document states, with its place; or a person's correction of one."""

    id: str
    document_id: str
    case_id: str | None
    subject: str
    schema: str
    property: str
    value: str
    quote: str
    page_number: int
    boxes: tuple[Box, ...]
    method: FactMethod
    confidence: float
    versions: dict[str, Any]
    state: FactState
    author_id: str | None
    author_name: str | None
    supersedes: str | None
    superseded_by: str | None
    created_at: datetime
    document_name: str = ""
    document_type: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """All effective facts of one subject of one document."""

    document_id: str
    subject: str
    schema: str
    facts: tuple[Fact, ...] = field(default=())
