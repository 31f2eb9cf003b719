"""What is inside of a file is read as well: parts of a text, attachments, archives, data of forms."""

import io
import zipfile
from collections.abc import AsyncIterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml import parse_xml

from ascertain.ai.reading import ReaderPool, ReaderSettings, media_types
from ascertain.ai.reading.errors import CorruptFile, EncryptedFile, FileTooLarge
from ascertain.kyc import documents
from ascertain.kyc.documents import DocumentSettings, DocumentState
from tests.integration.documents.test_formats import png, read
from tests.servers import office_files
from tests.servers.documents_room import CASE, DocumentsRoom

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    made = ReaderPool(ReaderSettings())
    yield made
    await made.close()


def _paragraph(inner: str) -> str:
    return f"<w:p {_SPACES}>{inner}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _box(text: str) -> str:
    return f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"


def _word_document() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Letterhead of Abara Ltd"
    document.sections[0].footer.paragraphs[0].text = "Registered in Cardiff"
    body = document.element.body
    parts = [
        _paragraph(f"{_run('Company name: ')}<w:sdt><w:sdtContent>{_run('Harbour Light')}</w:sdtContent></w:sdt>"),
        f"<w:sdt {_SPACES}><w:sdtContent><w:p>{_run('A block of its own')}</w:p></w:sdtContent></w:sdt>",
        _paragraph(
            f"<w:ins>{_run('Inserted words')}</w:ins><w:del><w:r><w:delText>Deleted words</w:delText></w:r></w:del>"
        ),
        _paragraph(_run("Visible") + _run("Hidden words", "<w:vanish/>")),
        _paragraph(
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{_box('In a text box')}</wps:txbx>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{_box('In a text box')}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        _paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
            f"</w:ffData></w:fldChar></w:r>{_run(' Ticked')}"
        ),
    ]
    for part in reversed(parts):
        body.insert(0, parse_xml(part))
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Merged once"
    table.cell(0, 2).text = "Beside"
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Nested", "X1234567"
    document.add_picture(io.BytesIO(png("A scan in the text")))
    out = io.BytesIO()
    document.save(out)
    packed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
                more = f'<Relationship Id="rId99" Type="{kind}" Target="embeddings/list.xlsx"/></Relationships>'
                data = data.replace(b"</Relationships>", more.encode())
            new.writestr(member.filename, data)
        new.writestr("word/embeddings/list.xlsx", _list())
    return packed.getvalue()


@cache
def _list() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Maria Keller", "60%"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_nothing_of_a_word_document_is_lost(pool: ReaderPool) -> None:
    pages, inside = await read(pool, "form.docx", _word_document())
    assert [page.text for page in pages] == [
        "Letterhead of Abara Ltd Company name: Harbour Light A block of its own Inserted words Visible In a text box ☒ Ticked "
        "Merged once Beside Nested X1234567 Registered in Cardiff 1",
        "A scan in the text",
    ]
    assert pages[0].content_notes == (
        "Text that was deleted while changes were tracked is not read.",
        "Text that is marked as hidden is not read.",
    )
    assert list(inside) == ["list.xlsx"]


