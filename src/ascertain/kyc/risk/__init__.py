"""Risk: a score that is explained factor by factor.

A policy is a decision table: each row that applies adds points with a reason, and each factor refers to the facts, owners or hits
that are its evidence. Rules decide; no model contributes yet.
"""

from ascertain.kyc.risk.assessing import assess_case
from ascertain.kyc.risk.model import Assessment, Evidence, Factor, Features, Policy, PolicyBroken, PolicyValues
from ascertain.kyc.risk.policy import ensure_default_policy, policy_values, standard_content
from ascertain.kyc.risk.publishing import Replay, draft_policy, publish_policy, replay
from ascertain.kyc.risk.rules import assess, check, table_of
from ascertain.kyc.risk.store import find_assessment, find_published, list_policies

__all__ = [
    "Assessment",
    "Evidence",
    "Factor",
    "Features",
    "Policy",
    "PolicyBroken",
    "PolicyValues",
    "Replay",
    "assess",
    "assess_case",
    "check",
    "draft_policy",
    "ensure_default_policy",
    "find_assessment",
    "find_published",
    "list_policies",
    "policy_values",
    "publish_policy",
    "replay",
    "standard_content",
    "table_of",
]
