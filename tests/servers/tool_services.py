"""Services that call tools in the wire formats of their vendors, over several rounds, and cite the last result."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

from aiohttp import web

from ascertain.ai.llm import AnthropicProvider, OpenAiCompatibleProvider, Provider
from ascertain.ai.llm.providers.bedrock import BedrockProvider
from tests.servers.model_servers import aws_event, given_signature, signature_v4, sse

Call = tuple[str, dict[str, Any]]  # a tool's name and its arguments


class ToolService:
    """Makes the calls of each of `rounds` in a turn of its own, then cites the first source that the last tool found.

    Arguments are sent in pieces of three characters after the name, as the services stream them.
    """

    kind: ClassVar[str] = "text/event-stream"

    def __init__(self, *rounds: list[Call]) -> None:
        self._rounds = rounds
        self.bodies: list[Any] = []

    def provider(self, address: str) -> Provider:
        """A provider for this service."""
        raise NotImplementedError

    def tool_results(self, body: Any) -> list[str]:
        """The tool results in a request, in order."""
        raise NotImplementedError

    def called_tools(self, body: Any) -> list[str]:
        """The names of the tools called in the turns of a request."""
        raise NotImplementedError

    def offered(self, body: Any) -> dict[str, Any]:
        """The schema of each offered tool."""
        raise NotImplementedError

    def call_turn(self, calls: list[Call], first: int) -> Iterator[bytes]:
        """A turn with tool calls; the first call is the run's call number `first`."""
        raise NotImplementedError

    def text_turn(self, text: str) -> Iterator[bytes]:
        """A turn of text."""
        raise NotImplementedError

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one turn by the tool results so far."""
        body = json.loads(await request.read())
        self.bodies.append(body)
        results, rounds = self.tool_results(body), list(self._rounds)
        first = 0
        while rounds and first + len(rounds[0]) <= len(results):
            first += len(rounds.pop(0))
        parts = (
            self.call_turn(rounds[0], first)
            if rounds
            else self.text_turn("{1} [{0}]".format(*first_source(results[-1])))
        )
        response = web.StreamResponse(headers={"Content-Type": self.kind})
        await response.prepare(request)
        for part in parts:
            await response.write(part)
        return response


def first_source(results: str) -> tuple[int, str]:
    """Number and text of the first source in a tool result."""
    found = re.search(r"source=(\d+) [^>]*>>\n(.*?)\n<<", results, re.DOTALL)
    return (int(found[1]), found[2]) if found else (0, results)


def _pieces(arguments: dict[str, Any]) -> list[str]:
    text = json.dumps(arguments)
    return [text[at : at + 3] for at in range(0, len(text), 3)]


class OpenAiService(ToolService):
    """Chat completions."""

    def provider(self, address: str) -> Provider:
        return OpenAiCompatibleProvider(base_url=address, model="m", price_provider=None)

    def tool_results(self, body: Any) -> list[str]:
        return [message["content"] for message in body["messages"] if message["role"] == "tool"]

    def called_tools(self, body: Any) -> list[str]:
        turns = [message.get("tool_calls") or [] for message in body["messages"]]
        return [call["function"]["name"] for turn in turns for call in turn]

    def offered(self, body: Any) -> dict[str, Any]:
        return {one["function"]["name"]: one["function"]["parameters"] for one in body.get("tools", [])}

    def call_turn(self, calls: list[Call], first: int) -> Iterator[bytes]:
        for at, (name, arguments) in enumerate(calls):
            given = {"index": at, "id": f"call_{first + at}", "type": "function"}
            yield self._chunk({"tool_calls": [{**given, "function": {"name": name, "arguments": ""}}]})
            for piece in _pieces(arguments):
                yield self._chunk({"tool_calls": [{"index": at, "function": {"arguments": piece}}]})
        yield from self._end("tool_calls")

    def text_turn(self, text: str) -> Iterator[bytes]:
        yield self._chunk({"content": text})
        yield from self._end("stop")

    def _chunk(self, delta: dict[str, Any], why: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": why}
        return f"data: {json.dumps({'id': 'c', 'choices': [choice]})}\n\n".encode()

    def _end(self, why: str) -> Iterator[bytes]:
        usage = {"prompt_tokens": 50, "completion_tokens": 5}
        yield self._chunk({}, why)
        yield f"data: {json.dumps({'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n".encode()


class AnthropicService(ToolService):
    """The Messages API: results of a round come together in one turn of the user."""

    def provider(self, address: str) -> Provider:
        return AnthropicProvider(model="claude-x", api_key="k", base_url=address, price_provider=None)

    def tool_results(self, body: Any) -> list[str]:
        results = self._blocks(body, "user", "tool_result")
        calls = self._blocks(body, "assistant", "tool_use")
        assert [one["id"] for one in calls] == [one["tool_use_id"] for one in results], "each call has its result"
        return [block["content"] for block in results]

    def called_tools(self, body: Any) -> list[str]:
        return [block["name"] for block in self._blocks(body, "assistant", "tool_use")]

    def offered(self, body: Any) -> dict[str, Any]:
        return {one["name"]: one["input_schema"] for one in body.get("tools", [])}

    def _blocks(self, body: Any, role: str, kind: str) -> list[Any]:
        roles = [turn["role"] for turn in body["messages"]]
        assert all(one != other for one, other in pairwise(roles)), "turns alternate"
        turns = [turn["content"] for turn in body["messages"] if turn["role"] == role]
        return [block for turn in turns for block in turn if block["type"] == kind]

    def call_turn(self, calls: list[Call], first: int) -> Iterator[bytes]:
        events: list[dict[str, Any]] = []
        for at, (name, arguments) in enumerate(calls):
            block = {"type": "tool_use", "id": f"tu_{first + at}", "name": name, "input": {}}
            events.append({"type": "content_block_start", "index": at, "content_block": block})
            events += [self._delta(at, "input_json_delta", partial_json=piece) for piece in _pieces(arguments)]
            events.append({"type": "content_block_stop", "index": at})
        return self._turn(events, "tool_use")

    def text_turn(self, text: str) -> Iterator[bytes]:
        return self._turn([self._delta(0, "text_delta", text=text)], "end_turn")

    def _delta(self, at: int, kind: str, **more: str) -> dict[str, Any]:
        return {"type": "content_block_delta", "index": at, "delta": {"type": kind, **more}}

    def _turn(self, events: list[dict[str, Any]], why: str) -> Iterator[bytes]:
        start = {"type": "message_start", "message": {"id": "msg", "usage": {"input_tokens": 50, "output_tokens": 1}}}
        delta = {"type": "message_delta", "delta": {"stop_reason": why}, "usage": {"output_tokens": 5}}
        return iter(sse(start, *events, delta, {"type": "message_stop"}))


class BedrockService(ToolService):
    """Converse, in frames of an event stream; a request whose signature does not hold is not answered."""

    kind = "application/vnd.amazon.eventstream"
    secret = "a secret"

    def provider(self, address: str) -> Provider:
        return BedrockProvider(region="eu-central-1", model="m", endpoint=address, price_provider=None)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed request."""
        if given_signature(request) != signature_v4(request, await request.read(), self.secret):
            return web.json_response({"message": "The signature does not match."}, status=403)
        return await super().handle(request)

    def tool_results(self, body: Any) -> list[str]:
        results, calls = self._blocks(body, "user", "toolResult"), self._blocks(body, "assistant", "toolUse")
        assert [one["toolUseId"] for one in calls] == [one["toolUseId"] for one in results], "each call has its result"
        return [block["content"][0]["text"] for block in results]

    def called_tools(self, body: Any) -> list[str]:
        return [block["name"] for block in self._blocks(body, "assistant", "toolUse")]

    def offered(self, body: Any) -> dict[str, Any]:
        specs = [one["toolSpec"] for one in body.get("toolConfig", {}).get("tools", [])]
        return {one["name"]: one["inputSchema"]["json"] for one in specs}

    def _blocks(self, body: Any, role: str, kind: str) -> list[Any]:
        turns = [turn["content"] for turn in body["messages"] if turn["role"] == role]
        return [block[kind] for turn in turns for block in turn if kind in block]

    def call_turn(self, calls: list[Call], first: int) -> Iterator[bytes]:
        frames: list[bytes] = []
        for at, (name, arguments) in enumerate(calls):
            start = {"toolUse": {"toolUseId": f"tu_{first + at}", "name": name}}
            frames.append(aws_event("contentBlockStart", {"contentBlockIndex": at, "start": start}))
            frames += [self._delta(at, {"toolUse": {"input": piece}}) for piece in _pieces(arguments)]
            frames.append(aws_event("contentBlockStop", {"contentBlockIndex": at}))
        return self._turn(frames, "tool_use")

    def text_turn(self, text: str) -> Iterator[bytes]:
        return self._turn([self._delta(0, {"text": text})], "end_turn")

    def _delta(self, at: int, delta: dict[str, Any]) -> bytes:
        return aws_event("contentBlockDelta", {"contentBlockIndex": at, "delta": delta})

    def _turn(self, frames: list[bytes], why: str) -> Iterator[bytes]:
        yield aws_event("messageStart", {"role": "assistant"})
        yield from frames
        yield aws_event("messageStop", {"stopReason": why})
        yield aws_event("metadata", {"usage": {"inputTokens": 50, "outputTokens": 5}})
