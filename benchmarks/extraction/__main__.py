"""`python -m benchmarks.extraction [generated|types|invoices|w9|llm] ...`: see the module of each."""

import asyncio
import sys

from benchmarks.extraction import document_types, generated, invoices, lying_model, w9

if __name__ == "__main__":
    which, *rest = sys.argv[1:] or ["generated"]
    if which == "w9":
        asyncio.run(w9.measure())
    elif which == "llm":
        asyncio.run(lying_model.measure())
    elif which == "invoices":
        invoices.measure()
    elif which == "types":
        document_types.measure()
    else:
        generated.main([which, *rest] if which.startswith("-") else rest)
