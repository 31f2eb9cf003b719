"""The commands. Each imports what it needs when it runs: importing everything would delay `--help` by seconds."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ascertain.entrypoints.cli.case_commands import case_app, policy_app, risk_app
from ascertain.entrypoints.cli.evidence_commands import audit_app, files_app
from ascertain.entrypoints.cli.people_commands import key_app, service_account_app, user_app
from ascertain.entrypoints.cli.printing import Json, Tenant, console, plural, print_rows
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.private_files import restrict_new_files

# Plain tracebacks: those of rich print local variables, and with them personal data.
app = typer.Typer(name="ascertain", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
lists_app = typer.Typer(no_args_is_help=True, help="Watchlists.")
documents_app = typer.Typer(no_args_is_help=True, help="Documents, without a server.")
graph_app = typer.Typer(no_args_is_help=True, help="The graph database at GRAPH_URL.")
entities_app = typer.Typer(no_args_is_help=True, help="Entity resolution.")
tenant_app = typer.Typer(no_args_is_help=True, help="Tenants and their users.")
app.add_typer(audit_app, name="audit")
app.add_typer(files_app, name="files")
app.add_typer(lists_app, name="lists")
app.add_typer(documents_app, name="documents")
usage_app = typer.Typer(invoke_without_command=True, help="Cost of model calls.")
app.add_typer(tenant_app, name="tenant")
app.add_typer(usage_app, name="usage")
app.add_typer(graph_app, name="graph")
app.add_typer(entities_app, name="entities")

app.add_typer(user_app, name="user")
app.add_typer(key_app, name="key")
app.add_typer(service_account_app, name="service-account")
app.add_typer(case_app, name="case")
app.add_typer(policy_app, name="policy")
app.add_typer(risk_app, name="risk")


@app.command()
def run(demo: Annotated[bool, typer.Option(help="Seed the demo tenant with its sample cases")] = True) -> None:
    """Run the whole system on this machine: embedded Postgres, API, worker and web app. Ctrl-C stops it."""
    from ascertain.entrypoints.cli.supervisor import run_everything

    raise typer.Exit(asyncio.run(run_everything(demo=demo)))


@app.command()
def serve() -> None:
    """Run the API and the web app."""
    from ascertain.entrypoints.cli.running import serve_api

    serve_api()


@app.command()
def gateway() -> None:
    """Run /v1 alone in a process of its own: models for programs, without the API and its memory."""
    from ascertain.entrypoints.gateway_settings import GatewaySettings
    from ascertain.entrypoints.process_settings import load
    from ascertain.entrypoints.serving import serve as serve_until_stopped
    from ascertain.entrypoints.v1.gateway_app import make_gateway_app
    from ascertain.kernel import telemetry

    settings = load(GatewaySettings)
    telemetry.configure_logging(settings.telemetry.log_level)
    telemetry.configure_traces("ascertain-gateway", settings.telemetry.otlp_endpoint)
    app = make_gateway_app(settings)
    serve_until_stopped(
        app, host=settings.host, port=settings.port, http=settings.http, grace_s=settings.llm.deadline_s
    )


@app.command()
def worker() -> None:
    """Run background jobs."""
    from ascertain.entrypoints.cli.running import run_worker

    asyncio.run(run_worker())


@app.command()
def demo() -> None:
    """Seed the demo tenant with two users and three sample cases, and show their progress."""
    from ascertain.entrypoints.demo.seeding import seed_and_watch

    asyncio.run(seed_and_watch(console))


@app.command()
def ask(
    case: Annotated[str, typer.Argument(help='Reference (C-0042) or id of a case; "library" for the policies only')],
    question: Annotated[str, typer.Argument(help="The question")],
    tenant: Tenant = None,
    as_json: Json = False,
) -> None:
    """Ask the assistant. A sentence is printed once its source supports it; exits with 3 if there is no evidence."""
    from ascertain.entrypoints.cli.assistant_commands import ask_assistant

    raise typer.Exit(asyncio.run(ask_assistant(tenant, case, question, console, as_json=as_json)))


@app.command()
def migrate() -> None:
    """Upgrade the database at ASCERTAIN_DATABASE__OWNER_URL to the newest schema."""
    from ascertain.entrypoints.cli.running import migrate_database

    asyncio.run(migrate_database())
    console.print("The schema is up to date.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Show what is configured, reachable and missing, and what to do about it."""
    from ascertain.entrypoints.cli.doctor import examine

    findings = asyncio.run(examine())
    rows = [asdict(finding) for finding in findings]
    print_rows(rows, as_json=as_json, title="Ascertain on this machine")
    # Optional parts may be absent.
    raise typer.Exit(1 if any(finding.state in ("missing", "damaged") for finding in findings) else 0)


@lists_app.command("status")
def lists_status(as_json: Json = False) -> None:
    """Show the loaded watchlists."""
    from ascertain.entrypoints.cli.administration import list_watchlists

    print_rows(asyncio.run(list_watchlists()), as_json=as_json, title="Watchlists")


