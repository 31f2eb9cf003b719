"""The benchmark of labelled documents: three small folders, read as the product reads them."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.extraction import strangers
from benchmarks.extraction.stranger_papers import Paper, read_papers, with_groups_left_out
from benchmarks.extraction.stranger_scoring import Score, is_same, score

_EXTRACT = """Register of companies
Company name: Larkfield Instruments Limited
Company number: 08412734
Date of incorporation: 14 March 2015
Registered office: 12 Quarry Lane, Harrowmere, HM4 2QT
"""
_LETTER = """To whom it may concern

Company name: Oakmoor Trading GmbH
Date of incorporation: 2 May 2019
"""
_HTML = """<html><body><p>Company name: Pinebrook Shipping Limited</p>
<p style="display:none">Company number: 99887766</p></body></html>"""


def _subject(**facts: str) -> dict[str, Any]:
    return {"id": "company", "schema": "Company", "facts": facts}


def _folder(root: Path, name: str, files: dict[str, bytes], **truth: Any) -> None:
    folder = root / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    whole = {"layout": name, "country": name[:2], "language": ["en"], "type": "unknown", "form": "digital", "links": []}
    (folder / "truth.json").write_text(json.dumps(whole | truth))


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Three labelled folders; the second has a damaged file beside its letter."""
    number, office = "08412734", "12 Quarry Lane, Harrowmere, HM4 2QT"
    known = _subject(
        name="Larkfield Instruments Limited", registrationNumber=number, incorporationDate="2015-03-14", address=office
    )
    _folder(
        tmp_path, "gb-extract", {"extract.txt": _EXTRACT.encode()}, subjects=[known], type="company_registry_extract"
    )
    letter = _subject(name="Oakmoor Trading GmbH", incorporationDate="2019-05-02")
    _folder(
        tmp_path,
        "de-letter",
        {"letter.txt": _LETTER.encode(), "broken.pdf": b"%PDF-1.4 and no more"},
        subjects=[letter],
    )
    shown = _subject(name="Pinebrook Shipping Limited", registrationNumber="11112222")
    _folder(tmp_path, "pa-page", {"page.html": _HTML.encode()}, subjects=[shown], hidden=["99887766"])
    return tmp_path


def _score(paper: Paper) -> Score:
    return score(paper.facts, paper.document_type, paper.truth)


def test_documents_are_read_as_the_product_reads_them_and_counted(papers: Path) -> None:
    read = {paper.name: paper for paper in read_papers(papers, lambda text: None)}
    extract = _score(read["gb-extract"]).counts
    assert extract["right"] + extract["missing"] == 4
    assert extract["right"] >= 2
    assert [len(paper.errors) for paper in read.values()] == [1, 0, 0]
    assert sum(paper.crashes for paper in read.values()) == 0
    assert _score(read["pa-page"]).counts["hidden"] == 0
    values, links, confidence, properties, files = strangers.measure(
        list(read.values()), list(read.values()), {"set": "three", "split": "none"}, "-shipped"
    )
    assert values.rows[0][:2] == ["all", 3]
    assert all(
        len(row) == len(table.columns) for table in (values, links, confidence, properties, files) for row in table.rows
    )
    assert {row[0] for row in properties.rows} == {"name", "registrationNumber", "incorporationDate", "address"}
    assert files.rows[1] == ["refused by name", 1]


@pytest.mark.slow
def test_a_reader_is_trained_without_each_country(papers: Path, tmp_path: Path) -> None:
    read = read_papers(papers, lambda text: None, tmp_path / "kept")
    progress: list[str] = []
    found = with_groups_left_out(read, "country", 12, progress.append)
    assert [paper.name for paper in found] == [paper.name for paper in read]
    assert [paper.failures for paper in found] == [[], [], []]
    assert progress[-1] == "3 of 3 documents read without their country"
    assert [paper.name for paper in read_papers(papers, progress.append, tmp_path / "kept")] == [p.name for p in read]
    assert "pages" not in progress[-1]  # what was read is kept


def test_a_folder_without_labelled_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"truth\.json"):
        read_papers(tmp_path, lambda text: None)


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "same"),
    [
        ("name", "MÜLLER, Anna", "Anna Muller", True),
        ("name", "Anna Muller", "Anne Muller", False),
        ("capital", "25,000.00", "25000", True),
        ("registrationNumber", "HRB 12 345", "HRB 12345", True),
        ("address", "1 High Street, Leeds", "2 High Street, Leeds", False),
        ("birthDate", "1984-02", "1984-02-29", False),
        ("name", "", "", False),
    ],
)
def test_values_are_the_same_by_their_property(name: str, ours: str, theirs: str, same: bool) -> None:
    assert is_same(name, ours, theirs) is same
