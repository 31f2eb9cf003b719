"""Extraction from the print of identity documents: bilingual labels, numbered fields, names without a label.

A card differs from a form: labels are small and in two or three languages with a slash between, several share a line, their values
are below in the same order, and European and American licences have numbers in their place.
"""

from ascertain.kyc.extraction import card_labels
from ascertain.kyc.extraction.card_reading import Card
from ascertain.kyc.extraction.card_values import card_value, mixes_scripts, subdivision
from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.layout import Segment, lines_of
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.mrz import find_zones
from ascertain.kyc.values import normalise_country

_HOLDER = frozenset(
    "name lastName firstName birthDate birthPlace nationality gender address idNumber height eyeColor".split()
)
_MIXED_SCRIPTS = 0.5  # factor for words with letters of two scripts: one of them was misread
_TOP_OF_CARD = 0.35


def extract_by_card(task: Task) -> list[FoundFact]:
    """Facts of the holder and the document; of several readings of one property the first that can be its value."""
    document = next((subject.name for subject in task.kind.subjects if subject.name != "holder"), None)
    if document is None:
        return []
    zones = find_zones(task.pages)
    facts: dict[str, FoundFact] = {}
    vocabulary, is_licence = _vocabulary(task), task.kind.name == "driving_licence"
    for page in task.pages:
        here = [zone for zone in zones if zone.page_number == page.number]
        card = Card(page, here, vocabulary, is_licence=is_licence)
        for name, segments, confidence in (*card.numbered(), *card.labelled(), *card.placed()):
            fact = _fact(task, document, name, segments, confidence)
            if fact and (name not in facts or facts[name].confidence < _clearly_less(fact.confidence)):
                facts[name] = fact
    return [*facts.values(), *_country(task, document)]


def _clearly_less(confidence: float) -> float:
    """Of two readings the first counts, unless the way in which the other was found is clearly better."""
    return confidence - 0.05


def _vocabulary(task: Task) -> dict[str, str]:
    """Folded labels with their property; "" for a label of another field."""
    found = {folded(label): "" for label in card_labels.OTHERS.split("|")}
    found |= {folded(label): one.property for one in task.kind.fields for label in one.labels}
    found |= {folded(label): name for name, labels in card_labels.LABELS.items() for label in labels.split("|")}
    # A bare "name" is settled by the other labels of the card.
    return found | {"name": "bare name"}


def _fact(task: Task, document: str, name: str, segments: list[Segment], confidence: float) -> FoundFact | None:
    subject = "holder" if name in _HOLDER else document
    text = (", " if name == "address" else " ").join(segment.text.strip(" ,") for segment in segments)
    value = card_value(task, name, text)
    if not value:
        return None
    boxes = tuple(segment.box for segment in segments)
    quote = " ".join(segment.text for segment in segments)
    sure = round(confidence * min(1.0, min(segment.confidence for segment in segments) + 0.02), 4)
    if mixes_scripts(quote):
        sure = round(sure * _MIXED_SCRIPTS, 4)
    return FoundFact(
        subject, task.kind.schema_of(subject), name, value, quote, segments[0].page_number, boxes, "label", sure
    )


def _country(task: Task, document: str) -> list[FoundFact]:
    """The country of the document by its heading, or by the sign of vehicles on a licence."""
    for page in task.pages:
        top = [one for line in lines_of(page) for one in line if one.box.center_y < _TOP_OF_CARD]
        for one in top:
            found = subdivision(one.text) or (normalise_country(one.text) if len(one.text) > 3 else None)
            if found is None and task.kind.name == "driving_licence" and len(one.text) <= 3:
                found = card_labels.SIGNS.get(one.text)
            if found:
                schema = task.kind.schema_of(document)
                sure = round(0.9 * min(1.0, one.confidence + 0.02), 4)
                return [
                    FoundFact(document, schema, "country", found, one.text, one.page_number, (one.box,), "label", sure)
                ]
    return []