@lists_app.command("update")
def lists_update(
    path: Annotated[Path, typer.Argument(exists=True, help="XML of the UN, a folder with CSV files of OFAC, or JSON")],
    list_id: Annotated[str, typer.Option("--id", help="Short name of the list, such as un")],
    name: Annotated[str, typer.Option(help="Name shown to analysts")],
) -> None:
    """Load a watchlist and screen every watched case again."""
    from ascertain.entrypoints.cli.administration import update_list

    entries = asyncio.run(update_list(list_id, name, path))
    console.print("The list has not changed." if entries is None else f"{name}: {entries:,} entries loaded.")


@documents_app.command("read")
def documents_read(
    path: Annotated[Path, typer.Argument(exists=True, help="A file or a folder")],
    out: Annotated[Path | None, typer.Option(help="Write facts to this file, one JSON line each")] = None,
    workers: Annotated[int, typer.Option(help="Files read at the same time, each by a process", min=1, max=32)] = 2,
) -> None:
    """Read files without a server: document type and facts of each."""
    from ascertain.entrypoints.cli.document_commands import read_files

    raise typer.Exit(read_files(path, out, console, workers=workers))


@documents_app.command("train")
def documents_train(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="One folder a document, with a truth.json")
    ],
    made_up: Annotated[int, typer.Option(help="Made-up documents that are trained on too", min=0)] = 1000,
    left_out: Annotated[str, typer.Option(help="Left out together for figures: country or layout")] = "country",
) -> None:
    """Train the learned reader on labelled documents; half an hour on two cores, most of it for reading the files."""
    from ascertain.entrypoints.cli.document_commands import train_on

    train_on(folder, console, made_up=made_up, left_out=left_out)


@tenant_app.command("list")
def tenant_list(as_json: Json = False) -> None:
    """List all tenants."""
    from ascertain.entrypoints.cli import people

    print_rows(asyncio.run(people.list_tenants()), as_json=as_json, title="Tenants")


@entities_app.command("resolve")
def entities_resolve(
    path: Annotated[Path, typer.Argument(exists=True, help="CSV, Parquet or JSON lines (FollowTheMoney or flat)")],
    out: Annotated[Path, typer.Option(help="Clusters, as .csv or .jsonl")] = Path("clusters.csv"),
    column: Annotated[
        list[str] | None, typer.Option(help="COLUMN=property for a column with another name; COLUMN= ignores it")
    ] = None,
    schema: Annotated[str | None, typer.Option(help="Person or Company, if the file has no schema")] = None,
    model: Annotated[Path | None, typer.Option(exists=True, help="Weights to use instead of estimating them")] = None,
    save_model: Annotated[Path | None, typer.Option(help="Write the weights to this file, as a readable table")] = None,
) -> None:
    """Find the records of a file that are the same person or company."""
    from ascertain.entrypoints.cli.entity_commands import resolve_records

    columns = dict(given.split("=", 1) for given in column or ())
    resolve_records(
        path, out=out, columns=columns, schema=schema, model_in=model, model_out=save_model, console=console
    )


