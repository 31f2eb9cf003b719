"""Reading: bytes to pages of words with boxes, in child processes under limits of memory and time.

Reading handles files, images and text, and knows nothing of what a document means. `media_types` detects the type of a file,
`ReaderPool` opens it, and a `Reader` returns its pages.
"""

from ascertain.ai.reading.pool import Reader, ReaderPool
from ascertain.ai.reading.sandbox import LAYERS
from ascertain.ai.reading.scripts import missing_scripts
from ascertain.ai.reading.settings import ReaderSettings

__all__ = ["LAYERS", "Reader", "ReaderPool", "ReaderSettings", "missing_scripts"]
