"""The HTTP reference as Markdown, one page per tag, from the OpenAPI document of the code."""

import json
from collections.abc import Iterator
from typing import Any

_METHODS = ("get", "post", "put", "patch", "delete")
_INDEX = """# HTTP API

JSON in snake_case, times in RFC 3339 UTC, identifiers as prefixed ULIDs. Send an access token or an API key as
`Authorization: Bearer ...`. Lists are pages: pass `next_cursor` of one page as `cursor` for the next. Every POST accepts an
`Idempotency-Key`. Errors are `application/problem+json`: see [Errors](../errors.md). A running server offers the same document
to programs at `/api/v1/openapi.json`; [Use the API](../../guides/api.md) walks one case from documents to a decision.

| group | operations | |
|---|---|---|
"""
# A reader wants the answer that he normally gets; every operation may also fail in the ways that the errors page lists.
_SUCCESS = ("200", "201", "202", "204")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _type_of(schema: dict[str, Any]) -> str:
    """A schema in a few characters, with a link where it has a name."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](schemas.md#{name.lower()})"
    for kind in ("anyOf", "oneOf"):
        if kind in schema:
            return " or ".join(dict.fromkeys(_type_of(one) for one in schema[kind]))
    if "allOf" in schema:
        return _type_of(schema["allOf"][0])
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "any value")
    if kind == "array":
        return f"list of {_type_of(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_type_of(schema['additionalProperties'])}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _bounds(schema: dict[str, Any]) -> str:
    names = {
        "minimum": "at least", "maximum": "at most", "exclusiveMinimum": "over", "exclusiveMaximum": "under",
        "minLength": "shortest", "maxLength": "longest", "minItems": "fewest", "maxItems": "most", "default": "default",
    }  # fmt: skip
    bounds = [f"{word} {json.dumps(schema[key])}" for key, word in names.items() if schema.get(key) is not None]
    return ", ".join(bounds)


def _row(name: str, schema: dict[str, Any], *, required: bool, description: str = "") -> str:
    notes = [_cell(description or schema.get("description", "")), _cell(_bounds(schema))]
    return f"| `{name}` | {_type_of(schema)} | {'yes' if required else 'no'} | {'; '.join(filter(None, notes))} |"


def _content(body: dict[str, Any]) -> Iterator[str]:
    for media_type, content in body.get("content", {}).items():
        yield f"{_type_of(content.get('schema', {}))} as `{media_type}`"


def _operation(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    lines = [f"## {operation['summary']}", "", f"`{method.upper()} {path}`", "", operation.get("description", ""), ""]
    parameters = operation.get("parameters", [])
    if parameters:
        lines += ["| parameter | type | required | |", "|---|---|---|---|"]
        lines += [
            _row(
                one["name"] if one["in"] != "header" else f"{one['name']} (header)",
                one.get("schema", {}),
                required=one.get("required", False),
                description=one.get("description", ""),
            )
            for one in parameters
        ]
        lines.append("")
    for body in _content(operation.get("requestBody", {})):
        lines += [f"Request body: {body}", ""]
    for status, response in operation.get("responses", {}).items():
        if status in _SUCCESS:
            bodies = list(_content(response))
            lines += [f"Answer {status}: {', '.join(bodies) if bodies else 'no body'}", ""]
    return lines


def _schema(name: str, schema: dict[str, Any]) -> list[str]:
    lines = [f"## {name}", "", schema.get("description", ""), ""]
    if "properties" not in schema:
        return [*lines, _type_of(schema), ""]
    required = set(schema.get("required", ()))
    rows = [_row(key, value, required=key in required) for key, value in schema["properties"].items()]
    lines += ["| field | type | required | |", "|---|---|---|---|", *rows, ""]
    if schema.get("examples"):
        lines += ["```json", json.dumps(schema["examples"][0], indent=2, ensure_ascii=False), "```", ""]
    return lines


def render(document: dict[str, Any]) -> dict[str, str]:
    """File name -> page: an index, one page per tag, and the schemas."""
    groups: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                tag = methods[method].get("tags", ["other"])[0]
                groups.setdefault(tag, []).extend(_operation(path, method, methods[method]))
                counts[tag] = counts.get(tag, 0) + 1
    rows = [f"| [{tag.capitalize()}]({tag}.md) | {counts[tag]} |  |" for tag in sorted(groups)]
    pages = {f"{tag}.md": "\n".join([f"# {tag.capitalize()}", "", *lines]) + "\n" for tag, lines in groups.items()}
    pages["index.md"] = _INDEX + "\n".join(rows) + "\n| [Schemas](schemas.md) | | bodies of requests and answers |\n"
    schemas = document["components"]["schemas"]
    pages["schemas.md"] = "\n".join(
        ["# Schemas", "", *(line for name in sorted(schemas) for line in _schema(name, schemas[name]))]
    )
    return pages
