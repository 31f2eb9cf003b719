"""The summary of a pack as PDF; content reaches typst as data, never as markup, so a file name cannot run code."""

import json
from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).parent / "summary.typ"


def print_summary(content: dict[str, Any]) -> bytes:
    """The content of a pack as PDF pages, without a date of its own; takes a few tenths of a second."""
    import typst  # imported here: it takes tens of megabytes that most processes never need

    data = json.dumps(content, sort_keys=True)
    return bytes(typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"d": data}))
