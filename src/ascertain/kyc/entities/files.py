"""Files of records, without a server: CSV, Parquet and JSON lines (FollowTheMoney or flat), read by DuckDB in bounded memory."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.entities.engine.comparison_fields import FieldValues, fields_of
from ascertain.kyc.entities.engine.schemas import SCHEMAS, kind_of
from ascertain.kyc.entities.records import PARTY_SCHEMAS

# Rows in memory at once; the file itself may be of any size.
_BATCH = 20_000
# Comparing texts takes the product of their lengths.
_LONGEST = 1_000  # characters of a value
# What columns are commonly called, without regard to case, spaces and underscores -> FollowTheMoney property.
_COLUMNS = {
    "name": "name", "fullname": "name", "companyname": "name", "legalname": "name", "caption": "name",
    "firstname": "firstName", "givenname": "firstName", "forename": "firstName",
    "lastname": "lastName", "surname": "lastName", "familyname": "lastName", "middlename": "middleName",
    "birthdate": "birthDate", "dateofbirth": "birthDate", "dob": "birthDate",
    "birthplace": "birthPlace", "placeofbirth": "birthPlace", "city": "city", "town": "city", "suburb": "city",
    "postcode": "postalCode", "postalcode": "postalCode", "zip": "postalCode", "zipcode": "postalCode",
    "postcodefake": "postalCode", "address": "address", "address1": "street", "street": "street", "state": "state",
    "gender": "gender", "sex": "gender", "occupation": "position", "position": "position",
    "nationality": "nationality", "country": "country", "jurisdiction": "jurisdiction",
    "passportnumber": "passportNumber", "passport": "passportNumber", "idnumber": "idNumber", "socsecid": "idNumber",
    "taxnumber": "taxNumber", "vatnumber": "vatCode", "registrationnumber": "registrationNumber",
    "companynumber": "registrationNumber", "lei": "leiCode", "email": "email", "phone": "phone", "phonenumber": "phone",
    "incorporationdate": "incorporationDate", "dateofincorporation": "incorporationDate",
}  # fmt: skip
_IDS = ("id", "recordid", "recid", "uniqueid", "customerid", "key")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of a file: their ids, kinds and what they are compared by."""

    ids: list[str]
    kinds: list[str]
    field_values: list[FieldValues]
    total: int


def _plain(column: str) -> str:
    return column.lower().replace("_", "").replace(" ", "").replace("-", "")


def _query(path: Path) -> str:
    name = str(path).replace("'", "''")
    match "".join(path.suffixes[-2:]).lower().removesuffix(".gz").rpartition(".")[2]:
        case "csv" | "tsv" | "txt":
            return f"read_csv('{name}', all_varchar = true)"
        case "parquet":
            return f"read_parquet('{name}')"
        case "json" | "jsonl" | "ndjson" | "ftm":
            return f"read_json('{name}', format = 'newline_delimited')"
    raise InvalidInput(f"{path.name} is neither CSV, Parquet nor JSON lines.")


def read_batches(path: Path, *, columns: Mapping[str, str] | None = None, schema: str | None = None) -> Iterator[Batch]:
    """The records of a file, some thousand at a time.

    A file of FollowTheMoney entities has `id`, `schema` and `properties`, and those that are no parties are passed over; any other
    has a column a property.

    Args:
        columns: column -> FollowTheMoney property, for columns that are not called what is commonly used; "" leaves one out.
        schema: Person or Company, for files without a schema column; guessed from the columns where left out.
    Raises: InvalidInput where the file cannot be read, has no id or nothing to compare.
    """
    if path.stat().st_size == 0:
        raise InvalidInput(f"{path.name} is empty.")
    import duckdb  # here, for it takes 17 MB, and a server that reads no files of records never needs it

    connection = duckdb.connect(config={"threads": 2})
    seen: set[str] = set()
    try:
        source = _query(path)
        total = connection.execute(f"select count(*) from {source}").fetchone()
        cursor = connection.execute(f"select * from {source}")
        names = [column[0] for column in cursor.description or ()]
        reader = _reader(names, columns or {}, schema, path.name)
        while rows := cursor.fetchmany(_BATCH):
            read = [record for row in rows if (record := reader(row)) is not None]
            for identifier, _, _ in read:
                if not identifier or identifier in seen:
                    what = f"has the id {identifier} twice" if identifier else "has a record without an id"
                    raise InvalidInput(f"{path.name} {what}.")
                seen.add(identifier)
            ids, kinds = [one[0] for one in read], [one[1] for one in read]
            yield Batch(ids, kinds, [fields_of(kind, given) for _, kind, given in read], total[0] if total else 0)
    except duckdb.Error as error:
        raise InvalidInput(f"{path.name} could not be read: {_reason(str(error))}") from error
    finally:
        connection.close()


