"""POST /v1/embeddings."""

import base64
import struct

import msgspec

from ascertain.ai.llm import EmbedRequest
from ascertain.entrypoints.v1.answers import encode, send_json
from ascertain.entrypoints.v1.exchange import ANY_MODEL, Exchange
from ascertain.entrypoints.v1.wire import EmbeddingsRequest, refuse, storable

_MOST_TEXTS = 512
_LONGEST_TEXT = 100_000
_decode = msgspec.json.Decoder(EmbeddingsRequest).decode


async def handle(exchange: Exchange, body: bytes) -> None:
    """Vectors of texts, as numbers or as base64 of little-endian float32, which OpenAI's own client asks for."""
    asked = _decode(body)
    given = [asked.input] if isinstance(asked.input, str) else asked.input
    texts = tuple(storable(text, "input") for text in given if isinstance(text, str))
    if len(texts) != len(given):
        raise refuse("Send text; token ids mean something to one tokenizer only.", "input")
    if not 1 <= len(texts) <= _MOST_TEXTS or any(not text or len(text) > _LONGEST_TEXT for text in texts):
        raise refuse(f"Send 1 to {_MOST_TEXTS} texts of 1 to {_LONGEST_TEXT} characters.", "input")
    if asked.dimensions is not None:
        raise refuse("The number of dimensions is the model's own.", "dimensions")
    model = None if asked.model in ANY_MODEL else asked.model
    actor = exchange.actor
    request = EmbedRequest(actor.tenant_id, actor.id, texts, exchange.gateway.settings.deadline_s, model)
    found = await exchange.gateway.embed(request)
    as_base64 = asked.encoding_format == "base64"
    data = [
        {"object": "embedding", "index": place, "embedding": _base64(vector) if as_base64 else vector}
        for place, vector in enumerate(found.vectors)
    ]
    usage = {"prompt_tokens": found.usage.input_tokens, "total_tokens": found.usage.input_tokens}
    whole = {"object": "list", "data": data, "model": found.model, "usage": usage}
    await send_json(exchange.send, 200, encode(whole), [])


def _base64(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
