"""No route answers with a secret that its type does not declare: an undeclared one would be stored with the Idempotency-Key."""

import re
from typing import Any

import pytest
from fastapi import FastAPI

from ascertain.entrypoints.api.app import create_app

_SOUNDS_SECRET = re.compile(
    r"secret|token|passw|passphrase|credential|otp|recovery|seed|private|bearer|cookie|csrf|nonce|link|invitation|recovery_codes?|api_key|(^|_)(key|url)s?$"
)
# Names that sound like a secret, by the type that has them, with what they are.
_HARMLESS = {
    "TokenOut.token_type": "the scheme's name, Bearer",
    "WebhookOut.url": "the receiver's own address",
}


def _text_fields(schema: dict[str, Any], schemas: dict[str, Any], seen: set[str]) -> list[tuple[str, dict[str, Any]]]:
    """Fields of a response that hold text, as Type.field with their schemas, in every type that it refers to."""
    found: list[tuple[str, dict[str, Any]]] = []
    for reference in re.findall(r"#/components/schemas/([\w-]+)", str(schema)):
        if reference in seen:
            continue
        seen.add(reference)
        inner = schemas[reference]
        for name, field in inner.get("properties", {}).items():
            if "'string'" in str(field) and "$ref" not in str(field):
                found.append((f"{reference}.{name}", field))
        found += _text_fields(inner, schemas, seen)
    return found


def undeclared_secrets(app: FastAPI) -> list[str]:
    document = app.openapi()
    missing = set()
    for path, methods in document["paths"].items():
        for response in methods.get("post", {}).get("responses", {}).values():
            for name, field in _text_fields(response, document["components"]["schemas"], set()):
                sounds = _SOUNDS_SECRET.search(name.partition(".")[2].lower())
                if sounds and "x-secret" not in field and name not in _HARMLESS:
                    missing.add(f"{name} of POST {path}")
    return sorted(missing)


def test_every_secret_of_a_response_is_declared() -> None:
    assert undeclared_secrets(create_app()) == []


@pytest.mark.parametrize(
    "field", ["secret", "one_time_link", "totp_secret", "recovery_codes", "refresh_token", "api_key"]
)
def test_an_undeclared_secret_is_found(field: str) -> None:
    from pydantic import create_model

    app = FastAPI()
    inner = create_model("Inner", **{field: (list[str] if field.endswith("s") else str, ...)})  # type: ignore[call-overload]
    outer = create_model("Outer", items=(list[inner], ...))

    @app.post("/things", response_model=outer)
    async def post_thing() -> None: ...

    assert undeclared_secrets(app) == [f"Inner.{field} of POST /things"]
