"""Uploads as they go wrong: odd names and parts, a cut connection, a full disk. What is refused says why, and fails alone."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from ascertain.kernel.storage import ObjectStorage, StorageNotWritable
from ascertain.kyc import documents
from ascertain.kyc.documents import DocumentState, Intake
from ascertain.kyc.documents.upload import safe_name
from tests.servers.ascertain_server import RunningServer
from tests.servers.documents_room import DocumentsRoom

BOUNDARY = "a-boundary"
# `make proof-faults` sends ten thousand.
UPLOADS = int(os.environ.get("ASCERTAIN_FAULT_UPLOADS", "20"))


@pytest.fixture
def client(running_server: RunningServer) -> httpx.Client:
    return running_server.client(running_server.tenants[0], "analyst")


@pytest.fixture
def case_id(client: httpx.Client) -> str:
    body = {"customer_name": "Upload Ltd", "customer_kind": "company", "country": "gb"}
    opened = client.post("/cases", json=body)
    assert opened.status_code == 201, opened.text
    return str(opened.json()["id"])


def _part(disposition: bytes, data: bytes, more: bytes = b"") -> bytes:
    head = b"--%s\r\nContent-Disposition: form-data; %s\r\n%s\r\n" % (BOUNDARY.encode(), disposition, more)
    return head + data + b"\r\n"


def _send(client: httpx.Client, case_id: str, *parts: bytes, end: bool = True, **headers: str) -> httpx.Response:
    body = b"".join(parts) + (b"--%s--\r\n" % BOUNDARY.encode() if end else b"")
    return client.post(
        f"/cases/{case_id}/documents",
        content=body,
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers},
    )


def _names(client: httpx.Client, case_id: str) -> list[str]:
    return [item["filename"] for item in client.get(f"/cases/{case_id}/documents").json()["items"]]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (b"a" * 4096 + b".txt", "a" * 196 + ".txt"),
        (b"../../etc/passwd.txt", "passwd.txt"),
        (b"C:\\\\x\\\\y.txt", "y.txt"),
        (b"a\x00b.txt", "ab.txt"),
        ("a\u202etxt.exe".encode(), "atxt.exe"),
        (b"..", "unnamed"),
    ],
)
def test_a_name_is_shown_without_what_makes_it_another(sent: bytes, shown: str) -> None:
    assert safe_name(sent.decode()) == shown


def test_each_file_of_an_upload_is_accepted_or_refused_by_itself(client: httpx.Client, case_id: str) -> None:
    answer = _send(
        client,
        case_id,
        _part(b'name="files"; filename="a.txt"', b"the first text of a letter"),
        _part(b'name="files"; filename="%s"' % ("\u202e" + "b" * 4000).encode(), b""),
        _part(b'name="files"; filename="a.txt"', b"another text of the same name"),
        _part(b'name="files"; filename="c.txt"', b"the first text of a letter"),
        _part(b'name="files"; filename="d.pdf"', b"%PDF-1.7 damaged"),
    )
    assert answer.status_code == 201
    items, refused = answer.json()["items"], answer.json()["refused"]
    assert [item["filename"] for item in items] == ["a.txt", "a.txt", "a.txt"]
    assert items[2]["id"] == items[0]["id"] == items[2]["duplicate_of"]  # the same content under another name
    assert [one["code"] for one in refused] == ["document.empty", "document.corrupt"]
    assert refused[0]["filename"] == "b" * 200
    assert _names(client, case_id) == ["a.txt", "a.txt"]


@pytest.mark.parametrize("cut", [1, 40, 90])
def test_an_upload_that_is_cut_stores_nothing_and_says_so(client: httpx.Client, case_id: str, cut: int) -> None:
    parts = [_part(b'name="files"; filename="%d.txt"' % n, b"text %d of a letter" % n) for n in range(2)]
    whole = b"".join(parts) + b"--%s--\r\n" % BOUNDARY.encode()
    cut_off = b"".join(parts)[:-cut]
    answer = _send(client, case_id, cut_off, end=False)
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")
    assert "incomplete" in answer.json()["detail"]
    assert _names(client, case_id) == []
    assert whole.startswith(cut_off)


def test_a_client_that_goes_away_in_the_middle_leaves_nothing_and_may_send_again(
    client: httpx.Client, case_id: str, running_server: RunningServer
) -> None:
    part = _part(b'name="files"; filename="a.txt"', b"a text of a letter")
    address = urlsplit(running_server.address)
    head = [
        f"POST /api/v1/cases/{case_id}/documents HTTP/1.1",
        f"Host: {address.netloc}",
        f"Authorization: {client.headers['Authorization']}",
        "Idempotency-Key: cut",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(part) + 1_000_000}",
    ]
    with socket.create_connection((str(address.hostname), address.port or 80)) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + part)
    assert _names(client, case_id) == []
    # The key was not used up by a request of which nothing came.
    assert _send(client, case_id, part, **{"Idempotency-Key": "cut"}).status_code == 201
    assert _names(client, case_id) == ["a.txt"]


@pytest.mark.timeout(3600)
def test_many_small_uploads_are_all_stored(client: httpx.Client, case_id: str) -> None:
    sent = 0
    while sent < UPLOADS:
        names = range(sent, min(sent + 50, UPLOADS))
        parts = [_part(b'name="files"; filename="%d.txt"' % n, b"a small text, number %d" % n) for n in names]
        answer = _send(client, case_id, *parts)
        assert (answer.status_code, answer.json()["refused"]) == (201, [])
        sent += len(names)
    assert sorted(_names(client, case_id), key=lambda name: int(name[:-4])) == [f"{n}.txt" for n in range(UPLOADS)]


def test_more_files_than_an_upload_may_have_are_refused_with_the_limit(client: httpx.Client, case_id: str) -> None:
    answer = _send(client, case_id, *[_part(b'name="files"; filename="%d.txt"' % n, b"x") for n in range(500)])
    assert (answer.status_code, answer.json()["detail"]) == (422, "At most 50 files in one upload.")
    assert _names(client, case_id) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount")
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]).returncode:
        pytest.skip("mounting a small disk needs root and the right to mount")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
async def full_room(room: DocumentsRoom, small_disk: Path) -> DocumentsRoom:
    storage = ObjectStorage(str(small_disk / "files"))
    intake = Intake(room.db, storage, room.readers, room.intake.settings, clock=room.clock)
    return replace(room, storage=storage, intake=intake)


async def test_a_full_disk_refuses_an_upload_and_holds_up_a_document_until_there_is_space(
    full_room: DocumentsRoom, small_disk: Path
) -> None:
    (kept,) = await full_room.upload("kept.txt", b"A letter that was stored before the disk was full.")
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    with pytest.raises(StorageNotWritable, match="No space left"):
        await full_room.upload("refused.txt", b"A letter too many. " * 1000)
    # The picture of its page cannot be stored: the step fails by the machine and not by the file.
    with pytest.raises(StorageNotWritable):
        await full_room.run_jobs()
    async with full_room.db.transaction(full_room.tenant) as tx:
        waiting = await documents.list_documents(tx, "case_A")
    assert [(one.filename, one.error_code) for one in waiting] == [("kept.txt", None)]
    assert waiting[0].state is not DocumentState.FAILED
    assert not list((small_disk / "files").rglob("*.part"))
    filler.unlink()
    await full_room.run_jobs()
    await full_room.upload("refused.txt", b"A letter too many. " * 1000)
    async with full_room.db.transaction(full_room.tenant) as tx:
        assert (await documents.get_document(tx, kept.id)).state is DocumentState.DONE
        assert len(await documents.list_documents(tx, "case_A")) == 2


async def test_a_read_only_folder_refuses_an_upload_with_the_reason(full_room: DocumentsRoom, small_disk: Path) -> None:
    await asyncio.to_thread(subprocess.run, ["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StorageNotWritable, match="Read-only"):
        await full_room.upload("refused.txt", b"A letter for a folder that cannot be written.")
    async with full_room.db.transaction(full_room.tenant) as tx:
        assert await documents.list_documents(tx, "case_A") == []
