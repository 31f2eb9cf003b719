"""Eleven suppliers' invoices (MIT) against their expected JSON: `python -m benchmarks.extraction invoices`.

The JSON was made with a template per supplier and contains what the author of the template needed; here no supplier has rules of
its own. Every leaf of the JSON counts, also those for which invoice.toml has no field (an Incoterm, details of a hotel). An invoice
is exact if every leaf is right. The set is halved by the hash of the file name: errors of one half were corrected, the other half
is only reported (its text was seen when the type file was first written).
"""

import hashlib
import json
import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from ascertain.kyc.documents import FoundFact
from ascertain.kyc.documents.local_api import read
from ascertain.kyc.extraction import extract
from ascertain.kyc.values import Context, normalise, without_stated_form
from benchmarks.results import Cell, Result, proportion

# Key of the JSON -> (subject, property), with a dot before a part of the value.
_FIELDS = {
    "issuer": ("seller", "name"),
    "partner_name": ("seller", "name"),
    "amount": ("invoice", "amount"),
    "date": ("invoice", "date"),
    "amount_untaxed": ("invoice", "amountNet"),
    "amount_tax": ("invoice", "amountTax"),
    "date_due": ("invoice", "dueDate"),
    "invoice_number": ("invoice", "number"),
    "currency": ("invoice", "currency"),
    "vat": ("seller", "vatCode"),
    "static_vat": ("seller", "vatCode"),
    "iban": ("account", "iban"),
    "bic": ("account", "bic"),
    "siren": ("seller", "registrationNumber"),
    "partner_coc": ("seller", "registrationNumber"),
    "partner_website": ("seller", "website"),
    "partner_email": ("seller", "email"),
    "payment_method": ("invoice", "paymentMethod"),
    "gstin": ("seller", "vatCode"),
    "cin": ("seller", "registrationNumber"),
    "telephone": ("seller", "phone"),
    "partner_street": ("seller", "address.street"),
    "partner_zip": ("seller", "address.postalCode"),
    "partner_city": ("seller", "address.city"),
    "country_code": ("seller", "address.country"),
    "payment_reference": ("invoice", "paymentReference"),
    "customer_order_free_ref": ("invoice", "orderNumber"),
    "order_id": ("invoice", "orderNumber"),
    "client_id": ("invoice", "customerNumber"),
    "incoterm": ("invoice", "incoterm"),
    "date_start": ("invoice", "startDate"),
    "booking_id": ("invoice", "number"),
}
_LINE = {
    "name": "name",
    "desc": "name",
    "qty": "quantity",
    "price_unit": "price",
    "price": "price",
    "price_subtotal": "amount",
    "code": "code",
    "uom": "unit",
    "discount": "discount",
    "line_tax_percent": "taxRate",
    "taxpercent": "taxRate",
}


def is_tuned(name: str) -> bool:
    """Whether a file is in the half whose errors may be inspected."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def _same(stated: Any, read: str | None, *, ignore_form: bool = False) -> bool:
    if read is None:
        return stated == ""
    if ignore_form:
        stated, read = (without_stated_form(text).replace(".", "") for text in (str(stated), read))
    if isinstance(stated, (int, float)) or re.fullmatch(r"-?\d+(\.\d+)?", str(stated)):
        try:
            return abs(float(stated) - float(re.sub(r"\s", "", read))) < 0.005
        except ValueError:
            return False
    fold = lambda text: re.sub(r"[\s#]+", "", str(text)).casefold().rstrip(".")  # noqa: E731
    return fold(stated) == fold(read)


def leaves(expected: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(place, kind, value) of every leaf: kind is field, line or other."""
    found: list[tuple[str, str, Any]] = []
    for key, value in expected.items():
        if isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict)]
            found += [
                (f"{key}.{i}.{name}", "line" if name in _LINE else "other", v)
                for i, row in enumerate(rows)
                for name, v in row.items()
            ]
            found += [(key, "other", item) for item in value if not isinstance(item, dict)]
        elif key != "desc":  # the title of the template
            found.append((key, "field" if key in _FIELDS else "other", value))
    return found


def _read(place: str, facts: list[FoundFact], lines: list[dict[str, str]], rows: list[int]) -> str | None:
    if "." in place:
        _, index, name = place.split(".")
        at = rows.index(int(index)) if int(index) in rows else -1
        return lines[at].get(_LINE[name]) if 0 <= at < len(lines) else None
    subject, _, part = _FIELDS[place][1].partition(".")
    fact = next((fact for fact in facts if (fact.subject, fact.property) == (_FIELDS[place][0], subject)), None)
    return None if fact is None else dict(fact.parts).get(part) if part else fact.value


def is_right(place: str, stated: Any, fact: FoundFact) -> bool:
    """Whether a fact, or the part of it that a key asks for, equals the value of the JSON."""
    part = _FIELDS[place][1].partition(".")[2]
    return _same(stated, dict(fact.parts).get(part) if part else fact.value, ignore_form=place == "issuer")


def is_printed(value: Any, text: str) -> bool:
    """Whether a value is on the pages in any form: as letters, as a number, as a date."""
    if str(value).replace(" ", "").casefold() in re.sub(r"\s+", "", text).casefold():
        return True
    numbers = re.findall(r"-?\d[\d.,]*", text)
    if any(_same(value, normalise("amount", number)) for number in numbers):
        return True
    dates = re.findall(r"\d{1,4}[./ -]+(?:\w+|\d{1,2})[./ -]+\d{2,4}|\w+ \d{1,2} ?, ?\d{4}", text)
    return any(normalise("date", day, Context(day_first=first)) == value for day in dates for first in (True, False))


