"""Timestamps of a real authority (OpenSSL behind a local port) are requested, stored, and verified without it."""

import secrets
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from ascertain.kernel import audit
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor

_CONFIG = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[tsa]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def _authority(folder: Path) -> Path:
    folder.mkdir()
    (folder / "config").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("req", "-config", "config", "-newkey", "rsa:2048", "-nodes")
    _openssl(
        folder,
        *new,
        "-x509",
        "-extensions",
        "ca",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=Root",
        "-days",
        "30",
    )
    _openssl(folder, *new, "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=Authority")
    _openssl(
        folder, "x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-extfile", "config", "-extensions", "signer", "-out", "signer.pem", "-days", "30",
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
async def address(authority: Path) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        assert request.content_type == "application/timestamp-query"
        (authority / "query").write_bytes(await request.read())
        _openssl(
            authority, "ts", "-reply", "-config", "config", "-section", "tsa", "-queryfile", "query", "-out", "reply"
        )
        return web.Response(body=(authority / "reply").read_bytes(), content_type="application/timestamp-reply")

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}/"
    await runner.cleanup()


async def test_the_head_is_stamped_and_the_stamp_verified_offline(
    db: Database, actor: Actor, clock: FixedClock, address: str, authority: Path, tmp_path: Path
) -> None:
    keys = audit.Keyring.of([secrets.token_hex(32)])
    places = audit.AnchorPlaces(tmp_path / "anchors.jsonl", timestamp_roots=authority / "ca.pem")
    sealer = audit.Sealer(db, keys, places, clock, timestamp_url=address)
    with audit.signing_with(keys):
        for _ in range(2):
            async with db.transaction(actor.tenant_id) as tx:
                await audit.record(tx, actor, "x", object_kind="x", object_id="x")
            await sealer.run()
    stamps = places.timestamps.read_text().splitlines()
    assert len(stamps) == 1  # the second head is stamped when an hour has passed
    assert (await audit.verify_master(db, keys, places)).intact
    without_roots = await audit.verify_master(db, keys, audit.AnchorPlaces(places.file))
    assert without_roots.intact and "roots" in without_roots.notices[0]

    stranger = _authority(tmp_path / "stranger") / "ca.pem"
    distrusted = await audit.verify_master(db, keys, audit.AnchorPlaces(places.file, timestamp_roots=stranger))
    assert [one.code for one in distrusted.findings] == ["timestamp.wrong"]
    async with db.untenanted() as tx:
        head = await tx.fetchval("select hash from audit_master where ordinal = 1")
    places.timestamps.write_text(stamps[0].replace(head, "0" * 64) + "\n")
    assert [one.code for one in (await audit.verify_master(db, keys, places)).findings] == ["timestamp.wrong"]
    places.timestamps.write_text("not a line\n")
    assert [one.code for one in (await audit.verify_master(db, keys, places)).findings] == ["timestamp.wrong"]


async def test_an_authority_that_does_not_answer_does_not_stop_the_sealing(
    db: Database, actor: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    keys = audit.Keyring.of([secrets.token_hex(32)])
    places = audit.AnchorPlaces(tmp_path / "anchors.jsonl")
    with audit.signing_with(keys):
        async with db.transaction(actor.tenant_id) as tx:
            await audit.record(tx, actor, "x", object_kind="x", object_id="x")
        await audit.Sealer(db, keys, places, clock, timestamp_url="http://127.0.0.1:9/").run()
    assert (await audit.verify_master(db, keys, places)).records == 1 and not places.timestamps.exists()
