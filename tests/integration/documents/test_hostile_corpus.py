"""A slice of the hostile corpus: every file is read or refused with a plain reason, and the reader reads on.

The whole is run by `python -m benchmarks.hostile`.
"""

from benchmarks.hostile.__main__ import run
from benchmarks.hostile.corpus import corpus

# What takes long is left to the whole: bombs that are packed to hundreds of megabytes, and pictures of many pages.
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
    went = await run(files[::2])
    assert not [how for how in went if how.startswith("FAILED")], went
    assert went["read"] >= 5 and len(went) >= 4
