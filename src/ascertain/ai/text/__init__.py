"""Text and its place on a page."""

from ascertain.ai.text.model import Box, Citation, Page, Passage, Word

__all__ = ["Box", "Citation", "Page", "Passage", "Word"]
