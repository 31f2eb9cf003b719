"""Files whose parts are far more than their bytes: each is refused by name, before anything is built of them."""

import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable
from email.message import EmailMessage

import docx
import odf.opendocument
import odf.table
import odf.text
import pytest
from PIL import Image

from ascertain.ai.reading import ReaderPool, ReaderSettings, media_types
from ascertain.ai.reading.errors import CorruptFile, FileTooLarge

_BODY = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    made = ReaderPool(ReaderSettings(open_cpu_s=2, convert_cpu_s=6))
    yield made
    await made.close()


def _tiff(frames: int, *, big: bool = False, loop: bool = False, tags: bytes = b"", count: int = 0) -> bytes:
    """Frames of a few bytes, each an IFD without a picture."""
    if big:
        out = struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16)
        for frame in range(frames):
            following = len(out) + 16 if frame < frames - 1 else (16 if loop else 0)
            out += struct.pack("<QQ", 0, following)
        return out
    parts, at = [struct.pack("<2sHL", b"II", 42, 8)], 8
    size = 2 + len(tags) + 4
    for frame in range(frames):
        following = at + size if frame < frames - 1 else (8 if loop else 0)
        parts.append(struct.pack("<H", count) + tags + struct.pack("<L", following))
        at += size
    return b"".join(parts)


def _tags_that_share_bytes() -> bytes:
    shared = b"".join(struct.pack("<HHLL", 40_000 + tag, 7, 3 << 20, 8) for tag in range(200))
    return _tiff(1, tags=shared, count=200) + bytes(3 << 20)


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    data = out.getvalue()
    head, rest = data[:33], data[33:]
    made = [
        struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body)) for name, body in chunks
    ]
    return head + b"".join(made) + rest


def _jpeg(segments: bytes = b"", scans: int = 1) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    at = data.index(b"\xff\xda")
    return data[:2] + segments + data[2:-2] + data[at:-2] * scans + data[-2:]


def _package(name: str, content: str | bytes, *, members: int = 0) -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.save(out)
    packed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
        for number in range(members):
            new.writestr(f"word/media/{number}.bin", b"")
    return packed.getvalue()


def _docx_body(body: str, doctype: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _package("word/document.xml", xml)


def _workbook(cells: str, string: str = "x") -> bytes:
    """An XLSX with one row of cells and one shared string."""
    out = io.BytesIO()
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    book = f'<Relationship Id="r1" Type="{link}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = f'<workbook {space} xmlns:r="{link}"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'
    sheet = f'<Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/>'
    strings = f'<Relationship Id="r2" Type="{link}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", relation.format(book))
        package.writestr("xl/workbook.xml", sheets)
        package.writestr("xl/_rels/workbook.xml.rels", relation.format(sheet + strings))
        package.writestr("xl/sharedStrings.xml", f"<sst {space}><si><t>{string}</t></si></sst>")
        package.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData><row>{cells}</row></sheetData></worksheet>"
        )
    return out.getvalue()


def _repeated_cells() -> bytes:
    """An ODS whose one cell stands for a billion."""
    document, out = odf.opendocument.OpenDocumentSpreadsheet(), io.BytesIO()
    table, row = odf.table.Table(name="A"), odf.table.TableRow(numberrowsrepeated=1_000_000)
    cell = odf.table.TableCell(numbercolumnsrepeated=1_000)
    cell.addElement(odf.text.P(text="x"))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(out)
    return out.getvalue()


def _webp_canvas(side: int) -> bytes:
    canvas = struct.pack("<4sLB3x", b"VP8X", 10, 2) + 2 * (side - 1).to_bytes(3, "little")
    return struct.pack("<4sL4s", b"RIFF", 4 + len(canvas), b"WEBP") + canvas


def _overlapping_members() -> bytes:
    """Ten thousand entries of the directory that name the same bytes of the file."""
    data = _package("word/media/zeros.bin", b"\0" * (4 << 20))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.start_dir
    directory = data[start : data.rindex(b"PK\x05\x06")]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory) * 1500, start, 0)
    return data[:start] + directory * 1500 + end


def _nested_objects(levels: int, width: int) -> bytes:
    """A page that draws a form, which draws the next one ten times, and so on: 2 KB that stand for 10^levels drawings."""
    stream = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>stream\n%s\nendstream "
    draw = b"/F Do " * width
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 6>>stream\n/F Do \nendstream ",
        *(stream % (6 + level, len(draw), draw) for level in range(levels)),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 12>>stream\n0 0 1 1 re f\nendstream ",
    ]
    return _pdf(objects)


