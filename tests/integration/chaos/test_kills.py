"""Five kills in mid-step leave what a calm run leaves; `make proof-chaos` does a hundred."""

from benchmarks.chaos.__main__ import run_chaos
from benchmarks.chaos.killing import PARTS, POINTS, plan
from benchmarks.chaos.work import chosen_work

# Its five kills are of five different processes, two of them at fault points.
_SEED = 0


def test_a_plan_is_the_same_for_the_same_seed_and_kills_every_process_equally_often() -> None:
    kills = plan(700, seed=5)
    assert kills == plan(700, seed=5) != plan(700, seed=6)
    assert {part: sum(kill.part == part for kill in kills) for part in PARTS} == dict.fromkeys(PARTS, 100)
    assert {kill.point for kill in kills} >= {point for points in POINTS.values() for point in points}


def test_five_kills_leave_the_outcome_of_a_calm_run() -> None:
    report = run_chaos(kills=5, seed=_SEED, work=chosen_work(scans=False, small=True), calm=1)
    assert report.found == [] and report.audit_intact
    assert len(report.killed) == 5
