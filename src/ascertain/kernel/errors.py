"""The one tree of errors that callers may catch and that HTTP answers as problem+json.

Base kinds carry the HTTP status; a room subclasses the kind that fits and gives its own `code`.
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
    """What was sent cannot be used; says what is wrong and where."""

    status = 422
    code = "input.invalid"


class Unauthenticated(AscertainError):
    """Nobody is signed in, or the proof of it no longer holds."""

    status = 401
    code = "auth.required"


class Forbidden(AscertainError):
    """Signed in, but without the permission that this needs."""

    status = 403
    code = "auth.forbidden"


class NotFound(AscertainError):
    """No such thing in this tenant."""

    status = 404
    code = "not_found"


class Conflict(AscertainError):
    """The thing is in a state that does not allow this now."""

    status = 409
    code = "conflict"


class PreconditionFailed(AscertainError):
    """Somebody changed the thing since it was read (If-Match)."""

    status = 412
    code = "precondition.failed"


class TooLarge(AscertainError):
    """Over a named limit."""

    status = 413
    code = "input.too_large"


class UnsupportedType(AscertainError):
    """A kind of file or content that is not read."""

    status = 415
    code = "input.unsupported_type"


class RateLimited(AscertainError):
    """Too many requests, tokens or attempts for now."""

    status = 429
    code = "rate.limited"


class Unavailable(AscertainError):
    """Something this depends on does not answer; trying again later may work."""

    status = 503
    code = "unavailable"


class DeadlineExceeded(AscertainError):
    """The time given for this ran out."""

    status = 504
    code = "deadline.exceeded"
