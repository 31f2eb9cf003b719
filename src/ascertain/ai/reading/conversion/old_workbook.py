"""Excel workbooks of the format before 2007 (XLS)."""

from typing import Any

from ascertain.ai.reading.conversion import number_formats
from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.sheets import Sheet, add_sheet
from ascertain.ai.reading.file_limits import LimitExceeded, PasswordNeeded

_TRUE_FALSE = ("FALSE", "TRUE")


def read_into(content: Content, data: bytes) -> None:
    """Append the visible sheets of a workbook."""
    import xlrd

    try:
        book: Any = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Silent()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise PasswordNeeded from error
        raise
    cells = 0
    for number, title in enumerate(book.sheet_names()):
        if book._sheet_visibility[number]:
            content.add_note(f"The sheet {title} is hidden and is not read.")
            continue
        found = book.sheet_by_index(number)
        sheet = Sheet(title)
        for row in range(found.nrows):
            for column in range(found.row_len(row)):
                if text := _text(book, found.cell(row, column)):
                    sheet.cells[row, column] = text
            if cells + len(sheet.cells) > content.limits.paragraphs:
                raise LimitExceeded(f"it has more than {content.limits.paragraphs:,} paragraphs and table cells")
        cells += len(sheet.cells)
        for row, _, column, end in found.merged_cells:
            sheet.merged[row, column] = end - column
        book.unload_sheet(number)
        add_sheet(content, sheet)
    # In this format pictures are parts of records, from which the library does not take them.
    if any(magic in data for magic in (b"\x89PNG\r\n\x1a\n", b"JFIF\0", b"Exif\0\0")):
        content.add_note("The pictures of the workbook are not read. Save it as XLSX for that.")


class _Silent:
    """Where the library writes its warnings: nowhere."""

    def write(self, text: str) -> int:
        return len(text)


def _text(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value).strip()
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _TRUE_FALSE[bool(cell.value)]
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#"))
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    code = found.format_str if found else "General"
    # The built-in short date is written by the country of whoever opens the file; it has no letters of its own.
    return number_formats.shown(float(cell.value), code, from_1904=bool(book.datemode))
