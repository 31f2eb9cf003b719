"""What the ranker sees of a candidate, and of a pair of candidate and key."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.candidates import Candidate, Candidates
from ascertain.kyc.extraction.learned.cells import Cell
from ascertain.kyc.extraction.learned.keys import contrasts, keys, label_words
from ascertain.kyc.extraction.learned.meaning import clean_label, meanings
from ascertain.kyc.extraction.learned.typed_spans import folded, identifier_kinds
from ascertain.kyc.extraction.learned.value_kinds import value_kinds
from ascertain.kyc.values import Bearer, bearer_of, ends_in_legal_form, looks_like_postcode

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]

KINDS = ("date", "amount", "percent", "ident", "country", "currency", "gender", "measure", "email", "web", "text")
# The kinds of candidates that a key's kind of value is chosen from.
_CANDIDATE_KIND = {"name": "text", "address": "text", "text": "text", "place": "text", "count": "amount"}
_KEY_KINDS = (
    "name", "ident", "date", "amount", "count", "percent", "country", "currency", "gender", "address", "place", "text",
    "email", "web", "measure",
)  # fmt: skip
HOWS = (
    "whole", "gap", "colon", "split", "between", "typed", "name", "firm", "square", "join", "tail", "prose", "document",
)  # fmt: skip
_SOURCES = ("inline", "left", "above", "header", "section", "below", "upper", "value")
_LABELS = 4  # the first sources are labels in the narrow sense
_ROADS = frozenset(
    """street road avenue ave lane drive court place square close way boulevard blvd floor suite unit house tower rd
    st str straße strasse gasse weg platz allee rue quai impasse chemin via viale piazza corso calle avenida
    plaza paseo rua travessa praça laan straat plein kade gracht weg ul ulica al ulitsa ул улица просп бул вул
    проспект οδός λεωφ utca út tér körút cad caddesi sok sokak mah mahallesi no nr box po bp apt piso planta
    esc lok miejsc gatan gata väg vägen vej katu tie gade jalan jl crescent terrace gardens parade highway hwy
    drive dr row mews hill park walk wharf quay trg ulice náměstí nám str. c/o p.o. 丁目 番地 番 号 로 길 동 시 도 市 区 路
    街""".split()
)
_OFFICES = frozenset(
    """director secretary chairman chair president manager managing officer treasurer partner member trustee nominee attorney notary
    registrar witness geschäftsführer vorstand prokurist gérant président administrateur administrador administratore amministratore
    consigliere presidente bestuurder directeur prezes członek zarządu директор διευθύνων müdür mr mrs ms dr herr frau sig sra
    signature signed name date""".split()
)
_MASKED = re.compile(r"[*•●xX]{3,}|_{3,}")


@lru_cache(maxsize=30_000)
def shape_of(raw: str) -> tuple[float, ...]:
    """Numbers describing a text by itself."""
    words = raw.split()
    letters = [char for char in raw if char.isalpha()]
    parts = [part for part in re.split(r"[\s,;/]+", raw.lower()) if part]
    lower_words = [part.strip(".,()") for part in parts]
    bearer = bearer_of(raw) if len(raw) < 90 and letters else Bearer.UNKNOWN
    size, count = max(len(raw), 1), max(len(words), 1)
    return (
        len(words),
        len(raw),
        sum(map(str.isdigit, raw)) / size,
        sum(word[0].isupper() for word in words if word[0].isalpha()) / count,
        sum(map(str.isupper, letters)) / max(len(letters), 1),
        sum("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in raw) / size,
        bearer is Bearer.COMPANY,
        bearer is Bearer.PERSON,
        float(len(raw) < 120 and ends_in_legal_form(raw)),
        sum(word in _ROADS for word in lower_words),
        sum(word in _OFFICES for word in lower_words),
        raw.count(","),
        looks_like_postcode(raw),
        ":" in raw[:-1],
        raw.endswith(":"),
        raw[:1].islower(),
        raw.endswith("."),
        sum(word[0].islower() for word in words if word[0].isalpha()) / count,
        bool(_MASKED.search(raw)),
        any(char in '"“”„«»' for char in raw),
        words[0].rstrip(".").lower() in _OFFICES if words else False,
        len(set(lower_words)) / count,
        "(" in raw,
        *_label_edges(raw),
        max((len(word) for word in words), default=0),
    )


def _label_edges(raw: str) -> tuple[int, int, bool]:
    """How many words at the beginning and at the end are the wording of a label, and whether all are."""
    words, known = folded(raw).split(), label_words()
    if not words or len(words) > 30:
        return 0, 0, False
    head = next((n for n in (3, 2, 1) if n < len(words) and " ".join(words[:n]) in known), 0)
    tail = next((n for n in (3, 2, 1) if n < len(words) and " ".join(words[-n:]) in known), 0)
    return head, tail, " ".join(words) in known


@cache
def _compatible() -> NDArray[np.bool_]:
    """Which keys take candidates of which kind (kinds, keys)."""
    return np.array([[_CANDIDATE_KIND.get(key.kind, key.kind) == kind for key in keys()] for kind in KINDS])


@dataclass(slots=True)
class Pairs:
    """The pairs of a document: candidate `rows[i]` with key `keys[i]`, and the features of each."""

    candidates: list[Candidate]
    rows: Numbers
    keys: Numbers
    features: Matrix
    cells: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class PairTable:
    """What the features of a document's pairs are drawn from; the pairs themselves are made in parts.

    Attributes:
        numbers: where the texts around each candidate are in `table` (candidates, sources).
        table: nearness of each text to each meaning, by meaning and by letters (texts, 2, meanings).
        own: features of the candidates by themselves.
    """

    found: Candidates
    kinds: Numbers
    numbers: Numbers
    table: NDArray[np.float16]
    own: Matrix

    def part(self, start: int, stop: int) -> Pairs:
        """The pairs of the candidates from `start` to `stop`."""
        rows, wanted = np.nonzero(_compatible()[self.kinds[start:stop]])
        rows = rows + start
        features = _matrix(rows, wanted, self.numbers, self.table, self.own)
        return Pairs(self.found.found, rows, wanted, features, self.found.cells)


def pair_table(found: Candidates) -> PairTable:
    """The features of all candidates of a document, which has at least one."""
    candidates = found.found
    kinds = np.array([KINDS.index(candidate.kind) for candidate in candidates])
    texts = [_texts(candidate) for candidate in candidates]
    at, table = meanings().rows(text for of_one in texts for text in of_one)
    numbers = np.array([[at[text] for text in of_one] for of_one in texts])
    own = np.array(_of_candidates(found), np.float32)
    own = np.hstack([own, _of_sections(numbers, table), _of_kinds(candidates)])
    return PairTable(found, kinds, numbers, table, own)


def pairs_of(found: Candidates) -> Pairs:
    """All pairs of a document with their features."""
    if not found.found:
        empty = np.zeros(0, np.int64)
        return Pairs([], empty, empty, np.zeros((0, 0), np.float32), found.cells)
    return pair_table(found).part(0, len(found.found))


def _texts(candidate: Candidate) -> list[str]:
    around = candidate.around
    value = candidate.raw if candidate.kind == "text" and len(candidate.raw) < 90 else ""
    return [
        clean_label(text)
        for text in (
            candidate.inline,
            around.left,
            around.above,
            around.header,
            around.section,
            around.below,
            around.upper,
            value,
        )
    ]


def _matrix(rows: Numbers, wanted: Numbers, numbers: Numbers, table: NDArray[np.float16], own: Matrix) -> Matrix:
    """One row a pair: nearness of each text to the key, margins, the key, the candidate."""
    facts, others = len(keys()), len(contrasts())
    own_keys = table[:, :, :facts].astype(np.float32)
    top = own_keys.max(2)  # (texts, 2)
    contrast = table[:, :, facts : facts + others].astype(np.float32).max(2)
    at = numbers[rows]
    columns: list[Matrix] = []
    for source in range(len(_SOURCES)):
        text = at[:, source]
        mean, spelt = own_keys[text, 0, wanted], own_keys[text, 1, wanted]
        columns += [mean, spelt]
        if source in (0, 1, 2, 3, 7):
            columns += [mean - top[text, 0], spelt - top[text, 1], contrast[text, 0], contrast[text, 1]]
    labels = np.stack(
        [np.maximum(own_keys[at[:, s], 0, wanted], own_keys[at[:, s], 1, wanted]) for s in range(_LABELS)]
    )
    columns.append(labels.max(0))
    nearest = np.argmax(at[:, :_LABELS] != 0, axis=1)  # the nearest label that there is
    near = at[np.arange(len(at)), nearest]
    columns += [own_keys[near, 0, wanted], own_keys[near, 1, wanted], nearest.astype(np.float32)]
    kinds = np.array([_KEY_KINDS.index(key.kind) for key in keys()], np.float32)
    groups = {name: i for i, name in enumerate(dict.fromkeys(key.name.split(".")[0] for key in keys()))}
    group = np.array([groups[key.name.split(".")[0]] for key in keys()], np.float32)
    columns += [wanted.astype(np.float32), kinds[wanted], group[wanted]]
    return np.hstack([np.column_stack(columns), own[rows]]).astype(np.float32)


def _of_kinds(candidates: Sequence[Candidate]) -> Matrix:
    """What the value, the cells above and below it, and its last line are by their letters."""
    values = value_kinds([candidate.raw if candidate.kind in ("text", "ident") else "" for candidate in candidates])
    upper = value_kinds([candidate.around.upper for candidate in candidates])
    under = [(candidate.more_cells[-1] if candidate.more_cells else candidate.cell).below for candidate in candidates]
    below = value_kinds([cell.text if cell else "" for cell in under])
    last = value_kinds([candidate.more_cells[-1].text if candidate.more_cells else "" for candidate in candidates])
    return np.hstack([values, upper, below, last])


def _of_sections(numbers: Numbers, table: NDArray[np.float16]) -> Matrix:
    """What the heading above means for the kind of things below it, by meaning or letters."""
    begin = len(keys()) + len(contrasts())
    scores = table[:, :, begin:].max(1).astype(np.float32)
    return np.hstack([scores[numbers[:, _SOURCES.index(source)]] for source in ("section", "above", "header")])


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the numbers of a candidate are compared with: the other candidates of its document, and the pages."""

    usual_height: float
    seen: Counter[tuple[str, str]]
    dates: dict[str, int]
    amounts: dict[float, int]
    pages: int
    last_line: dict[int, int]


