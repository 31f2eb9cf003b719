"""The table of legal forms is what its tool makes: our rows are in it, and a row of rigour joins the form whose spelling it has."""

from ascertain.kyc.values.legal_forms import _SPELLINGS
from ascertain.kyc.values.transliteration import latin
from tools.legal_forms.__main__ import LICENCE, OWN, SHA256, TABLE, VERSION, OrgType, marked, merge, read_own, render

_THEIRS: list[OrgType] = [
    {"display": "GmbH", "generic": "LLC", "aliases": ["Gesellschaft mbH", "G.m.b.H."]},
    {"display": "Xyz", "generic": "NGO", "aliases": ["Xyz Verein", "qq"]},
    {"display": "Sti", "generic": "LLC", "aliases": []},
    {"display": "S.E.", "generic": "SOE", "aliases": ["Sociedad del Estado"]},
    {"generic": "JSC", "aliases": ["Erste Form", "Zweite Form"]},
]


def test_rows_of_both_sources_make_one_table() -> None:
    own, left_out = read_own("gmbh\tcompany\tde at\tany\tany\tGmbH; mbH\n# a comment\n!S.E.\n")
    rows = {row.short: row for row in merge(own, left_out, _THEIRS)}
    assert rows["gmbh"].written == ["GmbH", "mbH", "Gesellschaft mbH"]  # G.m.b.H. is the same spelling
    assert rows["xyz"].kind == "association"
    assert rows["xyz"].written == ["=Xyz", "Xyz Verein"]  # two letters that are not the form's own name are left out
    assert rows["sti"].written == ["=Sti"]
    assert "se" not in rows
    assert {"ersteform", "zweiteform"} < set(rows)


def test_short_spellings_that_can_be_names_count_only_as_printed() -> None:
    assert [marked(text) for text in ("AG", "SIA", "Ltd", "GmbH", "BV")] == ["=AG", "=SIA", "Ltd", "GmbH", "=BV"]


def test_the_table_that_ships_has_our_rows_and_names_its_source() -> None:
    text = TABLE.read_text("utf-8")
    own, _ = read_own(OWN.read_text("utf-8"))
    assert VERSION in text
    assert SHA256 in text
    assert "MIT License" in LICENCE.read_text("utf-8")
    assert render([]).splitlines() == text.splitlines()[:3]
    for row in own:
        for written in row.written:
            assert _SPELLINGS[latin(written)].form.short == row.short, written