def _reason(error: str) -> str:
    """DuckDB's message without the line of the file that it quotes, which may hold personal data."""
    if "not utf-8" in error.lower():
        return "it is not UTF-8 text."
    lines = [line.strip() for line in error.splitlines() if line.strip() and "Original Line" not in line]
    return " ".join(lines[:2])[:300]


Reader = Callable[[tuple[Any, ...]], tuple[str, str, Mapping[str, list[str]]] | None]


def _texts(value: Any) -> list[str]:
    """The values that a cell holds, without blanks; what is longer than any name is cut, for comparing takes its square."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [text[:_LONGEST] for one in values if one is not None and (text := str(one).strip())]


def _id(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _reader(names: list[str], columns: Mapping[str, str], schema: str | None, file: str) -> Reader:
    places = {name: at for at, name in enumerate(names)}
    id_at = next((places[name] for name in names if _plain(name) in _IDS), None)
    if id_at is None:
        found = ", ".join(names[:8])
        raise InvalidInput(f"{file} has no column with an id: call one of them id. It has {found[:200]}.")
    if "properties" in places:
        return _ftm_reader(id_at, places["properties"], places.get("schema"), schema or "Person", file)
    return _flat_reader(names, columns, schema, id_at, file)


def _ftm_reader(id_at: int, properties_at: int, schema_at: int | None, default: str, file: str) -> Reader:
    def read(row: tuple[Any, ...]) -> tuple[str, str, Mapping[str, list[str]]] | None:
        schema = (row[schema_at] if schema_at is not None else None) or default
        if schema not in PARTY_SCHEMAS:
            return None  # ownerships, addresses and the like are no parties
        held = row[properties_at]
        held = json.loads(held) if isinstance(held, str) else held
        if held is not None and not isinstance(held, dict):
            raise InvalidInput(f"{file}: the properties of {_id(row[id_at])} are no object.")
        properties = {name: texts for name, values in (held or {}).items() if (texts := _texts(values))}
        return _id(row[id_at]), kind_of(str(schema)), properties

    return read


def _flat_reader(names: list[str], columns: Mapping[str, str], schema: str | None, id_at: int, file: str) -> Reader:
    wanted = {name: columns.get(name, _COLUMNS.get(_plain(name))) for name in names}
    used = [(at, prop) for at, name in enumerate(names) if (prop := wanted[name])]
    if not any(prop in ("name", "lastName", "firstName") for _, prop in used):
        raise InvalidInput(f"{file} has no column with names: map one with --column COLUMN=name.")
    personal = {"firstName", "lastName", "birthDate", "gender"}
    kind = kind_of(schema) if schema else "person" if personal & {prop for _, prop in used} else "company"
    known = {name for field in SCHEMAS[kind] for name in field.properties} | {"name"}
    used = [(at, prop) for at, prop in used if prop in known | {"address"}]

    def read(row: tuple[Any, ...]) -> tuple[str, str, Mapping[str, list[str]]]:
        properties: dict[str, list[str]] = {}
        for at, prop in used:
            if texts := _texts(row[at]):
                properties.setdefault(prop, []).extend(texts)
        return _id(row[id_at]), kind, properties

    return read


def write_clusters(path: Path, rows: Iterator[tuple[str, str, float]]) -> None:
    """Record id, cluster id and probability, as CSV or, by the file's extension, JSON lines. Never leaves a partial file."""
    part = path.with_name(f".{path.name}.part")
    _write_rows(part, rows, as_json=path.suffix in (".jsonl", ".ndjson"))
    part.replace(path)


def _write_rows(path: Path, rows: Iterator[tuple[str, str, float]], *, as_json: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        if as_json:
            for record_id, cluster_id, probability in rows:
                line = {"record_id": record_id, "cluster_id": cluster_id, "probability": probability}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            return
        writer = csv.writer(file)
        writer.writerow(("record_id", "cluster_id", "probability"))
        writer.writerows(rows)
