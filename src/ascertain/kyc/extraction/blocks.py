"""Extraction of blocks without a label: the address of a letter, the letterhead, a bank or company in the heading."""

import re
from collections.abc import Callable

from ascertain.kyc.extraction.issuer import find_issuer
from ascertain.kyc.extraction.labels import LabelIndex, folded
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task, read_value
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import has_legal_form, looks_like_postcode

_TITLE = re.compile(r"\b(bill|invoice|statement|rechnung|facture|factuur|certificate|receipt)\b", re.IGNORECASE)
_BANK = re.compile(r"\b(bank|savings|building society|banque|banco|banca|sparkasse|банк)\b|بنك|مصرف", re.IGNORECASE)


def block_facts(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    """The facts of a block, for the fields of the subject that name it."""
    return _BLOCKS[block](task, label_index, subject, block)


def _letter_address(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    """A name above the lines of an address that ends with a postcode, as in the window of an envelope."""
    for index, line in enumerate(label_index.lines):
        for position, segment in enumerate(line):
            parts = [] if label_index.is_label(index, position) else _address_under(label_index, segment)
            if parts:
                return _read(task, subject, block, {"name": [segment], "address": parts}, 0.9)
    return []


def _address_under(label_index: LabelIndex, segment: Segment) -> list[Segment]:
    """The lines of an address below a segment that can be a name."""
    if any(char.isdigit() for char in segment.text) or len(segment.words) > 6:
        return []
    below = label_index.stack(segment, 5)
    ends = [index for index, part in enumerate(below) if looks_like_postcode(part.text)]
    parts = below[: ends[0] + 1] if ends else []
    return parts if parts and any(char.isdigit() for char in parts[0].text) else []


def _head(label_index: LabelIndex, lowest: float, accepts: Callable[[str], bool]) -> Segment | None:
    """The largest segment in the upper part of the first page whose text is accepted."""
    first = min((line[0].page_number for line in label_index.lines), default=1)
    head = [
        segment
        for line in label_index.lines
        for segment in line
        if segment.box.y1 < lowest and segment.page_number == first and accepts(segment.text)
    ]
    return max(head, key=lambda segment: segment.box.height, default=None)


def _letterhead(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    found = _head(label_index, 0.25, lambda text: not any(c.isdigit() for c in text) and not _TITLE.search(text))
    return _read(task, subject, block, {"": [found]}, 0.85) if found else []


def _heading_bank(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    titles = set(map(folded, task.kind.titles))  # "Bank reference" does not name a bank

    def names_a_bank(text: str) -> bool:
        return bool(_BANK.search(text)) and not _TITLE.search(text) and len(text) < 60 and folded(text) not in titles

    found = _head(label_index, 0.3, names_a_bank)
    return _read(task, subject, block, {"": [found]}, 0.9) if found else []


def _heading_company(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    """The first company name with a legal form at the head of the page, else at its foot, else anywhere."""
    segments = [segment for line in label_index.lines for segment in line if len(segment.words) <= 8]
    named = [s for s in segments if has_legal_form(s.text) and s.text[0].isupper() and not s.text.endswith(":")]
    placed = [s for s in named if s.box.y1 < 0.3] or [s for s in named if s.box.y0 > 0.8] or named
    return _read(task, subject, block, {"": [placed[0]]}, 0.5) if placed else []


def _issuer(task: Task, label_index: LabelIndex, subject: str, block: str) -> list[FoundFact]:
    """The issuer of the document, and the address below its name."""
    name, address, base_confidence = find_issuer(task, label_index)
    places = {"name": name, "address": address}
    return _read(task, subject, block, places, base_confidence) if name else []


def _read(
    task: Task, subject: str, block: str, places: dict[str, list[Segment]], base_confidence: float
) -> list[FoundFact]:
    """The fields of the block by their property; the key "" applies to every field."""
    found: list[FoundFact] = []
    for one in task.kind.fields:
        segments = places.get(one.property, places.get(""))
        if one.subject == subject and one.block == block and segments:
            fact = read_value(task, one, segments, "rule", base_confidence=base_confidence)
            found += [fact] if fact else []
    return found


_BLOCKS: dict[str, Callable[[Task, LabelIndex, str, str], list[FoundFact]]] = {
    "letter_address": _letter_address,
    "letterhead": _letterhead,
    "heading_bank": _heading_bank,
    "heading_company": _heading_company,
    "issuer": _issuer,
}
