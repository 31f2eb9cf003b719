"""GET /v1/models."""

from typing import Any

from ascertain.ai.llm import ModelNotOffered
from ascertain.entrypoints.v1.answers import encode, send_json
from ascertain.entrypoints.v1.exchange import ANY_MODEL, ASSISTANT_MODEL, Exchange


def _listed(exchange: Exchange) -> list[dict[str, Any]]:
    gateway = exchange.gateway
    own = [ASSISTANT_MODEL] if exchange.assistant else []
    owners = dict.fromkeys([*own, *sorted(ANY_MODEL)], "ascertain")
    for provider in [one for many in gateway.routes.values() for one in many]:
        # A request may name a provider or its model.
        owners |= {provider.name: provider.name, provider.model: provider.name}
    for embedder in gateway.embedders:
        owners[embedder.model] = embedder.name
    # Clients require a creation time, which these models do not have.
    return [{"id": name, "object": "model", "created": 0, "owned_by": owner} for name, owner in owners.items()]


async def handle(exchange: Exchange, body: bytes) -> None:
    """All models by the names that a request may use."""
    await send_json(exchange.send, 200, encode({"object": "list", "data": _listed(exchange)}), [])


async def handle_one(exchange: Exchange, body: bytes) -> None:
    """One model."""
    wanted = exchange.path.removeprefix("/v1/models/")
    for model in _listed(exchange):
        if model["id"] == wanted:
            await send_json(exchange.send, 200, encode(model), [])
            return
    raise ModelNotOffered(f"There is no model {wanted[:100]}.")
