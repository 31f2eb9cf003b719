"""The lexicon of label wordings is well formed, and its keys stay apart except where one print has two meanings."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

KINDS = set(
    "name ident date amount count percent country currency gender address place text email web measure any section".split()
)
LANGUAGES = set(
    "en de fr es it pt nl pl ru uk bg el tr ja ko zh zh-hant cs sk sl hr sr ro hu sv no da fi et lv lt "
    "ar he hi id ms vi th ca is sq mk ka az kk fa sw".split()
)
MAIN_LANGUAGES = set("en de fr es it pt nl pl ru uk bg el tr ja ko zh zh-hant cs sk ro hu sv no da fi ar".split())
# Keys that the same print may stand for: "NIF" is a registration, a tax and a VAT number, "Name" a person or a company.
SHARING = [
    set(words.split())
    for words in (
        "subject company.name company.alias company.previousName person.name person.firstName person.lastName "
        "person.middleName person.alias person.previousName person.fatherName owner director agent",
        "company.registrationNumber company.taxNumber company.vatCode person.taxNumber person.ssnCode person.idNumber "
        "person.passportNumber identity.number document.number account.iban account.accountNumber account.sortCode account.bic",
        "link.startDate link.endDate company.incorporationDate company.dissolutionDate identity.startDate identity.endDate "
        "document.date document.startDate document.endDate person.birthDate",
        "link.sharesValue payment.amount company.capital",
        "company.sharesIssued link.sharesCount",
        "link.percentage link.votingPercentage link.sharesValue",
        "link.role link.shareClass person.position person.title identity.type company.legalForm company.status person.gender "
        "account.balance",
        "company.address company.country company.jurisdiction company.status person.address person.country person.city",
        "company.email person.email",
        "identity.authority document.authority document.publisher",
        "company.name subject document.publisher document.authority",
        "company.name subject person.position link.role",
        "company.address link.role",
        "person.previousName person.birthDate",
    )
]


def lexicon(name: str) -> dict[str, dict[str, Any]]:
    path = files("ascertain.kyc.extraction").joinpath("learned", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["keys.toml", "sections.toml"])
def test_tables_have_a_known_kind_and_clean_wordings(name: str) -> None:
    for key, table in lexicon(name).items():
        kind = table.pop("kind")
        assert kind in KINDS, key
        assert (kind == "any") == key.startswith("other."), key
        assert (kind == "section") == (name == "sections.toml"), key
        assert "en" in table, key
        assert set(table) <= LANGUAGES, (key, set(table) - LANGUAGES)
        for language, wordings in table.items():
            assert wordings, (key, language)
            folded = [word.casefold() for word in wordings]
            assert len(set(folded)) == len(folded), (key, language)
            for word in wordings:
                assert word == " ".join(word.split()), (key, language, word)
                assert unicodedata.is_normalized("NFC", word), (key, language, word)
                assert any(letter.isalpha() or letter == "%" for letter in word), (key, language, word)


def test_keys_are_broad() -> None:
    for key, table in lexicon("keys.toml").items():
        if not key.startswith("other."):
            assert len(table["en"]) >= 10, key
            rare = {"account.sortCode"}
            assert key in rare or set(table) >= MAIN_LANGUAGES, (key, MAIN_LANGUAGES - set(table))


def test_keys_share_a_wording_only_where_the_print_is_ambiguous() -> None:
    keys_of = defaultdict(list)
    for key, table in lexicon("keys.toml").items():
        for language in set(table) - {"kind"}:
            for word in table[language]:
                keys_of[language, word.casefold()].append(key)
    clashes = [
        (language, word, pair)
        for (language, word), keys in keys_of.items()
        for pair in combinations(keys, 2)
        if not any(set(pair) <= group for group in SHARING)
    ]
    assert not clashes


def test_wordings_use_the_letters_of_their_language() -> None:
    """No word mixes two alphabets (a Latin "a" in a Russian word), and Latin languages hold Latin letters alone."""
    other_scripts = set("ru uk bg mk kk sr el ar fa he hi th ka ja ko zh zh-hant".split())
    for name in ("keys.toml", "sections.toml"):
        for key, table in lexicon(name).items():
            for language in set(table) - {"kind"}:
                for word in table[language]:
                    for part in re.split(r"[^\w]+", word):
                        scripts = {unicodedata.name(letter).split()[0] for letter in part if letter.isalpha()}
                        assert len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) < 2, (key, language, word)
                        latin_only = language not in other_scripts
                        assert not latin_only or scripts <= {"LATIN", "FEMININE", "MASCULINE"}, (key, language, word)
