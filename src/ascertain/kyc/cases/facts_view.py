"""The facts of a case, each with the party it describes, and the conflicts between documents."""

from collections.abc import Iterable

from ascertain.kernel.database import Connection
from ascertain.kyc import documents, entities
from ascertain.kyc.documents import Fact
from ascertain.kyc.entities import Conflict, Party

Subject = tuple[str, str]  # document id and the subject's local key


def _party_of_subjects(facts: list[Fact], parties: list[Party]) -> dict[Subject, Party]:
    """Party of each subject. A holding belongs to its owner, a passport or account to its holder."""
    own = {(r.document_id, r.subject): party for party in parties for r in party.records if r.document_id}
    # A record of its own takes precedence over a link, so a person with a passport is not filed under the passport.
    linked = {
        (fact.document_id, fact.subject): own[fact.document_id, fact.value]
        for fact in facts
        if fact.property in ("owner", "holder") and (fact.document_id, fact.value) in own
    }
    return {**linked, **own}


def linked_names(facts: Iterable[Fact]) -> dict[str, str]:
    """Fact id to the name of the subject that its value points to: "member-2" means nothing to a reader."""
    facts = list(facts)
    names = {(fact.document_id, fact.subject): fact.value for fact in facts if fact.property == "name"}
    linked = {fact.id: (fact.document_id, fact.value) for fact in facts if fact.property in documents.LINKS}
    return {fact_id: names[subject] for fact_id, subject in linked.items() if subject in names}


def equal_facts(paired: Iterable[tuple[Fact, Party | None]]) -> dict[str, list[str]]:
    """Fact id to the ids of the equal facts: further sources of one value.

    Equal facts have the same party, property and value, ignoring case. Facts of a holding or a mandate also have the same
    company on the other side, so that 100 shares in one company are no source for 100 shares in another. Rejected facts
    are grouped among themselves.
    """
    paired = list(paired)
    named = linked_names(fact for fact, _ in paired)
    linked = {
        (f.document_id, f.subject, f.property): named.get(f.id, "") for f, _ in paired if f.property in documents.LINKS
    }
    groups: dict[tuple[str, ...], list[str]] = {}
    for fact, party in paired:
        if party is not None and fact.state in ("unchecked", "accepted", "rejected"):
            sides = [linked.get((fact.document_id, fact.subject, side), "") for side in sorted(documents.LINKS)]
            value = named.get(fact.id, fact.value)
            in_force = str(fact.state != "rejected")
            key = (
                party.id,
                fact.schema,
                fact.property,
                in_force,
                value.casefold(),
                *(side.casefold() for side in sides),
            )
            groups.setdefault(key, []).append(fact.id)
    return {one: [other for other in ids if other != one] for ids in groups.values() if len(ids) > 1 for one in ids}


async def list_facts(tx: Connection, case_id: str) -> tuple[list[tuple[Fact, Party | None]], list[Conflict]]:
    """Every fact with its party, and the conflicts.

    A fact has no party before the parties are resolved, and none if it describes the document itself, such as its date.
    """
    facts = await documents.list_facts(tx, case_id)
    parties = _party_of_subjects(facts, await entities.list_parties(tx, case_id))
    paired = [(fact, parties.get((fact.document_id, fact.subject))) for fact in facts]
    return paired, await entities.list_conflicts(tx, case_id)
