"""Pages per second and memory of reading: `python -m benchmarks.reading.speed --peers PYTHON`.

Digital pages are those of CUAD's PDFs (development half); scans are generated documents at 200 dpi. We read as the server does: in
two reading processes, words with boxes and the picture of the page (and once without pictures, as for late pages of long files).
Peers also run in two processes: pypdf and pdfplumber for text (`--peers` names a Python that has them, see peers.txt),
docling-parse (`--docling`, see docling.txt; docling itself runs a layout model whose weights are in no package), and Debian's
tesseract for scans. A file of 1,000 pages is read in one piece, beside one of a tenth. Memory is the largest proportional set size
of a reading process.
"""

import argparse
import asyncio
import io
import os
import resource
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.demo.samples import ScanNoise, random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from ascertain.kyc.documents import DocumentSettings
from benchmarks.extraction.generated import children_mb
from benchmarks.results import Cell, Result, add_record_options, record
from benchmarks.running import cpu_s

_PLUMBER = """
import sys, pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
"""
_DOCLING = """
import sys
from docling_core.types.doc.page import TextCellUnit
from docling_parse.pdf_parser import DoclingPdfParser
for name in sys.argv[1:]:
    document = DoclingPdfParser(loglevel="fatal").load(name)
    for _, page in document.iterate_pages():
        list(page.iterate_cells(unit_type=TextCellUnit.WORD))
"""
_PYPDF = (
    "import sys,pypdf\nn=0\nfor f in sys.argv[1:]:\n  for p in pypdf.PdfReader(f).pages: n+=len(p.extract_text())\n"
)


async def read_all(files: list[tuple[str, bytes]], *, draw: bool) -> tuple[int, float, float, float]:
    """Pages, seconds, seconds of processor time, and MB of the largest reading process, with two files at a time."""
    pool = ReaderPool(DocumentSettings(), size=2)
    done, memory = 0, 0.0

    async def one(media_type: str, data: bytes) -> int:
        async with pool.open(media_type, data) as reader:
            for number in range(1, reader.page_count + 1):
                await reader.read_page(number, draw=draw)
            return reader.page_count

    async def watch() -> None:
        nonlocal memory
        while True:
            memory = max(memory, await asyncio.to_thread(children_mb))
            await asyncio.sleep(0.5)

    watcher = asyncio.create_task(watch())
    begun = time.perf_counter()
    done = sum(await asyncio.gather(*(one(*file) for file in files)))
    spent = time.perf_counter() - begun
    watcher.cancel()
    processor = sum(cpu_s(pid) for pid in pool.idle_pids)
    await pool.close()
    return done, spent, processor, memory


def in_two(command: list[str], files: list[Path]) -> tuple[float, float]:
    """Seconds of a peer for the files, half of them in each of two processes, and seconds of processor time."""
    begun, used = time.perf_counter(), of_children()
    with ThreadPoolExecutor(2) as pool:
        halves = [[*command, *map(str, files[side::2])] for side in (0, 1) if files[side::2]]
        list(pool.map(lambda line: subprocess.run(line, check=True, capture_output=True), halves))
    return time.perf_counter() - begun, of_children() - used


def of_children() -> float:
    """Seconds of processor time of ended child processes."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def tesseract(pictures: list[Path]) -> tuple[float, float]:
    """Seconds of tesseract for the images, two at a time with one thread each, and seconds of processor time."""
    begun, used = time.perf_counter(), of_children()
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    with ThreadPoolExecutor(2) as pool:
        lines = [["tesseract", str(path), "-", "tsv"] for path in pictures]
        list(pool.map(lambda line: subprocess.run(line, check=True, capture_output=True, env=environment), lines))
    return time.perf_counter() - begun, of_children() - used


def joined(paths: list[Path], pages: int) -> bytes:
    """A PDF of this many pages, made of others."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for path in paths:
            part = pypdfium2.PdfDocument(path.read_bytes())
            whole.import_pages(part, list(range(min(len(part), pages - len(whole)))))
            part.close()
            if len(whole) >= pages:
                break
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def row(name: str, pages: int, seconds: float, processor: float, memory: float | None = None) -> list[Cell]:
    """Print a line and return its row. The processor time per page is affected least by other load on the machine."""
    size = f"{memory:.0f} MB" if memory else ""
    each = 1000 * processor / pages
    print(
        f"{name:44} {pages:5} pages {seconds:6.1f} s {pages / seconds:7.1f} pages/s {each:6.0f} ms of processor time a page  {size}"
    )
    return [name, pages, f"{pages / seconds:.1f}", f"{each:.0f}", size or None]


