"""The whole hostile corpus through the reader: `python -m benchmarks.hostile`.

Each file is treated as an upload: its type is detected, it is converted or opened in a reading process, and up to five pages are
read, under the limits of the product. It has to be read or refused with a reason (one of our errors, including the time limit). A
good file is read after every ten. Any other outcome makes the command fail.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter

from ascertain.ai.reading import ReaderPool, media_types
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.errors import AscertainError
from ascertain.kyc.documents import DocumentSettings
from benchmarks.extraction.generated import children_mb
from benchmarks.hostile.corpus import Hostile, corpus
from benchmarks.results import Cell, Result, add_record_options, record

_MOST_PAGES = 5  # bounds the time of the run; a hostile file shows its fault on the first pages
_SLOW_S = 15
_CHECK_EVERY = 10  # files, after which a good one is read
_REFUSALS = {
    "document.corrupt": "refused as damaged",
    "document.type_not_read": "refused as of a type that is not read",
    "document.too_large": "refused as too large",
    "document.read_timed_out": "ended at the time limit",
}


async def read_file(pool: ReaderPool, name: str, data: bytes) -> str:
    """The outcome: "read", the code of a refusal, or "FAILED" with the error."""
    try:
        media_type = media_types.media_type_of(name, data)
        if media_type in media_types.CONVERTED:
            data, _ = await pool.convert_to_pdf(media_type, data)
            media_type = "application/pdf"
        async with pool.open(media_type, data) as reader:
            for number in range(1, min(reader.page_count, _MOST_PAGES) + 1):
                await reader.read_page(number)
            if media_type == "application/pdf":
                await reader.inspect()
            return "read" if reader.page_count else "no pages"
    except AscertainError as error:
        plain = error.message.endswith(".") and "Traceback" not in error.message
        return error.code if plain else f"FAILED: {error.message[:200]}"
    except Exception as error:
        return f"FAILED: {type(error).__name__}: {error}"


async def run(files: list[Hostile], *, show: bool = False) -> Counter[str]:
    """Read all files through one pool and count the outcomes."""
    pool = ReaderPool(DocumentSettings(page_timeout_s=20), size=1)
    good = render("utility_bill", "A", random_content("utility_bill", 1))
    outcomes: Counter[str] = Counter()
    slowest, memory = (0.0, ""), 0.0
    for index, file in enumerate(files):
        begun = time.perf_counter()
        outcome = await read_file(pool, file.name, file.data)
        spent = time.perf_counter() - begun
        slowest = max(slowest, (spent, file.name))
        memory = max(memory, await asyncio.to_thread(children_mb))
        outcomes[outcome] += 1
        if show or outcome.startswith("FAILED") or spent > _SLOW_S:
            print(f"{file.name:28} {spent:6.1f} s  {outcome:24} {file.made}", flush=True)
        if index % _CHECK_EVERY == _CHECK_EVERY - 1 and await read_file(pool, "good.pdf", good) != "read":
            outcomes["FAILED: a good file after it"] += 1
    await pool.close()
    print(f"slowest: {slowest[1]} {slowest[0]:.1f} s; reading process up to {memory:.0f} MB")
    return outcomes


def table(outcomes: Counter[str], *, built: int, fuzzed: int, seed: int) -> Result:
    """One row for each outcome; the usual ones also where no file had them."""
    failed = sum(count for outcome, count in outcomes.items() if outcome.startswith("FAILED"))
    rows: list[list[Cell]] = [["read", outcomes["read"]]]
    rows += [[name, outcomes[code]] for code, name in _REFUSALS.items()]
    rows += [
        [outcome, count]
        for outcome, count in outcomes.items()
        if outcome not in ("read", *_REFUSALS) and not outcome.startswith("FAILED")
    ]
    return Result(
        capability="reading",
        name="hostile-files",
        set=f"{built} files built by hand, {fuzzed} mutations of good files (seed {seed})",
        split="none",
        size=f"{built + fuzzed} files",
        columns=["outcome", "files"],
        rows=[*rows, ["failed or crashed", failed]],
    )


def main() -> None:
    """Print the counts of outcomes; exit with an error if a file failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuzzed", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    add_record_options(parser)
    chosen = parser.parse_args()
    files = list(corpus(seed=chosen.seed, fuzzed=chosen.fuzzed))
    outcomes = asyncio.run(run(files, show=chosen.show))
    print(f"{len(files)} files")
    for outcome, count in outcomes.most_common():
        print(f"{count:5} {outcome}")
    built = len(files) - chosen.fuzzed
    record(table(outcomes, built=built, fuzzed=chosen.fuzzed, seed=chosen.seed), chosen.record)
    sys.exit(any(outcome.startswith("FAILED") for outcome in outcomes))


if __name__ == "__main__":
    main()
