"""Sending a temporary file as the body of a response."""

import os
from collections.abc import Iterator
from typing import IO

from fastapi.responses import StreamingResponse

_PIECE_BYTES = 1 << 16


def file_response(file: IO[bytes], media_type: str, headers: dict[str, str]) -> StreamingResponse:
    """The whole file from its beginning; it is closed when it was sent or the client is gone."""
    size = file.seek(0, os.SEEK_END)
    return StreamingResponse(_pieces(file), media_type=media_type, headers={"Content-Length": str(size), **headers})


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece
