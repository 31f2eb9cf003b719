"""Documents: read, classified and extracted, each fact with its place on the page.

Files are taken in by `Intake`, read in child processes, classified by cues, and extracted by rules. A fact carries its document,
page, boxes, quote, method, confidence and versions; what a person says of it is kept beside it.
"""

from ascertain.kyc.documents.fact_store import get_fact, list_facts
from ascertain.kyc.documents.facts import LINKS, effective_facts, facts_to_check, review_fact
from ascertain.kyc.documents.flag_store import list_open_flags
from ascertain.kyc.documents.library_call import FileRead, ReadDocument, files_of, read, read_async, read_folder
from ascertain.kyc.documents.model import (
    Document,
    DocumentNotFound,
    DocumentState,
    Fact,
    FoundFact,
    Part,
)
from ascertain.kyc.documents.reading import ReaderPool
from ascertain.kyc.documents.reading.scripts import missing_scripts
from ascertain.kyc.documents.samples import SampleApplication, applications
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.documents.store import get_document, get_page, list_collection, list_documents
from ascertain.kyc.documents.taking import take_files
from ascertain.kyc.documents.types import Catalogue, catalogue_of
from ascertain.kyc.documents.upload import Intake, Place, Refusal
from ascertain.kyc.documents.values import is_company, normalise_date, normalise_name
from ascertain.kyc.documents.wire import BoxOut, DocumentOut, DocumentsOut, FactOut, UploadedOut

__all__ = [
    "LINKS",
    "BoxOut",
    "Catalogue",
    "Document",
    "DocumentNotFound",
    "DocumentOut",
    "DocumentSettings",
    "DocumentState",
    "DocumentsOut",
    "Fact",
    "FactOut",
    "FileRead",
    "FoundFact",
    "Intake",
    "Part",
    "Place",
    "ReadDocument",
    "ReaderPool",
    "Refusal",
    "SampleApplication",
    "UploadedOut",
    "applications",
    "catalogue_of",
    "effective_facts",
    "facts_to_check",
    "files_of",
    "get_document",
    "get_fact",
    "get_page",
    "is_company",
    "list_collection",
    "list_documents",
    "list_facts",
    "list_open_flags",
    "missing_scripts",
    "normalise_date",
    "normalise_name",
    "read",
    "read_async",
    "read_folder",
    "review_fact",
    "take_files",
]
