"""From documents to the graph: share registers, registry extracts and registers of directors become holdings and offices."""

from datetime import date

import typst

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.wiring import make_intake
from ascertain.kernel import audit
from ascertain.kernel.clock import utc_now
from ascertain.kyc import cases, documents, entities
from ascertain.kyc.documents import Place
from ascertain.kyc.ownership import OwnershipResult, OwnershipRule
from ascertain.kyc.ownership.computing import compute_for
from ascertain.kyc.ownership.graph import PostgresGraph, with_names
from tests.servers.worked_case import Desk

Rows = list[list[str]]
MEMBERS = ["Name of member", "Number of shares", "Date entered"]
OFFICERS = ["Full name", "Date of birth", "Office", "Date of appointment", "Date of resignation"]


def document(
    title: str, company: str, number: str, day: str, columns: list[str], rows: Rows, *more: tuple[str, str]
) -> bytes:
    """A register of one page: labels with values above a table."""
    labels = [("Company name", company), ("Company number", number), ("As at", day), *more]
    labelled = "\n".join(f"#grid(columns: (5cm, 1fr), [{label}:], [{value}])\n" for label, value in labels)
    cells = ", ".join(
        f"[{cell}]" for cell in [*(f"*{name}*" for name in columns), *(cell for row in rows for cell in row)]
    )
    markup = f'#set page(paper: "a4")\n#align(center)[= {title}]\n{labelled}\n#table(columns: {len(columns)}, {cells})'
    return bytes(typst.compile(markup.encode()))


def members(company: str, number: str, day: str, *held: tuple[str, int]) -> bytes:
    rows = [[name, str(shares), "1 June 2015"] for name, shares in held]
    return document("Register of members", company, number, day, MEMBERS, rows, ("Total shares in issue", "1,000"))


def directors(company: str, number: str, day: str, *officers: list[str]) -> bytes:
    return document("Register of directors", company, number, day, OFFICERS, list(officers))


QUILL = ["Nora Quill", "4 May 1970", "Managing director", "1 June 2015", ""]
PRYCE = ["Owen Pryce", "11 July 1968", "Director", "1 June 2016", "2 March 2024"]
VANE = ["Tess Vane", "9 October 1981", "Secretary", "3 March 2018", ""]
TIDEWATER = ("Tidewater Stores Ltd", "07114422")
FIVE = tuple((name, 200) for name in ("Ann Birch", "Ben Coyle", "Cara Dunn", "Dev Ellis", "Eva Frost"))


async def give(desk: Desk, company: tuple[str, str], *files: bytes) -> str:
    """A case of a company with documents, processed; returns its id."""
    person = desk.person("opener")
    async with desk.db.transaction(desk.tenant) as tx:
        case = await cases.open_case(
            tx, person, cases.NewCase(company[0], "company", "gb", None, company[1]), clock=utc_now
        )
    await add(desk, case.id, *files)
    return case.id


async def add(desk: Desk, case_id: str, *files: bytes) -> None:
    """More documents for a case, processed."""
    readers = ReaderPool(desk.context.settings.documents)
    for number, data in enumerate(files):
        await make_intake(desk.context, readers).upload(
            desk.person("opener"), Place(case_id=case_id), f"{number}.pdf", data
        )
    await readers.close()
    await desk.run_jobs()


async def owners(desk: Desk, case_id: str, as_of: str = "2026-11-21", regime: str = "eu") -> OwnershipResult:
    async with desk.db.transaction(desk.tenant) as tx:
        customer = next(party for party in await entities.list_parties(tx, case_id) if "customer" in party.roles)
    rule = OwnershipRule(regime, 0.25, date.fromisoformat(as_of))
    return await compute_for(desk.db, desk.tenant, case_id, customer.id, rule)


async def entity_of(desk: Desk, case_id: str, name: str) -> str:
    async with desk.db.transaction(desk.tenant) as tx:
        return next(party.entity_id for party in await entities.list_parties(tx, case_id) if party.name == name)


async def test_without_an_owner_the_managing_director_of_the_register_is_recorded_and_no_secretary(desk: Desk) -> None:
    officers = directors(*TIDEWATER, "30 September 2026", QUILL, PRYCE, VANE)
    case = await give(desk, TIDEWATER, members(*TIDEWATER, "30 September 2026", *FIVE), officers)
    found = await owners(desk, case)
    assert {owner.name: owner.total_fraction for owner in found.owners if owner.total_fraction} == dict.fromkeys(
        (name for name, _ in FIVE), 0.2
    )
    (official,) = (owner for owner in found.owners if owner.is_beneficial_owner)
    assert (official.name, official.office, official.grounds) == ("Nora Quill", "Managing director", ("office",))
    assert official.reasons[0].article == "Article 3(6)(a)(ii)"
    assert found.search[-1] == "Senior managing officials recorded instead of owners: Nora Quill."
    earlier = await owners(desk, case, "2027-07-10")
    assert [owner.office for owner in earlier.owners if owner.office] == ["Managing director"]
    (controller,) = (owner for owner in (await owners(desk, case, regime="us")).owners if owner.office)
    assert controller.name == "Nora Quill"


