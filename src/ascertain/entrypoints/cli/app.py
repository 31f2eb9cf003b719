"""The commands; each imports what it needs when it runs, so that the prompt answers at once."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ascertain.entrypoints.cli.case_commands import case_app, policy_app, risk_app
from ascertain.entrypoints.cli.people_commands import key_app, user_app
from ascertain.entrypoints.cli.printing import Json, Tenant, console, print_rows
from ascertain.kernel.errors import AscertainError

app = typer.Typer(name="ascertain", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
audit_app = typer.Typer(no_args_is_help=True, help="The audit log.")
lists_app = typer.Typer(no_args_is_help=True, help="Watchlists.")
documents_app = typer.Typer(no_args_is_help=True, help="Documents, without a server.")
graph_app = typer.Typer(no_args_is_help=True, help="The graph database at GRAPH_URL.")
entities_app = typer.Typer(no_args_is_help=True, help="Who is who.")
tenant_app = typer.Typer(no_args_is_help=True, help="Tenants and their users.")
app.add_typer(audit_app, name="audit")
app.add_typer(lists_app, name="lists")
app.add_typer(documents_app, name="documents")
usage_app = typer.Typer(invoke_without_command=True, help="What models cost.")
app.add_typer(tenant_app, name="tenant")
app.add_typer(usage_app, name="usage")
app.add_typer(graph_app, name="graph")
app.add_typer(entities_app, name="entities")

app.add_typer(user_app, name="user")
app.add_typer(key_app, name="key")
app.add_typer(case_app, name="case")
app.add_typer(policy_app, name="policy")
app.add_typer(risk_app, name="risk")


@app.command()
def run(demo: Annotated[bool, typer.Option(help="Seed the demo tenant with its sample cases")] = True) -> None:
    """Everything on this machine: embedded Postgres, API, worker and web app; Ctrl-C stops it."""
    from ascertain.entrypoints.cli.running import run_everything

    raise typer.Exit(asyncio.run(run_everything(demo=demo)))


@app.command()
def serve() -> None:
    """The API and the web app."""
    from ascertain.entrypoints.cli.running import serve_api

    serve_api()


@app.command()
def gateway() -> None:
    """/v1 alone, in a process of its own: models for programs, without the API and its memory."""
    from ascertain.entrypoints.gateway_settings import GatewaySettings
    from ascertain.entrypoints.process_settings import load
    from ascertain.entrypoints.serving import serve as serve_until_stopped
    from ascertain.entrypoints.v1.gateway_app import make_gateway_app
    from ascertain.kernel import telemetry

    settings = load(GatewaySettings)
    telemetry.configure_logging(settings.telemetry.log_level)
    telemetry.configure_traces("ascertain-gateway", settings.telemetry.otlp_endpoint)
    app = make_gateway_app(settings)
    serve_until_stopped(app, host=settings.host, port=settings.port, grace_s=settings.llm.deadline_s)


@app.command()
def worker() -> None:
    """Background jobs."""
    from ascertain.entrypoints.cli.running import run_worker

    asyncio.run(run_worker())


@app.command()
def demo() -> None:
    """Seed the demo tenant with two users and three sample cases, and watch them being read."""
    from ascertain.entrypoints.demo.seeding import seed_and_watch

    asyncio.run(seed_and_watch(console))


@app.command()
def ask(
    case: Annotated[str, typer.Argument(help='Reference (C-0042) or id of a case; "library" for the policies alone')],
    question: Annotated[str, typer.Argument(help="What to ask")],
    tenant: Tenant = None,
    as_json: Json = False,
) -> None:
    """Ask the assistant; each sentence is printed once its source supports it. Exits with 3 where there is no evidence."""
    from ascertain.entrypoints.cli.asking import ask_assistant

    raise typer.Exit(asyncio.run(ask_assistant(tenant, case, question, console, as_json=as_json)))


@app.command()
def migrate() -> None:
    """Bring the database at DATABASE_OWNER_URL (ASCERTAIN_DATABASE__OWNER_URL) to the newest schema."""
    from ascertain.entrypoints.cli.running import migrate_database

    asyncio.run(migrate_database())
    console.print("The schema is up to date.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """What is configured, reachable and missing, and what to do about it."""
    from ascertain.entrypoints.cli.doctor import examine

    findings = asyncio.run(examine())
    rows = [asdict(finding) for finding in findings]
    print_rows(rows, as_json=as_json, title="Ascertain on this machine")
    raise typer.Exit(1 if any(finding.state == "missing" for finding in findings) else 0)


@audit_app.command("verify")
def audit_verify(as_json: Json = False) -> None:
    """Recompute every tenant's chain; exits with 1 where one is broken."""
    from ascertain.entrypoints.cli.administration import verify_audit

    rows = asyncio.run(verify_audit())
    print_rows(rows, as_json=as_json, title="Audit log")
    raise typer.Exit(0 if all(row["intact"] for row in rows) else 1)


