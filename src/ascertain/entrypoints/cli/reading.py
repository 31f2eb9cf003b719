"""Reading files without a server."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import track

from ascertain.kernel.errors import AscertainError
from ascertain.kyc import documents


def read_files(path: Path, out: Path | None, console: Console) -> int:
    """Read a file or every file of a folder; returns 1 where one could not be read."""
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    failed = 0
    lines = []
    for file in track(files, "Reading", console=console, disable=len(files) < 2):
        try:
            read = documents.read(file)
        except AscertainError as error:
            failed += 1
            console.print(f"{file.name}: {error.message}")
            continue
        console.print(f"{file.name}: {read.document_type} ({read.type_confidence:.2f}), {len(read.facts)} facts")
        for fact in read.facts:
            lines.append(json.dumps({"file": file.name, **asdict(fact)}))
            if out is None:
                console.print(
                    f"  {fact.subject}.{fact.property} = {fact.value}   p{fact.page_number} {fact.confidence}"
                )
    if out is not None:
        out.write_text("".join(line + "\n" for line in lines))
        console.print(f"{len(lines)} facts in {out}")
    return 1 if failed else 0
