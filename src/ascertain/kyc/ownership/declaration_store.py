"""All SQL of the statements that people enter about ownership: regulatory statuses, choices between sources."""

from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.ownership.exemptions import RegulatoryStatus, source_with_author
from ascertain.kyc.ownership.sources import Choice


async def exemptions_of(tx: Connection, case_id: str) -> dict[str, list[RegulatoryStatus]]:
    """The regulatory statuses that people entered in a case, by record."""
    rows = await tx.fetch(
        "select id, record_id, code, source, said_by_name from ownership_standings where case_id = $1 order by id",
        case_id,
    )
    found: dict[str, list[RegulatoryStatus]] = {}
    for row in rows:
        source = source_with_author(row["source"], row["said_by_name"])
        found.setdefault(row["record_id"], []).append(RegulatoryStatus(row["code"], source, row["id"]))
    return found


async def insert_status(
    tx: Connection, actor: Actor, case_id: str, record_id: str, *, id: str, code: str, source: str
) -> None:
    """Store a regulatory status."""
    await tx.execute(
        """insert into ownership_standings (id, case_id, record_id, code, source, said_by, said_by_name)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        id, case_id, record_id, code, source, actor.id, actor.name,
    )  # fmt: skip


async def delete_status(tx: Connection, case_id: str, status_id: str) -> tuple[str, str] | None:
    """Delete a regulatory status; returns its code and source, None where there is none."""
    row = await tx.fetchrow(
        "delete from ownership_standings where case_id = $1 and id = $2 returning code, source", case_id, status_id
    )
    return (row["code"], row["source"]) if row else None


async def list_choices(tx: Connection, case_id: str) -> list[Choice]:
    """The sources that people chose in a case, the earliest first."""
    rows = await tx.fetch(
        """select document_id, subject, interest, instead_of, reason, chosen_by_name as chosen_by, chosen_at
           from ownership_source_choices where case_id = $1 order by chosen_at""",
        case_id,
    )
    return [Choice(**dict(row)) for row in rows]


async def put_choice(tx: Connection, actor: Actor, case_id: str, choice: Choice) -> None:
    """Store a choice in place of an earlier one for the same document."""
    await tx.execute(
        """insert into ownership_source_choices
               (case_id, document_id, subject, interest, instead_of, reason, chosen_by, chosen_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id, case_id, document_id, subject, interest) do update
           set instead_of = excluded.instead_of, reason = excluded.reason, chosen_by = excluded.chosen_by,
               chosen_by_name = excluded.chosen_by_name, chosen_at = now()""",
        case_id, choice.document_id, choice.subject, choice.interest, choice.instead_of, choice.reason, actor.id, actor.name,
    )  # fmt: skip


async def delete_choice(tx: Connection, case_id: str, document_id: str, subject: str, interest: str) -> str | None:
    """Delete a choice; returns its reason, None where there is none."""
    reason: str | None = await tx.fetchval(
        """delete from ownership_source_choices
           where case_id = $1 and document_id = $2 and subject = $3 and interest = $4 returning reason""",
        case_id, document_id, subject, interest,
    )  # fmt: skip
    return reason
