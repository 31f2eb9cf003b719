"""Answers made of the sources' own sentences: no model, no key, nothing said that is not quoted."""

from ascertain.ai.llm.extractive.answering import NO_EVIDENCE, AnswerSentence, answer, compared_texts
from ascertain.ai.llm.extractive.question import expand_question, title_terms

__all__ = [
    "NO_EVIDENCE",
    "AnswerSentence",
    "answer",
    "compared_texts",
    "expand_question",
    "title_terms",
]
