"""The processes of the benchmark, each pinned to a core and ended with it."""

import asyncio
import contextlib
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request, urlopen

import psutil

from ascertain.ai import llm
from ascertain.entrypoints.roles import PERMISSIONS, ROLES
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection, Database, EmbeddedPostgres, migrate
from ascertain.kernel.tenancy import Actor, system_actor

# The process that is measured has a core to itself; load, upstream, Postgres and Redis share the other.
MEASURED, OTHERS = "0", "1"
LITELLM_KEY = "sk-benchmark"
ROOT = Path(__file__).parents[2]
T = TypeVar("T")
COMPILED = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "ascertain-benchmark-compiled"),
}


@dataclass
class Server:
    """A process that is measured."""

    name: str
    address: str
    key: str
    process: "subprocess.Popen[bytes]"

    def memory_mb(self) -> float:
        """Resident memory of the process and its children, in MB."""
        root = psutil.Process(self.process.pid)
        family = [root, *root.children(recursive=True)]
        return round(sum(one.memory_info().rss for one in family if one.is_running()) / 1e6, 1)

    def cpu_s(self) -> float:
        """Seconds of CPU used so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def spawn(core: str, command: list[str], *, log: Path, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a process on a core; its words go to a file. It may open as many files as the machine allows.

    Compiled modules are kept in a folder of the benchmark, as an installation has them: a process that compiles for itself
    holds on to tens of megabytes for it.
    """
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with log.open("ab") as out:
        return subprocess.Popen(
            ["taskset", "-c", core, *command],
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **COMPILED, **environment}, stdout=out, stderr=out, cwd=ROOT,
        )  # fmt: skip


