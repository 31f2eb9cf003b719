"""Generate docs/reference/settings.md from the settings models: `python -m tools.settings_reference`; a test compares it."""

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ascertain.entrypoints.settings import Settings

PATH = Path(__file__).parent.parent / "docs/reference/settings.md"

_HEAD = """# Settings

Generated from the settings models by `make reference`.

Each setting is an environment variable; a file `.env` in the working folder is read too. Secrets never appear in logs, traces or
errors.
"""

_KINDS = {str: "text", SecretStr: "secret", bool: "true or false", int: "whole number", float: "number"}


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return []


def _type_name(annotation: Any) -> str:
    if get_origin(annotation) in (Union, UnionType):
        return " or ".join(_type_name(part) for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is not None:
        return str(annotation).replace("typing.", "").replace("|", "or")
    return {
        "str": "text",
        "SecretStr": "secret",
        "bool": "true or false",
        "int": "whole number",
        "float": "number",
    }.get(annotation.__name__, annotation.__name__.lower())


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is PydanticUndefined:
        return "(must be set)"
    return "" if default is None else f"`{default}`"


def _bounds(field: FieldInfo) -> str:
    names = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below", "max_length": "at most characters"}
    found = [(names[name], getattr(part, name)) for part in field.metadata for name in names if hasattr(part, name)]
    return ", ".join(f"{word} {value}" for word, value in found)


def _variables(name: str, field: FieldInfo, prefix: str) -> str:
    alias = field.validation_alias
    choices = [str(choice) for choice in getattr(alias, "choices", [alias] if alias else [])]
    upper = [choice if choice.isupper() else f"{prefix}{choice}".upper() for choice in choices]
    return " or ".join(f"`{choice}`" for choice in upper) or f"`{prefix}{name}`".upper()


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if not _models(field.annotation):
            description = " ".join((field.description or "").split()).replace("|", "\\|")
            cells = (
                _variables(name, field, prefix),
                _type_name(field.annotation),
                _default(field),
                _bounds(field),
                description,
            )
            yield f"| {' | '.join(cells)} |"


def _section(title: str, model: type[BaseModel], prefix: str) -> str:
    rows = "\n".join(_rows(model, prefix))
    summary = (model.__doc__ or "").strip().split("\n\n")[0]
    table = f"| variable | type | default | bounds | description |\n|---|---|---|---|---|\n{rows}\n" if rows else ""
    return f"\n## {title}\n\n{summary}\n\n{table}"


def render() -> str:
    """The reference as Markdown."""
    prefix = Settings.model_config.get("env_prefix", "")
    parts = [_HEAD]
    if any(not _models(field.annotation) for field in Settings.model_fields.values()):
        parts.append(_section("General", Settings, prefix))
    for name, field in Settings.model_fields.items():
        for model in _models(field.annotation):
            parts.append(_section(name.capitalize(), model, f"{prefix}{name}__"))
    return "".join(parts)


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(render())