@lists_app.command("status")
def lists_status(as_json: Json = False) -> None:
    """The lists that are loaded."""
    from ascertain.entrypoints.cli.administration import list_watchlists

    print_rows(asyncio.run(list_watchlists()), as_json=as_json, title="Watchlists")


@lists_app.command("update")
def lists_update(
    path: Annotated[Path, typer.Argument(exists=True, help="The UN's XML, a folder of OFAC's CSV files, or JSON")],
    list_id: Annotated[str, typer.Option("--id", help="Short name of the list, such as un")],
    name: Annotated[str, typer.Option(help="Name that analysts see")],
) -> None:
    """Load a list; every watched case is screened again."""
    from ascertain.entrypoints.cli.administration import update_list

    entries = asyncio.run(update_list(list_id, name, path))
    console.print("Nothing changed." if entries is None else f"{name}: {entries:,} entries loaded.")


@documents_app.command("read")
def documents_read(
    path: Annotated[Path, typer.Argument(exists=True, help="A file or a folder")],
    out: Annotated[Path | None, typer.Option(help="Write facts here, one JSON line each")] = None,
    workers: Annotated[int, typer.Option(help="Files read at once, each by a process", min=1, max=32)] = 2,
) -> None:
    """Read files without a server: type and facts of each."""
    from ascertain.entrypoints.cli.reading import read_files

    raise typer.Exit(read_files(path, out, console, workers=workers))


@tenant_app.command("list")
def tenant_list(as_json: Json = False) -> None:
    """All tenants."""
    from ascertain.entrypoints.cli import people

    print_rows(asyncio.run(people.list_tenants()), as_json=as_json, title="Tenants")


@entities_app.command("resolve")
def entities_resolve(
    path: Annotated[Path, typer.Argument(exists=True, help="CSV, Parquet or JSON lines (FollowTheMoney or flat)")],
    out: Annotated[Path, typer.Option(help="Clusters, as .csv or .jsonl")] = Path("clusters.csv"),
    column: Annotated[list[str] | None, typer.Option(help="COLUMN=property for other names; COLUMN= omits it")] = None,
    schema: Annotated[str | None, typer.Option(help="Person or Company, where the file does not say")] = None,
    model: Annotated[Path | None, typer.Option(exists=True, help="Weights to use instead of estimating them")] = None,
    save_model: Annotated[Path | None, typer.Option(help="Write the weights here, as a readable table")] = None,
) -> None:
    """Which records of a file are the same person or company."""
    from ascertain.entrypoints.cli.resolving import resolve_records

    columns = dict(given.split("=", 1) for given in column or ())
    resolve_records(
        path, out=out, columns=columns, schema=schema, model_in=model, model_out=save_model, console=console
    )


@entities_app.command("models")
def entities_models(
    tenant: Annotated[str | None, typer.Option(help="Tenant, by id or name; the only one where left out")] = None,
    save: Annotated[Path | None, typer.Option(help="Write the weights in use into this folder, a file a kind")] = None,
    as_json: Json = False,
) -> None:
    """The versions of a tenant's own weights; the newest of each kind is in use."""
    from ascertain.entrypoints.cli import learning

    if save is not None:
        written = asyncio.run(learning.save_models(tenant, save))
        console.print(f"{', '.join(map(str, written)) or 'No weights of its own'}: for entities resolve --model")
        return
    print_rows(asyncio.run(learning.list_models(tenant)), as_json=as_json, title="Weights")


@entities_app.command("learn")
def entities_learn(
    tenant: Annotated[str | None, typer.Option(help="Tenant, by id or name; the only one where left out")] = None,
    as_json: Json = False,
) -> None:
    """Estimate a tenant's weights anew from its records and from what its reviewers said."""
    from ascertain.entrypoints.cli import learning

    print_rows(asyncio.run(learning.learn(tenant)), as_json=as_json, title="New versions")


@tenant_app.command("new")
def tenant_new(
    name: Annotated[str, typer.Argument(help="The tenant's name")],
    email: Annotated[str, typer.Option(help="E-mail address of its first user, an admin and head")],
) -> None:
    """A new tenant with its roles, policy and first user, whose password is shown once."""
    from ascertain.entrypoints.cli.administration import new_tenant

    tenant_id, password = asyncio.run(new_tenant(name, email))
    told = f"{name} is {tenant_id}. {email} signs in with the password {password}"
    console.print(told, soft_wrap=True, markup=False, highlight=False)  # a wrapped password is copied wrong


@usage_app.callback()
def usage(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=400, help="Days back from today, UTC")] = 30,
    calls_to: Annotated[
        Path | None, typer.Option(help="Write every call as CSV into this folder, a file a tenant")
    ] = None,
    as_json: Json = False,
) -> None:
    """Calls, tokens and dollars by day, purpose, model and user."""
    if context.invoked_subcommand is not None:
        return
    from ascertain.entrypoints.cli import usage as commands

    if calls_to is not None:
        console.print(f"{asyncio.run(commands.write_calls(days, calls_to))} files written to {calls_to}.")
        return
    rows = asyncio.run(commands.usage_rows(days))
    shown = rows if as_json else commands.for_people(rows)
    print_rows(shown, as_json=as_json, title=f"Model use of the last {days} days")


