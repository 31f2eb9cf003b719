"""Labels of properties, as the screen and messages show them."""

import re

# Properties whose FollowTheMoney name is not what an analyst calls them.
_LABELS = {
    "registrationNumber": "company no.",
    "sharesCount": "shares held",
    "percentage": "share",
    "startDate": "since",
    "endDate": "expires",
    "iban": "IBAN",
    "bic": "BIC",
    "leiCode": "LEI",
    "vatCode": "VAT no.",
    "ssnCode": "social security no.",
    "einCode": "employer id no.",
    "giiNumber": "GIIN",
}


def label_of(property_name: str) -> str:
    """A FollowTheMoney property in words: "birthDate" becomes "birth date"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", property_name).lower()
    return _LABELS.get(property_name, words)
