"""Extraction: pages to facts, by the methods that the type's file names.

`classify_parts` says what a document is, and where a combined file divides; `extract` finds the facts of one part, each with
its quote and boxes. Types of document are TOML files, read by `catalogue_of`.
"""

from ascertain.kyc.extraction.by_model import ModelRequest, ask_model, has_model
from ascertain.kyc.extraction.classification import CLASSIFIER_VERSION, classify_parts
from ascertain.kyc.extraction.engine import (
    EXTRACTOR_VERSION,
    METHODS,
    extract,
    extract_parts,
    pages_of,
    task_of,
)
from ascertain.kyc.extraction.method import Method, Task
from ascertain.kyc.extraction.model import Alternative, FactMethod, FoundFact, Part
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue, catalogue_of

__all__ = [
    "CLASSIFIER_VERSION",
    "EXTRACTOR_VERSION",
    "METHODS",
    "UNKNOWN",
    "Alternative",
    "Catalogue",
    "FactMethod",
    "FoundFact",
    "Method",
    "ModelRequest",
    "Part",
    "Task",
    "ask_model",
    "builtin_catalogue",
    "catalogue_of",
    "classify_parts",
    "extract",
    "extract_parts",
    "has_model",
    "pages_of",
    "task_of",
]
