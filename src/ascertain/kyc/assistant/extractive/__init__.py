"""Extractive answers: sentences of the sources, chosen without a language model and quoted word for word."""

from ascertain.kyc.assistant.extractive.answering import AnswerSentence, answer, compared_texts
from ascertain.kyc.assistant.extractive.question import expand_question, title_terms

__all__ = [
    "AnswerSentence",
    "answer",
    "compared_texts",
    "expand_question",
    "title_terms",
]
