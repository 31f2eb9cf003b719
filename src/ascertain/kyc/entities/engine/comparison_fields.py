"""Records to comparable text: one small mapping a record, the same for a batch and for one record."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ascertain.kyc.entities.engine.schemas import SCHEMAS, Field
from ascertain.kyc.values import latin, legal_form, name_tokens, person_parts, without_legal_form

FieldValues = dict[str, str]
SEPARATOR = "\x1f"  # between several values of one field; the best fitting pair of them is compared

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female"}
_PLAIN = re.compile(r"[^A-Z0-9]")


def _date(value: str) -> str:
    """ISO, as precise as given; a time of day is cut off; a date that is none is left out."""
    found = _DATE.match(value) if "-" in value else _COMPACT.fullmatch(value) or _DATE.match(value)
    return "-".join(part for part in found.groups() if part and part != "00") if found else ""


@lru_cache(maxsize=100_000)
def _plain_code(value: str) -> str:
    return _PLAIN.sub("", value.upper() if value.isascii() else latin(value).upper())


def _identifier(value: str) -> str:
    # Registers pad numbers with zeros, people do not.
    return _plain_code(value).lstrip("0")


def _email(value: str) -> str:
    return value.strip().lower()


def _phone(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    # The last nine digits: country code and trunk prefix are written in many ways, or left out.
    return digits[-9:] if len(digits) >= 7 else ""


def _normal(field: Field, value: str) -> str:
    match field.kind:
        case "date":
            return _date(value.strip())
        case "code":
            return _plain_code(value)
        case "identifier":
            return (
                _email(value)
                if field.name == "email"
                else _phone(value)
                if field.name == "phone"
                else _identifier(value)
            )
        case "category" if field.name == "gender":
            return _GENDERS.get(value.strip().lower(), "")
        case _:
            return latin(value)


def _joined(values: Sequence[str]) -> str:
    distinct = [value for value in dict.fromkeys(values) if value]
    return distinct[0] if len(distinct) == 1 else SEPARATOR.join(distinct[:8])


def _given(properties: Mapping[str, Sequence[str]], field: Field) -> str:
    for name in field.properties:
        values = properties.get(name)
        if values:
            return _joined([_normal(field, value) for value in values])
    return ""


def fields_of(kind: str, properties: Mapping[str, Sequence[str]]) -> FieldValues:
    """What of a record is compared. Fields without a value are left out.

    Args:
        kind: "person" or "company".
        properties: FollowTheMoney properties, each with its values, best first.
    """
    field_values = {field.name: value for field in SCHEMAS[kind] if (value := _given(properties, field))}
    names = [*properties.get("name", ()), *properties.get("alias", ())]
    _add_company_name(field_values, names) if kind == "company" else _add_person_name(field_values, names)
    if "postcode" not in field_values and "street" in field_values:
        _split_address(field_values, properties)
    return field_values


def _add_company_name(field_values: FieldValues, names: list[str]) -> None:
    folded = [name_tokens(name) for name in names]
    field_values.pop("company_name", None)
    core = _joined([" ".join(without_legal_form(tokens)) for tokens in folded])
    if core:
        field_values["company_name"] = core
    forms = _joined([legal_form(tokens) or "" for tokens in folded])
    if forms:
        field_values["legal_form"] = forms


def _add_person_name(field_values: FieldValues, names: list[str]) -> None:
    if "given" in field_values and "surname" in field_values:
        return
    parts = [person_parts(name) for name in names]
    for field, values in (
        ("given", [part.given for part in parts]),
        ("surname", [part.surname for part in parts]),
        ("middle", [" ".join(part.middle) for part in parts]),
        ("ordinal", [part.ordinal for part in parts]),
    ):
        value = _joined(values)
        if value:
            field_values.setdefault(field, value)
    if parts and all(part.lone for part in parts):
        field_values["lone"] = "1"


_UK_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")


def _split_address(field_values: FieldValues, properties: Mapping[str, Sequence[str]]) -> None:
    """A postcode written at the end of an address is taken as the postcode."""
    for value in properties.get("address", ()):
        found = _UK_POSTCODE.search(value.upper())
        if found:
            field_values["postcode"] = found[1] + found[2]
            return
