"""SQL of the checks of stored files: their position in each tenant, and the problem of each file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ascertain.kernel.database import Connection


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with the file that its pages are read from, and the problem that the last check found."""

    sha256: str
    pages_sha256: str
    size_bytes: int
    problem: str | None


async def begin(tx: Connection, *, now: datetime, every_days: float) -> str | None:
    """The hash after which the check continues, None where the last one ended less than `every_days` ago."""
    row = await tx.fetchrow(
        """insert into documents_scrubs (started_at) values ($1)
           on conflict (tenant_id) do update
               set after = case when documents_scrubs.finished_at is null then documents_scrubs.after else '' end,
                   checked = case when documents_scrubs.finished_at is null then documents_scrubs.checked else 0 end,
                   started_at = case when documents_scrubs.finished_at is null then documents_scrubs.started_at else $1 end,
                   finished_at = null
               where documents_scrubs.finished_at is null or documents_scrubs.finished_at <= $2
           returning after""",
        now,
        now - timedelta(days=every_days),
    )
    return row["after"] if row else None


async def advance(tx: Connection, *, before: str, after: str, checked: int, finished_at: datetime | None) -> bool:
    """Store how far the check has come since `before`; False where another worker has moved it meanwhile."""
    return bool(
        await tx.fetchval(
            """update documents_scrubs set after = $1, checked = checked + $2, finished_at = $3
               where after = $4 and finished_at is null returning true""",
            after,
            checked,
            finished_at,
            before,
        )
    )


async def count_checked(tx: Connection) -> int:
    """Files that the current or last check has looked at."""
    checked: int | None = await tx.fetchval("select checked from documents_scrubs")
    return checked or 0


async def list_files(tx: Connection, *, after: str, limit: int) -> list[StoredFile]:
    """Files after a hash, in the order of their hashes."""
    rows = await tx.fetch(
        """select sha256, pages_sha256, size_bytes, problem from documents_blobs
           where sha256 > $1 order by sha256 limit $2""",
        after,
        limit,
    )
    return [StoredFile(**dict(row)) for row in rows]


async def count_files(tx: Connection) -> int:
    """Number of files of the tenant."""
    count: int = await tx.fetchval("select count(*) from documents_blobs")
    return count


async def set_problem(tx: Connection, sha256: str, problem: str | None) -> bool:
    """Store the problem of a file; False where it is stored already."""
    return bool(
        await tx.fetchval(
            "update documents_blobs set problem = $2 where sha256 = $1 and problem is distinct from $2 returning true",
            sha256,
            problem,
        )
    )


async def list_problems(tx: Connection) -> list[tuple[str, list[str], str]]:
    """Hash, names of the documents, and problem of each file that has one."""
    rows = await tx.fetch(
        """select b.sha256, b.problem, array_agg(distinct d.filename) filter (where d.id is not null) as filenames
           from documents_blobs b
           left join documents_documents d on d.tenant_id = b.tenant_id and d.sha256 = b.sha256
           where b.problem is not null group by b.sha256, b.problem order by b.sha256"""
    )
    return [(row["sha256"], row["filenames"] or [], row["problem"]) for row in rows]


async def list_documents_of(tx: Connection, sha256: str) -> list[tuple[str, str | None, str]]:
    """Id, case and name of each document of a file, by case: streams are locked in this order by everyone."""
    rows = await tx.fetch(
        "select id, case_id, filename from documents_documents where sha256 = $1 order by case_id nulls first, id",
        sha256,
    )
    return [(row["id"], row["case_id"], row["filename"]) for row in rows]
