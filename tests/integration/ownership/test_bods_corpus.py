"""The standard's own corpus: valid statements are accepted and survive a round trip, invalid ones are refused for their reason."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ascertain.kyc.ownership import bods, ftm
from ascertain.kyc.ownership.model import Graph
from tests.servers import public_data

pytestmark = pytest.mark.data
_FOLDER = public_data.FOLDER / "ownership" / "bods-0.4"
_VALID = sorted([*_FOLDER.glob("examples/*.json"), *_FOLDER.glob("tests/data/valid-statements/*.json")])
_INVALID = _FOLDER / "tests" / "data" / "invalid-statements"


def test_the_corpus_is_complete() -> None:
    assert (len(_VALID), len(list(_INVALID.glob("*.json")))) == (19 + 111, 192)


@pytest.mark.parametrize("path", _VALID, ids=lambda path: path.stem)
def test_valid_statements_survive_a_round_trip_unchanged(path: Path) -> None:
    text = path.read_text()
    package = bods.read(text)
    graph, _ = package.graph(date(2026, 11, 21))
    assert graph.names or not package.statements or all(s["statementDate"] > "2026-11-21" for s in package.statements)
    assert package.text == text
    assert json.loads(bods.write(package.statements)) == json.loads(text)


def _contents(graph: Graph) -> Counter[tuple[object, ...]]:
    """Parties and interests of a graph, by names and not by ids."""
    parties = [(name, graph.kind(party)) for party, name in graph.names.items()]
    return Counter(
        [
            *parties,
            *(
                (graph.names[e.owner], graph.names[e.asset], e.interest, e.share and e.bounds, e.declared)
                for e in graph.edges
            ),
        ]
    )


@pytest.mark.parametrize("path", _VALID, ids=lambda path: path.stem)
def test_a_graph_is_written_as_valid_statements_with_the_same_content(path: Path) -> None:
    day = date(2026, 11, 21)
    graph, _ = bods.read(path.read_text()).graph(day)
    if not graph.names:
        pytest.skip("nothing is stated by that day")
    written = bods.write(bods.statements_of(graph, next(iter(graph.names)), day))
    assert bods.faults_of(json.loads(written)) == []
    assert _contents(bods.read(written).graph(day)[0]) == _contents(graph)
    assert _contents(ftm.graph_of(ftm.read(ftm.write(ftm.entities_of(graph))), day)[0]) == _contents(graph)


def _expected() -> list[tuple[str, str, str, str]]:
    if not _INVALID.exists():
        return []
    with (_INVALID / "expected_errors.csv").open() as file:
        return [tuple(cell.strip() for cell in row) for row in csv.reader(file)]  # type: ignore[misc]


@pytest.mark.parametrize(("name", "keyword", "path", "word"), _expected(), ids=[row[0] for row in _expected()])
def test_invalid_statements_are_refused_for_their_reason(name: str, keyword: str, path: str, word: str) -> None:
    faults = bods.faults_of(json.loads((_INVALID / name).read_text()))
    matching = [fault for fault in faults if (fault.keyword, fault.path) == (keyword, path)]
    assert matching
    if keyword == "required":
        assert any(repr(word) in fault.sentence for fault in matching)
    with pytest.raises(bods.InvalidBods):
        bods.read((_INVALID / name).read_text())