def _pdf(objects: list[bytes]) -> bytes:
    out, offsets = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _email(parts: int, header: str = "b@example.com") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.com", "many"
    text = f"From: a@example.com\nTo: {header}\nSubject: many\nMIME-Version: 1.0\n"
    return (text + 'Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\nx\n" * parts + "--b--\n").encode()


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("frames.tiff", lambda: _tiff(50_000), "more than 2,000 frames"),
        ("frames-big.tiff", lambda: _tiff(50_000, big=True), "more than 2,000 frames"),
        ("loop.tiff", lambda: _tiff(3, loop=True), "more than 2,000 frames"),
        ("tags.tiff", lambda: _tiff(1, tags=bytes(12 * 5000), count=5000), "more than 1,000 tags"),
        ("shared.tiff", _tags_that_share_bytes, "bytes of metadata"),
        ("profile.png", lambda: _png((b"iCCP", b"p\0\0" + zlib.compress(bytes(8)) + bytes(5 << 20))), "bytes of metadata"),
        ("texts.png", lambda: _png(*[(b"tEXt", b"k\0" + b"v" * 60_000)] * 100), "bytes of metadata"),
        ("chunks.png", lambda: _png(*[(b"tEXt", b"")] * 120_000), "more than 100,000 chunks"),
        ("profile.jpg", lambda: _jpeg(b"\xff\xe2\xff\xff" + bytes(65_533) + b"\xff\xe1\xff\xff" + bytes(65_533)), None),
        ("segments.jpg", lambda: _jpeg(b"\xff\xe2\x00\x02" * 3000), "more than 2,000 segments"),
        ("metadata.jpg", lambda: _jpeg((b"\xff\xe2\xff\xff" + bytes(65_533)) * 80), "bytes of metadata"),
        ("scans.jpg", lambda: _jpeg(scans=500), "more than 200 scans"),
        ("paragraphs.docx", lambda: _docx_body(_BODY * 1_500_000), "more than 100,000 paragraphs"),
        ("runs.docx", lambda: _docx_body("<w:p>" + "<w:r/>" * 3_100_000 + "</w:p>"), "more than 3,000,000 XML elements"),
        ("styles.docx", lambda: _package("word/styles.xml", "<a>" + "<b/>" * 3_100_000 + "</a>"), "XML elements"),
        (
            "span.docx",
            lambda: _docx_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr></w:tc></w:tr></w:tbl>'),
            "spans more than 1,000 columns",
        ),
        (
            "entities.docx",
            lambda: _docx_body("<w:p>&b;</w:p>", '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
            "declares a document type",
        ),
        ("members.docx", lambda: _package("word/document.xml", "<a/>", members=6000), "more than 5,000 files inside"),
        ("overlap.docx", _overlapping_members, "more than 5,000 files inside"),
        ("cells.xlsx", lambda: _workbook('<c t="n"><v>1</v></c>' * 120_000), "more than 100,000 paragraphs"),
        ("far.xlsx", lambda: _workbook('<c r="XFD1048576"><v>1</v></c>'), None),
        ("strings.xlsx", lambda: _workbook('<c t="s"><v>0</v></c>' * 90_000, "long " * 6000), "more than 2,000,000 characters"),
        ("repeated.ods", _repeated_cells, "more than 100,000 paragraphs and table cells"),
        ("cells.csv", lambda: b"a;b;c;d\n" * 60_000, "more than 100,000 cells"),
        ("groups.rtf", lambda: b"{\\rtf1 " + b"{" * 50_000, "nested more than 1,000 levels deep"),
        ("nested.html", lambda: b"<html><body>" + b"<div>" * 50_000 + b"x", "nested more than 200 levels deep"),
        ("elements.html", lambda: b"<html><body>" + b"<p>x" * 400_000, "more than 300,000 elements"),
        ("span.html", lambda: b"<html><body><table>" + b"<tr><td colspan=999 rowspan=999>x<td>y" * 900, "a table has more than"),
        ("canvas.webp", lambda: _webp_canvas(16_000), "16000 x 16000 pixels"),
        ("parts.eml", lambda: _email(50_000), "more than 2,000 parts"),
        ("header.eml", lambda: _email(1, "b@example.com, " * 60_000), "a header has more than 64,000 characters"),
        ("drawings.pdf", lambda: _nested_objects(9, 10), "Page 1 takes more "),
    ],
)  # fmt: skip
async def test_a_file_of_too_many_parts_is_refused_by_name(
    pool: ReaderPool, name: str, make: Callable[[], bytes], reason: str | None
) -> None:
    data = make()
    suffix = name.rpartition(".")[2]
    media_type = {"docx": media_types.DOCX, "eml": media_types.EMAIL, "tiff": "image/tiff"}.get(
        suffix
    ) or media_types.media_type_of(name, data)

    async def read() -> None:
        if media_type in media_types.CONVERTED:
            await pool.convert_to_pdf(media_type, data)
            return
        async with pool.open(media_type, data) as reader:
            await reader.read_page(1)

    if reason is None:
        await read()
        return
    with pytest.raises(FileTooLarge) as refusal:
        await read()
    assert reason in refusal.value.message


def _page_tree(levels: int, width: int, count: bytes = b"") -> bytes:
    """Pages by reference: each level lists the next one ten times."""
    nodes = [
        b"<</Type/Pages%s/Kids[%s]>>" % (count, b" ".join([b"%d 0 R" % (level + 3)] * width)) for level in range(levels)
    ]
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


@pytest.mark.parametrize(
    "data",
    [_page_tree(9, 10), _page_tree(10, 10, b"/Count 1000000000"), _page_tree(30, 2, b"/Count -1"), _page_tree(5, 10)],
)
async def test_a_page_tree_of_shared_nodes_is_opened_within_its_limits_or_refused(
    pool: ReaderPool, data: bytes
) -> None:
    try:
        async with pool.open("application/pdf", data) as reader:
            assert reader.page_count > ReaderSettings().max_frames  # counted and not built: the upload refuses it
    except (CorruptFile, FileTooLarge):
        pass
    async with pool.open("application/pdf", _page_tree(1, 3)) as reader:
        assert reader.page_count == 3
