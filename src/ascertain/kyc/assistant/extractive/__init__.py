"""Answers made of the sources' own sentences: no model, no key, nothing said that is not quoted."""

from ascertain.kyc.assistant.extractive.answering import AnswerSentence, answer, compared_texts
from ascertain.kyc.assistant.extractive.question import expand_question, title_terms

__all__ = [
    "AnswerSentence",
    "answer",
    "compared_texts",
    "expand_question",
    "title_terms",
]
