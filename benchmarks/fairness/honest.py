"""An honest tenant: its ordinary way through a small document, at a modest rate, with the time of each step."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from ascertain.entrypoints.demo.samples import random_content, render

STEPS = (
    "upload a document",
    "until it is read",
    "open the picture of its page",
    "search",
    "ask the assistant",
    "list the queue",
)
_LONGEST_READ_S = 25.0
_POLL_S = 0.1
_QUESTION = "What is the address on the utility bill?"


@dataclass
class Measured:
    """Seconds of each step, and what was refused, by status and code."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)
    cycles: int = 0


class _Refused(Exception):
    """An answer other than success; it is counted, and the cycle ends."""


class Honest:
    """One tenant's program."""

    def __init__(self, address: str, token: str, number: int) -> None:
        self._http = aiohttp.ClientSession(
            address, headers={"Authorization": f"Bearer {token}"}, timeout=aiohttp.ClientTimeout(120)
        )
        self._number = number
        self._document = render("utility_bill", "A", random_content("utility_bill", number))
        self._uploads = 0

    async def work(self, until: float, *, every_s: float, offset_s: float, measured: Measured) -> None:
        """Begin a cycle every `every_s` until `until` (monotonic); the last one is carried through."""
        at = time.monotonic() + offset_s
        while at < until:
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            try:
                await self._cycle(measured)
                measured.cycles += 1
            except _Refused as refused:
                measured.refused[str(refused)] += 1
            except (aiohttp.ClientError, TimeoutError) as error:
                measured.refused[type(error).__name__] += 1
            # One that took longer is followed at once, not by all that it delayed.
            at = max(at + every_s, time.monotonic())

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _cycle(self, measured: Measured) -> None:
        new_case = {"customer_name": f"Customer {self._uploads}", "customer_kind": "person", "country": "gb"}
        case_id = (await self._json("POST", "/cases", json=new_case))["id"]
        async with _timed(measured, STEPS[0]):
            document_id = await self._upload(case_id)
        async with _timed(measured, STEPS[1]):
            await self._until_read(document_id)
        async with _timed(measured, STEPS[2]):
            await self._body("GET", f"/documents/{document_id}/pages/1.webp")
        async with _timed(measured, STEPS[3]):
            await self._json("POST", "/search", json={"query": "supply address", "case_id": case_id})
        chat_id = (await self._json("POST", "/chats", json={"case_id": case_id}))["id"]
        async with _timed(measured, STEPS[4]):
            await self._ask(chat_id)
        async with _timed(measured, STEPS[5]):
            await self._json("GET", "/cases?limit=50")

    async def _upload(self, case_id: str) -> str:
        self._uploads += 1
        form = aiohttp.FormData()
        # Other bytes each time: a known file would be neither opened nor read.
        data = self._document + b"\n%% %d\n" % self._uploads
        form.add_field("files", data, filename="utility-bill.pdf", content_type="application/pdf")
        answer = await self._json("POST", f"/cases/{case_id}/documents", data=form)
        for refusal in answer["refused"]:
            raise _Refused(f"upload {refusal['code']}")
        return str(answer["items"][0]["id"])

    async def _until_read(self, document_id: str) -> None:
        deadline = time.monotonic() + _LONGEST_READ_S
        while time.monotonic() < deadline:
            state = (await self._json("GET", f"/documents/{document_id}"))["state"]
            if state == "failed":
                raise _Refused("document failed")
            if state not in ("queued", "reading"):
                return
            await asyncio.sleep(_POLL_S)
        raise _Refused(f"not read within {_LONGEST_READ_S:g} s")

    async def _ask(self, chat_id: str) -> None:
        run = await self._json("POST", f"/chats/{chat_id}/runs", json={"question": _QUESTION})
        events = (await self._body("GET", f"/runs/{run['id']}/events")).decode()
        if "event: error" in events:
            raise _Refused("run " + events.rpartition("event: error")[2][:200].strip())

    async def _json(self, method: str, path: str, **body: Any) -> Any:
        return json.loads(await self._body(method, path, **body))

    async def _body(self, method: str, path: str, **body: Any) -> bytes:
        async with self._http.request(method, f"/api/v1{path}", **body) as answer:
            data = await answer.read()
        if answer.status >= 400:
            raise _Refused(f"{answer.status} {json.loads(data).get('code')}")
        return data


@asynccontextmanager
async def _timed(measured: Measured, step: str) -> AsyncIterator[None]:
    """Only a step that succeeds is timed; the others are counted as refused."""
    began = time.perf_counter()
    yield
    measured.seconds[step].append(time.perf_counter() - began)
