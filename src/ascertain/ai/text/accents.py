"""Text without accents: capitals of Greek and French lose them, and so does much that is recognised in pictures."""

import unicodedata


def without_accents(text: str) -> str:
    """The text with each letter bare of its marks, ligatures and other forms of a letter spelt as the letters they stand for."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
