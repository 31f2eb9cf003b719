"""Files by their content, checked on every read, and files that can be computed again."""

import asyncio
import hashlib
import hmac
import re
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from ascertain.kernel.storage.bucket import Bucket
from ascertain.kernel.storage.local_folder import LocalFolder
from ascertain.kernel.storage.model import FileDamaged, FileNotStored, FileUnreadable, Store
from ascertain.kernel.telemetry import counter, log
from ascertain.kernel.threads import run_in_thread

Take = Callable[[bytes], object]

_HASH = re.compile(r"[0-9a-f]{64}")
_MAC_BYTES = hashlib.sha256().digest_size
# A file that is sent to somebody is copied first, in memory up to this size, on the disk beyond it.
_COPY_IN_MEMORY_BYTES = 4 << 20

# No write takes nearly so long: what is older, no process will finish.
_LEFTOVER_AFTER = timedelta(days=1)

_problems = counter(
    "ascertain_storage_problems_total", "Stored files that were damaged, missing, or repaired", "outcome"
)


def _open_store(address: str, **options: Any) -> Store:
    return Bucket(address, **options) if "://" in address else LocalFolder(Path(address))


class ObjectStorage:
    """Files of all tenants in one store, which is not trusted: what it returns is given out only if its hash is right."""

    def __init__(self, address: str, *, replica: str | None = None, derived_key: bytes = b"", **options: Any) -> None:
        """`address` and `replica` are a folder's path or a URL such as s3://bucket/prefix; options are obstore's.

        Args:
            replica: a second store from which damaged files are repaired; it is never written to.
            derived_key: authenticates files that can be computed again. Without it only damage is found, not forgery.
        """
        self.address = address
        self._store = _open_store(address, **options)
        self._replica = _open_store(replica, **options) if replica else None
        self._derived_key = derived_key

    @staticmethod
    def _path(tenant_id: str, sha256: str) -> str:
        # The hash comes from a row; as a path it must not lead anywhere else.
        if not _HASH.fullmatch(sha256):
            raise FileNotStored("This is not the hash of a file.")
        return f"{tenant_id}/blobs/{sha256[:2]}/{sha256}"

    async def put(self, tenant_id: str, data: bytes) -> str:
        """Store `data`; returns its SHA-256 in hex. Storing the same bytes again repairs a damaged or missing file."""
        # In a thread: hashing a large file would block other requests.
        sha256 = await run_in_thread(lambda: hashlib.sha256(data).hexdigest())
        # Read and not only looked up: a file of this name may have other bytes.
        problem = await self.find_problem(tenant_id, sha256)
        if problem is not None:
            await self._store.write(self._path(tenant_id, sha256), data)
            if isinstance(problem, FileDamaged):
                _report("repaired", tenant_id, sha256, by="upload")
        return sha256

    async def get(self, tenant_id: str, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotStored, FileDamaged, FileUnreadable."""
        pieces: list[bytes] = []
        await self._read(tenant_id, sha256, pieces.append, pieces.clear)
        return b"".join(pieces)

    async def open(self, tenant_id: str, sha256: str) -> IO[bytes]:
        """The bytes with this hash as a temporary file at its beginning, for sending: no byte leaves before all are checked.

        Raises: as `get`.
        """
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(_COPY_IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it

        def restart() -> None:
            copy.seek(0)
            copy.truncate()

        try:
            await self._read(tenant_id, sha256, copy.write, restart)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    async def find_problem(self, tenant_id: str, sha256: str) -> FileNotStored | FileDamaged | FileUnreadable | None:
        """What is wrong with a stored file, None where it can be read and its hash is right; nothing is repaired."""
        try:
            await _copy_checked(self._store, self._path(tenant_id, sha256), sha256, lambda _: None)
        except (FileNotStored, FileDamaged, FileUnreadable) as problem:
            return problem
        return None

    async def repair(self, tenant_id: str, sha256: str) -> FileNotStored | FileDamaged | FileUnreadable | None:
        """Check a stored file and repair it from the replica where that is possible. Returns what is wrong with it afterwards."""
        try:
            await self._read(tenant_id, sha256, lambda _: None, lambda: None, reported=False)
        except (FileNotStored, FileDamaged, FileUnreadable) as problem:
            return problem
        return None

    async def exists(self, tenant_id: str, sha256: str) -> bool:
        """Whether the tenant has an undamaged file with this hash."""
        return await self.find_problem(tenant_id, sha256) is None

    async def _read(
        self, tenant_id: str, sha256: str, take: Take, restart: Callable[[], None], *, reported: bool = True
    ) -> None:
        path = self._path(tenant_id, sha256)
        try:
            await _copy_checked(self._store, path, sha256, take)
        except (FileNotStored, FileDamaged, FileUnreadable) as problem:
            # A check reports what it finds itself.
            if reported and not isinstance(problem, FileNotStored):
                _report("damaged", tenant_id, sha256, problem=problem.message)
            restart()
            if not await self._read_replica(path, sha256, take):
                raise type(problem)(f"{problem.message} ({sha256})") from problem
            _report("repaired", tenant_id, sha256, by="replica")

    async def _read_replica(self, path: str, sha256: str, take: Take) -> bool:
        """Read a file from the replica and store it again; False where there is no replica with the right bytes."""
        if self._replica is None:
            return False
        pieces: list[bytes] = []
        try:
            await _copy_checked(self._replica, path, sha256, pieces.append)
        except (FileNotStored, FileDamaged, FileUnreadable) as problem:
            log.warning("storage.replica_failed", problem=problem.message)
            return False
        data = b"".join(pieces)
        take(data)
        try:
            await self._store.write(path, data)
        except FileUnreadable as problem:  # the reader has the right bytes all the same
            log.warning("storage.repair_failed", problem=problem.message)
        return True

    async def remove_leftovers(self, tenant_id: str, *, now: datetime) -> int:
        """Remove what interrupted writes of a tenant left in the store more than a day ago; returns how many files that were."""
        return await self._store.remove_leftovers(tenant_id, older_than=now - _LEFTOVER_AFTER)

    async def put_derived(self, tenant_id: str, key: str, data: bytes) -> None:
        """Store something that can be computed again, such as the image of a page, under a key."""
        await self._store.write(f"{tenant_id}/derived/{key}", self._mac(tenant_id, key, data) + data)

    async def find_derived(self, tenant_id: str, key: str) -> bytes | None:
        """The bytes stored under a key; None where there are none, or others than were stored: they are computed again."""
        try:
            stored = b"".join([piece async for piece in self._store.read(f"{tenant_id}/derived/{key}")])
        except (FileNotStored, FileDamaged, FileUnreadable):
            return None
        mac, data = stored[:_MAC_BYTES], stored[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(tenant_id, key, data)):
            _problems.labels("derived").inc()
            return None
        return data

    def _mac(self, tenant_id: str, key: str, data: bytes) -> bytes:
        # With tenant and key, or the picture of another page could be put in its place.
        return hmac.digest(self._derived_key, f"{tenant_id}\n{key}\n".encode() + data, "sha256")


async def _copy_checked(store: Store, path: str, sha256: str, take: Take) -> None:
    """Hand the bytes at `path` to `take`, piece by piece. Raises FileDamaged at the end where the hash is not `sha256`."""
    digest = hashlib.sha256()
    async for piece in store.read(path):
        await asyncio.to_thread(digest.update, piece)
        take(piece)
    if digest.hexdigest() != sha256:
        raise FileDamaged("The stored file is not the one that was uploaded; upload it again to repair it.")


def _report(outcome: str, tenant_id: str, sha256: str, **more: str) -> None:
    _problems.labels(outcome).inc()
    level = log.error if outcome == "damaged" else log.warning
    level(f"storage.{outcome}", tenant_id=tenant_id, sha256=sha256, **more)
