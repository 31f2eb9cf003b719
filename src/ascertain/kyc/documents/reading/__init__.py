"""Reading: files to pages of words with boxes, in child processes under limits of memory and time."""

from ascertain.kyc.documents.reading.pool import Reader, ReaderPool

__all__ = ["Reader", "ReaderPool"]
