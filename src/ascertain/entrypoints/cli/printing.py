"""Output of commands: tables for people, JSON for programs."""

import json
from typing import Annotated, Any

import typer
from rich.box import HEAVY_HEAD, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs")]
Tenant = Annotated[str | None, typer.Option(help="Id or name of the tenant; not needed if there is only one")]
console = Console()
# More columns than this do not fit on a terminal with lines between them.
_MAX_COLUMNS_WITH_LINES = 8


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 case", "1,204 cases"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def print_rows(rows: list[dict[str, Any]], *, as_json: bool, title: str) -> None:
    """Print rows, which all have the same columns."""
    if as_json:
        print(json.dumps(rows, default=str))
        return
    wide = len(rows[0]) > _MAX_COLUMNS_WITH_LINES if rows else False
    table = Table(
        title=title,
        title_justify="left",
        box=SIMPLE_HEAD if wide else HEAVY_HEAD,
        padding=(0, 1, 0, 0) if wide else (0, 1),
    )
    for column in rows[0] if rows else ():
        # Folded instead of cut, because ids and reasons are copied from the terminal.
        numbers = all(isinstance(row[column], int | float) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table if rows else f"{title}: none")
