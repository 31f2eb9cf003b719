"""Weak and breached passwords are refused."""

import hashlib
from pathlib import Path

import pytest

from ascertain.kernel.auth.model import WeakPassword
from ascertain.kernel.auth.password_policy import BreachedPasswords, PasswordPolicy
from ascertain.kernel.errors import Unavailable

GOOD = "violet-otter-stapler-94"
_LEAKED = [f"a leaked password {number}" for number in range(500)]


def _hashed(separator: str, *, count: bool, lower: bool = False) -> str:
    hashes = sorted(hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in _LEAKED)
    lines = [f"{one}:{number}" if count else one for number, one in enumerate(hashes)]
    text = separator.join(lines)
    return text.lower() if lower else text


@pytest.mark.parametrize(
    "text",
    [
        _hashed("\n", count=True),
        _hashed("\r\n", count=True) + "\r\n",
        _hashed("\n", count=False, lower=True),
        "\n".join(_LEAKED),
        "\r\n".join(_LEAKED) + "\r\n",
    ],
)
def test_every_password_of_the_file_is_found_and_no_other(tmp_path: Path, text: str) -> None:
    file = tmp_path / "breached"
    file.write_bytes(text.encode())
    breached = BreachedPasswords(file)
    assert all(one in breached for one in _LEAKED)
    assert not any(
        one in breached for one in (GOOD, "a leaked password", "leaked password 7", _LEAKED[0] + "!", "0", "z")
    )


@pytest.mark.parametrize("lines", [[], ["F" * 40, "0" * 40] * 50])
def test_a_file_that_cannot_be_searched_is_refused(tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "breached"
    file.write_text("\n".join(lines))
    with pytest.raises(Unavailable):
        BreachedPasswords(file)
    with pytest.raises(Unavailable):
        PasswordPolicy(tmp_path / "missing")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiopasdf",
        "Rosalind.Okafor",
        "northgate-bank-1",
        "ascertain2026",
        "x" * 1000,
    ],
)
async def test_an_easily_guessed_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        await PasswordPolicy().check(
            password, about=["Rosalind Okafor", "r.okafor@northgate.example", "Northgate Bank"]
        )


@pytest.mark.parametrize("password", [GOOD, GOOD * 40])
async def test_a_strong_password_is_accepted_in_bounded_time_whatever_its_length(password: str) -> None:
    await PasswordPolicy().check(password, about=["Rosalind Okafor"])


async def test_a_strong_password_from_a_breach_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "breached"
    file.write_text(GOOD)
    with pytest.raises(WeakPassword, match="breach"):
        await PasswordPolicy(file).check(GOOD, about=[])
