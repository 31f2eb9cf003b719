"""A part of the hostile corpus: every file is read or refused with a reason, and the reader continues.

The whole corpus is run by `python -m benchmarks.hostile`.
"""

from benchmarks.hostile.__main__ import run
from benchmarks.hostile.corpus import corpus

# Slow files are left to the whole corpus: bombs of hundreds of megabytes, and images of many pages.
_SLOW = (
    "bomb.docx",
    "bomb.png",
    "twice.pdf",
    "frames.tiff",
    "revisions.pdf",
    "drawing-10000000.pdf",
    "lines.txt",
    "line.txt",
    "many.docx",
)


async def test_hostile_files_are_read_or_refused_and_none_stops_the_reader() -> None:
    files = [
        file
        for file in corpus(seed=3, fuzzed=24)
        if file.name not in _SLOW and not file.name.endswith((".png", ".jpg", ".tiff"))
    ]
    assert len(files) > 90
    outcomes = await run(files[::2])
    assert not [outcome for outcome in outcomes if outcome.startswith("FAILED")], outcomes
    assert outcomes["read"] >= 5 and len(outcomes) >= 4
