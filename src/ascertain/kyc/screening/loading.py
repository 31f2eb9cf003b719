"""Watchlists from their published formats: the UN's XML, OFAC's CSV set, and our own JSON."""

import csv
import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pycountry

from ascertain.kernel import jobs, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kyc.screening import store
from ascertain.kyc.screening.model import Entry, ListNotRead, Watchlist, entry_of

SAMPLE_LIST = Path(__file__).parent / "lists" / "sample.json"
RESCREEN_JOB = "screening.rescreen"
_EMPTY = "-0-"  # an empty cell in Treasury's files
# Names of countries on the lists that pycountry does not know in this form.
_COUNTRIES = {
    "democratic people's republic of korea": "kp",
    "russian federation": "ru",
    "iran (islamic republic of)": "ir",
}


def country_code(text: str) -> str | None:
    """ISO alpha-2, lower case, of a country's name or code."""
    cleaned = text.strip()
    if cleaned.lower() in _COUNTRIES:
        return _COUNTRIES[cleaned.lower()]
    try:
        return str(pycountry.countries.lookup(cleaned).alpha_2).lower()
    except LookupError:
        return None


def read_list(path: Path) -> list[Entry]:
    """The entries of a list file or folder. Raises ListNotRead with the reason."""
    if path.is_dir():
        return _read_ofac(path)
    if path.suffix.lower() == ".json":
        return _read_json(path)
    if path.suffix.lower() == ".xml":
        return _read_un(path)
    raise ListNotRead(f"{path.name} is not the UN's XML, a folder of OFAC's CSV files or JSON.")


def _read_json(path: Path) -> list[Entry]:
    try:
        stored = json.loads(path.read_text())["entries"]
        return [entry_of(entry) for entry in stored]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ListNotRead(f"{path.name} is not a list of entries: {error}") from error


def _texts(node: ElementTree.Element, path: str) -> list[str]:
    return [text for found in node.iterfind(path) if (text := (found.text or "").strip())]


def _read_un(path: Path) -> list[Entry]:
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - a list its operator fetched; expat refuses entity bombs
    except ElementTree.ParseError as error:
        raise ListNotRead(f"{path.name} is not XML: {error}") from error
    entries = [_un_person(node) for node in root.iterfind("INDIVIDUALS/INDIVIDUAL")]
    entries += [_un_organisation(node) for node in root.iterfind("ENTITIES/ENTITY")]
    if not entries:
        raise ListNotRead(f"{path.name} has no individuals and no entities.")
    return entries


