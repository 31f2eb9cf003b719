"""What is cached of an answer, for whom, and under which key."""

import hashlib
from dataclasses import astuple, dataclass
from decimal import Decimal

import msgspec

from ascertain.ai.llm.model import CachePolicy, Finished, GatewayRequest, Usage


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A whole answer and what it cost when it was made."""

    text: str
    provider: str
    model: str
    usage: Usage
    cost_usd: Decimal


def audience_of(request: GatewayRequest, policy: CachePolicy) -> str:
    """Whom an answer may be given to: empty for everybody of the tenant with the same access set, else one actor.

    A request about a case is never shared, whatever its policy says.
    """
    if policy.shared and request.scope is None:
        return ""
    return f"{request.actor_id} {request.scope or ''}"


def exact_key(request: GatewayRequest, policy: CachePolicy, model: str) -> str:
    """SHA-256 over everything that an answer depends on; the tenant stands before it in the clear."""
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
        msgspec.to_builtins(request.options) | {"stream": None},
    )
    return f"{request.tenant_id}:{hashlib.sha256(msgspec.json.encode(parts)).hexdigest()}"


def is_cacheable(finished: Finished, model: str) -> bool:
    """Whether an answer may be given again: whole and of the model that the route prefers.

    The gateway keeps no answer that asks for tools; one given although tools were on offer is an answer like any other.
    """
    return finished.stop_reason == "stop" and finished.model == model