def _of_candidates(found: Candidates) -> list[list[float]]:
    candidates = found.found
    whole = _Whole(
        median(candidate.cell.height for candidate in candidates),
        Counter((candidate.kind, folded(candidate.value)) for candidate in candidates),
        {value: place for place, value in enumerate(sorted({c.value for c in candidates if c.kind == "date"}))},
        {
            value: place
            for place, value in enumerate(sorted({float(c.value) for c in candidates if c.kind == "amount"}))
        },
        max(candidate.cell.page_number for candidate in candidates),
        {of_page[0].page_number: of_page[-1].line for of_page in found.cells if of_page},
    )
    return [[*shape_of(c.raw), *_of_place(c, whole), *_of_value(c, whole), *_of_words_around(c)] for c in candidates]


def _of_place(c: Candidate, whole: _Whole) -> list[float]:
    """How it was cut, and where it is on its page."""
    return [
        KINDS.index(c.kind),
        HOWS.index(c.how),
        c.rows,
        c.around.above_gap,
        c.around.left_gap,
        c.cell.line_cells,
        c.cell.place,
        c.around.x,
        c.around.y,
        c.cell.line / max(whole.last_line.get(c.cell.page_number, 1), 1),
        c.cell.height / max(whole.usual_height, 0.1),
        c.cell.confidence,
        c.rank,
        c.sureness,
        c.cell.page_number,
        whole.pages,
    ]


