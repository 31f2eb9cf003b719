"""Files of the formats that people send, made by the usual libraries, read in a process of their own with every word."""

import base64
import io
from collections.abc import AsyncIterator, Callable
from datetime import date
from email.message import EmailMessage

import odf.draw
import odf.opendocument
import odf.style
import odf.table
import odf.text
import openpyxl
import openpyxl.drawing.image
import pillow_heif
import pytest
import xlwt
from openpyxl.comments import Comment
from PIL import Image, ImageDraw, ImageFont

from ascertain.ai.reading import ReaderPool, ReaderSettings, media_types
from ascertain.ai.text import Page

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SENTENCE = "Harbour Light Trading Limited of Cardiff"


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    made = ReaderPool(ReaderSettings())
    yield made
    await made.close()


async def read(pool: ReaderPool, name: str, data: bytes) -> tuple[list[Page], dict[str, bytes]]:
    """The pages of a file and the files inside it."""
    media_type = media_types.media_type_of(name, data)
    inside: tuple[tuple[str, bytes], ...] = ()
    if media_type in media_types.CONVERTED:
        data, inside = await pool.convert_to_pdf(media_type, data)
        media_type = media_types.PDF
    async with pool.open(media_type, data) as reader:
        pages = [(await reader.read_page(number))[0] for number in range(1, reader.page_count + 1)]
        if not inside:
            inside = await reader.attachments()
    return pages, dict(inside)


def picture(text: str = SENTENCE, mode: str = "RGB", size: tuple[int, int] = (1200, 400)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 150), text, fill="black", font=ImageFont.truetype(FONT, 44))
    return image.convert(mode)


def png(text: str = SENTENCE) -> bytes:
    out = io.BytesIO()
    picture(text).save(out, "PNG")
    return out.getvalue()


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, quality=80)
    return out.getvalue()


def _black_on_nothing() -> bytes:
    image = Image.new("RGBA", (1200, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((40, 150), SENTENCE, fill=(0, 0, 0, 255), font=ImageFont.truetype(FONT, 44))
    return _saved(image, "PNG")


def _of_bits(bits: int) -> bytes:
    grey = picture(mode="L")
    values = grey.convert("I").point(lambda level: level * ((2**bits - 1) / 255))
    return _saved(values.convert("I;16"), "PNG")


@pytest.mark.parametrize(
    ("name", "make", "media_type"),
    [
        ("photo.webp", lambda: _saved(picture(), "WEBP"), "image/webp"),
        ("photo.heic", _heic, "image/heic"),
        ("photo.avif", lambda: _saved(picture(), "AVIF"), "image/avif"),
        ("scan.bmp", lambda: _saved(picture(), "BMP"), "image/bmp"),
        ("scan.gif", lambda: _saved(picture(mode="P"), "GIF"), "image/gif"),
        ("scan.jp2", lambda: _saved(picture(), "JPEG2000"), "image/jp2"),
        ("scan.j2k", lambda: _saved(picture(), "JPEG2000", no_jp2=True), "image/jp2"),
        ("drawn.png", _black_on_nothing, "image/png"),
        ("sixteen.png", lambda: _of_bits(16), "image/png"),
        ("twelve.png", lambda: _of_bits(12), "image/png"),
        ("cmyk.jpg", lambda: _saved(picture(mode="CMYK"), "JPEG"), "image/jpeg"),
        ("fax.tif", lambda: _saved(picture(mode="1"), "TIFF", compression="group4"), "image/tiff"),
    ],
)
async def test_a_picture_of_any_format_is_read(
    pool: ReaderPool, name: str, make: Callable[[], bytes], media_type: str
) -> None:
    data = make()
    assert media_types.media_type_of("unnamed", data) == media_type
    pages, _ = await read(pool, name, data)
    assert [page.text for page in pages] == [SENTENCE]
    assert pages[0].quality > 0.9


async def test_every_page_of_a_tiff_is_read(pool: ReaderPool) -> None:
    frames = [picture(f"Page number {word}") for word in ("one", "two", "three")]
    data = _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    pages, _ = await read(pool, "scan.tif", data)
    assert [page.text for page in pages] == ["Page number one", "Page number two", "Page number three"]


async def test_the_other_frames_of_an_animation_are_noted(pool: ReaderPool) -> None:
    frames = [picture(f"Page number {word}", mode="P") for word in ("one", "two", "three")]
    pages, _ = await read(pool, "moving.gif", _saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert [page.text for page in pages] == ["Page number one"]
    assert pages[0].content_notes == ("Only the first of the 3 frames of the animation is read.",)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Register"
    sheet["A1"] = "Register of members of Harbour Light Trading Limited"
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["Name", "Shares", "Share", "Entered", "Number"])
    sheet.append(["Maria Keller", 1234567, 0.255, date(2024, 3, 5), 7496944])
    sheet.append(["Tom Abara", 400, 0.745, date(2023, 12, 31), 42])
    for row in (4, 5):
        sheet.cell(row, 2).number_format = "#,##0"
        sheet.cell(row, 3).number_format = "0.0%"
        sheet.cell(row, 4).number_format = "dd/mm/yyyy"
        sheet.cell(row, 5).number_format = "00000000"
    sheet["A4"].comment = Comment("Is this right?", "A reviewer")
    sheet.row_dimensions[5].hidden = True
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(png("A stamp on the sheet"))), "H2")
    second = book.create_sheet("Offices")
    second.append(["Director", "Since"])
    second.append(["Ama Osei", "=B9"])
    secret = book.create_sheet("Workings")
    secret.append(["Not shown"])
    secret.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_a_workbook_is_read_as_it_is_shown(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "register.xlsx", _workbook())
    assert [page.text for page in pages] == [
        "Register Register of members of Harbour Light Trading Limited Name Shares Share Entered Number "
        "Maria Keller 1,234,567 25.5% 2024-03-05 07496944 Tom Abara 400 74.5% 2023-12-31 00000042",
        "Offices Director Since Ama Osei",
        "A stamp on the sheet",
    ]
    assert set(pages[0].content_notes) == {
        "The sheet Register has hidden rows, which are read as well.",
        "The comments on cells of the sheet Register are not read.",
        "The sheet Offices has formulas whose results are not stored in the file (1).",
        "The sheet Workings is hidden and is not read.",
    }


