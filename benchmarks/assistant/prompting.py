"""Compares the versions of the chat prompt with a model behind an OpenAI-compatible API.

Questions of `benchmarks.answers` (CUAD, CC BY 4.0, development half), each with two or three passages of its contract, including
the labelled one if there is one. Counted is what the product would show: sentences that cite a source and are supported by it. The
extractive answerer uses no prompt and has no row.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ascertain.ai import guardrails, prompts
from ascertain.ai.llm import OpenAiCompatibleProvider, ProviderCall, TextDelta
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.ai.text import Passage
from benchmarks.answers.questions import Asked, load_labels, questions_of

# Small enough for a small local model: characters of a passage, and tokens of an answer.
_PASSAGE = 450
_LONGEST_ANSWER = 80
_CONTRACTS = 5


def _passages(text: str, asked: Asked) -> list[Passage]:
    """Up to three pieces of a contract: around the labelled words, from the beginning and from the middle."""
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
    """Print one row per version of the prompt."""
    asked = list(_questions(data))[: 2 * _CONTRACTS]
    provider = OpenAiCompatibleProvider(base_url=address, model=model, price_provider=None)
    print(f"{len(asked)} questions, half of them without an answer in the contract; model {model}")
    print(
        "| prompt | sentences | with citation | supported | answers shown | no evidence: correct | no evidence: wrong |"
    )
    print("|---|---|---|---|---|---|---|")
    for prompt in sorted(
        (one for one in prompts.list_prompts() if one.name == "chat"), key=lambda one: int(one.version)
    ):
        counts = Counter[str]()
        for question, passages in asked:
            answer = await _answer(provider, prompt, question, passages)
            counts += _judged(answer, question, [passage.text for passage in passages])
        names = ("sentences", "cited", "supported", "shown", "rightly none", "wrongly none")
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


def _judged(answer: str, asked: Asked, texts: list[str]) -> Counter[str]:
    counts = Counter[str]()
    if NO_EVIDENCE.strip(". ").lower() in answer.lower():
        counts["wrongly none" if asked.spans else "rightly none"] += 1
        return counts
    pieces, _ = guardrails.closed_sentences(answer, final=True)
    for piece in pieces:
        counts["sentences"] += 1
        counts["cited"] += bool(guardrails.cited_sources(piece))
        counts["supported"] += guardrails.check_sentence(piece, texts).verdict == "supported"
    counts["shown"] += bool(counts["supported"])
    return counts
