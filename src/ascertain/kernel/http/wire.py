"""The base of all wire types."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

T = TypeVar("T")


def _refuse_unstorable(value: Any) -> Any:
    """Postgres stores neither NUL nor lone surrogates; refused here, the error names the field."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("contains the character NUL")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("contains half of a surrogate pair")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item)
    return value


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


StorableStr = Annotated[str, BeforeValidator(_refuse_unstorable)]


class RefOut(WireModel):
    """A pointer to evidence; GET /evidence/{kind}/{id} opens it."""

    kind: str
    id: str


class CursorPage(WireModel, Generic[T]):
    """One page of a list; `next_cursor` is None on the last."""

    items: list[T]
    next_cursor: str | None = None
