"""The trained model: for each field and level how likely it is among matches (m) and among strangers (u); readable JSON."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.entities.engine.schemas import SCHEMAS, Field

# A level never seen in training must not give infinite bits.
_FLOOR = 1e-6
MODELS = Path(__file__).parent.parent / "trained"


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """m and u of each level of a field, in the order of its levels."""

    m: tuple[float, ...]
    u: tuple[float, ...]

    @property
    def bits(self) -> npt.NDArray[np.float64]:
        """log2(m / u) of each level."""
        return np.log2(np.maximum(self.m, _FLOOR) / np.maximum(self.u, _FLOOR))


@dataclass(frozen=True, slots=True)
class FieldBits:
    """What a field's levels weigh, as plain numbers: in any case, and where the field it follows (its place) agrees."""

    name: str
    rarity: bool
    equal_levels: int
    near_levels: tuple[int, ...]
    bits: list[float]
    u: tuple[float, ...]
    after: int
    after_name: str
    bits_after: list[float] | None
    u_after: tuple[float, ...]


@dataclass(frozen=True)
class Model:
    """Weights for one kind of record.

    `matches_per_record` is how many other records of the same entity a record has on average; with the number of records it gives
    the prior. `aliases` are names used for one another.
    """

    kind: str
    fields: dict[str, FieldWeights]
    matches_per_record: float
    aliases: frozenset[tuple[str, str]] = field(default=frozenset())
    trained_on: str = ""

    def prior_bits(self, records: int) -> float:
        """log2 of the odds that two records taken at random among so many are the same."""
        return math.log2(self.matches_per_record / max(records - 1.0, 1.0))

    @cached_property
    def by_field(self) -> list[FieldBits | None]:
        """The weights in the order of the schema's fields, None for a field without."""
        places = {f.name: at for at, f in enumerate(SCHEMAS[self.kind])}
        found: list[FieldBits | None] = []
        for f in SCHEMAS[self.kind]:
            weights, after = self.fields.get(f.name), self.fields.get(f.given_after) if f.after else None
            if weights is None:
                found.append(None)
                continue
            place, bits_after = places[f.after] if f.after else -1, after.bits.tolist() if after else None
            u_after = after.u if after else ()
            bits = weights.bits.tolist()
            found.append(
                FieldBits(
                    f.name, f.rarity, f.equal_levels, f.near_levels, bits, weights.u, place, f.after or "", bits_after, u_after
                )
            )  # fmt: skip
        return found

    def to_document(self) -> dict[str, Any]:
        """The model as a table: field -> level -> [m, u, bits]."""
        table = {
            name: {
                level: [_round(m), _round(u), round(float(b), 2)]
                for level, m, u, b in zip(f.levels, w.m, w.u, w.bits, strict=True)
            }
            for name, f in named_fields(self.kind).items()
            if (w := self.fields.get(name)) is not None
        }
        return {
            "kind": self.kind,
            "trained_on": self.trained_on,
            "matches_per_record": round(self.matches_per_record, 6),
            "columns": ["m", "u", "bits"],
            "fields": table,
            "aliases": sorted(list(pair) for pair in self.aliases),
        }

    def to_json(self) -> str:
        """The document as a file that a person can read, a level a line."""
        text = json.dumps(self.to_document(), ensure_ascii=False, indent=1)
        return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda row: "[" + re.sub(r"\s*\n\s*", " ", row[1]) + "]", text)

    @classmethod
    def from_json(cls, text: str) -> "Model":
        """The model of a file's text."""
        return cls.from_document(json.loads(text))

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Model":
        """The model of a document. Raises InvalidInput where a field or level is not the schema's."""
        kind = document["kind"]
        named = named_fields(kind)
        unknown = document["fields"].keys() - named.keys()
        if unknown:
            raise InvalidInput(
                f"The model of {kind} names fields that the schema does not have: {', '.join(sorted(unknown))}."
            )
        fields = {name: _field_of(named[name], table) for name, table in document["fields"].items()}
        aliases = frozenset((a, b) for a, b in document.get("aliases", ()))
        return cls(kind, fields, document["matches_per_record"], aliases, document.get("trained_on", ""))


def named_fields(kind: str) -> dict[str, Field]:
    """The fields by the names of a model's weights; a field that follows another has two."""
    named = {}
    for f in SCHEMAS[kind]:
        named[f.name] = f
        if f.after:
            named[f.given_after] = f
    return named


def _round(share: float) -> float:
    return float(f"{share:.5g}")


def _field_of(f: Field, table: Mapping[str, list[float]]) -> FieldWeights:
    if table.keys() != set(f.levels):  # in any order: jsonb preserves none
        raise InvalidInput(
            f"The model's levels of {f.name} are {', '.join(table)}; the schema's are {', '.join(f.levels)}."
        )
    return FieldWeights(tuple(table[level][0] for level in f.levels), tuple(table[level][1] for level in f.levels))


@lru_cache(maxsize=4)
def default_model(kind: str) -> Model:
    """The model that ships; `tools/entity_models.py` made it."""
    return Model.from_json((MODELS / f"{kind}.json").read_text(encoding="utf-8"))
