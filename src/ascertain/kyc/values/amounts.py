"""Amounts, counts, shares and currencies."""

import re

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.digits import plain_digits

_NUMBER = re.compile(r"[-(]?\s?\d(?:[\d.,'’]|\s(?=\d{3}(?!\d)))*-?\)?")
_MOST_UNIT_WORDS = 2  # "12 square metres"; more words are a sentence with a number in it
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "руб": "RUB",
    "грн": "UAH",
    "د.إ": "AED",
    "درهم": "AED",
    "ر.س": "SAR",
    "ريال": "SAR",
    "Rs": "INR",
    "CHF": "CHF",
    "US$": "USD",
    "$": "USD",
}
_MOST_DIGITS = 18  # a count is stored as a 64-bit integer
_CODES = frozenset(
    "AED AUD BGN BHD BRL CAD CHF CNY CZK DKK EGP EUR GBP HKD HRK HUF ILS INR ISK JOD JPY KES KWD KZT MAD MXN MYR NGN NOK NZD OMR "
    "PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY UAH USD ZAR".split()
)

# A sum of money in any currency has under thirty digits; Python refuses to read thousands of them.
_LONGEST_NUMBER = 60


def normalise_amount(text: str, context: Context = PLAIN) -> str | None:
    """A decimal number with a point and without thousands separators; in brackets or with a trailing minus it is negative.

    The last separator is the decimal one where one or two digits follow it, or where both kinds are used; three digits after
    the only separator are thousands.
    """
    match = _NUMBER.search(plain_digits(text))
    if not match or len(match[0]) > _LONGEST_NUMBER:
        return None
    found = match[0]
    # "500,-" has no cents; "500-" is a debit.
    negative = found.startswith(("-", "(")) or (found.endswith(("-", ")")) and not found.endswith((",-", ".-")))
    plain = _plain(re.sub(r"[^\d.,]", "", found))
    return f"-{plain}" if plain and negative and float(plain) else plain


def _plain(number: str) -> str | None:
    number = number.strip(".,")
    cut = max(number.rfind("."), number.rfind(","))
    if cut < 0:
        return str(int(number)) if number else None
    after, mark = number[cut + 1 :], number[cut]
    both = "." in number and "," in number
    grouped = number.count(mark) > 1 or (len(after) == 3 and not both and number[:cut] not in ("", "0"))
    if grouped:
        whole, decimals = number, ""
    else:
        whole, decimals = number[:cut], after
    digits = re.sub(r"[.,]", "", whole) or "0"
    return f"{int(digits)}.{decimals}" if decimals else str(int(digits))


def is_one_number(text: str) -> bool:
    """Whether a text is one number with its currency or unit: no second number, no per cent sign, at most two words."""
    plain = plain_digits(text)
    match = _NUMBER.search(plain)
    if not match:
        return False
    rest = plain[: match.start()] + " " + plain[match.end() :]
    return not re.search(r"[\d%]", rest) and len(re.findall(r"[^\W\d_]{2,}", rest)) <= _MOST_UNIT_WORDS


def normalise_currency(text: str, context: Context = PLAIN) -> str | None:
    """An ISO 4217 code, from a code, a symbol or a word of it."""
    for match in re.finditer(r"\b[A-Z]{3}\b", text):
        if match[0] in _CODES:
            return match[0]
    lowered = text.lower()
    for words, code in _NAMES:
        if re.search(words, lowered):
            return code
    return next((code for symbol, code in _SYMBOLS.items() if symbol in text), None)


_NAMES = (
    (r"\beuros?\b|\bевро\b|يورو", "EUR"),
    (r"pounds? sterling|\bsterling\b", "GBP"),
    (r"(us|u\.s\.|united states) dollars?|\bдоллар", "USD"),
    (r"swiss francs?|schweizer franken", "CHF"),
    (r"\bрубл", "RUB"),
    (r"\bгривн|\bгривен", "UAH"),
    (r"z[łl]ot", "PLN"),
    (r"(indian )?rupees?", "INR"),
    (r"dirhams?", "AED"),
)


def normalise_count(text: str, context: Context = PLAIN) -> str | None:
    """A whole number without separators."""
    digits = re.sub(r"[\s,.'’]", "", plain_digits(text))
    return str(int(digits)) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else None


def normalise_percentage(text: str, context: Context = PLAIN) -> str | None:
    """A share in percent as a plain decimal number; None above 100, which no share is."""
    match = re.search(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)(?!\d)\s*[%٪]?", plain_digits(text))
    if not match:
        return None
    number = match[1].replace(",", ".")
    return f"{float(number):g}" if float(number) <= 100 else None


def normalise_number(text: str, context: Context = PLAIN) -> str | None:
    """A quantity: a decimal number, without its unit."""
    amount = normalise_amount(text)
    return f"{float(amount):g}" if amount else None
