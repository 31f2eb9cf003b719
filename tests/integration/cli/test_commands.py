"""Commands on a database: tables for people, JSON for programs, exit codes that mean something."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ascertain.entrypoints.cli.app import app
from ascertain.kernel.errors import AscertainError, InvalidInput, NotFound
from ascertain.kyc.risk.model import PolicyBroken
from ascertain.kyc.risk.policy import standard_content
from tests.servers.worked_case import CaseDatabase, administer

Run = Callable[..., Result]


@pytest.fixture
def run(worked_case: CaseDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command on a clone of the worked case."""
    clone = worked_case.clone()
    for name, value in clone.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ASCERTAIN_AUTH__ARGON2_MEMORY_KIB", "8")
    monkeypatch.setenv("COLUMNS", "300")

    def command(*arguments: str, fails: type[AscertainError] | None = None, status: int = 0) -> Result:
        result = CliRunner().invoke(app, list(arguments))
        if fails:
            assert isinstance(result.exception, fails), result.output
        else:
            assert result.exit_code == status, (result.output, result.exception)
        return result

    yield command
    administer(clone.server, f"drop database {clone.name} with (force)")


def _json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_users_come_change_and_go(run: Run) -> None:
    made = run("user", "new", "Ada Byron", "ada@example.org", "--role", "analyst")
    password = made.stdout.split()[-1]
    assert len(password) > 12
    run("user", "roles", "ada@example.org", "--role", "reviewer", "--role", "auditor")
    (row,) = _json(run("user", "list", "--json"))
    assert (row["name"], row["roles"], row["active"]) == ("Ada Byron", "auditor, reviewer", True)
    run("user", "disable", "ada@example.org")
    assert not _json(run("user", "list", "--json"))[0]["active"]
    run("user", "enable", "ada@example.org")
    assert run("user", "password", "ada@example.org").stdout.split()[-1] != password
    run("user", "disable", "nobody@example.org", fails=NotFound)
    run("user", "new", "X", "x@example.org", "--role", "emperor", fails=AscertainError)
    assert "Ada Byron" in run("user", "list").stdout


def test_keys_are_shown_once_and_end(run: Run) -> None:
    run("user", "new", "Ada Byron", "ada@example.org", "--role", "analyst")
    account = run(
        "service-account", "new", "Loader", "--role", "analyst", "--responsible", "ada@example.org"
    ).stdout.strip()
    (listed_account,) = _json(run("service-account", "list", "--json"))
    assert (listed_account["id"], listed_account["responsible"]) == (account, "Ada Byron")
    new = ("key", "new", "loader", "--permission", "case.read")
    run(*new, "--owner", account, "--days", "400", fails=InvalidInput)
    run(*new, "--owner", "nobody@example.org", fails=NotFound)
    key_id, secret = run(*new, "--owner", "ada@example.org", "--days", "30").stdout.split()
    assert secret.startswith("ask_")
    listed = run("key", "list", "--json")
    assert secret not in listed.stdout and _json(listed)[0]["id"] == key_id
    run("key", "revoke", key_id)
    assert _json(run("key", "list", "--json"))[0]["revoked"]
    run("key", "revoke", "key_unknown", fails=NotFound)


def test_a_tenant_is_named_where_there_are_two(run: Run) -> None:
    run("tenant", "new", "Other Bank", "--email", "head@other.example")
    names = {row["name"]: row for row in _json(run("tenant", "list", "--json"))}
    assert names["Other Bank"]["users"] == 1
    run("case", "list", fails=AscertainError)
    assert _json(run("case", "list", "--tenant", "Other Bank", "--json")) == []
    assert len(_json(run("case", "list", "--tenant", names["Worked Bank"]["id"], "--json"))) == 1


def test_cases_are_opened_listed_shown_and_watched(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "letter.txt", tmp_path / "empty.pdf"
    good.write_text("A letter about nothing.")
    bad.write_bytes(b"")
    opened = run("case", "new", "Walk Ltd", str(good), str(bad), "--country", "gb", "--json", status=1)
    assert '"case": "C-0002"' in opened.stdout and "empty.pdf" in opened.output
    rows = _json(run("case", "list", "--json"))
    assert {row["case"] for row in rows} == {"C-0001", "C-0002"}
    shown = _json(run("case", "show", "c-0001", "--json"))
    assert [step["state"] for step in shown["steps"]] == ["done"] * 8 and shown["factors"]
    assert "hits.open" in run("case", "show", "C-0001").stdout
    assert "Meridian Freight Ltd" in run("case", "watch", "C-0001").stdout
    run("case", "show", "C-9999", fails=NotFound)


def test_policies_are_checked_and_replayed_and_features_scored(run: Run, tmp_path: Path) -> None:
    assert "is valid: 17 rows" in run("policy", "test").stdout
    content = standard_content()
    content["settings"]["base"] = 95
    file = tmp_path / "harsh.json"
    file.write_text(json.dumps(content))
    (row,) = _json(run("policy", "replay", str(file), "--json"))
    assert (row["after"], row["cases"]) == ("high", 1)
    content["graph"]["nodes"][1]["content"]["rules"].pop()
    file.write_text(json.dumps(content))
    run("policy", "test", str(file), fails=PolicyBroken)
    features = tmp_path / "features.json"
    features.write_text('{"owners": 1, "company_age_years": 9, "sanctioned": true}')
    scored = _json(run("risk", "score", str(features), "--json"))
    assert scored["band"] == "prohibited" and scored["factors"][0]["points"] == 90
    features.write_text('{"shoe_size": 44}')
    run("risk", "score", str(features), fails=AscertainError)


def test_the_audit_log_is_verified(run: Run) -> None:
    tenant, all_tenants = _json(run("audit", "verify", "--json"))
    assert tenant["intact"] and tenant["sealed"] + tenant["unsealed"] > 10
    assert all_tenants["intact"] and all_tenants["tenant"] == "(all tenants)"


def test_the_keys_of_the_audit_log_are_rotated(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASCERTAIN_AUDIT__KEY_FILE", str(tmp_path / "keys"))
    first = run("audit", "rotate-key").stdout
    second = run("audit", "rotate-key").stdout
    assert first != second and len((tmp_path / "keys").read_text().split()) == 2
    monkeypatch.setenv("ASCERTAIN_AUDIT__KEYS", "0" * 64)
    run("audit", "rotate-key", fails=AscertainError)


def test_the_assistant_is_asked_at_the_prompt(run: Run) -> None:
    (case,) = _json(run("case", "list", "--json"))
    reply = run("ask", case["case"], "Who are the beneficial owners?").stdout
    assert "Ilse Varga" in reply and "[1]" in reply and "“" in reply
    reported = _json(run("ask", case["case"], "Who are the beneficial owners?", "--json"))
    assert reported["citations"] and not reported["no_evidence"] and reported["provider"] == "extractive"
    nothing = run("ask", "library", "What insurance does the tenant of the warehouse maintain?", status=3)
    assert "no evidence" in nothing.stdout
    run("ask", "C-9999", "Who?", fails=NotFound)
    run("ask", case["case"], " ", fails=AscertainError)
