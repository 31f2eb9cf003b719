"""Rows that are seen and not read, and sums that differ, are said; a clean table says nothing."""

from dataclasses import replace

import pytest

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction import (
    ConfirmedMapping,
    FoundFact,
    Part,
    TableDoubt,
    account_for_tables,
    builtin_catalogue,
    extract_parts,
    propose_mappings,
)
from tests.unit.extraction.registers import HOLDERS, register

PARTS = [Part("shareholder_register", 1.0, 1, 1)]


def read(pages: list[Page]) -> tuple[list[FoundFact], list[TableDoubt]]:
    facts = extract_parts(PARTS, pages)
    return facts, account_for_tables(PARTS, pages, facts)


def shares(facts: list[FoundFact]) -> list[str]:
    return [fact.value for fact in facts if fact.property == "sharesCount"]


@pytest.mark.parametrize("padding", [2, 4, 6, 8])
def test_the_largest_holder_is_read_with_any_padding(padding: int) -> None:
    facts, doubts = read(register(padding=padding))
    assert shares(facts) == ["700", "300", "175", "75"]
    assert [fact.value for fact in facts if fact.subject.startswith("member") and fact.property == "name"] == [
        "Nordlicht Beteiligungs GmbH",
        "Kestrel Point Ventures LLC",
        "Marguerite Aoife Donnelly",
        "Jonathan Patrick Siddique",
    ]
    assert doubts == []


def test_a_row_that_cannot_be_divided_is_a_doubt_with_its_place() -> None:
    page = register(align="(left, left, right, left)")[0]
    words = list(page.words)
    number, date = (next(i for i, w in enumerate(words) if w.text == text) for text in ("700", "03/02/2021"))
    words[number] = Word("70003/02/2021", words[number].box.union(words[date].box))
    del words[date]
    facts, doubts = read([replace(page, words=tuple(words))])
    assert "700" not in shares(facts)
    (doubt,) = [one for one in doubts if one.code == "table.rows_unread"]
    assert doubt.detail.startswith("4 rows seen in the table of members, 3 read. Not read: “Nordlicht")
    assert (doubt.is_serious, doubt.page_number) == (True, 1)
    (box,) = doubt.boxes
    assert box.y0 <= words[number].box.center_y <= box.y1 and box.x0 < 0.2 and box.x1 > 0.55


def test_shares_that_do_not_add_up_to_the_stated_total_are_a_doubt() -> None:
    facts, (doubt,) = read(register(below="Total issued: 1,500"))
    assert doubt.code == "table.sum"
    assert doubt.detail == "The rows of the table of members add up to 1,250; the document states 1,500."
    assert [facts[index].value for index in doubt.facts] == ["700", "300", "175", "75"]
    assert doubt.boxes


def test_percentages_over_100_are_a_doubt_and_rounded_ones_are_none() -> None:
    headings = ("Member", "Percentage")
    rows = [("Anna Lindqvist", "33.3 %"), ("Bo Nilsson", "33.3 %"), ("Cecilia Öberg", "33.3 %")]
    assert read(register(rows, headings, columns="(auto, auto)", below=""))[1] == []
    rows[0] = ("Anna Lindqvist", "43.3 %")
    (doubt,) = read(register(rows, headings, columns="(auto, auto)", below=""))[1]
    assert doubt.detail == "The percentages in the table of members add up to 109.9, not to 100."


def test_a_table_with_headings_that_nobody_knows_is_a_doubt_until_its_columns_are_confirmed() -> None:
    pages = register(headings=("Titular", "Tipo", "Cuantos", "Desde cuando"))
    facts, doubts = read(pages)
    assert shares(facts) == []
    assert [(one.code, one.is_serious) for one in doubts] == [("table.rows_unread", False)]
    (proposed,) = propose_mappings(PARTS, pages, builtin_catalogue())
    assert proposed.table == "members" and proposed.rows_count == 4
    assert [column.heading for column in proposed.columns] == ["Titular", "Tipo", "Cuantos", "Desde cuando"]
    assert [column.column for column in proposed.columns][2:] == ["shares", None]
    assert proposed.columns[0].samples[0] == "Nordlicht Beteiligungs GmbH"

    mapping = ConfirmedMapping(proposed.layout, "shareholder_register", "members", ("name", None, "shares", "since"))
    again = extract_parts(PARTS, pages, mappings=[mapping])
    assert shares(again) == ["700", "300", "175", "75"]
    assert not any(fact.property == "shareClass" for fact in again)
    assert account_for_tables(PARTS, pages, again, mappings=[mapping]) == []
    other = register(
        [("Maria Berg", "B", "12", "01/02/2020"), *HOLDERS[:1]], ("TITULAR:", "Tipo", "Cuantos", "Desde cuando")
    )
    assert shares(extract_parts(PARTS, other, mappings=[mapping])) == ["12", "700"]


def test_what_a_label_means_can_be_learned_elsewhere() -> None:
    pages = register(headings=("Titular", "Tipo", "Cuantos", "Desde cuando"))
    meanings = {
        "Titular": {"member.name": 0.9},
        "Tipo": {"holding.shareClass": 0.8},
        "Desde cuando": {"holding.startDate": 0.7},
    }
    (proposed,) = propose_mappings(PARTS, pages, builtin_catalogue(), meaning_of=lambda label: meanings.get(label, {}))
    assert [column.column for column in proposed.columns] == ["name", "class", "shares", "since"]
