"""The one tree of errors that callers may catch and that HTTP answers as problem+json.

Base kinds carry the HTTP status; a package subclasses the one that applies and sets its own `code`.
"""

from typing import Any, ClassVar


class AscertainError(Exception):
    """Base of every error raised on purpose; `message` is one plain sentence for a person."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInput(AscertainError):
    """The input cannot be used; the message names the fault and its place."""

    status = 422
    code = "input.invalid"


class Unauthenticated(AscertainError):
    """The request has no credentials, or they are not valid any more."""

    status = 401
    code = "auth.required"


class Forbidden(AscertainError):
    """The actor is known and lacks the permission."""

    status = 403
    code = "auth.forbidden"


class NotFound(AscertainError):
    """The object does not exist in this tenant."""

    status = 404
    code = "not_found"


class Conflict(AscertainError):
    """The object is in a state that does not allow this."""

    status = 409
    code = "conflict"


class PreconditionFailed(AscertainError):
    """The object was changed since it was read (If-Match)."""

    status = 412
    code = "precondition.failed"


class TooLarge(AscertainError):
    """The input exceeds a limit."""

    status = 413
    code = "input.too_large"


class UnsupportedType(AscertainError):
    """The type of file or content is not supported."""

    status = 415
    code = "input.unsupported_type"


class RateLimited(AscertainError):
    """Too many requests, tokens or attempts in the current period."""

    status = 429
    code = "rate.limited"


class Unavailable(AscertainError):
    """A service that this depends on does not answer; a later attempt may succeed."""

    status = 503
    code = "unavailable"


class MachineFault(Unavailable):
    """The machine lacks something, such as space on its disk. Neither the request nor the data is at fault: it is tried again."""

    code = "machine.unavailable"


class DeadlineExceeded(AscertainError):
    """The deadline passed before the work was done."""

    status = 504
    code = "deadline.exceeded"
