"""Five lines each: the capabilities that work without a server."""

from fractions import Fraction
from pathlib import Path

from ascertain import documents, entities, ownership, screening
from ascertain.entrypoints.demo.samples import applications


def test_a_file_is_read_to_facts_with_boxes(tmp_path: Path) -> None:
    register = applications()[1].files[1]
    path = tmp_path / register.filename
    path.write_bytes(register.data())
    read = documents.read(path)
    held = next(fact for fact in read.facts if fact.property == "sharesCount")
    assert (read.document_type, held.value, held.page_number) == ("shareholder_register", "610", 1)
    assert held.boxes[0].x1 > held.boxes[0].x0


def test_records_are_resolved() -> None:
    name = {"name": (entities.PropertyValue("Ilse Varga"),)}
    other = {"name": (entities.PropertyValue("Varga, Ilse"),)}
    records = [entities.Record("a", None, "a", "Person", name), entities.Record("b", None, "b", "Person", other)]
    assert [[record.id for record in group] for group in entities.resolve(records)] == [["a", "b"]]


def test_owners_are_computed() -> None:
    graph = ownership.Graph(
        {"meridian": "Meridian", "varga": "Ilse Varga"},
        frozenset({"varga"}),
        (ownership.Edge("varga", "meridian", Fraction(61, 100)),),
    )
    assert ownership.beneficial_owners(graph, "meridian", threshold=0.25) == [("varga", Fraction(61, 100))]


def test_a_name_is_screened() -> None:
    matches = screening.Index.load(screening.SAMPLE_LIST).screen(name="Viktor Halvorsen", birth_date="1974-02")
    assert matches[0].entry.names[0] == "Viktor Halvorson"
    assert {part.feature for part in matches[0].parts} >= {"name", "birth_date"}
