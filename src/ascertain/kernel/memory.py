"""Memory of the process."""

import ctypes
import sys
from contextlib import suppress


def trim_memory() -> None:
    """Return freed memory to the system: after a long document glibc retained some 500 MB in an idle worker."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # not glibc: no malloc_trim
            ctypes.CDLL(None).malloc_trim(0)
