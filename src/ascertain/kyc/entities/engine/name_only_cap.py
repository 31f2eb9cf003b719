"""A name alone never gives certainty: where only names (and values that many people share) support a pair, its odds have a
ceiling."""

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.levels import Levels
from ascertain.kyc.entities.engine.schemas import SCHEMAS

# Names and what follows from them: two namesakes share all of these.
_OF_NAMES = frozenset({"given", "surname", "middle", "ordinal", "company_name", "legal_form"})
# Shared by so many people that agreement does not separate namesakes.
_OF_MANY = frozenset({"gender", "country", "region", "position"})
EVIDENCE_BITS = 1.0
# Places of the fields of a kind that can make a pair sure.
DECISIVE_FIELDS = {
    kind: tuple(at for at, field in enumerate(fields) if field.name not in _OF_NAMES | _OF_MANY)
    for kind, fields in SCHEMAS.items()
}


def cap_name_only(
    kind: str, levels: Levels, contributions: npt.NDArray[np.float64], bits: npt.NDArray[np.float64], ceiling: float
) -> npt.NDArray[np.float64]:
    """`bits`, at most `ceiling` where no field apart from names and what many share gives `SPEAKS_BITS` or more."""
    bare = ~(contributions[:, list(DECISIVE_FIELDS[kind])] >= EVIDENCE_BITS).any(axis=1)
    return np.where(bare, np.minimum(bits, ceiling), bits)
