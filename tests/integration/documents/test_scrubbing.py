"""Stored files are checked in the background; a damaged one is flagged, named, refused in a pack, and repaired."""

import asyncio
import gc
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.cli.app import app
from ascertain.entrypoints.demo.samples import applications
from ascertain.entrypoints.wiring import job_specs, make_intake, make_worker
from ascertain.entrypoints.worker import supervise
from ascertain.kernel import audit
from ascertain.kernel.clock import utc_now
from ascertain.kernel.storage import FileDamaged, ObjectStorage
from ascertain.kyc import cases, documents
from ascertain.kyc.cases import evidence_pack
from ascertain.kyc.documents import scrub_store
from ascertain.kyc.documents.originals import open_original
from tests.servers.worked_case import Desk


@pytest.fixture
async def room(desk: Desk, tmp_path: Path) -> AsyncIterator[Desk]:
    """The desk with its own copy of the files, which the test may damage."""
    folder = tmp_path / "files"
    shutil.copytree(desk.context.storage.address, folder)
    yield Desk(replace(desk.context, storage=ObjectStorage(str(folder))), desk.tenant, desk.case_id)


async def _documents(room: Desk) -> list[documents.Document]:
    async with room.db.transaction(room.tenant) as tx:
        return await documents.list_documents(tx, room.case_id)


def _file(room: Desk, document: documents.Document) -> Path:
    return Path(room.context.storage.address) / room.tenant / "blobs" / document.sha256[:2] / document.sha256


def _forge(room: Desk, document: documents.Document) -> None:
    _file(room, document).write_bytes(b"%PDF-1.7 forged")


async def _scrub(room: Desk, *, bytes_per_round: int = 1 << 30, now: Callable[[], Any] = utc_now) -> None:
    await documents.scrub_all(room.db, room.context.storage, bytes_per_round=bytes_per_round, every_days=7, clock=now)


async def _flags(room: Desk) -> list[str]:
    async with room.db.transaction(room.tenant) as tx:
        return [f.document_id for f in await documents.list_open_flags(tx, room.case_id) if f.code == "file.damaged"]


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
async def test_a_forged_original_is_refused_by_name_in_a_download_and_in_the_pack(room: Desk) -> None:
    forged = (await _documents(room))[0]
    _forge(room, forged)
    with pytest.raises(FileDamaged, match=forged.filename):
        await open_original(room.context.storage, room.tenant, forged)
    async with room.db.transaction(room.tenant) as tx:
        pack = await evidence_pack.gather(tx, room.case_id)
    # As a route does: the file is closed while the error still holds what was being written.
    with pytest.raises(FileDamaged, match=forged.filename), tempfile.TemporaryFile() as out:
        await evidence_pack.write_zip(pack, lambda sha: room.context.storage.get(room.tenant, sha), out)
    gc.collect()  # an archive that was left open would fail to write its end to the closed file


async def test_a_check_flags_the_documents_once_and_an_upload_of_the_same_file_repairs_them(room: Desk) -> None:
    forged, *_ = await _documents(room)
    async with room.db.transaction(room.tenant) as tx:
        proposal = await cases.propose(tx, room.person("P"), room.case_id, "reject", "read", clock=utc_now)
    _forge(room, forged)
    await _scrub(room)
    await _scrub(room, now=lambda: utc_now() + timedelta(days=8))
    assert await _flags(room) == [forged.id]
    async with room.db.transaction(room.tenant) as tx:
        (damaged,) = await documents.list_damaged(tx)
        found, _ = await audit.list_entries(tx, action="document.damaged")
        finished, _ = await audit.list_entries(tx, action="documents.files_checked")
        assert damaged.filenames == (forged.filename,) and len(found) == 1
        assert [entry.details["damaged"] for entry in finished] == [1, 1]
    with pytest.raises(cases.CaseChanged, match="flag"):  # what the proposal rests on is damaged
        async with room.db.transaction(room.tenant) as tx:
            await cases.review(tx, room.person("R"), proposal.id, "agree", "fine", clock=utc_now)
    data = next(file for file in applications()[1].files if file.filename == forged.filename).data()
    readers = ReaderPool(room.context.settings.documents)
    place = documents.Place(case_id=room.case_id)
    (same, *_), _ = await make_intake(room.context, readers).upload(room.person("U"), place, forged.filename, data)
    await readers.close()
    assert same.id == forged.id and same.duplicate_of == forged.id
    assert await _flags(room) == [] and _file(room, forged).read_bytes() == data
    async with room.db.transaction(room.tenant) as tx:
        assert await documents.list_damaged(tx) == []
        repaired, _ = await audit.list_entries(tx, action="document.repaired")
        assert [entry.actor_name for entry in repaired] == ["U"]


