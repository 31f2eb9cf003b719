"""What a document as a whole says of how its values are to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """Whether 03/04 is the third of April (and whether the document itself shows it), and the country whose numbers are
    checked first (ISO 3166-1 alpha-2, lower case)."""

    day_first: bool = True
    order_known: bool = False
    country: str | None = None


PLAIN = Context()