async def test_a_message_of_outlook_is_read_with_what_is_attached(pool: ReaderPool) -> None:
    inner = office_files.message({0x0037: "The inner message", 0x1000: "Words of the inner message"})
    attached = {
        "list": office_files.property_streams({0x3707: "list.xlsx", 0x3701: _list()}),
        "inner": {
            **office_files.property_streams({0x3001: "The inner message"}),
            **{f"__substg1.0_3701000D/{name}": data for name, data in inner.items()},
        },
    }
    head = {
        0x0037: "Documents",
        0x0C1A: "Maria Keller",
        0x5D01: "maria@example.com",
        0x0E04: "Desk",
        0x007D: "Date: Mon, 2 Mar 2026\r\n\r\n",
    }
    html = b"<p>Please find the <b>list</b>.</p><table><tr><td>Share</td><td>60 %</td></tr></table>"
    data = office_files.compound_file(office_files.message({**head, 0x1013: html}, attached))
    assert media_types.media_type_of("unnamed", data) == media_types.OUTLOOK
    pages, inside = await read(pool, "mail.msg", data)
    assert [page.text for page in pages] == [
        "E-mail From: Maria Keller <maria@example.com> To: Desk Date: Mon, 2 Mar 2026 Subject: Documents "
        "Attachments: list.xlsx, The inner message.eml Please find the list. Share 60 % 1"
    ]
    assert list(inside) == ["list.xlsx", "The inner message.eml"]
    inner_pages, _ = await read(pool, "The inner message.eml", inside["The inner message.eml"])
    assert "Words of the inner message" in inner_pages[0].text


async def test_winmail_dat_is_read_with_what_is_attached(pool: ReaderPool) -> None:
    rtf = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Words of the message{\*\htmltag72 </p>}\htmlrtf \par\htmlrtf0 }"
    packed = len(rtf).to_bytes(4, "little") * 2 + b"MELA" + bytes(4) + rtf
    data = office_files.tnef([
        (0x00069003, office_files.tnef_properties({0x0037: "Documents", 0x1009: packed})),
        (0x00069002, bytes(14)),
        (0x00018010, b"LIST~1.XLS\0"),
        (0x0006800F, _list()),
        (0x00069005, office_files.tnef_properties({0x3707: "list of holders.xlsx"})),
    ])  # fmt: skip
    pages, inside = await read(pool, "winmail.dat", data)
    shown = "E-mail Subject: Documents Attachments: list of holders.xlsx Words of the message 1"
    assert [page.text for page in pages] == [shown]
    assert inside == {"list of holders.xlsx": _list()}


def _portfolio() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    for name, data in (("list.xlsx", _list()), ("note.txt", b"A note inside of a portfolio.")):
        document.new_attachment(name).set_data(data)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


async def test_files_inside_a_pdf_are_found(pool: ReaderPool) -> None:
    _, inside = await read(pool, "portfolio.pdf", _portfolio())
    assert inside == {"list.xlsx": _list(), "note.txt": b"A note inside of a portfolio."}


def _xfa(values: str) -> bytes:
    template = (
        '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform><field name="f1"><caption><value><text>'
        "Full name of the customer</text></value></caption></field></subform></template>"
    )
    datasets = f'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form>{values}</form></xfa:data></xfa:datasets>'
    text = b"BT /F1 12 Tf 50 700 Td (Please wait for another viewer) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA[(template) 6 0 R (datasets) 7 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream " % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *(b"<</Length %d>>stream\n%s\nendstream " % (len(one), one) for one in (template.encode(), datasets.encode())),
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


async def test_data_of_a_form_that_no_page_shows_are_a_page(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "form.pdf", _xfa("<f1>Maria Keller</f1><f2>Please wait</f2><empty/>"))
    assert [(page.number, page.text) for page in pages] == [
        (1, "Please wait for another viewer"),
        (2, "Data of the form Full name of the customer Maria Keller 1"),
    ]
    assert len((await read(pool, "shown.pdf", _xfa("<f2>Please wait</f2>")))[0]) == 1


