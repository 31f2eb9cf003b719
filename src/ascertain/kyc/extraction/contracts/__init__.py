"""Header fields of contracts without a language model: broad rules find candidates, small trained models choose or abstain."""

from ascertain.kyc.extraction.contracts.facts import extract_contract

__all__ = ["extract_contract"]
