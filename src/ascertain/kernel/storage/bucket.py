"""A bucket of S3, GCS or Azure as a store."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import from_url

from ascertain.kernel.storage.model import FileNotStored, FileUnreadable


class Bucket:
    """Objects under one URL; the provider writes whole objects or nothing."""

    def __init__(self, url: str, **options: Any) -> None:
        self._store = from_url(url, **options)

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """The bytes at `path` in pieces."""
        try:
            answer = await obstore.get_async(self._store, path)
            async for piece in answer.stream():
                yield bytes(piece)
        except (NotFoundError, FileNotFoundError) as error:
            raise FileNotStored("There is no file with this hash.") from error
        except (BaseError, OSError) as error:
            # The provider's text may contain addresses and keys; the log has its class.
            raise FileUnreadable(f"The stored file cannot be read: {type(error).__name__}.") from error

    async def remove_leftovers(self, folder: str, *, older_than: datetime) -> int:
        """Nothing: the provider keeps an interrupted write to itself, and its rules of lifecycle remove it."""
        return 0

    async def write(self, path: str, data: bytes) -> None:
        """Write the whole object or nothing."""
        try:
            await obstore.put_async(self._store, path, data)
        except (BaseError, OSError) as error:
            raise FileUnreadable(f"The file cannot be stored: {type(error).__name__}.") from error
