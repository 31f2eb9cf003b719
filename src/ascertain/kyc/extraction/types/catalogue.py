"""All known types: those that ship and those of a folder that a setting names."""

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
    """Types by name; `unknown` is always among them."""

    types: Mapping[str, DocumentType]

    def __iter__(self) -> Iterator[DocumentType]:
        return iter(self.types.values())

    def __contains__(self, name: str) -> bool:
        return name in self.types

    def get(self, name: str | None) -> DocumentType:
        """The type of this name; `unknown` where there is none (a file that was taken away meanwhile)."""
        return self.types.get(name or UNKNOWN, self.types[UNKNOWN])


@cache
def builtin_catalogue() -> Catalogue:
    """The types that ship."""
    return Catalogue(MappingProxyType(load_folder(_SHIPPED)))


@cache
def catalogue_of(folder: Path | None) -> Catalogue:
    """The types that ship and those of the folder; a file there takes the place of a shipped one of its name.

    Raises: TypeFileBroken, which says what is wrong and where.
    """
    if folder is None:
        return builtin_catalogue()
    return Catalogue(MappingProxyType({**builtin_catalogue().types, **load_folder(folder)}))