async def test_a_check_continues_where_it_was_stopped_and_ends_once_a_week(room: Desk) -> None:
    found = await _documents(room)
    _file(room, max(found, key=lambda document: document.sha256)).unlink()
    checked = []
    for _ in range(len(found) + 1):
        await _scrub(room, bytes_per_round=1)  # a byte is one file
        async with room.db.transaction(room.tenant) as tx:
            checked.append(await scrub_store.count_checked(tx))
    assert checked[: len(found)] == list(range(1, len(found) + 1))
    assert len(await _flags(room)) == 1
    _forge(room, min(found, key=lambda document: document.sha256))
    await _scrub(room)
    assert len(await _flags(room)) == 1  # finished, and not due again
    await _scrub(room, now=lambda: utc_now() + timedelta(days=8))
    assert len(await _flags(room)) == 2


async def _until(stop: asyncio.Event, reached: Callable[[], Awaitable[bool]]) -> None:
    try:
        async with asyncio.timeout(60):
            while not await reached():
                await asyncio.sleep(0.1)
    finally:
        stop.set()


async def test_the_worker_that_is_started_finds_a_forged_file(room: Desk) -> None:
    forged = (await _documents(room))[0]
    _forge(room, forged)

    async def is_flagged() -> bool:
        return await _flags(room) == [forged.id]

    stop, readers = asyncio.Event(), ReaderPool(room.context.settings.documents)
    specs = job_specs(room.context, readers)
    working = asyncio.create_task(supervise(lambda: make_worker(room.context, specs), stop=stop))
    await _until(stop, is_flagged)
    await working
    await readers.close()


async def test_a_second_worker_counts_nothing_twice(room: Desk) -> None:
    await asyncio.gather(*(_scrub(room) for _ in range(4)))
    async with room.db.transaction(room.tenant) as tx:
        finished, _ = await audit.list_entries(tx, action="documents.files_checked")
        files = await scrub_store.count_files(tx)
    assert [entry.details["checked"] for entry in finished] == [files]


async def test_a_check_removes_what_interrupted_writes_left(room: Desk) -> None:
    folder = Path(room.context.storage.address) / room.tenant
    stored = _file(room, (await _documents(room))[0])
    old, new, other = (
        stored.with_name(f"{stored.name}.{name}") for name in ("0" * 16 + ".part", "1" * 16 + ".part", "part")
    )
    derived = folder / "derived" / ("1.webp." + "2" * 16 + ".part")
    derived.parent.mkdir(exist_ok=True)
    two_days_ago = utc_now().timestamp() - 2 * 86_400
    for place in (old, new, other, derived):
        place.write_bytes(b"half")
        if place != new:
            os.utime(place, (two_days_ago, two_days_ago))
    os.utime(stored, (two_days_ago, two_days_ago))
    await _scrub(room)
    assert [place.exists() for place in (old, new, other, derived, stored)] == [False, True, True, False, True]
    assert await _flags(room) == []


async def test_a_page_is_drawn_again_where_its_picture_was_exchanged(room: Desk) -> None:
    first, second = (await _documents(room))[:2]
    key = "pages/{}/1.webp"
    await room.context.storage.put_derived(room.tenant, key.format(first.sha256), b"RIFF first")
    folder = Path(room.context.storage.address) / room.tenant / "derived" / "pages"
    (folder / second.sha256).mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / first.sha256 / "1.webp", folder / second.sha256 / "1.webp")
    assert await room.context.storage.find_derived(room.tenant, key.format(second.sha256)) is None
    readers = ReaderPool(room.context.settings.documents)
    picture = await make_intake(room.context, readers).draw_page(room.tenant, second, 1)
    await readers.close()
    assert picture and picture[:4] == b"RIFF" and len(picture) > 1000


async def test_the_doctor_and_the_command_name_what_is_damaged(room: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = (await _documents(room))[0]
    monkeypatch.setenv("DATABASE_URL", room.db.address)
    monkeypatch.setenv("ASCERTAIN_HOME", str(room.context.settings.home))
    monkeypatch.setenv("ASCERTAIN_STORAGE__URL", room.context.storage.address)

    def run(*arguments: str) -> tuple[int, Any]:
        result = CliRunner().invoke(app, [*arguments, "--json"])
        return result.exit_code, json.loads(result.stdout)

    assert await asyncio.to_thread(run, "files", "check") == (0, [])
    _forge(room, forged)
    status, findings = await asyncio.to_thread(run, "doctor")
    (files,) = [finding for finding in findings if finding["part"] == "files"]
    assert status == 1 and files["state"] == "damaged" and forged.filename in files["found"]
    status, rows = await asyncio.to_thread(run, "files", "check")
    assert status == 1 and [row["documents"] for row in rows] == [forged.filename]
    assert await _flags(room) == [forged.id]
