"""The columns of a layout are confirmed once, on one document, and hold for the tenant's next file of the layout."""

import typst

from tests.integration.documents.test_document_routes import client, room  # noqa: F401
from tests.integration.documents.test_document_steps import DocumentsRoom

HEADINGS = ("Titular", "Tipo", "Cuantos", "Desde cuando")
ROWS = (
    ("Nordlicht Beteiligungs GmbH", "Ordinary", "700", "03/02/2021"),
    ("Kestrel Point LLC", "Ordinary", "300", "14/06/2019"),
)


def _register(rows: tuple[tuple[str, ...], ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    cells = ",".join(f"[{text}]" for row in (headings, *rows) for text in row)
    source = f"= Register of members\nCompany: Thornbury Limited\n#table(columns: 4, {cells})\nTotal issued: 1,000\n"
    return bytes(typst.compile(source.encode()))


async def _upload(client, data: bytes, room: DocumentsRoom) -> str:  # noqa: F811
    answer = await client.post("/cases/case_A/documents", files=[("files", ("register.pdf", data))])
    await room.run_jobs()
    return answer.json()["items"][0]["id"]


async def _shares(room: DocumentsRoom, document_id: str) -> list[str]:  # noqa: F811
    async with room.db.transaction(room.actor.tenant_id) as tx:
        rows = await tx.fetch(
            "select value from documents_facts where document_id = $1 and property = 'sharesCount' order by subject",
            document_id,
        )
    return [row["value"] for row in rows]


async def test_a_layout_is_asked_once(client, room: DocumentsRoom) -> None:  # noqa: F811
    document = await _upload(client, _register(ROWS), room)
    assert await _shares(room, document) == []
    flags = (await client.get(f"/documents/{document}")).json()["flags"]
    assert [flag["code"] for flag in flags] == ["table.rows_unread"]
    (table,) = (await client.get(f"/documents/{document}/tables")).json()["items"]
    assert [column["heading"] for column in table["columns"]] == list(HEADINGS)
    assert (table["table"], table["rows_count"], table["confirmed_by"]) == ("members", 2, None)
    assert [one["name"] for one in table["choices"]["members"] if one["is_key"]] == ["name"]

    mapping = {
        "document_type": "shareholder_register",
        "table": "members",
        "columns": ["name", "class", "shares", "since"],
    }
    answer = await client.put(f"/documents/{document}/tables/{table['layout']}", json=mapping)
    assert answer.status_code == 200
    (confirmed,) = answer.json()["items"]
    assert confirmed["confirmed_by"] == room.actor.name
    assert [column["confirmed"] for column in confirmed["columns"]] == mapping["columns"]
    await room.run_jobs()
    assert await _shares(room, document) == ["700", "300"]
    assert (await client.get(f"/documents/{document}")).json()["flags"] == []

    next_rows = (
        ("Marguerite Donnelly", "Ordinary", "600", "11/05/2015"),
        ("Bo Nilsson", "Ordinary", "400", "01/02/2020"),
    )
    later = await _upload(client, _register(next_rows), room)
    assert await _shares(room, later) == ["600", "400"]
    other = await _upload(client, _register(ROWS, ("Otro", "Tipo", "Cuantos", "Desde cuando")), room)
    assert await _shares(room, other) == []


async def test_a_wrong_mapping_is_refused_with_the_reason(client, room: DocumentsRoom) -> None:  # noqa: F811
    document = await _upload(client, _register(ROWS), room)
    (table,) = (await client.get(f"/documents/{document}/tables")).json()["items"]
    path = f"/documents/{document}/tables/{table['layout']}"

    async def refused(columns: list[str | None], name: str = "members") -> str:
        body = {"document_type": "shareholder_register", "table": name, "columns": columns}
        answer = await client.put(path, json=body)
        assert answer.status_code == 422
        return answer.json()["detail"]

    assert "4 columns" in await refused(["name"])
    assert "no column 'colour'" in await refused(["name", "colour", None, None])
    assert "named once" in await refused(["name", "name", None, None])
    assert "has to be the name" in await refused([None, None, "shares", None])
    assert "no table" in await refused(["name", None, None, None], "colours")
    body = {"document_type": "shareholder_register", "table": "members", "columns": ["name"]}
    assert (await client.put(f"/documents/{document}/tables/none", json=body)).status_code == 404


async def test_the_mapping_of_another_tenant_is_not_seen(client, room: DocumentsRoom) -> None:  # noqa: F811
    document = await _upload(client, _register(ROWS), room)
    (table,) = (await client.get(f"/documents/{document}/tables")).json()["items"]
    body = {"document_type": "shareholder_register", "table": "members", "columns": ["name", None, "shares", None]}
    await client.put(f"/documents/{document}/tables/{table['layout']}", json=body)
    async with room.db.transaction("another") as tx:
        assert await tx.fetchval("select count(*) from documents_table_mappings") == 0
