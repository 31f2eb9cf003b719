"""What a law says of one person."""

from dataclasses import dataclass, field

from ascertain.kyc.ownership.result import Reason


@dataclass(slots=True)
class Finding:
    """Grounds that surely hold, and grounds that hold by some reading of what is only known to lie between two numbers."""

    reasons: list[Reason] = field(default_factory=list)
    possible: list[Reason] = field(default_factory=list)
    office: str | None = None

    def add(self, code: str, article: str, sentence: str, *, surely: bool = True) -> None:
        """One more ground."""
        reason = Reason(code, article, sentence)
        kept = self.reasons if surely else self.possible
        if reason not in kept:
            kept.append(reason)

    def has(self, code: str) -> bool:
        """Whether a ground of this kind surely holds."""
        return any(reason.code == code for reason in self.reasons)


class Findings(dict[str, Finding]):
    """Findings by party; one that is asked for is there."""

    def __missing__(self, party: str) -> Finding:
        self[party] = Finding()
        return self[party]
