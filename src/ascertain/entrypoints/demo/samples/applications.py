"""The three applications of the demo: a clean company, a layered one with circular ownership, and a near match on a watchlist."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from ascertain.entrypoints.demo.samples.content import Family, Kind
from ascertain.entrypoints.demo.samples.rendering import ScanNoise, render


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file of an application."""

    filename: str
    kind: Kind
    family: Family
    content: dict[str, Any]
    scan: ScanNoise | None = None

    def data(self) -> bytes:
        """The file's bytes; the same at every call."""
        return render(self.kind, self.family, self.content, scan=self.scan, seed=7)


@dataclass(frozen=True, slots=True)
class SampleApplication:
    """An applying customer and the documents that they sent."""

    slug: str
    customer_name: str
    customer_kind: str
    country: str
    registration_number: str | None
    birth_date: str | None
    files: tuple[SampleFile, ...]


_SCAN = ScanNoise()
# Readable, but with a lower confidence, so that an analyst has something to check.
_POOR_SCAN = ScanNoise(dpi=170, rotation_deg=-1.1, blur_px=0.6, grain=9)


def _person(first: str, last: str, country: str, birth: str, gender: str, number: str) -> dict[str, Any]:
    return {
        "country": country,
        "nationality": country,
        "first_name": first,
        "last_name": last,
        "birth_date": birth,
        "gender": gender,
        "number": number,
        "issue_date": "2021-06-14",
        "expiry_date": "2031-06-13",
    }


def _bill(customer: str, address: str) -> dict[str, Any]:
    return {
        "customer": customer,
        "address": address,
        "date": "2026-09-18",
        "publisher": "Brightline Energy",
        "account": "4418207733",
        "amount": "184.20",
    }


def _statement(holder: str, address: str, iban: str, balance: str) -> dict[str, Any]:
    rows = [
        {"date": "2026-09-02", "text": "Transfer in", "amount": "12,400.00"},
        {"date": "2026-09-08", "text": "Rent", "amount": "-3,150.00"},
        {"date": "2026-09-15", "text": "Invoice 2231", "amount": "8,220.50"},
        {"date": "2026-09-24", "text": "Card payment", "amount": "-214.90"},
    ]
    return {
        "holder": holder,
        "address": address,
        "iban": iban,
        "bic": "HBSBGB2L",
        "bank": "Harbour Savings Bank",
        "currency": "GBP",
        "date": "2026-09-30",
        "rows": rows,
        "balance": balance,
    }


def _register(name: str, number: str, issued: int, *members: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "number": number, "as_at": "2026-09-30", "issued": issued, "members": list(members)}


def _member(name: str, shares: int, since: str, *, schema: str = "Person", birth: str | None = None) -> dict[str, Any]:
    member: dict[str, Any] = {"name": name, "shares": shares, "since": since, "schema": schema}
    return {**member, "birth_date": birth} if birth else member


def _clean() -> SampleApplication:
    address = "14 Harbour Road, Bristol BS1 4QD"
    certificate = {
        "name": "Harrow & Finch Ltd",
        "number": "09214477",
        "incorporated": "2014-09-18",
        "country": "gb",
        "legal_form": "private company limited by shares",
        "address": address,
    }
    register = _register(
        "Harrow & Finch Ltd",
        "09214477",
        1000,
        _member("Harrow, Amelia", 700, "2014-09-18", birth="1979-05-22"),
        _member("Finch, Thomas", 300, "2014-09-18", birth="1981-11-03"),
    )
    passport = _person("Amelia", "Harrow", "gb", "1979-05-22", "F", "533401372")
    files = (
        SampleFile("certificate.pdf", "certificate_of_incorporation", "A", certificate),
        SampleFile("register.pdf", "shareholder_register", "A", register),
        SampleFile("passport-harrow.jpg", "passport", "A", passport, _SCAN),
        SampleFile("utility-bill.pdf", "utility_bill", "A", _bill("Harrow & Finch Ltd", address)),
        SampleFile(
            "statement-2026-09.pdf",
            "bank_statement",
            "A",
            _statement("Harrow & Finch Ltd", address, "GB82HBSB60161331926819", "48,310.22"),
        ),
    )
    return SampleApplication("clean", "Harrow & Finch Ltd", "company", "gb", "09214477", None, files)


def _layered() -> SampleApplication:
    address = "3 Old Dock Road, Hull HU1 2AA"
    certificate = {
        "name": "Meridian Freight Ltd",
        "number": "08112734",
        "incorporated": "2012-06-19",
        "country": "gb",
        "legal_form": "private company limited by shares",
        "address": address,
    }
    meridian = _register(
        "Meridian Freight Ltd",
        "08112734",
        1000,
        _member("Varga, Ilse", 610, "2019-05-04", birth="1971-04-13"),
        _member("Calder Holdings BV", 350, "2019-05-04", schema="Company"),
        _member("Nominee Services Ltd", 40, "2022-02-11", schema="Company"),
    )
    calder = _register(
        "Calder Holdings BV",
        "34112908",
        100,
        _member("Varga, Ilse", 12, "2018-03-01", birth="1971-03-14"),
        _member("de Groot, Pieter", 58, "2016-01-20", birth="1965-08-30"),
        _member("Lindenhof GmbH", 30, "2018-03-01", schema="Company"),
    )
    lindenhof = _register(
        "Lindenhof GmbH", "HRB 77210", 100, _member("Calder Holdings BV", 40, "2018-04-12", schema="Company")
    )
    passport = _person("Ilse", "Varga", "hu", "1971-03-14", "F", "BE4417203")
    files = (
        SampleFile("certificate.pdf", "certificate_of_incorporation", "B", certificate),
        SampleFile("register.pdf", "shareholder_register", "A", meridian),
        SampleFile("register-calder.pdf", "shareholder_register", "B", calder),
        SampleFile("register-lindenhof.pdf", "shareholder_register", "B", lindenhof),
        SampleFile("passport-varga.jpg", "passport", "B", passport, _POOR_SCAN),
        SampleFile("utility-bill.jpg", "utility_bill", "B", _bill("Meridian Freight Ltd", address), _SCAN),
        SampleFile(
            "statement-2026-09.pdf",
            "bank_statement",
            "B",
            _statement("Meridian Freight Ltd", address, "GB75HBSB10201530093459", "212,904.75"),
        ),
    )
    return SampleApplication("layered", "Meridian Freight Ltd", "company", "gb", "08112734", None, files)


def _near_name() -> SampleApplication:
    address = "27 Elm Grove, Norwich NR1 3PA"
    passport = _person("Viktor", "Halvorsen", "no", "1974-02-09", "M", "CCC208815")
    files = (
        SampleFile("passport.jpg", "passport", "A", passport, _SCAN),
        SampleFile("utility-bill.pdf", "utility_bill", "B", _bill("Viktor Halvorsen", address)),
        SampleFile(
            "statement-2026-09.pdf",
            "bank_statement",
            "A",
            _statement("Viktor Halvorsen", address, "GB33BUKB20201555555555", "9,120.40"),
        ),
    )
    return SampleApplication("near_name", "Viktor Halvorsen", "person", "no", None, "1974-02-09", files)


@cache
def applications() -> tuple[SampleApplication, ...]:
    """The three sample applications. In the layered one two documents state different birth dates of one person."""
    return (_clean(), _layered(), _near_name())
