"""What the reference says is what the code is."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from ascertain.entrypoints.settings import Settings
from benchmarks import results
from tools import benchmark_pages, errors_reference, settings_reference


def test_the_error_reference_is_drawn_from_the_tree() -> None:
    assert errors_reference.PATH.read_text() == errors_reference.render()


def test_no_two_kinds_of_error_share_a_code() -> None:
    codes = re.findall(r"^\| `([^`]+)` \| \d", errors_reference.render(), re.MULTILINE)
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_the_settings_reference_is_drawn_from_the_models() -> None:
    assert settings_reference.PATH.read_text() == settings_reference.render()


def test_every_setting_says_what_it_does() -> None:
    def undescribed(model: type[BaseModel], prefix: str) -> list[str]:
        found = []
        for name, field in model.model_fields.items():
            annotation = field.annotation
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                found += undescribed(annotation, f"{prefix}{name}.")
            elif not field.description:
                found.append(prefix + name)
        return found

    assert undescribed(Settings, "") == []


def test_the_benchmark_pages_are_drawn_from_their_results() -> None:
    drawn = benchmark_pages.pages()
    assert {path: path.read_text() for path in sorted(benchmark_pages.PAGES.glob("*.md"))} == drawn


def test_quoted_figures_are_those_of_their_tables() -> None:
    for path in benchmark_pages.QUOTING:
        assert path.read_text() == benchmark_pages.with_figures(path.read_text())


def test_a_quoted_row_that_a_table_lacks_is_an_error() -> None:
    page = "<!-- figures: extraction/strangers | nobody | F1 -->\n<!-- end of figures -->"
    with pytest.raises(ValueError, match="nobody"):
        benchmark_pages.with_figures(page)


def test_an_interval_is_that_of_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263 and 15 of 148 by method 3.
    assert [round(bound, 4) for bound in benchmark_pages.wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(bound, 4) for bound in benchmark_pages.wilson(15, 148)] == [0.0624, 0.1605]
    assert benchmark_pages.wilson(0, 20)[0] == 0.0


def a_table(rows: list[list[results.Cell]], peer: str = "") -> results.Result:
    return results.Result("screening", "quality", "UN", "none", "1", ["a", "b"], rows, peer)


def test_a_table_with_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 columns"):
        results.record(a_table([[1, 2], [3]]), tmp_path)
    assert list(tmp_path.rglob("*.json")) == []


def test_nothing_is_recorded_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    parser = argparse.ArgumentParser()
    results.add_record_options(parser)
    results.record(a_table([[1, 2]]), parser.parse_args([]).record)
    assert list(tmp_path.rglob("*.json")) == []
    results.record(a_table([[1, 2]]), parser.parse_args(["--record"]).record)
    assert [path.name for path in tmp_path.rglob("*.json")] == ["quality.json"]


def test_a_table_is_not_replaced_by_one_with_fewer_rows_or_without_its_peer(tmp_path: Path) -> None:
    results.record(a_table([[1, 2], [3, 4]], peer="a peer"), tmp_path)
    before = (tmp_path / "screening" / "quality.json").read_text()
    for less in (a_table([[5, 6]], peer="a peer"), a_table([[5, 6], [7, 8]])):
        with pytest.raises(ValueError, match="fewer rows or no peer"):
            results.record(less, tmp_path)
    assert (tmp_path / "screening" / "quality.json").read_text() == before


def test_a_benchmark_command_records_the_table_from_which_its_page_is_drawn(tmp_path: Path) -> None:
    others = shutil.ignore_patterns("machine-readable-zones.json")
    shutil.copytree(results.FOLDER / "reading", tmp_path / "reading", ignore=others)
    command = [sys.executable, "-m", "benchmarks.mrz", "--count", "5", "--pictures", "0", "--record-to", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, cwd=benchmark_pages.ROOT, env=environment, check=True, capture_output=True)
    recorded = json.loads((tmp_path / "reading" / "machine-readable-zones.json").read_text())
    assert recorded["command"] == "python -m benchmarks.mrz --count 5 --pictures 0 --record"
    specimens, *generated = recorded["rows"]
    assert specimens[1] == {"hits": 48, "total": 48}
    assert [row[0] for row in generated] == [f"5 generated, measured OCR noise x {worse}" for worse in (1, 3)]
    page = benchmark_pages.render("reading", tmp_path)
    assert "| ICAO Doc 9303 specimens | 48 of 48 (1.000, 0.926 to 1.000) |" in page
    assert "- Command: `python -m benchmarks.mrz --count 5 --pictures 0 --record`" in page
