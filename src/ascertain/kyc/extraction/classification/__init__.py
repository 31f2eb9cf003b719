"""What a document is, and which pages of a combined file are what; a document of no known type is unknown."""

from ascertain.kyc.extraction.classification.classifier import CLASSIFIER_VERSION, classify
from ascertain.kyc.extraction.classification.segmentation import classify_parts

__all__ = ["CLASSIFIER_VERSION", "classify", "classify_parts"]
