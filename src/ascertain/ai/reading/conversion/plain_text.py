"""Plain text and Markdown."""

from ascertain.ai.reading import encodings
from ascertain.ai.reading.conversion import delimited
from ascertain.ai.reading.conversion.blocks import Content, add_paragraphs


def read_into(content: Content, data: bytes) -> None:
    """Append a plain text; one that is a table throughout, such as the export of a bank, as a table."""
    text = delimited.with_plain_line_ends(encodings.decode_text(data))
    delimiter = delimited.delimiter_of_every_line(text)
    if delimiter is None:
        add_paragraphs(content, text)
    else:
        delimited.add_rows(content, text, delimiter)
