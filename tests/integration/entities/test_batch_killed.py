"""A batch killed by SIGKILL, in a real process, goes on where it stopped and ends in the same clusters."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from ascertain.kyc import entities
from ascertain.kyc.entities.engine import resolving
from benchmarks.entities.scale import write_people

RECORDS = 2_100  # enough that weights are estimated
resolving_rows = 300  # so few are not put into several buckets otherwise


def _resolve(source: Path, work: Path, *, stop_at: tuple[str, int] | None, processes: int = 1) -> set[frozenset[str]]:
    """Resolve; killed when a stage has reported its progress so many times."""
    reported: dict[str, int] = {}

    def progress(stage: str, fraction: float) -> None:
        reported[stage] = reported.get(stage, 0) + 1
        if stop_at and (stage, reported[stage]) == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    resolving.BUCKET_ROWS = resolving_rows
    found = entities.resolve_file(source, schema="Person", work=work, processes=processes, progress=progress)
    return {frozenset(ids) for ids in found.groups()}


async def _killed(source: Path, work: Path, stage: str, count: int) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, str(source), str(work), stage, str(count))
    assert await asyncio.wait_for(process.wait(), 120) == -signal.SIGKILL


async def test_a_killed_batch_goes_on_and_ends_in_the_same_clusters(tmp_path: Path) -> None:
    source, work = tmp_path / "people.csv", tmp_path / "work"
    write_people(source, RECORDS)
    await _killed(source, work, "estimate", 1)
    blocked = sorted((work / "person").glob("candidates-*.npy"))
    assert len(blocked) == 1 + RECORDS // resolving_rows
    made_at = [path.stat().st_mtime_ns for path in blocked]
    await _killed(source, work, "compare", 5)
    scored = {path.name: path.stat().st_mtime_ns for path in (work / "person").glob("scored-*.npz")}
    assert 0 < len(scored) < len(blocked)
    went_on = _resolve(source, work, stop_at=None)
    assert [path.stat().st_mtime_ns for path in blocked] == made_at  # nothing was blocked twice
    assert all((work / "person" / name).stat().st_mtime_ns == at for name, at in scored.items())  # nor compared twice
    undisturbed = _resolve(source, tmp_path / "other", stop_at=None, processes=2)
    assert went_on == undisturbed
    assert RECORDS / 4 < len(went_on) < RECORDS


async def test_work_on_another_file_is_not_used(tmp_path: Path) -> None:
    source, work = tmp_path / "people.csv", tmp_path / "work"
    write_people(source, 400)
    await _killed(source, work, "compare", 1)
    source.write_text("id,name,dob\n1,Ilse Varga,1971-03-14\n2,Ilse Varga,1971-03-14\n")
    assert _resolve(source, work, stop_at=None) == {frozenset("12")}


if __name__ == "__main__":
    _resolve(Path(sys.argv[1]), Path(sys.argv[2]), stop_at=(sys.argv[3], int(sys.argv[4])))
    pytest.fail("should have been killed")
