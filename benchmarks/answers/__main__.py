"""Accuracy of cited answers on real contracts: right page, wrong page, refused.

    ASCERTAIN_DATA=... python -m benchmarks.answers [--tune] [--details]

Reads CUAD contracts as one case, indexes them, and asks questions generated from labels.csv: sixty that the labels answer, and
twenty for clauses that the contract lacks. No server is started; an embedded database runs in a temporary folder.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ascertain.ai import retrieval
from ascertain.ai.guardrails import KnownValues, find_personal_data, withhold
from ascertain.ai.text import Passage
from ascertain.ai.text.embedding import LocalEmbedder
from ascertain.kernel.database import Database, EmbeddedPostgres, migrate
from ascertain.kyc import documents
from ascertain.kyc.assistant import RetrievalQuery
from ascertain.kyc.assistant.context_retrieval import find_passages
from ascertain.kyc.assistant.document_selection import Fingerprint, named_documents
from ascertain.kyc.assistant.extractive import AnswerSentence, answer
from ascertain.kyc.assistant.settings import AssistantSettings
from benchmarks.answers.questions import Asked, label_pages, load_labels, questions_of
from benchmarks.results import Cell, Result, add_record_options, record

TENANT, CASE = "tenant_benchmark", "case_benchmark"
REPORTED, TUNED = 20, 10


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one question."""

    asked: Asked
    outcome: str
    right: frozenset[int]
    answered: tuple[tuple[AnswerSentence, Passage], ...]


