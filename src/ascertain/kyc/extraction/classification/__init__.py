"""Classification: the type of a document, and the parts of a combined file. A document of no known type is `unknown`."""

from ascertain.kyc.extraction.classification.classifier import CLASSIFIER_VERSION, classify
from ascertain.kyc.extraction.classification.segmentation import FEWEST_WORDS, classify_parts, count_words

__all__ = ["CLASSIFIER_VERSION", "FEWEST_WORDS", "classify", "classify_parts", "count_words"]
