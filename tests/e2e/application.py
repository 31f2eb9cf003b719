"""A made-up application with something for every tab: a circle, a nominee, a birth date given twice, a listed name."""

from typing import Any

from ascertain.entrypoints.demo.samples import render

CUSTOMER = "Kestrel Marine Ltd"
OWNER = "Viktor Halvorsen"
NUMBER = "07755113"


def _member(name: str, shares: int, schema: str = "Company", birth: str | None = None) -> dict[str, Any]:
    member = {"name": name, "shares": shares, "since": "2019-05-04", "schema": schema}
    return {**member, "birth_date": birth} if birth else member


def _register(name: str, number: str, issued: int, *members: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "number": number, "as_at": "2026-09-30", "issued": issued, "members": list(members)}


def files() -> list[tuple[str, bytes]]:
    """Names and bytes of the PDFs that the customer sent; born digital, for the way of scans is tested with the reader."""
    certificate = {
        "name": CUSTOMER,
        "number": NUMBER,
        "incorporated": "2011-02-08",
        "country": "gb",
        "legal_form": "private company limited by shares",
        "address": "9 Quay Street, Leith EH6 6QX",
    }
    kestrel = _register(
        CUSTOMER,
        NUMBER,
        1000,
        _member("Halvorsen, Viktor", 610, "Person", "1974-02-09"),
        _member("Ostrava Holdings BV", 350),
        _member("Nominee Services Ltd", 40),
    )
    ostrava = _register(
        "Ostrava Holdings BV",
        "34551209",
        100,
        _member("Halvorsen, Viktor", 12, "Person", "1974-09-02"),
        _member("Maas, Annelies", 58, "Person", "1969-12-01"),
        _member("Birkenhain GmbH", 30),
    )
    birkenhain = _register(
        "Birkenhain GmbH",
        "HRB 80412",
        100,
        _member("Ostrava Holdings BV", 40),
        *(_member(f"{name} Beteiligungs GmbH", 20) for name in ("Falkenried", "Moorkamp", "Steinhude")),
    )
    return [
        ("certificate.pdf", render("certificate_of_incorporation", "B", certificate)),
        ("register.pdf", render("shareholder_register", "A", kestrel)),
        ("register-ostrava.pdf", render("shareholder_register", "B", ostrava)),
        ("register-birkenhain.pdf", render("shareholder_register", "B", birkenhain)),
    ]
