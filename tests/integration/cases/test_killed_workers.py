"""Workers killed with SIGKILL around every commit of every step: a new worker ends with the state of an undisturbed run."""

import asyncio
import hashlib
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from ascertain.entrypoints.wiring import app_context
from ascertain.kernel.clock import utc_now
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.cases import pipeline
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
def test_killing_a_worker_around_each_commit_of_a_step_does_not_change_the_result(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, undisturbed: State, step: str
) -> None:
    clone = waiting_case.clone()
    # A transaction that is rolled back keeps the numbers it took: whether one was killed just then must not matter below.
    administer(clone.server, "select nextval('entities_record_numbers')", clone.name)
    assert mortal_workers.run(clone.environment(f"{step}.before_commit")) == -signal.SIGKILL
    deaths = 1
    for point in [f"{step}.{side}_commit#{number}" for number in range(1, 20) for side in ("after", "before")]:
        administer(clone.server, "delete from jobs_runs", clone.name)  # a job with many deaths would be parked
        if mortal_workers.run(clone.environment(point)) == 0:
            break
        deaths += 1
    assert clone.state() == undisturbed
    assert deaths >= 5  # both sides of the commits that start the step, read its inputs and write its result


def test_a_step_of_a_document_that_kills_every_worker_is_shown_as_failed(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers
) -> None:
    clone = waiting_case.clone()
    _kill_every_worker(clone, mortal_workers, "document.classify", attempts=3)
    assert ask(clone, "select state = 'failed' from documents_documents where filename = 'register.pdf'") is True


def test_a_step_of_a_case_that_kills_every_worker_is_shown_as_failed(
    worked_case: CaseDatabase, mortal_workers: MortalWorkers
) -> None:
    # Nothing else of the case waits: a document that is read meanwhile would begin the steps again on newer inputs.
    clone = worked_case.clone()
    asyncio.run(_change_inputs(clone))
    _kill_every_worker(clone, mortal_workers, "case.own", attempts=4)
    assert ask(clone, "select state = 'failed' from cases_steps where step = 'own'") is True


def _kill_every_worker(clone: CaseDatabase, workers: MortalWorkers, step: str, *, attempts: int) -> None:
    for _ in range(attempts):
        assert workers.run(clone.environment(f"{step}.before_commit")) == -signal.SIGKILL
    assert workers.run(clone.environment()) == 0
    assert ask(clone, f"select count(*) from jobs_dead_letters where kind = '{step}'") == 1


async def _change_inputs(clone: CaseDatabase) -> None:
    async with app_context(clone.settings) as context, context.db.transaction(clone.tenant) as tx:
        actor = system_actor(clone.tenant, "test")
        await pipeline.inputs_changed(tx, actor, clone.case_id, because="judgement.made", clock=utc_now)


def test_killing_a_worker_during_a_file_write_does_not_change_the_result(
    waiting_case: CaseDatabase, mortal_workers: MortalWorkers, undisturbed: State, tmp_path: Path
) -> None:
    shutil.copytree(waiting_case.home, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "files" / waiting_case.tenant / "derived")
    clone = replace(waiting_case.clone(), home=tmp_path)
    before = _files(tmp_path)
    assert mortal_workers.run(clone.environment("storage.write.during")) == -signal.SIGKILL
    partial = _files(tmp_path).keys() - before.keys()
    assert partial and all(name.endswith(".part") for name in partial)  # only under a temporary name
    assert mortal_workers.run(clone.environment()) == 0
    assert clone.state() == undisturbed
    complete = _files(tmp_path).keys() - before.keys() - partial
    assert complete and all(name in _files(waiting_case.home) for name in complete)


def _files(home: Path) -> dict[str, str]:
    """Every stored file with its hash."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (home / "files").rglob("*")
        if path.is_file()
    }
