"""Reading: bytes to pages of words with boxes, in child processes under limits of memory and time.

Knows files, pictures and text, and nothing of what a document means: `ReaderPool` opens a file, `sniffing` says what type it is.
"""

from ascertain.ai.reading.pool import Reader, ReaderPool
from ascertain.ai.reading.scripts import missing_scripts
from ascertain.ai.reading.settings import ReaderSettings

__all__ = ["Reader", "ReaderPool", "ReaderSettings", "missing_scripts"]
