"""How the values of a document are read, by the document as a whole."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Context:
    """How a document writes its values.

    `day_first`: 03/04 is the third of April; `order_known`: the document itself shows it. `country` (ISO 3166-1 alpha-2, lower
    case) is the one whose numbers are checked first. `today` is the day of reading: what lies after it is in the future.
    """

    day_first: bool = True
    order_known: bool = False
    country: str | None = None
    today: date | None = None


PLAIN = Context()
