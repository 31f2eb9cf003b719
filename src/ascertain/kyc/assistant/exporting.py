"""Export of a conversation as Markdown, with the sources under each answer."""

import re
from collections.abc import Sequence

from ascertain.kyc.assistant.model import Chat, ChatMessage

# Characters with a meaning in Markdown or HTML, and the escaped form of a citation mark, which is restored afterwards.
_MARKUP = re.compile(r"([\\`*_{}<>#|!\[\]])")
_MARK = re.compile(r"\\\[(\d{1,3})\\\]")


def to_markdown(chat: Chat, messages: Sequence[ChatMessage]) -> str:
    """The visible branch of a chat. All text is escaped: a document or a model must not produce links or HTML."""
    lines = [f"# {_plain(chat.title)}", "", f"Started {chat.created_at:%Y-%m-%d %H:%M} UTC" + _about(chat), ""]
    for message in messages:
        if message.role == "user":
            lines += [f"## {_plain(message.text)}", ""]
            continue
        state = {"stopped": "(stopped) ", "failed": "(failed) ", "running": "(in progress) "}.get(message.state, "")
        lines += [state + _MARK.sub(r"[\1]", _plain(message.text, lines=True)) or "No answer.", ""]
        lines += [_source(citation) for citation in message.citations]
        lines += [""] if message.citations else []
    return "\n".join(lines)


def _about(chat: Chat) -> str:
    return f", about case {chat.case_id}" if chat.case_id else ", about the library"


def _plain(text: str, *, lines: bool = False) -> str:
    trimmed = text.strip() if lines else " ".join(text.split())
    return _MARKUP.sub(r"\\\1", trimmed)


def _source(citation: dict[str, object]) -> str:
    name = _plain(str(citation.get("document_name") or citation.get("title") or "source"))
    page = f", page {citation['page_number']}" if citation.get("page_number") else ""
    return f"- [{citation.get('n')}] {name}{page}: “{_plain(str(citation.get('quote') or ''))}”"
