"""kill -9 of the worker at named places of every step, then a new worker: all that is left is what an undisturbed run leaves."""

import hashlib
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.mortal_workers import MortalWorkers
from tests.servers.worked_case import CaseDatabase, State, administer, ask

STEPS = (
    "document.read", "document.classify", "document.extract", "document.index",
    "case.resolve", "case.own", "case.screen", "case.score",
)  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(worked_case: CaseDatabase) -> State:
    return worked_case.state()


def test_an_undisturbed_run_leaves_facts_owners_hits_and_a_score(undisturbed: State) -> None:
    assert undisturbed["documents_facts"][0] > 20 and undisturbed["screening_hits"][0] == 1
    assert undisturbed["risk_assessments"][0] > 1 and undisturbed["ownership_statements"][0] == 3


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_around_each_commit_of_a_step_leaves_what_an_undisturbed_one_leaves(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, undisturbed: State, step: str
) -> None:
    clone = waiting_case.clone()
    assert mortal_workers.run(clone.environment(f"{step}.before_commit")) == -signal.SIGKILL
    deaths = 1
    for point in [f"{step}.{side}_commit#{number}" for number in range(1, 20) for side in ("after", "before")]:
        administer(clone.server, "delete from jobs_runs", clone.name)  # a job with many deaths would be parked
        if mortal_workers.run(clone.environment(point)) == 0:
            break
        deaths += 1
    assert clone.state() == undisturbed
    assert deaths >= 5  # the commits that begin the step, read for it and write its result, and both sides of each


@pytest.mark.parametrize(
    ("step", "attempts", "question"),
    [
        ("document.classify", 3, "select state = 'failed' from documents_documents where filename = 'register.pdf'"),
        ("case.own", 4, "select state = 'failed' from cases_steps where step = 'own'"),
    ],
)
def test_a_step_that_kills_its_worker_each_time_shows_as_failed(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, step: str, attempts: int, question: str
) -> None:
    clone = waiting_case.clone()
    for _ in range(attempts):
        assert mortal_workers.run(clone.environment(f"{step}.before_commit")) == -signal.SIGKILL
    assert mortal_workers.run(clone.environment()) == 0
    assert ask(clone, question) is True
    assert ask(clone, f"select count(*) from jobs_dead_letters where kind = '{step}'") == 1


def test_a_worker_killed_while_a_file_is_half_written_leaves_what_an_undisturbed_one_leaves(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, undisturbed: State, tmp_path: Path
) -> None:
    shutil.copytree(waiting_case.home, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "files" / waiting_case.tenant / "derived")
    clone = replace(waiting_case.clone(), home=tmp_path)
    before = _files(tmp_path)
    assert mortal_workers.run(clone.environment("storage.write.during")) == -signal.SIGKILL
    halves = _files(tmp_path).keys() - before.keys()
    assert halves and all("#" in name for name in halves)  # half a file under a temporary name, and no other
    assert mortal_workers.run(clone.environment()) == 0
    assert clone.state() == undisturbed
    whole = _files(tmp_path).keys() - before.keys() - halves
    assert whole and all(name in _files(waiting_case.home) for name in whole)


def _files(home: Path) -> dict[str, str]:
    """Every stored file with its hash."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (home / "files").rglob("*")
        if path.is_file()
    }
