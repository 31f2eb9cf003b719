"""What a program sees of a case over SSE: when each document passed each step."""

import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

STEPS = ("document.uploaded", "document.read", "document.classified", "document.extracted", "document.indexed")


@dataclass
class Watched:
    """Seconds since the watch began at which a document passed a step; the last news of a step counts."""

    began: float = field(default_factory=time.perf_counter)
    seen: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    failed: dict[str, str] = field(default_factory=dict)
    chunks: int = 0
    events: int = 0
    scored_at: float | None = None
    connected: threading.Event = field(default_factory=threading.Event)

    def take(self, news: dict[str, Any]) -> None:
        """One `case.news` event."""
        self.events += 1
        now = time.perf_counter() - self.began
        topic, data = news["topic"], news["data"]
        if topic in STEPS:
            self.seen[data["document_id"]][topic] = now
        if topic == "document.indexed":
            self.chunks += data["chunks"]
        if topic == "document.failed":
            self.failed[data["filename"]] = data["code"]
        if topic == "risk.scored":
            self.scored_at = now

    def span_s(self, step: str) -> float:
        """From the first document that entered a step to the last that left it."""
        before = STEPS[STEPS.index(step) - 1]
        ends = [times[step] for times in self.seen.values() if step in times]
        starts = [times[before] for times in self.seen.values() if before in times]
        return max(ends) - min(starts) if ends and starts else 0.0


def watch(client: httpx.Client, case_id: str, watched: Watched, done: threading.Event) -> None:
    """Follow the case's stream until `done`, going on after a lost connection where it was cut."""
    last_id = ""
    while not done.is_set():
        headers = {"Last-Event-ID": last_id} if last_id else {}
        try:
            with client.stream("GET", f"/cases/{case_id}/events", headers=headers, timeout=30) as stream:
                event: dict[str, str] = {}
                for line in stream.iter_lines():
                    watched.connected.set()
                    if done.is_set():
                        return
                    if line:
                        name, _, value = line.partition(": ")
                        event[name] = value
                        continue
                    last_id = event.get("id", last_id)
                    if event.get("event") == "case.news":
                        watched.take(json.loads(event["data"]))
                    event = {}
        except httpx.TransportError:
            time.sleep(0.2)
