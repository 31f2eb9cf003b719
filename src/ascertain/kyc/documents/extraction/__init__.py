"""Extraction: pages to facts, by the methods that the type's file names."""

from ascertain.kyc.documents.extraction.by_model import Asking, ask_model, has_model
from ascertain.kyc.documents.extraction.engine import (
    EXTRACTOR_VERSION,
    METHODS,
    extract,
    extract_parts,
    pages_of,
    task_of,
)
from ascertain.kyc.documents.extraction.method import Method, Task

__all__ = [
    "EXTRACTOR_VERSION",
    "METHODS",
    "Asking",
    "Method",
    "Task",
    "ask_model",
    "extract",
    "extract_parts",
    "has_model",
    "pages_of",
    "task_of",
]
