"""Files of an HTTP request, accepted or refused one by one."""

from fastapi import UploadFile

from ascertain.ai.reading.errors import FileTooLarge
from ascertain.kernel.errors import AscertainError, InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents.upload import Intake, Place, safe_name
from ascertain.kyc.documents.wire import DocumentOut, RefusedOut, UploadedOut

_CHUNK_BYTES = 1 << 20


async def read_limited(file: UploadFile, name: str, limit: int) -> bytes:
    """The bytes of a file; refused as soon as they exceed the limit, so that a huge body never fills the memory."""
    parts: list[bytes] = []
    size = 0
    while part := await file.read(_CHUNK_BYTES):
        size += len(part)
        if size > limit:
            raise FileTooLarge(f"{name} exceeds the limit of {limit:,} bytes.")
        parts.append(part)
    return b"".join(parts)


async def upload_files(actor: Actor, intake: Intake, place: Place, files: list[UploadFile]) -> UploadedOut:
    """Upload each file on its own: a refused file does not affect the others."""
    if len(files) > intake.settings.max_files:
        raise InvalidInput(f"At most {intake.settings.max_files} files in one upload.", field="files")
    accepted: list[DocumentOut] = []
    refused: list[RefusedOut] = []
    for file in files:
        # In the refusal as well: the name as sent may be long, or turn the text after it around.
        name = safe_name(file.filename or "")
        try:
            # Before the bytes are in memory: what waits for its turn waits in the spooled file.
            async with intake.turn(actor.tenant_id):
                data = await read_limited(file, name, intake.settings.max_bytes)
                documents, refusals = await intake.upload(actor, place, name, data)
        except AscertainError as error:
            refused.append(RefusedOut(filename=name, code=error.code, detail=error.message))
            continue
        accepted += [DocumentOut.of(document) for document in documents]
        refused += [RefusedOut(filename=r.filename, code=r.error.code, detail=r.error.message) for r in refusals]
    return UploadedOut(items=accepted, refused=refused)
