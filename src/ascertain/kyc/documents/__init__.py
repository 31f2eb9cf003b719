"""Documents: upload, the steps read, classify, extract and index, and the facts and flags that come of them.

Files arrive through `Intake`. A fact carries its document, page, boxes, quote, method, confidence and versions, and the
review of a person.
"""

from ascertain.kyc.documents.contents import Refusal
from ascertain.kyc.documents.fact_store import get_fact, list_facts, stated_values
from ascertain.kyc.documents.facts import (
    LINKS,
    count_facts_to_check,
    effective_facts,
    facts_to_check,
    review_fact,
)
from ascertain.kyc.documents.flag_store import list_open_flags
from ascertain.kyc.documents.local_api import FileRead, ReadDocument, files_of, read, read_async, read_folder
from ascertain.kyc.documents.model import Document, DocumentNotFound, DocumentState, Fact, StatedValue
from ascertain.kyc.documents.originals import naming
from ascertain.kyc.documents.scrub_store import count_files
from ascertain.kyc.documents.scrubbing import DamagedFile, check_all, find_damaged, list_damaged, scrub_all
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.documents.store import (
    count_documents,
    get_document,
    get_page,
    list_collection,
    list_documents,
    list_failed,
)
from ascertain.kyc.documents.upload import Intake, Place
from ascertain.kyc.documents.upload_handling import upload_files
from ascertain.kyc.documents.wire import BoxOut, DocumentOut, DocumentsOut, FactOut, UploadedOut
from ascertain.kyc.extraction import FoundFact

__all__ = [
    "LINKS",
    "BoxOut",
    "DamagedFile",
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
    "Place",
    "ReadDocument",
    "Refusal",
    "StatedValue",
    "UploadedOut",
    "check_all",
    "count_documents",
    "count_facts_to_check",
    "count_files",
    "effective_facts",
    "facts_to_check",
    "files_of",
    "find_damaged",
    "get_document",
    "get_fact",
    "get_page",
    "list_collection",
    "list_damaged",
    "list_documents",
    "list_facts",
    "list_failed",
    "list_open_flags",
    "naming",
    "read",
    "read_async",
    "read_folder",
    "review_fact",
    "scrub_all",
    "stated_values",
    "upload_files",
]
