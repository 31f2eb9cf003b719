"""The pack as a ZIP, written file by file, so that at most one document is in memory."""

import hashlib
import json
import zipfile
from collections.abc import Awaitable, Callable
from functools import partial
from typing import IO, Any

from ascertain.kernel.threads import run_in_thread
from ascertain.kyc import documents
from ascertain.kyc.cases.evidence_pack.contents import Pack
from ascertain.kyc.cases.evidence_pack.printing import print_summary

MANIFEST = "manifest.json"
# One fixed time for every entry, so that equal content gives equal bytes; 1980 is the earliest that the ZIP format can state.
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
# Read and write for the owner, read for others; the upper 16 bits of the attributes are the Unix mode.
_FILE_MODE = 0o644 << 16


class _Archive:
    """A ZIP being written, with the hash of each entry."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w")
        self.listed: list[dict[str, Any]] = []

    def add(self, path: str, data: bytes, *, compress: bool = True) -> None:
        """Add one file. Documents are stored as they are: PDF and pictures are compressed already."""
        entry = zipfile.ZipInfo(path, _FIXED_TIME)
        entry.external_attr = _FILE_MODE
        self._zip.writestr(entry, data, zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED)
        self.listed.append({"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)})

    def close(self, about: dict[str, Any]) -> str:
        """Write the manifest, which names every other file; returns its SHA-256."""
        data = _json({**about, "files": self.listed})
        self.add(MANIFEST, data)
        self._zip.close()
        return hashlib.sha256(data).hexdigest()

    def abandon(self) -> None:
        """Write no more. An archive that is not closed would be when it is collected, to a file that is closed by then."""
        self._zip.fp = None


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


async def write_zip(pack: Pack, read: Callable[[str], Awaitable[bytes]], out: IO[bytes]) -> str:
    """Write the pack to `out`; returns the SHA-256 of its manifest.

    Args:
        read: returns the bytes of a stored file by its hash.
    """
    archive = _Archive(out)
    try:
        return await _fill(archive, pack, read)
    except BaseException:
        archive.abandon()
        raise


async def _fill(archive: _Archive, pack: Pack, read: Callable[[str], Awaitable[bytes]]) -> str:
    summary = await run_in_thread(print_summary, pack.content)
    await run_in_thread(archive.add, "summary.pdf", summary)
    await run_in_thread(archive.add, "case.json", _json(pack.content))
    for number, document in enumerate(pack.documents, 1):
        # Refused by name: a pack with a forged or missing original would prove nothing.
        with documents.naming(document.filename):
            data = await read(document.sha256)
        name = f"documents/{number:03d}-{_plain(document.filename)}"
        await run_in_thread(partial(archive.add, name, data, compress=False))
    case, proposals = pack.content["case"], pack.content["proposals"]
    about = {
        "format": pack.content["format"],
        "case": {name: case[name] for name in ("id", "reference", "state", "round", "inputs_version")},
        "decision_snapshot_sha256": proposals[-1]["snapshot_sha256"] if proposals else None,
    }
    return await run_in_thread(archive.close, about)


def _plain(filename: str) -> str:
    """A name that unpacks safely on every system: no separators, no leading dots, at most 120 characters."""
    # 120 leaves room for the folder and the number within the 255 bytes that file systems allow.
    safe = "".join(c if c.isalnum() or c in " -_.()" else "_" for c in filename)
    return safe.strip(" .")[-120:] or "unnamed"
