"""The answers of both graph engines: one suite against Postgres and against a real Neo4j."""

from datetime import date
from fractions import Fraction

from ascertain.kyc.ownership import beneficial_owners
from ascertain.kyc.ownership.entity_owners import entity_graph
from ascertain.kyc.ownership.graph import GraphCounts, GraphEngine


async def test_neighbours_are_those_linked_now_in_both_directions(engine: GraphEngine, tenant: str) -> None:
    near = await engine.neighbours(tenant, "alpha")
    assert [node.id for node in near.nodes] == ["alpha", "ann", "beta", "meridian"]
    assert {(link.source, link.target, link.label) for link in near.links} == {
        ("ann", "alpha", "60 %"), ("alpha", "meridian", "35 %"), ("alpha", "beta", "50 %"), ("beta", "alpha", "10 %"),
    }  # fmt: skip
    assert not near.cut
    further = await engine.neighbours(tenant, "alpha", depth=2)
    assert {node.id for node in further.nodes} == {"alpha", "ann", "beta", "meridian", "bob", "cy"}


async def test_a_limit_is_reported(engine: GraphEngine, tenant: str) -> None:
    near = await engine.neighbours(tenant, "alpha", limit=2)
    assert (len(near.nodes), near.cut) == (2, True)


async def test_nodes_and_links_have_all_their_properties(engine: GraphEngine, tenant: str) -> None:
    node = await engine.find_node(tenant, "ann")
    assert node is not None and (node.name, node.kind, node.country) == ("Ann", "person", "gb")
    found = await engine.above(tenant, "meridian")
    stated = next(link for link in found.links if link.source == "alpha" and link.target == "meridian")
    assert (stated.share, stated.stated_on, stated.fact_ids) == (
        {"low": "7/20", "high": "7/20"},
        "2026-01-01",
        ("fact-alpha",),
    )


async def test_above_has_every_statement_of_every_case(engine: GraphEngine, tenant: str) -> None:
    found = await engine.above(tenant, "meridian")
    assert {node.id for node in found.nodes} == {"meridian", "alpha", "bob", "ann", "beta", "cy"}
    assert len(found.links) == 7
    assert (await engine.above(tenant, "meridian", limit=3)).cut


async def test_owners_across_cases_agree_with_the_answer_by_hand(engine: GraphEngine, tenant: str) -> None:
    graph = await entity_graph(engine, tenant, "meridian", "Meridian", "Company", date(2026, 11, 21))
    # Alpha's register of case 1 and case 2 have the same date: beta's 10 % count beside ann's 60 %.
    around = 1 - Fraction(1, 10) * Fraction(1, 2)
    expected = {"bob": Fraction(61, 100) + Fraction(20, 100), "ann": Fraction(35, 100) * Fraction(60, 100) / around}
    owners = dict(beneficial_owners(graph, "meridian", threshold=Fraction(1, 10)))
    assert owners == expected


async def test_the_shortest_link_uses_interests_and_shared_attributes(engine: GraphEngine, tenant: str) -> None:
    way = await engine.shortest_link(tenant, "bob", "dan")
    assert way is not None
    assert [node.id for node in way.nodes] == ["bob", "meridian", "key address 1 quay street", "gamma", "dan"]
    assert {(link.source, link.target, link.interest) for link in way.links} == {
        ("bob", "meridian", "shareholding"),
        ("meridian", "key address 1 quay street", "same address"),
        ("gamma", "key address 1 quay street", "same address"),
        ("dan", "gamma", "shareholding"),
        ("dan", "gamma", "boardMember"),
    }
    shared = await engine.shortest_link(tenant, "ann", "dan")
    assert shared is not None and [node.id for node in shared.nodes] == [
        "ann", "key phone 441234567", "cy", "key email c@x.example", "dan",
    ]  # fmt: skip


async def test_no_path_is_none_and_the_path_to_itself_is_the_entity(engine: GraphEngine, tenant: str) -> None:
    assert await engine.shortest_link(tenant, "bob", "nobody") is None
    assert await engine.shortest_link(tenant, "bob", "cy", longest=2) is None
    same = await engine.shortest_link(tenant, "bob", "bob")
    assert same is not None and [node.id for node in same.nodes] == ["bob"]


async def test_cases_touched_are_those_of_the_entity_and_of_its_neighbours(engine: GraphEngine, tenant: str) -> None:
    assert [(c.case_id, c.distance, c.through_id) for c in await engine.cases_touched(tenant, "bob")] == [
        ("case_1", 0, "bob")
    ]
    assert [(c.case_id, c.distance, c.through_id) for c in await engine.cases_touched(tenant, "bob", depth=2)] == [
        ("case_1", 0, "bob"),
        ("case_2", 2, "alpha"),
    ]


async def test_hidden_links_are_stronger_with_more_shared_attributes_and_fewer_sharing_entities(
    engine: GraphEngine, tenant: str
) -> None:
    links = await engine.hidden_links(tenant, "cy")
    assert [(link.other_id, link.shared, link.strength) for link in links] == [
        ("dan", (("email", "c@x.example", 2),), 0.9),
        ("ann", (("phone", "441234567", 2),), 0.85),
    ]
    addresses = await engine.hidden_links(tenant, "meridian")
    assert [(link.other_id, link.strength) for link in addresses] == [("beta", 0.3155), ("gamma", 0.3155)]


async def test_another_tenant_sees_nothing(engine: GraphEngine, tenant: str, other_tenant: str) -> None:
    theirs = await engine.neighbours(other_tenant, "meridian")
    assert {node.id for node in theirs.nodes} == {"meridian", "dan"}
    assert await engine.find_node(other_tenant, "ann") is None
    assert await engine.shortest_link(other_tenant, "meridian", "bob") is None
    assert await engine.cases_touched(other_tenant, "ann") == []
    assert await engine.hidden_links(other_tenant, "meridian") == []


async def test_contents_are_counted_and_listed_by_case(engine: GraphEngine, tenant: str) -> None:
    assert await engine.counts(tenant) == GraphCounts(nodes=9, links=9, keys=7)
    assert await engine.list_case_ids(tenant) == ["case_1", "case_2", "case_3"]
    held = await engine.contents(tenant, ["case_3"])
    assert held.nodes == {"case_3 dan person Dan", "case_3 gamma company Gamma"}
    assert held.links == {
        "case_3 dan-gamma-shareholding-100 dan gamma 100 % true",
        "case_3 dan-gamma-boardMember-0 dan gamma 0 % true",
    }
    assert held.keys == {"case_3 gamma address 1 quay street", "case_3 dan email c@x.example"}
