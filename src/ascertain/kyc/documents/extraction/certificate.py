"""Certificates of incorporation."""

from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.documents.extraction.layout import Form, Segment, fact
from ascertain.kyc.documents.model import FoundFact
from ascertain.kyc.documents.normalisation import (
    normalise_country,
    normalise_date,
    normalise_name,
    normalise_registration,
)

_NAME = ("name of company", "company name", "name of the company")
_NUMBER = ("company number", "registered number", "company no", "registration number", "number of company")
_DATE = ("date of incorporation", "incorporated on", "date of registration")
_PLACE = ("jurisdiction", "place of registration", "country of registration")
_FORM = ("legal form", "type of company", "company type")
_ADDRESS = ("registered office", "address of registered office", "registered address")


def extract_certificate(pages: Sequence[Page]) -> list[FoundFact]:
    """Name, number, date, jurisdiction, legal form and registered office of the company."""
    form = Form.of(pages, [*_NAME, *_NUMBER, *_DATE, *_PLACE, *_FORM, *_ADDRESS])
    name = form.find(*_NAME) or _certified_name(form)
    number, day, place = form.find(*_NUMBER), form.find(*_DATE), form.find(*_PLACE)
    legal_form, address = form.find(*_FORM), form.find(*_ADDRESS)
    facts = fact("company", "Company", "name", normalise_name(name.text) if name else None, name)
    facts += fact(
        "company", "Company", "registrationNumber", normalise_registration(number.text) if number else None, number
    )
    facts += fact("company", "Company", "incorporationDate", normalise_date(day.text) if day else None, day)
    facts += fact("company", "Company", "jurisdiction", normalise_country(place.text) if place else None, place)
    facts += fact(
        "company", "Company", "legalForm", legal_form.text if legal_form else None, legal_form, confidence=0.9
    )
    facts += fact("company", "Company", "address", address.text if address else None, address, confidence=0.92)
    return facts


def _certified_name(form: Form) -> Segment | None:
    """The line after one that ends with "certifies that"."""
    for line, following in zip(form.lines, form.lines[1:], strict=False):
        if line[-1].text.lower().rstrip(" :").endswith("certifies that"):
            return Segment(tuple(word for segment in following for word in segment.words), following[0].page_number)
    return None
