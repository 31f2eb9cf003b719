"""Plain texts, e-mail, telephone, web, sex, yes and no."""

import re

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.digits import plain_digits

_GENDERS = {"F": "female", "W": "female", "M": "male", "X": "other", "Ж": "female", "М": "male", "Ч": "male"}
_GENDER_WORDS = {
    "female": "female",
    "male": "male",
    "أنثى": "female",
    "ذكر": "male",
    "weiblich": "female",
    "männlich": "male",
}
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?<![\w-])(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+){0,8}\.[a-z]{2,}(?:/[\w./?=&-]*)?", re.IGNORECASE
)
_PHONE = re.compile(r"(?:\+|\(\+?|00)?\d[\d\s()./-]{5,18}\d")
_YES = frozenset("yes ja oui si sí да так نعم x ✓ ✔ true on".split())
_NO = frozenset("no nein non nee нет ні لا false off".split())


def normalise_text(text: str, context: Context = PLAIN) -> str | None:
    """Single blanks."""
    return " ".join(text.split()).strip(" ;:|") or None


def normalise_phrase(text: str, context: Context = PLAIN) -> str | None:
    """A short text with letters, without the full stop at its end."""
    plain = " ".join(text.split()).strip(" .;:,|")
    return plain if 1 < len(plain) <= 160 and any(char.isalpha() for char in plain) else None


def normalise_gender(text: str, context: Context = PLAIN) -> str | None:
    """female, male or other, as FollowTheMoney has them; None for other words."""
    plain = text.strip().casefold()
    first = text.strip().upper().split("/")[0].strip()
    return _GENDER_WORDS.get(plain.split("/")[0].strip()) or (_GENDERS.get(first) if len(first) == 1 else None)


def normalise_email(text: str, context: Context = PLAIN) -> str | None:
    """The first e-mail address."""
    match = _EMAIL.search(text)
    return match[0].strip(".") if match else None


def normalise_web(text: str, context: Context = PLAIN) -> str | None:
    """The first web address that is not part of an e-mail address."""
    match = _WEB.search(_EMAIL.sub(" ", text))
    return match[0] if match else None


def normalise_phone(text: str, context: Context = PLAIN) -> str | None:
    """A telephone number as printed, with single blanks."""
    match = _PHONE.search(plain_digits(text))
    return " ".join(match[0].split()) if match else None


def normalise_yes_no(text: str, context: Context = PLAIN) -> str | None:
    """true or false."""
    word = text.strip(" .,").casefold()
    return "true" if word in _YES else "false" if word in _NO else None
