"""What is configured, reachable and missing on this machine."""

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import asyncpg

from ascertain.ai.reading import LAYERS, ReaderPool, missing_scripts
from ascertain.ai.text.embedding.local import MODEL_FOLDER
from ascertain.entrypoints.api.app import WEB_FOLDER
from ascertain.entrypoints.cli.home_lock import read_run
from ascertain.entrypoints.cli.printing import plural
from ascertain.entrypoints.settings import Settings, load_settings
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.processes import is_grouped_by_session
from ascertain.kernel.redis import SharedRedis

if TYPE_CHECKING:
    from ascertain.kyc.ownership.jobs import Neo4jGraph

State = Literal["ok", "missing", "damaged", "optional"]
# Workers seal every few seconds; the alert rule has the same limit.
_UNSEALED_TOO_LONG_S = 300
# As many names as fit into a table; `ascertain files check` lists all.
_NAMED_FILES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part."""

    part: str
    state: State
    found: str
    to_do: str = ""


async def examine() -> list[Finding]:
    """All findings about this machine; nothing is changed."""
    settings = load_settings()
    return [
        _run(settings),
        await _database(settings),
        await _graph(settings),
        _model(),
        _web(),
        await _files(settings),
        await _audit(settings),
        _answers(settings),
        await _redis(settings),
        _ocr_languages(),
        await _sandbox(settings),
        _priorities(),
    ]


def _run(settings: Settings) -> Finding:
    """The `ascertain run` on this home folder, and how often it had to start a part again."""
    run = read_run(settings.home)
    if run is None:
        return Finding("run", "optional", "`ascertain run` does not use this home folder")
    restarts = {part: number for part, number in run.get("restarts", {}).items() if number}
    again = ", ".join(f"{part} {plural(number, 'time')}" for part, number in restarts.items())
    found = f"{run.get('state', 'starting')}, process {run.get('pid', 'unknown')}"
    if not again:
        return Finding("run", "ok", found)
    return Finding("run", "ok", f"{found}; started again: {again}", "the log of `ascertain run` has the reasons")


def _priorities() -> Finding:
    """Whether a tenant's long files can go behind the others' short ones."""
    if not is_grouped_by_session():
        return Finding("priorities", "ok", "the files of a tenant that computes much are read behind those of others")
    to_do = "run in a container, as a service of systemd, or set kernel.sched_autogroup_enabled=0"
    return Finding("priorities", "optional", "Linux divides the processors by session (autogroup)", to_do)


async def _sandbox(settings: Settings) -> Finding:
    """The layers that confine reading processes, by asking one."""
    if settings.documents.sandbox == "off":
        return Finding("sandbox of readers", "missing", "off by setting", "set ASCERTAIN_DOCUMENTS__SANDBOX=auto")
    pool = ReaderPool(settings.documents)
    try:
        active = await pool.layers()
    except AscertainError as error:
        return Finding("sandbox of readers", "missing", error.message, "install libseccomp2; Linux 5.13 or later")
    finally:
        await pool.close()
    # An identity of its own only root can give; without root there are no rights to leave.
    missing = [layer for layer in LAYERS if layer not in active and (layer != "user" or os.geteuid() == 0)]
    if missing:
        shown = f"{', '.join(active)}; without {', '.join(missing)}"
        return Finding("sandbox of readers", "optional", shown, "install libseccomp2; Linux 5.13 or later")
    return Finding("sandbox of readers", "ok", ", ".join(active))


async def _database(settings: Settings) -> Finding:
    if settings.database.url is None:
        made = (settings.home / "postgres" / "data").exists()
        return Finding(
            "database", "ok", f"embedded, in {settings.home}" + ("" if made else ", created at the first start")
        )
    try:
        # A wrong address often does not answer at all, and asyncpg would wait for a minute.
        connection = await asyncpg.connect(settings.database.url.get_secret_value(), timeout=5)
        version = await connection.fetchval("show server_version")
        await connection.close()
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        return Finding("database", "missing", f"{type(error).__name__}", "check DATABASE_URL and that the server runs")
    return Finding("database", "ok", f"Postgres {version}")


async def _graph(settings: Settings) -> Finding:
    from ascertain.kyc import ownership

    mirror = ownership.open_mirror(settings.ownership)
    if mirror is None:
        return Finding("graph", "ok", "answered by Postgres; GRAPH_URL is not set")
    try:
        await asyncio.wait_for(mirror.run("RETURN 1"), 5)
        behind, filling = await _behind(mirror)
    except (AscertainError, TimeoutError, OSError) as error:
        problem = f"{type(error).__name__}; Postgres answers meanwhile"
        return Finding("graph", "missing", problem, "check GRAPH_URL and that Neo4j runs, or unset it")
    finally:
        await mirror.close()
    if filling:
        return Finding("graph", "ok", "Neo4j is being rebuilt; Postgres answers meanwhile")
    if behind:
        to_do = "a worker updates it; `ascertain graph rebuild` rebuilds it"
        return Finding(
            "graph",
            "ok",
            f"the projection in Neo4j lags by {plural(behind, 'event')}; Postgres answers meanwhile",
            to_do,
        )
    return Finding("graph", "ok", "Neo4j is up to date; `ascertain graph check` compares it with Postgres")


async def _behind(mirror: "Neo4jGraph") -> tuple[int, bool]:
    """By how many events the projections of all tenants lag in total, and whether one is being rebuilt."""
    from ascertain.entrypoints.cli.administration import opened
    from ascertain.entrypoints.cli.ownership_commands import projections

    async with opened() as context:
        states = (await projections(context, mirror)).values()
    return sum(abs(state.behind) for state in states), any(state.is_filling for state in states)


def _model() -> Finding:
    if (MODEL_FOLDER / "model.onnx").exists():
        return Finding("embedding model", "ok", "all-MiniLM-L6-v2, int8")
    return Finding("embedding model", "missing", "not built", "run `make model`")


def _web() -> Finding:
    if (WEB_FOLDER / "index.html").exists():
        return Finding("web app", "ok", "built")
    return Finding("web app", "missing", "not built", "run `make web`")


async def _files(settings: Settings) -> Finding:
    from ascertain.entrypoints.cli.administration import opened
    from ascertain.entrypoints.cli.file_commands import find_damaged

    address = settings.storage_address
    if settings.database.url is None and not (settings.home / "postgres" / "data").exists():
        return Finding("files", "ok", f"{address}, no files yet")
    try:
        async with opened() as context:
            checked, total, damaged = await find_damaged(context)
    except (OSError, asyncpg.PostgresError, TimeoutError, AscertainError) as error:
        return Finding("files", "optional", f"{address}: not checked ({type(error).__name__})", "see database")
    counted = plural(checked, "file") + (f" of {total:,}" if checked < total else "") + " checked"
    if not damaged:
        return Finding(
            "files", "ok", f"{address}, {counted}", "`ascertain files check` checks all" if checked < total else ""
        )
    named = ", ".join(damaged[:_NAMED_FILES]) + (
        f" and {len(damaged) - _NAMED_FILES:,} more" if len(damaged) > _NAMED_FILES else ""
    )
    to_do = "upload the same files again, set ASCERTAIN_STORAGE__REPLICA_URL, or restore them from a backup"
    return Finding("files", "damaged", f"{address}, {counted}; damaged or missing: {named}", to_do)


async def _audit(settings: Settings) -> Finding:
    from ascertain.entrypoints.audit_places import anchor_places, audit_key_file
    from ascertain.entrypoints.cli.administration import opened
    from ascertain.kernel import audit

    if settings.database.url is None and not (settings.home / "postgres" / "data").exists():
        return Finding("audit log", "ok", "no entries yet")
    if settings.audit.keys is None and not audit_key_file(settings).exists():
        to_do = "restore it from its backup; a new one cannot verify older entries"
        return Finding("audit log", "missing", f"no key file at {audit_key_file(settings)}", to_do)
    try:
        async with opened() as context, context.db.untenanted() as tx:
            waiting_s = await audit.oldest_unsealed_s(tx)
            records = await audit.count_master(tx)
    except (OSError, asyncpg.PostgresError, TimeoutError, AscertainError) as error:
        return Finding("audit log", "optional", f"not checked ({type(error).__name__})", "see database")
    if waiting_s > _UNSEALED_TOO_LONG_S:
        return Finding("audit log", "missing", f"an entry has waited {waiting_s:,.0f} s for its seal", "start a worker")
    if records and not anchor_places(settings).file.exists():
        found = f"no anchor file at {anchor_places(settings).file}"
        return Finding("audit log", "missing", found, "restore it, then run `ascertain audit verify`")
    return Finding("audit log", "ok", "sealed and anchored; `ascertain audit verify` checks it")


async def _redis(settings: Settings) -> Finding:
    if settings.redis.url is None:
        return Finding("redis", "optional", "not set", "set REDIS_URL to run more than one API process")
    redis = SharedRedis(settings.redis.url.get_secret_value())
    answers = await redis.answers()
    await redis.close()
    return Finding("redis", "ok", "answers") if answers else Finding("redis", "missing", "no answer", "check REDIS_URL")


def _answers(settings: Settings) -> Finding:
    if settings.llm.providers:
        configured = ", ".join(f"{name} ({one.kind} {one.model})" for name, one in settings.llm.providers.items())
        return Finding("answers", "ok", configured)
    if settings.llm.openai_base_url:
        return Finding("answers", "ok", f"{settings.llm.openai_model} at {settings.llm.openai_base_url}")
    return Finding("answers", "ok", "quoted from the documents", "set ASCERTAIN_LLM__OPENAI_BASE_URL for a model")


def _ocr_languages() -> Finding:
    missing = missing_scripts()
    if not missing:
        return Finding("scans in other scripts", "ok", "read by tesseract")
    packages = " ".join(sorted({package for listed in missing.values() for package in listed.split()}))
    to_do = f"apt-get install {packages}; scans in Latin script do not need them"
    return Finding("scans in other scripts", "optional", f"no pack for: {', '.join(missing)}", to_do)
