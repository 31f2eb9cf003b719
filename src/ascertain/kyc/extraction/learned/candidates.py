"""Candidates: the values that a page might state, each with the texts that might be its label.

Many alternative cuts of the same words are made on purpose: a threshold that is right for one layout is wrong for the next, and the
ranker chooses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ascertain.ai.text import Page
from ascertain.kyc.extraction.learned.cells import Cell, cells_of
from ascertain.kyc.extraction.learned.cuts import (
    ABBREVIATED_END,
    COMMA,
    FIELD_END,
    NAME,
    firms,
    label_before,
    pieces,
)
from ascertain.kyc.extraction.learned.document_votes import country_votes
from ascertain.kyc.extraction.learned.typed_spans import (
    TypedSpan,
    country_of,
    currencies_in,
    currency_of,
    is_month_first,
    typed_spans,
)
from ascertain.kyc.values import ends_in_legal_form

_LONGEST_VALUE = 180
_LONGEST_ADDRESS = 160
_LONGEST_LABEL = 90
_LONGEST_HEADING = 60
_MOST_DIGITS_OF_LABEL = 0.2  # share of its characters
_MOST_ROWS = 5
_PROSE = 6  # a cell of more words may be running text
_SENTENCE_END = re.compile(r"\.(?:\s|$)|;")
_GENDERS = {
    "male": "male m mann männlich masculin homme hombre maschio masculino мужской муж м erkek 男 남 남자 男性 man laki-laki lelaki "
    "mężczyzna muž férfi mees mies masculí ذكر זכר άρρεν α bărbat ชาย nam чол ч",
    "female": "female f w weiblich féminin femme mujer femmina femenino feminino женский жен ж kadın 女 여 여자 女性 vrouw v "
    "perempuan kobieta k žena nő naine nainen أنثى נקבה θήλυ θ femeie หญิง nữ жін",
}
_GENDER_OF = {word: gender for gender, words in _GENDERS.items() for word in words.split()}
_TRIMMED = " ,.:;()[]•*▶►☒☐_|«»\"“”„‘’'°–—-"


@dataclass(slots=True, eq=False)
class Surroundings:
    """What is around a cell, shared by all its candidates. Texts are empty where there is nothing."""

    left: str
    above: str
    header: str
    section: str
    below: str
    upper: str
    above_gap: float
    left_gap: float
    x: float
    y: float


@dataclass(slots=True, eq=False)
class Candidate:
    """A value that a page might state.

    Attributes:
        kind: date, amount, percent, ident, country, currency, gender, measure, email, web or text.
        value: as it would be written into a fact.
        how: how it was cut out of its cell.
        start, end: its characters in the text of its cell; both 0 where it is derived from the whole document.
        rows: the cells of its column that it goes on over.
        inline: the words before it in its cell.
        sureness: of a country, by how it was recognised; of a document's country or currency, its share of the mentions.
        rank: of a document's country or currency, its place among the mentions; else -1.
    """

    kind: str
    value: str
    raw: str
    how: str
    cell: Cell
    start: int
    end: int
    around: Surroundings
    inline: str = ""
    rows: int = 1
    sureness: float = 0.0
    rank: int = -1
    more_cells: tuple[Cell, ...] = field(default=())


@dataclass(slots=True)
class Candidates:
    """The candidates of a document, and the cells of its pages."""

    found: list[Candidate]
    cells: list[list[Cell]]


def candidates_of(pages: Sequence[Page]) -> Candidates:
    """All candidates of a document, without doubles."""
    cells = [cells_of(page) for page in pages]
    texts = [cell.text for of_page in cells for cell in of_page]
    month_first = is_month_first("\n".join(texts))
    found: dict[tuple[int, str, str, int], Candidate] = {}
    for page, of_page in zip(pages, cells, strict=True):
        for candidate in _of_page(page, of_page, month_first=month_first):
            place = (id(candidate.cell), candidate.kind, candidate.value, candidate.rows)
            if place not in found or len(candidate.inline) > len(found[place].inline):
                found[place] = candidate
    everything = [*found.values(), *_of_document(texts, cells)]
    return Candidates(everything, cells)


def is_label_like(text: str) -> bool:
    """Whether a text can be a label by its shape: short, with letters and few digits."""
    return (
        len(text) < _LONGEST_LABEL
        and sum(map(str.isdigit, text)) <= _MOST_DIGITS_OF_LABEL * len(text)
        and any(map(str.isalpha, text))
    )


def _of_page(page: Page, cells: list[Cell], *, month_first: bool) -> Iterator[Candidate]:
    wide, high = page.width_pt or 595.0, page.height_pt or 842.0
    section = ""
    for cell in cells:
        around = _surroundings(cell, section, wide, high)
        yield from _of_cell(cell, around, month_first=month_first)
        alone = cell.line_cells == 1 and len(cell.text) < _LONGEST_HEADING
        if alone and is_label_like(cell.text) and not cell.text.endswith("."):
            section = cell.text


def _surroundings(cell: Cell, section: str, wide: float, high: float) -> Surroundings:
    left, walk = "", cell.left
    while walk is not None and not left:
        if is_label_like(walk.text) and len(re.sub(r"\W", "", walk.text)) > 1:
            left = walk.text
            under = walk.below
            if walk is cell.left and under is not None and under.right is None and is_label_like(under.text):
                left = f"{left} {under.text}"  # a label over two lines
        walk = walk.left
    above = next((other for other in cell.above[:4] if is_label_like(other.text)), None)
    header = next(
        (
            o
            for o in cell.above
            if o.line_cells >= 3 and is_label_like(o.text) and abs(o.x0 - cell.x0) < 3 * cell.height
        ),
        None,
    ) or next((o for o in cell.above if o.line_cells >= 3 and is_label_like(o.text)), None)
    return Surroundings(
        left,
        above.text if above else "",
        header.text if header else "",
        section,
        cell.below.text if cell.below else "",
        cell.upper.text if cell.upper else "",
        (cell.y0 - above.y1) / cell.height if above else 9.0,
        (cell.x0 - cell.left.x1) / cell.height if cell.left else 40.0,
        cell.x0 / wide,
        cell.y0 / high,
    )


def _of_cell(cell: Cell, around: Surroundings, *, month_first: bool) -> Iterator[Candidate]:
    text = cell.text
    spans = typed_spans(text, month_first=month_first)
    for span in spans:
        yield _typed(cell, around, span)
    for how, start, end in dict.fromkeys(pieces(text, cell.cuts, _flat(spans))):
        yield from _of_piece(cell, around, how, start, end)
    yield from _over_lines(cell, around, month_first=month_first)


def _typed(cell: Cell, around: Surroundings, span: TypedSpan) -> Candidate:
    """A typed value with the words before it as its label."""
    raw, inline = cell.text[span.start : span.end], label_before(cell.text, span.start)
    return Candidate(span.kind, span.value, raw, "typed", cell, span.start, span.end, around, inline)


def _flat(spans: Iterable[TypedSpan]) -> list[tuple[int, int]]:
    flat, last = [], -1
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.kind in ("date", "ident", "percent", "email", "web") and span.start >= last:
            flat.append((span.start, span.end))
            last = span.end
    return flat


def _of_piece(cell: Cell, around: Surroundings, how: str, start: int, end: int) -> Iterator[Candidate]:
    piece = cell.text[start:end]
    raw = _trim(piece)
    if not 1 <= len(raw) <= _LONGEST_VALUE:
        return
    inline = label_before(cell.text, start) if start else ""

    def one(kind: str, value: str, sureness: float = 0.0) -> Candidate:
        return Candidate(kind, value, raw, how, cell, start, end, around, inline, sureness=sureness)

    code, sureness = country_of(raw)
    if code:
        yield one("country", code, sureness)
    gender, currency = _GENDER_OF.get(raw.casefold()), currency_of(raw)
    if gender:
        yield one("gender", gender)
    elif currency and len(raw) > 1:
        yield one("currency", currency)
    if any(map(str.isalpha, raw)):
        yield one("text", raw)
    if any(map(str.isdigit, raw)) and 4 <= len(raw) <= 34 and len(raw.split()) <= 8:
        yield one("ident", raw)


def _trim(text: str) -> str:
    """The words without marks around them; the full stop of an abbreviation stays ("Ltd.", "S.A.")."""
    plain = text.strip(' ,:;•*▶►☒☐_|«»"“”„°–—-')
    if plain.count("(") != plain.count(")"):
        plain = plain.strip("() ")
    if plain.endswith(".") and not _ends_in_stop(plain):
        plain = plain.rstrip(". ")
    return plain.strip()


def _ends_in_stop(text: str) -> bool:
    last = text.rsplit(None, 1)[-1]
    return bool(ABBREVIATED_END.fullmatch(last)) or (" " in text and ends_in_legal_form(" ".join(text.split()[-3:])))


def _over_lines(cell: Cell, around: Surroundings, *, month_first: bool) -> Iterator[Candidate]:
    """Values that go on in the cell below: running text, and the lines of a column joined."""
    text, below = cell.text, cell.below
    if below is None:
        return
    if len(text.split()) > _PROSE:
        both, edge = f"{text} {below.text}", len(text)
        for span in typed_spans(both, month_first=month_first):
            if span.start < edge < span.end:
                yield _across(cell, around, span.kind, span.value, both, span.start, span.end)
        hits = [hit.span(1) for hit in NAME.finditer(both)] + list(firms(both))
        for start, end in hits:
            if start < edge < end - 1:
                yield _across(cell, around, "text", _trim(both[start:end]), both, start, end)
    if "," in text:
        for hit in COMMA.finditer(text):  # a value that begins inside this line and ends on the next
            raw = _trim(text[hit.end() :] + " " + _SENTENCE_END.split(below.text)[0])
            if 8 < len(raw) < _LONGEST_ADDRESS:
                inline = label_before(text, hit.end())
                yield Candidate(
                    "text", raw, raw, "tail", cell, hit.end(), len(text), around, inline, 2, more_cells=(below,)
                )
    yield from _joined(cell, around)


def _across(cell: Cell, around: Surroundings, kind: str, value: str, both: str, start: int, end: int) -> Candidate:
    inline = label_before(both, start)
    more = (cell.below,) if cell.below else ()
    raw = both[start:end]
    return Candidate(kind, value, raw, "prose", cell, start, len(cell.text), around, inline, 2, more_cells=more)


def _joined(cell: Cell, around: Surroundings) -> Iterator[Candidate]:
    text = cell.text
    for start in {0, *(hit.end() for hit in FIELD_END.finditer(text) if hit.end() < len(text))}:
        joined, walk, more = text[start:].strip(" :"), cell, list[Cell]()
        while len(more) + 1 < _MOST_ROWS and walk.below is not None and len(joined) <= _LONGEST_ADDRESS:
            walk = walk.below
            more.append(walk)
            joined += _glue(joined, walk.text) + walk.text
            raw, rows = joined.strip(), len(more) + 1
            inline = label_before(text, start)
            yield Candidate(
                "text", raw, raw, "join", cell, start, len(text), around, inline, rows, more_cells=tuple(more)
            )


def _glue(above: str, below: str) -> str:
    if above.endswith("-") and not above.endswith(" -"):
        return ""
    if above.endswith((",", "-", "/")) or not is_label_like(below):
        return " "
    return ", " if any(map(str.isdigit, above + below)) else " "


def _of_document(texts: Sequence[str], cells: Sequence[Sequence[Cell]]) -> Iterator[Candidate]:
    """Countries and currencies that the document as a whole speaks for; they are seldom printed with a label."""
    first = next((cell for of_page in cells for cell in of_page), None)
    if first is None:
        return
    around = Surroundings("", "", "", "", "", "", 9.0, 40.0, 0.0, 0.0)
    text = "\n".join(texts)
    for kind, counts in (("country", country_votes(text)), ("currency", Counter(currencies_in(text)))):
        total = sum(counts.values())
        for rank, (code, votes) in enumerate(counts.most_common(6)):
            yield Candidate(
                kind, code, code, "document", first, 0, 0, around, rows=votes, sureness=votes / total, rank=rank
            )
