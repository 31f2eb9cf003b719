"""The pack's summary as PDF; what it says reaches typst as data, never as markup."""

import json
from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).parent / "summary.typ"


def print_summary(content: dict[str, Any]) -> bytes:
    """The content of a pack as PDF pages, without a date of its own; takes a few tenths of a second."""
    import typst  # here, for it takes megabytes that a server needs only once somebody asks for a pack

    shown = json.dumps(content, sort_keys=True)
    return bytes(typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"d": shown}))
