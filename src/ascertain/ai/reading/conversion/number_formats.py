"""Numbers of spreadsheets as they are shown: by the format code of their cell (ECMA-376, part 1, 18.8.30 and 18.8.31)."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

# Codes that a workbook names by their number alone; all but these are written out in it.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip
_DATES_FROM = {
    27,
    28,
    29,
    30,
    31,
    36,
    50,
    51,
    52,
    53,
    54,
    55,
    56,
    57,
    58,
}  # East Asian dates, written differently by country
_SECTIONS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|;|[^";\\\[_*]')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DIGITS = "0#?.,"
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a spreadsheet knows no time zone
_LAST_DAY = 2_958_465  # 9999-12-31
_EXACT = 10**15  # numbers of a spreadsheet have 15 digits
_SECONDS = 86_400


def code_of(number: int, custom: dict[int, str]) -> str:
    """The format code by its number in the workbook."""
    if number in custom:
        return custom[number]
    return "yyyy-mm-dd" if number in _DATES_FROM else BUILT_IN.get(number, "General")


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as its format shows it. Dates are shown in ISO form, which no reader can take for another day."""
    sections = _sections(code)
    # Sections: positive, negative, zero, text. A negative number in its own section has no sign of its own.
    own = value < 0 and len(sections) > 1
    pieces = sections[1] if own else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    if any(_ELAPSED.fullmatch(piece) for piece in pieces):
        seconds = round(value * _SECONDS)
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    letters = "".join(piece for piece in pieces if len(piece) == 1).lower()
    if any(one in letters for one in "ydhs") and "general" not in letters:
        return _date(value, letters, from_1904=from_1904)
    return _number(abs(value) if own else value, pieces, negative=own)


@lru_cache(maxsize=2000)
def _sections(code: str) -> tuple[tuple[str, ...], ...]:
    sections: list[list[str]] = [[]]
    for piece in _SECTIONS.findall(code):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(map(tuple, sections))


def _date(value: float, letters: str, *, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return plain(value)
    at = _EPOCHS[from_1904] + timedelta(seconds=round(value * _SECONDS))
    has_day, has_time = "y" in letters or "d" in letters, "h" in letters or "s" in letters
    clock = at.strftime("%H:%M:%S" if "s" in letters else "%H:%M")
    if not has_day:
        return clock
    if "d" not in letters and "h" not in letters:
        return f"{at.year:04}-{at.month:02}" if "m" in letters else f"{at.year:04}"
    day = f"{at.year:04}-{at.month:02}-{at.day:02}"
    return f"{day} {clock}" if has_time else day


def _number(value: float, pieces: tuple[str, ...], *, negative: bool) -> str:
    before, after, pattern = "", "", ""
    for piece in pieces:
        literal = _literal(piece)
        if literal is None:
            pattern += piece
        elif any(one in pattern for one in "0#?") or "general" in pattern.lower():
            after += literal
        else:
            before += literal
    if "general" in pattern.lower() or "@" in pattern or "/" in pattern or not any(one in pattern for one in "0#?"):
        # Without a place for digits the literals alone are shown, such as a dash for zero.
        digits = "" if (before or after) and not pattern.strip() else plain(value)
    elif "e" in pattern.lower():
        digits = plain(value)
    else:
        digits = _digits(value * 100 ** after.count("%"), "".join(one for one in pattern if one in _DIGITS))
    text = f"{before}{digits}{after}".strip()
    # Red letters are the only sign in some formats, and are not shown here.
    return f"-{text}" if negative and digits.strip("0.,") and not any(sign in text for sign in "-(−–") else text


def _literal(piece: str) -> str | None:
    """The text that a piece shows by itself; None for a place of digits."""
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\") and len(piece) == 2:
        return piece[1]
    if piece.startswith("[$"):
        return piece[2:-1].partition("-")[0]  # after the currency stands a number of a country
    if piece.startswith("[") or (len(piece) == 2 and piece[0] in "_*"):
        return " " if piece.startswith("_") else ""
    return None if piece in "0#?.,Ee@/" or piece.isalpha() else piece


def _digits(value: float, pattern: str) -> str:
    # Commas at the end divide by a thousand each.
    bare = pattern.rstrip(",")
    value /= 1000 ** (len(pattern) - len(bare))
    whole, _, decimals = bare.partition(".")
    text = f"{value:,.{len(decimals)}f}" if "," in whole else f"{value:.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and "." in text and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    text = text.rstrip(".")
    least = whole.count("0")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits, point, rest = text.partition(".")
    return f"{sign}{digits.rjust(least, '0')}{point}{rest}"


def plain(value: float) -> str:
    """A number without a format, with all of its digits."""
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15g}"
