"""A running server gives out no forged original: neither alone nor in an evidence pack."""

from contextlib import closing
from pathlib import Path

from tests.servers.ascertain_server import RunningServer


def test_a_forged_or_missing_original_is_a_problem_with_a_code_and_the_name_of_the_document(
    running_server: RunningServer,
) -> None:
    tenant = running_server.tenants[1]
    case = tenant.person_case
    client = running_server.client(tenant, "all")
    with closing(client):
        document = client.get(f"/cases/{case}/documents").json()["items"][0]
        original = client.get(f"/documents/{document['id']}/original")
        assert original.status_code == 200 and original.headers["content-length"] == str(len(original.content))
        (file,) = Path(running_server.settings.storage_address, tenant.id, "blobs").glob(f"*/{document['sha256']}")
        try:
            file.write_bytes(b"%PDF-1.7 forged")
            for path in (f"/documents/{document['id']}/original", f"/cases/{case}/evidence-pack"):
                refused = client.get(path)
                assert (refused.status_code, refused.json()["code"]) == (502, "storage.damaged")
                assert document["filename"] in refused.json()["detail"]
            file.unlink()
            for path in (f"/documents/{document['id']}/original", f"/cases/{case}/evidence-pack"):
                refused = client.get(path)
                # The document exists, so this is no 404.
                assert (refused.status_code, refused.json()["code"]) == (502, "storage.missing")
                assert document["filename"] in refused.json()["detail"]
        finally:
            file.write_bytes(original.content)
        assert client.get(f"/documents/{document['id']}/original").content == original.content
        assert client.get(f"/cases/{case}/evidence-pack").status_code == 200
