"""The document types that are laid out from sections, each with the function that generates it."""

import random
from collections.abc import Callable

from ascertain.entrypoints.demo.samples import corporate_documents, personal_documents
from ascertain.entrypoints.demo.samples.sections import SampleDocument

GENERATORS: dict[str, Callable[[SampleDocument], None]] = {
    "company_registry_extract": corporate_documents.registry_extract,
    "register_of_directors": corporate_documents.directors,
    "annual_return": corporate_documents.annual_return,
    "articles_of_association": corporate_documents.articles,
    "trust_deed": corporate_documents.trust,
    "board_resolution": corporate_documents.board,
    "ownership_chart": corporate_documents.chart,
    "identity_card": lambda p: personal_documents.card(
        p,
        ("IDENTITY CARD", "National identity card"),
        "card",
        ("Document number", "Identity card no."),
        nationality=True,
        address=False,
    ),
    "driving_licence": lambda p: personal_documents.card(
        p,
        ("DRIVING LICENCE", "Driver licence"),
        "licence",
        ("Licence number", "Licence no."),
        nationality=False,
        address=True,
    ),
    "residence_permit": lambda p: personal_documents.card(
        p,
        ("RESIDENCE PERMIT", "Residence card"),
        "permit",
        ("Permit number", "Document no."),
        nationality=True,
        address=False,
    ),
    "bank_reference": personal_documents.bank_reference,
    "tax_form_w8ben_e": personal_documents.w8,
    "crs_self_certification": personal_documents.crs,
    "beneficial_owner_declaration": lambda p: corporate_documents.owners(
        p,
        ("DECLARATION OF BENEFICIAL OWNERSHIP", "Beneficial owner declaration"),
        corporate_documents.DECLARED,
        "declaration",
        ("Date", "Date of signature"),
    ),
    "beneficial_owner_register": lambda p: corporate_documents.owners(
        p,
        ("EXTRACT FROM THE REGISTER OF BENEFICIAL OWNERS", "Beneficial owner register extract"),
        corporate_documents.ENTERED,
        "extract",
        ("Date of extract", "Issued on"),
    ),
    "power_of_attorney": personal_documents.attorney,
    "nominee_declaration": personal_documents.nominee,
    "contract": personal_documents.contract,
    "invoice": personal_documents.invoice,
    "source_of_funds_letter": personal_documents.funds,
    "financial_statement": corporate_documents.accounts,
}


def make_document(kind: str, family: str, seed: int) -> SampleDocument:
    """A document of one of these types, the same for the same seed; both families state the same facts where their wording agrees."""
    document = SampleDocument(family, random.Random(f"{kind}/{seed}"))  # noqa: S311 - samples, not secrets
    GENERATORS[kind](document)
    return document
