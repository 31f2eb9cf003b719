"""Extraction from the PDF417 code of American and Canadian licences and identity cards (AAMVA DL/ID card design standard)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ascertain.ai.text import Barcode, Page
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import normalise_address, normalise_given_name, normalise_identifier

# Error correction leaves no misread letters, so only what the issuer wrote can be wrong.
_CONFIDENCE = 0.985
# "@", the separators, "ANSI " (or "AAMVA" on the oldest cards), the issuer, versions, and where the parts begin.
_HEADER = re.compile(r"^@[\x1c-\x1e\n\r ]{0,8}(?:ANSI |AAMVA)(?P<issuer>\d{6})")
_PART = re.compile(r"(?P<kind>DL|ID|EN)(?=D[A-Z]{2})")
_ELEMENT = re.compile(r"^(?P<id>[DZ][A-Z]{2})(?P<value>.*)$")
_SEXES = {"1": "male", "2": "female", "9": "other", "M": "male", "F": "female", "X": "other"}
_NO_VALUE = frozenset({"", "NONE", "UNAVL", "N/A"})


@dataclass(frozen=True, slots=True)
class Licence:
    """The content of a licence's code: "DL" or "ID", and the elements by their three letters."""

    kind: str
    elements: Mapping[str, str]
    code: Barcode
    page_number: int


def licence_of(code: Barcode, page_number: int) -> Licence | None:
    """The content of a code by the standard; None for any other."""
    if code.format != "pdf417" or not _HEADER.match(code.text):
        return None
    lines = re.split(r"[\n\r\x1c-\x1f]+", code.text)
    elements: dict[str, str] = {}
    kind = ""
    for line in lines:
        part = _PART.search(line)
        if part and not kind:
            kind, line = ("DL" if part["kind"] == "EN" else part["kind"]), line[part.end() :]
        found = _ELEMENT.match(line) if kind else None
        value = found["value"].strip() if found else ""
        if found and value.upper() not in _NO_VALUE:
            elements.setdefault(found["id"], value)
    return Licence(kind, elements, code, page_number) if "DAQ" in elements else None


def licences_of(pages: Sequence[Page]) -> list[Licence]:
    """The licences in the codes of pages, each number once."""
    found = (licence_of(code, page.number) for page in pages for code in page.barcodes)
    return list({one.elements["DAQ"]: one for one in found if one}.values())


def extract_by_barcode(task: Task) -> list[FoundFact]:
    """The holder and the document of each licence's code; the code is the place of every fact, and its element the quote."""
    facts: list[FoundFact] = []
    named = {subject.name: subject.schema for subject in task.kind.subjects}
    for number, licence in enumerate(licences_of(task.pages), 1):
        after = f"-{number}" if number > 1 else ""
        own = next((name for name, schema in named.items() if schema == "Identification"), None)
        if own and named.get("holder") == "Person":
            holder, document = f"holder{after}", f"{own}{after}"
        else:
            before = "barcode_" if named else ""
            holder, document = (
                f"{before}holder{after}",
                f"{before}{'licence' if licence.kind == 'DL' else 'card'}{after}",
            )
        facts += _facts(licence, holder, document)
    return facts


def _facts(licence: Licence, holder: str, document: str) -> Iterator[FoundFact]:
    code, page_number = licence.code, licence.page_number
    for is_holder, name, value, quote in _values(licence):
        subject, schema = (holder, "Person") if is_holder else (document, "Identification")
        yield FoundFact(subject, schema, name, value, quote, page_number, (code.box,), "barcode", _CONFIDENCE)
    link = (document, "Identification", "holder", holder)
    yield FoundFact(*link, f"DAQ{licence.elements['DAQ']}", page_number, (code.box,), "barcode", _CONFIDENCE)


def _values(licence: Licence) -> Iterator[tuple[bool, str, str, str]]:
    """Of each fact: whether it is the holder's, the property, the value, and the element as quote."""
    one = licence.elements
    last, first = _names(one)
    if last and (value := normalise_given_name(last)):
        yield True, "lastName", value, last
    if first and (value := normalise_given_name(first)):
        yield True, "firstName", value, first
    if last and first:
        yield True, "name", f"{normalise_given_name(first)} {normalise_given_name(last)}", f"{first} {last}"
    for is_holder, name, key in ((True, "birthDate", "DBB"), (False, "startDate", "DBD"), (False, "endDate", "DBA")):
        date = _date(one.get(key, ""))
        if date:
            yield is_holder, name, date, one[key]
    if one.get("DBC", "") in _SEXES:
        yield True, "gender", _SEXES[one["DBC"]], one["DBC"]
    address = _address(one)
    if address:
        yield True, "address", address, ", ".join(one[key] for key in ("DAG", "DAI", "DAJ", "DAK") if key in one)
    yield False, "number", normalise_identifier(one["DAQ"]), one["DAQ"]
    country = {"USA": "us", "CAN": "ca"}.get(one.get("DCG", "USA"))
    if country:
        yield False, "country", country, one.get("DCG", one.get("DAJ", one["DAQ"]))


def _names(one: Mapping[str, str]) -> tuple[str, str]:
    """Surname and given names. The versions of the standard name them differently; in one element they are joined by commas."""
    last = one.get("DCS") or one.get("DAB", "")
    first = one.get("DAC") or one.get("DCT", "")
    middle = one.get("DAD", "")
    if not last and "DAA" in one:
        last, _, rest = one["DAA"].replace("@", ",").partition(",")
        return last.strip(), " ".join(rest.replace(",", " ").split())
    suffix = one.get("DCU", "")
    return last.strip(), " ".join(f"{first} {middle} {suffix}".replace(",", " ").split())


def _date(text: str) -> str | None:
    """MMDDCCYY of the United States, CCYYMMDD of Canada and of the oldest cards, told apart by which of them is a date."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 8:
        return None
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[:2], digits[2:4])):
        if 1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{month}-{day}"
    return None


def _address(one: Mapping[str, str]) -> str | None:
    street = " ".join(filter(None, (one.get("DAG"), one.get("DAH"))))
    if not street or "DAI" not in one:
        return None
    postcode = one.get("DAK", "").strip()
    if re.fullmatch(r"\d{9}", postcode):
        postcode = postcode[:5] if postcode.endswith("0000") else f"{postcode[:5]}-{postcode[5:]}"
    return normalise_address(f"{street}, {one['DAI']}, {one.get('DAJ', '')} {postcode}".strip())
