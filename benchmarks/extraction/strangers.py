"""Documents of strangers: `python -m benchmarks.extraction strangers [--papers FOLDER] [--left-out country|layout] [--record]`.

Without `--left-out` the product is measured as it is. The shipped reader was trained on the development half of these documents, so
on that half its figures flatter; on documents that it was not trained on they are the product's. With `--left-out` every document
is read by a reader that the recipe of training made without its country or layout: passes, calibration and thresholds. What the
rules of the types read alone, in the same run, is beside it.
"""

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.extraction.stranger_papers import Paper, facts_of_rules, read_papers, with_groups_left_out
from benchmarks.extraction.stranger_scoring import ALIKE, SURE, Judged, Score, score
from benchmarks.results import Cell, Result, add_record_options, proportion, record

_MOST_PROPERTIES = 16  # with a row of their own
_FEWEST = 3  # documents of a language or type with a row of its own
_STEPS = ((SURE, 1.01), (0.8, SURE), (0.6, 0.8), (0.4, 0.6), (0.0, 0.4))
_PICTURES = frozenset({"scan", "photo", "tiff", "png", "screenshot"})
_LINKS = {"Ownership": "owners", "Directorship": "offices", "Representation": "mandates"}
_SETS = {"dev": "documents by people outside the project, development half"}


def measure(papers: Sequence[Paper], read: Sequence[Paper], conditions: Mapping[str, str], suffix: str) -> list[Result]:
    """The tables of a run.

    Args:
        papers: the documents, for the rules alone.
        read: the same documents with the facts that are measured.
        conditions: `set`, `split` and more of each table.
        suffix: of the names of the tables: "", "-layout" or "-shipped".
    """
    scores = {paper.name: score(paper.facts, paper.document_type, paper.truth) for paper in read}
    rules = {paper.name: score(facts_of_rules(paper), paper.document_type, paper.truth) for paper in papers}
    size = f"{len(papers)} documents, {sum(len(paper.reads) for paper in papers)} files"

    def table(name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], peer: str = "") -> Result:
        return Result(
            capability="extraction",
            name=f"{name}{suffix}",
            size=size,
            columns=columns,
            rows=rows,
            peer=peer,
            **conditions,
        )

    of_values = [
        "documents", "number", "type right", "precision", "recall", "F1", "values of other properties", "precision of rules alone",
        "recall of rules alone", "F1 of rules alone",
    ]  # fmt: skip
    return [
        table("strangers", of_values, _value_rows(read, scores, rules), peer="the rules of the types alone"),
        table(
            "strangers-links",
            [
                "links", "found with both ends", "share or office right as well", "links read that are stated",
                "documents with all of them right and none wrong",
            ],
            _link_rows(read, scores),
        ),
        table(
            "strangers-confidence",
            ["facts", *(_step_name(*step) for step in _STEPS)],
            _confidence_rows(read, scores),
        ),
        table(
            "strangers-properties",
            ["property", "found of those stated", "right of those read"],
            _property_rows(_total(list(scores.values()))),
        ),
        table("strangers-files", ["what", "number"], _file_rows(read, scores)),
    ]  # fmt: skip


def _total(scores: Sequence[Score]) -> Score:
    total = Score()
    for one in scores:
        total.add(one)
    return total


def _groups(read: Sequence[Paper]) -> list[tuple[str, list[Paper]]]:
    """All documents, and those of each form, language and type; rare ones of a kind together."""
    found = [("all", list(read))]
    for name in ("form", "language", "type"):
        by_value: dict[str, list[Paper]] = defaultdict(list)
        for paper in read:
            by_value[paper.about[name]].append(paper)
        rare = [paper for members in by_value.values() if len(members) < _FEWEST for paper in members]
        common = sorted(
            (item for item in by_value.items() if len(item[1]) >= _FEWEST), key=lambda item: (-len(item[1]), item[0])
        )
        found += [(f"{name}: {value.replace('_', ' ')}", members) for value, members in common]
        if rare:
            found.append((f"{name}: others, fewer than {_FEWEST} each", rare))
    return found


def _value_rows(read: Sequence[Paper], scores: Mapping[str, Score], rules: Mapping[str, Score]) -> list[list[Cell]]:
    rows = []
    for name, members in _groups(read):
        ours, theirs = (_total([of[paper.name] for paper in members]) for of in (scores, rules))
        typed = proportion(ours.counts["typed"], ours.counts["documents"])
        rows.append([name, len(members), typed, *_quality(ours), ours.counts["extra"], *_quality(theirs)])
    return rows


def _quality(of: Score) -> list[Cell]:
    counts = of.counts
    precision = proportion(counts["right"], counts["right"] + counts["wrong"])
    return [precision, proportion(counts["right"], counts["right"] + counts["missing"]), f"{of.f1:.3f}"]


def _link_rows(read: Sequence[Paper], scores: Mapping[str, Score]) -> list[list[Cell]]:
    chosen: list[tuple[str, list[Paper], str]] = [(f"{text}, all", list(read), name) for name, text in _LINKS.items()]
    digital = [paper for paper in read if paper.about["form"] not in _PICTURES]
    chosen += [(f"{text}, digital documents", digital, name) for name, text in _LINKS.items()]
    rows: list[list[Cell]] = []
    for text, members, name in chosen:
        counts = Counter[str]()
        for paper in members:
            counts.update(scores[paper.name].links.get(name, {}))
        said = counts["found"] + counts["wrong"]
        rows.append(
            [
                text, proportion(counts["found"], counts["stated"]), proportion(counts["exact"], counts["stated"]),
                proportion(counts["found"], said), proportion(counts["complete"], counts["documents"]),
            ]
        )  # fmt: skip
    return rows


