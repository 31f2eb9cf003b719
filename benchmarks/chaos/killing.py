"""The plan of kills, drawn from a recorded seed, and its execution while the installation works."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from benchmarks.chaos.installation import Installation

PARTS = ("worker", "postgres", "supervisor", "reader", "api", "backend", "redis")
JOBS = (
    "document.read", "document.classify", "document.extract", "document.index", "case.resolve", "case.own", "case.screen",
    "case.score", "outbox.dispatch",
)  # fmt: skip
POINTS: dict[str, tuple[str, ...]] = {
    "worker": (
        *(f"{job}.{side}_commit" for job in JOBS for side in ("before", "after")),
        "audit.seal.before_commit",
        "audit.seal.after_commit",
        "storage.write.during",
    ),
    "api": ("api.before_commit", "api.after_commit"),
    "reader": ("reader.before_answer",),
    "supervisor": ("supervisor.database_started", "supervisor.migrated", "supervisor.children_started"),
}
_SHARE_AT_POINTS = 0.5
# Time for a process to pass the point. One that does not is killed wherever it is.
_LONGEST_ARMED_S = 6.0
# A reader lives for seconds.
_LONGEST_SEARCH_S = 8.0
_PAUSE_S = (0.2, 2.5)


@dataclass(frozen=True)
class Kill:
    """One kill of the plan: of a part, at a fault point or at a random moment (`point` is empty)."""

    part: str
    point: str
    pause_s: float


@dataclass(frozen=True)
class Killed:
    """A kill that took place: where, and the seconds until the API reached its database again."""

    part: str
    point: str
    down_s: float


def plan(number: int, seed: int) -> list[Kill]:
    """`number` kills with every part equally often, in random order, half of them at fault points where the part has some."""
    chance = random.Random(seed)
    parts = [PARTS[index % len(PARTS)] for index in range(number)]
    chance.shuffle(parts)
    kills = []
    for part in parts:
        points = POINTS.get(part, ())
        point = chance.choice(points) if points and chance.random() < _SHARE_AT_POINTS else ""
        kills.append(Kill(part, point, chance.uniform(*_PAUSE_S)))
    return kills


class Killer(threading.Thread):
    """Carries out a plan while `working` is set; `done` holds what took place."""

    def __init__(self, installation: Installation, kills: list[Kill], seed: int) -> None:
        super().__init__(daemon=True)
        self._installation = installation
        self._kills = kills
        self._chance = random.Random(seed + 1)
        self.working = threading.Event()
        self.stopped = threading.Event()
        self.done: list[Killed] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Carry out the whole plan."""
        try:
            for kill in self._kills:
                self._wait(kill.pause_s)
                self.working.wait()
                if self.stopped.is_set():
                    return
                self._carry_out(kill)
        except BaseException as error:
            self.failure = error

    def _wait(self, seconds: float) -> None:
        """A pause in which the work goes on: between two tenants nothing would be in mid-step."""
        left = seconds
        while left > 0 and not self.stopped.is_set():
            if self.working.wait(0.1):
                time.sleep(0.1)
                left -= 0.1

    def _carry_out(self, kill: Kill) -> None:
        installation = self._installation
        point = kill.point
        if point:
            installation.fault_file.write_text(point)
            if kill.part == "supervisor":
                # Its points are passed at a start.
                self._kill_now("supervisor")
                installation.keep_started()
            if not self._wait_for_fault():
                installation.fault_file.unlink(missing_ok=True)
                point = ""
        if not point and not self._kill_now(kill.part):
            # No reader at work: the API's parent takes its place, so that the plan keeps its number.
            kill = Kill("worker", "", 0)
            self._kill_now("worker")
        killed_at = time.monotonic()
        if kill.part == "redis":
            time.sleep(self._chance.uniform(0, 2))
            installation.start_redis()
        time.sleep(0.3)
        installation.wait_until_ready()
        self.done.append(Killed(kill.part, point, time.monotonic() - killed_at))

    def _wait_for_fault(self) -> bool:
        """Whether a process removed the file and died."""
        deadline = time.monotonic() + _LONGEST_ARMED_S
        while time.monotonic() < deadline:
            if not self._installation.fault_file.exists():
                return True
            time.sleep(0.05)
        return False

    def _kill_now(self, part: str) -> bool:
        deadline = time.monotonic() + _LONGEST_SEARCH_S
        while time.monotonic() < deadline:
            if pids := self._installation.pids(part):
                with suppress(ProcessLookupError):
                    os.kill(self._chance.choice(pids), signal.SIGKILL)
                    if part in ("supervisor", "redis"):
                        process = self._installation.supervisor if part == "supervisor" else self._installation.redis
                        assert process is not None
                        process.wait()
                    return True
            time.sleep(0.05)
        return False
