"""Entities: records resolved into the parties of a case and the entities of a tenant, each judgement with its reasons.

A record is one subject of one document, or the declared customer. Facts hang on records, hits on parties; only this room knows
which record is which entity, so a merge rewrites nothing elsewhere.
"""

from ascertain.kyc.entities.batch import Clusters, resolve_file, resolve_many
from ascertain.kyc.entities.comparison import compare
from ascertain.kyc.entities.conflicts import Conflict, count_conflicts, list_conflicts
from ascertain.kyc.entities.engine.resolving import AVERAGE_BITS, MATCH_BITS
from ascertain.kyc.entities.engine.weights import Model, default_model
from ascertain.kyc.entities.files import write_clusters
from ascertain.kyc.entities.golden import GoldenValue, golden_record
from ascertain.kyc.entities.importing import import_all
from ascertain.kyc.entities.judging import judge, list_pairs, review_queue, revoke
from ascertain.kyc.entities.live import Change, change, prepare
from ascertain.kyc.entities.model import (
    Comparison,
    DeclaredCustomer,
    Entity,
    EntityRecord,
    Judgement,
    ModelVersion,
    Pair,
    Party,
    PropertyValue,
    Reason,
    Record,
)
from ascertain.kyc.entities.models import own_models
from ascertain.kyc.entities.resolution import resolve, resolve_case
from ascertain.kyc.entities.retraining import list_models, retrain
from ascertain.kyc.entities.store import add_role, find_entity, find_party, list_parties, search_entities
from ascertain.kyc.values import name_tokens

__all__ = [
    "AVERAGE_BITS",
    "MATCH_BITS",
    "Change",
    "Clusters",
    "Comparison",
    "Conflict",
    "DeclaredCustomer",
    "Entity",
    "EntityRecord",
    "GoldenValue",
    "Judgement",
    "Model",
    "ModelVersion",
    "Pair",
    "Party",
    "PropertyValue",
    "Reason",
    "Record",
    "add_role",
    "change",
    "compare",
    "count_conflicts",
    "default_model",
    "find_entity",
    "find_party",
    "golden_record",
    "import_all",
    "judge",
    "list_conflicts",
    "list_models",
    "list_pairs",
    "list_parties",
    "name_tokens",
    "own_models",
    "prepare",
    "resolve",
    "resolve_case",
    "resolve_file",
    "resolve_many",
    "retrain",
    "review_queue",
    "revoke",
    "search_entities",
    "write_clusters",
]
