"""What happens from Send to done, measured once: for the person as it goes, for the anatomy, for OpenTelemetry."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ascertain.kernel.telemetry import span
from ascertain.kyc.assistant.settings import AssistantSettings

LABELS = {
    "scope": "read the question",
    "facts": "facts of the case",
    "search": "search, fuse, rerank",
    "sources": "guardrails on sources",
    "first_token": "model: first word",
    "answer": "model: the rest",
    "checks": "each sentence supported?",
    "store": "store, settle the cost",
}


class Trace:
    """Spans of one run, in milliseconds from its start; `put` receives the stage events."""

    def __init__(self, settings: AssistantSettings, put: Callable[[str, dict[str, Any]], None]) -> None:
        self._settings = settings
        self._put = put
        self._started = time.perf_counter()
        self._beside: dict[str, tuple[float, float]] = {}
        self.spans: list[dict[str, Any]] = []

    def now_ms(self) -> float:
        """Milliseconds since the run began."""
        return round((time.perf_counter() - self._started) * 1000, 2)

    def begin(self, name: str) -> float:
        """Say that a stage has begun; gives its start for `end`."""
        self._put("stage", self._event(name, "started", 0.0))
        return self.now_ms()

    def end(self, name: str, start_ms: float) -> None:
        """Say that a stage is done and keep its span."""
        ms = round(self.now_ms() - start_ms, 2)
        self._put("stage", self._event(name, "done", ms))
        self.spans.append(self._span(name, start_ms, ms, beside=False))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A stage around a block."""
        start_ms = self.begin(name)
        with span(f"assistant.{name}"):
            yield
        self.end(name, start_ms)

    @contextmanager
    def beside(self, name: str) -> Iterator[None]:
        """Work done while something else is waited for; its times are added up into one span."""
        start_ms = self.now_ms()
        yield
        first, total = self._beside.get(name, (start_ms, 0.0))
        self._beside[name] = (first, total + self.now_ms() - start_ms)

    def all_spans(self) -> list[dict[str, Any]]:
        """Every span so far, in the order of their start."""
        beside = [
            self._span(name, first, round(total, 2), beside=True) for name, (first, total) in self._beside.items()
        ]
        return sorted(self.spans + beside, key=lambda one: one["start_ms"])

    def _event(self, name: str, state: str, ms: float) -> dict[str, Any]:
        return {
            "name": name,
            "label": LABELS.get(name, name),
            "state": state,
            "ms": ms,
            "budget_ms": self._settings.budget_ms(name),
        }

    def _span(self, name: str, start_ms: float, ms: float, *, beside: bool) -> dict[str, Any]:
        budget = None if beside else self._settings.budget_ms(name)
        label = LABELS.get(name, name)
        return {"name": name, "label": label, "start_ms": start_ms, "ms": ms, "budget_ms": budget, "beside": beside}
