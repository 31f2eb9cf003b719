"""The commands as Markdown, from the command line's own help."""

from typing import Any

import typer


def _usage(name: str, command: Any) -> str:
    arguments = [
        one.name.upper() if one.required else f"[{one.name.upper()}]" for one in _parameters(command, "argument")
    ]
    options = ["[OPTIONS]"] if _parameters(command, "option") else []
    return " ".join([name, *options, *arguments])


def _parameters(command: Any, kind: str) -> list[Any]:
    return [one for one in command.params if one.param_type_name == kind and not getattr(one, "hidden", False)]


def _rows(command: Any) -> list[str]:
    rows = []
    for one in [*_parameters(command, "argument"), *_parameters(command, "option")]:
        names = one.name.upper() if one.param_type_name == "argument" else ", ".join([*one.opts, *one.secondary_opts])
        shown = one.default if one.default not in (None, (), []) and not callable(one.default) else ""
        help_text = " ".join((getattr(one, "help", None) or "").split()).replace("|", "\\|")
        rows.append(f"| `{names}` | {help_text} | {f'`{shown}`' if shown != '' else ''} |")
    return ["| | | default |", "|---|---|---|", *rows, ""] if rows else []


def _section(name: str, command: Any, depth: int) -> list[str]:
    children = getattr(command, "commands", {})
    help_text = (command.help or "").strip()
    lines = [f"{'#' * depth} {name}", "", help_text, ""]
    if not children or getattr(command, "invoke_without_command", False):
        lines += ["```", _usage(name, command), "```", "", *_rows(command)]
    for child in sorted(children):
        if not children[child].hidden:
            lines += _section(f"{name} {child}", children[child], min(depth + 1, 4))
    return lines


def render(app: typer.Typer) -> str:
    """One page: every command with its arguments, options and defaults."""
    root = typer.main.get_command(app)
    lines = [
        "# Command line",
        "",
        "Every command has `--help`. Commands that print tables print JSON with `--json`.",
        "",
    ]
    for name in sorted(root.commands):  # type: ignore[attr-defined]
        lines += _section(f"ascertain {name}", root.commands[name], 2)  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"
