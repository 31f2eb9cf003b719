"""Files in which there is nothing to read pass every step like any other, and a flag says so."""

import io

import docx
import pypdfium2
import pytest
from PIL import Image

from ascertain.ai.reading.errors import CorruptFile
from ascertain.kyc import documents
from ascertain.kyc.documents import DocumentState
from ascertain.kyc.documents.reclassification import set_parts
from ascertain.kyc.extraction import Part, builtin_catalogue
from tests.servers.documents_room import DocumentsRoom


def _picture(mode: str, size: tuple[int, int], colour: int | str = 0) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def _pdf(*sizes: tuple[float, float]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for size in sizes:
        document.new_page(*size)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _empty_docx() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


FILES = {
    "white.png": _picture("RGB", (800, 1100), "white"),
    "black.png": _picture("L", (300, 300), 0),
    "1 pixel.png": _picture("1", (1, 1)),
    "column.png": _picture("L", (1, 3000), 255),
    "row.png": _picture("L", (6000, 40), 128),
    "no words.pdf": _pdf((595, 842), (1, 1)),
    "strip.pdf": _pdf((1, 14400)),
    "no text.docx": _empty_docx(),
}


async def test_a_file_without_text_is_done_with_type_unknown_and_a_flag(room: DocumentsRoom) -> None:
    uploaded = {name: (await room.upload(name, data))[0].id for name, data in FILES.items()}
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        found = {name: await documents.get_document(tx, document_id) for name, document_id in uploaded.items()}
        flags = {flag.document_id: flag for flag in await documents.list_open_flags(tx, "case_A")}
    assert {name: (one.state, one.document_type) for name, one in found.items()} == dict.fromkeys(
        FILES, (DocumentState.DONE, "unknown")
    )
    for name, document_id in uploaded.items():
        assert flags[document_id].code == "document.unread", name
        assert flags[document_id].detail.startswith("Nothing could be read in this document"), name


async def test_a_person_goes_on_by_hand_with_a_file_without_text(room: DocumentsRoom) -> None:
    (uploaded,) = await room.upload("white.png", FILES["white.png"])
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        await set_parts(tx, room.actor, uploaded.id, [Part("passport", 1.0, 1, 1)], catalogue=builtin_catalogue())
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        document = await documents.get_document(tx, uploaded.id)
        flags = await documents.list_open_flags(tx, "case_A")
    assert (document.state, document.document_type) == (DocumentState.DONE, "passport")
    assert [flag.code for flag in flags] == ["document.unread"]


async def test_a_file_without_pages_is_refused_with_a_reason(room: DocumentsRoom) -> None:
    data = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    with pytest.raises(CorruptFile, match=r"pages|opened"):
        await room.upload("no pages.pdf", data)
