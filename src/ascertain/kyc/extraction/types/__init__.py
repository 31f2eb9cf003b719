"""Document types as data: one TOML file each, with cues, fields, tables and links."""

from ascertain.kyc.extraction.types.catalogue import Catalogue, builtin_catalogue, catalogue_of
from ascertain.kyc.extraction.types.model import (
    METHOD_NAMES,
    UNKNOWN,
    Column,
    DocumentType,
    Field,
    Link,
    Subject,
    Table,
)
from ascertain.kyc.extraction.types.type_files import TypeFileBroken

__all__ = [
    "METHOD_NAMES",
    "UNKNOWN",
    "Catalogue",
    "Column",
    "DocumentType",
    "Field",
    "Link",
    "Subject",
    "Table",
    "TypeFileBroken",
    "builtin_catalogue",
    "catalogue_of",
]
