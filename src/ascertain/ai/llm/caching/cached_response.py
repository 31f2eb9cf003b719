"""Cached answers: their content, audience and key."""

import hashlib
from dataclasses import astuple, dataclass
from decimal import Decimal

import msgspec

from ascertain.ai.llm.model import CachePolicy, Finished, GatewayRequest, Usage


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A complete answer and its original cost."""

    text: str
    provider: str
    model: str
    usage: Usage
    cost_usd: Decimal


def audience_of(request: GatewayRequest, policy: CachePolicy) -> str:
    """Who may receive an answer: empty for every user of the tenant with the same access set, else one actor.

    A request about a case is never shared, whatever its policy says.
    """
    if policy.shared and request.scope is None:
        return ""
    return f"{request.actor_id} {request.scope or ''}"


def exact_key(request: GatewayRequest, policy: CachePolicy, model: str) -> str:
    """SHA-256 over everything the answer depends on, prefixed with the tenant id."""
    parts = (
        audience_of(request, policy),
        policy.access_set,
        policy.corpus_version,
        request.prompt_name,
        request.prompt_version,
        model,
        request.max_tokens,
        [astuple(message) for message in request.messages],
        [source.text for source in request.sources],
        # Streaming changes how an answer is delivered, not what it is.
        msgspec.to_builtins(request.options) | {"stream": None},
    )
    return f"{request.tenant_id}:{hashlib.sha256(msgspec.json.encode(parts)).hexdigest()}"


def is_cacheable(finished: Finished, model: str) -> bool:
    """Whether an answer may be reused: it is complete and from the route's preferred model.

    The gateway does not cache answers with tool calls. An answer given without using the offered tools is cacheable.
    """
    return finished.stop_reason == "stop" and finished.model == model
