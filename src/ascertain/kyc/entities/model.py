"""Records, parties, entities, and the reasons why two records count as one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ascertain.kernel.errors import NotFound

Verdict = Literal["same", "different", "unsure"]


class EntityNotFound(NotFound):
    """No such entity in this tenant."""

    code = "entity.not_found"


class JudgementNotFound(NotFound):
    """No such judgement of a person in this tenant."""

    code = "entity.judgement_not_found"


class RecordNotFound(NotFound):
    """No such record in this tenant."""

    code = "entity.record_not_found"


@dataclass(frozen=True, slots=True)
class DeclaredCustomer:
    """What was declared when the case was opened."""

    name: str
    kind: Literal["person", "company"]
    country: str | None = None
    birth_date: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """One value of a property, and the fact it is of (None where it was declared)."""

    value: str
    fact_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One subject of one document, or the declared customer, with its FollowTheMoney properties."""

    id: str
    document_id: str | None
    subject: str
    schema: str
    properties: dict[str, tuple[PropertyValue, ...]]
    document_name: str = "declared"

    def values(self, name: str) -> list[str]:
        """The values of a property, best first."""
        return [item.value for item in self.properties.get(name, ())]

    def first(self, name: str) -> str | None:
        """The best value of a property."""
        values = self.values(name)
        return values[0] if values else None

    @property
    def name(self) -> str:
        """The best name; a record without one has none."""
        return self.first("name") or ""


@dataclass(frozen=True, slots=True)
class Party:
    """The records of one case that are one person or company."""

    id: str
    entity_id: str
    schema: str
    name: str
    roles: tuple[str, ...]
    records: tuple[Record, ...] = field(default=())

    @property
    def record_ids(self) -> tuple[str, ...]:
        """Ids of its records."""
        return tuple(record.id for record in self.records)

    @property
    def properties(self) -> dict[str, list[PropertyValue]]:
        """All values of all records, each value once."""
        merged: dict[str, dict[str, PropertyValue]] = {}
        for record in self.records:
            for name, values in record.properties.items():
                for item in values:
                    merged.setdefault(name, {}).setdefault(item.value, item)
        return {name: list(values.values()) for name, values in merged.items()}

    def first(self, *names: str) -> str | None:
        """The first value of the first of these properties that has one."""
        properties = self.properties
        return next((properties[name][0].value for name in names if properties.get(name)), None)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or company across the cases of a tenant."""

    id: str
    schema: str
    name: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A record with its case, or the source that it was imported from."""

    record: Record
    case_id: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on two records."""

    id: str
    case_id: str
    record_a: str
    record_b: str
    verdict: Verdict
    reason: str | None
    author_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version of a tenant's own weights for one kind of record, and how much it was estimated from."""

    kind: str
    version: int
    records: int
    judgements: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison of two records: bits above 0 speak for the same, below 0 against."""

    feature: str
    ours: str
    theirs: str
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Strength of the evidence in bits, and the match probability that it gives with the prior."""

    bits: float
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, their comparison, the verdict of a person, and that of the machine alone."""

    record_a: Record
    record_b: Record
    comparison: Comparison
    verdict: Verdict | None
    judgement_id: str | None = None
    cases: tuple[str | None, str | None] = (None, None)
    author_name: str | None = None
    machine: Verdict | None = None
