"""The Beneficial Ownership Data Standard 0.4: statements checked by its own schema, read to a graph, and written from one.

Statements that came in are kept as they came; the graph is read from them. The schema beside this file is Open Ownership's
(Apache-2.0, see schema/LICENSE).
"""

from ascertain.kyc.ownership.bods.reading import Package, read
from ascertain.kyc.ownership.bods.validation import Fault, InvalidBods, faults_of
from ascertain.kyc.ownership.bods.writing import statements_of, write

__all__ = ["Fault", "InvalidBods", "Package", "faults_of", "read", "statements_of", "write"]
