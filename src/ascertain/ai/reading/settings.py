"""Limits of the processes that read files."""

from pydantic import BaseModel, Field


class ReaderSettings(BaseModel):
    """Limits of one file and of the processes that read it."""

    max_pixels: int = Field(60_000_000, ge=10_000, description="Largest picture, pixels")
    max_unpacked_bytes: int = Field(
        300 << 20, ge=1024, description="Largest size that a packed file (DOCX) may unpack to, bytes"
    )
    max_attachments: int = Field(50, ge=0, description="Most attachments taken from one e-mail")
    page_timeout_s: float = Field(60, gt=0, description="Longest time for one page, seconds")
    child_memory_mb: int = Field(1536, ge=256, description="Memory of a reading process (RLIMIT_DATA), MB")
    readers: int = Field(
        2,
        ge=1,
        le=32,
        description="Reading processes at once, one core each; one takes up to 700 MB while it reads a scan",
    )
    idle_child_s: float = Field(10, gt=0, description="Idle time after which a reading process ends, seconds")
