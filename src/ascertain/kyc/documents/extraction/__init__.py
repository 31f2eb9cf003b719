"""Extraction: pages to facts, by one function for each type of document."""

from collections.abc import Callable, Sequence

from ascertain.ai.text import Page
from ascertain.kyc.documents.extraction.bank_statement import extract_bank_statement
from ascertain.kyc.documents.extraction.certificate import extract_certificate
from ascertain.kyc.documents.extraction.passport import extract_passport
from ascertain.kyc.documents.extraction.register import extract_register
from ascertain.kyc.documents.extraction.utility_bill import extract_utility_bill
from ascertain.kyc.documents.model import DocumentType, FoundFact

__all__ = ["EXTRACTOR_VERSION", "extract"]

EXTRACTOR_VERSION = "rules-2"

_EXTRACTORS: dict[DocumentType, Callable[[Sequence[Page]], list[FoundFact]]] = {
    DocumentType.CERTIFICATE_OF_INCORPORATION: extract_certificate,
    DocumentType.SHAREHOLDER_REGISTER: extract_register,
    DocumentType.PASSPORT: extract_passport,
    DocumentType.UTILITY_BILL: extract_utility_bill,
    DocumentType.BANK_STATEMENT: extract_bank_statement,
}


def extract(document_type: DocumentType, pages: Sequence[Page]) -> list[FoundFact]:
    """The facts that a document of this type states; none where the type has no extractor."""
    extractor = _EXTRACTORS.get(document_type)
    return extractor(pages) if extractor else []
