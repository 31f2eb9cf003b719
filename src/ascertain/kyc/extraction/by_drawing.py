"""Extraction from ownership charts: a box is a person or company, a line to a box below it is a holding."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Box, Join, Page, Word
from ascertain.kyc.extraction.layout import Segment, lines_of
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import bearer_of, ends_in_legal_form, normalise_name, normalise_percentage

_BASE_CONFIDENCE = (
    0.9  # of names in boxes and shares at lines; that the upper one owns the lower is the custom of such charts
)
_FAR = 0.08  # from a line to its percentage, as a fraction of the page
_PERCENT = re.compile(r"^[(\[]?\d{1,3}(?:[.,]\d+)?\s?%[)\],;.]?$")
# First words of a line that describes the owner and is not part of the name.
_MORE = re.compile(
    r"^(?:[(\[]|\d|reg\b|registered|incorporated|inc\. in|company no|no\.|born|dob|ultimate|ubo\b|beneficial|director|shareholder)",
    re.IGNORECASE,
)


def extract_by_drawing(task: Task) -> list[FoundFact]:
    """An owner for each connected box and a holding for each line. A line without a percentage is a holding of unknown size."""
    facts: list[FoundFact] = []
    for page in task.pages:
        names = _names(page)
        subjects = {box: f"box-{page.number}{index:02d}" for index, box in enumerate(names, 1)}
        for box, name in names.items():
            value = normalise_name(name.text)
            facts.append(_fact(subjects[box], bearer_of(value).schema, "name", value, name))
        shares = _shares(page, page.joins)
        for index, join in enumerate(page.joins, 1):
            if join.upper in names and join.lower in names:
                facts += _holding(f"line-{page.number}{index:02d}", join, names, subjects, shares.get(index - 1))
    return facts


def _holding(
    subject: str, join: Join, names: dict[Box, Segment], subjects: dict[Box, str], share: Segment | None
) -> list[FoundFact]:
    upper, lower = names[join.upper], names[join.lower]
    facts = [
        _fact(subject, "Ownership", "owner", subjects[join.upper], upper),
        _fact(subject, "Ownership", "asset", subjects[join.lower], lower),
    ]
    percentage = normalise_percentage(share.text) if share else None
    if share and percentage:
        facts.append(_fact(subject, "Ownership", "percentage", percentage, share))
    return facts


def _fact(subject: str, schema: str, name: str, value: str, place: Segment) -> FoundFact:
    confidence = round(_BASE_CONFIDENCE * min(1.0, place.confidence + 0.02), 4)
    return FoundFact(subject, schema, name, value, place.text, place.page_number, (place.box,), "rule", confidence)


def _names(page: Page) -> dict[Box, Segment]:
    """The name in each connected box: its first lines, up to a legal form or a description."""
    found: dict[Box, Segment] = {}
    for box in dict.fromkeys(side for join in page.joins for side in (join.upper, join.lower)):
        inside = tuple(word for word in page.words if _holds(box, word.box))
        lines = [word for line in lines_of(_only(page, inside)) for segment in line for word in segment.words]
        words: list[Word] = []
        last_y = None
        for word in lines:
            begins = last_y is None or abs(word.box.center_y - last_y) > 0.6 * word.box.height
            complete = begins and ends_in_legal_form(" ".join(one.text for one in words))  # a legal form ends a name
            if words and (complete or word.text.startswith("(") or (begins and _MORE.match(word.text))):
                break
            words.append(word)
            last_y = word.box.center_y
        if any(char.isalpha() for word in words for char in word.text):
            found[box] = Segment(tuple(words), page.number)
    return found


def _only(page: Page, words: tuple[Word, ...]) -> Page:
    return Page(page.number, page.width_pt, page.height_pt, words, page.method)


def _holds(box: Box, word: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 <= box.x1 and box.y0 <= word.center_y <= box.y1


def _shares(page: Page, joins: Sequence[Join]) -> dict[int, Segment]:
    """The percentage of each line: the nearest pairs first, each line and each percentage used once."""
    boxes = [side for join in joins for side in (join.upper, join.lower)]
    outside = tuple(word for word in page.words if not any(_holds(box, word.box) for box in boxes))
    percentages = [
        segment for line in lines_of(_only(page, outside)) for segment in line if _PERCENT.match(segment.text)
    ]
    pairs = sorted(
        (min(_distance(place, one.box) for place in join.places), i, j)
        for i, join in enumerate(joins)
        for j, one in enumerate(percentages)
    )
    found: dict[int, Segment] = {}
    used: set[int] = set()
    for distance, index, number in pairs:
        if distance < _FAR and index not in found and number not in used:
            found[index] = percentages[number]
            used.add(number)
    return found


def _distance(place: Box, word: Box) -> float:
    """Distance between the nearest sides of two boxes."""
    across = max(place.x0 - word.x1, 0.0, word.x0 - place.x1)
    down = max(place.y0 - word.y1, 0.0, word.y0 - place.y1)
    return float((across**2 + down**2) ** 0.5)
