"""Files of an HTTP request, taken or refused one by one."""

from fastapi import UploadFile

from ascertain.ai.reading.errors import FileTooLarge
from ascertain.kernel.errors import AscertainError, InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents.upload import Intake, Place
from ascertain.kyc.documents.wire import DocumentOut, RefusedOut, UploadedOut

_CHUNK = 1 << 20


async def read_limited(file: UploadFile, limit: int) -> bytes:
    """The file's bytes, refused as soon as they are over the limit."""
    parts: list[bytes] = []
    size = 0
    while part := await file.read(_CHUNK):
        size += len(part)
        if size > limit:
            raise FileTooLarge(f"{file.filename} is over the limit of {limit:,} bytes.")
        parts.append(part)
    return b"".join(parts)


async def take_files(actor: Actor, intake: Intake, place: Place, files: list[UploadFile]) -> UploadedOut:
    """Take each file by itself: one that is refused keeps no other out."""
    if len(files) > intake.settings.max_files:
        raise InvalidInput(f"At most {intake.settings.max_files} files in one upload.", field="files")
    taken: list[DocumentOut] = []
    refused: list[RefusedOut] = []
    for file in files:
        name = file.filename or "unnamed"
        try:
            data = await read_limited(file, intake.settings.max_bytes)
            documents, refusals = await intake.upload(actor, place, name, data)
        except AscertainError as error:
            refused.append(RefusedOut(filename=name, code=error.code, detail=error.message))
            continue
        taken += [DocumentOut.of(document) for document in documents]
        refused += [RefusedOut(filename=r.filename, code=r.error.code, detail=r.error.message) for r in refusals]
    return UploadedOut(items=taken, refused=refused)
