"""The hostile tenant: as much as it can, over a fixed number of connections, in a process of its own.

    python -m benchmarks.fairness.attack ADDRESS < TOKEN

Prints `ready` when its files are made, begins, and prints its counts as JSON when it is ended by SIGTERM or after its longest time.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp

from benchmarks.fairness.heavy_files import heavy_files

LONGEST_S = 150.0
MOST_REQUESTS = 60_000
# Connections of each kind of work.
_UPLOADS, _QUESTIONS, _SEARCHES, _SCREENS, _IMPORTS, _WRONG, _LISTS = 8, 4, 4, 4, 2, 4, 4
_STATEMENTS = 6_000
# Another address than the honest ones': limits by address are not to punish them for it.
_FROM = ("127.0.0.2", 0)


class Attack:
    """The traffic, with its answers by kind and code."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self.counts: Counter[str] = Counter()
        self._files = heavy_files()
        self._statements = _import_file()

    async def run(self, ended: asyncio.Event) -> None:
        """Until `ended`, or until the most requests were sent."""
        status, case = await self._send("case", "POST", "/cases", json=_CASE)
        if status != 201:
            raise RuntimeError(f"no case: {status} {case}")
        case_id = case["id"]
        kinds: list[tuple[int, Callable[[int], Awaitable[Any]]]] = [
            (_UPLOADS, lambda number: self._upload(case_id, number)),
            (_QUESTIONS, lambda _: self._ask(case_id)),
            (_SEARCHES, lambda number: self._post("search", "/search", {"query": f"clause {number} " * 80})),
            (_SCREENS, lambda number: self._post("screen", "/screenings", {"name": f"Ivan Petrov {number}"})),
            (_IMPORTS, lambda _: self._import(case_id)),
            (_WRONG, self._wrong),
            (_LISTS, lambda _: self._send("list", "GET", "/cases?limit=200")),
        ]
        workers = [asyncio.create_task(self._repeat(work, at)) for count, work in kinds for at in range(count)]
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), LONGEST_S)
        for worker in workers:
            worker.cancel()
        for result in await asyncio.gather(*workers, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    async def _repeat(self, work: Callable[[int], Awaitable[Any]], number: int) -> None:
        while self.counts.total() < MOST_REQUESTS:
            await work(number)
            number += 1

    async def _send(self, kind: str, method: str, path: str, **body: Any) -> tuple[int, Any]:
        try:
            async with self._http.request(method, f"/api/v1{path}", **body) as answer:
                data = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.counts[f"{kind} {type(error).__name__}"] += 1
            return 0, None
        found = json.loads(data) if data[:1] == b"{" else None
        code = f" {found.get('code')}" if answer.status >= 400 and found else ""
        self.counts[f"{kind} {answer.status}{code}"] += 1
        return answer.status, found

    async def _post(self, kind: str, path: str, body: Any) -> None:
        await self._send(kind, "POST", path, json=body)

    async def _upload(self, case_id: str, number: int) -> None:
        name, data = self._files[number % len(self._files)]()
        form = aiohttp.FormData()
        form.add_field("files", data, filename=name)
        _, answer = await self._send("upload", "POST", f"/cases/{case_id}/documents", data=form)
        for refusal in (answer or {}).get("refused", []):
            self.counts[f"file {refusal['code']}"] += 1

    async def _import(self, case_id: str) -> None:
        form = aiohttp.FormData()
        form.add_field("file", self._statements, filename="statements.json")
        await self._send("import", "POST", f"/cases/{case_id}/ownership/imports", data=form)

    async def _ask(self, case_id: str) -> None:
        status, chat = await self._send("chat", "POST", "/chats", json={"case_id": case_id})
        if status != 201:
            return
        question = {"question": "What did the parties agree, each for itself? " * 20}
        status, run = await self._send("question", "POST", f"/chats/{chat['id']}/runs", json=question)
        if status == 201:
            await self._send("answer", "GET", f"/runs/{run['id']}/events")

    async def _wrong(self, number: int) -> None:
        wrong: list[tuple[str, str, dict[str, Any]]] = [
            ("GET", "/documents/doc_none", {}),
            ("POST", "/cases", {"data": b"{" * 50_000, "headers": {"Content-Type": "application/json"}}),
            ("GET", "/cases", {"headers": {"Authorization": "Bearer none"}}),
            ("POST", "/auth/token", {"json": {"email": f"a{number}@b.example", "password": "wrong horse battery"}}),
        ]
        method, path, rest = wrong[number % len(wrong)]
        await self._send("wrong", method, path, **rest)


_CASE = {"customer_name": "Hostile Holdings Ltd", "customer_kind": "company", "country": "gb"}


def _import_file() -> bytes:
    """A valid file of statements, some megabytes: a chain of companies."""
    lines = []
    for number in range(_STATEMENTS):
        company = {"id": f"c{number}", "schema": "Company", "properties": {"name": [f"Company {number} Ltd"]}}
        held = {"owner": [f"c{number}"], "asset": [f"c{(number + 1) % _STATEMENTS}"], "percentage": ["60"]}
        lines += [company, {"id": f"o{number}", "schema": "Ownership", "properties": held}]
    return "\n".join(json.dumps(line) for line in lines).encode()


async def attack(address: str, token: str) -> Counter[str]:
    """Attack until SIGTERM; returns the counts of answers."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    connector = aiohttp.TCPConnector(limit=0, local_addr=_FROM)
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(LONGEST_S)
    async with aiohttp.ClientSession(address, headers=headers, connector=connector, timeout=timeout) as http:
        attacking = Attack(http)
        print("ready", flush=True)
        await attacking.run(ended)
    return attacking.counts


if __name__ == "__main__":
    # Only while nobody else wants a processor: what an attacker computes, the attacker's own machine computes.
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    print(json.dumps(asyncio.run(attack(sys.argv[1], sys.stdin.readline().strip()))))