def _of_value(c: Candidate, whole: _Whole) -> list[float]:
    """The value among the dates and amounts of its document, how often it is there, and its kind of identifier."""
    kinds = identifier_kinds(c.raw) if c.kind == "ident" else frozenset()
    year = int(c.value[:4]) if c.kind == "date" else 0
    amount = float(c.value) if c.kind == "amount" or (c.kind == "percent" and "-" not in c.value) else 0.0
    return [
        year,
        whole.dates[c.value] / max(len(whole.dates) - 1, 1) if year else -1,
        len(whole.dates),
        len(c.value) if year else 0,
        math.log10(abs(amount) + 1),
        "." in c.value if amount else 0,
        whole.amounts[amount] / max(len(whole.amounts) - 1, 1) if c.kind == "amount" else -1,
        whole.seen[c.kind, folded(c.value)],
        *(kind in kinds for kind in ("company", "tax", "person", "vat", "iban", "bic", "lei")),
    ]


def _of_words_around(c: Candidate) -> list[float]:
    """Its labels, and the words directly around it."""
    text = c.cell.text
    below, upper, right = c.cell.below, c.cell.upper, c.cell.right
    return [
        len(c.inline),
        len(c.around.left),
        len(c.around.above),
        len(c.around.header),
        any(map(str.isdigit, text)),
        len(text),
        c.start / max(len(text), 1),
        c.end >= len(text) - 1,
        _mark(text[c.end : c.end + 2]),
        _mark(text[max(c.start - 2, 0) : c.start]),
        text[max(c.start - 1, 0) : c.start] in ("(", "“", '"', "„"),
        sum(map(str.isdigit, below.text)) / len(below.text) if below else -1,
        looks_like_postcode(below.text) if below else -1,
        sum(map(str.isdigit, upper.text)) / len(upper.text) if upper else -1,
        _bearer(upper.text) if upper else -1,
        _bearer(below.text) if below else -1,
        right is not None and c.end >= len(text) - 1,
        *_edges(c),
        (right.x0 - c.cell.x1) / c.cell.height if right else 40,
    ]


