"""Verdicts of reviewers move the weights: a new version is stored, audited, and used by the next change and the next batch."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ascertain.entrypoints.cli.app import app
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor, system_actor
from ascertain.kyc import entities
from ascertain.kyc.entities import PropertyValue, Record
from ascertain.kyc.entities.judging import RETRAIN_AFTER_JUDGEMENTS, judge, review_queue
from ascertain.kyc.entities.live import change, prepare
from ascertain.kyc.entities.models import models_in_use
from ascertain.kyc.entities.retraining import RETRAIN_JOB

SURNAMES = (
    "Varga Kovacs Novak Meyer Okafor Lindqvist Moreau Castellan Brandt Petrov Haddad Tanaka Silva Dubois Weiss".split()
)


GIVEN = "Ilse Amara Beate Chiara Dagmar Elin Fatima Greta Hana Ingrid Jana Katja Lene".split()


def record(identifier: str, **properties: str) -> Record:
    return Record(
        identifier, None, identifier, "Person", {k: (PropertyValue(v),) for k, v in properties.items()}, "test"
    )


def married(k: int, *, born_later: str = "") -> tuple[Record, Record]:
    """One person before and after: another surname and another place.

    Args:
        born_later: the date that is given afterwards, where it is another.
    """
    born = f"19{50 + k}-05-1{k % 9}"
    given, one, other = GIVEN[k % 13], SURNAMES[k % 15], SURNAMES[(k + 4) % 15]
    return record(f"a{k:02}", name=f"{given} {one}", birthDate=born, city="Bonn"), record(
        f"b{k:02}", name=f"{given} {other}", birthDate=born_later or born, city="Ulm"
    )


async def put(db: Database, tenant: str, *records: Record) -> None:
    for one in records:
        async with db.transaction(tenant) as tx:
            await change(tx, [prepare(one)])


async def surname_differs(db: Database, tenant: str) -> float:
    async with db.transaction(tenant) as tx:
        return float((await models_in_use(tx))["person"].fields["surname"].bits[-1])


async def test_judgements_move_the_weights_and_the_version_is_audited(
    db: Database, tenant: str, other_tenant: str, actor: Actor
) -> None:
    shipped = await surname_differs(db, tenant)
    for k in range(RETRAIN_AFTER_JUDGEMENTS):
        await put(db, tenant, *married(k))
        async with db.transaction(tenant) as tx:
            await judge(tx, actor, f"a{k:02}", f"b{k:02}", "same", reason="married")
    async with db.transaction(tenant) as tx:
        waiting = await tx.fetchval("select count(*) from queue.pgqueuer where entrypoint = $1", RETRAIN_JOB)
        assert waiting == 1
    [made] = await entities.retrain(db, tenant, system_actor(tenant, "entities"))
    assert (made.kind, made.version, made.judgements) == ("person", 1, RETRAIN_AFTER_JUDGEMENTS)
    learned = await surname_differs(db, tenant)
    assert learned > shipped + 1
    async with db.transaction(tenant) as tx:
        recheck = await judge(tx, actor, "a00", "b00", "same")
    reason = next(reason for reason in recheck.comparison.reasons if reason.feature == "surname")
    assert reason.bits == pytest.approx(learned, abs=0.01)
    assert await surname_differs(db, other_tenant) == pytest.approx(shipped)
    async with db.transaction(tenant) as tx:
        [entry] = await tx.fetch("select details from audit_entries where action = 'entities.refit'")
        assert entry["details"]["judgements"] == RETRAIN_AFTER_JUDGEMENTS
        assert (await entities.own_models(tx)).keys() == {"person"}


async def test_the_next_change_is_compared_by_what_was_learned(
    db: Database, tenant: str, other_tenant: str, actor: Actor
) -> None:
    pairs = [married(k) for k in range(RETRAIN_AFTER_JUDGEMENTS)]
    for where in (tenant, other_tenant):
        await put(db, where, *(one for pair in pairs for one in pair))
    for a, b in pairs:
        async with db.transaction(tenant) as tx:
            await judge(tx, actor, a.id, b.id, "same")
    await entities.retrain(db, tenant, actor)
    probability = {}
    for where in (tenant, other_tenant):
        await put(db, where, *married(40, born_later="1990-05-15"))
        async with db.transaction(where) as tx:
            a, b = await tx.fetch("select entity_id from entities_records where id in ('a40', 'b40')")
            queue = {
                (pair.record_a.id, pair.record_b.id): pair.comparison for pair in await review_queue(tx, limit=100)
            }
        together = a["entity_id"] == b["entity_id"]
        probability[where] = 1.0 if together else queue[("a40", "b40")].probability if ("a40", "b40") in queue else 0.0
    assert probability[other_tenant] < 0.9
    assert probability[tenant] > probability[other_tenant] + 0.1


async def test_nobody_judged_nothing_is_learned(db: Database, tenant: str, actor: Actor) -> None:
    await put(db, tenant, *married(0))
    assert await entities.retrain(db, tenant, actor) == []


async def test_weights_are_learned_listed_and_saved_at_the_prompt(
    db: Database,
    tenant: str,
    actor: Actor,
    database_urls: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_urls[0])
    monkeypatch.setenv("ASCERTAIN_HOME", str(tmp_path))
    await put(db, tenant, *married(0))
    async with db.transaction(tenant) as tx:
        await judge(tx, actor, "a00", "b00", "same")

    async def run(*arguments: str) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, app, ["entities", *arguments, "--tenant", tenant])
        assert result.exit_code == 0, result.output
        return result.stdout

    [made] = json.loads(await run("learn", "--json"))
    assert (made["kind"], made["version"], made["judgements"]) == ("person", 1, 1)
    assert json.loads(await run("models", "--json"))[0]["version"] == 1
    await run("models", "--save", str(tmp_path / "weights"))
    saved = entities.Model.from_json((tmp_path / "weights" / "person.json").read_text())
    assert saved.trained_on == "2 records and 1 judgements of the tenant's own"
