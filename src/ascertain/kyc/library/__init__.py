"""The policy library: policies and procedures, searched beside a case.

Its documents are documents of the collection "library", read and indexed as any other, in a scope of their own.
"""

from ascertain.kyc.library.importing import SAMPLE_POLICY, import_folder
from ascertain.kyc.library.model import LIBRARY

__all__ = ["LIBRARY", "SAMPLE_POLICY", "import_folder"]