def wait_for(url: str, *, timeout_s: float = 120.0, key: str = "") -> None:
    """Until the address answers."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            with urlopen(Request(url, headers=headers), timeout=5):
                return
        time.sleep(0.2)
    raise TimeoutError(url)


def fetch_json(url: str) -> Any:
    """The JSON at an address."""
    with urlopen(url, timeout=10) as answer:
        return json.load(answer)


@contextlib.contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Ends a process at the end."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def upstream(log: Path) -> Iterator[str]:
    """The fake model service; gives its base address."""
    port = free_port()
    with ended(spawn(OTHERS, [sys.executable, "-m", "benchmarks.gateway.upstream", str(port)], log=log)):
        wait_for(f"http://127.0.0.1:{port}/counted")
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Debian's redis-server, without persistence."""
    binary, port = shutil.which("redis-server"), free_port()
    if binary is None:
        raise SystemExit("redis-server is not installed (Debian: redis-server)")
    command = [binary, "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with ended(spawn(OTHERS, command, log=folder / "redis.log")):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
        yield f"redis://127.0.0.1:{port}/0"


@dataclass
class Ledger:
    """The database of the run, with a tenant and its key."""

    app_url: str
    tenant_id: str
    key: str

    def calls(self) -> dict[str, int]:
        """Calls that ended well, failed, and are still open."""

        async def ask(tx: Connection) -> dict[str, int]:
            days = await llm.usage_by_day(tx, start=utc_now() - timedelta(days=2), end=utc_now() + timedelta(days=1))
            found = {name: sum(getattr(day, name) for day in days) for name in ("calls", "failed", "open")}
            return {"done": found.pop("calls") - found["failed"] - found["open"], **found}

        return self._within(ask)

    def set_budget(self, limit_usd: float) -> None:
        """A budget of the tenant for the month."""
        actor = Actor(self.tenant_id, "person", "usr_benchmark", "Benchmark", frozenset(PERMISSIONS))
        budget = llm.Budget("tenant", "", "month", Decimal(str(limit_usd)))
        self._within(lambda tx: llm.set_budget(tx, actor, budget, clock=utc_now))

    def budget(self) -> tuple[float, float]:
        """Dollars spent and reserved of the budget."""
        (state,) = self._within(lambda tx: llm.list_budgets(tx, clock=utc_now))
        return float(state.spent_usd), float(state.reserved_usd)

    def _within(self, work: "Callable[[Connection], Awaitable[T]]") -> "T":
        async def run() -> "T":
            db = await Database.connect(self.app_url)
            try:
                async with db.transaction(self.tenant_id) as tx:
                    return await work(tx)
            finally:
                await db.close()

        return asyncio.run(run())


@contextlib.contextmanager
def postgres() -> Iterator[Ledger]:
    """An embedded Postgres as it ships (durable), on the other core."""
    folder = Path(tempfile.mkdtemp(prefix="asc-bench-"))
    server = EmbeddedPostgres(folder)

    async def prepare() -> Ledger:
        await server.start()
        await migrate(server.owner_url)
        db = await Database.connect(server.app_url)
        tenant_id = await auth.create_tenant(db, "Benchmark", ROLES)
        async with db.transaction(tenant_id) as tx:
            owner = await auth.create_user(
                tx, name="Benchmark", email="benchmark@example.org", password_hash="", roles=["head"]
            )
            _, key = await auth.create_api_key(
                tx,
                system_actor(tenant_id, "benchmark"),
                name="load",
                permissions=["model.use", "budget.manage", "usage.read"],
                lifetime=timedelta(days=1),
                owner_id=owner.id,
                clock=utc_now,
            )
        await db.close()
        return Ledger(server.app_url, tenant_id, key)

    try:
        ledger = asyncio.run(prepare())
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            process.cpu_affinity([int(OTHERS)])
        yield ledger
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def ascertain(
    ledger: Ledger,
    upstream_url: str,
    redis_url: str,
    folder: Path,
    *,
    models: Sequence[str],
    core: str = MEASURED,
    command: str = "gateway",
) -> Iterator[Server]:
    """A process as it is served, its models the fake upstream, ledger and limits on: /v1 alone, or ("serve") the whole API."""
    port = free_port()
    providers = {
        f"upstream{place}": {
            "kind": "compatible",
            "base_url": f"{upstream_url}/v1",
            "model": model,
            "price_provider": "openai",
        }
        for place, model in enumerate(models)
    }
    home = Path(tempfile.mkdtemp(prefix="home-", dir=folder))
    environment = {
        "DATABASE_URL": ledger.app_url,
        "REDIS_URL": redis_url,
        "ASCERTAIN_HOME": str(home),
        "ASCERTAIN_PORT": str(port),
        "ASCERTAIN_TELEMETRY__LOG_LEVEL": "WARNING",
        "ASCERTAIN_LLM__PROVIDERS": json.dumps(providers),
        "ASCERTAIN_LLM__EXTRACTIVE_FALLBACK": "false",
        "ASCERTAIN_LLM__REQUESTS_PER_MINUTE": "9000000",
        "ASCERTAIN_LLM__TOKENS_PER_MINUTE": "9000000000",
        "ASCERTAIN_LLM__DEADLINE_S": "300",
        "ASCERTAIN_LLM__CONCURRENCY": "10000",
        "ASCERTAIN_LLM__WAITING_PER_TENANT": "20000",
    }
    process = spawn(
        core, [sys.executable, "-m", "ascertain.entrypoints", command], log=folder / "ascertain.log", **environment
    )
    with ended(process):
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz")
        yield Server(f"ascertain {command}", f"{address}/v1/chat/completions", ledger.key, process)


@contextlib.contextmanager
def litellm(python: Path, upstream_url: str, folder: Path, models: Sequence[str]) -> Iterator[Server]:
    """The LiteLLM proxy, one worker, its key checked, spend not logged (its database client cannot be fetched here)."""
    port = free_port()
    entries = "".join(
        f"  - model_name: {name}\n    litellm_params:\n      model: openai/{name}\n"
        f"      api_base: {upstream_url}/v1\n      api_key: sk-none\n"
        for name in models
    )
    config = folder / "litellm.yaml"
    config.write_text(
        f"model_list:\n{entries}general_settings:\n  master_key: {LITELLM_KEY}\n"
        "litellm_settings:\n  num_retries: 0\n  request_timeout: 300\n  telemetry: false\n"
    )
    command = [str(python.parent / "litellm"), "--config", str(config), "--port", str(port), "--host", "127.0.0.1"]
    process = spawn(
        MEASURED, [*command, "--num_workers", "1", "--telemetry", "False"], log=folder / "litellm.log",
        PYTHONPATH="", LITELLM_LOG="ERROR", LITELLM_LOCAL_MODEL_COST_MAP="True", LITELLM_MODE="PRODUCTION",
    )  # fmt: skip
    with ended(process):
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/health/liveliness", timeout_s=240)
        yield Server("LiteLLM", f"{address}/v1/chat/completions", LITELLM_KEY, process)


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """The bare ASGI application."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.gateway.bare:app", "--port", str(port), "--no-access-log"]
    process = spawn(MEASURED, [*command, "--lifespan", "off", "--backlog", "4096"], log=folder / "bare.log")
    with ended(process):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield Server("bare ASGI", f"http://127.0.0.1:{port}/v1/chat/completions", "", process)
