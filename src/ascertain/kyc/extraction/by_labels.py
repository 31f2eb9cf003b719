"""Extraction by labels: the value follows its label, or is beside or below it."""

import re
from dataclasses import replace
from itertools import pairwise

from ascertain.kyc.extraction.blocks import block_facts
from ascertain.kyc.extraction.by_tables import heading_of
from ascertain.kyc.extraction.labels import LabelIndex, LabelMatch, ValueCandidate, folded
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task, read_value
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.types import Field
from ascertain.kyc.values import FORMATS, can_be, ends_in_legal_form, looks_like_postcode

# By the position of the value relative to its label.
_BASE_CONFIDENCE = {"inline": 0.97, "beside": 0.965, "below": 0.96, "inline open": 0.9, "box below": 0.85}
# More words are a sentence and not a value.
_MOST_WORDS = {"name": 12, "given_name": 6, "phrase": 14, "country": 8, "currency": 8}
_ABBREVIATIONS = frozenset("bros st ste no nr mr mrs ms dr prof jr sr dept dipl ing rer sp".split())
_NUMBERS_IN_BOXES = frozenset({"us_tin", "iban"})  # formats that forms give one box per digit
_PROSE = re.compile(
    r"^(?:means?|is|are|was|were|shall|and|or|of|the|to|in|has|have|may|will|which|that|for|by)\b", re.IGNORECASE
)


def extract_by_labels(task: Task) -> list[FoundFact]:
    """Facts by label. The first label of the type file that has a value counts; fields with many values take all."""
    kind = task.kind
    wanted = [label for one in kind.fields for label in (*one.labels, *(choice for choice, _ in one.ticks))]
    is_form = any(page.fields for page in task.pages)
    headings = [heading for table in kind.tables for column in table.columns for heading in column.headings]
    # Titles count as labels, so that "Bank Reference" is not read as a bank named "Reference".
    label_index = LabelIndex.of(task.pages, [*wanted, *kind.other_labels, *headings, *kind.titles])
    columns = _heading_lines(task, label_index)
    facts: list[FoundFact] = []
    blocks: set[tuple[str, str]] = set()
    for one in kind.fields:
        if is_form and (one.form_fields or one.form_choices):
            continue  # if the form field has no value, it was left blank
        found = _of_field(task, label_index, one, columns) or _of_ticks(task, label_index, one)
        if not found and one.block:
            blocks.add((one.subject, one.block))
        facts += found
    for subject, block in sorted(blocks):
        facts += block_facts(task, label_index, subject, block)
    return facts


def _heading_lines(task: Task, label_index: LabelIndex) -> set[int]:
    """Heading lines of tables: the words below them are cells and not values of labels."""
    following = [*label_index.lines[1:], []]
    return {
        index
        # A page without words has no line, and nothing follows it.
        for index, (line, below) in enumerate(zip(label_index.lines, following, strict=False))
        if any(heading_of(table, line, below) for table in task.kind.tables)
    }


def _of_field(task: Task, label_index: LabelIndex, wanted: Field, columns: set[int]) -> list[FoundFact]:
    found: list[FoundFact] = []
    for label in dict.fromkeys(map(folded, wanted.labels)):
        places = [place for place in label_index.matches.get(label, ()) if place.line not in columns]
        for place in reversed(places) if wanted.last else places:
            fact = _at(task, label_index, wanted, place)
            if fact and not wanted.many:
                return [fact]
            if fact:
                found.append(fact)
    return found


def _of_ticks(task: Task, label_index: LabelIndex, wanted: Field) -> list[FoundFact]:
    for label, value in wanted.ticks:
        place = label_index.ticked(folded(label))
        fact = read_value(task, wanted, [place], "label") if place else None
        if fact:
            return [replace(fact, value=value)]
    return []


def _at(task: Task, label_index: LabelIndex, wanted: Field, place: LabelMatch) -> FoundFact | None:
    for candidate in label_index.values(place):
        if not _plausible(wanted, candidate, place):
            continue
        segments = [*candidate.segments]
        if wanted.format in ("name", "phrase") and candidate.relation.startswith("inline"):
            segments = [_first_sentence(segments[0])]
        if wanted.format in _NUMBERS_IN_BOXES:
            segments = [label_index.number_in_boxes(segments[0])]
        if wanted.format == "name" and candidate.relation == "beside" and label_index.is_two_columns:
            segments += label_index.continued(place, segments[0], 2, under_label=False)
        if wanted.multiline and not looks_like_postcode(candidate.text):
            for segment in label_index.continued(place, segments[0]):
                segments.append(segment)
                if looks_like_postcode(segment.text):
                    break
        fact = read_value(task, wanted, segments, "label", base_confidence=_BASE_CONFIDENCE[candidate.relation])
        if fact:
            return fact
    return None


def _first_sentence(segment: Segment) -> Segment:
    """The words up to the end of the first sentence; an abbreviation ("Ltd.", "St.", "B.V.") does not end one."""
    words = segment.words
    for index, (word, following) in enumerate(pairwise(words), 1):
        ends = word.text.endswith(".") and "." not in word.text[:-1] and word.text[:-1].lower() not in _ABBREVIATIONS
        if ends and len(word.text) > 2 and following.text[0].isupper():
            if ends_in_legal_form(" ".join(one.text for one in words[:index])):
                continue
            return Segment(words[:index], segment.page_number)
    return segment


def _plausible(wanted: Field, candidate: ValueCandidate, place: LabelMatch) -> bool:
    """Whether the words can be a value at all; a sentence that continues after a label is not one."""
    text = candidate.text
    if not can_be(wanted.format, text) or text.startswith("("):
        return False
    words = text.split()
    if len(words) > _MOST_WORDS.get(wanted.format, 40) or (wanted.format == "name" and not any(map(str.isalpha, text))):
        return False
    if candidate.relation == "inline open":
        return len(words) <= 8 and not _PROSE.match(text) and (FORMATS[wanted.format].has_digits or text[0].isupper())
    return not (wanted.format in ("name", "phrase") and text.endswith(":"))