async def test_cells_of_a_sheet_stay_in_their_columns(pool: ReaderPool) -> None:
    book = openpyxl.Workbook()
    for row in range(150):
        book.active.append([f"Holder{row}", "A long remark about this holder. " * 4, None, row, "last"])
    out = io.BytesIO()
    book.save(out)
    pages, _ = await read(pool, "long.xlsx", out.getvalue())
    assert len(pages) > 1
    names = [word for page in pages for word in page.words if word.text.startswith("Holder")]
    assert [word.text for word in names] == [f"Holder{row}" for row in range(150)]
    for page in pages:
        last = {round(word.box.x0, 3) for word in page.words if word.text == "last"}
        remarks = max(word.box.x1 for word in page.words if word.text in ("remark", "about", "holder."))
        assert len(last) == 1 and remarks < last.pop() - 0.01


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Register")
    formats = [xlwt.easyxf(num_format_str=code) for code in ("0.0%", "YYYY-MM-DD", "00000000", "#,##0.00")]
    for column, value in enumerate(("Share", "Entered", "Number", "Paid")):
        sheet.write(0, column, value)
    for column, value in enumerate((0.255, date(2024, 3, 5), 7496944, 1234.5)):
        sheet.write(1, column, value, formats[column])
    book.add_sheet("Workings").visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_an_old_workbook_is_read_as_it_is_shown(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "register.xls", _old_workbook())
    shown = "Register Share Entered Number Paid 25.5% 2024-03-05 07496944 1,234.50"
    assert [page.text for page in pages] == [shown]
    assert pages[0].content_notes == ("The sheet Workings is hidden and is not read.",)


def _open_spreadsheet() -> bytes:
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Register")
    for values in (["Name", "Share"], ["Maria Keller", "25.5 %"]):
        row = odf.table.TableRow()
        for value in values:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=value))
            row.addElement(cell)
        row.addElement(odf.table.TableCell(numbercolumnsrepeated=16_000))
        table.addElement(row)
    table.addElement(odf.table.TableRow(numberrowsrepeated=1_000_000))
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


async def test_an_open_document_spreadsheet_is_read(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "register.ods", _open_spreadsheet())
    assert [page.text for page in pages] == ["Register Name Share Maria Keller 25.5 %"]


def _open_text() -> bytes:
    document = odf.opendocument.OpenDocumentText()
    layout = odf.style.PageLayout(name="page")
    document.automaticstyles.addElement(layout)
    master = odf.style.MasterPage(name="Standard", pagelayoutname=layout)
    header = odf.style.Header()
    header.addElement(odf.text.P(text="Letterhead of Abara Ltd"))
    master.addElement(header)
    document.masterstyles.addElement(master)
    document.text.addElement(odf.text.H(outlinelevel=1, text="Resolution"))
    document.text.addElement(odf.text.P(text="It is resolved that Maria Keller be appointed."))
    table = odf.table.Table()
    row = odf.table.TableRow()
    for value in ("Passport number", "X1234567"):
        cell = odf.table.TableCell()
        cell.addElement(odf.text.P(text=value))
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    frame = odf.draw.Frame(width="5cm", height="2cm")
    box = odf.draw.TextBox()
    box.addElement(odf.text.P(text="A text box"))
    frame.addElement(box)
    holder = odf.text.P(text="Before the box. ")
    holder.addElement(frame)
    document.text.addElement(holder)
    shown = odf.draw.Frame(width="10cm", height="4cm")
    reference = document.addPictureFromString(png("A scan in the text"), "image/png")
    shown.addElement(odf.draw.Image(href=reference))
    scan = odf.text.P()
    scan.addElement(shown)
    document.text.addElement(scan)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


