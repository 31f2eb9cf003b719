"""SQL functions: files beside the code that calls them, applied after the migrations whenever their content has changed.

A migration is never edited, so a function that lived in one was copied whole for every change of a line. Here a function has
one text with a history of its own. Each file holds one function or a few closely tied ones, as `create or replace function`.

The last start wins: where two releases share a database and no migration lies between them, a start of the older one puts its own
functions back. Upgrade all processes of a database together, as for a migration.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ascertain
from ascertain.kernel.database.schema import APP_ROLE

if TYPE_CHECKING:
    import asyncpg

_HEADER = re.compile(r"^create or replace function (\w+)\s*(\(.*?)\s+language\s", re.MULTILINE | re.DOTALL)
_CREATE = re.compile(r"\bcreate\s+(?:or\s+replace\s+)?function\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FunctionFile:
    """A file of SQL functions. `signatures` has the parameters and the result of each by its name."""

    text: str
    hash: str
    signatures: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> "FunctionFile":
        """Raises ValueError where a function is written in a form whose signature would be missed."""
        signatures = {name: " ".join(signature.split()) for name, signature in _HEADER.findall(text)}
        without_comments = re.sub(r"--[^\n]*", "", text)
        if not signatures or len(_CREATE.findall(without_comments)) != len(signatures):
            raise ValueError(
                "Each function must begin its line as `create or replace function name(...) ... language`."
            )
        return cls(text, hashlib.sha256(text.encode()).hexdigest(), signatures)


def function_files() -> list[FunctionFile]:
    """The files in every `sql` folder of the installed package; nothing is imported to find them."""
    package = Path(ascertain.__file__).parent
    # By layer, for the web app and the models beside them are hundreds of files that every start would walk through.
    paths = [path for layer in ("kernel", "ai", "kyc") for path in (package / layer).rglob("sql/*.sql")]
    files = [FunctionFile.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)]
    names = [name for file in files for name in file.signatures]
    if len(set(names)) < len(names):  # overloads too: a function is dropped and compared by its name
        raise ValueError(f"Two SQL functions share a name: {sorted(names)}")
    return files


async def apply_functions(
    connection: "asyncpg.Connection[asyncpg.Record]", files: Sequence[FunctionFile]
) -> frozenset[str]:
    """Make the database's functions those of the files; the names of the functions that were created, replaced or dropped.

    Runs in the caller's transaction, which holds the lock of the migrations: two processes that replace one function at the same
    time fail with "tuple concurrently updated".
    """
    wanted = {name: (file.hash, signature) for file in files for name, signature in file.signatures.items()}
    rows = await connection.fetch("select name, hash, signature from database_functions")
    applied = {row["name"]: (row["hash"], row["signature"]) for row in rows}
    if wanted == applied:
        return frozenset()
    # `create or replace` refuses another result and takes other parameters for an overload beside the old function.
    dropped = [name for name, (_, signature) in applied.items() if name not in wanted or wanted[name][1] != signature]
    grants = await _grants(connection, dropped)
    if dropped:
        await connection.execute(f"drop function if exists {', '.join(dropped)}")  # one statement: their order is free
    changed = [name for name in wanted if wanted[name] != applied.get(name)]
    # Bodies are checked once all functions exist, so that one may call another of a file that sorts later.
    await connection.execute("set local check_function_bodies = off")
    for file in files:
        if file.signatures.keys() & set(changed):
            await connection.execute(file.text)
    await connection.execute("set local check_function_bodies = on")
    await _check_bodies(connection, changed)
    for name in changed:
        # Postgres lets every role execute a new function, and some of these pass row-level security.
        await connection.execute(
            f"revoke all on function {name} from public; grant execute on function {name} to {APP_ROLE}"
        )
    for name, role in grants:
        if name in wanted:
            await connection.execute(f"grant execute on function {name} to {role}")
    await connection.execute("delete from database_functions")
    await connection.executemany(
        "insert into database_functions (name, hash, signature) values ($1, $2, $3)",
        [(name, *entry) for name, entry in wanted.items()],
    )
    return frozenset([*changed, *dropped])


async def _grants(connection: "asyncpg.Connection[asyncpg.Record]", names: Sequence[str]) -> list[tuple[str, str]]:
    """Roles that may execute these functions, besides the owner; an operator may have added some."""
    rows = await connection.fetch(
        """select p.proname, a.grantee::regrole::text as role
           from pg_proc p, aclexplode(p.proacl) a
           where p.pronamespace = current_schema()::regnamespace and p.proname = any($1)
               and a.grantee not in (0, p.proowner)""",
        list(names),
    )
    return [(row["proname"], row["role"]) for row in rows]


async def _check_bodies(connection: "asyncpg.Connection[asyncpg.Record]", names: Sequence[str]) -> None:
    """Have the languages check the bodies, as creating a function does by default."""
    await connection.fetch(
        """select case l.lanname when 'sql' then fmgr_sql_validator(p.oid) when 'plpgsql' then plpgsql_validator(p.oid) end
           from pg_proc p join pg_language l on l.oid = p.prolang
           where p.pronamespace = current_schema()::regnamespace and p.proname = any($1)""",
        list(names),
    )
