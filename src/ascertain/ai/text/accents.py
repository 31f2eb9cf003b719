"""Removal of accents, for comparison: Greek and French capitals are written without them, and OCR often loses them."""

import unicodedata


def without_accents(text: str) -> str:
    """The text without combining marks; ligatures and other compatibility forms become plain letters (Unicode NFKD)."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
