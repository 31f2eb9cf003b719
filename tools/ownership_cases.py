"""Draw docs/reference/ownership-cases.md from the structures worked out by hand; a test compares."""

import re
from pathlib import Path

from tests.unit.ownership.worked_cases import CASES

PATH = Path(__file__).parent.parent / "docs/reference/ownership-cases.md"

_HEAD = """# Owners worked out by hand

Drawn from `tests/unit/ownership/worked_cases.py` by `make reference`; every row is a test. Names in lower case are natural
persons. `ann 60 Alpha` means that ann holds 60 % of Alpha; `(25..50]` is more than 25 and up to 50 %; `60votes` are votes,
`30profits` rights to profits; a word is a role or a means of control. T: is a trust, F: a foundation, U: a fund, J: a joint
holding, N: a nomination, S: a state, L: a listed company, X: an unknown person; `Alpha is insurer` gives a regulatory
status and `Alpha in us` a country. The last company is the one whose owners are determined. The columns have the grounds; `ann?`
means that she may be an owner, and a dash that there is none. Shares and control are separate grounds, as in the laws. How each law
counts: docs/guides/ownership.md.

| | structure | EU 2015/849 | EU 2024/1624 | UK PSC | US CDD | unknown |
|---|---|---|---|---|---|---|
"""


def _cell(text: str) -> str:
    return re.sub(r"\|", "\\|", text) or "–"


def render() -> str:
    """The reference as Markdown."""
    rows = []
    for case in CASES:
        answers = case.answers()
        cells = " | ".join(_cell(answers[law]) for law in ("directive", "regulation", "uk", "us"))
        unknown = f"{case.unknown * 100:.4g} %" if case.unknown else "–"
        rows.append(f"| {case.name} | {case.text.replace('; ', '<br>')} | {cells} | {unknown} |")
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PATH.write_text(render())
