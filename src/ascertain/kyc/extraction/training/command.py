"""The whole training: meanings of labels, kinds of values, the three passes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ascertain.ai.text import Page
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.extraction.classification import classify_parts
from ascertain.kyc.extraction.engine import extract_by_rules, pages_of
from ascertain.kyc.extraction.learned.meaning import build_meanings
from ascertain.kyc.extraction.training.labelled import LabelledDocument, about_of, read_truth, targets_of
from ascertain.kyc.extraction.training.recipe import train
from ascertain.kyc.extraction.training.value_kinds import train_value_kinds


def train_from(
    folders: Sequence[Path],
    read: Callable[[Path], Sequence[Page]],
    *,
    made_up: int,
    left_out: str,
    progress: Callable[[str], None],
) -> None:
    """Train on labelled documents, each in a folder, and write the model."""
    build_meanings()
    progress(f"kinds of values: {train_value_kinds():.3f} of texts left out right")
    documents, ruled = [], {}
    for folder in folders:
        document = _labelled(folder, read, progress)
        documents.append(document)
        ruled[document.name] = [
            fact
            for part in classify_parts(document.pages)
            for fact in extract_by_rules(part.document_type, pages_of(part, document.pages))
        ]
    progress(f"{len(documents)} labelled documents read")
    train(documents, ruled, count=made_up, group=left_out, progress=progress)


def _labelled(
    folder: Path, read: Callable[[Path], Sequence[Page]], progress: Callable[[str], None]
) -> LabelledDocument:
    """The files of a folder as one document. A file that cannot be read is named and left out."""
    pages: list[Page] = []
    for file in sorted(path for path in folder.iterdir() if path.name != "truth.json"):
        try:
            pages += read(file)
        except AscertainError as error:
            progress(f"{file.name}: {error.message}")
    truth = read_truth(folder / "truth.json")
    numbered = tuple(replace(page, number=number) for number, page in enumerate(pages, 1))
    return LabelledDocument(folder.name, numbered, targets_of(truth), about_of(truth), truth)
