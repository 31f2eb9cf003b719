"""Files made to break a reader: each is refused with a reason, and the reader continues."""

import asyncio
import io
import os
import signal
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator
from email.message import EmailMessage

import docx
import pypdfium2
import pytest
from PIL import Image

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.ai.reading.child_process import Child
from ascertain.ai.reading.errors import (
    CorruptFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    FileTypeNotRead,
    ReaderCrashed,
    ReadTimedOut,
)
from ascertain.ai.reading.sandbox import Profile
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents import DocumentSettings

# An empty page behind the standard security handler (revision 3, user password "secret").
_ENCRYPTED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>
%%%%EOF
""" % (b"ab" * 32, b"cd" * 32)


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    made = ReaderPool(DocumentSettings(max_pixels=60_000_000, max_unpacked_bytes=2 << 20))
    yield made
    await made.close()


@pytest.fixture(scope="module")
def good_pdf() -> bytes:
    return render("utility_bill", "A", random_content("utility_bill", 1))


async def _open(pool: ReaderPool, filename: str, data: bytes) -> int:
    media_type = media_types.media_type_of(filename, data)
    if media_type in media_types.CONVERTED:
        data, _ = await pool.convert_to_pdf(media_type, data)
        media_type = "application/pdf"
    async with pool.open(media_type, data) as reader:
        for number in range(1, reader.page_count + 1):
            await reader.read_page(number)
        return reader.page_count


def _huge_png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def _docx(text: str) -> bytes:
    document = docx.Document()
    document.add_heading("Board resolution", 1)
    document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Director", "Ilse Varga"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _bomb_docx() -> bytes:
    out = io.BytesIO(_docx("small"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/zeros.bin", b"\0" * (8 << 20))
    return out.getvalue()


def _understated_docx() -> bytes:
    """A bomb that states a size of 1,000 bytes for its large part."""
    name, packed = b"word/zeros.xml", io.BytesIO(_docx("small"))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name.decode(), b"<a>" + b" " * (8 << 20))
    data = bytearray(packed.getvalue())
    local, central = data.find(name), data.rfind(name)
    for at in (local - 30 + 22, central - 46 + 24):
        data[at : at + 4] = struct.pack("<I", 1000)
    return bytes(data)


def _png_with(name: bytes, head: bytes, unpacked: int) -> bytes:
    """A small PNG with a compressed chunk of metadata."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    chunk = name + head + zlib.compress(bytes(unpacked))
    placed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return out.getvalue()[:33] + placed + out.getvalue()[33:]


