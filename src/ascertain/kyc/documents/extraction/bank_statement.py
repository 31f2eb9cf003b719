"""Bank statements: the holder, the account, the balance and the date."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.documents.extraction.layout import Form, Segment, fact
from ascertain.kyc.documents.extraction.utility_bill import address_block
from ascertain.kyc.documents.model import FoundFact
from ascertain.kyc.documents.normalisation import (
    normalise_amount,
    normalise_date,
    normalise_identifier,
    normalise_name,
    validity,
)

_HOLDER = ("account holder", "account name", "name")
_ADDRESS = ("address",)
_IBAN = ("iban", "international account number", "iban number")
_BIC = ("bic", "swift code", "swift", "bic swift")
_DATE = ("statement date", "statement issued", "date of statement", "issued on")
_CURRENCY = ("currency", "account currency")
_BALANCE = ("closing balance", "balance carried forward", "new balance")


def extract_bank_statement(pages: Sequence[Page]) -> list[FoundFact]:
    """The holder with the address, the account with bank, balance and currency, and the statement's date."""
    form = Form.of(pages, [*_HOLDER, *_ADDRESS, *_IBAN, *_BIC, *_DATE, *_CURRENCY, *_BALANCE])
    holder, address, day = form.find(*_HOLDER), form.find(*_ADDRESS), form.find(*_DATE)
    facts: list[FoundFact] = []
    if holder and address:
        facts += fact("holder", "LegalEntity", "name", normalise_name(holder.text), holder)
        facts += fact("holder", "LegalEntity", "address", address.text, address, confidence=0.92)
    else:
        facts += address_block(form, "holder")
    facts += _account(form)
    facts += fact("statement", "Document", "date", normalise_date(day.text) if day else None, day)
    return facts


def _account(form: Form) -> list[FoundFact]:
    iban, bic = form.find(*_IBAN), form.find(*_BIC)
    currency, balance = form.find(*_CURRENCY), form.find(*_BALANCE)
    iban_value = normalise_identifier(iban.text) if iban else None
    checked = 0.99 if iban_value and validity("iban", iban_value) == "checksum ok" else 0.6
    facts = fact("account", "BankAccount", "iban", iban_value, iban, confidence=checked)
    facts += fact("account", "BankAccount", "bic", normalise_identifier(bic.text) if bic else None, bic)
    code = re.search(r"\b[A-Z]{3}\b", currency.text) if currency else None
    facts += fact("account", "BankAccount", "currency", code[0] if code else None, currency)
    facts += fact("account", "BankAccount", "balance", normalise_amount(balance.text) if balance else None, balance)
    bank = _bank(form)
    facts += fact("account", "BankAccount", "bankName", bank.text if bank else None, bank, confidence=0.9)
    if facts:
        facts += fact("account", "BankAccount", "holder", "holder", iban or bank)
    return facts


def _bank(form: Form) -> Segment | None:
    """A heading that names a bank, the largest first."""
    named = [
        segment
        for line in form.lines
        for segment in line
        if re.search(r"\b(bank|savings|building society)\b", segment.text.lower())
    ]
    head = [segment for segment in named if segment.box.y1 < 0.3 and "statement" not in segment.text.lower()]
    return max(head, key=lambda segment: segment.box.height, default=None)
