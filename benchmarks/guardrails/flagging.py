"""How often honest papers are flagged as instructing a model when they are indexed.

CUAD (CC BY 4.0): the contracts past the 200 that the detector and its threshold have seen, in pieces of about a page. Papers as
customers send them, in the chunks that are indexed: supplier invoices (MIT), the W-9 (US public domain), and the made-up samples
of every type, which ask to be paid, called and kept.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ascertain.ai.retrieval import Chunk, chunk_pages
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS, Family
from ascertain.kyc.documents.prompt_injection_flags import find_instructions
from benchmarks.extraction.document_types import pages_of

_SEEN = 200
_PIECE = 3000
_MOST_PIECES = 60
_SEEDS = range(9100, 9103)
_FAMILIES: tuple[Family, ...] = ("A", "B")


def _contracts(data: Path) -> Iterator[tuple[str, list[Chunk]]]:
    for path in sorted((data / "documents" / "cuad" / "txt").glob("*.txt"))[_SEEN:]:
        text = path.read_text(errors="replace")[: _PIECE * _MOST_PIECES]
        starts = range(0, len(text), _PIECE)
        yield path.name, [Chunk(at, at // _PIECE + 1, path.name, text[at : at + _PIECE], ()) for at in starts]


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, list[Chunk]]]:
    for path in paths:
        yield path.name, chunk_pages(pages_of(path.read_bytes()), path.name)


def _samples() -> Iterator[tuple[str, list[Chunk]]]:
    for kind in KINDS:
        for family in _FAMILIES:
            for seed in _SEEDS:
                name = f"{kind} {family} {seed}"
                yield name, chunk_pages(pages_of(render(kind, family, random_content(kind, seed))), name)


def report(data: Path, *, show: bool = False) -> None:
    """Print flagged pieces and documents of each set, grave ones apart."""
    folder = data / "documents"
    sets = {
        "contracts": _contracts(data),
        "invoices": _files(sorted((folder / "invoices").rglob("*.pdf"))),
        "W-9": _files([folder / "forms" / "fw9.pdf"]),
        "samples": _samples(),
    }
    for name, documents in sets.items():
        count = pieces = flagged = grave = touched = 0
        for title, chunks in documents:
            found = find_instructions(chunks)
            count, pieces, flagged = count + 1, pieces + len(chunks), flagged + len(found)
            grave, touched = grave + sum(flag.severity == "high" for flag in found), touched + bool(found)
            if show:
                for flag in found:
                    print(f"{title}: {flag.severity}: {flag.detail}")
        print(
            f"{name}: {count} documents, {pieces} pieces: {flagged} flagged in {touched}, {grave} of them grave",
            flush=True,
        )