@entities_app.command("models")
def entities_models(
    tenant: Annotated[
        str | None, typer.Option(help="Id or name of the tenant; not needed if there is only one")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the weights in use to this folder, one file per kind")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the versions of a tenant's own weights; the newest of each kind is in use."""
    from ascertain.entrypoints.cli import entity_model_commands

    if save is not None:
        written = asyncio.run(entity_model_commands.save_models(tenant, save))
        if not written:
            console.print("The tenant has no weights of its own.")
        for path in written:
            console.print(f"{path}: use it with `ascertain entities resolve --model`.", soft_wrap=True)
        return
    print_rows(asyncio.run(entity_model_commands.list_models(tenant)), as_json=as_json, title="Weights")


@entities_app.command("learn")
def entities_learn(
    tenant: Annotated[
        str | None, typer.Option(help="Id or name of the tenant; not needed if there is only one")
    ] = None,
    as_json: Json = False,
) -> None:
    """Estimate a tenant's weights again, from its records and the decisions of its reviewers."""
    from ascertain.entrypoints.cli import entity_model_commands

    print_rows(asyncio.run(entity_model_commands.learn(tenant)), as_json=as_json, title="New versions")


@tenant_app.command("new")
def tenant_new(
    name: Annotated[str, typer.Argument(help="The tenant's name")],
    email: Annotated[str, typer.Option(help="E-mail address of its first user, an admin and head")],
) -> None:
    """Create a tenant with its roles, policy and first user, whose password is shown once."""
    from ascertain.entrypoints.cli.administration import new_tenant

    tenant_id, password = asyncio.run(new_tenant(name, email))
    message = f"{name} is {tenant_id}. {email} signs in with the password {password}"
    console.print(message, soft_wrap=True, markup=False, highlight=False)  # a wrapped password would be copied wrongly


@usage_app.callback()
def usage(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=400, help="Days back from today, UTC")] = 30,
    calls_to: Annotated[
        Path | None, typer.Option(help="Write every call as CSV to this folder, one file per tenant")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show calls, tokens and cost in dollars by day, purpose, model and user."""
    if context.invoked_subcommand is not None:
        return
    from ascertain.entrypoints.cli import usage as commands

    if calls_to is not None:
        console.print(f"Files written to {calls_to}: {asyncio.run(commands.write_calls(days, calls_to))}")
        return
    rows = asyncio.run(commands.usage_rows(days))
    # JSON has every row; a terminal has no room for one per user.
    shown = rows if as_json else commands.for_people(rows)
    print_rows(shown, as_json=as_json, title=f"Model usage, last {plural(days, 'day')}")


@usage_app.command("open")
def usage_open(as_json: Json = False) -> None:
    """List calls whose process died; each counts with its upper bound until it is reconciled."""
    from ascertain.entrypoints.cli.usage import open_calls

    print_rows(asyncio.run(open_calls()), as_json=as_json, title="Open calls")


@usage_app.command("reconcile")
def usage_reconcile(
    files: Annotated[
        list[Path] | None, typer.Argument(exists=True, help="Invocation logs of Bedrock, or JSON lines")
    ] = None,
) -> None:
    """Settle open calls by the provider's statements: files, or ASCERTAIN_LLM__STATEMENTS_URL if none are given."""
    from ascertain.entrypoints.cli.usage import reconcile_by

    console.print(f"Settled: {plural(asyncio.run(reconcile_by(files or [])), 'call')}")


@app.command()
def screen(
    name: Annotated[str, typer.Argument(help="Name to screen")],
    lists: Annotated[
        list[Path] | None, typer.Option("--list", help="Watchlist files; the shipped sample list if none is given")
    ] = None,
    birth_date: Annotated[str | None, typer.Option(help="ISO date, may be partial")] = None,
    as_json: Json = False,
) -> None:
    """Screen a name against watchlists, without a server."""
    from ascertain.kyc import screening

    # The same index and scoring as in the server.
    index = screening.Index.load(*(lists or [screening.SAMPLE_LIST]))
    rows = [
        {"score": match.score, "name": match.entry.names[0], "list": match.list_id, "id": match.entry.id}
        for match in index.screen(name=name, birth_date=birth_date)
    ]
    print_rows(rows, as_json=as_json, title=f"Matches of {name}")


@app.command()
def owners(
    source: Annotated[
        str,
        typer.Argument(help="A file (BODS, FollowTheMoney, or CSV with owner,asset,percent), or the id of an entity"),
    ],
    of: Annotated[
        str | None, typer.Option(help="Company whose owners to find; default: the one that the file is about")
    ] = None,
    regime: Annotated[str, typer.Option(help="eu, uk or us; the date selects the version of the law")] = "eu",
    threshold: Annotated[float, typer.Option(min=0, max=1, help="Fraction, not percent")] = 0.25,
    as_of: Annotated[str | None, typer.Option(help="ISO date; today if left out")] = None,
    write: Annotated[
        str | None, typer.Option(help="Write the statements as bods, ftm, json, graphml or cypher instead")
    ] = None,
    tenant: Annotated[str | None, typer.Option(help="Tenant of the entity")] = None,
    as_json: Json = False,
) -> None:
    """Find the beneficial owners of a company, with grounds and articles of the law; a file needs no server."""
    from ascertain.entrypoints.cli.ownership_commands import owners_of, write_statements

    if write is not None:
        print(write_statements(source, of, as_of, write))
        return
    with console.status("Computing shares and control"):
        result = owners_of(source, of, regime, threshold, as_of, tenant)
    if as_json:
        print(json.dumps(asdict(result), default=str))
        return
    rows = [
        {
            "owner": owner.name,
            # A range if the source states an interval.
            "share": f"{owner.total_fraction:.2%}" + (f" to {owner.high_fraction:.2%}" if owner.high_fraction else ""),
            "is owner": "yes" if owner.is_beneficial_owner else "possibly" if owner.may_qualify else "no",
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
    """Rebuild the graph database from Postgres, tenant by tenant."""
    from ascertain.entrypoints.cli.ownership_commands import rebuild_graph

    for tenant_id, count in asyncio.run(rebuild_graph(console)):
        console.print(f"{tenant_id}: {plural(count, 'case')}")


@graph_app.command("check")
def graph_check(as_json: Json = False) -> None:
    """Compare the contents of Postgres and of the graph database; exits with 1 if they differ."""
    from ascertain.entrypoints.cli.ownership_commands import check_graph

    rows = asyncio.run(check_graph())
    print_rows(rows, as_json=as_json, title="Graph")
    raise typer.Exit(0 if all(row["agrees"] for row in rows) else 1)


def main() -> None:
    """Run a command; an expected error is printed as one sentence, without a traceback."""
    restrict_new_files()
    try:
        app()
    except AscertainError as error:
        console.print(f"[red]{error.message}[/red]")
        # 1 is a negative result of a command, such as a broken audit chain.
        sys.exit(2)
