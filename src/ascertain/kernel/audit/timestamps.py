"""Timestamps of the newest hash by an authority (RFC 3161): proof to others that it existed at that time."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from cryptography import x509
from rfc3161_client import TimestampRequestBuilder, VerificationError, VerifierBuilder, decode_timestamp_response

from ascertain.kernel.audit.model import MasterRecord
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.private_files import append_privately

_TIMEOUT_S = 20.0
# A response with its certificates has a few kilobytes.
_MAX_RESPONSE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Timestamp:
    """An authority's answer for the hash of a record of the master chain."""

    ordinal: int
    hash: str
    response: bytes


class TimestampRefused(Unavailable):
    """The authority gave no timestamp."""

    code = "audit.timestamp_refused"


async def request_timestamp(url: str, record: MasterRecord) -> Timestamp:
    """Ask an authority for a timestamp. Raises TimestampRefused."""
    request = (
        TimestampRequestBuilder().data(record.hash.encode()).nonce(nonce=True).cert_request(cert_request=True).build()
    )
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S)) as session,
            session.post(
                url,
                data=request.as_bytes(),
                headers={"Content-Type": "application/timestamp-query"},
                allow_redirects=False,
            ) as answer,
        ):
            body = await answer.content.read(_MAX_RESPONSE_BYTES)
            if answer.status != 200:
                raise TimestampRefused(f"The timestamp authority answered {answer.status}.")
        response = decode_timestamp_response(body)
        if (
            response.tst_info.nonce != request.nonce
            or response.tst_info.message_imprint.message != request.message_imprint.message
        ):
            raise TimestampRefused("The timestamp authority answered another question.")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise TimestampRefused(f"The timestamp authority gave no timestamp ({type(error).__name__}).") from error
    return Timestamp(record.ordinal, record.hash, body)


def append_timestamp(path: Path, timestamp: Timestamp) -> None:
    """Store an answer as a line of the file beside the anchors."""
    values = {
        "ordinal": timestamp.ordinal,
        "hash": timestamp.hash,
        "response": base64.b64encode(timestamp.response).decode(),
    }
    append_privately(path, (json.dumps(values) + "\n").encode())


def read_timestamps(path: Path) -> Iterator[Timestamp | None]:
    """Each stored answer, None for a line that cannot be read."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                values = json.loads(line)
                yield Timestamp(values["ordinal"], values["hash"], base64.b64decode(values["response"]))
            except (ValueError, TypeError, KeyError):
                yield None


def find_fault(timestamp: Timestamp, roots: Path | None) -> str | None:
    """What is wrong with a timestamp, checked offline; None where it holds.

    Args:
        roots: certificates of the authorities that are trusted (PEM). Without them only the hash in the timestamp is compared.
    """
    try:
        response = decode_timestamp_response(timestamp.response)
        if roots is None:
            imprint = hashlib.new(_algorithm(response.tst_info.message_imprint.hash_algorithm.dotted_string))
            imprint.update(timestamp.hash.encode())
            return None if imprint.digest() == response.tst_info.message_imprint.message else "it is of another hash"
        builder = VerifierBuilder()
        for certificate in x509.load_pem_x509_certificates(roots.read_bytes()):
            builder = builder.add_root_certificate(certificate)
        builder.build().verify_message(response, timestamp.hash.encode())
    except (VerificationError, ValueError) as error:
        return str(error)
    return None


def _algorithm(oid: str) -> str:
    return {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384"}.get(oid, "sha512")
