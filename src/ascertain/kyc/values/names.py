"""Names of persons and companies: order, case and parts."""

import re
from dataclasses import dataclass

from ascertain.kyc.values.context import PLAIN, Context

LEGAL_FORMS = re.compile(
    r"\b(ltd|limited|plc|llp|llc|lp|inc|incorporated|corp|corporation|bv|nv|gmbh|ag|kg|kgaa|ug|ohg|gbr|sa|sarl|sas|sasu|sci|snc|srl|spa|"
    r"sl|slu|as|asa|ab|aps|oy|oyj|kft|zrt|nyrt|sro|doo|dooel|ood|eood|ad|ead|sp z o ?o|spółka|oü|sia|uab|lda|ltda|se|"
    r"pte|pty|pvt|private limited|co|company|holdings?|group|foundation|stichting|trust|fund|bank|ооо|оао|зао|пао|ао|тоо|тов|ат|"
    r"еоод|оод|εпе|αε|επε|ικε|شركة|شركه|ش\.?ذ\.?م\.?م|ذ\.?م\.?م)\b\.?",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|sir|dame|lord|lady|herr|frau|mme|m|mlle|sig|sra?|dhr|mevr)\.?\s+", re.IGNORECASE
)
_PARTICLES = frozenset(
    "van von de der den del della di da dos das du la le el al bin ibn ter ten zu zur abu af av".split()
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """Given and family names of a person as far as their order tells."""

    first: str
    last: str


def normalise_name(text: str, context: Context = PLAIN) -> str:
    """A person's or company's name in its usual order and case."""
    name = " ".join(text.replace("’", "'").split()).strip(" ,;:*|_")
    last, comma, first = name.partition(", ")
    if comma and "," not in first and not LEGAL_FORMS.search(name.replace(".", "")):
        name = f"{first} {last}"
    if name.isupper() and not LEGAL_FORMS.search(name.replace(".", "")):
        name = " ".join(part.capitalize() for part in re.split(r"(?<=[\s-])|(?<=')", name.lower())).replace("  ", " ")
        name = re.sub(r"([-']) ", r"\1", name)
    return name


def normalise_given_name(text: str, context: Context = PLAIN) -> str | None:
    """A part of a person's name: as a name, capitals undone."""
    return normalise_name(text.upper()) or None if text.isascii() or text.isupper() else normalise_name(text) or None


def is_company(name: str) -> bool:
    """Whether a name carries a legal form."""
    return bool(LEGAL_FORMS.search(name.replace(".", "")))


def name_parts(name: str) -> NameParts | None:
    """Given and family names of a person's name in its usual order ("van", "de" and their kin begin the family name).

    None for a company, or where one word is all there is.
    """
    plain = _TITLES.sub("", name.strip())
    words = plain.split()
    if len(words) < 2 or is_company(plain):
        return None
    begin = next((i for i, word in enumerate(words[1:-1], 1) if word.lower() in _PARTICLES), len(words) - 1)
    return NameParts(" ".join(words[:begin]), " ".join(words[begin:]))
