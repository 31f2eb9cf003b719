"""Blocks to a PDF, by typst."""

import json
from typing import Any

import typst

from ascertain.ai.reading import notes
from ascertain.ai.reading.conversion.blocks import Content

# Drawn by typst. A page of its own for a large picture, so that it is read like a scan and not like a letterhead.
_TEMPLATE = r"""
#let given = json(bytes(sys.inputs.d))
#set document(date: none, description: given.subject)
#set page(width: given.width * 1pt, height: given.height * 1pt, margin: given.margin * 1pt, numbering: "1")
#set text(font: ("DejaVu Sans", "Libertinus Serif"), size: 10.5pt, fallback: true)
#set par(justify: false, leading: .62em)
#set image(fit: "contain")
#let cell(c) = if type(c) == str { [#c] } else { table.cell(x: c.x, y: c.y, colspan: c.w, rowspan: c.h)[#c.text] }
#let columns(b) = if type(b.columns) == int { b.columns } else { b.columns.map(w => w * 1fr) }
#let line = .5pt + rgb("#999")
#let room = given.width - 2 * given.margin
#for b in given.blocks {
  if b.kind == "heading" { block(above: 1.3em, below: .7em, text(size: 13pt, weight: "bold", b.text)) }
  else if b.kind == "table" { table(columns: columns(b), inset: 5pt, stroke: line, ..b.cells.map(cell)) }
  else if b.kind == "picture" { block(image("p" + str(b.number) + ".svg", width: calc.min(b.width, room) * 1pt)) }
  else if b.kind == "scan" {
    page(width: b.width * 1pt, height: b.height * 1pt, margin: 0pt, numbering: none,
      image("p" + str(b.number) + ".svg", width: 100%, height: 100%))
  }
  else if b.kind == "sheet" {
    page(width: b.width * 1pt, height: b.height * 1pt, margin: b.margin * 1pt, numbering: none, {
      set text(size: b.size * 1pt)
      set par(leading: .5em)
      if b.title != "" { place(text(size: 12pt, weight: "bold", b.title)) }
      for (x, y, w, h) in b.lines {
        place(dx: x * 1pt, dy: (y + b.top) * 1pt, std.line(end: (w * 1pt, h * 1pt), stroke: line))
      }
      for (x, y, w, text) in b.cells { place(dx: x * 1pt, dy: (y + b.top + 4) * 1pt, box(width: w * 1pt, text)) }
    })
  }
  else { block(above: .7em, below: .7em, b.text) }
}
"""
# The types of the library lack a set of files by name.
compile_files: Any = typst.compile
_A4_PT, _MARGIN_PT = (595.28, 841.89), 62.4


def lay_out(content: Content) -> bytes:
    """The PDF of a file's content; the same content gives the same bytes.

    Its notes are in the subject of the PDF, see `notes`.
    """
    width, height = content.page_pt or _A4_PT
    given: dict[str, Any] = {
        # Pages of pictures last, so that they do not break the text into pages of a few lines.
        "blocks": sorted(content.blocks, key=lambda block: bool(block["kind"] == "scan")),
        "subject": notes.pack(content.notes),
        "width": width,
        "height": height,
        "margin": min(_MARGIN_PT, width / 8),
    }
    files = {"main.typ": _TEMPLATE.encode()} | {f"p{n}.svg": svg for n, svg in enumerate(content.pictures)}
    # The text goes in as data and never as markup, so that a document cannot run typst code.
    # Without the tags for screen readers, which nobody sees here and which take half of the memory.
    return bytes(compile_files(files, sys_inputs={"d": json.dumps(given)}, pdf_tags=False))