def main() -> None:
    """Print one line per reader and kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="a Python with pypdf and pdfplumber")
    parser.add_argument("--docling", help="a Python with docling-parse, the reader of PDFs inside docling")
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--scans", type=int, default=8)
    parser.add_argument("--long", type=int, default=1000, help="pages of the long file")
    add_record_options(parser)
    chosen = parser.parse_args()
    folder = Path(os.environ["ASCERTAIN_DATA"]) / "documents" / "cuad" / "pdf"
    paths = sorted(folder.iterdir(), key=lambda path: path.stat().st_size)[30 : 30 + chosen.files]
    digital = [("application/pdf", path.read_bytes()) for path in paths]
    rows: list[list[Cell]] = []
    pages, *measured = asyncio.run(read_all(digital, draw=True))
    rows.append(row("digital: words, boxes and picture", pages, *measured))
    rows.append(row("digital: words and boxes", *asyncio.run(read_all(digital, draw=False))))
    if chosen.peers:
        rows.append(row("digital: pypdf (text, no boxes)", pages, *in_two([chosen.peers, "-c", _PYPDF], paths)))
        rows.append(
            row("digital: pdfplumber (words with boxes)", pages, *in_two([chosen.peers, "-c", _PLUMBER], paths))
        )
    if chosen.docling:
        rows.append(
            row("digital: docling-parse (words with boxes)", pages, *in_two([chosen.docling, "-c", _DOCLING], paths))
        )
    scans = [
        ("image/jpeg", render(KINDS[i % 5], "B", random_content(KINDS[i % 5], 40 + i), scan=ScanNoise(), seed=i))
        for i in range(chosen.scans)
    ]
    if scans:
        rows.append(row("scans at 200 dpi: words, boxes, picture", *asyncio.run(read_all(scans, draw=True))))
        with tempfile.TemporaryDirectory() as place:
            pictures = [Path(place) / f"{index}.jpg" for index in range(len(scans))]
            for path, (_, data) in zip(pictures, scans, strict=True):
                path.write_bytes(data)
            rows.append(row("scans at 200 dpi: tesseract (eng)", len(scans), *tesseract(pictures)))
    for length in (chosen.long // 10, chosen.long) if chosen.long else ():
        one = [("application/pdf", joined(paths, length))]
        rows.append(row(f"one file of {length:,} pages: words and boxes", *asyncio.run(read_all(one, draw=False))))
    peers = ["pypdf", "pdfplumber"] * bool(chosen.peers) + ["docling-parse"] * bool(chosen.docling)
    table = Result(
        capability="reading",
        name="speed",
        set=f"{len(paths)} CUAD PDFs (CC BY 4.0); generated documents as scans at 200 dpi",
        split="development half",
        size=f"{pages} digital pages, {len(scans)} scans, files of {chosen.long // 10} and {chosen.long:,} pages",
        columns=["reader", "pages", "pages/s", "processor ms a page", "memory of a reading process"],
        rows=rows,
        peer=", ".join(peers + ["tesseract"] * bool(scans)) + " (versions: benchmarks/reading/*.txt)",
    )
    record(table, chosen.record)


if __name__ == "__main__":
    main()
