"""Text and its position on a page."""

from ascertain.ai.text.accents import without_accents
from ascertain.ai.text.model import Box, Citation, FormField, Join, Page, Passage, Word
from ascertain.ai.text.sentences import STOP_WORDS, Sentence, split_sentences, stem, terms, words_of

__all__ = [
    "STOP_WORDS",
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
