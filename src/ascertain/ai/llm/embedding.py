"""Embeddings through the gateway: the bundled model or an OpenAI-compatible service, recorded in the ledger like text."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

import msgspec

from ascertain.ai.llm import tracing
from ascertain.ai.llm.attempt import Dependencies
from ascertain.ai.llm.errors import BrokenStream, LlmError, ModelNotOffered, NoProvider, ProviderOverloaded
from ascertain.ai.llm.model import Outcome, Usage
from ascertain.ai.llm.pricing import price_of
from ascertain.ai.llm.providers.connection import HttpConnection, error_from_response, read_object, token_count
from ascertain.ai.llm.spending import Reservation, Settlement
from ascertain.ai.text.embedding import Embedder, EmbeddingFailed
from ascertain.kernel.ids import new_id

PURPOSE = "embed"
# An upper bound for the special tokens that a tokenizer adds around each text.
_FRAME_TOKENS = 8
# A call is settled within seconds of its deadline; one that stays open longer belongs to a process that died.
_EXPIRES_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """Texts to embed; `model` is the name of a provider or model, None means the first."""

    tenant_id: str
    actor_id: str
    texts: tuple[str, ...]
    deadline_s: float
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector per text, in order."""

    vectors: tuple[list[float], ...]
    provider: str
    model: str
    usage: Usage
    cost_usd: Decimal


class EmbeddingProvider(Protocol):
    """A source of embeddings; `price_provider` as for text providers."""

    name: str
    model: str
    price_provider: str | None

    async def embed(self, texts: Sequence[str], timeout_s: float) -> tuple[list[list[float]], Usage]:
        """One vector per text, in order, and the token usage. Raises LlmError."""


class LocalEmbedding:
    """The embedder that runs in this process."""

    name = "local"
    price_provider: str | None = None

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model = embedder.name

    async def embed(self, texts: Sequence[str], timeout_s: float) -> tuple[list[list[float]], Usage]:
        """Unit vectors; the embedder's token count where it has one, else an estimate."""
        try:
            found = await self._embedder.embed(list(texts))
        except EmbeddingFailed as error:
            raise ProviderOverloaded(error.message) from error
        counted = sum(len(one.token_ids) for one in found)
        # Four characters per token, the usual rule of thumb for English.
        usage = Usage(counted, 0) if counted else Usage(sum(map(len, texts)) // 4 + 1, 0, estimated=True)
        return [one.vector.tolist() for one in found], usage


class OpenAiEmbedding:
    """`base_url` ends before `/embeddings`."""

    def __init__(
        self, *, name: str, base_url: str, model: str, api_key: str | None, price_provider: str | None
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._headers = {"Content-Type": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._connection = HttpConnection(f"{base_url.rstrip('/')}/embeddings", provider=name)

    async def embed(self, texts: Sequence[str], timeout_s: float) -> tuple[list[list[float]], Usage]:
        """Embed all texts in one request."""
        body = msgspec.json.encode({"model": self.model, "input": list(texts), "encoding_format": "float"})
        async with self._connection.post(body, self._headers, timeout_s=timeout_s) as response:
            if response.status != 200:
                raise await error_from_response(response)
            response_body = await read_object(response)
        rows = response_body.get("data")
        if not isinstance(rows, list) or len(rows) != len(texts):
            raise BrokenStream("The embedding service did not return one vector per text.")
        vectors = [row["embedding"] for row in sorted(rows, key=lambda row: row["index"])]
        return vectors, Usage(token_count(response_body.get("usage") or {}, "prompt_tokens"), 0)

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()


async def embed(
    dependencies: Dependencies, providers: Sequence[EmbeddingProvider], request: EmbedRequest
) -> Embeddings:
    """Vectors from the first provider that succeeds; the call is reserved before and settled after."""
    wanted = [one for one in providers if request.model in (None, one.name, one.model)]
    if not wanted:
        raise ModelNotOffered(f"The embedding model {(request.model or '')[:100]} is not available.")
    loop = asyncio.get_running_loop()
    deadline = loop.time() + request.deadline_s
    problem: LlmError = NoProvider("No embedding model is available at the moment.")
    for provider in wanted:
        key = (request.tenant_id, provider.name, provider.model)
        if not await dependencies.breakers.admit(key):
            continue
        try:
            async with dependencies.queue.slot(request.tenant_id, deadline):
                return await _call(dependencies, provider, request, deadline - loop.time())
        except LlmError as error:
            problem = error
            (dependencies.breakers.failed if error.trips_breaker else dependencies.breakers.released)(key)
        if not problem.may_fall_back or loop.time() >= deadline:
            break
    raise problem


async def _call(
    dependencies: Dependencies, provider: EmbeddingProvider, request: EmbedRequest, timeout_s: float
) -> Embeddings:
    # A token covers at least one byte of text, so the byte length is an upper bound for any tokenizer.
    bound = Usage(sum(len(text.encode()) + _FRAME_TOKENS for text in request.texts), 0, estimated=True)
    price = price_of(provider.price_provider, provider.model, bound)
    now = dependencies.clock()
    call_id = new_id("call")
    reservation = Reservation(
        call_id, request.tenant_id, call_id, PURPOSE, request.actor_id, None, provider.name, provider.model, "", "",
        bound, price.cost_usd, price.version, now, now + timedelta(seconds=timeout_s + _EXPIRES_AFTER_S),
    )  # fmt: skip
    budgets = await dependencies.ledger.reserve(reservation)
    began_at = time.perf_counter()
    usage = Usage(0, 0, estimated=True)
    outcome: Outcome = "cancelled"
    code: str | None = None
    span = tracing.begin_embedding(dependencies.tracer, provider.name, provider.model, call_id)
    try:
        vectors, usage = await provider.embed(request.texts, timeout_s)
        outcome = "done"
        dependencies.breakers.succeeded((request.tenant_id, provider.name, provider.model))
    except LlmError as error:
        outcome, code = "failed", error.code
        raise
    finally:
        price = price_of(provider.price_provider, provider.model, usage)
        total_ms = round((time.perf_counter() - began_at) * 1000, 3)
        settled = Settlement(
            call_id, outcome, usage, price.cost_usd, price.version, code, None, total_ms, dependencies.clock(), budgets
        )
        dependencies.ledger.settle(request.tenant_id, settled)
        tracing.end(span, usage, error_code=None if outcome == "done" else code or outcome)
    return Embeddings(tuple(vectors), provider.name, provider.model, usage, price.cost_usd)
