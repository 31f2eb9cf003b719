"""The base of all wire types."""

import math
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

T = TypeVar("T")


# Deeper than any real document; Python's own limit is reached at a few hundred levels of checks.
_DEEPEST = 50
_INTEGER_BITS = 63


def _refuse_unstorable(value: Any, depth: int = 0) -> Any:
    """Postgres stores neither NUL nor lone surrogates nor endless numbers; refused here, the error names the field."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("contains the character NUL")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError("contains half of a surrogate pair") from error
    # 1e999 is read as infinity, which JSON cannot answer with.
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("contains a number that is not finite")
    elif isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        raise ValueError("contains a number out of range")
    elif isinstance(value, dict | list):
        if depth == _DEEPEST:
            raise ValueError(f"is nested more than {_DEEPEST} levels deep")
        if isinstance(value, dict):
            for key in value:
                _refuse_unstorable(key)
        for item in value.values() if isinstance(value, dict) else value:
            _refuse_unstorable(item, depth + 1)
    return value


def _storable(value: Any) -> Any:
    return _refuse_unstorable(value)


class WireModel(BaseModel):
    """A request or response body: unknown fields and unstorable characters are refused.

    `model_validate` takes a dataclass with the same names as well, so that a response needs no hand-written copier.
    """

    # An unknown field is a mistake of the caller and must not be dropped in silence.
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, data: Any) -> Any:
        return _refuse_unstorable(data) if isinstance(data, dict) else data


class WithAttributes:
    """An object with further or other attributes, for a `model_validate` whose fields are not all on the object."""

    def __init__(self, base: object, **attributes: Any) -> None:
        self.__dict__.update(attributes)
        self.__base = base

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__base, name)


StorableStr = Annotated[str, BeforeValidator(_storable)]


class RefOut(WireModel):
    """A pointer to evidence; GET /evidence/{kind}/{id} opens it."""

    kind: str
    id: str


class CursorPage(WireModel, Generic[T]):
    """One page of a list; `next_cursor` is None on the last."""

    items: list[T]
    next_cursor: str | None = None
