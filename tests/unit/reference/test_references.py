"""What the reference says is what the code is."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from ascertain.entrypoints.settings import Settings
from benchmarks import results
from tools import benchmark_pages, errors_reference, settings_reference


def test_the_error_reference_is_drawn_from_the_tree() -> None:
    assert errors_reference.PATH.read_text() == errors_reference.render()


def test_no_two_kinds_of_error_share_a_code() -> None:
    codes = re.findall(r"^\| `([^`]+)`", errors_reference.render(), re.MULTILINE)
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


def test_an_interval_is_that_of_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263 and 15 of 148 by method 3.
    assert [round(bound, 4) for bound in benchmark_pages.wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(bound, 4) for bound in benchmark_pages.wilson(15, 148)] == [0.0624, 0.1605]
    assert benchmark_pages.wilson(0, 20)[0] == 0.0


def test_a_table_with_a_row_of_another_width_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    table = results.Result("screening", "quality", "UN", "none", "1", "python -m x", ["a", "b"], [[1, 2], [3]])
    with pytest.raises(ValueError, match="2 columns"):
        results.record(table)
    assert list(tmp_path.rglob("*.json")) == []
