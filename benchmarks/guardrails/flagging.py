"""How often genuine documents are flagged for instructing a model when they are indexed.

CUAD (CC BY 4.0): the contracts after the 200 that the detector and its threshold have seen, in pieces of about a page. Documents
that customers send, in the chunks that are indexed: supplier invoices (MIT), the W-9 (US public domain), and the fictional samples
of every type, which ask their reader to pay, call and file them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ascertain.ai.retrieval import Chunk, chunk_pages
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS, Family
from ascertain.kyc.documents.prompt_injection_flags import find_prompt_injections
from benchmarks.extraction.document_types import pages_of

_SEEN = 200  # contracts used in training and for the threshold
_PIECE = 3000  # characters, about a page
_MOST_PIECES = 60  # per contract, so that a few long ones do not dominate
_SEEDS = range(9100, 9103)  # none of those used in training
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
    """Print the flagged pieces and documents of each set, and how many have high severity."""
    folder = data / "documents"
    sets = {
        "contracts": _contracts(data),
        "invoices": _files(sorted((folder / "invoices").rglob("*.pdf"))),
        "W-9": _files([folder / "forms" / "fw9.pdf"]),
        "samples": _samples(),
    }
    for name, documents in sets.items():
        count = pieces = flagged = high = touched = 0
        for title, chunks in documents:
            found = find_prompt_injections(chunks)
            count, pieces, flagged = count + 1, pieces + len(chunks), flagged + len(found)
            high, touched = high + sum(flag.severity == "high" for flag in found), touched + bool(found)
            if show:
                for flag in found:
                    print(f"{title}: {flag.severity}: {flag.detail}")
        print(
            f"{name}: {flagged} of {pieces} pieces flagged, in {touched} of {count} documents; {high} with high severity",
            flush=True,
        )
