"""The commands `audit` and `files`: is the evidence what was recorded and uploaded."""

import asyncio
from typing import Annotated

import typer

from ascertain.entrypoints.cli.printing import Json, console, plural, print_rows

audit_app = typer.Typer(no_args_is_help=True, help="The audit log.")
files_app = typer.Typer(no_args_is_help=True, help="Stored files.")


@audit_app.command("verify")
def audit_verify(as_json: Json = False) -> None:
    """Recompute the audit chain of every tenant and compare it with the keys and anchors; exits with 1 if one is broken."""
    from ascertain.entrypoints.cli.audit_commands import print_verified, verify_audit

    rows = asyncio.run(verify_audit(console, quiet=as_json))
    if as_json:
        print_rows(rows, as_json=True, title="Audit log")
    else:
        print_verified(console, rows)
    raise typer.Exit(0 if all(row["intact"] for row in rows) else 1)


@audit_app.command("accept")
def audit_accept(
    reason: Annotated[str, typer.Option(help="Why the database is older or other than its anchors, such as a restore")],
) -> None:
    """Accept the database as it is after a restore: anchoring continues, and every verification names this."""
    from ascertain.entrypoints.cli.audit_commands import accept

    console.print(f"The database is accepted at record {asyncio.run(accept(reason)):,}.")


@audit_app.command("rotate-key")
def audit_rotate_key() -> None:
    """Add a key that signs from now on; restart every process afterwards. Older keys are still needed to verify."""
    from ascertain.entrypoints.cli.audit_commands import rotate_key

    path, key_id = rotate_key()
    console.print(f"Key {key_id} added to {path}. Restart the API and the workers.")


@files_app.command("check")
def files_check(as_json: Json = False) -> None:
    """Read every stored file and check its hash; damaged ones are repaired from the replica, if one is set.

    Exits with 1 if a file is damaged or missing.
    """
    from ascertain.entrypoints.cli.file_commands import check_files

    checked, rows = asyncio.run(check_files(console, quiet=as_json))
    print_rows(rows, as_json=as_json, title="Damaged files")
    if not as_json:
        console.print(f"{plural(checked, 'file')} checked.")
    raise typer.Exit(1 if rows else 0)