@usage_app.command("open")
def usage_open(as_json: Json = False) -> None:
    """Calls whose process died; each counts at its bound until it is reconciled."""
    from ascertain.entrypoints.cli.usage import open_calls

    print_rows(asyncio.run(open_calls()), as_json=as_json, title="Open calls")


@usage_app.command("reconcile")
def usage_reconcile(
    files: Annotated[
        list[Path] | None, typer.Argument(exists=True, help="Bedrock's invocation logs, or JSON lines")
    ] = None,
) -> None:
    """Settle open calls by what the provider counted; without files by ASCERTAIN_LLM__STATEMENTS_URL."""
    from ascertain.entrypoints.cli.usage import reconcile_by

    console.print(f"{asyncio.run(reconcile_by(files or []))} calls settled.")


@app.command()
def screen(
    name: Annotated[str, typer.Argument(help="Whom to screen")],
    lists: Annotated[
        list[Path] | None, typer.Option("--list", help="List files; the shipped sample list if left out")
    ] = None,
    birth_date: Annotated[str | None, typer.Option(help="ISO date, may be partial")] = None,
    as_json: Json = False,
) -> None:
    """Screen a name without a server."""
    from ascertain.kyc import screening

    index = screening.Index.load(*(lists or [screening.SAMPLE_LIST]))
    rows = [
        {"score": match.score, "name": match.entry.names[0], "list": match.list_id, "id": match.entry.id}
        for match in index.screen(name=name, birth_date=birth_date)
    ]
    print_rows(rows, as_json=as_json, title=f"Matches of {name}")


@app.command()
def owners(
    source: Annotated[
        str, typer.Argument(help="A file (BODS, FollowTheMoney, or CSV owner,asset,percent), or an entity's id")
    ],
    of: Annotated[str | None, typer.Option(help="Whose owners; whom the file is about if left out")] = None,
    regime: Annotated[str, typer.Option(help="eu, uk or us; the day picks its text")] = "eu",
    threshold: Annotated[float, typer.Option(help="Fraction, not percent")] = 0.25,
    as_of: Annotated[str | None, typer.Option(help="ISO date; today if left out")] = None,
    write: Annotated[
        str | None, typer.Option(help="Write the statements as bods, ftm, json, graphml or cypher instead")
    ] = None,
    tenant: Annotated[str | None, typer.Option(help="Tenant of the entity")] = None,
    as_json: Json = False,
) -> None:
    """Beneficial owners of a company with their grounds and articles; a file needs no server."""
    from ascertain.entrypoints.cli.owning import owners_of, write_statements

    if write is not None:
        print(write_statements(source, of, as_of, write))
        return
    with console.status("Following shares and control"):
        result = owners_of(source, of, regime, threshold, as_of, tenant)
    if as_json:
        print(json.dumps(asdict(result), default=str))
        return
    rows = [
        {
            "owner": owner.name,
            "share": f"{owner.total_fraction:.2%}" + (f" to {owner.high_fraction:.2%}" if owner.high_fraction else ""),
            "is owner": "yes" if owner.is_beneficial_owner else "may be" if owner.may_qualify else "no",
            "grounds": "; ".join(f"{reason.article}: {reason.sentence}" for reason in owner.reasons)
            or owner.explanation,
        }
        for owner in result.owners
    ]
    print_rows(rows, as_json=False, title=f"{result.regime_label}, as of {result.as_of}")
    console.print(f"{result.unknown_fraction:.2%} unknown, {result.circles} circles solved")
    excluded = (f"{one.article}: {one.sentence}" for one in result.exclusions)
    for line in (*excluded, *(flag.sentence for flag in result.flags), *result.search):
        console.print(f"- {line}")


@graph_app.command("rebuild")
def graph_rebuild() -> None:
    """Fill the graph database anew from Postgres, tenant by tenant."""
    from ascertain.entrypoints.cli.owning import rebuild_graph

    for tenant_id, count in asyncio.run(rebuild_graph(console)):
        console.print(f"{tenant_id}: {count:,} cases")


@graph_app.command("check")
def graph_check(as_json: Json = False) -> None:
    """Count and compare what Postgres and the graph database hold; exits with 1 where they differ."""
    from ascertain.entrypoints.cli.owning import check_graph

    rows = asyncio.run(check_graph())
    print_rows(rows, as_json=as_json, title="Graph")
    raise typer.Exit(0 if all(row["agrees"] for row in rows) else 1)


def main() -> None:
    """Run a command; an error of ours is one sentence, not a traceback."""
    try:
        app()
    except AscertainError as error:
        console.print(f"[red]{error.message}[/red]")
        sys.exit(2)