def _zip(files: dict[str, bytes], **options: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


_LETTER = b"A letter of Harbour Light Trading Limited about its directors."


async def test_an_archive_is_unpacked_under_limits(pool: ReaderPool) -> None:
    files, refused = await pool.unpack(
        _zip(
            {
                "a/letter.txt": _LETTER,
                "../../b.txt": b"x",
                "__MACOSX/._a": b"junk",
                "a/.DS_Store": b"junk",
                "empty/": b"",
            }
        )
    )
    assert (files, refused) == ((("a/letter.txt", _LETTER), ("b.txt", b"x")), ())
    encrypted = bytearray(_zip({"secret.txt": _LETTER, "open.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + offset] |= 1
    files, refused = await pool.unpack(bytes(encrypted))
    assert files == (("open.txt", b"x"),) and refused == (("secret.txt", "it is protected by a password"),)
    with pytest.raises(FileTooLarge, match="more than 200 files inside"):
        await pool.unpack(_zip({f"{n}.txt": b"x" for n in range(201)}))
    with pytest.raises(CorruptFile):
        await pool.unpack(_zip({"a.txt": _LETTER})[:60])
    bomb = ReaderPool(ReaderSettings(max_unpacked_bytes=1 << 20))
    with pytest.raises(FileTooLarge, match="unpacks to more than 1,048,576 bytes"):
        await bomb.unpack(_zip({"zeros.txt": bytes(2 << 20)}))
    await bomb.close()


async def test_the_files_of_an_archive_are_documents_of_the_case(room: DocumentsRoom) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Documents"
    mail.set_content("Please find the list.")
    mail.add_attachment(_list(), maintype="application", subtype="octet-stream", filename="list.xlsx")
    inner = _zip({"note.txt": b"A note in an archive in an archive."})
    data = _zip(
        {"a/letter.txt": _LETTER, "mail.eml": mail.as_bytes(), "inner.zip": inner, "program.exe": b"MZ" + bytes(900)}
    )
    accepted, refused = await room.intake.upload(room.actor, CASE, "files.zip", data)
    assert [one.filename for one in accepted] == ["letter.txt", "mail.eml", "list.xlsx", "note.txt"]
    parents = {one.filename: one.parent_id for one in accepted}
    assert parents == {"letter.txt": None, "mail.eml": None, "list.xlsx": accepted[1].id, "note.txt": None}
    assert [refusal.filename for refusal in refused] == ["program.exe"]
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        states = {(await documents.get_document(tx, one.id)).state for one in accepted}
    assert states == {DocumentState.DONE}


async def test_what_is_not_read_is_a_flag_of_the_document(room: DocumentsRoom) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Maria Keller", "60%"])
    book.create_sheet("Workings").append(["Not shown"])
    book["Workings"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    (uploaded,) = await room.upload("list.xlsx", out.getvalue())
    await room.run_jobs()
    async with room.db.transaction(room.tenant) as tx:
        flags = [one for one in await documents.list_open_flags(tx, "case_A") if one.document_id == uploaded.id]
    details = {(one.code, one.severity, one.detail) for one in flags}
    assert ("document.incomplete", "note", "The sheet Workings is hidden and is not read.") in details


def test_a_folder_is_read_with_what_is_inside_its_files(tmp_path: Path) -> None:
    (tmp_path / "files.zip").write_bytes(
        _zip({"a/letter.txt": _LETTER, "note.txt": b"A short note of the registrar of companies."})
    )
    (tmp_path / "portfolio.pdf").write_bytes(_portfolio())
    found = list(documents.read_folder(tmp_path, DocumentSettings()))
    shown = {(one.path.name, one.inside, one.document is not None) for one in found}
    assert shown == {
        ("files.zip", "a/letter.txt", True),
        ("files.zip", "note.txt", True),
        ("portfolio.pdf", "", True),
        ("portfolio.pdf", "list.xlsx", True),
        ("portfolio.pdf", "note.txt", True),
    }
    alone = documents.read(tmp_path / "files.zip")
    assert alone.pages == () and [one.inside for one in alone.inside] == ["a/letter.txt", "note.txt"]
    assert alone.inside[0].document is not None
    assert alone.inside[0].document.pages[0].text.startswith("A letter of Harbour Light")


async def test_an_open_document_behind_a_password_is_called_so(pool: ReaderPool) -> None:
    manifest = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", media_types.ODT)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", "not readable")
    with pytest.raises(EncryptedFile, match="protected by a password"):
        await read(pool, "locked.odt", out.getvalue())
