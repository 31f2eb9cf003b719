"""Drawings: charts of boxes and lines, and ticks in checkboxes that are not form fields."""

import pytest
import typst

from ascertain.kyc.documents import ReadDocument, read_async

_PAGE = """#set page(paper: "a4", margin: 1cm)
#set text(size: 10pt)
#let framed(body) = rect(width: 120pt, height: 40pt, stroke: 1pt, align(center + horizon, body))
#let node(x, y, body) = place(top + left, dx: x, dy: y, framed(body))
#let line-to(..points) = for (a, b) in points.pos().windows(2) { place(top + left, line(start: a, end: b)) }
#let label(x, y, body) = place(top + left, dx: x, dy: y, body)
"""
_CHART = """
Ownership structure chart as at 3 March 2026
#node(40pt, 60pt)[Ilse Varga \\ (ultimate beneficial owner)]
#node(220pt, 60pt)[Jonas Keller]
#node(400pt, 60pt)[Harbour Trust]
#node(130pt, 180pt)[Calder Holdings B.V. \\ Netherlands 33011223]
#node(130pt, 300pt)[Meridian Freight Ltd]
#node(40pt, 420pt)[Meridian Rail GmbH]
#node(240pt, 420pt)[Meridian Air SAS]
#line-to((100pt, 100pt), (100pt, 140pt), (190pt, 140pt), (190pt, 180pt))
#line-to((280pt, 100pt), (280pt, 140pt), (190pt, 140pt))
#line-to((190pt, 220pt), (190pt, 300pt))
#line-to((460pt, 100pt), (460pt, 320pt), (255pt, 320pt))
#line-to((190pt, 340pt), (190pt, 380pt)) #line-to((100pt, 414pt), (100pt, 380pt), (300pt, 380pt), (300pt, 414pt))
#label(104pt, 112pt)[61%] #label(284pt, 112pt)[39 %] #label(194pt, 250pt)[80%] #label(464pt, 200pt)[20%]
#label(104pt, 390pt)[100%] #label(304pt, 390pt)[51.5%]
"""


async def read(typed: str) -> ReadDocument:
    return await read_async(bytes(typst.compile((_PAGE + typed).encode())), "chart.pdf")


def holdings(document: ReadDocument) -> set[tuple[str, str, str | None]]:
    """(owner, company, share) of every holding."""
    names = {fact.subject: fact.value for fact in document.facts if fact.property == "name"}
    found = {}
    for fact in document.facts:
        if fact.schema == "Ownership":
            found.setdefault(fact.subject, {})[fact.property] = fact.value
    return {(names[one["owner"]], names[one["asset"]], one.get("percentage")) for one in found.values()}


async def test_a_line_of_a_chart_is_a_holding_of_the_upper_box_in_the_lower() -> None:
    document = await read(_CHART)
    assert document.document_type == "ownership_chart"
    assert holdings(document) == {
        ("Ilse Varga", "Calder Holdings B.V.", "61"),
        ("Jonas Keller", "Calder Holdings B.V.", "39"),
        ("Calder Holdings B.V.", "Meridian Freight Ltd", "80"),
        ("Harbour Trust", "Meridian Freight Ltd", "20"),
        ("Meridian Freight Ltd", "Meridian Rail GmbH", "100"),
        ("Meridian Freight Ltd", "Meridian Air SAS", "51.5"),
    }
    share = next(fact for fact in document.facts if (fact.property, fact.value) == ("percentage", "20"))
    assert share.quote == "20%" and 0.8 < share.boxes[0].x0 < 0.9


@pytest.mark.parametrize(
    "typed",
    [
        "#table(columns: 3, inset: 12pt, [Name of owner], [Company], [Share], [Ilse Varga], [Calder Holdings BV], [61%])",
        "#node(40pt, 60pt)[Ilse Varga] #node(300pt, 60pt)[Jonas Keller] #node(40pt, 200pt)[Calder BV] #node(300pt, 200pt)[Ames BV]"
        "#line-to((100pt, 100pt), (100pt, 150pt), (360pt, 150pt), (360pt, 200pt))"
        "#line-to((360pt, 100pt), (360pt, 150pt)) #line-to((100pt, 150pt), (100pt, 200pt))",
    ],
    ids=["a table", "two above two: ambiguous"],
)
async def test_lines_that_do_not_connect_two_boxes_unambiguously_are_no_holdings(typed: str) -> None:
    assert (await read(typed)).pages[0].joins == ()


async def test_a_box_with_ink_inside_is_a_tick_before_its_words() -> None:
    box = "#box(square(size: 9pt, stroke: .6pt))"
    crossed = (
        "#box(square(size: 9pt, stroke: .6pt, {place(line(start: (-4pt, -4pt), end: (3pt, 3pt)));"
        " place(line(start: (-4pt, 3pt), end: (3pt, -4pt)))}))"
    )
    typed = f"{box} Partnership #h(2cm) {crossed} C Corporation #h(2cm) {box} Trust/estate"
    words = [word.text for word in (await read(typed)).pages[0].words]
    assert words.count("☒") == 1
    page = (await read(typed)).pages[0]
    tick = next(word for word in page.words if word.text == "☒")
    letter = next(word for word in page.words if word.text == "C")
    assert 0 < letter.box.x0 - tick.box.x1 < 0.03
