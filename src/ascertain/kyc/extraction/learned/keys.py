"""The properties that the learned reader knows, each with the wordings of its labels."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Key:
    """A property, such as "company.registrationNumber".

    Attributes:
        kind: the kind of its values: "name", "date", "amount" ...; "any" for meanings whose values are no facts.
        wordings: the printed labels, of all languages.
    """

    name: str
    kind: str
    wordings: tuple[str, ...]

    @property
    def is_fact(self) -> bool:
        """Whether its values are facts; the other meanings are contrasts, such as "page" or "telephone"."""
        return self.kind != "any"

    @property
    def property(self) -> str:
        """The FollowTheMoney property."""
        return self.name.rpartition(".")[2]


def _load(file: str) -> tuple[Key, ...]:
    raw = tomllib.loads((_HERE / file).read_text())
    return tuple(
        Key(
            name,
            table.get("kind", "any"),
            tuple(dict.fromkeys(one for words in table.values() if isinstance(words, list) for one in words)),
        )
        for name, table in raw.items()
    )


@cache
def keys() -> tuple[Key, ...]:
    """The keys of facts in the order of the file; their number in it is part of the trained model."""
    return tuple(key for key in _load("keys.toml") if key.is_fact)


@cache
def contrasts() -> tuple[Key, ...]:
    """Meanings of labels whose values are no facts."""
    return tuple(key for key in _load("keys.toml") if not key.is_fact)


@cache
def sections() -> tuple[Key, ...]:
    """Meanings of headings: what the things below them are."""
    return _load("sections.toml")


@cache
def key_index() -> dict[str, int]:
    """The number of each key of a fact, by name."""
    return {key.name: index for index, key in enumerate(keys())}


@cache
def label_words() -> frozenset[str]:
    """All wordings of labels, folded, for a look whether a text begins or ends with one."""
    from ascertain.kyc.extraction.learned.typed_spans import folded

    return frozenset(folded(wording) for key in (*keys(), *contrasts()) for wording in key.wordings) - {""}
