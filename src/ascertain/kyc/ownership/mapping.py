"""The one mapping between FollowTheMoney and BODS 0.4: kinds of parties, kinds of interests, roles.

FollowTheMoney says a link as an entity of its own (Ownership, Directorship, ...), BODS as an interest of a relationship. What one
of them cannot say is kept in the link's `role` (BODS interest type in words) so that the way back finds it.
"""

from dataclasses import dataclass

PERSON_SCHEMAS = ("Person",)
ENTITY_TYPES: dict[str, tuple[str, str | None]] = {
    "Company": ("registeredEntity", None),
    "Organization": ("legalEntity", None),
    "LegalEntity": ("legalEntity", None),
    "PublicBody": ("stateBody", None),
    "Trust": ("arrangement", "trust"),
}
"""FollowTheMoney schema -> BODS entity type and subtype."""
SCHEMAS: dict[tuple[str, str | None], str] = {
    ("registeredEntity", None): "Company",
    ("legalEntity", None): "LegalEntity",
    ("arrangement", "trust"): "Trust",
    ("arrangement", "nomination"): "LegalEntity",
    ("arrangement", None): "LegalEntity",
    ("anonymousEntity", None): "LegalEntity",
    ("unknownEntity", None): "LegalEntity",
    ("state", None): "PublicBody",
    ("stateBody", None): "PublicBody",
}
"""BODS entity type and subtype -> FollowTheMoney schema."""


@dataclass(frozen=True, slots=True)
class FtmLink:
    """A schema of links: which properties are its ends, and the interest that it is unless its role says another."""

    ends: tuple[str, str]
    interest: str


FTM_INTERESTS: dict[str, FtmLink] = {
    "Ownership": FtmLink(("owner", "asset"), "shareholding"),
    "Directorship": FtmLink(("director", "organization"), "boardMember"),
    "Representation": FtmLink(("agent", "client"), "nominee"),
    "UnknownLink": FtmLink(("subject", "object"), "unknownInterest"),
}
LINK_SCHEMAS: dict[str, str] = {
    **dict.fromkeys(("boardMember", "boardChair", "seniorManagingOfficial"), "Directorship"),
    **dict.fromkeys(("nominee",), "Representation"),
}
"""BODS interest type -> schema of the link; everything else is an Ownership."""

ROLE_WORDS: dict[str, str] = {
    "shareholding": "shares",
    "votingRights": "voting rights",
    "appointmentOfBoard": "appoints the board",
    "otherInfluenceOrControl": "influence or control",
    "seniorManagingOfficial": "senior managing official",
    "settlor": "settlor",
    "trustee": "trustee",
    "protector": "protector",
    "beneficiaryOfLegalArrangement": "beneficiary",
    "rightsToSurplusAssetsOnDissolution": "rights to surplus assets on dissolution",
    "rightsToProfitOrIncome": "rights to profit or income",
    "rightsGrantedByContract": "rights granted by contract",
    "conditionalRightsGrantedByContract": "conditional rights granted by contract",
    "controlViaCompanyRulesOrArticles": "control via company rules or articles",
    "controlByLegalFramework": "control by legal framework",
    "boardMember": "director",
    "boardChair": "chair of the board",
    "unknownInterest": "unknown interest",
    "unpublishedInterest": "unpublished interest",
    "enjoymentAndUseOfAssets": "enjoyment and use of assets",
    "rightToProfitOrIncomeFromAssets": "right to profit or income from assets",
    "nominee": "nominee",
    "nominator": "nominator",
}
"""BODS interest type -> the role that says it in a FollowTheMoney link."""
_BY_WORDS = {words: kind for kind, words in ROLE_WORDS.items()}
_OTHER_WORDS = {
    "votes": "votingRights",
    "board member": "boardMember",
    "chairman": "boardChair",
    "chair": "boardChair",
    "chief executive": "seniorManagingOfficial",
    "chief executive officer": "seniorManagingOfficial",
    "ceo": "seniorManagingOfficial",
    "managing director": "seniorManagingOfficial",
    "general manager": "seniorManagingOfficial",
    "founder": "settlor",
    "grantor": "settlor",
}


def interest_of_role(schema: str, role: str) -> tuple[str, bool]:
    """The interest that a link of this schema and role is, and whether it calls its holder a beneficial owner."""
    said = " ".join(role.lower().split())
    declared = "beneficial owner" in said
    return _BY_WORDS.get(said) or _OTHER_WORDS.get(said) or FTM_INTERESTS[schema].interest, declared
