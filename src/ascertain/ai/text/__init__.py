"""Text and its position on a page."""

from ascertain.ai.text.accents import without_accents
from ascertain.ai.text.model import CONTENT_NOTE, Barcode, Box, Citation, FormField, Join, Page, Passage, Word
from ascertain.ai.text.sentences import STOP_WORDS, Sentence, split_sentences, stem, terms, words_of

__all__ = [
    "CONTENT_NOTE",
    "STOP_WORDS",
    "Barcode",
    "Box",
    "Citation",
    "FormField",
    "Join",
    "Page",
    "Passage",
    "Sentence",
    "Word",
    "split_sentences",
    "stem",
    "terms",
    "without_accents",
    "words_of",
]
