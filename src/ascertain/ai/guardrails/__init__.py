"""Guardrails around a model: instructions in document text, questions out of scope, unsupported sentences, personal data."""

from ascertain.ai.guardrails.injection import InjectionSignal, inspect_passage, inspect_question
from ascertain.ai.guardrails.personal_data import KnownValues, PersonalData, find_personal_data, safe_length, withhold
from ascertain.ai.guardrails.scope import ScopeDecision, check_scope
from ascertain.ai.guardrails.support import (
    SentenceCheck,
    check_sentence,
    cited_sources,
    closed_sentences,
    without_marks,
)

__all__ = [
    "InjectionSignal",
    "KnownValues",
    "PersonalData",
    "ScopeDecision",
    "SentenceCheck",
    "check_scope",
    "check_sentence",
    "cited_sources",
    "closed_sentences",
    "find_personal_data",
    "inspect_passage",
    "inspect_question",
    "safe_length",
    "withhold",
    "without_marks",
]  # fmt: skip
