"""The learned reader: values that a page might state, and a trained ranker that says which property each of them is."""

from ascertain.kyc.extraction.learned.method import with_learned_facts
from ascertain.kyc.extraction.learned.ranker import Reader

__all__ = ["Reader", "with_learned_facts"]
