"""The encoding of a text, detected from its bytes."""

import codecs

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No text has these; an escape (1B) occurs in logs, the end of a file (1A) in old ones.
_NOT_OF_TEXT = bytes((*range(9), 11, *range(14, 26), *range(28, 32), 127))
# Encodings of programs for offices since the eighties. Rarer ones would only compete with them for the same bytes.
_IN_USE = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r", "koi8_u", "cp866",
    "cp852", "iso8859_2", "iso8859_5", "iso8859_7", "gb18030", "big5", "cp932", "euc_jp", "cp949", "utf_16_le", "utf_16_be",
)  # fmt: skip
_SAMPLE_BYTES = 256 << 10  # enough to recognise an encoding by its letters
_MANY_ZEROS, _FEW_ZEROS = 0.3, 0.05  # shares of the bytes at even or at odd places


def is_text(data: bytes) -> bool:
    """Whether the bytes are text in some encoding: nothing in them is a control character."""
    encoding = _stated(data)
    if encoding and encoding != "utf-8-sig":
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    return len(data.translate(None, _NOT_OF_TEXT)) == len(data)


def decode_text(data: bytes) -> str:
    """The text: by its byte order mark, else as UTF-8, else in the encoding that its letters suggest."""
    if encoding := _stated(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_guessed(data), "replace")


def _stated(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _utf16_by_zeros(data[: _SAMPLE_BYTES & ~1])


def _utf16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text every second byte is zero."""
    half = max(len(data) // 2, 1)
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if odd > _MANY_ZEROS and even < _FEW_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if even > _MANY_ZEROS and odd < _FEW_ZEROS else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # on first use: it loads tables of letters

    sample = data[:_SAMPLE_BYTES]
    western = sample.decode("cp1252", "replace")
    if not any(ord(sign) > 127 and sign.isalpha() for sign in western) and not _misplaced(western):
        return "cp1252"  # quotation marks, dashes and signs of currency alone
    ranked = [
        (_misplaced(str(one)), round(one.chaos, 2), -round(one.coherence, 2), _IN_USE.index(one.encoding))
        for one in from_bytes(sample, cp_isolation=list(_IN_USE))
        if one.encoding in _IN_USE
    ]
    # Most texts in which nothing is recognised are Windows-1252.
    misplaced, _, _, index = min(ranked, default=(_misplaced(western), 0, 0, 0))
    found = _IN_USE[index]
    # The two of Central Europe differ in letters that the other one reads as signs.
    if misplaced and not _misplaced(sample.decode("iso8859_2", "replace")):
        return "iso8859_2"
    # Turkish differs from Western European in the six letters of Icelandic, which without its vowels is none.
    is_turkish = found == "cp1252" and set(western) & set("ðÐþÞýÝ") and not set(western) & set("æá")
    return "cp1254" if is_turkish else found


def _misplaced(text: str) -> int:
    """Signs between two letters, such as in "spó³ka": an encoding with these in many words is the wrong one."""
    return sum(
        ord(sign) > 127
        and not sign.isalpha()
        and not sign.isspace()
        and sign not in "’‘´·­"
        and before.isalpha()
        and after.isalpha()
        for before, sign, after in zip(text, text[1:], text[2:], strict=False)
    )
