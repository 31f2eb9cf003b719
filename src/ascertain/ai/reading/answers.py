"""What a reading process answers, as bytes: data of known types, whoever controls the process.

A pickle names functions to call, so that a file which took over its process would go on to take over the parent. Here a pickle
names the few classes of an answer and nothing else, and its content is compared with the types of the command's answer.
"""

import io
import pickle
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from ascertain.ai.reading.forensics import Finding
from ascertain.ai.text import Barcode, Box, FormField, Join, Page, Word

# A page is a few megabytes at most. The longest answer is a converted e-mail with its attachments, which an upload's limit bounds.
LONGEST_ANSWER_BYTES = 256 << 20
_LONGEST_SENTENCE_CHARS = 500

_ANSWER_CLASSES = {
    (one.__module__, one.__qualname__): one for one in (Barcode, Box, Finding, FormField, Join, Page, Word)
}

# Instances are checked as well: unpickling fills them without a look at the types.
_STRICT = ConfigDict(strict=True, revalidate_instances="always")


def _typed(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind, config=_STRICT)


_ANSWERS = {
    "layers": _typed(tuple[str, ...]),
    "open": _typed(int),
    "page": _typed(tuple[Page, bytes]),
    "inspect": _typed(list[Finding]),
    "convert": _typed(tuple[bytes, tuple[tuple[str, bytes], ...]]),
    "attachments": _typed(tuple[tuple[str, bytes], ...]),
    "unpack": _typed(tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, str], ...]]),
}
_OTHERS = {
    "refused": _typed(tuple[Literal["encrypted", "corrupt", "too_large"], str]),
    "failed": _typed(str),
    "program": _typed(None),
}


class NotAnAnswer(Exception):
    """The bytes are not an answer to the command."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        try:
            return _ANSWER_CLASSES[module_name, global_name]
        except KeyError:
            raise NotAnAnswer(f"An answer names {module_name}.{global_name}.") from None


def pack(kind: str, answer: Any) -> bytes:
    """An answer as bytes; one that is longer than the parent accepts becomes a refusal of the file."""
    packed = pickle.dumps((kind, answer))
    if len(packed) > LONGEST_ANSWER_BYTES:
        return pickle.dumps(("refused", ("too_large", "The content of the file is over the size limit of an answer.")))
    return packed


def unpack(command: str, data: bytes) -> tuple[str, Any]:
    """The kind of an answer ("ok", "refused", "failed", "program") and its content. Raises NotAnAnswer."""
    try:
        kind, content = _Unpickler(io.BytesIO(data)).load()
        content = (_ANSWERS[command] if kind == "ok" else _OTHERS[kind]).validate_python(content)
    except NotAnAnswer:
        raise
    except Exception as error:  # a broken pickle raises anything at all
        raise NotAnAnswer(f"An answer is not of its type ({type(error).__name__}).") from error
    return kind, _shortened(kind, content)


def _shortened(kind: str, content: Any) -> Any:
    if kind == "refused":
        return content[0], content[1][:_LONGEST_SENTENCE_CHARS]
    return content[:_LONGEST_SENTENCE_CHARS] if kind == "failed" else content
