"""Every regular expression of the package takes a time that grows with the length of a text, and no faster."""

import re

from ascertain.kernel.telemetry.logs import redact
from tools.structure.linear_patterns import patterns_of_package, slow_text


def test_every_pattern_of_the_package_is_linear() -> None:
    found = patterns_of_package()
    assert len(found) > 300  # the search itself works
    slow = {}
    for pattern, place in found.items():
        if text := slow_text(*pattern):
            slow[f"{place}: {pattern[0]!r}"] = text
    assert slow == {}


def test_the_check_finds_patterns_that_are_not() -> None:
    for source in (r"[\w.]+@", r"(a+)+$", r"(?:a|aa)+b", rb"<x.*?</x"):
        assert slow_text(source, re.DOTALL, False), source
    for source in (r"(?<![\w.])[\w.]+@", r"a{1,40}b", r"(?<!\d)\d+x", r"[^\"]{0,200}\""):
        assert slow_text(source, 0, False) is None, source


def test_a_log_line_is_bounded_and_hides_what_a_cut_divides() -> None:
    secret = "anna.maria@example.com"
    long = redact("x " * 60_000 + secret + " y" * 60_000)
    assert len(long) < 21_000 and "characters" in long and "anna" not in long
    # Wherever the cut falls, nothing of an address or token remains beside it.
    for shift in range(40):
        shown = redact("a" * shift + " " + f"{secret} " * 2000)
        assert "anna" not in shown and "example" not in shown
    assert "[nested too deeply]" in str(redact([[[[[[[[[[secret]]]]]]]]]]))
    assert redact({str(number): number for number in range(500)})["…"] == "400 more"
    assert redact(list(range(500)))[-1] == "… 400 more"
