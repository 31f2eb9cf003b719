"""POST /v1/embeddings."""

import base64
import struct

import msgspec

from ascertain.ai.llm import EmbedRequest
from ascertain.entrypoints.v1.answers import encode, send_json
from ascertain.entrypoints.v1.exchange import ANY_MODEL, Exchange
from ascertain.entrypoints.v1.wire import EmbeddingsRequest, refuse, storable

_MAX_TEXTS = 512
_MAX_TEXT_LENGTH = 100_000
_decode = msgspec.json.Decoder(EmbeddingsRequest).decode


async def handle(exchange: Exchange, body: bytes) -> None:
    """Vectors of texts, as numbers or as base64 of little-endian float32, which OpenAI's own client requests."""
    wanted = _decode(body)
    given = [wanted.input] if isinstance(wanted.input, str) else wanted.input
    texts = tuple(storable(text, "input") for text in given if isinstance(text, str))
    if len(texts) != len(given):
        raise refuse("Send text: token ids depend on the tokenizer.", "input")
    if not 1 <= len(texts) <= _MAX_TEXTS or any(not text or len(text) > _MAX_TEXT_LENGTH for text in texts):
        raise refuse(f"Send 1 to {_MAX_TEXTS} texts of 1 to {_MAX_TEXT_LENGTH} characters.", "input")
    if wanted.dimensions is not None:
        raise refuse("The number of dimensions is fixed by the model.", "dimensions")
    model = None if wanted.model in ANY_MODEL else wanted.model
    actor = exchange.actor
    request = EmbedRequest(actor.tenant_id, actor.id, texts, exchange.gateway.settings.deadline_s, model)
    found = await exchange.gateway.embed(request)
    # Smaller than numbers in JSON, and faster to parse.
    as_base64 = wanted.encoding_format == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _base64(vector) if as_base64 else vector}
        for index, vector in enumerate(found.vectors)
    ]
    usage = {"prompt_tokens": found.usage.input_tokens, "total_tokens": found.usage.input_tokens}
    response = {"object": "list", "data": data, "model": found.model, "usage": usage}
    await send_json(exchange.send, 200, encode(response), [])


def _base64(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
