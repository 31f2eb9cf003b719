"""Limits of uploads, reading and extraction."""

from pathlib import Path

from pydantic import Field

from ascertain.ai.reading.settings import ReaderSettings


class DocumentSettings(ReaderSettings):
    """Limits of uploads and extraction and, inherited, of reading."""

    max_bytes: int = Field(50 << 20, ge=1024, description="Largest file, bytes")
    max_pages: int = Field(2000, ge=1, description="Most pages of one file")
    max_files: int = Field(50, ge=1, description="Most files in one upload")
    review_below_confidence: float = Field(
        0.8, ge=0, le=1, description="Facts below this confidence must be checked by a person"
    )
    types_folder: Path | None = Field(
        None,
        description="Folder of further type files (*.toml); a file replaces the shipped one of the same name",
    )
    model_extraction: bool = Field(
        True, description="Also ask a language model for facts, where one is configured for the purpose extract"
    )
    model_deadline_s: float = Field(60, gt=0, le=600, description="Time for a model's answer about one part of a file")
    model_cost_budget_usd: float = Field(
        0.25, gt=0, description="Cost limit of the questions about one part of a file, US dollars"
    )
    model_max_tokens: int = Field(4000, ge=100, le=32_000, description="Longest answer about one part, in tokens")
