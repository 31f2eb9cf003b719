"""Who made a case what it is: the persons who may not review it (four eyes).

Makers are found in the audit log and not in a list of names, because whatever changes a case is audited in the same transaction.
An action that neither of the sets below names counts as making, so that a new one cannot be forgotten in the dangerous direction;
a test fails until it is classified.
"""

from ascertain.kernel import audit, auth
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases.model import CaseSummary, MakerReviews, NoPersonReviews, Person

# Acts that decide what the case consists of: its declared customer, evidence, facts, owners, hits and proposal.
MAKING = frozenset(
    {
        "case.open", "document.upload", "document.retype", "document.map", "flag.dismiss",
        "fact.accept", "fact.correct", "fact.reject", "fact.withdraw",
        "judgement.make", "judgement.revoke",
        "ownership.import", "ownership.standing", "ownership.standing_withdrawn", "ownership.source",
        "ownership.source_taken_back",
        "hit.adjudicate", "hit.undo", "proposal.make",
    }
)  # fmt: skip
# Acts that organise, comment, read or repeat the work of the machine, and the machine's own; and the review itself, whose author
# may review again after returning the proposal.
NOT_MAKING = frozenset(
    {
        "case.assign", "case.note", "case.task_done", "case.evidence_pack", "case.reopened",
        "document.read", "document.classify", "document.extract", "document.fail", "document.instructs", "document.retry",
        "document.damaged", "document.repaired",
        "entities.resolve", "ownership.compute", "screening.screen", "risk.assess",
        "chat.share", "chat.unshare", "chat.export", "chat.delete", "draft.write", "draft.decline",
        "proposal.review",
    }
)  # fmt: skip


async def _maker_ids(tx: Connection, case: CaseSummary) -> dict[str, str]:
    """Names by id of all who worked since the last approval: persons, keys, and the persons who answer for those keys."""
    ids: dict[str, str] = {}
    cursor: str | None = None
    while True:
        entries, cursor = await audit.list_entries(
            tx, stream=case.id, after_ordinal=case.round_started_ordinal, limit=200, cursor=cursor
        )
        for entry in entries:
            if not _is_in_round(entry, case) or entry.actor_kind == "system" or entry.action in NOT_MAKING:
                continue
            ids.setdefault(entry.actor_id, entry.actor_name)
            # As of the act: who answers for an account now did not make what it did before. Entries from before keys had owners do
            # not name the persons.
            for person in entry.details.get("persons") or await auth.persons_behind(tx, entry.actor_id):
                ids.setdefault(person, "")
        if cursor is None:
            return ids


def _is_in_round(entry: audit.AuditEntry, case: CaseSummary) -> bool:
    # Nothing was approved yet, or the ordinal selected it already. Rounds from before ordinals have a moment only.
    never_approved = case.round_started_at == case.created_at
    return never_approved or case.round_started_ordinal is not None or entry.at >= case.round_started_at


async def list_makers(tx: Connection, case: CaseSummary) -> list[Person]:
    """Everyone who worked on the case since its last approval, keys and the persons behind them; none of them may review it."""
    ids = await _maker_ids(tx, case)
    names = await auth.names_of(tx, [one for one, name in ids.items() if not name])
    return [Person(one, name or names.get(one, one)) for one, name in ids.items()]


async def refuse_maker(tx: Connection, actor: Actor, case: CaseSummary) -> None:
    """Refuse a reviewer who worked on the case, by whichever key. Raises MakerReviews, NoPersonReviews."""
    if {actor.id, *actor.persons} & (await _maker_ids(tx, case)).keys():
        raise MakerReviews("You worked on this case, so another person must review it.")
    if actor.person_id is None:
        raise NoPersonReviews("Only a person can review, and no person is known behind this key.")
