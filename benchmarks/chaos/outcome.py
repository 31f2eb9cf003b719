"""What a tenant's work left behind, without what differs between two calm runs; and the differences of two such outcomes."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

_IDENTIFIER = re.compile(r"\b([a-z]+_)[0-9A-HJKMNP-TV-Z]{26}\b")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00(:?00)?)?")
_ADDRESS = re.compile(r"@[a-z0-9-]+\.example\b")
# A projection of the graph is announced once or twice, as a merge arrives before or after the owners.
_REPEATED_TOPICS = frozenset({"graph.changed"})
# How the work was done and not what came of it: starts of jobs, order of events, claims, seals (verified separately), sign-ins,
# checks of files, and calls of models (checked separately).
_HOW = frozenset({
    "jobs_runs", "outbox_streams", "outbox_deliveries", "audit_seals", "audit_heads", "auth_refresh_tokens", "auth_sessions",
    "http_idempotency", "documents_scrubs", "llm_calls", "llm_usage_days",
})  # fmt: skip
# Of the audit log, ids and moments are under its MAC; `ascertain audit verify` checks it.
_RANDOM_COLUMNS = frozenset({"ordinal", "password_hash", "mac", "key_id"})
# A pass over the case that newer inputs have overtaken is skipped or not, as the moment has it. That each kind of news was given
# is compared, and what the last pass left; not how many passes there were.
_OF_A_PASS = frozenset({"entity.resolved", "owner.computed", "risk.scored"})
_MAC_BYTES = 32
_SNAPSHOT_HASH = re.compile(r'("snapshot_sha256": )"[0-9a-f]{64}"')


@dataclass(frozen=True)
class Outcome:
    """Of each table the number of rows and a hash of their content; the stored files; and what must be empty at the end."""

    tables: dict[str, tuple[int, str]]
    rows: dict[str, Counter[str]]
    files: Counter[str]
    damaged_files: tuple[str, ...]
    missing_files: tuple[str, ...]
    left_over: dict[str, int]


async def outcome_of(owner_url: str, tenant_id: str, files: Path) -> Outcome:
    """Read the tenant's rows as the owner of the database, and its files."""
    connection = await asyncpg.connect(owner_url)
    try:
        names = await connection.fetch(
            """select table_name from information_schema.columns
               where column_name = 'tenant_id' and table_schema = 'public' order by 1"""
        )
        rows: dict[str, Counter[str]] = {}
        for (table,) in names:
            if table not in _HOW:
                found = await connection.fetch(
                    f"select to_jsonb(t)::text from {table} t where tenant_id = $1", tenant_id
                )
                rows[table] = _counted([row[0] for row in found])
        blobs = {
            row[0]
            for row in await connection.fetch("select sha256 from documents_blobs where tenant_id = $1", tenant_id)
        }
        left_over = {
            "jobs waiting or running": await connection.fetchval(
                "select count(*) from queue.pgqueuer where headers->>'tenant_id' = $1", tenant_id
            ),
            "dead letters": await connection.fetchval(
                "select count(*) from jobs_dead_letters where tenant_id = $1", tenant_id
            ),
            "counts of jobs that ended": await connection.fetchval(
                "select count(*) from jobs_runs where tenant_id = $1", tenant_id
            ),
            "reservations of calls": await connection.fetchval(
                "select count(*) from llm_calls where tenant_id = $1 and state = 'open'", tenant_id
            ),
        }
    finally:
        await connection.close()
    stored, damaged = _stored(files / tenant_id)
    missing = tuple(sorted(blobs - {path.rpartition("/")[2] for path in _paths(files / tenant_id)}))
    tables = {table: (found.total(), _hash(found)) for table, found in rows.items()}
    return Outcome(tables, rows, stored, damaged, missing, left_over)


def _counted(rows: list[str]) -> Counter[str]:
    """Normalised rows with their numbers; those of passes once."""
    newest: dict[str, str] = {}
    for row in rows:  # of the assessments of a case the last one counts
        values = json.loads(row)
        if "computed_at" in values and "case_id" in values:
            newest[values["case_id"]] = max(newest.get(values["case_id"], ""), values["computed_at"])
    counted: Counter[str] = Counter()
    for row in rows:
        values = json.loads(row)
        if values.get("computed_at", "") != newest.get(values.get("case_id", ""), values.get("computed_at", "")):
            continue
        if text := _normalised(values):
            counted[text] = 1 if text.startswith("passed: ") else counted[text] + 1
    return counted


