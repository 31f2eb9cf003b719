"""Entities: records resolved into the parties of a case and the entities of a tenant, each judgement kept with its reasons.

A record is one subject of one document, or the declared customer. Facts hang on records, hits on parties; only this room knows
which record is which entity, so a merge rewrites nothing elsewhere.
"""

from ascertain.kyc.entities.conflicts import Conflict, list_conflicts
from ascertain.kyc.entities.judging import judge, list_pairs
from ascertain.kyc.entities.model import (
    Comparison,
    DeclaredCustomer,
    Entity,
    Pair,
    Party,
    PropertyValue,
    Reason,
    Record,
)
from ascertain.kyc.entities.names import name_key, name_tokens
from ascertain.kyc.entities.resolution import resolve, resolve_case
from ascertain.kyc.entities.store import add_role, find_entity, find_party, list_parties, search_entities

__all__ = [
    "Comparison",
    "Conflict",
    "DeclaredCustomer",
    "Entity",
    "Pair",
    "Party",
    "PropertyValue",
    "Reason",
    "Record",
    "add_role",
    "find_entity",
    "find_party",
    "judge",
    "list_conflicts",
    "list_pairs",
    "list_parties",
    "name_key",
    "name_tokens",
    "resolve",
    "resolve_case",
    "search_entities",
]
