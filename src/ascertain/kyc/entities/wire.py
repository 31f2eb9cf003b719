"""Wire types of records, parties, pairs and entities."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from ascertain.kernel.http import WireModel
from ascertain.kernel.http.wire import StorableStr, WithAttributes
from ascertain.kyc.entities.golden import GoldenValue
from ascertain.kyc.entities.model import EntityRecord, Pair, Party, Record


class RecordOut(WireModel):
    """One subject of one document, or the declared customer."""

    id: str
    document_id: str | None
    document_name: str
    subject: str
    name: str
    birth_date: str | None
    country: str | None

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        country = record.first("jurisdiction") or record.first("nationality") or record.first("country")
        return cls.model_validate(WithAttributes(record, birth_date=record.first("birthDate"), country=country))


class PartyOut(WireModel):
    """A person or company of a case."""

    id: str
    entity_id: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    name: str
    roles: list[str]
    country: str | None
    birth_date: str | None
    registration_number: str | None
    records: list[RecordOut]

    @classmethod
    def of(cls, party: Party) -> "PartyOut":
        attributes = WithAttributes(
            party,
            country=party.first("jurisdiction", "nationality", "country"),
            birth_date=party.first("birthDate"),
            registration_number=party.first("registrationNumber"),
            records=[RecordOut.of(record) for record in party.records],
        )
        return cls.model_validate(attributes)


class PartiesOut(WireModel):
    """The parties of a case."""

    items: list[PartyOut]


class PairReasonOut(WireModel):
    """One comparison; bits above 0 speak for the same."""

    feature: str
    ours: str
    theirs: str
    bits: float
    sentence: str


class PairOut(WireModel):
    """Two records and their comparison."""

    record_a: RecordOut
    record_b: RecordOut
    probability: float
    strength_bits: float
    reasons: list[PairReasonOut]
    verdict: Literal["same", "different", "unsure"] | None
    judgement_id: str | None = None
    case_a_id: str | None = None
    case_b_id: str | None = None
    author_name: str | None = None
    machine: Literal["same", "different", "unsure"] | None = None

    @classmethod
    def of(cls, pair: Pair) -> "PairOut":
        sides = {"record_a": RecordOut.of(pair.record_a), "record_b": RecordOut.of(pair.record_b)}
        case_a_id, case_b_id = pair.cases
        attributes = WithAttributes(
            pair,
            **sides,
            probability=pair.comparison.probability,
            strength_bits=pair.comparison.bits,
            reasons=pair.comparison.reasons,
            case_a_id=case_a_id,
            case_b_id=case_b_id,
        )
        return cls.model_validate(attributes)


class PairsOut(WireModel):
    """Pairs, the least certain first."""

    items: list[PairOut]


class JudgementIn(WireModel):
    """A person's verdict on two records."""

    record_a_id: str = Field(max_length=80)
    record_b_id: str = Field(max_length=80)
    verdict: Literal["same", "different", "unsure"]
    reason: str | None = Field(None, max_length=4000)


class EntityOut(WireModel):
    """A person or company across cases."""

    id: str
    schema_: str = Field(alias="schema", serialization_alias="schema")
    name: str
    case_ids: list[str]


class GoldenValueOut(WireModel):
    """A value of an entity, the rule that chose it and where it comes from."""

    property: str
    value: str
    rule: str
    fact_id: str | None
    document_id: str | None
    record_ids: list[str]
    others: list[str]

    @classmethod
    def of(cls, value: GoldenValue) -> "GoldenValueOut":
        source = value.source
        attributes = WithAttributes(
            value, fact_id=source.fact_id, document_id=source.document_id, record_ids=list(value.records)
        )
        return cls.model_validate(attributes)


class EntityRecordOut(RecordOut):
    """A record of an entity, with its case or source."""

    case_id: str | None
    source: str

    @classmethod
    def of_stored(cls, stored: EntityRecord) -> "EntityRecordOut":
        return cls(**RecordOut.of(stored.record).model_dump(), case_id=stored.case_id, source=stored.source)


class EntityPageOut(EntityOut):
    """An entity with its golden record and the records that make it up."""

    golden: list[GoldenValueOut]
    records: list[EntityRecordOut]


class EntitiesOut(WireModel):
    """Entities."""

    items: list[EntityOut]


class EntityModelOut(WireModel):
    """A version of a tenant's own weights: how many records and judgements it was estimated from."""

    kind: Literal["person", "company"]
    version: int
    records: int
    judgements: int
    made_at: datetime


class EntityModelsOut(WireModel):
    """Versions of weights."""

    items: list[EntityModelOut]


class RecordIn(WireModel):
    """A record to resolve, with an id of the caller's."""

    id: str = Field(min_length=1, max_length=200)
    schema_: Literal["Person", "Company", "LegalEntity"] = Field("LegalEntity", alias="schema")
    name: str = Field(min_length=1, max_length=300)
    birth_date: str | None = Field(None, max_length=10)
    country: str | None = Field(None, max_length=2)
    registration_number: str | None = Field(None, max_length=100)


class FtmRecordIn(WireModel):
    """A record in FollowTheMoney properties."""

    id: str = Field(min_length=1, max_length=120)
    schema_: Literal["Person", "Company", "Organization", "LegalEntity"] = Field("LegalEntity", alias="schema")
    properties: dict[str, list[Annotated[StorableStr, Field(max_length=500)]]] = Field(max_length=40)


class RecordsIn(WireModel):
    """Records to store under ids of the caller; an existing one is replaced."""

    source: str = Field(min_length=1, max_length=80, description="Where they come from, such as registry-gb")
    records: list[FtmRecordIn] = Field(min_length=1, max_length=100)


class PlacedOut(WireModel):
    """Where records are now: record id -> entity id; entities that were merged (from -> into) and split (from -> others)."""

    entity_of: dict[str, str]
    merged: dict[str, str]
    split: dict[str, list[str]]


class ResolveIn(WireModel):
    """Records to resolve without storing them."""

    records: list[RecordIn] = Field(min_length=1, max_length=200)


class ClusterOut(WireModel):
    """Ids of records that are one, and the least match probability among its compared pairs (1 for a single record)."""

    record_ids: list[str]
    probability: float


class ResolvedOut(WireModel):
    """Clusters."""

    clusters: list[ClusterOut]