async def test_an_open_document_text_is_read_whole(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "resolution.odt", _open_text())
    assert [page.text for page in pages] == [
        "Letterhead of Abara Ltd Resolution It is resolved that Maria Keller be appointed. Passport number X1234567 "
        "Before the box. A text box 1",
        "A scan in the text",
    ]


RTF = rb"""{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fnil Arial;}{\f1\fnil\fcharset238 Arial CE;}}
{\*\generator Somebody;}{\info{\title Not shown}}{\header Letterhead of Abara\par}
\f0 \'cc\'e0\'f0\'e8\'ff, Zarz{\f1\'b9}d, \u8364? 5{\v hidden words}\par
\trowd\cellx3000\cellx6000 Passport number\cell X1234567\cell\row
\trowd\cellx6000 Both columns\cell\row\pard
After the table{\footnote A note below}\par
{\*\shppict{\pict\pngblip PICTURE}}{\nonshppict{\pict\wmetafile8 00}}}"""


async def test_rich_text_is_read_with_tables_headers_notes_and_pictures(pool: ReaderPool) -> None:
    pages, _ = await read(pool, "letter.rtf", RTF.replace(b"PICTURE", png("A scan in the text").hex().encode()))
    assert [page.text for page in pages] == [
        "Letterhead of Abara Мария, Zarząd, € 5 Passport number X1234567 Both columns After the table A note below 1",
        "A scan in the text",
    ]
    assert pages[0].content_notes == ("Text that is hidden or was deleted while changes were tracked is not read.",)


async def test_a_page_of_the_web_is_read_as_it_is_displayed(pool: ReaderPool) -> None:
    html = f"""<!doctype html><html><head><meta charset="windows-1251"><title>Not shown</title><style>p {{}}</style></head>
    <body><h1>Выписка</h1><p>Company <b>number</b>:&nbsp;07496944<br>Next line</p><p style="display:none">Hidden words</p>
    <table><tr><th>Name</th><th>Share</th></tr><tr><td rowspan=2>Maria Keller</td>
    <td>60 %</td></tr><tr><td>since 2020</td></tr></table>
    <ul><li>First</li><li><input type=checkbox checked> Ticked</li></ul><script>alert(1)</script>
    <img src="data:image/png;base64,{base64.b64encode(png("A scan in the page")).decode()}"><img src="https://example.com/x.png">
    </body></html>"""
    pages, _ = await read(pool, "page.html", html.encode("cp1251"))
    assert [page.text for page in pages] == [
        "Выписка Company number: 07496944 Next line Name Share Maria Keller 60 % since 2020 • First • ☒ Ticked 1",
        "A scan in the page",
    ]
    assert set(pages[0].content_notes) == {
        "Text that the page hides is not read.",
        "Pictures that the page refers to by an address are not read.",
    }


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.csv", "Name;Share\nMüller;60,5 %\n".encode("cp1252"), "Name Share Müller 60,5 %"),
        ("b.csv", 'sep=,\nName,Share\n"Keller, Maria",60\n'.encode("utf-16"), "Name Share Keller, Maria 60"),
        (
            "c.tsv",
            "Имя\tДоля\nИванов Иван Иванович\t60\nПетров Пётр\t40\n".encode("cp1251"),
            "Имя Доля Иванов Иван Иванович 60 Петров Пётр 40",
        ),
        (
            "d.txt",
            b"Date;Text;Amount\n2024-01-05;Rent;-450,00\n2024-01-06;Pay;1890,00\n",
            "Date Text Amount 2024-01-05 Rent -450,00 2024-01-06 Pay 1890,00",
        ),
        (
            "e.csv",
            b"A letter that somebody named so.\nIt has no columns.\n",
            "A letter that somebody named so. It has no columns. 1",
        ),
    ],
)
async def test_a_table_in_text_is_read_by_its_columns(pool: ReaderPool, name: str, content: bytes, text: str) -> None:
    pages, _ = await read(pool, name, content)
    assert [page.text for page in pages] == [text]


async def test_an_email_is_read_with_its_tables_pictures_and_the_names_of_its_files(pool: ReaderPool) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Cc"], message["Subject"] = (
        "a@example.com",
        "b@example.com",
        "c@example.com",
        "Documents",
    )
    message.set_content("A poorer version")
    message.add_alternative("<table><tr><td>Share</td><td>60 %</td></tr></table><img src='cid:scan'>", subtype="html")
    message.get_payload()[1].add_related(png("A scan in the text"), "image", "png", cid="<scan>")
    message.add_attachment(b"Name;Share\nKeller;60\n", maintype="text", subtype="csv", filename="list.csv")
    pages, inside = await read(pool, "mail.eml", message.as_bytes())
    assert [page.text for page in pages] == [
        "E-mail From: a@example.com To: b@example.com Cc: c@example.com Subject: Documents Attachments: list.csv Share 60 % 1",
        "A scan in the text",
    ]
    assert list(inside) == ["list.csv"]