async def _read_and_index(
    db: Database, embedder: LocalEmbedder, folder: Path, names: list[str]
) -> dict[str, list[str]]:
    """Read the contracts in child processes and index them as one case; returns the text of their pages."""
    texts: dict[str, list[str]] = {}
    for at, name in enumerate(names, 1):
        read = await documents.read_async((folder / name).read_bytes(), name)
        chunks = await retrieval.embed_chunks(retrieval.chunk_pages(read.pages, name), embedder)
        async with db.transaction(TENANT) as tx:
            await retrieval.index_source(tx, scope=CASE, source_id=name, version="1", chunks=chunks)
        texts[name] = [page.text for page in read.pages]
        print(f"\r{at} of {len(names)} contracts read and indexed", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return texts


async def _ask(
    db: Database, embedder: LocalEmbedder, asked: Asked, prints: list[Fingerprint]
) -> list[tuple[AnswerSentence, Passage]]:
    wanted = RetrievalQuery(TENANT, CASE, asked.text, AssistantSettings().passages)
    found = await find_passages(db, embedder, wanted, named_documents(asked.text, prints))
    sources = [one.passage for one in found]
    return [(sentence, sources[sentence.n - 1]) for sentence in answer(asked.text, sources)]


def _outcome(asked: Asked, right: set[int], answered: list[tuple[AnswerSentence, Passage]]) -> str:
    """The outcome by the first citation; a later one on the right page counts as "right, not first"."""
    if not answered:
        return "refused"
    if not asked.spans:
        return "answered"
    hits = [source.source_id == asked.filename and source.page_number in right for _, source in answered]
    return "right page" if hits[0] else "right, not first" if any(hits) else "wrong page"


async def measure(
    cuad: Path, names: list[str], labels: dict[str, dict[str, str]]
) -> tuple[list[Judged], dict[str, float]]:
    """Ask all questions; returns results, and times in seconds."""
    folder = Path(tempfile.mkdtemp(prefix="asc-bench-"))
    server = EmbeddedPostgres(folder, durable=False)
    await server.start()
    try:
        await migrate(server.owner_url)
        db = await Database.connect(server.app_url)
        embedder = LocalEmbedder()
        started = time.perf_counter()
        texts = await _read_and_index(db, embedder, cuad / "pdf", names)
        indexed = time.perf_counter()
        prints = [Fingerprint(name, name, pages[0] if pages else "") for name, pages in texts.items()]
        results = []
        for name in names:
            for asked in questions_of(name, labels[name], answerable=3, unanswerable=1):
                right = label_pages(asked.spans, texts[name])
                if asked.spans and not right:
                    results.append(Judged(asked, "label not found on a page", frozenset(), ()))
                    continue
                answered = await _ask(db, embedder, asked, prints)
                results.append(Judged(asked, _outcome(asked, right, answered), frozenset(right), tuple(answered)))
        asked_s = time.perf_counter() - indexed
        await db.close()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    pages = sum(len(one) for one in texts.values())
    return results, {"pages": pages, "index_s": indexed - started, "ask_s": asked_s / max(1, len(results))}


_OUTCOMES = ("right page", "right, not first", "wrong page", "refused", "answered", "label not found on a page")


def _rows(results: list[Judged]) -> list[list[Cell]]:
    """How many questions had each outcome; None where an outcome is not possible."""
    rows: list[list[Cell]] = []
    for name, spans in (("that the labels answer", True), ("that the contract cannot answer", False)):
        counts = Counter(result.outcome for result in results if bool(result.asked.spans) == spans)
        possible = (*_OUTCOMES[:4], _OUTCOMES[5]) if spans else ("refused", "answered")
        cells = [counts[outcome] if outcome in possible else None for outcome in _OUTCOMES]
        rows.append([f"{counts.total()} {name}", *cells])
    return rows


def _table(results: list[Judged], times: dict[str, float], contracts: int, *, tuned: bool) -> Result:
    return Result(
        capability="assistant",
        name="contracts",
        set="CUAD v1 (CC BY 4.0)",
        split="development half; "
        + ("the contracts that rules were written on" if tuned else "the rules were written on ten others"),
        size=f"{contracts} contracts with PDFs ({times['pages']:.0f} pages), {len(results)} questions made from the labels",
        columns=["questions", *_OUTCOMES],
        rows=_rows(results),
    )


def _personal(results: list[Judged]) -> str:
    """Sentences with personal data, and those where it would be withheld because no source of the case contains it."""
    answered = [(one.text, source.text) for result in results for one, source in result.answered]
    seen = [text for text, _ in answered if find_personal_data(text)]
    withheld = [text for text, source in answered if withhold(text, KnownValues([source]))[1]]
    return f"{len(answered)} sentences: personal data in {len(seen)}, withheld in {len(withheld)}"


def _details(results: list[Judged]) -> str:
    lines = []
    for result in results:
        if result.outcome in ("right page", "refused") and bool(result.asked.spans) == (result.outcome == "right page"):
            continue
        lines.append(f"\n{result.outcome}: {result.asked.text} (right: {sorted(result.right)})")
        lines += [f"  label: {span[:200]}" for span in result.asked.spans[:2]]
        lines += [f"  p{source.page_number} {one.score}: {one.text[:200]}" for one, source in result.answered]
    return "\n".join(lines)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="use the ten contracts on which the rules were developed")
    parser.add_argument("--details", action="store_true", help="print each question with a wrong outcome")
    add_record_options(parser)
    options = parser.parse_args()
    data = os.environ.get("ASCERTAIN_DATA")
    if not data:
        print("ASCERTAIN_DATA is not set; nothing was measured.")
        return 0
    cuad = Path(data) / "documents" / "cuad"
    labels = load_labels(cuad)
    names = list(labels)[REPORTED : REPORTED + TUNED] if options.tune else list(labels)[:REPORTED]
    results, times = asyncio.run(measure(cuad, names, labels))
    print(
        f"CUAD v1 (CC BY 4.0), development half, {len(names)} contracts {'(tuned on)' if options.tune else '(held out)'}"
    )
    print(
        f"{times['pages']:.0f} pages read and indexed in {times['index_s']:.0f} s; {times['ask_s'] * 1000:.0f} ms per question\n"
    )
    table = _table(results, times, len(names), tuned=options.tune)
    for row in (table.columns, ["---"] * len(table.columns), *table.rows):
        print("| " + " | ".join("-" if cell is None else str(cell) for cell in row) + " |")
    record(table, options.record)
    print(_personal(results))
    if options.details:
        print(_details(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
