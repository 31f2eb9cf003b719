"""Answers given before, given again: the same request exactly, or a question that means the same."""

from ascertain.ai.llm.caching.answers import CachedResponse, audience_of, exact_key, keepable
from ascertain.ai.llm.caching.exact import ExactAnswers, LocalAnswers, SharedAnswers
from ascertain.ai.llm.caching.semantic import SemanticAnswers, anchors

__all__ = [
    "CachedResponse",
    "ExactAnswers",
    "LocalAnswers",
    "SemanticAnswers",
    "SharedAnswers",
    "anchors",
    "audience_of",
    "exact_key",
    "keepable",
]
