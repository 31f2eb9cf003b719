"""The catalogue of document types: the shipped ones and those of a folder named in the settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ascertain.kyc.extraction.types.model import UNKNOWN, DocumentType
from ascertain.kyc.extraction.types.type_files import load_folder

_SHIPPED = Path(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Document types by name. `unknown` is always among them."""

    types: Mapping[str, DocumentType]

    def __iter__(self) -> Iterator[DocumentType]:
        return iter(self.types.values())

    def __contains__(self, name: str) -> bool:
        return name in self.types

    def get(self, name: str | None) -> DocumentType:
        """The type with this name; `unknown` if there is none, for instance because its file was removed."""
        return self.types.get(name or UNKNOWN, self.types[UNKNOWN])


@cache
def builtin_catalogue() -> Catalogue:
    """The shipped types."""
    return Catalogue(MappingProxyType(load_folder(_SHIPPED)))


@cache
def catalogue_of(folder: Path | None) -> Catalogue:
    """The shipped types and those of the folder. A file there replaces a shipped one of the same name.

    Raises: TypeFileBroken, with what is wrong and where.
    """
    if folder is None:
        return builtin_catalogue()
    return Catalogue(MappingProxyType({**builtin_catalogue().types, **load_folder(folder)}))
