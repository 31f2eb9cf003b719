"""Settings of the reading processes."""

from typing import Literal

from pydantic import BaseModel, Field

from ascertain.ai.reading.file_limits import FileLimits


class ReaderSettings(BaseModel):
    """Limits of a file and of the processes that read it."""

    max_pixels: int = Field(60_000_000, ge=10_000, description="Largest image, pixels")
    max_unpacked_bytes: int = Field(
        300 << 20, ge=1024, description="Largest unpacked size of a compressed file (DOCX, XLSX, ZIP), bytes"
    )
    max_attachments: int = Field(
        50, ge=0, description="Most files inside one e-mail or document, those inside of them included"
    )
    max_archive_files: int = Field(
        200, ge=1, description="Most files inside one ZIP archive, those inside of them included"
    )
    max_frames: int = Field(2000, ge=1, description="Most frames of one image file (pages of a TIFF or HEIC)")
    max_metadata_bytes: int = Field(
        4 << 20, ge=1024, description="Most bytes of metadata (colour profile, EXIF, text) in one image, bytes"
    )
    max_paragraphs: int = Field(
        100_000, ge=1, description="Most paragraphs, table cells or message parts of a file that is converted to pages"
    )
    open_cpu_s: float = Field(
        10, ge=1, description="Processor time for opening one file, and for laying out one page of a PDF, seconds"
    )
    convert_cpu_s: float = Field(
        30,
        ge=1,
        description="Processor time for converting one file without pages (text, DOCX, XLSX, e-mail ...) to pages, seconds",
    )
    page_timeout_s: float = Field(60, gt=0, description="Time limit for reading one page, seconds")
    child_memory_mb: int = Field(1536, ge=256, description="Memory limit of a reading process (RLIMIT_DATA), MB")
    readers: int = Field(
        2,
        ge=1,
        le=32,
        description="Number of reading processes for one tenant, one core each, and one more for the others; "
        "each takes up to 700 MB while it reads a scan",
    )
    sandbox: Literal["auto", "require", "off"] = Field(
        "auto",
        description="Confinement of the reading processes: auto uses the layers that this machine has (`ascertain doctor` lists "
        "them), require refuses to start unless landlock and seccomp are active, off is for finding faults",
    )
    openers: int = Field(
        3,
        ge=2,
        le=32,
        description="Number of processes that open uploads and draw pages in an API process; one tenant never uses the last one",
    )
    waiting_files_per_tenant: int = Field(
        200, ge=1, le=10_000, description="Files of one tenant that may wait for a reading process; more are refused"
    )
    longest_wait_s: float = Field(
        120, gt=0, description="Longest wait of a file for a reading process before it is refused, seconds"
    )
    idle_child_s: float = Field(10, gt=0, description="Idle time after which a reading process ends, seconds")

    def file_limits(self) -> FileLimits:
        """The limits that a reading process checks."""
        return FileLimits(
            pixels=self.max_pixels,
            frames=self.max_frames,
            metadata_bytes=self.max_metadata_bytes,
            unpacked_bytes=self.max_unpacked_bytes,
            attachments=self.max_attachments,
            archived_files=self.max_archive_files,
            paragraphs=self.max_paragraphs,
            open_cpu_s=self.open_cpu_s,
            convert_cpu_s=self.convert_cpu_s,
        )
