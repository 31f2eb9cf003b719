"""The versions of the chat prompt beside each other, with a model that can be had at an OpenAI-compatible address.

Questions of `benchmarks.answers` (CUAD, CC BY 4.0, development half): each is given with two or three passages of its
contract, the labelled one among them where there is one. What counts is what the product would show: sentences that cite
and are supported by what they cite. The extractive answerer reads no prompt, so that it has no row.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ascertain.ai import guardrails, prompts
from ascertain.ai.llm import OpenAiCompatibleProvider, ProviderCall, TextDelta
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.ai.text import Passage
from benchmarks.answers.questions import Asked, load_labels, questions_of

_PASSAGE = 450
_LONGEST_ANSWER = 80
_CONTRACTS = 5


def _passages(text: str, asked: Asked) -> list[Passage]:
    """Up to three pieces of a contract: around the labelled words, its beginning, its middle."""
    at = max(0, text.find(asked.spans[0][:40])) if asked.spans else len(text) // 3
    starts = sorted({max(0, at - _PASSAGE // 3), 0, len(text) // 2})
    return [
        Passage(f"p{n}", asked.filename, "1", n, text[start : start + _PASSAGE], (), asked.filename[:60])
        for n, start in enumerate(starts, 1)
    ]


def _questions(data: Path) -> Iterator[tuple[Asked, list[Passage]]]:
    cuad = data / "documents" / "cuad"
    labels = load_labels(cuad)
    for name in labels:
        path = cuad / "txt" / f"{Path(name).stem}.txt"
        if path.exists():
            text = path.read_text(errors="replace")
            for asked in questions_of(name, labels[name], answerable=1, unanswerable=1):
                yield asked, _passages(text, asked)


async def measure(data: Path, address: str, model: str) -> None:
    """Print a row a version."""
    asked = list(_questions(data))[: 2 * _CONTRACTS]
    provider = OpenAiCompatibleProvider(base_url=address, model=model, price_provider=None)
    print(f"{len(asked)} questions, half of them without an answer in the contract; model {model}")
    print("| prompt | sentences | with a citation | supported | answers kept | no evidence said, rightly | wrongly |")
    print("|---|---|---|---|---|---|---|")
    for prompt in sorted(
        (one for one in prompts.list_prompts() if one.name == "chat"), key=lambda one: int(one.version)
    ):
        counts = Counter[str]()
        for question, passages in asked:
            said = await _answer(provider, prompt, question, passages)
            counts += _judged(said, question, [passage.text for passage in passages])
        names = ("sentences", "cited", "supported", "kept", "rightly none", "wrongly none")
        print(f"| {prompt.name}@{prompt.version} | {' | '.join(str(counts[name]) for name in names)} |", flush=True)
    await provider.close()


async def _answer(
    provider: OpenAiCompatibleProvider, prompt: prompts.Prompt, asked: Asked, passages: list[Passage]
) -> str:
    variables = {"question": asked.text, "scope": "one contract"}
    messages = prompts.render(
        prompt, variables, sources=[prompts.FencedSource(one) for one in passages], word="source-7f3a"
    )
    call = ProviderCall(messages, tuple(passages), asked.text, _LONGEST_ANSWER, 300.0)
    return "".join([piece.text async for piece in provider.stream(call) if isinstance(piece, TextDelta)])


def _judged(said: str, asked: Asked, texts: list[str]) -> Counter[str]:
    counts = Counter[str]()
    if NO_EVIDENCE.strip(". ").lower() in said.lower():
        counts["wrongly none" if asked.spans else "rightly none"] += 1
        return counts
    pieces, _ = guardrails.closed_sentences(said, final=True)
    for piece in pieces:
        counts["sentences"] += 1
        counts["cited"] += bool(guardrails.cited_sources(piece))
        counts["supported"] += guardrails.check_sentence(piece, texts).verdict == "supported"
    counts["kept"] += bool(counts["supported"])
    return counts
