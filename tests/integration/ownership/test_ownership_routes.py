"""Owners over HTTP: under any rule and day, with imported statements, across cases, as files."""

import asyncio
import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import httpx
import pytest

from ascertain.kyc.ownership import bods, ftm
from tests.servers.ascertain_server import RunningServer, wait_until_scored


@pytest.fixture(scope="module")
def client(running_server: RunningServer) -> Iterator[httpx.Client]:
    signed_in = running_server.client(running_server.tenants[0], "all")
    yield signed_in
    signed_in.close()


@pytest.fixture(scope="module")
def case(running_server: RunningServer, client: httpx.Client) -> str:
    """The layered company; the two registers give Varga's birth date differently, so a person confirms that they are the same."""
    case = running_server.tenants[0].company_case
    for pair in client.get(f"/cases/{case}/pairs").json()["items"]:
        if pair["record_a"]["name"] == pair["record_b"]["name"] == "Ilse Varga" and pair["verdict"] is None:
            ids = {f"record_{side}_id": pair[f"record_{side}"]["id"] for side in "ab"}
            assert client.post("/judgements", json={**ids, "verdict": "same"}).status_code in (200, 201)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        shares = [owner["total_fraction"] for owner in client.get(f"/cases/{case}/ownership").json()["owners"]]
        if len(shares) == 2 and shares[0] == pytest.approx(0.61 + 0.35 * 0.12 / 0.88):
            return case
        time.sleep(0.3)
    raise TimeoutError("Varga's shares were not brought together")


def entity_of(client: httpx.Client, case: str, name: str) -> str:
    parties = client.get(f"/cases/{case}/parties").json()["items"]
    return next(party["entity_id"] for party in parties if name in party["name"])


def owners(answer: httpx.Response) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.text
    return {owner["name"]: owner["grounds"] for owner in answer.json()["owners"] if owner["is_beneficial_owner"]}


def test_the_structure_of_the_mock_up_under_every_law(client: httpx.Client, case: str) -> None:
    path = f"/cases/{case}/ownership"
    assert owners(client.get(path)) == {"Ilse Varga": ["shares", "control"], "Pieter de Groot": ["control"]}
    regulation = client.get(path, params={"as_of": "2027-07-10"})
    assert owners(regulation) == {"Ilse Varga": ["shares", "control"], "Pieter de Groot": ["control"]}
    groot = next(owner for owner in regulation.json()["owners"] if owner["name"] == "Pieter de Groot")
    assert [reason["article"] for reason in groot["reasons"]] == ["Article 54(a)"]
    assert owners(client.get(path, params={"regime": "uk"})) == {
        "Ilse Varga": ["shares"],
        "Pieter de Groot": ["shares"],
    }
    assert owners(client.get(path, params={"regime": "us"})) == {"Ilse Varga": ["shares"]}
    assert "Pieter de Groot" in owners(client.get(path, params={"regime": "us", "threshold": 0.2}))


def test_before_every_register_everything_is_unknown(client: httpx.Client, case: str) -> None:
    early = client.get(f"/cases/{case}/ownership", params={"as_of": "1990-01-01"}).json()
    assert (early["owners"], early["unknown_fraction"]) == ([], 1.0)
    assert "owners_missing" in [flag["code"] for flag in early["flags"]]


def test_a_query_under_another_rule_does_not_change_the_stored_result(client: httpx.Client, case: str) -> None:
    # On one fixed day: the day by default is today, which may change between the two requests.
    day = {"as_of": "2026-11-30"}
    before = client.get(f"/cases/{case}/ownership", params=day).json()
    client.get(f"/cases/{case}/ownership", params={**day, "regime": "uk", "threshold": 0.5})
    assert client.get(f"/cases/{case}/ownership", params=day).json() == before


@pytest.mark.parametrize("values", [{"regime": "xx"}, {"threshold": 0}, {"threshold": 1.5}, {"as_of": "soon"}])
def test_an_invalid_rule_is_refused(client: httpx.Client, case: str, values: dict[str, str]) -> None:
    assert client.get(f"/cases/{case}/ownership", params=values).status_code == 422


def test_the_owners_of_an_entity_come_from_every_case(client: httpx.Client, case: str) -> None:
    meridian = entity_of(client, case, "Meridian")
    found = client.get(f"/entities/{meridian}/owners", params={"threshold": 0.25})
    assert set(owners(found)) == {"Ilse Varga", "Pieter de Groot"}
    calder = entity_of(client, case, "Calder")
    assert set(owners(client.get(f"/entities/{calder}/owners"))) == {"Pieter de Groot"}


def test_the_graph_around_an_entity(client: httpx.Client, case: str) -> None:
    meridian, varga = entity_of(client, case, "Meridian"), entity_of(client, case, "Varga")
    near = client.get(f"/entities/{meridian}/graph").json()
    assert {"Ilse Varga", "Calder Holdings BV"} <= {node["name"] for node in near["nodes"]}
    way = client.get(f"/entities/{varga}/links/{entity_of(client, case, 'Lindenhof')}").json()
    assert [node["name"] for node in way["nodes"]] == ["Ilse Varga", "Calder Holdings BV", "Lindenhof GmbH"]
    touched = client.get(f"/entities/{varga}/cases").json()["items"]
    assert [(one["case_id"], one["distance"]) for one in touched] == [(case, 0)]
    assert client.get(f"/entities/{varga}/hidden-links").status_code == 200
    assert client.get("/entities/ent_nobody/graph").status_code == 404


