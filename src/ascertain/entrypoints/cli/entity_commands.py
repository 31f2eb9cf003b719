"""`ascertain entities resolve`: from a file of records to clusters, with a progress bar."""

import os
import shutil
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import entities

_MAX_PROCESSES = 4
_STAGE_LABELS = {
    "read": "Reading",
    "block": "Finding candidates",
    "estimate": "Estimating weights",
    "compare": "Comparing",
    "cluster": "Clustering",
}


def resolve_records(
    path: Path,
    *,
    out: Path,
    columns: dict[str, str],
    schema: str | None,
    model_in: Path | None,
    model_out: Path | None,
    console: Console,
) -> None:
    """Resolve a file, write the clusters and, if wanted, the model, and print a summary.

    Intermediate results are in a folder next to the output, so that the same command continues after a crash; the folder is
    removed at the end.
    """
    work = out.with_name(f".{out.name}.work")
    if not out.parent.is_dir():
        raise InvalidInput(f"There is no folder {out.parent}.")
    models = {}
    if model_in:
        model = entities.Model.from_json(model_in.read_text(encoding="utf-8"))
        models[model.kind] = model
    started = time.monotonic()
    bar = Progress(TextColumn("{task.description:20}"), BarColumn(), TimeElapsedColumn(), console=console)
    with bar:
        task = bar.add_task("Reading", total=1.0)

        def progress(stage: str, fraction: float) -> None:
            bar.update(task, description=_STAGE_LABELS[stage], completed=fraction)

        clusters = entities.resolve_file(
            path,
            columns=columns,
            schema=schema,
            models=models,
            work=work,
            processes=min(os.cpu_count() or 1, _MAX_PROCESSES),
            progress=progress,
        )
    entities.write_clusters(out, clusters.rows())
    shutil.rmtree(work, ignore_errors=True)
    if model_out:
        (_, resolved), *_ = clusters.parts.values()
        model_out.write_text(resolved.model.to_json() + "\n", encoding="utf-8")
    seconds = time.monotonic() - started
    console.print(
        f"{clusters.records:,} records are {len(clusters):,} entities "
        f"({clusters.compared:,} pairs compared, {seconds:.1f} s): {out}"
    )
