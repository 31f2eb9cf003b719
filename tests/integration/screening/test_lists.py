"""Watchlists from the UN's XML and OFAC's CSV into the database; what changes in a list reaches the cases that it concerns."""

import asyncio
from pathlib import Path

import pytest

from ascertain.kernel.clock import utc_now
from ascertain.kernel.errors import InvalidInput
from ascertain.kyc import cases, screening
from ascertain.kyc.screening import Entry, HitNotFound
from ascertain.kyc.screening.model import ListNotRead
from tests.servers.worked_case import LISTED, Desk

_UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-01T00:00:00Z"><INDIVIDUALS><INDIVIDUAL>
 <DATAID>6908555</DATAID><FIRST_NAME>ILSE</FIRST_NAME><SECOND_NAME>VARGA</SECOND_NAME>
 <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.033</REFERENCE_NUMBER><COMMENTS1>Agent &amp; trader</COMMENTS1>
 <NATIONALITY><VALUE>Hungary</VALUE></NATIONALITY>
 <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ilona Varga; I. Varga</ALIAS_NAME></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-04-13</DATE></INDIVIDUAL_DATE_OF_BIRTH>
 <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1969</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY>
 <DATAID>6908600</DATAID><FIRST_NAME>NOMINEE SERVICES LTD</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
 <ENTITY_ADDRESS><COUNTRY>United Kingdom</COUNTRY></ENTITY_ADDRESS>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>
