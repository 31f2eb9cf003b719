"""SQL of the confirmed mappings of tables."""

from dataclasses import dataclass
from datetime import datetime

from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.extraction import ConfirmedMapping


@dataclass(frozen=True, slots=True)
class StoredMapping:
    """A mapping with the headings that a person saw, and who confirmed it."""

    mapping: ConfirmedMapping
    headings: tuple[str, ...]
    author_name: str
    confirmed_at: datetime


async def set_mapping(
    tx: Connection, actor: Actor, mapping: ConfirmedMapping, headings: tuple[str, ...], now: datetime
) -> None:
    """Store a mapping; it replaces the tenant's earlier one of the same layout and document type."""
    await tx.execute(
        """insert into documents_table_mappings (layout, document_type, table_name, headings, columns, author_id, author_name,
               confirmed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id, layout, document_type) do update set table_name = excluded.table_name,
               headings = excluded.headings, columns = excluded.columns, author_id = excluded.author_id,
               author_name = excluded.author_name, confirmed_at = excluded.confirmed_at""",
        mapping.layout,
        mapping.document_type,
        mapping.table,
        list(headings),
        [name or "" for name in mapping.columns],
        actor.id,
        actor.name,
        now,
    )


async def list_mappings(tx: Connection, document_types: frozenset[str]) -> list[StoredMapping]:
    """The tenant's mappings for tables of these types, by layout."""
    rows = await tx.fetch(
        """select layout, document_type, table_name, headings, columns, author_name, confirmed_at
           from documents_table_mappings where document_type = any($1::text[]) order by layout, document_type""",
        sorted(document_types),
    )
    return [
        StoredMapping(
            ConfirmedMapping(
                row["layout"], row["document_type"], row["table_name"], tuple(name or None for name in row["columns"])
            ),
            tuple(row["headings"]),
            row["author_name"],
            row["confirmed_at"],
        )
        for row in rows
    ]
