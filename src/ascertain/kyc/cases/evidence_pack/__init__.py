"""The evidence pack: everything that a decision rests on, as one ZIP that can be read and verified without Ascertain.

A printed summary, the original documents, the same content as JSON, and a manifest with the SHA-256 of each file. The same
state of a case gives the same bytes: nothing in the pack depends on when or how often it is made.
"""

from ascertain.kyc.cases.evidence_pack.contents import Pack, gather, record_made
from ascertain.kyc.cases.evidence_pack.zipping import write_zip

__all__ = ["Pack", "gather", "record_made", "write_zip"]
