"""`python -m benchmarks.extraction [generated|types|invoices|w9|llm|languages] ...`: see the module of each."""

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.extraction import adversarial_model, document_types, generated, invoices, languages, w9

if __name__ == "__main__":
    which, *rest = sys.argv[1:] or ["generated"]
    if which == "w9":
        asyncio.run(w9.measure())
    elif which == "llm":
        asyncio.run(adversarial_model.measure())
    elif which == "invoices":
        invoices.measure()
    elif which == "languages":
        with tempfile.TemporaryDirectory() as folder:
            languages.measure(Path(folder), *([rest] if rest else []))
    elif which == "types":
        document_types.measure()
    else:
        generated.main([which, *rest] if which.startswith("-") else rest)
