"""The provider without a model: it quotes the sources, or states that they contain no evidence."""

from collections.abc import AsyncGenerator

from ascertain.ai.llm.model import StreamEnd, TextDelta, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.response_accumulator import ProviderResponse, collect
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.ai.text.embedding import Embedder, VectorCache
from ascertain.kernel.threads import run_in_thread
from ascertain.kyc.assistant.extractive import answer, compared_texts

_CHARACTERS_PER_TOKEN = 4  # of English text, about; for the usage ledger only


class ExtractiveProvider:
    """Runs in this process and costs nothing; a token is counted as four characters.

    With an embedder sentences are compared by meaning as well. It has to be the model that ships with the package: the
    threshold of an answer was set on its cosines.
    """

    name = "extractive"
    model = "extractive-1"
    price_provider: str | None = None

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._vectors = VectorCache(embedder) if embedder else None

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Yield one sentence at a time. Choosing them runs in a thread: a long file takes up to a second."""
        similarity = None
        if self._vectors is not None:
            texts = await run_in_thread(compared_texts, call.question, call.sources)
            similarity = await self._vectors.similarity(texts)
        chosen = await run_in_thread(answer, call.question, call.sources, similarity=similarity)
        sentences = [sentence.shown() for sentence in chosen] or [NO_EVIDENCE]
        characters_left = call.max_tokens * _CHARACTERS_PER_TOKEN
        for at, sentence in enumerate(sentences):
            if len(sentence) > characters_left:
                break
            characters_left -= len(sentence)
            yield TextDelta(sentence if at == len(sentences) - 1 else sentence + "\n")
        read = sum(len(source.text) for source in call.sources) + len(call.question)
        written = sum(len(sentence) for sentence in sentences)
        used = Usage(read // _CHARACTERS_PER_TOKEN + 1, written // _CHARACTERS_PER_TOKEN + 1, estimated=True)
        yield StreamEnd("stop", used)

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The stream read to its end."""
        return await collect(self.stream(call))
