"""Words for codes and numbers, for the sentences of blockers, tasks and the timeline."""

import re

# The steps of a case as the screen names them.
STEP_NAMES = {"resolve": "parties", "own": "owners", "screen": "screening", "score": "risk"}


def humanise(name: str) -> str:
    """A property or a code in words: "birthDate" becomes "birth date", "trust_deed" "trust deed"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 fact", "2 facts"; `many` where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
