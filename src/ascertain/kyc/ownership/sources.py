"""Which source counts: a register or an official extract before the company's own word, whatever their dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

CHOSEN, REGISTER, OWN_WORD = 0, 1, 2
"""Ranks of a source; the lowest counts. CHOSEN is what a person took against what would have counted."""

_REGISTERS = frozenset(
    ("company_registry_extract", "annual_return", "certificate_of_incorporation", "shareholder_register",
     "register_of_directors", "beneficial_owner_register")
)  # fmt: skip
RANK_WORDS = {CHOSEN: "chosen by a person", REGISTER: "register or official extract", OWN_WORD: "own statement"}


@dataclass(frozen=True, slots=True)
class Choice:
    """That a document counts for one kind of interest in one of its subjects, instead of the one that would have, and why."""

    document_id: str
    subject: str
    interest: str
    instead_of: str
    reason: str
    chosen_by: str
    chosen_at: datetime | None = None


def rank_of_type(document_type: str | None) -> int:
    """The rank of a document: registers by law and extracts of them, before charts, declarations and everything else."""
    return REGISTER if document_type in _REGISTERS else OWN_WORD


def rank_of_source(source_types: Iterable[str]) -> int:
    """The rank of a statement in a file by the types of its source (BODS codelist sourceType)."""
    return REGISTER if "officialRegister" in source_types else OWN_WORD
