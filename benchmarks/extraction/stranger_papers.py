"""Labelled documents of strangers, one folder each with its files and a truth.json, and what is read from them."""

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ascertain import documents
from ascertain.ai.reading.errors import CorruptFile, ReaderCrashed, ReadTimedOut
from ascertain.ai.text import Page
from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents import FileRead, FoundFact
from ascertain.kyc.extraction import UNKNOWN, extract_parts
from ascertain.kyc.extraction.engine import extract_by_rules, pages_of
from ascertain.kyc.extraction.learned import Reader
from ascertain.kyc.extraction.training.fitting import example_of
from ascertain.kyc.extraction.training.labelled import LabelledDocument, about_of, read_truth, targets_of
from ascertain.kyc.extraction.training.recipe import left_out, made_up, readers_without
from benchmarks.extraction.stranger_scoring import Truth

_TRUTH = "truth.json"
Progress = Callable[[str], None]


@dataclass(slots=True)
class Paper:
    """A labelled document.

    Attributes:
        about: country, layout, form, language and type.
        reads: its files as the product reads them, each followed by the files inside it.
        failures: what extraction raised when it was repeated with another reader.
    """

    name: str
    truth: Truth
    about: Mapping[str, str]
    reads: list[FileRead]
    failures: list[str] = field(default_factory=list)

    @property
    def facts(self) -> list[FoundFact]:
        """The facts that the product found in all files."""
        return [fact for read in self.reads if read.document for fact in read.document.facts]

    @property
    def document_type(self) -> str:
        """The type of the first file with pages."""
        return next((read.document.document_type for read in self.reads if read.document), UNKNOWN)

    @property
    def errors(self) -> list[AscertainError]:
        """Why files were not read."""
        return [read.error for read in self.reads if read.error]

    @property
    def crashes(self) -> int:
        """Files on which a reader crashed or hung, or which the product could not process; a refusal by name is none."""
        broken = [error for error in self.errors if isinstance(error, ReaderCrashed | ReadTimedOut)]
        # A reader that fails in a way that nobody foresaw is reported with its cause.
        unforeseen = [error for error in self.errors if isinstance(error, CorruptFile) and "cause" in error.details]
        return len(broken) + len(unforeseen) + len(self.failures)


def read_papers(root: Path, progress: Progress, keep: Path | None = None) -> list[Paper]:
    """Every labelled document under a folder, read as the product reads it.

    `keep` is a folder in which what was read is kept between runs; it is never used for figures of reading itself.
    Raises FileNotFoundError if no folder has a truth.json.
    """
    folders = {path.parent: read_truth(path) for path in sorted(root.glob(f"*/{_TRUTH}"))}
    if not folders:
        raise FileNotFoundError(f"no folder with a {_TRUTH} in {root}")
    reads: dict[Path, list[FileRead]] = {folder: _kept(keep, folder) or [] for folder in folders}
    for folder in [folder for folder, known in reads.items() if not known]:
        for read in documents.read_folder(folder):
            if read.path.name != _TRUTH:
                reads[folder].append(read)
        reads[folder].sort(key=lambda read: read.path)  # stable: files inside stay behind theirs
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{folder.name}.pickle").write_bytes(pickle.dumps(reads[folder]))
        progress(f"{folder.name}: {sum(len(read.document.pages) for read in reads[folder] if read.document)} pages")
    return [Paper(folder.name, truth, about_of(truth), reads[folder]) for folder, truth in folders.items()]


def _kept(keep: Path | None, folder: Path) -> list[FileRead] | None:
    path = keep / f"{folder.name}.pickle" if keep else None
    return pickle.loads(path.read_bytes()) if path and path.exists() else None


def facts_of_rules(paper: Paper) -> list[FoundFact]:
    """The facts of the types' own rules alone, for comparison and for the weight of rules."""
    return [
        fact
        for read in paper.reads
        if read.document
        for part in read.document.parts
        for fact in extract_by_rules(part.document_type, pages_of(part, read.document.pages))
    ]


def read_with(paper: Paper, trained: Reader) -> Paper:
    """The document with its facts found again by another learned reader, as the product finds them."""
    found = replace(paper, reads=[], failures=[])
    for read in paper.reads:
        if read.document is None:
            found.reads.append(read)
            continue
        facts: Sequence[FoundFact] = ()
        try:
            facts = extract_parts(read.document.parts, read.document.pages, today=utc_now().date(), trained=trained)
        except Exception as error:  # counted as a crash: a document must not cost the measurement
            found.failures.append(f"{type(error).__name__}: {error}")
        found.reads.append(replace(read, document=replace(read.document, facts=tuple(facts))))
    return found


def with_groups_left_out(
    papers: Sequence[Paper], group: str, made_up_documents: int, progress: Progress
) -> list[Paper]:
    """Each document with the facts of a reader whose training, calibration and thresholds have not seen its group.

    Args:
        group: "country" or "layout".
    """
    by_name = {paper.name: paper for paper in papers}
    labelled = [_labelled(paper) for paper in papers]
    labelled = [document for document in labelled if document.pages]
    ruled = {paper.name: facts_of_rules(paper) for paper in papers}
    made = made_up(made_up_documents, progress)
    examples = [example_of(document) for document in labelled]
    groups = [document.about[group] for document in labelled]
    found: dict[str, Paper] = {}
    for fold, trained in readers_without(left_out(examples, groups, made, progress), ruled):
        found |= {document.name: read_with(by_name[document.name], trained) for document in fold}
        progress(f"{len(found)} of {len(labelled)} documents read without their {group}")
    return [found.get(paper.name, paper) for paper in papers]


def _labelled(paper: Paper) -> LabelledDocument:
    """As `ascertain documents train` reads it: the pages of its files, without those of files inside them."""
    pages: list[Page] = [
        page for read in paper.reads if read.document and not read.inside for page in read.document.pages
    ]
    numbered = tuple(replace(page, number=number) for number, page in enumerate(pages, 1))
    return LabelledDocument(paper.name, numbered, targets_of(paper.truth), dict(paper.about), paper.truth)
