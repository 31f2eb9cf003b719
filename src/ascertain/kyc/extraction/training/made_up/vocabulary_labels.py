"""Labels by key and language, and the choice of one wording for a document."""

import random

from ascertain.kyc.extraction.training.made_up import vocabulary_labels_asia as asia
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_centre as centre
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_east as east
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_en as english
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_further as further
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_north as north
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_south as south
from ascertain.kyc.extraction.training.made_up import vocabulary_labels_west as west
from ascertain.kyc.extraction.training.made_up.vocabulary_labels_members import member_labels


def _parsed(text: str) -> dict[str, tuple[str, ...]]:
    table = {}
    for line in text.strip().splitlines():
        key, _, wordings = line.partition(" ")
        table[key] = tuple(wordings.split("|"))
    return table


LABELS = {
    language: _parsed(text)
    for module in (english, west, south, east, centre, north, asia, further)
    for language, text in module.LABELS.items()
}
for _language, _wordings in member_labels().items():
    LABELS[_language] |= _wordings
# Keys whose wordings another key's serve as well where a language has none of its own.
_INSTEAD = {
    "beneficial": "owner", "s.beneficial": "s.owners", "t.beneficial": "t.members", "t.members": "s.owners", "t.directors": "s.directors",
    "p.first": "p.name", "s.former": "s.directors", "email": "", "s.agents": "", "position": "", "secretary": "director", "role.secretary": "role.director",
    "t.certificate": "t.extract", "t.notice": "t.extract", "t.return": "t.extract", "t.licence": "t.certificate", "t.tax": "t.certificate",
    "m.since": "since", "m.until": "until", "s.capital": "capital", "t.articles": "t.extract", "t.accounts": "t.extract", "s.sign": "role.director", "remarks": "noise", "publisher": "", "total": "no",
}  # fmt: skip


def wordings(key: str, language: str) -> tuple[str, ...]:
    """The wordings of a key in a language, or of a key that serves instead; empty where it has neither."""
    table = LABELS[language]
    while key and key not in table:
        key = _INSTEAD.get(key, "")
    return table[key] if key else ()


class Labels:
    """The labels of one document: a key has one wording throughout, in one or two languages, in one case."""

    def __init__(self, rng: random.Random, language: str, second: str = "") -> None:
        """`second` is the other language of a bilingual form; empty for none."""
        self._rng, self._language, self._second = rng, language, second
        self._chosen: dict[str, str] = {}
        self._case = rng.choices((str, str.upper, str.lower, str.title), (12, 4, 1, 1))[0]
        self._joint = rng.choice((" / ", "/", " ", " - ", "\n"))

    def known(self, key: str) -> bool:
        """Whether the document's own language has a wording of the key."""
        return bool(wordings(key, self._language))

    def __call__(self, key: str) -> str:
        """The wording of a key in this document; English where the language has none."""
        if key not in self._chosen:
            text = self._rng.choice(wordings(key, self._language) or wordings(key, "en") or ("",))
            if self._second and wordings(key, self._second):
                text += self._joint + self._rng.choice(wordings(key, self._second))
            # Lower case suits a whole form, not the names of offices and classes.
            self._chosen[key] = text if key.startswith(("role.", "class.")) else self._case(text)
        return self._chosen[key]

    def fresh(self, key: str) -> str:
        """Any wording of the key, not the one that this document uses elsewhere."""
        return self._rng.choice(wordings(key, self._language) or wordings(key, "en") or ("",))
