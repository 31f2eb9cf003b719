"""All SQL of statements, imported files and results of ownership."""

import json
from dataclasses import asdict
from typing import Any

from ascertain.kernel.database import Connection
from ascertain.kyc.ownership.interests import Import, Interest, share_from_json, share_to_json
from ascertain.kyc.ownership.result import (
    ArrangementShare,
    Exclusion,
    Flag,
    LayoutEdge,
    LayoutNode,
    Owner,
    OwnershipPath,
    OwnershipResult,
    PathStep,
    Reason,
    SourceConflict,
    SourceHolder,
    SourceStatement,
    Unknown,
)


async def replace_statements(tx: Connection, case_id: str, interests: list[tuple[Interest, str, str]]) -> None:
    """Replace the statements of a case (interest, owner's record, asset's record)."""
    await tx.execute("delete from ownership_statements where case_id = $1", case_id)
    await tx.executemany(
        """insert into ownership_statements (id, case_id, document_id, subject_record, interested_record, interest_type,
               share, statement_date, start_date, end_date, details, declared, fact_ids, source_rank, source_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""",
        [
            (
                interest.id, case_id, interest.document_id, asset_record, owner_record, interest.interest_type,
                share_to_json(interest.share), interest.statement_date, interest.start_date, interest.end_date,
                interest.details, interest.declared, list(interest.fact_ids), interest.rank, interest.source,
            )
            for interest, owner_record, asset_record in interests
        ],
    )  # fmt: skip


async def list_statements(tx: Connection, case_id: str) -> list[tuple[Interest, str, str]]:
    """The stored statements of a case (interest, owner's record, asset's record)."""
    rows = await tx.fetch("select * from ownership_statements where case_id = $1 order by id", case_id)
    return [
        (
            Interest(
                row["id"], row["document_id"], row["interested_record"], row["subject_record"], row["interest_type"],
                share_from_json(row["share"]), row["statement_date"], row["start_date"], tuple(row["fact_ids"]),
                row["end_date"], row["details"], row["declared"], row["source_rank"], row["source_name"],
            ),
            row["interested_record"],
            row["subject_record"],
        )
        for row in rows
    ]  # fmt: skip


async def insert_import(tx: Connection, file: Import, *, imported_by: str) -> None:
    """Store a file of statements verbatim."""
    await tx.execute(
        """insert into ownership_imports (id, case_id, filename, format, content, statements, imported_by)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        file.id, file.case_id, file.filename, file.format, file.content, file.statements, imported_by,
    )  # fmt: skip


async def lock_imports(tx: Connection, case_id: str) -> None:
    """Lock the imported files of a case until the transaction ends: a second import waits."""
    await tx.execute(
        """select pg_advisory_xact_lock(
               hashtextextended('ownership imports ' || current_setting('app.tenant') || ' ' || $1, 0))""",
        case_id,
    )


async def count_statements(tx: Connection, case_id: str) -> int:
    """The number of statements in the imported files of a case."""
    count: int = await tx.fetchval(
        "select coalesce(sum(statements), 0) from ownership_imports where case_id = $1", case_id
    )
    return count


async def list_imports(tx: Connection, case_id: str) -> list[Import]:
    """The imported files of a case, the earliest first."""
    rows = await tx.fetch(
        """select id, case_id, filename, format, content, statements from ownership_imports
           where case_id = $1 order by imported_at, id""",
        case_id,
    )
    return [Import(**dict(row)) for row in rows]


async def find_import(tx: Connection, import_id: str) -> Import | None:
    """An imported file, None where there is none with this id."""
    row = await tx.fetchrow(
        "select id, case_id, filename, format, content, statements from ownership_imports where id = $1", import_id
    )
    return Import(**dict(row)) if row else None


async def store_result(tx: Connection, case_id: str, result: OwnershipResult) -> None:
    """Store the result of a case in place of the previous one."""
    await tx.execute(
        """insert into ownership_results (case_id, result) values ($1, $2)
           on conflict (tenant_id, case_id) do update set result = excluded.result, computed_at = now()""",
        case_id,
        # Through JSON, so that tuples are stored as lists and a field that JSON cannot hold fails here.
        json.loads(json.dumps(asdict(result))),
    )


async def find_result(tx: Connection, case_id: str) -> OwnershipResult | None:
    """The result of a case, None where its owners have not been computed."""
    stored = await tx.fetchval("select result from ownership_results where case_id = $1", case_id)
    return _to_result(stored) if stored else None


def _to_result(stored: dict[str, Any]) -> OwnershipResult:
    # The fields read with a default were added later: results stored before have none of them.
    return OwnershipResult(
        **{
            **stored,
            "owners": tuple(_to_owner(owner) for owner in stored["owners"]),
            "unknowns": tuple(Unknown(**unknown) for unknown in stored["unknowns"]),
            "nodes": tuple(LayoutNode(**node) for node in stored["nodes"]),
            "edges": tuple(LayoutEdge(**{**edge, "fact_ids": tuple(edge["fact_ids"])}) for edge in stored["edges"]),
            "flags": tuple(Flag(**flag) for flag in stored["flags"]),
            "arrangements": tuple(
                ArrangementShare(**{**a, "roles": tuple(a["roles"])}) for a in stored.get("arrangements", ())
            ),
            "search": tuple(stored.get("search", ())),
            "exclusions": tuple(Exclusion(**one) for one in stored.get("exclusions", ())),
            "conflicts": tuple(_to_conflict(one) for one in stored.get("conflicts", ())),
        }
    )


def _to_conflict(stored: dict[str, Any]) -> SourceConflict:
    return SourceConflict(**{**stored, "kept": _to_source(stored["kept"]), "other": _to_source(stored["other"])})


def _to_source(stored: dict[str, Any]) -> SourceStatement:
    holders = tuple(SourceHolder(**{**one, "fact_ids": tuple(one["fact_ids"])}) for one in stored["holders"])
    return SourceStatement(**{**stored, "holders": holders})


def _to_owner(stored: dict[str, Any]) -> Owner:
    paths = tuple(
        OwnershipPath(
            tuple(PathStep(**{**step, "fact_ids": tuple(step["fact_ids"])}) for step in path["steps"]),
            path["product"],
            path["note"],
            path.get("kind", "shares"),
        )
        for path in stored["paths"]
    )
    reasons = tuple(Reason(**reason) for reason in stored.get("reasons", ()))
    return Owner(**{**stored, "grounds": tuple(stored["grounds"]), "paths": paths, "reasons": reasons})
