"""Documents, facts and flags."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from ascertain.ai.text import Box
from ascertain.kernel.errors import AscertainError, NotFound
from ascertain.kyc.extraction import FactMethod, Part

# A withdrawn fact was accepted or corrected under another document type; a person has to review it again.
FactState = Literal["unchecked", "accepted", "rejected", "superseded", "withdrawn"]
Verdict = Literal["accept", "correct", "reject"]


class DocumentNotFound(NotFound):
    """No such document, page or picture in this tenant."""

    code = "document.not_found"


class FactNotFound(NotFound):
    """No such fact in this tenant."""

    code = "fact.not_found"


class FlagNotFound(NotFound):
    """No such flag in this tenant."""

    code = "flag.not_found"


class StepFailed(AscertainError):
    """A step of a document failed by a fault of the program; the failed job has the details."""

    code = "document.step_failed"


class DocumentState(StrEnum):
    """The progress of a document through its steps."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    CLASSIFIED = "classified"
    EXTRACTED = "extracted"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Document:
    """A file uploaded to a case or to a collection, such as the policy library."""

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
    type_author: str | None
    parts: tuple[Part, ...]
    pages_total: int | None
    pages_read: int
    facts_count: int
    error_code: str | None
    error_detail: str | None
    created_at: datetime

    @property
    def types(self) -> frozenset[str]:
        """The types of its parts, or its own type where it has no parts."""
        return frozenset(part.document_type for part in self.parts) or frozenset(filter(None, [self.document_type]))

    @property
    def scope(self) -> str:
        """The search scope of its passages: its case or its collection."""
        return self.case_id or self.collection or self.id


@dataclass(frozen=True, slots=True)
class Fact:
    """A value stated by a document, with its place, or a person's correction of such a value."""

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
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatedValue:
    """What a fact in force states, without its evidence: for counts over all facts of a case."""

    document_id: str
    subject: str
    property: str
    value: str
    state: FactState


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """All effective facts of one subject of one document."""

    document_id: str
    subject: str
    schema: str
    facts: tuple[Fact, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to doubt a document, its place, and the person who dismissed it, if any."""

    id: str
    document_id: str
    case_id: str | None
    code: str
    severity: Literal["note", "high"]
    detail: str
    page_number: int | None
    boxes: tuple[Box, ...]
    fact_ids: tuple[str, ...]
    dismissed_by: str | None
    dismissed_name: str | None
    dismissed_reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FoundFlag:
    """A flag before it is stored; `facts` are positions in the list of facts that it concerns."""

    code: str
    severity: Literal["note", "high"]
    detail: str
    page_number: int | None = None
    boxes: tuple[Box, ...] = ()
    facts: tuple[int, ...] = ()
