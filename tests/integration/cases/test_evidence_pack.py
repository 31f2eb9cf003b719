"""The evidence pack: complete, verifiable without Ascertain, reproducible, and safe against hostile text."""

import hashlib
import io
import json
import zipfile

import pypdfium2
import pytest

from ascertain.kernel import audit
from ascertain.kernel.clock import utc_now
from ascertain.kyc import cases
from ascertain.kyc.cases import CaseNotFound, case_commands, evidence_pack
from tests.servers.worked_case import Desk


async def _pack(desk: Desk) -> tuple[bytes, str]:
    await audit.seal(desk.db, desk.tenant, audit.signing_keyring())
    async with desk.db.transaction(desk.tenant) as tx:
        pack = await evidence_pack.gather(tx, desk.case_id)
    out = io.BytesIO()
    manifest = await evidence_pack.write_zip(pack, lambda sha: desk.context.storage.get(desk.tenant, sha), out)
    async with desk.db.transaction(desk.tenant) as tx:
        await evidence_pack.record_made(tx, desk.person("Auditor"), desk.case_id, manifest)
    return out.getvalue(), manifest


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")


async def _decide(desk: Desk) -> None:
    await desk.settle(desk.person("P. Proposer"))
    async with desk.db.transaction(desk.tenant) as tx:
        proposal = await cases.propose(
            tx, desk.person("P. Proposer"), desk.case_id, "approve", "all seen", clock=utc_now
        )
    async with desk.db.transaction(desk.tenant) as tx:
        await cases.review(tx, desk.person("R. Reviewer"), proposal.id, "agree", "seen again", clock=utc_now)
    await desk.run_jobs()


async def test_the_pack_of_a_decided_case_is_complete_and_verifiable(desk: Desk) -> None:
    await _decide(desk)
    data, manifest_sha256 = await _pack(desk)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == manifest_sha256
    assert {one["path"] for one in manifest["files"]} == files.keys() - {"manifest.json"}
    for one in manifest["files"]:
        assert hashlib.sha256(files[one["path"]]).hexdigest() == one["sha256"]
        assert len(files[one["path"]]) == one["size_bytes"]
    content = json.loads(files["case.json"])
    originals = [files[name] for name in sorted(files) if name.startswith("documents/")]
    assert [hashlib.sha256(one).hexdigest() for one in originals] == [one["sha256"] for one in content["documents"]]
    (proposal,) = content["proposals"]
    assert cases.snapshot_hash(proposal["snapshot"]) == manifest["decision_snapshot_sha256"]
    assert (proposal["proposed_by"]["name"], proposal["review"]["by"]["name"]) == ("P. Proposer", "R. Reviewer")
    assert all(entry["seal"] for entry in content["timeline"])
    assert content["timeline"][0]["action"] == "case.open"
    assert len(content["facts"]) == len(await desk.facts()) and content["hits"][0]["verdict"] == "different"


async def test_the_summary_prints_what_the_decision_rests_on(desk: Desk) -> None:
    await _decide(desk)
    data, _ = await _pack(desk)
    text = " ".join(_text(zipfile.ZipFile(io.BytesIO(data)).read("summary.pdf")).split())
    for expected in (
        "Meridian Freight Ltd", "08112734", "register.pdf, page 1", "Ilse Varga: 61 %, beneficial owner", "another birth date",
        "P. Proposer", "R. Reviewer", "Standard onboarding policy", "Nominee shareholder", "approved",
    ):  # fmt: skip
        assert expected in text, expected


async def test_the_same_case_gives_the_same_bytes(desk: Desk) -> None:
    first, second = await _pack(desk), await _pack(desk)
    assert first == second
    async with desk.db.transaction(desk.tenant) as tx:
        await case_commands.add_note(tx, desk.person("A. Beck"), desk.case_id, "one more", clock=utc_now)
    assert (await _pack(desk))[1] != first[1]


async def test_hostile_text_is_printed_and_never_executed(desk: Desk) -> None:
    hostile = '#panic("run") $x^2$ *bold* @label \\ #read("/etc/passwd") "]} <b> \u202e نص 漢字 // comment'
    async with desk.db.transaction(desk.tenant) as tx:
        await case_commands.add_note(tx, desk.person('#pagebreak() "'), desk.case_id, hostile, clock=utc_now)
    data, _ = await _pack(desk)
    text = _text(zipfile.ZipFile(io.BytesIO(data)).read("summary.pdf"))
    assert '#panic("run") $x^2$ *bold* @label' in text and "root:" not in text


async def test_a_document_cannot_choose_where_it_is_unpacked(desk: Desk) -> None:
    async with desk.db.transaction(desk.tenant) as tx:
        await tx.execute("update documents_documents set filename = $1", "../../etc/cron.d/x\\..\\con\n.pdf")
    data, _ = await _pack(desk)
    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("documents/")]
    assert all(name.count("/") == 1 and "\\" not in name and "\n" not in name for name in names), names


async def test_another_tenant_gets_no_pack(desk: Desk) -> None:
    async with desk.db.transaction("tenant_of_somebody_else") as tx:
        with pytest.raises(CaseNotFound):
            await evidence_pack.gather(tx, desk.case_id)
