"""The comparison of the chaos run finds what a faulty step, queue or disk would leave behind."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ascertain.kernel.database import urls
from benchmarks.chaos.outcome import Outcome, differences, outcome_of
from tests.servers.worked_case import CaseDatabase, administer

_TWICE = """insert into {table} select (jsonb_populate_record(t, jsonb_build_object({key}))).* from {table} t limit 1"""
# Each: what went wrong, as SQL, and a word of the sentence that has to report it.
_DAMAGE = {
    "a step that wrote twice": (
        _TWICE.format(table="documents_facts", key="'id', 'fact_' || repeat('0', 26)"),
        "documents_facts",
    ),
    "a value changed": ("update documents_facts set quote = quote || '.'", "documents_facts"),
    "a lost row": ("delete from screening_hits", "screening_hits"),
    "a lost event": ("delete from outbox_events where topic = 'document.uploaded'", "outbox_events"),
    "a job that was lost on its way": (
        "insert into jobs_runs (tenant_id, job_id, kind, starts) select tenant_id, '-1', 'document.read', 1 from tenants",
        "counts of jobs",
    ),
    "a document without its file": (
        "update documents_blobs set sha256 = repeat('0', 64) where sha256 = (select min(sha256) from documents_blobs)",
        "not on the disk",
    ),
}


def _outcome(database: CaseDatabase) -> Outcome:
    address = urls.with_database(database.server.owner_url, database.name)
    return asyncio.run(outcome_of(address, database.tenant, database.home / "files"))


def test_two_copies_of_one_outcome_do_not_differ(worked_case: CaseDatabase) -> None:
    calm = _outcome(worked_case)
    assert differences(calm, _outcome(worked_case.clone())) == []
    assert calm.tables["documents_facts"][0] > 20 and calm.files.total() > 0


@pytest.mark.parametrize("what", _DAMAGE)
def test_a_fault_in_the_database_is_found(worked_case: CaseDatabase, what: str) -> None:
    damage, expected = _DAMAGE[what]
    clone = worked_case.clone()
    administer(clone.server, f"set session_replication_role = replica; {damage}", clone.name)
    found = differences(_outcome(worked_case), _outcome(clone))
    assert any(expected in sentence for sentence in found), found


def _delete(blob: Path) -> None:
    blob.unlink()


def _forge(blob: Path) -> None:
    blob.write_bytes(blob.read_bytes() + b"\n")


@pytest.mark.parametrize(("damage", "expected"), [(_delete, "not on the disk"), (_forge, "not what its name says")])
def test_a_fault_of_the_disk_is_found(
    worked_case: CaseDatabase, tmp_path: Path, damage: Callable[[Path], None], expected: str
) -> None:
    shutil.copytree(worked_case.home, tmp_path, dirs_exist_ok=True)
    damage(next(path for path in (tmp_path / "files").rglob("blobs/*/*") if "#" not in path.name))
    found = differences(_outcome(worked_case), _outcome(replace(worked_case, home=tmp_path)))
    assert any(expected in sentence for sentence in found), found
