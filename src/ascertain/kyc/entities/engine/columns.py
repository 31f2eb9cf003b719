"""Many records side by side: integer codes into vocabularies, so that a million comparisons are a few array operations."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues
from ascertain.kyc.entities.engine.schemas import SCHEMAS

Codes = npt.NDArray[np.int32]
_NAME_FIELDS = frozenset({"given", "surname"})


def vocabulary_of(field: str) -> str:
    """Given names and surnames share a vocabulary, so that a word can be looked for in both."""
    return "name" if field in _NAME_FIELDS else field


class Vocabulary:
    """Distinct texts with a code each; what is derived from a text is derived once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}
        self._derived: dict[str, tuple[int, npt.NDArray[Any]]] = {}
        self.several = False

    def code(self, text: str) -> int:
        """The code of a text; the values of a text of several are in the vocabulary too."""
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
            if SEPARATOR in text:
                self.several = True
                for part in text.split(SEPARATOR):
                    # Single values get codes too, since a text of several is compared value by value.
                    self.code(part)
        return found

    def find(self, text: str) -> int:
        """The code of a text, -1 where it is not in the vocabulary."""
        return self._codes.get(text, -1)

    def parts(self, code: int) -> list[int]:
        """Codes of the single values of a text."""
        text = self.texts[code]
        return [self._codes[part] for part in text.split(SEPARATOR)] if SEPARATOR in text else [code]

    def derive(self, name: str, make: Callable[[str], Any], dtype: Any) -> npt.NDArray[Any]:
        """An array with `make(text)` for each text, cached under `name` and extended as the vocabulary grows."""
        size, values = self._derived.get(name, (0, np.empty(0, dtype=dtype)))
        if size < len(self.texts):
            values = np.concatenate([values, np.array([make(text) for text in self.texts[size:]], dtype=dtype)])
            self._derived[name] = (len(self.texts), values)
        return values

    def derive_codes(self, name: str, make: Callable[[str], str]) -> npt.NDArray[np.int64]:
        """Like `derive` for texts: equal texts have equal numbers; an empty one has -1."""
        lookup: dict[str, int] = self.__dict__.setdefault("_lookup_" + name, {})
        return self.derive(name, lambda t: lookup.setdefault(made, len(lookup)) if (made := make(t)) else -1, np.int64)


class Columns:
    """The field values of records of one kind by field; row k is the k-th record given."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.vocabularies: dict[str, Vocabulary] = {}
        for field in SCHEMAS[kind]:
            self.vocabularies.setdefault(vocabulary_of(field.name), Vocabulary())
        self.codes: dict[str, Codes] = {field.name: np.empty(0, np.int32) for field in SCHEMAS[kind]}
        self.lone: npt.NDArray[np.bool_] = np.empty(0, bool)
        self._words_of_middles: tuple[int, npt.NDArray[np.int64]] = (-1, np.empty(0, np.int64))

    @classmethod
    def of(cls, kind: str, field_values: Iterable[FieldValues]) -> "Columns":
        """Columns over all of these records."""
        columns = cls(kind)
        columns.extend(list(field_values))
        return columns

    def __len__(self) -> int:
        return len(self.lone)

    def vocabulary(self, field: str) -> Vocabulary:
        """The vocabulary of a field."""
        return self.vocabularies[vocabulary_of(field)]

    def words_of_middles(self) -> npt.NDArray[np.int64]:
        """Sorted `middle << 32 | name` codes of the words of middle names that are given names or surnames too."""
        names, middles = self.vocabulary("given"), self.vocabulary("middle").texts
        size = len(names.texts) + len(middles)
        if self._words_of_middles[0] != size:
            found = [
                code << 32 | name
                for code, text in enumerate(middles)
                for word in text.replace(SEPARATOR, " ").split()
                if (name := names.find(word)) >= 0
            ]
            self._words_of_middles = (size, np.unique(np.array(found, np.int64)))
        return self._words_of_middles[1]

    def extend(self, field_values: Sequence[FieldValues]) -> None:
        """Add rows."""
        for name, before in self.codes.items():
            code = self.vocabulary(name).code
            fresh = [code(text) if (text := one.get(name)) else -1 for one in field_values]
            self.codes[name] = np.concatenate([before, np.array(fresh, np.int32)])
        self.lone = np.concatenate([self.lone, np.array(["lone" in one for one in field_values], bool)])

    def take(self, rows: npt.NDArray[np.int64]) -> "Columns":
        """These rows, over the same vocabularies."""
        taken = Columns.__new__(Columns)
        taken.kind, taken.vocabularies = self.kind, self.vocabularies
        taken.codes = {name: codes[rows] for name, codes in self.codes.items()}
        taken.lone = self.lone[rows]
        taken._words_of_middles = self._words_of_middles
        return taken
