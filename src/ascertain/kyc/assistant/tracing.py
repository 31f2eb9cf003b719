"""The trace of a run from Send to done, measured once for the live view, the anatomy and OpenTelemetry."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ascertain.kernel.telemetry import span
from ascertain.kyc.assistant.settings import AssistantSettings

# Stages in the order of a run, as the anatomy shows them.
LABELS = {
    "bff": "browser session",
    "auth": "authentication",
    "accept": "question stored",
    "queue": "waiting to start",
    "scope": "check of the question",
    "rewrite": "query rewriting",
    "facts": "facts of the case",
    "search": "search for passages",
    "embed": "embedding of the question",
    "rerank": "fusion and reranking",
    "sources": "guardrails on sources",
    "asks": "model: tool calls",
    "tools": "tools",
    "first_token": "model: first token",
    "answer": "model: rest of the answer",
    "checks": "check of each sentence",
    "store": "answer stored, cost settled",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """When the request arrived (`time.perf_counter`), and the milliseconds of each stage until the run was stored."""

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
        """Spans of the request before the run started, one after the other, and of the wait since."""
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
        """Record a look-up, or the reason why it was refused; shown live and stored in the anatomy."""
        step = {"tool": tool, "label": label, "found": found, "ms": round(ms, 2), "arguments": arguments or {}}
        step |= {"asked_by": asked_by, "outcome": outcome, "why": why}
        self.steps.append(step)
        self._put("step", step)

    def now_ms(self) -> float:
        """Milliseconds since the start of the run."""
        return round((time.perf_counter() - self._started) * 1000, 2)

    def begin(self, name: str) -> float:
        """Publish the start of a stage; returns its time for `end`."""
        self._put("stage", self._event(name, "started", 0.0))
        return self.now_ms()

    def end(self, name: str, start_ms: float) -> None:
        """Publish the end of a stage and record its span."""
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
        """Work that takes place during another stage; its times are added up to one span, without a budget of its own."""
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
