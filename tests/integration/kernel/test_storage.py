"""Files are stored by their hash, separately for each tenant, in a folder and on S3."""

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ascertain.kernel.storage import FileNotStored, ObjectStorage


@pytest.fixture(scope="module")
def s3() -> Iterator[ObjectStorage]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    options = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region": "us-east-1"}
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="files")
    yield ObjectStorage(
        "s3://files",
        config={**options, "endpoint": f"http://{host}:{port}", "virtual_hosted_style_request": "false"},
        client_options={"allow_http": True},
    )
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def any_storage(request: pytest.FixtureRequest) -> ObjectStorage:
    name = {"folder": "storage", "s3": "s3"}[request.param]
    found: ObjectStorage = request.getfixturevalue(name)
    return found


async def test_the_same_bytes_are_stored_once_and_only_for_their_tenant(any_storage: ObjectStorage) -> None:
    sha256 = await any_storage.put("tenant_a", b"hello")
    assert await any_storage.put("tenant_a", b"hello") == sha256
    assert await any_storage.get("tenant_a", sha256) == b"hello"
    assert not await any_storage.exists("tenant_b", sha256)
    with pytest.raises(FileNotStored):
        await any_storage.get("tenant_b", sha256)


async def test_derived_data_is_stored_under_a_key(any_storage: ObjectStorage) -> None:
    assert await any_storage.find_derived("tenant_a", "pages/1.webp") is None
    await any_storage.put_derived("tenant_a", "pages/1.webp", b"picture")
    assert await any_storage.find_derived("tenant_a", "pages/1.webp") == b"picture"
