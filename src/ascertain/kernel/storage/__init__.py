"""Content-addressed files: a local folder by default, S3, GCS or Azure by URL.

Every file is stored under its tenant and its SHA-256: the same bytes are stored once per tenant, and never shared by tenants.
"""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, from_url

from ascertain.kernel.errors import NotFound
from ascertain.kernel.faults import fault_point

__all__ = ["FileNotStored", "ObjectStorage"]


class FileNotStored(NotFound):
    """The tenant has no file with this hash."""

    code = "storage.not_found"


class ObjectStorage:
    """Files of all tenants in one store; the store writes whole objects or nothing."""

    def __init__(self, address: str, **options: Any) -> None:
        """`address` is a folder's path or a URL such as s3://bucket/prefix; options are obstore's."""
        self.address = address
        self._local = "://" not in address
        if not self._local:
            self._store = from_url(address, **options)
        else:
            self._store = LocalStore(str(Path(address).resolve()), mkdir=True)

    @staticmethod
    def _path(tenant_id: str, sha256: str) -> str:
        return f"{tenant_id}/blobs/{sha256[:2]}/{sha256}"

    async def put(self, tenant_id: str, data: bytes) -> str:
        """Store `data`; returns its SHA-256 in hex. Storing the same bytes again changes nothing."""
        # In a thread: hashing a large file would block other requests.
        sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        if not await self.exists(tenant_id, sha256):
            await self._write(self._path(tenant_id, sha256), data)
        return sha256

    async def get(self, tenant_id: str, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotStored."""
        found = await self._find(self._path(tenant_id, sha256))
        if found is None:
            raise FileNotStored(f"There is no file with the hash {sha256}.")
        return found

    async def exists(self, tenant_id: str, sha256: str) -> bool:
        """Whether the tenant has a file with this hash."""
        try:
            await obstore.head_async(self._store, self._path(tenant_id, sha256))
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    async def put_derived(self, tenant_id: str, key: str, data: bytes) -> None:
        """Store something that can be computed again, such as the image of a page, under a key."""
        await self._write(f"{tenant_id}/derived/{key}", data)

    async def find_derived(self, tenant_id: str, key: str) -> bytes | None:
        """The bytes stored under a key, or None."""
        return await self._find(f"{tenant_id}/derived/{key}")

    async def _write(self, path: str, data: bytes) -> None:
        """Write a whole object; it gets its name after its last byte."""
        if not self._local:
            await obstore.put_async(self._store, path, data)
            return
        # In two parts, so that a test can kill the process when half of the file is on the disk under its temporary name.
        half = len(data) // 2
        async with obstore.open_writer_async(self._store, path, buffer_size=half or 1) as writer:
            await writer.write(data[:half])
            fault_point("storage.write.during")
            await writer.write(data[half:])

    async def _find(self, path: str) -> bytes | None:
        try:
            answer = await obstore.get_async(self._store, path)
        except (NotFoundError, FileNotFoundError):
            return None
        return bytes(await answer.bytes_async())
