"""What a document is, and which pages of a combined file are what; a document of no known type is unknown."""

from ascertain.kyc.extraction.classification.classifying import CLASSIFIER_VERSION, classify
from ascertain.kyc.extraction.classification.splitting import classify_parts

__all__ = ["CLASSIFIER_VERSION", "classify", "classify_parts"]
