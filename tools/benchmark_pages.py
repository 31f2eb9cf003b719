"""Draw docs/reference/benchmarks from the JSON of benchmark commands: `python -m tools.benchmark_pages`; a test compares.

`benchmarks/results/CAPABILITY/NAME.json` is written by the command that measured (benchmarks/results.py);
`benchmarks/notes/CAPABILITY.toml` is written by a person: heading, how to read the table, and its limits. Figures that other pages
quote are drawn into them as well.
"""

import json
import math
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
NOTES = ROOT / "benchmarks" / "notes"
PAGES = ROOT / "docs" / "reference" / "benchmarks"
_DRAWN = "<!-- Drawn by `python -m tools.benchmark_pages` from benchmarks/results and benchmarks/notes. -->"
# Pages written by hand that quote figures: the lines between two such marks are drawn.
# <!-- figures: CAPABILITY/NAME | row; row | column; column --> ... <!-- end of figures -->
QUOTING = (
    ROOT / "README.md",
    ROOT / "docs" / "reference" / "learned-reader.md",
    ROOT / "docs" / "explanation" / "ai-in-onboarding.md",
)
_QUOTED = re.compile(
    r"(<!-- figures: ([^|\n]+) \| ([^|\n]+) \| ([^|\n]+) -->\n).*?(<!-- end of figures -->)", re.DOTALL
)
_Z = 1.959964  # the normal quantile of a two-sided 95 % interval


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a proportion. Source: Wilson (1927), JASA 22, 209-212."""
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, _Z**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, dict):
        hits, total = value["hits"], value["total"]
        if total == 0:
            return "0 of 0"
        low, high = wilson(hits, total)
        return f"{hits} of {total} ({hits / total:.3f}, {low:.3f} to {high:.3f})"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")


def _table(result: dict[str, Any]) -> list[str]:
    rows = [
        result["columns"],
        ["---"] * len(result["columns"]),
        *([_cell(one) for one in row] for row in result["rows"]),
    ]
    return [f"| {' | '.join(row)} |" for row in rows]


def _provenance(result: dict[str, Any]) -> list[str]:
    facts = {
        "Set": result["set"], "Split": result["split"], "Size": result["size"], "Peer": result["peer"],
        "Command": f"`{result['command']}`", "Measured": f"{result['date']}, commit {result['commit']}",
        "Machine": "; ".join(filter(None, (result["machine"], result["conditions"]))),
    }  # fmt: skip
    return [f"- {name}: {value}" for name, value in facts.items() if value]


def render(capability: str, results: Path = RESULTS) -> str:
    """The page of a capability. Raises KeyError for a table without notes, and for notes without a table."""
    notes = tomllib.loads((NOTES / f"{capability}.toml").read_text())
    tables = {path.stem: json.loads(path.read_text()) for path in sorted((results / capability).glob("*.json"))}
    lines = [f"# {notes['title']}", "", _DRAWN, "", notes["intro"].strip(), ""]
    sections = notes["table"]
    if set(sections) != set(tables):
        raise KeyError(f"{capability}: notes for {sorted(sections)}, tables {sorted(tables)}")
    for name, note in sections.items():
        result = tables[name]
        lines += [f"## {note['heading']}", "", *_table(result), "", note["reading"].strip(), ""]
        lines += [f"**Limits.** {note['limits'].strip()}", "", *_provenance(result), ""]
    return "\n".join(lines)


def index() -> str:
    """The first page: every capability with its tables."""
    lines = ["# Benchmarks", "", _DRAWN, ""]
    lines += [
        "Every table is written by the command named below it, with the set, the split, the peer measured in the same run, the",
        "commit and the day. Sets from other people come first; sets made by this project show that nothing broke, not how well",
        "documents of strangers are read. Shares of counts have their 95 % Wilson interval.",
        "",
        "| capability | tables |",
        "|---|---|",
    ]
    for path in sorted(NOTES.glob("*.toml")):
        notes = tomllib.loads(path.read_text())
        headings = "; ".join(note["heading"] for note in notes["table"].values())
        lines.append(f"| [{notes['title']}]({path.stem}.md) | {headings} |")
    return "\n".join(lines) + "\n"


def with_figures(text: str, results: Path = RESULTS) -> str:
    """A page with the figures that it quotes. Raises ValueError for a row or a column that the table does not have."""

    def drawn(match: re.Match[str]) -> str:
        begin, name, rows, columns, end = match.groups()
        result = json.loads((results / f"{name}.json").read_text())
        wanted = [result["columns"].index(column.strip()) for column in columns.split(";")]
        by_name = {row[0]: row for row in result["rows"]}
        missing = [row.strip() for row in rows.split(";") if row.strip() not in by_name]
        if missing:
            raise ValueError(f"{name} has no row {missing}")
        chosen = [by_name[row.strip()] for row in rows.split(";")]
        cut = {
            "columns": [result["columns"][0], *(result["columns"][index] for index in wanted)],
            "rows": [[row[0], *(row[index] for index in wanted)] for row in chosen],
        }
        return begin + "\n" + "\n".join(_table(cut)) + "\n\n" + end

    return _QUOTED.sub(drawn, text)


def pages() -> dict[Path, str]:
    """Every page by its path."""
    drawn = {PAGES / f"{path.stem}.md": render(path.stem) for path in sorted(NOTES.glob("*.toml"))}
    return {PAGES / "index.md": index(), **drawn}


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text)
    for path in QUOTING:
        path.write_text(with_figures(path.read_text()))
