"""The mapping between FollowTheMoney and BODS 0.4: links, kinds of interests, roles.

FollowTheMoney has a link as an entity of its own (Ownership, Directorship, ...), BODS as an interest of a relationship. What
FollowTheMoney has no property for goes into the link's `role` (the BODS interest type in words), so that it can be read back.
"""

import re
from dataclasses import dataclass

from ascertain.kyc.ownership.model import PartyKind


@dataclass(frozen=True, slots=True)
class PartyWords:
    """A kind of party in BODS (entity type, subtype, details) and in FollowTheMoney (schema, legal form)."""

    entity_type: str | None
    subtype: str | None
    details: str | None
    schema: str
    legal_form: str | None


PARTIES: dict[PartyKind, PartyWords] = {
    "person": PartyWords(None, None, None, "Person", None),
    "unknown_person": PartyWords(None, None, None, "Person", "unknown person"),
    "company": PartyWords("registeredEntity", None, None, "Company", None),
    "listed": PartyWords("registeredEntity", None, None, "Company", "listed"),
    "trust": PartyWords("arrangement", "trust", None, "Trust", None),
    "nomination": PartyWords("arrangement", "nomination", None, "LegalEntity", "nomination"),
    "joint": PartyWords("arrangement", None, None, "LegalEntity", "joint holding"),
    "foundation": PartyWords("legalEntity", None, "foundation", "LegalEntity", "foundation"),
    "fund": PartyWords("legalEntity", None, "fund", "LegalEntity", "fund"),
    "state": PartyWords("state", None, None, "PublicBody", None),
}


def kind_of_schema(schema: str, legal_form: str) -> PartyKind | None:
    """The category of a FollowTheMoney party, None where it is a person or a company."""
    form = legal_form.lower()
    by_form = next((kind for kind, words in PARTIES.items() if words.legal_form and words.legal_form == form), None)
    # The legal form decides before the schema: FollowTheMoney has no schema for joint holdings, funds or foundations.
    if by_form or form == "trust":
        return by_form or "trust"
    return {"PublicBody": "state", "Trust": "trust"}.get(schema)  # type: ignore[return-value]


def kind_of_type(entity_type: str, subtype: str | None, details: str, *, listed: bool) -> PartyKind | None:
    """The category of a BODS entity, None for a company; an arrangement neither trust nor nomination is a joint holding."""
    if subtype in ("trust", "nomination"):
        return "trust" if subtype == "trust" else "nomination"
    if entity_type == "arrangement":
        return "joint"
    if entity_type in ("state", "stateBody"):
        return "state"
    by_details = {words.details: kind for kind, words in PARTIES.items() if words.details}
    return "listed" if listed else by_details.get(details.lower())


@dataclass(frozen=True, slots=True)
class FtmLink:
    """A schema of links: the properties of its two ends, and its interest unless the role names another."""

    endpoints: tuple[str, str]
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
"""BODS interest type -> schema of the link; every other type is an Ownership."""

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
"""BODS interest type -> the role of a FollowTheMoney link that expresses it."""
_BY_WORDS = {"declaration": "declaration"} | {words: kind for kind, words in ROLE_WORDS.items()}
_OTHER_WORDS = {
    "votes": "votingRights",
    "founder": "settlor",
    "grantor": "settlor",
}


_OFFICES: tuple[tuple[str | None, tuple[str, ...]], ...] = (
    ("seniorManagingOfficial", ("chief [a-z]+ officer", "chief executive", "ceo", "managing (director|member|partner)",
     "general (manager|director|partner)", "(vice[ -])?president(?! of the (supervisory )?board)", "treasurer",
     "geschäftsführer", "gérant", "directeur général", "président(?! du conseil)", "amministratore delegato", "prezes",
     "генеральный директор", "المدير العام")),
    ("boardChair", ("chair", "president", "président du conseil", "vorsitzender", "председатель", "رئيس مجلس")),
    ("boardMember", ("director", "board", "administrateur", "bestuurder", "administrador", "директор", "مدير")),
    (None, ("secretary", "secrétaire", "sekretär", "secretaris", "секретарь", "auditor", "accountant", "registered agent",
     "سكرتير")),
)  # fmt: skip
"""The interest of an office: the first row with a matching pattern decides. None is no interest: a secretary directs nothing.

The order matters: "vice president" has to match before "president", and "director and secretary" before "secretary". Executive
officers and senior managers are those named in 31 CFR 1010.230(d)(2)(i) and their equivalents elsewhere.
"""


def _office_of(title: str) -> str | None:
    words = f" {title} "
    for kind, patterns in _OFFICES:
        if any(re.search(rf"(?<!\w){pattern}", words) for pattern in patterns):
            return kind
    return "boardMember"  # an unknown title in a register of directors is still a seat on the board


def interest_of_role(schema: str, role: str) -> tuple[str | None, bool]:
    """The interest of a link by its schema and role, None where it is not one; and whether it declares a beneficial owner."""
    words = " ".join(role.lower().split())
    declared = "beneficial owner" in words
    words = words.replace("beneficial owner", "").strip(" ,")
    known = _BY_WORDS.get(words) or _OTHER_WORDS.get(words)
    if known is None and schema == "Directorship" and words:
        return _office_of(words), declared
    return known or FTM_INTERESTS[schema].interest, declared
