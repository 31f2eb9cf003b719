"""Bytes that are not those that were stored are never given out, whatever happened to the file; the right bytes repair it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ascertain.kernel.storage import FileDamaged, FileNotStored, FileUnreadable, ObjectStorage

DATA = b"%PDF-1.7 the right bytes\n" * 100_000
_TENANT = "tenant_a"
Fault = Callable[[Path], object]


def _forge(file: Path) -> None:
    file.write_bytes(b"x" * len(DATA))


def _flip_one_bit(file: Path) -> None:
    file.write_bytes(bytes([DATA[0] ^ 1]) + DATA[1:])


def _truncate(file: Path) -> None:
    os.truncate(file, len(DATA) - 1)


def _append(file: Path) -> None:
    file.write_bytes(DATA + b"x")


def _empty(file: Path) -> None:
    os.truncate(file, 0)


def _remove(file: Path) -> None:
    file.unlink()


def _link_to_other_bytes(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


def _link_to_the_right_bytes(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _endless_device(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _linked_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name("moved"))
    file.parent.symlink_to("moved")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _folder_with_files(file: Path) -> None:
    _folder(file)
    (file / "notes.txt").write_text("somebody's own")


def _file_for_its_folder(file: Path) -> None:
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("somebody's own")


def _of_another_tenant(file: Path) -> None:
    file.write_bytes(b"a real file of somebody else")


_FAULTS = [
    _forge, _flip_one_bit, _truncate, _append, _empty, _remove, _link_to_other_bytes, _link_to_the_right_bytes,
    _endless_device, _pipe, _of_another_tenant, _folder, _folder_with_files, _file_for_its_folder,
]  # fmt: skip


def _place(storage: ObjectStorage, sha256: str) -> Path:
    return Path(storage.address) / _TENANT / "blobs" / sha256[:2] / sha256


@pytest.mark.parametrize("fault", _FAULTS, ids=lambda fault: fault.__name__)
async def test_a_changed_file_is_refused_and_repaired_by_storing_it_again(storage: ObjectStorage, fault: Fault) -> None:
    sha256 = await storage.put(_TENANT, DATA)
    fault(_place(storage, sha256))
    for read in (storage.get, storage.open):
        with pytest.raises((FileDamaged, FileNotStored)) as refused:
            await read(_TENANT, sha256)
        assert (
            isinstance(refused.value, FileNotStored) == (fault in (_remove, _file_for_its_folder))
            and sha256 in refused.value.message
        )
    assert not await storage.exists(_TENANT, sha256)
    assert await storage.put(_TENANT, DATA) == sha256
    assert await storage.get(_TENANT, sha256) == DATA
    with await storage.open(_TENANT, sha256) as copy:
        assert copy.read() == DATA
    place = _place(storage, sha256)
    assert not place.is_symlink() and place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("fault", [_folder_with_files, _file_for_its_folder], ids=lambda fault: fault.__name__)
async def test_what_was_put_in_the_place_of_a_file_is_kept(storage: ObjectStorage, fault: Fault) -> None:
    sha256 = await storage.put(_TENANT, DATA)
    fault(_place(storage, sha256))
    await storage.put(_TENANT, DATA)
    (kept,) = Path(storage.address).rglob("*.displaced")
    assert (kept / "notes.txt" if kept.is_dir() else kept).read_text() == "somebody's own"


@pytest.mark.parametrize("fault", _FAULTS, ids=lambda fault: fault.__name__)
async def test_a_changed_file_is_repaired_from_the_replica(tmp_path: Path, fault: Fault) -> None:
    replica = ObjectStorage(str(tmp_path / "replica"))
    sha256 = await replica.put(_TENANT, DATA)
    storage = ObjectStorage(str(tmp_path / "files"), replica=replica.address)
    await storage.put(_TENANT, DATA)
    fault(_place(storage, sha256))
    assert await storage.get(_TENANT, sha256) == DATA
    assert await storage.find_problem(_TENANT, sha256) is None
    _forge(_place(storage, sha256))
    _forge(_place(replica, sha256))
    with pytest.raises(FileDamaged):
        await storage.get(_TENANT, sha256)


async def test_nothing_is_read_or_written_through_a_linked_folder(storage: ObjectStorage) -> None:
    sha256 = await storage.put(_TENANT, DATA)
    _linked_folder(_place(storage, sha256))
    with pytest.raises(FileDamaged):
        await storage.get(_TENANT, sha256)
    with pytest.raises(
        FileUnreadable, match=f"{_TENANT}/blobs/{sha256[:2]} of the stored files was replaced by a link"
    ):
        await storage.put(_TENANT, DATA)


@contextmanager
def _without_rights(folder: Path) -> Iterator[None]:
    """Root may read everything, so the test acts as another user for a moment."""
    folder.chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
            folder.chmod(0o700)
    else:
        yield
        folder.chmod(0o700)


async def test_a_file_that_may_not_be_read_is_an_error_of_its_own(storage: ObjectStorage) -> None:
    sha256 = await storage.put(_TENANT, DATA)
    with _without_rights(_place(storage, sha256).parent):
        for attempt in (storage.get(_TENANT, sha256), storage.put(_TENANT, DATA)):
            with pytest.raises(FileUnreadable, match="Permission denied"):
                await attempt


async def test_a_hash_that_is_a_path_leads_nowhere(storage: ObjectStorage) -> None:
    await storage.put(_TENANT, DATA)
    for sha256 in ("../../../etc/passwd", "", "A" * 64, "0" * 63 + "/"):
        with pytest.raises(FileNotStored):
            await storage.get(_TENANT, sha256)


async def test_what_a_crash_left_of_a_file_is_not_taken_for_it(storage: ObjectStorage) -> None:
    sha256 = await storage.put(_TENANT, DATA)
    place = _place(storage, sha256)
    place.rename(place.with_name(f"{sha256}.0123456789abcdef.part"))
    with pytest.raises(FileNotStored):
        await storage.get(_TENANT, sha256)
    await storage.put(_TENANT, DATA)
    assert await storage.get(_TENANT, sha256) == DATA


async def test_a_derived_file_that_was_changed_or_exchanged_counts_as_absent(tmp_path: Path) -> None:
    storage = ObjectStorage(str(tmp_path), derived_key=b"key")
    await storage.put_derived(_TENANT, "pages/1.webp", b"first page")
    await storage.put_derived(_TENANT, "pages/2.webp", b"second page")
    first, second = (tmp_path / _TENANT / "derived" / "pages" / f"{number}.webp" for number in (1, 2))
    first.write_bytes(second.read_bytes())
    second.write_bytes(second.read_bytes()[:-1])
    assert await storage.find_derived(_TENANT, "pages/1.webp") is None
    assert await storage.find_derived(_TENANT, "pages/2.webp") is None
    forged = ObjectStorage(str(tmp_path), derived_key=b"another key")
    await forged.put_derived(_TENANT, "pages/1.webp", b"forged page")
    assert await storage.find_derived(_TENANT, "pages/1.webp") is None
    await storage.put_derived(_TENANT, "pages/1.webp", b"first page")
    assert await storage.find_derived(_TENANT, "pages/1.webp") == b"first page"
