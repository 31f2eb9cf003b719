"""What happens from Send to done, measured once: for the person as it goes, for the anatomy, for OpenTelemetry."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ascertain.kernel.telemetry import span
from ascertain.kyc.assistant.settings import AssistantSettings

LABELS = {
    "bff": "browser's session",
    "auth": "who asks, may they",
    "accept": "question written down",
    "queue": "waiting to begin",
    "rewrite": "question on its own",
    "embed": "question embedded",
    "rerank": "passages fused, reranked",
    "scope": "read the question",
    "facts": "facts of the case",
    "search": "search, fuse, rerank",
    "sources": "guardrails on sources",
    "asks": "model: what to look up",
    "tools": "looked up for the model",
    "first_token": "model: first word",
    "answer": "model: the rest",
    "checks": "each sentence supported?",
    "store": "store, settle the cost",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """When the question came (`time.perf_counter`), and milliseconds by name that passed until it was written down."""

    began: float
    ms: dict[str, float]


class Trace:
    """Spans of one run, in milliseconds from its start; `put` receives the stage events."""

    def __init__(
        self, settings: AssistantSettings, put: Callable[[str, dict[str, Any]], None], *, sent: "Sent | None" = None
    ) -> None:
        self._settings = settings
        self._put = put
        self._started = sent.began if sent else time.perf_counter()
        self._beside: dict[str, tuple[float, float]] = {}
        self.spans: list[dict[str, Any]] = []
        self.steps: list[dict[str, Any]] = []
        if sent:
            self._before(sent)

    def _before(self, sent: "Sent") -> None:
        """What happened to the request before the run began, one after the other, and the wait since."""
        at = 0.0
        for name, ms in sent.ms.items():
            self.spans.append(self._span(name, round(at, 2), round(ms, 2), beside=False))
            at += ms
        self.spans.append(self._span("queue", round(at, 2), round(max(0.0, self.now_ms() - at), 2), beside=False))

    def step(
        self,
        tool: str,
        label: str,
        found: int,
        ms: float,
        *,
        arguments: dict[str, Any] | None = None,
        asked_by: str = "rule",
        outcome: str = "done",
        why: str = "",
    ) -> None:
        """Say that something was looked up, or why not: read only, shown to the person, kept in the anatomy."""
        done = {"tool": tool, "label": label, "found": found, "ms": round(ms, 2), "arguments": arguments or {}}
        done |= {"asked_by": asked_by, "outcome": outcome, "why": why}
        self.steps.append(done)
        self._put("step", done)

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
