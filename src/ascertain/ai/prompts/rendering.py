"""Renders prompts: untrusted text is fenced between markers that it cannot forge."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ascertain.ai.llm import Message
from ascertain.ai.prompts.prompt import Prompt
from ascertain.ai.text import Passage
from ascertain.kernel.errors import InvalidInput

# The answer without evidence, verbatim: prompts request it, so that such an answer can be recognised.
NO_EVIDENCE = "I found no evidence for this in the documents and facts given."
# Control and invisible characters, with which text could hide instructions from a human reader; tab and newline are allowed.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


_MAX_TITLE = 160  # characters; the title is only for orientation


@dataclass(frozen=True, slots=True)
class FencedSource:
    """A passage for the prompt; `suspicious` if the guardrails found an instruction in it."""

    passage: Passage
    suspicious: bool = False


def fence_word(key: bytes, texts: Iterable[str]) -> str:
    """The fence word for these texts: unpredictable without the key, and equal for equal texts.

    A keyed hash instead of a random word, so that a repeated request is identical and can be answered from a cache.
    """
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for text in texts:
        digest.update(len(text).to_bytes(8) + text.encode("utf-8", "replace"))
    return f"source-{digest.hexdigest()[:16]}"


def fence(sources: Sequence[FencedSource], word: str, *, first: int = 1) -> str:
    """Sources between fence markers, numbered from `first`."""
    return "\n".join(_fenced(n, source, word) for n, source in enumerate(sources, first))


def _fenced(n: int, source: FencedSource, word: str) -> str:
    passage = source.passage
    title = _INVISIBLE.sub("", passage.title).replace("\n", " ").replace('"', "'")[:_MAX_TITLE]
    page = f" page={passage.page_number}" if passage.page_number is not None else ""
    warning = " suspicious=yes" if source.suspicious else ""
    text = _INVISIBLE.sub(" ", passage.text)
    return f'<<{word} source={n} title="{title}"{page}{warning}>>\n{text}\n<<{word} end={n}>>'


def render(
    prompt: Prompt,
    variables: Mapping[str, str],
    *,
    sources: Sequence[FencedSource],
    history: Sequence[Message] = (),
    word: str | None = None,
) -> tuple[Message, ...]:
    """Messages for the gateway: instructions, earlier turns, sources numbered from 1, and last the question.

    `word` comes from `fence_word`, or is random. No source can know it, so none can close its own fence.

    Raises: InvalidInput where a variable of the prompt's schema is missing or unknown.
    """
    if set(variables) != set(prompt.variables):
        wrong = sorted(set(variables) ^ set(prompt.variables))
        raise InvalidInput(f"Missing or unknown variables of the prompt {prompt.name}: {', '.join(wrong)}.")
    word = word or fence_word(secrets.token_bytes(32), ())
    values = {**variables, "fence": word, "no_evidence": NO_EVIDENCE}
    block = fence(sources, word) or "(no sources were found)"
    return (
        Message("system", _fill(prompt.system, values)),
        *history,
        Message("user", _fill(prompt.sources, {**values, "sources": block})),
        Message("user", variables["question"]),
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Replace {names} in one pass, so that braces inside a value are not replaced again."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match.group(1), match.group()), template)
