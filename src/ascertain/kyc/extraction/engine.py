"""Extraction: the methods that a type names, side by side, and what they say made one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ascertain.ai.text import Page
from ascertain.kyc.extraction.by_drawing import extract_by_drawing
from ascertain.kyc.extraction.by_form import extract_by_form
from ascertain.kyc.extraction.by_labels import extract_by_labels
from ascertain.kyc.extraction.by_patterns import extract_by_patterns
from ascertain.kyc.extraction.by_sums import extract_by_sums
from ascertain.kyc.extraction.by_tables import extract_by_tables
from ascertain.kyc.extraction.calibration import CalibrationPoints, calibrated
from ascertain.kyc.extraction.contracts import extract_contract
from ascertain.kyc.extraction.layout import lines_of
from ascertain.kyc.extraction.method import Method, Task
from ascertain.kyc.extraction.model import FoundFact, Part
from ascertain.kyc.extraction.passport import extract_passport
from ascertain.kyc.extraction.reconciliation import reconcile, with_plausibility
from ascertain.kyc.extraction.types import Catalogue, DocumentType, builtin_catalogue
from ascertain.kyc.values import Context, day_first_of

EXTRACTOR_VERSION = "methods-1"


def _of_pages(extract_pages: Callable[[Sequence[Page]], list[FoundFact]]) -> Method:
    """A method that needs no type file: it knows its one document."""
    return lambda task: extract_pages(task.pages)


# What a type file may name under `methods`. A name that is not here is passed over, so that a file may ask for one that a later
# version brings.
METHODS: dict[str, Method] = {
    "form": extract_by_form,
    "labels": extract_by_labels,
    "tables": lambda task: [*extract_by_tables(task), *extract_by_sums(task)],
    "patterns": extract_by_patterns,
    "drawing": extract_by_drawing,
    "passport": lambda task: extract_passport(task.pages, today=task.context.today),
    "contract": _of_pages(extract_contract),
}


def task_of(
    document_type: str, pages: Sequence[Page], catalogue: Catalogue | None = None, *, today: date | None = None
) -> Task:
    """What the methods are given for a document of this type."""
    return Task((catalogue or builtin_catalogue()).get(document_type), pages, context_of(pages, today=today))


def extract(
    document_type: str,
    pages: Sequence[Page],
    catalogue: Catalogue | None = None,
    *,
    model_facts: Sequence[FoundFact] = (),
    calibration_points: CalibrationPoints | None = None,
    today: date | None = None,
) -> list[FoundFact]:
    """The facts that a document of this type states, each property once; none where the type states nothing.

    `model_facts` were found by a language model and are reconciled with the rest. `calibration_points` replace the shipped
    calibration; an empty sequence leaves the confidences uncalibrated. `today` is the day on which the document is read: a birth
    date after it is doubted; without it no date is compared with the present.
    """
    task = task_of(document_type, pages, catalogue, today=today)
    kind = task.kind
    found = [fact for name in kind.methods if name in METHODS for fact in METHODS[name](task)]
    reconciled = calibrated(reconcile(task, [*found, *_fitting(found, model_facts)]), calibration_points)
    reconciled = with_plausibility(reconciled, task.context)
    return [*reconciled, *_full_names(reconciled), *_links(kind, reconciled)]


def _fitting(found: Sequence[FoundFact], model_facts: Sequence[FoundFact]) -> list[FoundFact]:
    """Rows that a table method read stand; those of a model come in only for tables that it did not read."""
    read = {fact.subject.rpartition("-")[0] for fact in found if "-" in fact.subject}
    return [fact for fact in model_facts if fact.subject.rpartition("-")[0] not in read or "-" not in fact.subject]


def pages_of(part: Part, pages: Sequence[Page]) -> list[Page]:
    """The pages of a part."""
    return [page for page in pages if part.first_page <= page.number <= part.last_page]


def extract_parts(
    parts: Sequence[Part],
    pages: Sequence[Page],
    catalogue: Catalogue | None = None,
    *,
    model_facts: Sequence[Sequence[FoundFact]] = (),
    today: date | None = None,
) -> list[FoundFact]:
    """The facts of each part of a document; subjects of different parts are different ones. `model_facts` goes by part."""
    facts: list[FoundFact] = []
    for number, part in enumerate(parts, 1):
        more = model_facts[number - 1] if number <= len(model_facts) else ()
        found = extract(part.document_type, pages_of(part, pages), catalogue, model_facts=more, today=today)
        facts += found if len(parts) == 1 else [_of_part(fact, number, found) for fact in found]
    return facts


def _of_part(fact: FoundFact, number: int, found: Sequence[FoundFact]) -> FoundFact:
    """The fact with its subject, and the subject that it names, marked with the number of its part."""
    subjects = {other.subject for other in found}
    value = f"{number}/{fact.value}" if fact.value in subjects else fact.value
    return replace(fact, subject=f"{number}/{fact.subject}", value=value)


def context_of(pages: Sequence[Page], *, today: date | None = None) -> Context:
    """How the values of a document are to be read: the order of day and month by those dates that leave no choice."""
    day_first = day_first_of(segment.text for page in pages for line in lines_of(page) for segment in line)
    return Context(day_first=day_first is not False, order_known=day_first is not None, today=today)


def _links(kind: DocumentType, facts: list[FoundFact]) -> list[FoundFact]:
    """Links between subjects of the document, where both were found; they rest on the surest words of the subject."""
    best: dict[str, FoundFact] = {}
    for fact in facts:
        if fact.subject not in best or fact.confidence > best[fact.subject].confidence:
            best[fact.subject] = fact
    stated = {(fact.subject, fact.property) for fact in facts}
    return [
        _link(best[link.subject] if link.subject in best else best[link.to], kind, link.subject, link.property, link.to)
        for link in kind.links
        if link.to in best and (link.subject in best or _is_relation(kind, link.subject, best))
        if (link.subject, link.property) not in stated
    ]


def _is_relation(kind: DocumentType, subject: str, best: dict[str, FoundFact]) -> bool:
    """A relation without words of its own (a mandate) is there where everybody that it joins is."""
    joined = [link.to for link in kind.links if link.subject == subject]
    return len(joined) > 1 and all(name in best for name in joined)


def _link(place: FoundFact, kind: DocumentType, subject: str, name: str, to: str) -> FoundFact:
    schema = kind.schema_of(subject)
    return FoundFact(
        subject, schema, name, to, place.quote, place.page_number, place.boxes, place.method, place.confidence
    )


def _full_names(facts: list[FoundFact]) -> list[FoundFact]:
    """A person's name of its two parts, resting on the words of both, where it is not stated as a whole."""
    by_subject: dict[str, dict[str, FoundFact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, {}).setdefault(fact.property, fact)
    found: list[FoundFact] = []
    for subject, stated in by_subject.items():
        first, last = stated.get("firstName"), stated.get("lastName")
        if first and last and "name" not in stated:
            name, quote = f"{first.value} {last.value}", f"{first.quote} {last.quote}"
            confidence, boxes = min(first.confidence, last.confidence), (*first.boxes, *last.boxes)
            found.append(
                FoundFact(
                    subject, first.schema, "name", name, quote, first.page_number, boxes, first.method, confidence
                )
            )
    return found
