"""`ascertain case`, `ascertain policy` and `ascertain risk`; each command imports what it needs when it runs."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from ascertain.entrypoints.cli.printing import Json, Tenant, console, print_rows

case_app = typer.Typer(no_args_is_help=True, help="Cases.")
policy_app = typer.Typer(no_args_is_help=True, help="The risk policy.")
risk_app = typer.Typer(no_args_is_help=True, help="Risk, without a server.")

Case = Annotated[str, typer.Argument(help="Reference (C-0042) or id")]
PolicyFile = Annotated[
    Path | None,
    typer.Argument(exists=True, dir_okay=False, help="Policy as JSON: graph and settings; default: the shipped policy"),
]


@case_app.command("list")
def case_list(
    state: Annotated[Literal["open", "proposed", "approved", "rejected", "any"], typer.Option()] = "any",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    tenant: Tenant = None,
    as_json: Json = False,
) -> None:
    """List the queue, earliest due date first."""
    from ascertain.entrypoints.cli import casework

    print_rows(asyncio.run(casework.list_cases(tenant, state, limit)), as_json=as_json, title="Cases")


@case_app.command("new")
def case_new(
    name: Annotated[str, typer.Argument(help="The customer's name")],
    files: Annotated[list[Path] | None, typer.Argument(exists=True, dir_okay=False, help="Documents")] = None,
    kind: Annotated[Literal["person", "company"], typer.Option()] = "company",
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2, lower case")] = None,
    birth_date: Annotated[str | None, typer.Option(help="ISO date, may be partial")] = None,
    registration_number: Annotated[str | None, typer.Option()] = None,
    tenant: Tenant = None,
    as_json: Json = False,
) -> None:
    """Open a case with its documents, which a worker then processes; exits with 1 if a file was refused."""
    from ascertain.entrypoints.cli import casework

    row, refused = asyncio.run(
        casework.new_case(
            tenant,
            name,
            kind,
            files or [],
            country=country,
            birth_date=birth_date,
            registration_number=registration_number,
        )
    )
    print_rows([row], as_json=as_json, title="Case")
    for sentence in refused:
        console.print(sentence, style="red", markup=False)
    raise typer.Exit(1 if refused else 0)


@case_app.command("show")
def case_show(case: Case, tenant: Tenant = None, as_json: Json = False) -> None:
    """Show a case with its steps, blockers and risk factors."""
    from ascertain.entrypoints.cli import casework

    shown = asyncio.run(casework.show_case(tenant, case))
    if as_json:
        print(json.dumps(shown, default=str))
        return
    lists = ("steps", "blockers", "factors", "tasks")
    print_rows([{k: v for k, v in shown.items() if k not in (*lists, "proposal")}], as_json=False, title="Case")
    for name in lists:
        if shown[name]:
            print_rows(shown[name], as_json=False, title=name.capitalize())
    if shown["proposal"]:
        print_rows([shown["proposal"]], as_json=False, title="Proposal")


@case_app.command("watch")
def case_watch(case: Case, tenant: Tenant = None) -> None:
    """Watch a case until it is scored on all its documents; exits with 1 if a step failed."""
    from ascertain.entrypoints.cli import casework
    from ascertain.kyc import cases

    row = asyncio.run(casework.watch_case(tenant, case, console))
    print_rows([row], as_json=False, title="Case")
    raise typer.Exit(1 if row["waiting on"] == cases.WAITS_FOR_FAILED_STEP else 0)


@policy_app.command("test")
def policy_test(file: PolicyFile = None) -> None:
    """Check a policy as publishing does: every cell, the settings, and the final row that matches everything."""
    from ascertain.entrypoints.cli import risk_commands

    console.print(risk_commands.test_policy(file))


@policy_app.command("replay")
def policy_replay(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Policy as JSON: graph and settings")],
    tenant: Tenant = None,
    as_json: Json = False,
) -> None:
    """Show what a policy would change for the tenant's cases; nothing is stored."""
    from ascertain.entrypoints.cli import risk_commands

    print_rows(asyncio.run(risk_commands.replay_policy(tenant, file)), as_json=as_json, title="Bands before and after")


@risk_app.command("score")
def risk_score(
    features: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Features as a JSON object")],
    policy: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Policy to use instead of the shipped one")
    ] = None,
    as_json: Json = False,
) -> None:
    """Score features by a policy, with the reasons."""
    from ascertain.entrypoints.cli import risk_commands

    score, band, rows = risk_commands.score(features, policy)
    if as_json:
        print(json.dumps({"score": score, "band": band, "factors": rows}))
        return
    console.print(f"{band} {score}")
    print_rows(rows, as_json=False, title="Factors")