def _edges(candidate: Candidate) -> tuple[float, ...]:
    """What is directly before and after a value: whether it ends where the words end."""
    text, last = candidate.cell.text, candidate.more_cells[-1] if candidate.more_cells else candidate.cell
    before = text[: candidate.start].rsplit(None, 1)
    after = text[candidate.end :].split(None, 1) if not candidate.more_cells else []
    previous, following = before[-1] if before else "", after[0] if after else ""
    under = last.below
    return (
        previous[:1].isupper(),
        previous[:1].isdigit(),
        following[:1].isupper(),
        following[:1].isdigit(),
        following[:1].islower(),
        len(text) - candidate.end if not candidate.more_cells else 0,
        (under.y0 - last.y1) / last.height if under else 9.0,
        looks_like_postcode(under.text) if under else -1,
        sum(map(str.isdigit, under.text)) / len(under.text) if under else -1,
        under.left is None if under else -1,
        (last.y0 - candidate.cell.y1) / candidate.cell.height if candidate.more_cells else -1,
        under.x0 - last.x0 if under else 0,
    )


def _mark(text: str) -> int:
    """The punctuation beside a value: 0 none, 1 comma or semicolon, 2 colon, 3 bracket, 4 quotation, 5 full stop, 6 dash."""
    return next(
        (
            kind
            for kind, marks in enumerate((",;،、", ":：", "()[]", "\"“”„«»'", ".", "–—-/*°"), 1)
            if any(m in text for m in marks)
        ),
        0,
    )


@lru_cache(maxsize=10_000)
def _bearer(text: str) -> int:
    if len(text) > 90:
        return 0
    return {Bearer.PERSON: 1, Bearer.COMPANY: 2, Bearer.UNKNOWN: 0}[bearer_of(text)]
