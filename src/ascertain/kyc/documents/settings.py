"""Limits of what is taken in and how it is read."""

from pathlib import Path

from pydantic import BaseModel, Field


class DocumentSettings(BaseModel):
    """Uploads and reading."""

    max_bytes: int = Field(50 << 20, ge=1024, description="Largest file, bytes")
    max_pages: int = Field(2000, ge=1, description="Most pages of one file")
    max_files: int = Field(50, ge=1, description="Most files in one upload")
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
    review_below_confidence: float = Field(
        0.8, ge=0, le=1, description="Facts below this confidence have to be checked by a person"
    )
    types_folder: Path | None = Field(
        None,
        description="Folder of further type files (*.toml); one there takes the place of a shipped one of its name",
    )
    model_extraction: bool = Field(
        True, description="Ask a language model for facts too, where one answers for the purpose extract"
    )
    model_deadline_s: float = Field(60, gt=0, le=600, description="Time for a model's answer about one part of a file")
    model_cost_budget_usd: float = Field(
        0.25, gt=0, description="The most that asking about one part may reserve, US dollars"
    )
    model_max_tokens: int = Field(4000, ge=100, le=32_000, description="Longest answer about one part, in tokens")
