"""The Beneficial Ownership Data Standard 0.4: statements validated by its schema, read into a graph, written from a graph.

Imported statements are stored unchanged, and the graph is read from them. The schema in this folder is published by Open Ownership
(Apache-2.0, see schema/LICENSE).
"""

from ascertain.kyc.ownership.bods.reading import Package, read
from ascertain.kyc.ownership.bods.validation import Fault, InvalidBods, faults_of
from ascertain.kyc.ownership.bods.writing import statements_of, write

__all__ = ["Fault", "InvalidBods", "Package", "faults_of", "read", "statements_of", "write"]
