"""Secrets in responses: the response's type declares them, and nothing stores them.

A test walks through the responses of all POST routes and refuses a field whose name sounds like a secret and that is not declared.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, Field

_MARK = "x-secret"

# A secret without which the response is of no use, such as a token: a response with one is never stored.
Secret = Annotated[str, Field(json_schema_extra={_MARK: "always"})]
Secrets = Annotated[list[str], Field(json_schema_extra={_MARK: "always"})]
# A secret shown once, of an object that exists without it, such as an API key: the stored response has null in its place.
SecretShownOnce = Annotated[
    str | None,
    Field(
        json_schema_extra={_MARK: "once"},
        description="Shown once: null where the request is repeated with its Idempotency-Key",
    ),
]


@lru_cache(maxsize=2000)
def secret_fields(response_model: Any) -> tuple[frozenset[str], bool]:
    """Names of the declared secrets in a response model, and whether the response may be stored without them."""
    marks = dict(_marks(response_model, set()))
    return frozenset(marks), "always" not in marks.values()


def _marks(annotation: Any, seen: set[Any]) -> Iterator[tuple[str, str]]:
    for inner in get_args(annotation):
        yield from _marks(inner, seen)
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)) or annotation in seen:
        return
    seen.add(annotation)
    for name, field in annotation.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and _MARK in extra:
            yield field.alias or name, str(extra[_MARK])
        yield from _marks(field.annotation, seen)


def without_secrets(body: bytes, names: frozenset[str]) -> bytes:
    """A response in JSON with null in place of the fields of these names, wherever they are."""
    return json.dumps(_nulled(json.loads(body), names), separators=(",", ":")).encode()


def _nulled(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: None if key in names else _nulled(item, names) for key, item in value.items()}
    return [_nulled(item, names) for item in value] if isinstance(value, list) else value
