"""Classification: the type of a document, and the parts of a combined file. A document of no known type is `unknown`."""

from ascertain.kyc.extraction.classification.classifier import CLASSIFIER_VERSION, classify
from ascertain.kyc.extraction.classification.segmentation import classify_parts

__all__ = ["CLASSIFIER_VERSION", "classify", "classify_parts"]
