"""structlog and the standard library through one formatter: JSON lines with the trace id, without secrets and personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from itertools import islice
from typing import Any, cast

import structlog
from opentelemetry import trace

_SECRET_KEYS = re.compile(
    r"password|secret|token|authorization|cookie|api_?key|csrf|^name$|_name$|email|birth_date|address|passport|iban|quote|^value$",
    re.IGNORECASE,
)
# For text that no key identifies, such as messages of libraries.
_PATTERNS = (
    (re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+"), "[e-mail]"),
    (re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b"), "[iban]"),
    (re.compile(r"(?i)\bbearer\s+[\w.~+/-]+=*"), "bearer [token]"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (re.compile(r"(postgres(?:ql)?://[^:/@\s]{1,128}:)[^@\s]{1,512}@"), r"\1[password]@"),
)
# Of one value of a line: an error may quote a whole document, and a line is written while its request waits.
_MAX_CHARS, _MOST_ITEMS, _MAX_DEPTH = 20_000, 100, 8
# Keys that match the pattern above and never name a person.
_HARMLESS_KEYS = frozenset({"logger_name", "event_name", "file_name"})


def redact(value: Any, depth: int = 0) -> Any:
    """The value without e-mail addresses, account numbers, tokens and passwords, and bounded in size."""
    if isinstance(value, str):
        value = _shortened(value)
        for pattern, replacement in _PATTERNS:
            value = pattern.sub(replacement, value)
        return value
    if isinstance(value, dict | list | tuple) and depth >= _MAX_DEPTH:
        return "[nested too deeply]"
    if isinstance(value, dict):
        shown = islice(value.items(), _MOST_ITEMS)
        found = {key: "[redacted]" if _is_secret(str(key), item) else redact(item, depth + 1) for key, item in shown}
        return found | ({"…": f"{len(value) - _MOST_ITEMS} more"} if len(value) > _MOST_ITEMS else {})
    if isinstance(value, list | tuple):
        listed = [redact(item, depth + 1) for item in value[:_MOST_ITEMS]]
        return [*listed, f"… {len(value) - _MOST_ITEMS} more"] if len(value) > _MOST_ITEMS else listed
    return value


def _shortened(text: str) -> str:
    """The beginning and the end of a long text. What the cut divides goes too: half a token would not look like one."""
    if len(text) <= _MAX_CHARS:
        return text
    half = _MAX_CHARS // 2
    head, tail = text[:half], text[-half:]
    head = head[: max(head.rfind(" "), head.rfind("\n"), 0)]
    breaks = [at for at in (tail.find(" "), tail.find("\n")) if at >= 0]
    tail = tail[min(breaks) :] if breaks else ""
    return f"{head} [… {len(text) - len(head) - len(tail)} characters …] {tail}"


def _is_secret(key: str, value: Any) -> bool:
    """Judged by the key. Numbers pass, because `tokens=812` is a count and no token."""
    if value is None or isinstance(value, int | float):
        return False
    return key not in _HARMLESS_KEYS and bool(_SECRET_KEYS.search(key))


def _redact_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast(MutableMapping[str, Any], redact(dict(event)))


def _add_trace(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
    return event


def configure_logging(level: str = "INFO") -> None:
    """Write all logs, those of the libraries included, to standard error as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared[:-2], structlog.stdlib.ExtraAdder(), *shared[-2:]],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _redact_event,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "pgqueuer"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # The observing middleware writes one line for each request; the queue's own lines contain whole payloads.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("pgqueuer").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger("ascertain")
