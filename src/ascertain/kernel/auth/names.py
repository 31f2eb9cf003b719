"""Names and addresses by which one person recognises another: nothing in them is hidden or changes the order of the text."""

import re
import unicodedata

from ascertain.kernel.errors import InvalidInput

_JOINERS = "\u200c\u200d"
_VIRAMA = 9  # the canonical combining class of what joins consonants in the scripts of India
# Shown as nothing or as a blank, although Unicode classes them as letters, marks or symbols.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def shown_name(text: str, *, field: str = "name") -> str:
    """A name as it is stored: composed (NFC), with single spaces. Raises InvalidInput.

    All scripts are allowed, and so are the invisible characters that some need: joiners in Persian and in the scripts of India,
    selectors of variants after ideographs.
    """
    for position, character in enumerate(text):
        if _is_hidden(character) and not _is_needed(text, position):
            raise _hidden(character, field)
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise InvalidInput("A name must contain more than spaces.", field=field)
    if unicodedata.category(name[0])[0] == "M":
        raise InvalidInput("A name must not begin with a mark that belongs to a letter before it.", field=field)
    return name


def check_address(email: str) -> None:
    """Raise InvalidInput for an e-mail address with invisible characters, spaces, or letters that look like others."""
    for character in email.strip(" "):
        if _is_hidden(character) or character.isspace():
            raise _hidden(character, "email")
    if unicodedata.normalize("NFKC", email) != email:
        raise InvalidInput("The e-mail address contains letters in a special form. Type them as usual.", field="email")
    if email.strip(" ").endswith("."):
        raise InvalidInput(
            "The e-mail address ends with a full stop, which names the same domain again.", field="email"
        )
    if any(len(_scripts(part)) > 1 for part in re.split(r"[@.]", email)):
        raise InvalidInput(
            "The e-mail address mixes letters of several alphabets in one word, of which some look alike.",
            field="email",
        )


def _scripts(word: str) -> set[str]:
    """Which of the alphabets whose letters look like each other's a word has (Unicode Technical Standard 39)."""
    names = (unicodedata.name(character, "") for character in word)
    return {script for name in names if (script := name.partition(" ")[0]) in _ALIKE}


def _hidden(character: str, field: str) -> InvalidInput:
    name = unicodedata.name(character, "a control character")
    return InvalidInput(
        f"The {field} contains a character that is not seen: U+{ord(character):04X} ({name}). Type it again without.",
        field=field,
    )


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    # Ideographs of names are added with every version of Unicode, of which Python knows those of its own.
    if category == "Cn" and ord(character) in _IDEOGRAPHS:
        return False
    # C: controls, formats, surrogates, private and unassigned. Zl, Zp: ends of lines and paragraphs.
    return (
        category[0] == "C"
        or category in ("Zl", "Zp")
        or character in _BLANKS
        or any(ord(character) in selectors for selectors in _SELECTORS)
    )


def _is_needed(text: str, position: int) -> bool:
    character = text[position]
    before, after = text[:position], text[position + 1 :]
    if any(ord(character) in selectors for selectors in _SELECTORS):
        return unicodedata.category(before[-1:] or " ") == "Lo"
    if character not in _JOINERS:
        return False
    # The rules of RFC 5892, A.1 and A.2; a joiner before the virama is that of Bengali.
    if any(unicodedata.combining(one) == _VIRAMA for one in (*before[-1:], *after[:1])):
        return True
    letters = (*before.rstrip(_marks(before))[-1:], *after[:1])
    return len(letters) == 2 and all(unicodedata.bidirectional(one) == "AL" for one in letters)


def _marks(text: str) -> str:
    return "".join({one for one in text if unicodedata.category(one) == "Mn"})
