"""Files of records without a server: what can be read, what is refused in which words, and the guide's five lines."""

import json
import re
from pathlib import Path

import duckdb
import pytest

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import entities
from ascertain.kyc.entities.files import read_batches

GUIDE = Path("docs/guides/resolve-records-without-a-server.md")
ROWS = [
    ("1", "Ilse Varga", "1971-03-14"),
    ("2", "Varga, Ilse", "1971-03-14"),
    ("3", "Pieter de Groot", "1965-08-30"),
]
CSV = "id,full_name,dob\n" + "".join(f'{i},"{n}",{d}\n' for i, n, d in ROWS)


def test_parquet_with_types_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    path = tmp_path / "a.parquet"
    duckdb.execute(
        f"""copy (select cast(id as integer) as id, full_name as name, cast(dob as date) as birth_date
            from read_csv('{tmp_path}/a.csv', all_varchar = true)) to '{path}' (format parquet)"""
    )
    assert entities.resolve_file(path).groups() == [["1", "2"], ["3"]]


def test_entities_that_are_no_parties_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.ftm.json"
    people = [{"id": i, "schema": "Person", "properties": {"name": [n], "birthDate": d}} for i, n, d in ROWS]
    link = {"id": "4", "schema": "Ownership", "properties": {"owner": ["1"], "asset": ["9"]}}
    bare = {"id": "5", "schema": "Company", "properties": None}
    path.write_text("\n".join(json.dumps(one) for one in [*people, link, bare]))
    assert entities.resolve_file(path).groups() == [["1", "2"], ["3"], ["5"]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.parquet", b"", "a.parquet is empty"),
        ("a.xlsx", b"PK\x03\x04", "neither CSV, Parquet nor JSON lines"),
        ("a.parquet", b"PAR1" + b"x" * 100, "could not be read"),
        ("a.csv", bytes(range(256)) * 50, "could not be read"),
        ("a.csv", "id,name\n1,José\n2,Bo\n".encode("latin-1"), "not UTF-8"),
        ("a.csv", b"name\nIlse\n", "no column with an id"),
        ("a.csv", b"id,colour\n1,red\n", "no column with names"),
        ("a.csv", b"id,name\n1,Ilse Varga\n1,Bo Ek\n", "the id 1 twice"),
        ("a.csv", b"id,name\n,Ilse Varga\n", "without an id"),
        ("a.csv", b"id,name\n1," + b"a" * 3_000_000 + b"\n", "could not be read"),
        ("a.jsonl", b'{"id":"1","name":"A B"}\n{"id":"2","name":\n', "Malformed JSON"),
        ("a.jsonl", b"1\n2\n", "no column with an id"),
        ("a.jsonl", b'{"id":"1","schema":"Person","properties":["x"]}\n', "no object"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=words):
        entities.resolve_file(path)


def test_a_value_longer_than_any_name_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n" + "".join(f"{k},{'ab cd ' * 50_000}{k}\n" for k in range(3)))
    assert len(entities.resolve_file(path, schema="Person")) <= 3  # in no time: an uncut one takes minutes


def test_a_file_without_records_has_no_clusters(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n")
    assert entities.resolve_file(path).groups() == []


def test_a_folder_with_other_files_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    work = tmp_path / "work"
    work.mkdir()
    (work / "letter.txt").write_text("keep me")
    with pytest.raises(InvalidInput, match="other files"):
        entities.resolve_file(tmp_path / "a.csv", work=work)
    assert (work / "letter.txt").exists()


def test_the_guides_five_lines_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "customers.csv").write_text(CSV)
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code
    monkeypatch.chdir(tmp_path)
    exec(compile(code[1], "guide", "exec"), {})
    assert capsys.readouterr().out == "['1', '2']\n['3']\n"


def test_a_column_that_is_mapped_to_nothing_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name,first_name,surname\n1,Ilse Maria Varga,Ilse,Varga\n")
    [batch] = read_batches(path, columns={"first_name": "", "surname": ""}, schema="Person")
    assert batch.field_values[0] == {"given": "ilse", "middle": "maria", "surname": "varga"}
    [batch] = read_batches(path, schema="Person")
    assert batch.field_values[0] == {"given": "ilse", "surname": "varga"}
