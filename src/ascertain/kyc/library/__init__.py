"""The policy library: policies and procedures, searched together with a case.

Its documents belong to the collection "library" instead of a case and are read and indexed as any other, in their own scope.
"""

from ascertain.kyc.library.importing import SAMPLE_POLICY, import_folder
from ascertain.kyc.library.model import LIBRARY

__all__ = ["LIBRARY", "SAMPLE_POLICY", "import_folder"]
