"""`python -m benchmarks.extraction [generated|types|invoices|w9|llm|languages|strangers] ...`: see the module of each."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.extraction import adversarial_model, document_types, generated, invoices, languages, strangers, w9
from benchmarks.results import add_record_options, record


def main(which: str, arguments: list[str]) -> None:
    """Run one of the measurements."""
    if which in ("generated", "strangers"):
        {"generated": generated.main, "strangers": strangers.main}[which](arguments)
        return
    if which == "llm":
        asyncio.run(adversarial_model.measure())
        return
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.extraction {which}")
    if which == "languages":
        parser.add_argument("forms", nargs="*", choices=languages.FORMS, default=languages.FORMS)
    add_record_options(parser)
    chosen = parser.parse_args(arguments)
    if which == "languages":
        with tempfile.TemporaryDirectory() as folder:
            table = languages.measure(Path(folder), chosen.forms)
    elif which == "w9":
        table = asyncio.run(w9.measure())
    else:
        table = {"invoices": invoices.measure, "types": document_types.measure}[which]()
    record(table, chosen.record)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*(("generated", given) if not given or given[0].startswith("-") else (given[0], given[1:])))
