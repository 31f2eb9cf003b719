"""Limits of what a file may hold, checked before its parts are built in memory."""

import math
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class LimitExceeded(ValueError):
    """A named limit was exceeded; the text has the form "it has more than ..."."""


class PasswordNeeded(Exception):
    """The file is encrypted."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Limits of one file. Times are of the processor, so that a busy machine refuses no more than an idle one."""

    pixels: int
    frames: int
    metadata_bytes: int
    unpacked_bytes: int
    attachments: int
    archived_files: int
    paragraphs: int
    open_cpu_s: float
    convert_cpu_s: float


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """End this process by SIGXCPU where the block computes for longer. The parent reads that from the exit status.

    A parser in C cannot be interrupted in any other way, and a limit of the wall clock cannot tell it from a busy machine.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(spent.ru_utime + spent.ru_stime + seconds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
