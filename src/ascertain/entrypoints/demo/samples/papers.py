"""The further types of sample documents, each by the function that makes it."""

import random
from collections.abc import Callable

from ascertain.entrypoints.demo.samples import corporate_papers, personal_papers
from ascertain.entrypoints.demo.samples.sections import Paper

PAPERS: dict[str, Callable[[Paper], None]] = {
    "company_registry_extract": corporate_papers.registry_extract,
    "register_of_directors": corporate_papers.directors,
    "annual_return": corporate_papers.annual_return,
    "articles_of_association": corporate_papers.articles,
    "trust_deed": corporate_papers.trust,
    "board_resolution": corporate_papers.board,
    "ownership_chart": corporate_papers.chart,
    "identity_card": lambda p: personal_papers.card(
        p,
        ("IDENTITY CARD", "National identity card"),
        "card",
        ("Document number", "Identity card no."),
        nationality=True,
        address=False,
    ),
    "driving_licence": lambda p: personal_papers.card(
        p,
        ("DRIVING LICENCE", "Driver licence"),
        "licence",
        ("Licence number", "Licence no."),
        nationality=False,
        address=True,
    ),
    "residence_permit": lambda p: personal_papers.card(
        p,
        ("RESIDENCE PERMIT", "Residence card"),
        "permit",
        ("Permit number", "Document no."),
        nationality=True,
        address=False,
    ),
    "bank_reference": personal_papers.bank_reference,
    "tax_form_w8ben_e": personal_papers.w8,
    "crs_self_certification": personal_papers.crs,
    "beneficial_owner_declaration": lambda p: corporate_papers.owners(
        p,
        ("DECLARATION OF BENEFICIAL OWNERSHIP", "Beneficial owner declaration"),
        corporate_papers.DECLARED,
        "declaration",
        ("Date", "Date of signature"),
    ),
    "beneficial_owner_register": lambda p: corporate_papers.owners(
        p,
        ("EXTRACT FROM THE REGISTER OF BENEFICIAL OWNERS", "Beneficial owner register extract"),
        corporate_papers.ENTERED,
        "extract",
        ("Date of extract", "Issued on"),
    ),
    "power_of_attorney": personal_papers.attorney,
    "nominee_declaration": personal_papers.nominee,
    "contract": personal_papers.contract,
    "invoice": personal_papers.invoice,
    "source_of_funds_letter": personal_papers.funds,
    "financial_statement": corporate_papers.accounts,
}


def make_paper(kind: str, family: str, seed: int) -> Paper:
    """A document of one of the further types; the same for the same seed, the same facts in both families where they word alike."""
    paper = Paper(family, random.Random(f"{kind}/{seed}"))  # noqa: S311 - samples, not secrets
    PAPERS[kind](paper)
    return paper
