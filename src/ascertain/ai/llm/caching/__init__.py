"""Cached answers: for an identical request, or for an equivalent question."""

from ascertain.ai.llm.caching.cached_response import CachedResponse, audience_of, exact_key, is_cacheable
from ascertain.ai.llm.caching.exact import ExactCache, LocalExactCache, SharedExactCache
from ascertain.ai.llm.caching.semantic import SemanticCache, anchors

__all__ = [
    "CachedResponse",
    "ExactCache",
    "LocalExactCache",
    "SemanticCache",
    "SharedExactCache",
    "anchors",
    "audience_of",
    "exact_key",
    "is_cacheable",
]
