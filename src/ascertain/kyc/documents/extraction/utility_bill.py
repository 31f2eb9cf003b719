"""Utility bills: who is billed, where, when, by whom."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ascertain.ai.text import Page
from ascertain.kyc.documents.extraction.layout import Form, Segment, fact
from ascertain.kyc.documents.model import FoundFact
from ascertain.kyc.documents.normalisation import normalise_date, normalise_name

_CUSTOMER = ("bill to", "customer", "account holder", "customer name")
_ADDRESS = ("supply address", "service address", "address", "premises")
_DATE = ("bill date", "date of issue", "date of bill", "invoice date", "issue date")
_OTHER = ("account number", "customer account", "amount due", "total to pay", "description", "units", "rate", "charge")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{4,5} ?[A-Z]{0,2}\b")

_TITLE = re.compile(r"\b(bill|invoice|statement)\b", re.IGNORECASE)


def extract_utility_bill(pages: Sequence[Page]) -> list[FoundFact]:
    """The customer with the address, the date and the publisher."""
    form = Form.of(pages, [*_CUSTOMER, *_ADDRESS, *_DATE, *_OTHER])
    customer, address, day = form.find(*_CUSTOMER), form.find(*_ADDRESS), form.find(*_DATE)
    facts: list[FoundFact] = []
    if customer and address:
        facts += fact("customer", "LegalEntity", "name", normalise_name(customer.text), customer)
        facts += fact("customer", "LegalEntity", "address", address.text, address, confidence=0.92)
    else:
        facts += address_block(form, "customer")
    facts += fact("bill", "Document", "date", normalise_date(day.text) if day else None, day)
    publisher = _publisher(form)
    facts += fact("bill", "Document", "publisher", publisher.text if publisher else None, publisher, confidence=0.85)
    return facts


def address_block(form: Form, subject: str) -> list[FoundFact]:
    """A name over the lines of an address that ends with a postcode, as in the window of an envelope."""
    for line in form.lines:
        for segment in line:
            parts = _address_under(form, segment)
            if parts:
                return _block_facts(subject, segment, parts)
    return []


def _address_under(form: Form, segment: Segment) -> list[Segment]:
    """The lines of an address under a segment that can be a name."""
    if any(char.isdigit() for char in segment.text) or len(segment.words) > 6 or form.is_label(segment):
        return []
    below = form.below_all(segment, 5)
    ends = [index for index, part in enumerate(below) if _POSTCODE.search(part.text)]
    parts = below[: ends[0] + 1] if ends else []
    return parts if parts and any(char.isdigit() for char in parts[0].text) else []


def _block_facts(subject: str, name: Segment, parts: list[Segment]) -> list[FoundFact]:
    whole = Segment(tuple(word for part in parts for word in part.words), name.page_number)
    text = ", ".join(part.text for part in parts)
    found = fact(subject, "LegalEntity", "address", text, whole, confidence=0.88)
    address = [replace(one, boxes=tuple(part.box for part in parts)) for one in found]
    return [*fact(subject, "LegalEntity", "name", normalise_name(name.text), name, confidence=0.9), *address]


def _publisher(form: Form) -> Segment | None:
    """The largest words in the upper part of the first page."""
    head = [segment for line in form.lines for segment in line if segment.box.y1 < 0.25 and segment.page_number == 1]
    candidates = [
        segment
        for segment in head
        if not any(char.isdigit() for char in segment.text) and not _TITLE.search(segment.text)
    ]
    return max(candidates, key=lambda segment: segment.box.height, default=None)
