"""What a document is, from cues over its words; a document without enough of them is unknown."""

import math
import re
from collections.abc import Iterable

from ascertain.ai.text import Page
from ascertain.kyc.documents.model import DocumentType

CLASSIFIER_VERSION = "cues-3"

# Cues are regular expressions over the lower-case text; a weight is the log-odds that a cue adds to its type.
_CUES: dict[DocumentType, tuple[tuple[str, float], ...]] = {
    DocumentType.CERTIFICATE_OF_INCORPORATION: (
        (r"certificate of incorporation", 5.0),
        (r"duly incorporated|is this day incorporated|hereby certif", 2.0),
        (r"registrar of companies|companies house", 1.5),
        (r"compan(y|ies) (number|registration)|registered (number|office)", 0.8),
        (r"certificate of good standing|memorandum", -2.0),
    ),
    DocumentType.SHAREHOLDER_REGISTER: (
        (r"register of (members|shareholders)|share ?holders?'? register|share register", 5.0),
        (r"name of member|shareholder", 1.5),
        (r"number of shares|total issued|issued shares|shares held", 1.5),
        (r"percentage|ordinary", 0.5),
    ),
    DocumentType.PASSPORT: (
        (r"[pv]<[a-z0-9]{3}[a-z0-9<]{10,}", 5.0),
        (r"\bpass(port|eport|aporte)\b|reisepass", 3.0),
        (r"date of expiry|given names|surname", 1.2),
        (r"nationality|place of birth", 0.6),
    ),
    DocumentType.UTILITY_BILL: (
        (r"(electricity|gas|water|energy|utility|telephone) (bill|statement|account)", 4.0),
        (r"supply address|meter|kwh|standing charge|supplier", 1.5),
        (r"amount due|total to pay|bill date|bill to", 1.0),
        (r"electricity|water rates|broadband", 0.6),
        (r"iban|closing balance", -2.0),
    ),
    DocumentType.BANK_STATEMENT: (
        (r"bank statement|statement of account|account statement", 4.0),
        (r"\biban\b|international account number|sort code", 1.5),
        (r"(closing|opening) balance|balance (carried|brought) forward", 1.5),
        (r"\bbic\b|swift", 1.0),
        (r"account holder|debit|credit", 0.6),
    ),
}
_PRIOR = -3.0  # without a cue, a type is unlikely
_UNKNOWN = 1.5  # the log-odds a type has to beat
_PAGES = 3


def classify(pages: Iterable[Page]) -> tuple[DocumentType, float]:
    """The type of a document and the confidence in it, from its first pages; confidence is a share of 1 among all types."""
    text = " ".join(page.text for _, page in zip(range(_PAGES), pages, strict=False)).lower()
    scores = {
        kind: _PRIOR + sum(weight for cue, weight in cues if re.search(cue, text)) for kind, cues in _CUES.items()
    }
    scores[DocumentType.UNKNOWN] = _UNKNOWN
    total = sum(math.exp(score) for score in scores.values())
    best = max(scores, key=lambda kind: scores[kind])
    return best, round(math.exp(scores[best]) / total, 4)
