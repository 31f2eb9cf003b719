"""The pack as a ZIP, written file by file, so that no more than one document is in memory."""

import asyncio
import hashlib
import json
import zipfile
from collections.abc import Awaitable, Callable
from functools import partial
from typing import IO, Any

from ascertain.kyc.cases.evidence_pack.contents import Pack
from ascertain.kyc.cases.evidence_pack.printing import print_summary

MANIFEST = "manifest.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can tell


class _Archive:
    """Entries with the hash of each."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w")
        self.listed: list[dict[str, Any]] = []

    def add(self, path: str, data: bytes, *, squeeze: bool = True) -> None:
        """One file; documents are mostly compressed already."""
        entry = zipfile.ZipInfo(path, _LONG_AGO)
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data, zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED)
        self.listed.append({"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)})

    def close(self, about: dict[str, Any]) -> str:
        """Write the manifest, which names every other file; returns its SHA-256."""
        data = _json({**about, "files": self.listed})
        self.add(MANIFEST, data)
        self._zip.close()
        return hashlib.sha256(data).hexdigest()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


async def write_zip(pack: Pack, read: Callable[[str], Awaitable[bytes]], out: IO[bytes]) -> str:
    """Write the pack to `out`; returns the SHA-256 of its manifest.

    Args:
        read: gives the bytes of a stored file by its hash.
    """
    archive = _Archive(out)
    summary = await asyncio.to_thread(print_summary, pack.content)
    await asyncio.to_thread(archive.add, "summary.pdf", summary)
    await asyncio.to_thread(archive.add, "case.json", _json(pack.content))
    for number, document in enumerate(pack.documents, 1):
        data = await read(document.sha256)
        name = f"documents/{number:03d}-{_plain(document.filename)}"
        await asyncio.to_thread(partial(archive.add, name, data, squeeze=False))
    case, waiting = pack.content["case"], pack.content["proposals"]
    about = {
        "format": pack.content["format"],
        "case": {name: case[name] for name in ("id", "reference", "state", "round", "inputs_version")},
        "decision_snapshot_sha256": waiting[-1]["snapshot_sha256"] if waiting else None,
    }
    return await asyncio.to_thread(archive.close, about)


def _plain(filename: str) -> str:
    """A name that every system unpacks where it should: no separators, no leading dots."""
    kept = "".join(c if c.isalnum() or c in " -_.()" else "_" for c in filename)
    return kept.strip(" .")[-120:] or "unnamed"