def _un_names(node: ElementTree.Element, alias: str) -> tuple[str, ...]:
    parts = [text for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME") for text in _texts(node, tag)]
    names = [" ".join(parts), *_texts(node, "NAME_ORIGINAL_SCRIPT")]
    for text in _texts(node, f"{alias}/ALIAS_NAME"):  # some cells list several aliases
        names += [part.strip() for part in text.split(";") if part.strip()]
    return tuple(dict.fromkeys(name for name in names if name))


def _un_birth_dates(node: ElementTree.Element) -> tuple[str, ...]:
    dates: list[str] = []
    for birth in node.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        full = _texts(birth, "DATE")
        years = _texts(birth, "YEAR") + _texts(birth, "FROM_YEAR") + _texts(birth, "TO_YEAR")
        dates += [date[:10] for date in full] or [year[:4] for year in years]
    return tuple(dict.fromkeys(date for date in dates if re.match(r"\d{4}", date)))


def _un_countries(node: ElementTree.Element, *paths: str) -> tuple[str, ...]:
    codes = [country_code(text) for path in paths for text in _texts(node, path)]
    return tuple(dict.fromkeys(code for code in codes if code))


def _un_person(node: ElementTree.Element) -> Entry:
    countries = _un_countries(node, "NATIONALITY/VALUE", "INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY")
    return Entry(
        id=(_texts(node, "DATAID") or _texts(node, "REFERENCE_NUMBER"))[0],
        schema="Person",
        names=_un_names(node, "INDIVIDUAL_ALIAS"),
        birth_dates=_un_birth_dates(node),
        countries=countries,
        topics=("sanction",),
        program=next(iter(_texts(node, "UN_LIST_TYPE")), None),
        remarks=next(iter(_texts(node, "COMMENTS1")), None),
    )


def _un_organisation(node: ElementTree.Element) -> Entry:
    return Entry(
        id=(_texts(node, "DATAID") or _texts(node, "REFERENCE_NUMBER"))[0],
        schema="Organization",
        names=_un_names(node, "ENTITY_ALIAS"),
        countries=_un_countries(node, "ENTITY_ADDRESS/COUNTRY"),
        topics=("sanction",),
        program=next(iter(_texts(node, "UN_LIST_TYPE")), None),
        remarks=next(iter(_texts(node, "COMMENTS1")), None),
    )


def _rows(folder: Path, name: str) -> Iterable[list[str]]:
    file = next((found for found in sorted(folder.iterdir()) if found.name.lower() == f"{name}.csv"), None)
    if file is None:
        return []
    with file.open(encoding="latin-1", newline="") as lines:
        return [[cell.strip().replace(_EMPTY, "") for cell in row] for row in csv.reader(lines) if len(row) > 3]


_BORN = re.compile(r"DOB (?:circa )?(?:(\d{1,2}) )?(?:([A-Z][a-z]{2}) )?(\d{4})")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _ofac_birth_dates(remarks: str) -> tuple[str, ...]:
    dates = []
    for day, month, year in _BORN.findall(remarks):
        number = f"-{_MONTHS.index(month) + 1:02d}" if month in _MONTHS else ""
        dates.append(f"{year}{number}" + (f"-{int(day):02d}" if day and number else ""))
    return tuple(dict.fromkeys(dates))


def _read_ofac(folder: Path) -> list[Entry]:
    """Treasury's headerless set: sdn (entries), alt (aliases), add (addresses)."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "alt"):
        aliases[row[0]].append(row[3])
    countries: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "add"):
        code = country_code(row[4]) if len(row) > 4 and row[4] else None
        if code:
            countries[row[0]].append(code)
    entries = []
    for row in _rows(folder, "sdn"):
        # Treasury has no column for birth dates: they are in the remarks, as "DOB 12 Mar 1961".
        remarks = row[11] if len(row) > 11 else ""
        schema = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}.get(row[2], "Organization")
        names = tuple(dict.fromkeys([row[1], *aliases[row[0]]]))
        found = tuple(dict.fromkeys(countries[row[0]]))
        entries.append(
            Entry(
                row[0], schema, names, _ofac_birth_dates(remarks), found, ("sanction",), row[3] or None, remarks or None
            )
        )
    if not entries:
        raise ListNotRead(f"{folder.name} has no sdn.csv with entries.")
    return entries


def version_of(entries: list[Entry]) -> str:
    """A short hash of the entries: a different version is a different content."""
    body = json.dumps([asdict(entry) for entry in entries], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:12]


async def load_list(
    tx: Connection, list_id: str, name: str, source: str, entries: list[Entry], *, now: datetime
) -> Watchlist | None:
    """Replace the entries of a list; None where nothing changed. Lists are shared by all tenants."""
    version = version_of(entries)
    known = await store.find_watchlist(tx, list_id)
    if known and known.version == version:
        return None
    watchlist = Watchlist(list_id, name, source, version, len(entries), now)
    await store.replace_list(tx, watchlist, entries)
    return watchlist


async def load_shared_list(
    db: Database, list_id: str, name: str, source: str, entries: list[Entry], *, now: datetime
) -> int | None:
    """Load a list and rescreen the watched cases of every tenant; None where nothing changed.

    Returns: the number of entries of the list.
    """
    async with db.untenanted() as tx:
        loaded = await load_list(tx, list_id, name, source, entries, now=now)
        tenants = [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]
    if loaded is None:
        return None
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            await outbox.publish(tx, "list.updated", {"list_id": list_id, "version": loaded.version}, stream=list_id)
            await jobs.enqueue(tx, RESCREEN_JOB, {"list_id": list_id}, dedupe_key=loaded.version)
    return loaded.entries
