"""Answers made of the sources' own sentences: no model, no key, nothing said that is not quoted."""

from ascertain.ai.llm.extractive.answering import NO_EVIDENCE, AnswerSentence, answer
from ascertain.ai.llm.extractive.clauses import expand_question
from ascertain.ai.llm.extractive.question import title_terms

__all__ = ["NO_EVIDENCE", "AnswerSentence", "answer", "expand_question", "title_terms"]
