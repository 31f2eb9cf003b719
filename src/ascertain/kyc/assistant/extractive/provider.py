"""The provider that needs no model: it quotes the sources, or says that they hold no evidence."""

import asyncio
from collections.abc import AsyncGenerator

from ascertain.ai.llm.model import StreamEnd, TextDelta, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.response_accumulator import ProviderResponse, collect
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.ai.text.embedding import Embedder, VectorCache
from ascertain.kyc.assistant.extractive import answer, compared_texts


class ExtractiveProvider:
    """Runs in this process and costs nothing; its tokens are counted as four characters each.

    With an embedder sentences are compared by meaning too. Its cosines have to be those of the model that ships with the
    package, for the threshold of an answer is set by them.
    """

    name = "extractive"
    model = "extractive-1"
    price_provider: str | None = None

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._vectors = VectorCache(embedder) if embedder else None

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """One sentence at a time; the work of choosing happens in a thread, for a long file takes a while."""
        similarity = None
        if self._vectors is not None:
            texts = await asyncio.to_thread(compared_texts, call.question, call.sources)
            similarity = await self._vectors.similarity(texts)
        chosen = await asyncio.to_thread(answer, call.question, call.sources, similarity=similarity)
        sentences = [sentence.shown() for sentence in chosen] or [NO_EVIDENCE]
        left = call.max_tokens * 4
        for at, sentence in enumerate(sentences):
            if len(sentence) > left:
                break
            left -= len(sentence)
            yield TextDelta(sentence if at == len(sentences) - 1 else sentence + "\n")
        read = sum(len(source.text) for source in call.sources) + len(call.question)
        written = sum(len(sentence) for sentence in sentences)
        yield StreamEnd("stop", Usage(read // 4 + 1, written // 4 + 1, estimated=True))

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The stream read to its end."""
        return await collect(self.stream(call))
