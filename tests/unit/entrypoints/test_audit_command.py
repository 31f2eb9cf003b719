"""`ascertain audit verify` starts without the business packages, and its output can be read on a narrow terminal."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from ascertain.entrypoints.cli import audit_commands, printing


def test_verifying_imports_no_business_package() -> None:
    script = (
        "import sys, ascertain.entrypoints.cli.audit_commands;"
        "print([one for one in sys.modules if one.startswith(('ascertain.kyc', 'ascertain.ai'))])"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"


def test_sentences_are_printed_below_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    console = Console(file=out, width=80)
    monkeypatch.setattr(printing, "console", console)
    findings = [f"Finding {number}." for number in range(1, 8)]
    row = {
        "tenant": "tenant_01M8R033XEZ5HWSTTXZYTCPH9T",
        "intact": False,
        "sealed": 340,
        "unsealed": 0,
        "broken at": 17,
        "findings": findings,
        "notes": ["Entries 1 to 5 are from before keys were used."],
    }
    audit_commands.print_verified(console, [row])
    printed = out.getvalue()
    for whole in (row["tenant"], "Finding 5.", "and 2 more; --json has all", "Entries 1 to 5 are from before keys"):
        assert str(whole) in printed
    assert "Finding 6." not in printed
