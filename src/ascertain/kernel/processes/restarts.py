"""How often and how soon a process is started again."""

from collections import deque
from dataclasses import dataclass, field

# A fault of the moment is over at once; a lasting one must not keep a processor busy with starts.
_FIRST_DELAY_S = 0.25
_LONGEST_DELAY_S = 10.0
# A process that was never ready has a lasting fault, such as a wrong setting: a person waits for the reason.
_MAX_STARTS_UNTIL_READY = 5


@dataclass
class Restarts:
    """Counts the ends of one process within a window, so that one that ran well for hours begins with a clean count."""

    limit: int
    window_s: float
    total: int = 0
    _ends: deque[float] = field(default_factory=deque)

    def delay_s(self, now: float, *, was_ready: bool = True) -> float | None:
        """Count an end at `now` (a monotonic time in seconds).

        Returns: seconds before the next start, doubled with each end in the window; None if it is not to be started again.
        """
        self.total += 1
        # Without the window: a start that fails slowly would never fill it.
        while was_ready and self._ends and self._ends[0] <= now - self.window_s:
            self._ends.popleft()
        self._ends.append(now)
        if len(self._ends) >= (self.limit if was_ready else min(self.limit, _MAX_STARTS_UNTIL_READY)):
            return None
        return float(min(_FIRST_DELAY_S * 2 ** (len(self._ends) - 1), _LONGEST_DELAY_S))

    @property
    def recent(self) -> int:
        """Ends that count at the moment."""
        return len(self._ends)


# A process that computes without answering gets this many times the limit of one that does nothing.
_BUSY_FACTOR = 6


@dataclass
class Silence:
    """How long a process has given no sign of life.

    Counted in seconds of the observer's loop and not of the clock: both may have been suspended together.
    """

    limit_s: float
    silent_s: float = 0.0
    _still_s: float = 0.0
    _progress: object = None

    def observe(self, answers: bool, progress: object, seconds: float) -> bool:
        """One look at the process after `seconds`; returns whether it hangs.

        Args:
            progress: a value that changes while the process computes, such as its CPU time.
        """
        if answers:
            self.silent_s = self._still_s = 0.0
        else:
            self.silent_s += seconds
            self._still_s = self._still_s + seconds if progress == self._progress else 0.0
        self._progress = progress
        return self._still_s >= self.limit_s or self.silent_s >= self.limit_s * _BUSY_FACTOR


def exit_in_words(status: int) -> str:
    """An exit status as text: the number of the signal where one ended the process."""
    return f"signal {-status}" if status < 0 else f"exit status {status}"
