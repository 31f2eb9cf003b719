"""What a question is given of the conversation before it: the newest turns word for word, older ones in a line each."""

from collections.abc import Sequence

from ascertain.ai.llm import Message
from ascertain.ai.text import split_sentences
from ascertain.kyc.assistant.model import ChatMessage

_CHARACTERS_A_TOKEN = 4  # of English with the tokenizers of today, a little on the safe side
_SUMMARY_SHARE = 0.25  # of the window, for the turns that do not fit word for word
_LONGEST_SUMMARY = 160


def tokens_of(text: str) -> int:
    """About how many tokens a text is to a model; the exact number differs from model to model."""
    return max(1, -(-len(text) // _CHARACTERS_A_TOKEN)) + 4  # a message's own marks


def history_window(messages: Sequence[ChatMessage], *, most: int, tokens: int) -> list[Message]:
    """The newest whole turns that fit, in order, after a summary of those before them.

    An answer without text (stopped, failed) goes with its question. The summary is made of the older questions and the first
    sentences of their answers, copied, so that it states nothing that was not said.
    """
    told = {message.run_id for message in messages if message.role == "assistant" and message.text}
    whole = [one for one in messages if one.run_id in told]
    kept, room = list[ChatMessage](), tokens
    for message in reversed(whole):
        room -= tokens_of(message.text)
        if len(kept) >= most or room < 0:
            break
        kept.append(message)
    if kept and kept[-1].role == "assistant":
        kept.pop()
    recent = [Message(message.role, message.text) for message in reversed(kept)]
    older = whole[: len(whole) - len(kept)]
    return [*_summary(older, int(tokens * _SUMMARY_SHARE)), *recent]


def _summary(older: Sequence[ChatMessage], tokens: int) -> list[Message]:
    """One turn that tells of the turns before the window, the newest of them first to be kept."""
    answers = {message.run_id: message.text for message in older if message.role == "assistant"}
    lines: list[str] = []
    for message in reversed([one for one in older if one.role == "user"]):
        line = f"- asked: {_short(message.text)} - answered: {_short(_first_sentence(answers.get(message.run_id, '')))}"
        tokens -= tokens_of(line)
        if tokens < 0:
            break
        lines.append(line)
    if not lines:
        return []
    return [
        Message("user", "Earlier in this conversation:\n" + "\n".join(reversed(lines))),
        Message("assistant", "I keep that in mind."),
    ]


def _first_sentence(text: str) -> str:
    first = next(iter(split_sentences(text)), None)
    return first.text if first else text


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_SUMMARY else plain[: _LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