def _hash(rows: Counter[str]) -> str:
    return hashlib.sha256("\n".join(sorted(rows.elements())).encode()).hexdigest()[:12]


def _normalised(values: dict[str, Any]) -> str:
    """A row without ids and moments; empty for one that may occur once or twice."""
    # How many files a check of them found depends on when it came.
    if values.get("topic") in _REPEATED_TOPICS or values.get("action") == "documents.files_checked":
        return ""
    if values.get("topic") in _OF_A_PASS or (
        values.get("actor_kind") == "system" and values.get("object_kind") == "case"
    ):
        return f"passed: {values.get('topic') or values.get('action')}"
    if values.get("topic") == "case.inputs_changed":
        # Its place among the changes: a program that waits for an answer uploads before or after a document was extracted.
        del values["data"]["inputs_version"]
    if "reasons" in values:  # a pair of records has no first and second
        values["reasons"] = [sorted(map(str, reason)) for reason in values["reasons"] or ()]
    for column in _RANDOM_COLUMNS & values.keys():
        del values[column]
    if values.keys() >= {"traits", "number"}:  # of a sequence, which a transaction that rolled back moves on
        del values["number"]
    if values.keys() >= {"key", "members"}:  # a block names its records by those numbers
        values["members"] = len(values["members"] or ())
    return _without_ids(json.dumps(values, sort_keys=True))


def _without_ids(text: str) -> str:
    text = _MOMENT.sub("at", _IDENTIFIER.sub(r"\1", text))
    return _SNAPSHOT_HASH.sub(r'\1"snapshot"', _ADDRESS.sub("@example", text))


def _paths(folder: Path) -> list[str]:
    # What a write that a kill interrupted left; nothing refers to it, and a later check of the files removes it.
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"]


def _stored(folder: Path) -> tuple[Counter[str], tuple[str, ...]]:
    """The hashes of all files, and the content-addressed ones whose content has another hash than their name."""
    contents = {path: (folder / path).read_bytes() for path in _paths(folder)}
    damaged = [
        path
        for path, content in contents.items()
        if path.startswith("blobs/") and not path.endswith(hashlib.sha256(content).hexdigest())
    ]
    hashes = Counter(f"{_without_ids(path)} {_content_hash(path, content)}" for path, content in contents.items())
    return hashes, tuple(sorted(damaged))


def _content_hash(path: str, content: bytes) -> str:
    """Of a decision's snapshot without its ids, of any other file of all its bytes."""
    if path.startswith("derived/"):
        content = content[_MAC_BYTES:]  # of the tenant and the place
    if content.startswith(b"{"):
        content = _without_ids(content.decode(errors="replace")).encode()
    return hashlib.sha256(content).hexdigest()


def differences(calm: Outcome, other: Outcome) -> list[str]:
    """Sentences on what is not as after the calm run; none if all is."""
    found = []
    for table in sorted(calm.tables.keys() | other.tables.keys()):
        before, after = calm.tables.get(table, (0, "")), other.tables.get(table, (0, ""))
        if before != after:
            more = other.rows.get(table, Counter()) - calm.rows.get(table, Counter())
            fewer = calm.rows.get(table, Counter()) - other.rows.get(table, Counter())
            found.append(f"{table}: {before[0]} rows, now {after[0]}; new {_first(more)}; gone {_first(fewer)}")
    if calm.files != other.files:
        new, gone = other.files - calm.files, calm.files - other.files
        found.append(f"files: new {_first(new)}; gone {_first(gone)}")
    found += [f"file {path}: its content is not what its name says" for path in other.damaged_files]
    found += [f"file {name}: stored in the database, not on the disk" for name in other.missing_files]
    return found + [f"{what}: {number}" for what, number in other.left_over.items() if number]


def _first(rows: Counter[str]) -> str:
    return " | ".join([str(rows.total()), *(row[:400] for row in list(rows)[:6])])
