"""BODS 0.4: what is accepted, what is refused and why, and that a round trip loses nothing."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.kyc.ownership import bods, ftm
from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule
from ascertain.kyc.ownership.shares import Share
from tests.unit.ownership.structures import structure

DAY = date(2026, 11, 21)
ENTITY = {"isComponent": False, "entityType": {"type": "registeredEntity"}, "name": "A Ltd"}


def statement(record: str, kind: str, details: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "statementId": record.ljust(32, "-"),
        "declarationSubject": "a",
        "statementDate": "2026-01-01",
        "recordId": record,
        "recordType": kind,
        "recordDetails": details,
        **more,
    }


def person(record: str, name: str) -> dict[str, object]:
    names = [{"type": "legal", "fullName": name}]
    return statement(record, "person", {"isComponent": False, "personType": "knownPerson", "names": names})


def relation(
    record: str, owner: object, asset: object, *interests: dict[str, object], **more: object
) -> dict[str, object]:
    details = {"isComponent": False, "subject": asset, "interestedParty": owner, "interests": list(interests)}
    return statement(record, "relationship", {**details, **more})


def read(*statements: dict[str, object]) -> Graph:
    return bods.read(json.dumps(statements)).graph(DAY)[0]


def shares(graph: Graph) -> dict[str, object]:
    return {edge.owner: edge.share for edge in graph.edges}


A, P = statement("a", "entity", ENTITY), person("p", "P")


def test_a_share_out_of_range_is_refused_with_its_place() -> None:
    faulty = relation("r", "p", "a", {"type": "shareholding", "share": {"exact": 101}})
    with pytest.raises(bods.InvalidBods, match=r"\$\[2\]\.recordDetails\.interests\[0\]\.share\.exact"):
        bods.read(json.dumps([A, P, faulty]))


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(bods.InvalidBods, match="not JSON"):
        bods.read("[{")


@pytest.mark.parametrize(
    ("stated", "share"),
    [
        ({"exact": 33.3}, Fraction(333, 1000)),
        ({"minimum": 25, "maximum": 50}, Share(Fraction(1, 4), Fraction(1, 2))),
        ({"exclusiveMinimum": 25, "maximum": 50}, Share(Fraction(1, 4), Fraction(1, 2), True, False)),
        ({"minimum": 75}, Share(Fraction(3, 4), Fraction(1))),
        ({"exclusiveMaximum": 5}, Share(Fraction(0), Fraction(1, 20), False, True)),
        ({}, None),
    ],
)
def test_percent_becomes_a_fraction_and_open_ends_stay_open(stated: dict[str, float], share: object) -> None:
    graph = read(A, P, relation("r", "p", "a", {"type": "shareholding", "share": stated}))
    assert shares(graph) == {"p": share}


def test_the_latest_statement_of_a_record_counts_and_a_closed_record_does_not() -> None:
    first = relation("r", "p", "a", {"type": "shareholding", "share": {"exact": 40}})
    second = {
        **relation("r", "p", "a", {"type": "shareholding", "share": {"exact": 60}}),
        "statementDate": "2026-06-01",
    }
    closed = {**second, "statementDate": "2026-09-01", "recordStatus": "closed"}
    text = json.dumps([A, P, first, second, closed])
    on = {day: shares(bods.read(text).graph(day)[0]) for day in (date(2026, 3, 1), date(2026, 7, 1), DAY)}
    assert list(on.values()) == [{"p": Fraction(2, 5)}, {"p": Fraction(3, 5)}, {}]


def test_an_indirect_interest_with_components_is_declared_and_not_counted_twice() -> None:
    b = statement("b", "entity", {**ENTITY, "name": "B Ltd"})
    graph = read(
        A, b, P,
        relation("r1", "p", "b", {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 60}}, isComponent=True),
        relation("r2", "b", "a", {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 50}}, isComponent=True),
        relation("r3", "p", "a", {"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 30},
                                  "beneficialOwnershipOrControl": True}, componentRecords=["b", "r1", "r2"]),
    )  # fmt: skip
    result = analyse(graph, "a", OwnershipRule("eu", 0.25, DAY))
    assert [(owner.name, owner.total_fraction) for owner in result.owners] == [("P", 0.3)]
    assert not [flag for flag in result.flags if flag.code == "declared_differs"]


def test_an_unspecified_party_has_its_reason() -> None:
    reason = {"reason": "interestedPartyHasNotProvidedInformation", "description": "letter unanswered"}
    graph = read(A, P, relation("r", reason, "a", {"type": "shareholding", "share": {"exact": 40}}))
    result = analyse(graph, "a", OwnershipRule("eu", 0.25, DAY))
    assert "letter unanswered" in " ".join(graph.names.values())
    assert [(one.fraction_total, one.reason) for one in result.unknowns] == [
        (0.6, "not entered in its register"),
        (0.4, "held by a person who is not identified"),
    ]


def test_a_declared_owner_who_is_not_one_by_the_interests_is_flagged() -> None:
    declared = relation(
        "r", "p", "a", {"type": "shareholding", "share": {"exact": 10}, "beneficialOwnershipOrControl": True}
    )
    result = analyse(read(A, P, declared), "a", OwnershipRule("eu", 0.25, DAY))
    assert [flag.sentence for flag in result.flags if flag.code == "declared_differs"] == [
        "P is declared as a beneficial owner, but is not one by the stated interests."
    ]


_TEXTS = [
    "ann 60 Alpha; Alpha 35 Target; bob (25..50] Target",
    "ann nominator N:Nom; Registrar nominee N:Nom; N:Nom 30 Target",
    "ann joint J:Pair; bob joint J:Pair; J:Pair 30 Target",
    "ann settlor T:Tr; bob trustee T:Tr; T:Tr 30 Target; X:who 5 Target; S:State 10 Target; L:Bourse 3 Target",
    "ann ceo Target; bob board Target; cy influence F:Fdn; F:Fdn 40 Target; ann 12.5votes Target; U:Fund 1 Target",
]


@pytest.mark.parametrize("text", _TEXTS)
def test_a_graph_survives_a_round_trip_through_bods_and_followthemoney(text: str) -> None:
    graph = structure(text)
    statements = bods.statements_of(graph, "Target", DAY)
    assert bods.faults_of(statements) == []
    back, _ = bods.read(bods.write(statements)).graph(DAY)
    again, _ = ftm.graph_of(ftm.read(ftm.write(ftm.entities_of(graph))), DAY)
    for other in (back, again):
        assert other.persons == graph.persons
        assert {party: other.kind(party) for party in other.names} == {
            party: graph.kind(party) for party in graph.names
        }
        assert sorted(map(_edge_values, other.edges)) == sorted(map(_edge_values, graph.edges))
    named = {party: name for party, name in graph.names.items() if graph.kind(party) != "unknown_person"}
    assert {party: back.names[party] for party in named} == named


def _edge_values(edge: Edge) -> tuple[str, ...]:
    return (edge.owner, edge.asset, edge.interest, str(edge.share))


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.booleans(), st.booleans())
def test_any_share_in_hundredths_of_a_percent_survives(one: int, other: int, low_open: bool, high_open: bool) -> None:
    low, high = sorted((Fraction(one, 10_000), Fraction(other, 10_000)))
    share: Fraction | Share = low if low == high else Share(low, high, low_open, high_open)
    graph = Graph({"p": "P", "a": "A"}, frozenset("p"), (Edge("p", "a", share),))
    statements = bods.statements_of(graph, "a", DAY)
    assert bods.read(bods.write(statements)).graph(DAY)[0].edges[0].bounds == graph.edges[0].bounds
    assert ftm.graph_of(ftm.entities_of(graph), DAY)[0].edges[0].bounds == graph.edges[0].bounds
