"""`ascertain user` and `ascertain key`; each command imports what it needs when it runs."""

import asyncio
from typing import Annotated

import typer

from ascertain.entrypoints.cli.printing import Json, Tenant, console, print_rows

user_app = typer.Typer(no_args_is_help=True, help="Users of a tenant.")
key_app = typer.Typer(no_args_is_help=True, help="API keys of a tenant.")
service_account_app = typer.Typer(no_args_is_help=True, help="Accounts of programs, which own keys.")

Email = Annotated[str, typer.Argument(help="E-mail address that the user signs in with")]


@user_app.command("list")
def user_list(tenant: Tenant = None, as_json: Json = False) -> None:
    """List all users with their roles."""
    from ascertain.entrypoints.cli import people

    print_rows(asyncio.run(people.list_users(tenant)), as_json=as_json, title="Users")


@user_app.command("new")
def user_new(
    name: Annotated[str, typer.Argument(help="Name shown to other users")],
    email: Email,
    role: Annotated[list[str], typer.Option(help="A role; may be given several times")],
    tenant: Tenant = None,
) -> None:
    """Create a user, whose password is shown once."""
    from ascertain.entrypoints.cli import people

    password = asyncio.run(people.new_user(tenant, name, email, role))
    console.print(f"{email} signs in with the password {password}", markup=False, highlight=False)


@user_app.command("roles")
def user_roles(email: Email, role: Annotated[list[str], typer.Option(help="A role")], tenant: Tenant = None) -> None:
    """Replace the roles of a user; effective within seconds."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.change_user(tenant, email, roles=role))


@user_app.command("disable")
def user_disable(email: Email, tenant: Tenant = None) -> None:
    """Disable a user; open sessions end immediately."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.change_user(tenant, email, active=False))


@user_app.command("enable")
def user_enable(email: Email, tenant: Tenant = None) -> None:
    """Enable a disabled user."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.change_user(tenant, email, active=True))


@user_app.command("password")
def user_password(email: Email, tenant: Tenant = None) -> None:
    """Set a random password, which is shown once, and end all sessions of the user."""
    from ascertain.entrypoints.cli import people

    password = asyncio.run(people.new_password(tenant, email))
    console.print(f"{email} signs in with the password {password}", markup=False, highlight=False)


@user_app.command("link")
def user_link(email: Email, tenant: Tenant = None) -> None:
    """Make a one-time link with which the user sets a password; it is shown once."""
    from ascertain.entrypoints.cli import people

    path, expires_at = asyncio.run(people.new_link(tenant, email))
    # The command does not know under which address people reach the server.
    console.print("Open this path on the server's address:", markup=False, highlight=False)
    console.print(path, markup=False, highlight=False, soft_wrap=True)
    console.print(f"It can be used once, until {expires_at:%Y-%m-%d %H:%M} UTC.", markup=False, highlight=False)


@user_app.command("confirm")
def user_confirm(email: Email, tenant: Tenant = None) -> None:
    """Confirm an account that was opened by a link, where no second person of the tenant can."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.confirm_user(tenant, email))
    typer.echo(f"{email} is confirmed.")


@user_app.command("reset-two-factor")
def user_reset_two_factor(email: Email, tenant: Tenant = None) -> None:
    """Remove the second factor of a user who has lost it."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.reset_two_factor(tenant, email))


@key_app.command("list")
def key_list(tenant: Tenant = None, as_json: Json = False) -> None:
    """List all API keys, without their secrets."""
    from ascertain.entrypoints.cli import people

    print_rows(asyncio.run(people.list_keys(tenant)), as_json=as_json, title="API keys")


@key_app.command("new")
def key_new(
    name: Annotated[str, typer.Argument(help="The program that uses it")],
    permission: Annotated[list[str], typer.Option(help="A permission; may be given several times")],
    owner: Annotated[str, typer.Option(help="E-mail address of a user, or id of a service account")],
    days: Annotated[int | None, typer.Option(help="Days until it expires; default: the setting", min=1)] = None,
    tenant: Tenant = None,
) -> None:
    """Create an API key, whose secret is shown once."""
    from ascertain.entrypoints.cli import people

    key_id, secret = asyncio.run(people.new_key(tenant, name, permission, owner, days))
    console.print(f"{key_id} {secret}", markup=False, highlight=False, soft_wrap=True)


@key_app.command("revoke")
def key_revoke(key_id: str, tenant: Tenant = None) -> None:
    """Revoke an API key immediately."""
    from ascertain.entrypoints.cli import people

    asyncio.run(people.revoke_key(tenant, key_id))


@service_account_app.command("list")
def service_account_list(tenant: Tenant = None, as_json: Json = False) -> None:
    """List all service accounts with the persons who answer for them."""
    from ascertain.entrypoints.cli import people

    print_rows(asyncio.run(people.list_service_accounts(tenant)), as_json=as_json, title="Service accounts")


@service_account_app.command("new")
def service_account_new(
    name: Annotated[str, typer.Argument(help="The program")],
    role: Annotated[list[str], typer.Option(help="A role; may be given several times")],
    responsible: Annotated[str, typer.Option(help="E-mail address of the person who answers for it")],
    tenant: Tenant = None,
) -> None:
    """Create an account that owns the keys of a program and cannot sign in."""
    from ascertain.entrypoints.cli import people

    console.print(asyncio.run(people.new_service_account(tenant, name, role, responsible)), highlight=False)
