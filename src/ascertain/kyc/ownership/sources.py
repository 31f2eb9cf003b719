"""Ranks of sources: a register or an official extract counts before the company's own statement, whatever their dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

CHOSEN, REGISTER, OWN_WORD = 0, 1, 2
"""Ranks of a source; the lowest counts. CHOSEN is a source that a person selected instead of the ranked one."""

# Registers required by law, and extracts from them.
_REGISTERS = frozenset(
    ("company_registry_extract", "annual_return", "certificate_of_incorporation", "shareholder_register",
     "register_of_directors", "beneficial_owner_register")
)  # fmt: skip
RANK_WORDS = {CHOSEN: "chosen by a person", REGISTER: "register or official extract", OWN_WORD: "own statement"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's decision to use a document for one kind of interest in one company, instead of the source in force, and why."""

    document_id: str
    subject: str
    interest: str
    instead_of: str
    reason: str
    chosen_by: str
    chosen_at: datetime | None = None


def rank_of_type(document_type: str | None) -> int:
    """The rank of a document: statutory registers and their extracts before charts, declarations and everything else."""
    return REGISTER if document_type in _REGISTERS else OWN_WORD


def rank_of_source(source_types: Iterable[str]) -> int:
    """The rank of a statement in a file, by the types of its source (BODS codelist sourceType)."""
    return REGISTER if "officialRegister" in source_types else OWN_WORD
