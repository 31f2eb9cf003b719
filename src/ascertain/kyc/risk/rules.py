"""Scores features by a decision table (zen-engine), with a factor for each row that applies.

The engine silently drops broken rows and returns nothing for wrong input. Therefore every cell of a policy is compiled before it is
published, features have a fixed shape, and a table without its catch-all row is refused.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

import zen
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ascertain.kyc.ownership import REGIMES
from ascertain.kyc.risk.model import Assessment, Band, Evidence, Factor, Features, Policy, PolicyBroken

# The row that applies to every case: an empty result then always means a broken table, never "no factor applies".
CATCH_ALL = "none"
_OUTPUTS = ("code", "label", "points", "reason")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Highest first; `prohibited` is set by a row of the table and not by the score.
_BANDS: tuple[Band, ...] = ("high", "medium", "low")


class _Column(BaseModel):
    id: str
    name: str
    field: str


class _Table(BaseModel):
    model_config = ConfigDict(extra="allow")

    # With another policy the engine returns the first row only, and factors would be missing.
    hitPolicy: Literal["collect"]
    inputs: list[_Column] = Field(max_length=100)
    outputs: list[_Column] = Field(max_length=20)
    rules: list[dict[str, str]] = Field(max_length=1000)


class _PerKind(BaseModel):
    company: list[str] = Field(max_length=50)
    person: list[str] = Field(max_length=50)


class _Bands(BaseModel):
    # The lowest band starts at 0, so that every score has a band.
    low: int = Field(ge=0, le=0)
    medium: int = Field(ge=1, le=100)
    high: int = Field(ge=1, le=100)


def _known_regime(code: str) -> str:
    if code not in {regime.code for regime in REGIMES}:
        raise ValueError(f"unknown regime {code!r}")
    return code


class _Settings(BaseModel):
    base: int = Field(ge=0, le=100)
    bands: _Bands
    regime: Annotated[str, AfterValidator(_known_regime)]
    threshold: float = Field(gt=0, le=1)
    screening_cutoff: float = Field(ge=0, le=1)
    required_documents: _PerKind
    country_risk: dict[Annotated[str, Field(pattern="^[a-z]{2}$")], Literal["standard", "elevated", "high"]]


@lru_cache(maxsize=64)  # a graph is parsed once, not for each assessment
def _decision(content: str) -> Any:
    return zen.ZenEngine().create_decision(content)


def table_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The decision table of a policy. Raises PolicyBroken where there is not exactly one."""
    try:
        tables = [node for node in content["graph"]["nodes"] if node["type"] == "decisionTableNode"]
        if len(tables) != 1:
            raise PolicyBroken(f"A policy has exactly one decision table; this one has {len(tables)}.")
        return _Table.model_validate(tables[0]["content"]).model_dump()
    except (KeyError, TypeError) as error:
        raise PolicyBroken(
            "A policy consists of a graph with nodes, and of settings; see the published version."
        ) from error
    except ValidationError as error:
        raise PolicyBroken(f"The decision table: {_first(error)}") from error


def check_settings(content: Mapping[str, Any]) -> None:
    """Raise PolicyBroken, naming a setting that is missing or out of bounds."""
    try:
        _Settings.model_validate(content.get("settings"))
    except ValidationError as error:
        raise PolicyBroken(f"The settings: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    found = error.errors()[0]
    return f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"[:300]


def check(content: Mapping[str, Any]) -> None:
    """Compile every cell and require the outputs and the catch-all row. Raises PolicyBroken naming row and column."""
    check_settings(content)
    table = table_of(content)
    missing = set(_OUTPUTS) - {column.get("field") for column in table["outputs"]}
    if missing:
        raise PolicyBroken(f"The table has no column {sorted(missing)[0]}.")
    known = set(Features.__dataclass_fields__)
    for column in table["inputs"]:
        if column.get("field") not in known:
            raise PolicyBroken(f"The column {column.get('name')} uses {column.get('field')}, which is not a feature.")
    for number, row in enumerate(table["rules"], 1):
        for column in table["inputs"]:
            _compile(zen.compile_unary_expression, row.get(column["id"], ""), number, column["name"])
        for column in table["outputs"]:
            _compile(zen.compile_expression, row.get(column["id"], ""), number, column["name"])
    last = table["rules"][-1] if table["rules"] else None
    if last is None or any(last.get(column["id"]) for column in table["inputs"]):
        raise PolicyBroken(
            "The last row must apply to every case (no conditions), so that the table always has an answer."
        )


def _compile(compile_cell: Any, cell: str, row: int, column: str) -> None:
    if not cell:
        return
    try:
        compile_cell(cell)
    except Exception as error:  # the engine raises plain RuntimeErrors with a backtrace
        raise PolicyBroken(
            f"Row {row}, column {column}: {str(error).splitlines()[0][:200]}", row=row, column=column
        ) from error


def band_of(score: int, bands: Mapping[str, int]) -> Band:
    """The highest band whose minimum score is reached."""
    return next((band for band in _BANDS if score >= bands[band]), "low")


def assess(
    features: Features, policy: Policy, *, at: datetime, evidence: Mapping[str, Sequence[Evidence]] | None = None
) -> Assessment:
    """Score features under a policy; pure and deterministic.

    Args:
        evidence: the evidence of each feature by name; a factor has that of the features that its row tests.
    Raises: PolicyBroken where the table has no answer.
    """
    settings = policy.content["settings"]
    decided = _decision(json.dumps(policy.content["graph"], sort_keys=True)).evaluate(asdict(features))
    rows = decided["result"]
    if not isinstance(rows, list) or not rows:
        raise PolicyBroken("The decision table has no answer; its catch-all row is missing.")
    factors = tuple(_factor(row, features, evidence or {}) for row in rows if row.get("code") != CATCH_ALL)
    base = int(settings["base"])
    score = max(0, min(100, base + sum(factor.points for factor in factors)))
    # A prohibition does not depend on the points: it cannot be outweighed by other factors.
    prohibited = any(row.get("prohibits") for row in rows)
    band: Band = "prohibited" if prohibited else band_of(score, settings["bands"])
    return Assessment(score, band, base, factors, policy.id, policy.name, policy.version, at)


def _factor(row: dict[str, Any], features: Features, evidence: Mapping[str, Sequence[Evidence]]) -> Factor:
    values = asdict(features)
    shown = {name: _shown(name, value) for name, value in values.items()}
    rests_on = tuple(
        dict.fromkeys(item for name in str(row.get("rests_on", "")).split() for item in evidence.get(name, ()))
    )
    # Not str.format: it would evaluate attribute access that an author of a policy writes into a reason.
    reason = _PLACEHOLDER.sub(lambda found: shown.get(found[1], found[0]), str(row["reason"]))
    return Factor(row["code"], row["label"], int(row["points"]), reason, rests_on)


def _shown(name: str, value: Any) -> str:
    if name == "unknown_fraction":
        return f"{round(value * 100, 1):g} %"
    if name == "country":
        return str(value).upper()
    return f"{value:g}" if isinstance(value, float) else str(value)
