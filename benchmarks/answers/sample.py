"""Analysts' questions about the demo's three cases and its policy library, answered without a language model.

    ascertain run --demo            # in another terminal, until the three cases are scored
    python -m benchmarks.answers.sample --home FOLDER [--set tuned|held_out] [--details]

Two sets of questions, each by one author who did not know how answers are produced. The rules were developed with
`tuned_questions.toml` and without knowledge of `held_out_questions.toml`. An answer is right if it contains everything expected
and nothing forbidden; a question without evidence is right if it is refused.
"""

import argparse
import asyncio
import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ascertain.ai.text.embedding import LocalEmbedder, VectorCache
from ascertain.kernel.database import Database, EmbeddedPostgres
from ascertain.kyc import cases
from ascertain.kyc.assistant import RetrievalQuery
from ascertain.kyc.assistant.context_retrieval import build_retrieval
from ascertain.kyc.assistant.extractive import answer, compared_texts
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.assistant.tracing import Trace
from benchmarks.results import Cell, Result, add_record_options, proportion, record

SETS = {"tuned": "in view while the rules were written", "held_out": "held out"}
_VERDICTS = ("right", "partly", "wrong", "refused")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its expected answer; `case` is the customer's name, empty for the library."""

    text: str
    case: str
    topic: str
    answerable: bool
    expects: tuple[str, ...]
    forbids: tuple[str, ...]

    def verdict(self, text: str) -> str:
        """The verdict on an answer: right, partly (some of what was expected), wrong or refused."""
        if not text:
            return "refused" if self.answerable else "right"
        folded = text.casefold()
        found = [any(one in folded for one in wanted.casefold().split("|")) for wanted in self.expects]
        if not self.answerable or any(one.casefold() in folded for one in self.forbids) or not any(found):
            return "wrong"
        return "right" if all(found) else "partly"


def read_questions(path: Path) -> list[Asked]:
    """The questions of a file."""
    return [
        Asked(
            row["asks"],
            row["case"],
            row["topic"],
            row["answerable"],
            tuple(row.get("expects", ())),
            tuple(row.get("forbids", ())),
        )
        for row in tomllib.loads(path.read_text("utf-8"))["question"]
    ]


async def ask_all(home: Path, questions: list[Asked]) -> list[tuple[Asked, str]]:
    """Each question with its answer, empty if refused."""
    tenant = json.loads((home / "demo.json").read_text())["tenant_id"]
    db = await Database.connect(EmbeddedPostgres(home / "postgres").app_url)
    try:
        async with db.transaction(tenant) as tx:
            listed, _ = await cases.list_cases(tx, cases.QueueQuery(viewer_id="", now=datetime.now(UTC)))
        ids = {one.customer_name: one.id for one in listed}
        settings = AssistantSettings()
        embedder = LocalEmbedder()
        vectors = VectorCache(embedder)
        retrieve, _ = build_retrieval(db, embedder=embedder)
        found = []
        for asked in questions:
            wanted = RetrievalQuery(tenant, ids[asked.case] if asked.case else None, asked.text, settings.passages)
            sources = (await retrieve(wanted, Trace(settings, lambda *_: None)))[: settings.sources]
            passages = [one.passage for one in sources]
            similarity = await vectors.similarity(compared_texts(asked.text, passages))
            chosen = answer(asked.text, passages, similarity=similarity)
            found.append((asked, "\n".join(one.shown() for one in chosen)))
        return found
    finally:
        await db.close()


def main() -> None:
    """Print a row for each topic of each set, and with --details each answer that is not right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--details", action="store_true")
    add_record_options(parser)
    given = parser.parse_args()
    rows: list[list[Cell]] = []
    for name in SETS if given.set is None else (given.set,):
        questions = read_questions(Path(__file__).with_name(f"{name}_questions.toml"))
        counted: dict[str, Counter[str]] = {}
        for asked, text in asyncio.run(ask_all(given.home, questions)):
            verdict = asked.verdict(text)
            for topic in (asked.topic if asked.answerable else "no evidence", "all"):
                counted.setdefault(topic, Counter())[verdict] += 1
            if given.details and verdict != "right":
                print(
                    f"{verdict.upper()}  {asked.case}: {asked.text}\n    expected {asked.expects}\n    {text or '-'}\n"
                )
        for topic, verdicts in sorted(counted.items()):
            summary = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
            print(f"{name:9} {topic:12} {summary}")
        every, unanswerable = counted["all"], counted.get("no evidence", Counter())
        rows.append(
            [
                SETS[name], every.total(), *(every[verdict] for verdict in _VERDICTS),
                proportion(unanswerable["right"], unanswerable.total()),
            ]
        )  # fmt: skip
    table = Result(
        capability="assistant",
        name="case-questions",
        set="questions of people to the demo's three cases and two policies",
        split="in view: rules written with it; held out: not known while the rules were written",
        size=" and ".join(str(row[1]) for row in rows) + " questions",
        columns=["set", "questions", *_VERDICTS, "right without evidence"],
        rows=rows,
    )
    record(table, given.record)


if __name__ == "__main__":
    main()