def _nested_email(depth: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    return f"From: a@example.com\nTo: b@example.com\nSubject: nested\nMIME-Version: 1.0\n{head}text\n".encode()


@pytest.mark.parametrize(
    ("name", "make", "error"),
    [
        ("empty.pdf", lambda good: b"", EmptyFile),
        ("blank.txt", lambda good: b" \n\n ", EmptyFile),
        ("locked.pdf", lambda good: _ENCRYPTED, EncryptedFile),
        ("cut.pdf", lambda good: b"%PDF-1.7\n" + good[9:400], CorruptFile),
        ("junk.pdf", lambda good: b"%PDF-1.7\n" + b"junk " * 500, CorruptFile),
        ("huge.png", lambda good: _huge_png(), FileTooLarge),
        ("bomb.docx", lambda good: _bomb_docx(), FileTooLarge),
        ("understated.docx", lambda good: _understated_docx(), FileTooLarge),
        ("text.png", lambda good: _png_with(b"zTXt", b"Comment\0\0", 60 << 20), FileTooLarge),
        ("words.png", lambda good: _png_with(b"iTXt", b"Comment\0\1\0\0\0", 60 << 20), FileTooLarge),
        ("profile.png", lambda good: _png_with(b"iCCP", b"profile\0\0", 60 << 20), FileTooLarge),
        ("broken.docx", lambda good: _docx("cut")[:900], AscertainError),
        ("nested.eml", lambda good: _nested_email(2000), AscertainError),
        ("deep.eml", lambda good: _nested_email(40), FileTooLarge),
        ("program.pdf", lambda good: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, FileTypeNotRead),
        ("nul.txt", lambda good: b"Dear Sir,\x00\x00 we write to you\x00" * 30, FileTypeNotRead),
    ],
)
async def test_a_hostile_file_is_refused_and_the_next_one_read(pool, good_pdf, name, make, error) -> None:
    with pytest.raises(error) as refusal:
        await _open(pool, name, make(good_pdf))
    assert refusal.value.status < 500
    assert refusal.value.message.endswith(".") and "Traceback" not in refusal.value.message
    assert await _open(pool, "good.pdf", good_pdf) == 1


async def test_long_metadata_under_the_limit_is_no_damage(pool) -> None:
    assert await _open(pool, "text.png", _png_with(b"zTXt", b"Comment\0\0", 2 << 20)) == 1


def _compound(*streams: str) -> bytes:
    """The beginning of an OLE compound file, with the names of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"".join(name.encode("utf-16-le") for name in streams)


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_an_office_file_behind_a_password_is_called_so() -> None:
    with pytest.raises(EncryptedFile, match="protected by a password"):
        media_types.media_type_of("locked.xlsx", _compound("EncryptedPackage", "EncryptionInfo"))


def test_an_archive_without_files_is_empty() -> None:
    with pytest.raises(EmptyFile, match="archive without files"):
        media_types.media_type_of("files.zip", b"PK\x05\x06" + bytes(18))


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("zeros.txt", bytes(200_000), "is no text: it contains binary data"),
        ("letter.txt", b"Dear Sir" + bytes(100_000), "is no text: it contains binary data"),
        ("late.txt", b"Dear Sir, we write.\n" * 5000 + bytes(100_000), "is no text: it contains binary data"),
        ("zeros.dat", bytes(200_000), "has a file type that is not recognised"),
        (
            "program.py",
            b"import os\n\n\ndef main() -> None:\n    print(os.getcwd())\n" * 20,
            r"it is Python source \(python\)",
        ),
        ("old.doc", _compound("WordDocument"), r"it is a Word document of the format before 2007 \(DOC\)"),
        (
            "slides.pptx",
            _zip("[Content_Types].xml", "ppt/presentation.xml"),
            r"it is a PowerPoint presentation \(PPTX\)",
        ),
        ("binary.xlsb", _zip("[Content_Types].xml", "xl/workbook.bin"), r"it is an Excel binary workbook \(XLSB\)"),
    ],
)
def test_a_refusal_names_only_a_type_that_the_bytes_have(name: str, content: bytes, named: str | None) -> None:
    with pytest.raises(FileTypeNotRead, match=named) as refused:
        media_types.media_type_of(name, content)
    assert "iso" not in refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 100_000,
        b"0123456789" * 10_000,
        b"<?xml version='1.0'?><a/>" * 40,
        ("Dear Sir,\nwe write to you.\n" * 20).encode("utf-16"),
        "Sehr geehrte Damen, Grüße\n".encode("latin-1") * 40,
    ],
)
def test_a_text_is_one_whatever_its_content_resembles(content: bytes) -> None:
    assert media_types.media_type_of("letter.txt", content) == "text/plain"


async def test_an_incomplete_image_is_refused(pool) -> None:
    out = io.BytesIO()
    Image.effect_noise((600, 400), 60).save(out, "PNG")
    with pytest.raises(CorruptFile):
        await _open(pool, "cut.png", out.getvalue()[:2000])


def test_the_media_type_is_detected_from_the_bytes_and_not_from_the_name(good_pdf) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG")
    assert media_types.media_type_of("photo.jpg", good_pdf) == "application/pdf"
    assert media_types.media_type_of("contract.docx", out.getvalue()) == "image/jpeg"
    assert media_types.media_type_of("notes.pdf", _docx("words " * 50)) == media_types.DOCX
    assert (
        media_types.media_type_of("letter.txt", b"Dear Sir,\nwe write to you about the account.\n" * 5) == "text/plain"
    )


async def test_a_docx_is_converted_with_its_text_and_tables_in_order(pool) -> None:
    pages, attachments = await pool.convert_to_pdf(media_types.DOCX, _docx("Resolved, that #set text(red) [be] data."))
    async with pool.open("application/pdf", pages) as reader:
        page, _ = await reader.read_page(1)
    assert page.text.startswith("Board resolution Resolved, that #set text(red) [be] data. Director Ilse Varga")
    assert attachments == ()


async def test_an_email_is_converted_and_its_attachments_include_messages(pool, good_pdf) -> None:
    forwarded = EmailMessage()
    forwarded["Subject"] = "inner"
    forwarded.set_content("the first message")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "Our documents"
    message.set_content("Please find the bill attached.")
    message.add_attachment(good_pdf, maintype="application", subtype="pdf", filename="bill.pdf")
    message.add_attachment(forwarded)
    pages, attachments = await pool.convert_to_pdf(media_types.EMAIL, message.as_bytes())
    assert dict(attachments)["bill.pdf"] == good_pdf
    assert b"the first message" in dict(attachments)["message.eml"]
    async with pool.open("application/pdf", pages) as reader:
        page, _ = await reader.read_page(1)
    assert "Our documents" in page.text and "Please find the bill attached." in page.text


async def test_a_page_that_is_displayed_sideways_is_turned_with_its_boxes(pool, good_pdf) -> None:
    document = pypdfium2.PdfDocument(good_pdf)
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    async with pool.open("application/pdf", good_pdf) as reader:
        straight, _ = await reader.read_page(1)
    async with pool.open("application/pdf", out.getvalue()) as reader:
        turned, _ = await reader.read_page(1)
    # Its text is read and shown upright, whatever rotation the file states.
    assert (turned.width_pt, turned.height_pt) == (straight.width_pt, straight.height_pt)
    places = {(word.text, round(word.box.x0, 2), round(word.box.y0, 2)) for word in straight.words}
    assert {(word.text, round(word.box.x0, 2), round(word.box.y0, 2)) for word in turned.words} == places


@pytest.mark.parametrize(("blow", "error"), [(signal.SIGSTOP, ReadTimedOut), (signal.SIGSEGV, ReaderCrashed)])
def test_a_process_that_hangs_is_killed_and_one_that_crashed_is_distinguished(good_pdf, blow, error) -> None:
    child = Child(Profile(1024))
    assert child.call("open", ("application/pdf", good_pdf, DocumentSettings().file_limits()), 60) == 1
    os.kill(child.pid, blow)
    # Either time is far longer than it takes on a busy machine to notice a death, and only a hang waits for its end.
    with pytest.raises(error):
        child.call("page", (1, True), 2.0 if error is ReadTimedOut else 60.0)
    assert not child.alive


async def test_a_pool_starts_a_new_process_after_one_was_killed(good_pdf) -> None:
    pool = ReaderPool(DocumentSettings())
    async with pool.open("application/pdf", good_pdf):
        pass
    os.kill(pool.idle_pids[0], signal.SIGSTOP)
    # A short limit for what hangs only: a busy machine may need more for a good file.
    patient, pool.settings = pool.settings, pool.settings.model_copy(update={"page_timeout_s": 1.0})
    with pytest.raises(ReadTimedOut):
        await _open(pool, "bill.pdf", good_pdf)
    assert pool.idle_pids == []
    pool.settings = patient
    assert await _open(pool, "bill.pdf", good_pdf) == 1
    await pool.close()


async def test_an_idle_process_is_ended(good_pdf) -> None:
    pool = ReaderPool(DocumentSettings(idle_child_s=0.2))
    async with pool.open("application/pdf", good_pdf):
        pass
    assert len(pool.idle_pids) == 1
    async with asyncio.timeout(60):
        while pool.idle_pids:
            await asyncio.sleep(0.05)
    await pool.close()


@pytest.mark.parametrize("text", ["a\n" * 130_000, "letters " * 300_000])
async def test_a_text_that_is_too_long_is_refused_and_not_cut_off(pool: ReaderPool, text: str) -> None:
    with pytest.raises(FileTooLarge, match=r"more than 2,000,000 characters or 120,000 lines\.$"):
        await pool.convert_to_pdf("text/plain", text.encode())
