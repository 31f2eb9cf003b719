"""What is compared, schema by schema: fields, how each is compared, and the levels a comparison can end in.

Weights are not here: they are estimated (`estimation.py`) and stored in a model file. A level's place in its list is its code; a
missing value has no level and no weight.
"""

from dataclasses import dataclass

from ascertain.kyc.entities.engine.comparison_levels import KINDS

AGREEING = 3  # how many levels of a field count as agreeing
MISSING = 255  # the code of a comparison in which one side has no value

LEVELS: dict[str, tuple[str, ...]] = {name: kind.levels for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a schema: its kind picks comparison and levels; `rarity` has exact matches weighed by term frequency.

    `after` names a field with much of the same information: where that one agrees (one of its first `AGREEING` levels) this one has
    weights of its own, for two people of one place share a postcode oftener than two people at random.
    """

    name: str
    kind: str
    words: str
    properties: tuple[str, ...] = ()
    rarity: bool = False
    after: str | None = None

    @property
    def given_after(self) -> str:
        """The name under which a model has the weights for records where `after` agrees."""
        return f"{self.name} if {self.after} agrees"

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels a comparison of this field can end in."""
        return LEVELS[self.kind]

    @property
    def equal_levels(self) -> int:
        """How many of the first levels are those of two equal values."""
        return len(KINDS[self.kind].equal)

    @property
    def near_levels(self) -> tuple[int, ...]:
        """Codes of the near misses in which the rarity of a value counts, at half strength."""
        return KINDS[self.kind].near_levels


_SHARED = (
    Field("place", "place", "place", ("birthPlace", "city"), rarity=True),
    Field("postcode", "code", "postcode", ("postalCode",), rarity=True, after="place"),
    Field("street", "text", "street", ("street", "address"), rarity=True),
    Field("region", "category", "region", ("state", "region"), rarity=True),
    Field("email", "identifier", "e-mail address", ("email",)),
    Field("phone", "identifier", "telephone number", ("phone",)),
    Field("tax_number", "identifier", "tax number", ("taxNumber", "vatCode")),
)

PERSON = (
    Field("given", "name", "given name", ("firstName",), rarity=True),
    Field("surname", "name", "surname", ("lastName",), rarity=True),
    Field("middle", "words", "middle name", ("middleName", "secondName")),
    Field("ordinal", "category", "ordinal", ()),
    Field("birth_date", "date", "birth date", ("birthDate",), rarity=True),
    Field("gender", "category", "gender", ("gender",), rarity=True),
    Field("position", "place", "occupation", ("position", "occupation"), rarity=True),
    Field("country", "category", "country", ("nationality", "country", "citizenship"), rarity=True),
    Field("passport", "identifier", "passport number", ("passportNumber",)),
    Field("id_number", "identifier", "identity number", ("idNumber", "socialSecurityNumber")),
    *_SHARED,
)

COMPANY = (
    Field("company_name", "company", "name", ("name",), rarity=True),
    Field("legal_form", "category", "legal form", (), rarity=True),
    Field("incorporated", "date", "date of incorporation", ("incorporationDate",), rarity=True),
    Field("country", "category", "country", ("jurisdiction", "country", "mainCountry"), rarity=True),
    Field("registration", "identifier", "registration number", ("registrationNumber", "ogrnCode", "innCode")),
    Field("lei", "identifier", "legal entity identifier", ("leiCode",)),
    *_SHARED,
)

SCHEMAS: dict[str, tuple[Field, ...]] = {"person": PERSON, "company": COMPANY}


def kind_of(schema: str) -> str:
    """Which of the two tables a FollowTheMoney schema is compared by."""
    return "person" if schema == "Person" else "company"