def _confidence_rows(read: Sequence[Paper], scores: Mapping[str, Score]) -> list[list[Cell]]:
    """Of facts with a confidence, how many are right: all, by the method that found them, by the form of the document."""
    judged = [(one, paper.about["form"]) for paper in read for one in scores[paper.name].judged]
    rows = [_steps("all", [one for one, _ in judged])]
    for method in sorted({one.fact.method for one, _ in judged}):
        rows.append(_steps(f"method: {method}", [one for one, _ in judged if one.fact.method == method]))
    for form in sorted({form for _, form in judged}):
        rows.append(_steps(f"form: {form}", [one for one, of in judged if of == form]))
    return rows


def _property_rows(total: Score) -> list[list[Cell]]:
    """The properties that are stated most often, and all others together."""
    common = [name for name, _ in total.stated.most_common(_MOST_PROPERTIES)]
    groups = [(name, {name}) for name in common]
    if rest := total.stated.keys() - set(common):
        groups.append(("others", rest))
    rows: list[list[Cell]] = []
    for text, names in groups:
        judged = [one.right for one in total.judged if ALIKE.get(one.fact.property, one.fact.property) in names]
        stated = sum(total.stated[name] for name in names)
        rows.append([text, proportion(sum(judged), stated), proportion(sum(judged), len(judged))])
    return rows


def _steps(name: str, judged: Sequence[Judged]) -> list[Cell]:
    cells = []
    for low, high in _STEPS:
        inside = [one.right for one in judged if low <= one.fact.confidence < high]
        cells.append(proportion(sum(inside), len(inside)))
    return [name, *cells]


def _step_name(low: float, high: float) -> str:
    return f"right of those with {low:g} or more" if high > 1 else f"{low:g} to {high:g}"


def _file_rows(read: Sequence[Paper], scores: Mapping[str, Score]) -> list[list[Cell]]:
    total = _total(list(scores.values()))
    refused = [error for paper in read for error in paper.errors]
    crashes = sum(paper.crashes for paper in read)
    return [
        ["files and files inside them", sum(len(paper.reads) for paper in read)],
        ["refused by name", len(refused) + sum(len(paper.failures) for paper in read) - crashes],
        ["crashes: a reading process that ended or hung, or an error that was not foreseen", crashes],
        ["facts taken from texts that the page does not show", total.counts["hidden"]],
        ["facts whose value is somebody else's (decoys)", total.counts["decoys"]],
    ]


def _print(tables: Sequence[Result]) -> None:
    for table in tables:
        print(f"\n{table.name}\n" + " | ".join(table.columns))
        for row in table.rows:
            print(" | ".join(_shown(cell) for cell in row))


def _shown(cell: Cell) -> str:
    if isinstance(cell, Mapping):
        return f"{cell['hits']}/{cell['total']} {cell['hits'] / max(cell['total'], 1):.3f}"
    return str(cell)


def _print_details(read: Sequence[Paper]) -> None:
    for paper in read:
        found = score(paper.facts, paper.document_type, paper.truth)
        wrong = [
            f"{one.fact.property}={one.fact.value!r} ({one.fact.confidence:.2f})"
            for one in found.judged
            if not one.right
        ]
        print(f"{paper.name}: {dict(found.counts)} { ({name: dict(of) for name, of in found.links.items()}) }")
        print(f"   wrong: {'; '.join(wrong)}  failures: {paper.failures}")


def main(arguments: list[str]) -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction strangers", description=__doc__)
    parser.add_argument("--papers", type=Path, help="default: documents/strangers/dev of $ASCERTAIN_DATA")
    parser.add_argument(
        "--left-out", choices=["country", "layout"], help="train without each document's country or layout"
    )
    parser.add_argument("--made-up", type=int, default=1000, help="made-up documents that are trained on too")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep what was read for the next run with --left-out"
    )
    parser.add_argument("--details", action="store_true", help="print the wrong values of each document")
    add_record_options(parser)
    chosen = parser.parse_args(arguments)
    if chosen.keep and not chosen.left_out:
        parser.error("--keep is for --left-out: without it the product has to read the files")
    root = chosen.papers or Path(os.environ["ASCERTAIN_DATA"]) / "documents/strangers/dev"
    papers = read_papers(root, print, chosen.keep)
    read = with_groups_left_out(papers, chosen.left_out, chosen.made_up, print) if chosen.left_out else papers
    tables = measure(papers, read, _conditions(root, chosen.left_out, chosen.made_up), _suffix(chosen.left_out))
    _print(tables)
    if chosen.details:
        _print_details(read)
    for table in tables:
        record(table, chosen.record)


def _suffix(left_out: str | None) -> str:
    return {"country": "", "layout": "-layout", None: "-shipped"}[left_out]


def _conditions(root: Path, left_out: str | None, made_up: int) -> dict[str, str]:
    return {
        "set": _SETS.get(root.name, "documents by people outside the project"),
        "split": f"five folds; the reader is trained without the document's {left_out}"
        if left_out
        else "the shipped reader",
        "conditions": f"{made_up} made-up documents trained on as well" if left_out else "",
    }
