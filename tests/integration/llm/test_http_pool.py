"""The HTTP client against servers that write raw bytes."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ascertain.ai.llm import BrokenStream, LlmError, ProviderOverloaded, ProviderTimedOut
from ascertain.ai.llm.providers.connection import HttpConnection
from ascertain.ai.llm.providers.http_pool import request_head

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Listen = Callable[..., Awaitable[str]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    servers: list[asyncio.Server] = []

    async def start(talk: Talk, *, tls: ssl.SSLContext | None = None) -> str:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
        servers.append(server)
        return f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/chat"

    yield start
    for server in servers:
        server.close()


async def asked(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return head + await reader.readexactly(length)


def saying(*parts: bytes, close: bool = True) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.001)
        if close:
            writer.close()

    return talk


async def body_of(connection: HttpConnection, *, timeout_s: float = 5.0, most: int = 1 << 20) -> bytes:
    async with connection.post(b"{}", {"X-A": "b"}, timeout_s=timeout_s) as answer:
        return await answer.body(most)


async def test_a_connection_is_reused_unless_the_server_closed_it(listen: Listen) -> None:
    accepted: list[list[bytes]] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.append([])
        for _ in range(2):
            accepted[-1].append(await asked(reader))
            writer.write(OK)
        writer.close()

    connection = HttpConnection(await listen(talk), provider="p")
    for _ in range(3):
        assert await body_of(connection) == b"ok"
        await asyncio.sleep(0.02)  # until the close has arrived
    await connection.close()
    assert [len(one) for one in accepted] == [2, 1]
    head, _, sent = accepted[0][0].partition(b"\r\n\r\n")
    assert (
        sent == b"{}" and head.startswith(b"POST /v1/chat HTTP/1.1\r\nHost: 127.0.0.1:") and b"\r\nX-A: b\r\n" in head
    )


async def test_an_abandoned_response_closes_the_connection(listen: Listen) -> None:
    gone = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
        await reader.read()
        gone.set()

    connection = HttpConnection(await listen(talk), provider="p")
    async with connection.post(b"", {}, timeout_s=5) as answer:
        async for chunk in answer.chunks():
            assert chunk == b"ab"
            break
    await asyncio.wait_for(gone.wait(), 2)


@pytest.mark.parametrize(
    "parts",
    [
        [OK],
        [OK[place : place + 1] for place in range(len(OK))],
        [b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", OK],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1", b";x=y\r\nk\r\n0\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\n\r\no", b"k"],  # no length: ends with the connection
    ],
)
async def test_every_framing_of_a_response_is_read(listen: Listen, parts: list[bytes]) -> None:
    assert await body_of(HttpConnection(await listen(saying(*parts)), provider="p")) == b"ok"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"], BrokenStream),
        ([b""], BrokenStream),
        ([b"SSH-2.0-OpenSSH\r\n"], BrokenStream),
        ([b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n"], BrokenStream),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + b"a" * 2_000_000], BrokenStream),
    ],
)
async def test_an_incomplete_response_is_broken(listen: Listen, parts: list[bytes], expected: type[LlmError]) -> None:
    with pytest.raises(expected):
        await body_of(HttpConnection(await listen(saying(*parts)), provider="p"))


async def test_the_deadline_applies_before_and_during_the_response(listen: Listen) -> None:
    for parts in ((), (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",)):
        connection = HttpConnection(await listen(saying(*parts, close=False)), provider="p")
        with pytest.raises(ProviderTimedOut):
            await asyncio.wait_for(body_of(connection, timeout_s=0.1), 2)


async def test_a_slow_reader_pauses_the_server(listen: Listen) -> None:
    written = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await asked(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (64 << 20))
        for _ in range(64):
            writer.write(b"a" * (1 << 20))
            await writer.drain()
            written += 1 << 20

    connection = HttpConnection(await listen(talk), provider="p")
    read = 0
    async with connection.post(b"", {}, timeout_s=20) as answer:
        await asyncio.sleep(0.3)
        assert written < 32 << 20
        async for chunk in answer.chunks():
            read += len(chunk)
    assert read == 64 << 20


def test_a_header_cannot_contain_a_line_break() -> None:
    with pytest.raises(ValueError, match="line break"):
        request_head(urlsplit("http://x/"), {"Authorization": "Bearer a\r\nX-Other: b"})


async def test_certificates_are_verified(listen: Listen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    address = await listen(saying(OK), tls=tls)
    with pytest.raises(ProviderOverloaded):
        await body_of(HttpConnection(address, provider="p"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert await body_of(HttpConnection(address, provider="p")) == b"ok"


async def test_the_proxy_of_the_environment_is_used(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await asked(reader))
        length = b"2" if len(heads) == 1 else b"3"
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + length + b"\r\n\r\nok")
        await writer.drain()
        writer.close()

    monkeypatch.setenv("http_proxy", (await listen(talk)).removesuffix("/v1/chat"))
    monkeypatch.delenv("no_proxy", raising=False)
    connection = HttpConnection("http://models.example/v1/chat", provider="p")
    assert await body_of(connection) == b"ok"
    assert heads[0].startswith(b"POST http://models.example/v1/chat HTTP/1.1\r\n")
    with pytest.raises(BrokenStream):
        await body_of(connection)
    await connection.close()


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
