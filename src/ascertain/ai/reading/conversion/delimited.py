"""Tables as text: values separated by commas, semicolons, tabs or bars."""

import csv
import sys

from ascertain.ai.reading import encodings
from ascertain.ai.reading.conversion.blocks import Content, add_paragraphs
from ascertain.ai.reading.conversion.sheets import Sheet, add_sheet
from ascertain.ai.reading.file_limits import LimitExceeded

_DELIMITERS = ",;\t|"
# Letters have commas, but none has as many of these in every line.
_DELIMITERS_OF_TEXT, _FEWEST_COLUMNS, _FEWEST_LINES = ";\t|", 3, 3
_SAMPLED_LINES = 200
_LEAST_ALIKE = 0.5  # share of the rows with several values that have as many as the most common row


def read_into(content: Content, data: bytes) -> None:
    """Append a file of delimited values as a table; one without columns as text."""
    text = with_plain_line_ends(encodings.decode_text(data))
    delimiter = _delimiter(text)
    if delimiter is None:
        add_paragraphs(content, text)
    else:
        add_rows(content, text, delimiter)


def delimiter_of_every_line(text: str) -> str | None:
    """The delimiter that divides every line of a plain text into the same number of values; None for any other text."""
    for delimiter in _DELIMITERS_OF_TEXT:
        widths = {len(row) for row in _rows(text, delimiter) if row}
        if len(widths) == 1 and widths.pop() >= _FEWEST_COLUMNS and text.count("\n") >= _FEWEST_LINES:
            return delimiter
    return None


def with_plain_line_ends(text: str) -> str:
    """The text with line feeds alone at the ends of its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def add_rows(content: Content, text: str, delimiter: str) -> None:
    """Append delimited values as a table. Raises LimitExceeded."""
    sheet, cells = Sheet(""), 0
    for row, values in enumerate(_rows(text, delimiter)):
        for column, value in enumerate(values):
            if value.strip():
                cells += 1
                if cells > content.limits.paragraphs:
                    raise LimitExceeded(f"it has more than {content.limits.paragraphs:,} cells")
                sheet.cells[row, column] = value.strip()
    add_sheet(content, sheet)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)  # the size of the file bounds it
    lines = text.split("\n")
    # Spreadsheets of some countries state the delimiter in a first line of their own.
    if lines and lines[0].strip().strip('"').lower() == f"sep={delimiter}":
        lines = lines[1:]
    return list(csv.reader((line + "\n" for line in lines), delimiter=delimiter, skipinitialspace=True))


def _delimiter(text: str) -> str | None:
    """The delimiter that divides most lines into the same number of values; None if none does."""
    lines = [line for line in text.split("\n", _SAMPLED_LINES)[:_SAMPLED_LINES] if line.strip()]
    if lines and (stated := lines[0].strip().strip('"').lower()).startswith("sep=") and len(stated) == 5:
        return stated[4]
    found: list[tuple[float, int, str]] = []
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)]
        several = [width for width in widths if width > 1]
        if several:
            common = max(set(several), key=several.count)
            alike = several.count(common) / len(several)
            # Few lines above a table have no columns; commas in sentences divide every line differently.
            if alike >= _LEAST_ALIKE:
                found.append((alike * len(several) / len(widths), common, delimiter))
    return max(found)[2] if found else None