_PLAIN = {
    "invoice_number": r"(?:invoice|rechnung|facture|factuur|booking)\s*(?:no|nr|number|nummer|n°|id|#)?\.?[\s:#]*([\w/]*\d[\w/]*)",
    "iban": r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b",
    "bic": r"(?:BIC|SWIFT)\s*:?\s*([A-Z0-9]{8,11})\b",
    "vat": r"\b((?:NL|DE|FR|BE|GB|IN)\s?[0-9A-Z]{9,12})\b",
    "partner_email": r"([\w.+-]+@[\w-]+\.[\w.]+)",
    "partner_website": r"((?:https?://|www\.)[\w./-]+)",
}


def plain_expressions(text: str) -> dict[str, str]:
    """The baseline: one regular expression per field over the plain text, the first date, and the largest amount."""
    found = {name: match[1] for name, pattern in _PLAIN.items() if (match := re.search(pattern, text, re.IGNORECASE))}
    amounts = [normalise("amount", one) for one in re.findall(r"\d[\d.,]*[.,]\d{2}\b", text)]
    day, currency = normalise("date", text), normalise("currency", text)
    if amounts:
        found["amount"] = max((one for one in amounts if one), key=float)
    return found | ({"date": day} if day else {}) | ({"currency": currency} if currency else {})


def measure() -> Result:
    """Print for both halves the exact invoices and the leaves that are right, beside the baseline on the fields."""
    folder = Path(os.environ["ASCERTAIN_DATA"]) / "documents/invoices"
    judged: list[tuple[float, bool]] = []
    tallies = {True: Counter[str](), False: Counter[str]()}
    for file in sorted(folder.glob("*.pdf")):
        target = file.with_suffix(".json")
        if not target.exists():
            continue
        pages = list(read(file).pages)
        facts = extract("invoice", pages)
        text = "\n".join(page.text for page in pages)
        peer = plain_expressions(text)
        by_line: dict[str, dict[str, str]] = {}
        for fact in facts:
            if fact.subject.startswith("line-"):
                by_line.setdefault(fact.subject, {})[fact.property] = fact.value
        expected = json.loads(target.read_text())[0]
        stated = leaves(expected)
        indices = sorted({int(place.split(".")[1]) for place, kind, _ in stated if kind == "line"})
        tally, missed = tallies[is_tuned(file.name)], []
        for place, kind, value in stated:
            given = _read(place, facts, list(by_line.values()), indices) if kind != "other" else None
            right = kind != "other" and _same(value, given, ignore_form=place == "issuer")
            absent = not right and not is_printed(value, text)
            tally["nowhere"] += absent
            tally["without legal form"] += right and not _same(value, given)
            tally[kind] += 1
            tally[f"{kind} right"] += right
            if kind == "field":
                tally["peer right"] += _same(value, peer.get(place))
                name = _FIELDS[place][1].partition(".")[0]
                found = [f for f in facts if (f.subject, f.property) == (_FIELDS[place][0], name)]
                judged += [(f.confidence, right) for f in found[:1]]
            if not right and kind != "other":
                missed.append(f"{place}: {value!r} read as {given!r}" + " (not printed)" * absent)
        tally["invoices"] += 1
        tally["exact"] += not missed and not any(kind == "other" for _, kind, _ in stated)
        tally["exact in fields and lines"] += not missed
        if is_tuned(file.name) and os.environ.get("SHOW_MISSES"):
            print(file.name, *missed, sep="\n     ")
    rows: list[list[Cell]] = []
    for tuned, tally in tallies.items():
        rows.append(
            [
                "tuned on" if tuned else "held out (text seen when the type was first written, errors not corrected)",
                tally["invoices"], tally["exact"], proportion(tally["field right"], tally["field"]),
                proportion(tally["peer right"], tally["field"]), proportion(tally["line right"], tally["line"]),
                tally["other"], tally["nowhere"],
            ]
        )  # fmt: skip
        print(
            f"{'tuned on' if tuned else 'held out'}: {tally['invoices']} invoices, {tally['exact']} exact,"
            f" {tally['exact in fields and lines']} exact in leaves with a field;"
            f" fields {tally['field right']}/{tally['field']} (plain expressions {tally['peer right']}),"
            f" lines {tally['line right']}/{tally['line']},"
            f" leaves without a field {tally['other']}, not printed in the file {tally['nowhere']};"
            f" issuers right without their legal form {tally['without legal form']}"
        )
    reliability(judged)
    return Result(
        capability="extraction",
        name="invoices",
        set="invoices of eleven suppliers with the JSON of invoice2data (MIT)",
        split="halves by the hash of the file name",
        size=" and ".join(str(tally["invoices"]) for tally in tallies.values()) + " invoices",
        columns=[
            "half", "invoices", "exact", "fields right", "plain expressions", "cells of lines right",
            "leaves without a field", "leaves not printed in the file",
        ],
        rows=rows,
        peer="one plain regular expression a field",
    )  # fmt: skip


def reliability(judged: list[tuple[float, bool]]) -> None:
    """Print for bands of confidence the mean confidence and the share that is right."""
    cells = []
    for low, high in pairwise((0.0, 0.6, 0.8, 0.93, 0.98, 1.01)):
        inside = [(c, right) for c, right in judged if low <= c < high]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            cells.append(f"{mean:.2f} -> {right:.2f} ({len(inside)})")
    print("confidence of fields that the JSON states -> share right (facts): " + ", ".join(cells))