def test_exported_files(client: httpx.Client, case: str) -> None:
    path = f"/cases/{case}/ownership/export"
    assert bods.faults_of(client.get(path).json()) == []
    assert {entity["schema"] for entity in ftm.read(client.get(path, params={"format": "ftm"}).text)} >= {
        "Person",
        "Ownership",
    }
    graphml = ET.fromstring(client.get(path, params={"format": "graphml"}).text)
    assert len(list(graphml.iter("{http://graphml.graphdrawing.org/xmlns}edge"))) >= 7
    assert "MERGE (n:Entity" in client.get(path, params={"format": "cypher"}).text
    meridian = entity_of(client, case, "Meridian")
    exported = client.get(f"/entities/{meridian}/graph/export", params={"format": "json"})
    assert exported.headers["content-disposition"].endswith('.json"') and exported.json()["links"]


def test_without_listed_parties_nobody_is_exposed(client: httpx.Client, case: str) -> None:
    found = client.get(f"/cases/{case}/sanctions-reach").json()
    assert [test["code"] for test in found["tests"]] == ["ofac", "eu", "eu_aml"]
    hits = [h for h in client.get(f"/cases/{case}/hits").json()["items"] if h["verdict"] != "different"]
    assert {one["party_id"] for one in found["listed"]} <= {hit["party_id"] for hit in hits}


def _statements(director: str) -> list[dict[str, object]]:
    def one(record: str, kind: str, details: dict[str, object]) -> dict[str, object]:
        return {
            "statementId": record.ljust(32, "-"), "declarationSubject": "t", "statementDate": "2026-10-01",
            "recordId": record, "recordType": kind, "recordDetails": details,
        }  # fmt: skip

    return [
        one("t", "entity", {"isComponent": False, "entityType": {"type": "registeredEntity"}, "name": "Tidewater Stores Ltd"}),
        one("p", "person", {"isComponent": False, "personType": "knownPerson", "names": [{"fullName": director}]}),
        one("r", "relationship", {"isComponent": False, "subject": "t", "interestedParty": "p", "interests": [
            {"type": "shareholding", "directOrIndirect": "direct", "share": {"minimum": 75, "maximum": 100}}]}),
        one("u", "relationship", {"isComponent": False, "subject": "t",
            "interestedParty": {"reason": "interestedPartyHasNotProvidedInformation"}, "interests": [
                {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 10}}]}),
    ]  # fmt: skip


def test_imported_statements_become_the_owners_of_the_case(running_server: RunningServer, client: httpx.Client) -> None:
    made = client.post("/cases", json={"customer_name": "Tidewater Stores Ltd", "customer_kind": "company"}).json()
    text = json.dumps(_statements("Nora Quill"))
    imported = client.post(
        f"/cases/{made['id']}/ownership/imports", files={"file": ("owners.json", text, "application/json")}
    )
    assert (imported.status_code, imported.json()["statements"]) == (201, 4), imported.text
    asyncio.run(wait_until_scored(running_server.database_url, [running_server.tenants[0]]))
    until = time.monotonic() + 60
    found: dict[str, object] = {}
    while time.monotonic() < until:
        answer = client.get(f"/cases/{made['id']}/ownership")
        found = answer.json() if answer.status_code == 200 else {}
        if found.get("owners"):
            break
        time.sleep(0.3)
    (nora,) = found["owners"]  # type: ignore[misc]
    assert (nora["name"], nora["total_fraction"], nora["high_fraction"], nora["is_beneficial_owner"]) == (
        "Nora Quill",
        0.75,
        0.9,
        True,
    )
    assert "has not provided the information" in json.dumps(found["nodes"])


def test_invalid_statements_are_refused_with_their_places_and_nothing_is_stored(
    client: httpx.Client, case: str
) -> None:
    wrong = _statements("N")
    wrong[1]["recordDetails"] = {"isComponent": False}
    answer = client.post(
        f"/cases/{case}/ownership/imports", files={"file": ("x.json", json.dumps(wrong), "application/json")}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "ownership.invalid_bods")
    assert answer.json()["faults"][0]["path"] == "$[1].recordDetails"
    for text, words in {
        "{": "not JSON", "[1]": "", '[{"id": 1}]': "", "\x00": "NUL", "": "Only statements in JSON", "[" * 100_000: "too deeply",
        '"statementId"' + "[" * 9: "Only statements in JSON", "owner,asset,percent\na,b,60\n": "Only statements in JSON",
    }.items():  # fmt: skip
        refused = client.post(f"/cases/{case}/ownership/imports", files={"file": ("x.json", text, "application/json")})
        assert refused.status_code == 422 and words in refused.json()["detail"], (text[:50], refused.text)
