"""Registers printed by typst and read back from the PDF, with any padding, font and alignment."""

from collections.abc import Sequence

import typst

from ascertain.ai.reading.pdf import open_pdf, read_words
from ascertain.ai.text import Page

HOLDERS = (
    ("Nordlicht Beteiligungs GmbH", "Ordinary", "700", "03/02/2021"),
    ("Kestrel Point Ventures LLC", "Ordinary", "300", "14/06/2019"),
    ("Donnelly, Marguerite Aoife", "Ordinary", "175", "11/05/2015"),
    ("Siddique, Jonathan Patrick", "Ordinary", "75", "01/09/2022"),
)
HEADINGS = ("Name of member", "Class", "Shares", "Entered")


def register(
    rows: Sequence[Sequence[str]] = HOLDERS,
    headings: Sequence[str] = HEADINGS,
    *,
    padding: float = 4,
    font: str = "Libertinus Serif",
    columns: str = "(auto, auto, auto, auto)",
    align: str = "left",
    stroke: str = "0.5pt",
    below: str = "Total issued: 1,250",
    repeat: bool = False,
) -> list[Page]:
    """The pages of a register of members. Padding in points; `columns`, `align` and `stroke` are typst's."""
    heading = ",".join(f"[*{text}*]" for text in headings)
    cells = ",".join(f"[{text}]" for row in rows for text in row)
    source = f"""
#set page("a4")
#set text(font: "{font}", size: 11pt)
#set smartquote(enabled: false)
= Register of members
Company: Thornbury Marine Analytics Limited
#table(columns: {columns}, inset: {padding}pt, align: {align}, stroke: {stroke},
  {f"table.header({heading})" if repeat else heading}, {cells})
{below}

The register is kept at the registered office of the company and may be inspected on any business day by a member.
"""
    document = open_pdf(typst.compile(source.encode(), font_paths=[]))
    return [read_words(document[index], index + 1) for index in range(len(document))]
