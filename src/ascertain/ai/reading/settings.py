"""Settings of the reading processes."""

from pydantic import BaseModel, Field


class ReaderSettings(BaseModel):
    """Limits of a file and of the processes that read it."""

    max_pixels: int = Field(60_000_000, ge=10_000, description="Largest image, pixels")
    max_unpacked_bytes: int = Field(
        300 << 20, ge=1024, description="Largest unpacked size of a compressed file (DOCX), bytes"
    )
    max_attachments: int = Field(50, ge=0, description="Most attachments of one e-mail")
    page_timeout_s: float = Field(60, gt=0, description="Time limit for reading one page, seconds")
    child_memory_mb: int = Field(1536, ge=256, description="Memory limit of a reading process (RLIMIT_DATA), MB")
    readers: int = Field(
        2,
        ge=1,
        le=32,
        description="Number of reading processes, one core each; each takes up to 700 MB while it reads a scan",
    )
    idle_child_s: float = Field(10, gt=0, description="Idle time after which a reading process ends, seconds")
