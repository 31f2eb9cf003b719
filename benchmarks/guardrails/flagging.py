"""How often honest contracts are flagged as instructing a model when they are indexed.

CUAD (CC BY 4.0): the contracts past the 200 that the detector and its threshold have seen, in pieces of about a page.
"""

from pathlib import Path

from ascertain.ai.retrieval import Chunk
from ascertain.kyc.documents.instructions import find_instructions

_SEEN = 200
_PIECE = 3000
_MOST_PIECES = 60


def report(data: Path, *, show: bool = False) -> None:
    """Print flagged pieces and contracts, grave ones apart."""
    contracts = pieces = flagged = grave = touched = 0
    for path in sorted((data / "documents" / "cuad" / "txt").glob("*.txt"))[_SEEN:]:
        text = path.read_text(errors="replace")[: _PIECE * _MOST_PIECES]
        chunks = [
            Chunk(at, at // _PIECE + 1, path.name, text[at : at + _PIECE], ()) for at in range(0, len(text), _PIECE)
        ]
        found = find_instructions(chunks)
        contracts, pieces, flagged = contracts + 1, pieces + len(chunks), flagged + len(found)
        grave, touched = grave + sum(flag.severity == "high" for flag in found), touched + bool(found)
        if show:
            for flag in found:
                print(f"{path.name}: {flag.severity}: {flag.detail}")
    print(f"{contracts} contracts, {pieces} pieces: {flagged} flagged in {touched} contracts, {grave} of them grave")
