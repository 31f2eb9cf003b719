"""Runs the methods of a document type side by side and reconciles their facts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ascertain.ai.text import Page
from ascertain.kyc.extraction.by_barcode import extract_by_barcode
from ascertain.kyc.extraction.by_card import extract_by_card
from ascertain.kyc.extraction.by_drawing import extract_by_drawing
from ascertain.kyc.extraction.by_form import extract_by_form
from ascertain.kyc.extraction.by_labels import extract_by_labels
from ascertain.kyc.extraction.by_patterns import extract_by_patterns
from ascertain.kyc.extraction.by_sums import extract_by_sums
from ascertain.kyc.extraction.by_tables import extract_by_tables
from ascertain.kyc.extraction.by_zone import extract_by_zone
from ascertain.kyc.extraction.calibration import CalibrationPoints, calibrated
from ascertain.kyc.extraction.contracts import extract_contract
from ascertain.kyc.extraction.identity_checks import with_identity_checks
from ascertain.kyc.extraction.layout import lines_of
from ascertain.kyc.extraction.learned import Reader, with_learned_facts
from ascertain.kyc.extraction.method import Method, Task
from ascertain.kyc.extraction.model import ConfirmedMapping, FoundFact, Part
from ascertain.kyc.extraction.reconciliation import reconcile, with_plausibility
from ascertain.kyc.extraction.types import Catalogue, DocumentType, builtin_catalogue
from ascertain.kyc.values import Context, day_first_of

EXTRACTOR_VERSION = "methods-2"


def _of_pages(extract_pages: Callable[[Sequence[Page]], list[FoundFact]]) -> Method:
    """A method for a single type of document, which needs nothing of the type file."""
    return lambda task: extract_pages(task.pages)


# Names allowed under `methods` in a type file: `types.METHOD_NAMES`, which type files are compared with when they are loaded.
METHODS: dict[str, Method] = {
    "form": extract_by_form,
    "labels": extract_by_labels,
    "tables": lambda task: [*extract_by_tables(task), *extract_by_sums(task)],
    "patterns": extract_by_patterns,
    "drawing": extract_by_drawing,
    "barcode": extract_by_barcode,
    "card": extract_by_card,
    "mrz": extract_by_zone,
    "contract": _of_pages(extract_contract),
}

EVERYWHERE = ("mrz", "barcode")  # methods of all types, also of the unknown one


def task_of(
    document_type: str,
    pages: Sequence[Page],
    catalogue: Catalogue | None = None,
    *,
    today: date | None = None,
    mappings: Sequence[ConfirmedMapping] = (),
) -> Task:
    """The task of extracting from a document of this type."""
    return Task((catalogue or builtin_catalogue()).get(document_type), pages, context_of(pages, today=today), mappings)


def extract(
    document_type: str,
    pages: Sequence[Page],
    catalogue: Catalogue | None = None,
    *,
    model_facts: Sequence[FoundFact] = (),
    calibration_points: CalibrationPoints | None = None,
    today: date | None = None,
    mappings: Sequence[ConfirmedMapping] = (),
    trained: Reader | None = None,
) -> list[FoundFact]:
    """The facts of a document of this type, each property once; of the unknown type what the learned reader and zones state.

    `model_facts` were found by a language model and are reconciled with the rest. `calibration_points` replace the shipped
    calibration; an empty sequence leaves the confidences uncalibrated. `today` is the day on which the document is read: a birth
    date after it is doubted; without it no date is compared with the present. `mappings` say what the columns of layouts of tables
    are. `trained` takes the place of the shipped learned reader, to measure one that has not seen the document.
    """
    task = task_of(document_type, pages, catalogue, today=today, mappings=mappings)
    ruled = _ruled(task, model_facts, calibration_points)
    found = with_identity_checks(with_plausibility(with_learned_facts(task, ruled, trained), task.context))
    return [*found, *_full_names(found), *_links(task.kind, found)]


def extract_by_rules(document_type: str, pages: Sequence[Page], catalogue: Catalogue | None = None) -> list[FoundFact]:
    """The facts of the methods of the type alone, without the learned reader; for its training and for comparison."""
    return _ruled(task_of(document_type, pages, catalogue), (), None)


def _ruled(
    task: Task, model_facts: Sequence[FoundFact], calibration_points: CalibrationPoints | None
) -> list[FoundFact]:
    # Zones and barcodes are read on documents of every type: they prove themselves by their check digits.
    names = dict.fromkeys((*task.kind.methods, *EVERYWHERE))
    found = [fact for name in names for fact in METHODS[name](task)]
    return calibrated(reconcile(task, [*found, *_fitting(found, model_facts)]), calibration_points)


def _fitting(found: Sequence[FoundFact], model_facts: Sequence[FoundFact]) -> list[FoundFact]:
    """The model's facts, without rows of tables that a rule has read: the numbering of rows would not match."""
    read = {fact.subject.rpartition("-")[0] for fact in found if "-" in fact.subject}
    return [fact for fact in model_facts if fact.subject.rpartition("-")[0] not in read or "-" not in fact.subject]


def pages_of(part: Part, pages: Sequence[Page]) -> list[Page]:
    """The pages that belong to a part."""
    return [page for page in pages if part.first_page <= page.number <= part.last_page]


def extract_parts(
    parts: Sequence[Part],
    pages: Sequence[Page],
    catalogue: Catalogue | None = None,
    *,
    model_facts: Sequence[Sequence[FoundFact]] = (),
    today: date | None = None,
    mappings: Sequence[ConfirmedMapping] = (),
    trained: Reader | None = None,
) -> list[FoundFact]:
    """The facts of all parts of a document, each part with subjects of its own. `model_facts` are given per part."""
    facts: list[FoundFact] = []
    for number, part in enumerate(parts, 1):
        more = model_facts[number - 1] if number <= len(model_facts) else ()
        found = extract(
            part.document_type,
            pages_of(part, pages),
            catalogue,
            model_facts=more,
            today=today,
            mappings=mappings,
            trained=trained,
        )
        facts += found if len(parts) == 1 else [_of_part(fact, number, found) for fact in found]
    return facts


def _of_part(fact: FoundFact, number: int, found: Sequence[FoundFact]) -> FoundFact:
    """The fact with the number of its part before its subject, and before its value if that names a subject."""
    subjects = {other.subject for other in found}
    value = f"{number}/{fact.value}" if fact.value in subjects else fact.value
    return replace(fact, subject=f"{number}/{fact.subject}", value=value)


def context_of(pages: Sequence[Page], *, today: date | None = None) -> Context:
    """The context for reading values: the order of day and month, from the dates that allow only one order."""
    day_first = day_first_of(segment.text for page in pages for line in lines_of(page) for segment in line)
    return Context(day_first=day_first is not False, order_known=day_first is not None, today=today)


def _links(kind: DocumentType, facts: list[FoundFact]) -> list[FoundFact]:
    """Links between subjects of the document that were both found; the evidence is the subject's most confident fact."""
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
    """Whether a relation without words of its own, such as a mandate, can be inferred: all subjects that it links were found."""
    joined = [link.to for link in kind.links if link.subject == subject]
    return len(joined) > 1 and all(name in best for name in joined)


def _link(place: FoundFact, kind: DocumentType, subject: str, name: str, to: str) -> FoundFact:
    schema = kind.schema_of(subject)
    return FoundFact(
        subject, schema, name, to, place.quote, place.page_number, place.boxes, place.method, place.confidence
    )


def _full_names(facts: list[FoundFact]) -> list[FoundFact]:
    """The full name of a person whose first and last name are stated separately; its evidence is both."""
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