"""
_SDN = """36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
7771,"VARGA, Ilse","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 13 Apr 1971; alt. DOB circa 1970; Hungary."
"""


def _ofac(folder: Path) -> Path:
    folder.mkdir()
    (folder / "sdn.csv").write_text(_SDN)
    (folder / "alt.csv").write_text('7771,1,"aka","VARGA, Ilona",-0-\n')
    (folder / "add.csv").write_text('36,25,"","Havana","Cuba",-0-\n')
    return folder


def test_the_uns_xml_gives_names_dates_and_countries(tmp_path: Path) -> None:
    file = tmp_path / "un.xml"
    file.write_text(_UN)
    person, organisation = screening.read_list(file)
    assert person.names == ("ILSE VARGA", "Ilona Varga", "I. Varga") and person.countries == ("hu",)
    assert person.birth_dates[0] == "1971-04-13" and set(person.birth_dates[1:]) == {"1969", "1972"}
    assert (person.program, person.remarks, person.topics) == ("DPRK", "Agent & trader", ("sanction",))
    assert (organisation.schema, organisation.countries) == ("Organization", ("gb",))


def test_ofacs_csv_gives_names_dates_and_countries(tmp_path: Path) -> None:
    airline, person = screening.read_list(_ofac(tmp_path / "ofac"))
    assert (airline.schema, airline.countries, airline.remarks) == ("Organization", ("cu",), None)
    assert (person.schema, person.names) == ("Person", ("VARGA, Ilse", "VARGA, Ilona"))
    assert person.birth_dates == ("1971-04-13", "1970")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xml", "<not closed"), ("b.xml", "<LIST/>"), ("c.json", "[]"), ("d.json", '{"entries": [1]}'), ("e.txt", "x")],
)
def test_a_file_that_is_no_list_is_refused_with_its_name(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(ListNotRead, match=name):
        screening.read_list(file)


def test_an_entity_bomb_in_a_list_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    file = tmp_path / "bomb.xml"
    file.write_text(f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&l9;</x>')
    with pytest.raises(ListNotRead):
        screening.read_list(file)


async def test_a_list_loaded_twice_is_loaded_once_and_its_version_is_its_content(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "un.xml"
    file.write_text(_UN)

    async def load(text: str) -> int | None:
        file.write_text(text)
        return await screening.load_shared_list(
            desk.db, "un", "UN list", "un.xml", screening.read_list(file), now=utc_now()
        )

    assert await load(_UN) == 2
    assert await load(_UN.replace("2026-11-01", "2026-11-02")) is None  # its date is no content
    assert await load(_UN.replace("KPi.033", "KPi.034").replace("Agent", "Broker")) == 2
    async with desk.db.transaction(desk.tenant) as tx:
        lists = {one.id: one for one in await screening.list_watchlists(tx)}
    assert lists["un"].entries == 2 and lists["un"].version != lists["list"].version


async def test_a_loaded_list_finds_the_parties_of_a_case_with_the_parts_of_the_score(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "un.xml"
    file.write_text(_UN)
    await screening.load_shared_list(desk.db, "un", "UN list", "un.xml", screening.read_list(file), now=utc_now())
    await desk.run_jobs()
    found = {hit.party_name: hit for hit in await desk.hits() if hit.list_id == "un"}
    assert found.keys() == {"Ilse Varga", "Nominee Services Ltd"}
    ilse = found["Ilse Varga"]
    assert ilse.score > 0.9 and {part.feature for part in ilse.parts} >= {"name"}
    assert ("varga", "varga") in [(a.lower(), b.lower()) for a, b in ilse.matched_words]
    assert all(-1 <= part.strength <= 1 for part in ilse.parts)
    assert await desk.count("audit_entries where action = 'screening.screen' and details->>'new' = '2'") == 1


async def _load(desk: Desk, *entries: Entry) -> None:
    await screening.load_shared_list(desk.db, "list", "A list", "test", list(entries), now=utc_now())
    await desk.run_jobs()


async def _judge(desk: Desk, verdict: str | None, reason: str | None = "looked") -> screening.Hit:
    hit = (await desk.hits())[0]
    async with desk.db.transaction(desk.tenant) as tx:
        return await screening.adjudicate(
            tx,
            desk.person("A. Beck"),
            hit.id,
            verdict,
            reason=reason,
            clock=utc_now,  # type: ignore[arg-type]
        )


async def test_a_verdict_stays_while_its_evidence_does_and_falls_with_it(desk: Desk) -> None:
    await _judge(desk, "different")
    await desk.run_jobs()
    unrelated = Entry("L9", "Person", ("Somebody Else Entirely",))
    await _load(desk, LISTED, unrelated)
    (hit,) = await desk.hits()
    assert (hit.verdict, hit.reason, hit.adjudicated_by_name) == ("different", "looked", "A. Beck")
    version = (await desk.case()).inputs_version
    await _load(desk, Entry("L1", "Person", ("Ilse Varga",), ("1971-04-13",), topics=("sanction",)), unrelated)
    (again,) = await desk.hits()
    assert again.id == hit.id
    assert (again.verdict, again.reason, again.adjudicated_by_id, again.adjudicated_at) == (None, None, None, None)
    case = await desk.case()
    assert case.hits_to_judge == 1 and case.inputs_version == version + 1


async def test_an_entry_taken_off_a_list_takes_its_hit_away_and_the_score_follows(desk: Desk) -> None:
    await _judge(desk, "same")
    await desk.run_jobs()
    assert (await desk.case()).band == "prohibited"
    await _load(desk, Entry("L9", "Person", ("Somebody Else Entirely",)))
    case = await desk.case()
    assert await desk.hits() == [] and case.band != "prohibited" and case.hits_to_judge == 0


async def test_a_list_that_concerns_nobody_leaves_cases_as_they_are(desk: Desk) -> None:
    before = await desk.case()
    await _load(desk, LISTED, Entry("L9", "Person", ("Somebody Else Entirely",)))
    after = await desk.case()
    assert (after.inputs_version, after.score, after.state) == (before.inputs_version, before.score, before.state)


async def test_a_verdict_needs_a_reason_can_be_taken_back_and_is_told(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        await _judge(desk, "same", "  ")
    judged = await _judge(desk, "same", "her passport")
    assert (judged.verdict, judged.reason) == ("same", "her passport")
    undone = await _judge(desk, None, None)
    assert (undone.verdict, undone.reason, undone.adjudicated_by_id) == (None, None, None)
    async with desk.db.transaction(desk.tenant) as tx:
        rows = await tx.fetch("select action, reason, details from audit_entries where action like 'hit.%' order by id")
        with pytest.raises(HitNotFound):
            await screening.get_hit(tx, "hit_unknown")
    assert [(row["action"], row["reason"]) for row in rows] == [("hit.adjudicate", "her passport"), ("hit.undo", None)]
    assert rows[1]["details"]["before"] == "same"


async def test_two_people_who_judge_one_hit_at_once_leave_one_verdict_and_both_acts(desk: Desk) -> None:
    hit = (await desk.hits())[0]

    async def judge(name: str, verdict: str) -> screening.Hit:
        async with desk.db.transaction(desk.tenant) as tx:
            return await screening.adjudicate(
                tx,
                desk.person(name),
                hit.id,
                verdict,
                reason=name,
                clock=utc_now,  # type: ignore[arg-type]
            )

    await asyncio.gather(judge("A", "same"), judge("B", "different"))
    (after,) = await desk.hits()
    assert (after.verdict, after.reason) in [("same", "A"), ("different", "B")]
    assert await desk.count("audit_entries where action = 'hit.adjudicate'") == 2
    await desk.run_jobs()
    async with desk.db.transaction(desk.tenant) as tx:
        makers = await cases.list_makers(tx, await cases.get_case(tx, desk.case_id))
    assert {maker.name for maker in makers} == {"A", "B", "A. Beck"}  # who opened the case


async def test_a_list_and_a_step_that_screen_one_case_at_once_leave_each_hit_once(desk: Desk) -> None:
    more = [LISTED, Entry("L2", "Company", ("Calder Holdings BV",), topics=("sanction",))]
    async with desk.db.transaction(desk.tenant) as tx:
        await cases.inputs_changed(tx, desk.person("A. Beck"), desk.case_id, because="test", clock=utc_now)
    await screening.load_shared_list(desk.db, "list", "A list", "test", more, now=utc_now())
    await asyncio.gather(desk.run_jobs(), desk.run_jobs())
    await desk.run_jobs()
    assert sorted(hit.entry.id for hit in await desk.hits()) == ["L1", "L2"]
    case = await desk.case()
    assert case.hits_to_judge == 2 and not case.provisional
