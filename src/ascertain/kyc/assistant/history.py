"""The history that a question is given: the newest turns word for word, older ones summarised in a line each."""

from collections.abc import Sequence

from ascertain.ai.llm import Message
from ascertain.ai.text import split_sentences
from ascertain.kyc.assistant.model import ChatMessage

# English text has about four characters per token with current tokenizers.
_CHARACTERS_PER_TOKEN = 4
# Tokens that a message needs besides its text, for its role and its delimiters.
_TOKENS_PER_MESSAGE = 4
# Part of the window for the summary of turns that do not fit word for word.
_SUMMARY_SHARE = 0.25
_SUMMARY_CHARACTERS = 160  # of a question or an answer in the summary


def tokens_of(text: str) -> int:
    """An estimate of the tokens of a message; the exact number differs between models."""
    return max(1, -(-len(text) // _CHARACTERS_PER_TOKEN)) + _TOKENS_PER_MESSAGE


def history_window(messages: Sequence[ChatMessage], *, most: int, tokens: int) -> list[Message]:
    """The newest complete turns that fit, in order, after a summary of the turns before them.

    An answer without text (stopped, failed) is left out together with its question. The summary copies the older questions
    and the first sentences of their answers, so that it states nothing new.
    """
    answered = {message.run_id for message in messages if message.role == "assistant" and message.text}
    complete = [one for one in messages if one.run_id in answered]
    window, tokens_left = list[ChatMessage](), tokens
    for message in reversed(complete):
        tokens_left -= tokens_of(message.text)
        if len(window) >= most or tokens_left < 0:
            break
        window.append(message)
    # A window must not begin with an answer: providers refuse a conversation whose first message is the assistant's.
    if window and window[-1].role == "assistant":
        window.pop()
    recent = [Message(message.role, message.text) for message in reversed(window)]
    older = complete[: len(complete) - len(window)]
    return [*_summary(older, int(tokens * _SUMMARY_SHARE)), *recent]


def _summary(older: Sequence[ChatMessage], tokens: int) -> list[Message]:
    """One turn that summarises the turns before the window; if not all fit, the oldest are left out."""
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
    return plain if len(plain) <= _SUMMARY_CHARACTERS else plain[: _SUMMARY_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"
