"""A batch without a server: a file or many records in memory to clusters."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.entities.comparison import fields_by_kind
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import FieldValues
from ascertain.kyc.entities.engine.resolving import MATCH_BITS, Progress, Resolved, no_progress, resolve_columns
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.entities.files import read_batches
from ascertain.kyc.entities.model import Record


@dataclass(frozen=True, slots=True)
class Clusters:
    """What a batch made: parts by kind, each with the ids of its rows."""

    parts: dict[str, tuple[list[str], Resolved]]

    def __len__(self) -> int:
        return sum(len(np.unique(resolved.labels)) for _, resolved in self.parts.values())

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(len(ids) for ids, _ in self.parts.values())

    @property
    def compared(self) -> int:
        """How many pairs were compared."""
        return sum(resolved.compared for _, resolved in self.parts.values())

    def rows(self) -> Iterator[tuple[str, str, float]]:
        """Record id, cluster id (the id of its first record) and the probability of its strongest pair inside (1 if alone)."""
        for ids, resolved in self.parts.values():
            best = _strongest(resolved)
            for row, label in enumerate(resolved.labels.tolist()):
                yield ids[row], ids[label], best[row]

    def groups(self) -> list[list[str]]:
        """Ids of records that are one, in the order of their first record."""
        found: dict[str, list[str]] = {}
        for record_id, cluster_id, _ in self.rows():
            found.setdefault(cluster_id, []).append(record_id)
        return list(found.values())


def _strongest(resolved: Resolved) -> list[float]:
    left, right = resolved.pairs >> 32, resolved.pairs & 0xFFFFFFFF
    inside = resolved.labels[left] == resolved.labels[right]
    best = np.full(len(resolved.labels), np.inf)
    odds = np.full(len(resolved.labels), -np.inf)
    np.maximum.at(odds, left[inside], resolved.bits[inside])
    np.maximum.at(odds, right[inside], resolved.bits[inside])
    best = np.where(np.isfinite(odds), 1 / (1 + 2.0 ** -np.clip(odds, -60, 60)), 1.0)
    return np.round(best, 6).tolist()  # type: ignore[no-any-return]


def resolve_file(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    schema: str | None = None,
    models: Mapping[str, Model] | None = None,
    match_bits: float = MATCH_BITS,
    work: Path | None = None,
    processes: int = 1,
    progress: Progress = no_progress,
) -> Clusters:
    """Clusters of the records of a CSV, Parquet or JSON lines file.

    Memory grows with the number of records by some hundred bytes each (codes, and the pairs strong enough to matter), not with
    the size of the file or the number of pairs compared, which go to a folder on disk.

    Args:
        work: a folder for what is done so far. A run that was killed, given the same file, settings and folder again, goes on
            where it stopped and ends in the same clusters; of another file or other settings nothing is used. Remove it when done.
        processes: how many compare, forked from this one: for a process that does nothing else.
    Raises: InvalidInput where the file cannot be read.
    """
    if work is not None:
        _claim(work, path, {"columns": dict(columns or {}), "schema": schema, "models": models or {}})
    held: dict[str, tuple[list[str], Columns]] = {}
    done = 0
    for batch in read_batches(path, columns=columns, schema=schema):
        for kind in SCHEMAS:
            rows = [at for at, one in enumerate(batch.kinds) if one == kind]
            if rows:
                ids, table = held.setdefault(kind, ([], Columns(kind)))
                ids += [batch.ids[at] for at in rows]
                table.extend([batch.field_values[at] for at in rows])
        done += len(batch.ids)
        progress("read", done / max(batch.total, 1))
    return _resolve(held, models or {}, match_bits, progress, work=work, processes=processes)


def _claim(work: Path, path: Path, settings: Mapping[str, Any]) -> None:
    """Have the folder for work on this file with these settings; what it holds of another is removed."""
    models = {kind: model.to_document() for kind, model in settings["models"].items()}
    digest = hashlib.sha256(json.dumps({**settings, "models": models}, sort_keys=True).encode())
    with path.open("rb") as file:
        # By content and not by date: a file replaced by another of the same name must not resume the old run.
        while piece := file.read(1 << 20):
            digest.update(piece)
    # Marks the folder as one of a batch: any other folder is refused, because what it contains would be deleted.
    mark = work / "work-on.txt"
    if mark.is_file() and mark.read_text() == digest.hexdigest():
        return
    if work.exists() and any(work.iterdir()):
        if not mark.is_file():
            raise InvalidInput(f"{work} holds other files than those of a batch: name a folder that may be emptied.")
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest.hexdigest())


def resolve_many(
    records: Iterable[Record], *, models: Mapping[str, Model] | None = None, match_bits: float = MATCH_BITS
) -> Clusters:
    """Clusters of many records in memory; weights are estimated from them where there are enough.

    A LegalEntity is compared as a company.
    """
    ids: dict[str, list[str]] = {}
    field_values: dict[str, list[FieldValues]] = {}
    for record in records:
        kinds = fields_by_kind(record)
        kind = "company" if "company" in kinds else "person"
        ids.setdefault(kind, []).append(record.id)
        field_values.setdefault(kind, []).append(kinds[kind])
    held = {kind: (ids[kind], Columns.of(kind, field_values[kind])) for kind in ids}
    return _resolve(held, models or {}, match_bits, no_progress)


def _resolve(
    held: Mapping[str, tuple[list[str], Columns]],
    models: Mapping[str, Model],
    match_bits: float,
    progress: Progress,
    *,
    work: Path | None = None,
    processes: int = 1,
) -> Clusters:
    parts = {}
    for kind, (ids, table) in held.items():
        resolved = resolve_columns(
            table,
            models.get(kind),
            match_bits=match_bits,
            work=work and work / kind,
            processes=processes,
            progress=progress,
        )
        parts[kind] = (ids, resolved)
    return Clusters(parts)
