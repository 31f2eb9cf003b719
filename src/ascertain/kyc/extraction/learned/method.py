"""The learned reader as a method of extraction: pages in, facts of subjects out, beside those of the type's rules."""

import threading
from collections.abc import Sequence

from ascertain.kernel.memory import trim_memory
from ascertain.kyc.extraction.learned.beside_rules import comparable
from ascertain.kyc.extraction.learned.grouping import grouped
from ascertain.kyc.extraction.learned.meaning import release_meanings
from ascertain.kyc.extraction.learned.merging import merged
from ascertain.kyc.extraction.learned.ranker import Reader, reader
from ascertain.kyc.extraction.learned.registers import read_registers, with_registers
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.table_rows import confirmed_rows
from ascertain.kyc.extraction.types import DocumentType

# Methods of types that have a trained reader of their own.
_OWN_READERS = frozenset({"contract"})
# Types whose rules read line items and taxes that the learned reader knows nothing of.
_OWN_RULES = frozenset({"invoice"})
_RELEASED_AFTER_S = 60.0
_LIKELY = (
    0.8  # confidence from which a fact counts that the type of the document does not ask for: nobody has to check it
)
_LINKS = frozenset({"Ownership", "Directorship", "Representation"})
# A subject of a type may be a person or a company: the customer of a bill.
_SCHEMAS_OF_GROUP = {
    "company": ("Company",),
    "person": ("Person", "LegalEntity"),
    "identity": ("Identification", "Passport"),
    "document": ("Document",),
    "account": ("BankAccount",),
    "payment": ("Payment",),
}


def with_learned_facts(task: Task, ruled: Sequence[FoundFact], trained: Reader | None = None) -> list[FoundFact]:
    """The facts of the rules and of the learned reader together. A form states its values in its fields, and its print is no value.

    `trained` is read with in place of the shipped reader.
    """
    pages = task.pages
    is_form = any(page.fields for page in pages)
    if not pages or is_form or task.kind.name in _OWN_RULES or _OWN_READERS & set(task.kind.methods):
        return list(ruled)
    trained = trained or reader()
    reading = trained.read(pages)

    def subject_of(group: str, schema: str) -> str:
        return _subject_of(task.kind, group)

    least = trained.thresholds["facts"]
    _idle.used()
    learned = grouped(reading.proposed, reading.probabilities, reading.links, subject_of, least=least)
    company = _subject_of(task.kind, "company") or "company"
    learned = with_registers(learned, read_registers(pages, reading), company)
    weights = {name[5:]: w for name, w in trained.thresholds.items() if name.startswith("rule.")}
    found = merged(ruled, learned, reading, weights)
    closed = confirmed_rows(task)
    found = [fact for fact in found if fact.method != "model" or fact.subject.rpartition("-")[0] not in closed]
    return _without_noise(task.kind, found) if ruled else found


def _without_noise(kind: DocumentType, facts: Sequence[FoundFact]) -> list[FoundFact]:
    """Without unlikely facts of properties that the type does not state, and numbers that a rule has read as another property."""
    stated = {one.property for one in kind.fields} | {one.property for table in kind.tables for one in table.columns}
    numbers = {comparable(fact.value) for fact in facts if fact.method != "model" and any(map(str.isdigit, fact.value))}
    return [
        fact
        for fact in facts
        if fact.method != "model"
        or fact.schema in _LINKS
        or (comparable(fact.value) not in numbers and (fact.property in stated or fact.confidence >= _LIKELY))
    ]


class _Idle:
    """Releases the models when no document has been read for a while: they take as much memory as all else in a worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def used(self) -> None:
        """A document has been read: the time begins again."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(_RELEASED_AFTER_S, self._release)
            self._timer.daemon = True
            self._timer.start()

    @staticmethod
    def _release() -> None:
        release_meanings()
        reader.cache_clear()
        trim_memory()


_idle = _Idle()


def _subject_of(kind: DocumentType, group: str) -> str:
    """The subject of a type that a group of properties belongs to, or "" if it has none."""
    rows = {subject.name for table in kind.tables for subject in table.subjects}
    for schema in _SCHEMAS_OF_GROUP.get(group, ()):
        for subject in kind.subjects:
            if subject.schema == schema and subject.name not in rows:
                return subject.name
    return ""
