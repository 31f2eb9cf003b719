"""Reading files without a server."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ascertain.ai.text import Page
from ascertain.entrypoints.cli.printing import plural
from ascertain.entrypoints.settings import load_settings
from ascertain.kyc import documents
from ascertain.kyc.extraction import train_reader


def read_files(path: Path, out: Path | None, console: Console, *, workers: int = 2) -> int:
    """Read a file or every file in a folder; returns 1 if a file could not be read, 2 if there is none.

    With `out`, each fact is written there as a line of JSON as soon as its file is read; otherwise facts are printed.
    """
    files = documents.files_of(path)
    if not files or not path.exists():
        console.print(f"There is no file at {path}.")
        return 2
    failed = facts = documents_read = 0
    done: set[Path] = set()
    with ExitStack() as stack:
        lines = stack.enter_context(out.open("w", encoding="utf-8")) if out else None
        bar = stack.enter_context(_progress(console))
        task = bar.add_task("Reading", total=len(files), file="")

        def on_page(file: Path, page: int, total: int) -> None:
            bar.update(task, file=f"{file.name[:40]} page {page} of {total}")

        for read in documents.read_folder(path, load_settings().documents, workers=workers, on_page=on_page):
            # Also for a file that could not be read: it is done. Documents inside a file are not counted in its progress.
            done.add(read.path)
            bar.update(task, completed=len(done))
            name = f"{read.path.name}: {read.inside}" if read.inside else read.path.name
            if read.document is None:
                failed += 1
                bar.console.print(f"{name}: {read.error.message if read.error else 'not read'}", markup=False)
                continue
            documents_read += 1
            facts += len(read.document.facts)
            bar.console.print(_line(name, read.document), markup=False)
            for note in read.document.notes:
                bar.console.print(f"  {note}", markup=False)
            for fact in read.document.facts:
                if lines:
                    row = {"file": str(read.path), "document_type": _type_of(read.document, fact.page_number)}
                    row |= {"inside": read.inside} if read.inside else {}
                    lines.write(json.dumps({**row, **asdict(fact)}, ensure_ascii=False) + "\n")
                else:
                    bar.console.print(_shown(fact), markup=False)
    if out is not None:
        console.print(f"{out}: {plural(facts, 'fact')} from {plural(documents_read, 'document')}")
        if failed:
            console.print(f"Not read: {plural(failed, 'file')}")
    return 1 if failed else 0


def train_on(folder: Path, console: Console, *, made_up: int, left_out: str) -> None:
    """Train the learned reader on a folder of labelled documents."""
    settings = load_settings().documents

    def pages_of(file: Path) -> tuple[Page, ...]:
        return documents.read(file, settings).pages

    train_reader(
        folder, pages_of, made_up=made_up, left_out=left_out, progress=lambda text: console.print(text, markup=False)
    )


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, TextColumn("{task.fields[file]}"), console=console, transient=True)


def _type_of(read: documents.ReadDocument, page_number: int) -> str:
    inside = [part for part in read.parts if part.first_page <= page_number <= part.last_page]
    return inside[0].document_type if inside else read.document_type


def _line(name: str, read: documents.ReadDocument) -> str:
    parts = ", ".join(
        f"{part.document_type} ({part.confidence:.2f})"
        + (f" p{part.first_page}-{part.last_page}" if len(read.parts) > 1 else "")
        for part in read.parts
    )
    return f"{name}: {parts}, {plural(len(read.facts), 'fact')}"


def _shown(fact: documents.FoundFact) -> str:
    validation = f" ({fact.validation})" if fact.validation else ""
    return f"  {fact.subject}.{fact.property} = {fact.value}{validation}   p{fact.page_number} {fact.confidence} {fact.method}"