async def test_holdings_are_exact_and_have_the_date_of_their_register_and_evidence_on_its_page(desk: Desk) -> None:
    older = members(*TIDEWATER, "30 September 2020", ("Ann Birch", 1000))
    case = await give(desk, TIDEWATER, older, members(*TIDEWATER, "30 September 2026", *FIVE))
    entity = await entity_of(desk, case, TIDEWATER[0])
    links = (await PostgresGraph(desk.db).above(desk.tenant, entity)).links
    links_found = sorted((link.stated_on, link.share["low"], link.is_current) for link in links if link.share)
    assert links_found == [("2020-09-30", "1", False), *[("2026-09-30", "1/5", True)] * 5]
    async with desk.db.transaction(desk.tenant) as tx:
        facts = {fact.id: fact for fact in await documents.effective_facts(tx, case)}
    evidence = [facts[fact_id] for link in links for fact_id in link.fact_ids]
    assert {fact.property for fact in evidence} == {"owner", "sharesCount"} and all(fact.boxes for fact in evidence)
    assert [flag.code for flag in (await owners(desk, case)).flags] == [
        "owners_missing"
    ]  # and no conflict of registers
    (before,) = (await owners(desk, case, "2024-01-01")).owners
    assert (before.name, before.total_fraction, before.is_beneficial_owner) == ("Ann Birch", 1.0, True)
    assert [owner.name for owner in (await owners(desk, case, "2018-01-01")).owners] == ["Ann Birch"]
    assert (await owners(desk, case, "2014-01-01")).owners == ()


def declaration(company: str, number: str, day: str) -> bytes:
    rows = [["Ann Birch", "1 May 1960", "90 %"], ["Zoe Marsh", "2 May 1961", "10 %"]]
    columns = ["Name of beneficial owner", "Date of birth", "Percentage"]
    return document("Declaration of beneficial ownership", company, number, day, columns, rows)


async def test_a_later_declaration_does_not_replace_a_register_and_is_compared_with_it(desk: Desk) -> None:
    register = members(*TIDEWATER, "30 September 2026", ("Ben Coyle", 600), ("Ann Birch", 400))
    found = await owners(desk, await give(desk, TIDEWATER, register, declaration(*TIDEWATER, "1 November 2026")))
    assert {owner.name: owner.total_fraction for owner in found.owners} == {"Ben Coyle": 0.6, "Ann Birch": 0.4}
    differing = [flag.sentence.split(" ")[0] for flag in found.flags if flag.code == "declared_differs"]
    assert differing == ["Zoe", "Ben"]


async def test_the_shares_of_a_declaration_count_where_there_is_nothing_else(desk: Desk) -> None:
    found = await owners(desk, await give(desk, TIDEWATER, declaration(*TIDEWATER, "1 November 2026")))
    shares = {owner.name: (owner.total_fraction, owner.is_beneficial_owner) for owner in found.owners}
    assert shares == {"Ann Birch": (0.9, True), "Zoe Marsh": (0.1, False)}


async def test_two_companies_with_the_same_director_have_a_hidden_link(desk: Desk) -> None:
    marsh = ("Marsh Lane Ventures Ltd", "09220011")
    first = await give(desk, TIDEWATER, directors(*TIDEWATER, "30 September 2026", QUILL, PRYCE))
    second = await give(desk, marsh, directors(*marsh, "1 October 2026", QUILL, PRYCE))
    one, other = await entity_of(desk, first, TIDEWATER[0]), await entity_of(desk, second, marsh[0])
    quill = await entity_of(desk, first, "Nora Quill")
    assert quill == await entity_of(desk, second, "Nora Quill")
    (hidden,) = await PostgresGraph(desk.db).hidden_links(desk.tenant, one)
    assert (hidden.other_id, hidden.shared) == (other, (("director", quill, 2),))  # Pryce has resigned from both
    (named,) = await with_names(PostgresGraph(desk.db), desk.tenant, [hidden])
    assert named.shared == (("director", "Nora Quill", 2),)


async def test_shares_are_unknown_where_the_number_of_issued_shares_was_rejected(desk: Desk) -> None:
    case = await give(desk, TIDEWATER, members(*TIDEWATER, "30 September 2026", *FIVE))
    async with desk.db.transaction(desk.tenant) as tx:
        facts = await documents.effective_facts(tx, case)
        issued = next(fact for fact in facts if fact.property == "sharesIssued")
        await documents.review_fact(tx, desk.person("beck"), issued.id, verdict="reject", reason="old", clock=utc_now)
    await desk.run_jobs()
    found = await owners(desk, case)
    assert [(one.fraction_total, one.reason) for one in found.unknowns] == [
        (1.0, "its holders are named, but not the share of each")
    ]
    assert all(owner.may_qualify and not owner.is_beneficial_owner for owner in found.owners) and len(found.owners) == 5


async def test_the_audit_entry_of_an_accepted_link_names_the_party(desk: Desk) -> None:
    who = desk.person("beck")
    fact = next(fact for fact in await desk.facts() if fact.property == "owner")
    async with desk.db.transaction(desk.tenant) as tx:
        await documents.review_fact(tx, who, fact.id, verdict="accept", clock=utc_now)
        (entry,), _ = await audit.list_entries(tx, object_id=fact.id)
    assert fact.value.startswith("member-") and entry.details["value"] in ("Varga, Ilse", "Ilse Varga")
    assert entry.details["before"] == entry.details["value"]
