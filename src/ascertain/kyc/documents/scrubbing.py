"""Checks the stored files of every tenant, a few at a time, and shows on its documents that a file is damaged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.storage import ObjectStorage
from ascertain.kernel.telemetry import log
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc.documents import flag_store, scrub_store
from ascertain.kyc.documents.model import FoundFlag
from ascertain.kyc.documents.scrub_store import StoredFile

# Between two writes of the position, so that a killed worker repeats little.
_FILES_PER_TRANSACTION = 50
DAMAGED_FLAG = "file.damaged"

FilesDone = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file that is not as it was uploaded, or not there, with the documents that it belongs to."""

    sha256: str
    filenames: tuple[str, ...]
    problem: str


async def scrub_all(
    db: Database, storage: ObjectStorage, *, bytes_per_round: int, every_days: float, clock: Clock
) -> None:
    """One round: each tenant whose last check has ended long enough ago gets an equal share of the bytes.

    A tenant with many files takes more rounds, not more of a round. The position is stored, so a check survives a restart.
    """
    async with db.untenanted() as tx:
        tenants = await audit.list_tenants(tx)
    share = max(1, bytes_per_round // max(len(tenants), 1))
    for tenant_id in tenants:
        try:
            await _scrub_share(db, storage, tenant_id, share, every_days=every_days, clock=clock)
        except AscertainError as error:  # one tenant's store must not stop the others
            log.warning("documents.scrub_failed", tenant_id=tenant_id, error=error.code)


async def _scrub_share(
    db: Database, storage: ObjectStorage, tenant_id: str, share: int, *, every_days: float, clock: Clock
) -> None:
    spent = 0
    while spent < share:
        async with db.transaction(tenant_id) as tx:
            position = await scrub_store.begin(tx, now=clock(), every_days=every_days)
            if position is None:
                return
            files = await scrub_store.list_files(tx, after=position, limit=_FILES_PER_TRANSACTION)
        checked = 0
        for file in files:
            await check_file(db, storage, tenant_id, file, clock=clock)
            checked, spent = checked + 1, spent + file.size_bytes + 1
            if spent >= share:
                break
        finished = checked == len(files) and len(files) < _FILES_PER_TRANSACTION
        async with db.transaction(tenant_id) as tx:
            last = files[checked - 1].sha256 if checked else position
            ended_at = clock() if finished else None
            if not await scrub_store.advance(tx, before=position, after=last, checked=checked, finished_at=ended_at):
                return
            if finished:
                await _record_finished(tx, system_actor(tenant_id, "documents"))
        if finished:
            await _remove_leftovers(storage, tenant_id, clock())
            return


async def _remove_leftovers(storage: ObjectStorage, tenant_id: str, now: datetime) -> None:
    removed = await storage.remove_leftovers(tenant_id, now=now)
    if removed:
        log.info("documents.leftovers_removed", tenant_id=tenant_id, files=removed)


async def check_all(
    db: Database, storage: ObjectStorage, tenant_id: str, *, clock: Clock, progress: FilesDone = lambda _: None
) -> list[DamagedFile]:
    """Check every file of a tenant now. Returns those that are damaged or missing."""
    after = ""
    while True:
        async with db.transaction(tenant_id) as tx:
            files = await scrub_store.list_files(tx, after=after, limit=_FILES_PER_TRANSACTION)
        for file in files:
            await check_file(db, storage, tenant_id, file, clock=clock)
            progress(1)
        if not files:
            break
        after = files[-1].sha256
    async with db.transaction(tenant_id) as tx:
        return await list_damaged(tx)


async def check_file(
    db: Database, storage: ObjectStorage, tenant_id: str, file: StoredFile, *, clock: Clock
) -> str | None:
    """Check one file, which a replica may repair, and store and show the result. Returns the problem, if any."""
    problem = None
    for sha256 in dict.fromkeys((file.sha256, file.pages_sha256)):
        found = await storage.repair(tenant_id, sha256)
        if found is not None:
            problem = found.message
            break
    if problem != file.problem:
        async with db.transaction(tenant_id) as tx:
            await set_problem(tx, system_actor(tenant_id, "documents"), file.sha256, problem, clock=clock)
    return problem


async def set_problem(tx: Connection, actor: Actor, sha256: str, problem: str | None, *, clock: Clock) -> None:
    """Store that a file is damaged, or no longer is, and flag its documents; repeating it changes nothing."""
    if not await scrub_store.set_problem(tx, sha256, problem):
        return
    action, topic = ("document.damaged", "document.damaged") if problem else ("document.repaired", "document.repaired")
    for document_id, case_id, filename in await scrub_store.list_documents_of(tx, sha256):
        detail = (
            f"The stored file of {filename} is not the one that was uploaded; upload the same file again to repair it."
        )
        flags = [FoundFlag(DAMAGED_FLAG, "high", detail)] if problem else []
        await flag_store.replace_flags(tx, document_id, case_id, flags, [], clock(), code=DAMAGED_FLAG)
        stream = case_id or document_id
        await audit.record(
            tx,
            actor,
            action,
            object_kind="document",
            object_id=document_id,
            stream=stream,
            details={"filename": filename, "sha256": sha256, "problem": problem},
        )
        event = {"case_id": case_id, "document_id": document_id, "filename": filename}
        await outbox.publish(tx, topic, event, stream=stream)


async def list_damaged(tx: Connection) -> list[DamagedFile]:
    """Files that the last checks found damaged or missing."""
    return [
        DamagedFile(sha256, tuple(filenames), problem)
        for sha256, filenames, problem in await scrub_store.list_problems(tx)
    ]


async def find_damaged(
    db: Database, storage: ObjectStorage, tenant_id: str, *, enough: Callable[[], bool]
) -> tuple[int, list[str]]:
    """Look at files until `enough`, without changing or repairing anything.

    Returns: the number of files looked at, and the names of the documents whose file is damaged or missing, those that earlier
    checks found included.
    """
    async with db.transaction(tenant_id) as tx:
        names = {name: None for one in await list_damaged(tx) for name in one.filenames}
    checked, after = 0, ""
    while not enough():
        async with db.transaction(tenant_id) as tx:
            files = await scrub_store.list_files(tx, after=after, limit=_FILES_PER_TRANSACTION)
        if not files:
            break
        after, checked = files[-1].sha256, checked + len(files)
        for file in files:
            problems = [await storage.find_problem(tenant_id, one) for one in {file.sha256, file.pages_sha256}]
            if any(problems):
                async with db.transaction(tenant_id) as tx:
                    found = await scrub_store.list_documents_of(tx, file.sha256)
                names |= dict.fromkeys(name for _, _, name in found)
    return checked, list(names)


async def _record_finished(tx: Connection, actor: Actor) -> None:
    damaged = await list_damaged(tx)
    checked = await scrub_store.count_checked(tx)
    if not checked:  # a tenant without files: nothing was established
        return
    details = {
        "checked": checked,
        "damaged": len(damaged),
        "files": [name for one in damaged for name in one.filenames][:20],
    }
    await audit.record(
        tx, actor, "documents.files_checked", object_kind="tenant", object_id=actor.tenant_id, details=details
    )
