"""Extraction: pages to facts, by the methods that the type's file names."""

from ascertain.kyc.documents.extraction.engine import EXTRACTOR_VERSION, METHODS, extract, extract_parts
from ascertain.kyc.documents.extraction.method import Method, Task

__all__ = ["EXTRACTOR_VERSION", "METHODS", "Method", "Task", "extract", "extract_parts"]
