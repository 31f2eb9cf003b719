"""Extraction: from pages to facts.

`classify_parts` finds the type of a document, and the parts of a combined file. `extract` finds the facts of one part by the
methods that its type names; each fact has a quote and boxes. Document types are TOML files, loaded by `catalogue_of`.
"""

from ascertain.kyc.extraction.by_model import ModelRequest, ask_model, has_model
from ascertain.kyc.extraction.classification import CLASSIFIER_VERSION, FEWEST_WORDS, classify_parts, count_words
from ascertain.kyc.extraction.column_mapping import ProposedColumn, ProposedMapping, propose_mappings
from ascertain.kyc.extraction.engine import (
    EXTRACTOR_VERSION,
    METHODS,
    extract,
    extract_parts,
    pages_of,
    task_of,
)
from ascertain.kyc.extraction.method import Method, Task
from ascertain.kyc.extraction.model import Alternative, ConfirmedMapping, FactMethod, FoundFact, Part
from ascertain.kyc.extraction.mrz import country as mrz_country
from ascertain.kyc.extraction.mrz import find_zones
from ascertain.kyc.extraction.mrz_agreement import differ
from ascertain.kyc.extraction.retraining import train_reader
from ascertain.kyc.extraction.table_accounting import TableDoubt, account_for_tables
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue, catalogue_of

__all__ = [
    "CLASSIFIER_VERSION",
    "EXTRACTOR_VERSION",
    "FEWEST_WORDS",
    "METHODS",
    "UNKNOWN",
    "Alternative",
    "Catalogue",
    "ConfirmedMapping",
    "FactMethod",
    "FoundFact",
    "Method",
    "ModelRequest",
    "Part",
    "ProposedColumn",
    "ProposedMapping",
    "TableDoubt",
    "Task",
    "account_for_tables",
    "ask_model",
    "builtin_catalogue",
    "catalogue_of",
    "classify_parts",
    "count_words",
    "differ",
    "extract",
    "extract_parts",
    "find_zones",
    "has_model",
    "mrz_country",
    "pages_of",
    "propose_mappings",
    "task_of",
    "train_reader",
]
