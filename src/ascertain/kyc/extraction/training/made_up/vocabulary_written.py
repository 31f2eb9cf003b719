"""How dates, numbers and amounts are written by language and country."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import icu

_NUMERIC = {
    "us": ("MM/dd/y", "MM/dd/y", "M/d/yy", "MM-dd-y"), "gb": ("dd/MM/y", "dd/MM/y", "dd-MM-y", "dd/MM/yy", "dd.MM.y"),
    "de": ("dd.MM.y", "dd.MM.y", "d.M.y", "dd.MM.yy"), "nl": ("dd-MM-y", "dd-MM-y", "d-M-y"), "se": ("y-MM-dd",),
    "jp": ("y/MM/dd", "y.MM.dd", "y-MM-dd"), "fr": ("dd/MM/y", "dd/MM/y", "dd.MM.y", "dd/MM/yy"), "hu": ("y. MM. dd.", "y.MM.dd."),
}  # fmt: skip
_NUMERIC_OF = {
    **dict.fromkeys("us".split(), "us"), **dict.fromkeys("se lt cn ca".split(), "se"), **dict.fromkeys("jp kr tw".split(), "jp"),
    **dict.fromkeys("nl in dk za".split(), "nl"), **dict.fromkeys("fr be es it pt br gr mx ar cl co pe vn ro il".split(), "fr"),
    **dict.fromkeys("de at ch ru ua bg pl cz sk si hr rs tr no fi ee lv".split(), "de"), "hu": "hu",
}  # fmt: skip
_LONG = {
    "en": ("d MMMM y", "d MMMM y", "dd MMM y", "d-MMM-y", "MMMM d, y"), "de": ("d. MMMM y", "d. MMM y"), "fr": ("d MMMM y",),
    "es": ("d 'de' MMMM 'de' y", "d 'de' MMMM 'de' y", "dd-MMM-y"), "pt": ("d 'de' MMMM 'de' y",), "it": ("d MMMM y",),
    "ja": ("y年M月d日",), "zh": ("y年M月d日", "y年MM月dd日"), "zh-hant": ("y年M月d日",), "ko": ("y년 M월 d일", "y년 MM월 dd일"),
    "hu": ("y. MMMM d.",), "lt": ("y 'm'. MMMM d 'd'.",), "lv": ("y. 'gada' d. MMMM",), "da": ("d. MMMM y",), "no": ("d. MMMM y",),
    "fi": ("d. MMMM y",), "et": ("d. MMMM y",), "cs": ("d. MMMM y",), "sk": ("d. MMMM y",), "sl": ("d. MMMM y",),
    "hr": ("d. MMMM y.",), "sr": ("d. MMMM y.",), "vi": ("'ngày' d 'tháng' M 'năm' y",), "ru": ("d MMMM y 'года'", "d MMMM y 'г'."),
    "uk": ("d MMMM y 'року'", "d MMMM y"), "bg": ("d MMMM y 'г'.",), "ro": ("d MMMM y",), "th": ("d MMMM y",),
}  # fmt: skip
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
# First years of Japanese eras, the newest first.
_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))
_ICU = {"sr": "sr-Latn", "zh-hant": "zh-TW", "no": "nb"}


def _formatted(day: date, pattern: str, language: str) -> str:
    style = icu.SimpleDateFormat(pattern, icu.Locale(_ICU.get(language, language)))
    return str(style.format(datetime(day.year, day.month, day.day, 12)))  # noqa: DTZ001 - a day has no zone


class Writing:
    """The ways of one document: an issuer writes its dates and numbers in one style, mostly."""

    def __init__(self, rng: random.Random, language: str, country: str) -> None:
        """Chooses the styles at random among those of the language and country."""
        self._rng, self._language = rng, language
        numeric = _NUMERIC[_NUMERIC_OF.get(country, "gb")]
        long = _LONG.get(language, ("d MMMM y",))
        if country == "us":
            long = ("MMMM d, y", "MMM d, y", "MMMM dd, y")
        self._pattern = rng.choice(rng.choice((numeric, long)))
        if rng.random() < 0.06:
            self._pattern = "y-MM-dd"
        self._prose = rng.choice(long)
        self._era = language == "ja" and rng.random() < 0.6
        self._ordinal = language == "en" and rng.random() < 0.12
        self._group, self._point = self._marks(country)
        self._sign = rng.choice(("%", "%", " %"))
        self._whole = rng.random() < 0.6

    def _marks(self, country: str) -> tuple[str, str]:
        if country in "de at it es nl tr br pt dk gr id ar cl co vn be hr si rs ro".split():
            return self._rng.choice(((".", ","), (".", ","), ("", ",")))
        if country in "fr ru ua pl cz sk bg hu se no fi ee lv lt".split():
            return self._rng.choice(((" ", ","), (" ", ","), ("", ","), (".", ",")))
        if country == "ch":
            return "'", "."
        return self._rng.choice(((",", "."), (",", "."), (",", "."), ("", ".")))

    def day(self, day: date, *, prose: bool = False) -> str:
        """The day as this document writes it; `prose` writes the month by name where the language does."""
        if self._era:
            begin, era = next(item for item in _ERAS if day >= item[0])
            year = day.year - begin.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
        if self._ordinal:
            month = _formatted(day, "MMMM y", "en")
            of = " day of" if prose else ""
            return f"{day.day}{_ORDINALS.get(day.day, 'th')}{of} {month}"
        return _formatted(day, self._prose if prose else self._pattern, self._language)

    def month(self, day: date) -> str:
        """Month and year, as registers print births of which the day is not public."""
        if self._language in ("ja", "zh", "zh-hant"):
            return f"{day.year}年{day.month}月"
        pattern = self._rng.choice(("LLLL y", "MM/y")) if self._pattern[0] != "y" else "y-MM"
        return _formatted(day, pattern, self._language)

    def number(self, value: Decimal, places: int = 0) -> str:
        """A number with this document's group and decimal marks."""
        text = f"{value:,.{places}f}"
        return text.replace(",", "\0").replace(".", self._point).replace("\0", self._group)

    def percent(self, value: Decimal) -> str:
        """A percentage with as many decimals as it needs, with or without a blank before the sign."""
        places = 0 if value == value.to_integral_value() and self._whole else 2
        text = self.number(value, places)
        if self._language == "tr":
            return f"%{text}"
        return text + self._sign


def a_day(rng: random.Random, first: int, last: int) -> date:
    """A day between the first of January of the one year and the last of December of the other."""
    return date(first, 1, 1) + timedelta(days=rng.randrange(365 * (last - first + 1)))


def in_language(country: str, language: str) -> str:
    """The name of a country (two letters) in a language."""
    locale = icu.Locale(_ICU.get(language, language))
    return str(icu.Locale("", country.upper()).getDisplayCountry(locale))
