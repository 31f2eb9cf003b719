"""What the reference says is what the code is."""

import re

from pydantic import BaseModel

from ascertain.entrypoints.settings import Settings
from tools import errors_reference, settings_reference


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
