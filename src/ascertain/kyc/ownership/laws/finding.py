"""The outcome of a law for one person."""

from dataclasses import dataclass, field

from ascertain.kyc.ownership.result import Reason


@dataclass(slots=True)
class Finding:
    """Grounds that surely apply (`reasons`), and grounds that apply for some values of share ranges only (`possible`)."""

    reasons: list[Reason] = field(default_factory=list)
    possible: list[Reason] = field(default_factory=list)
    office: str | None = None

    def add(self, code: str, article: str, sentence: str, *, surely: bool = True) -> None:
        """Add a ground, unless it is there already."""
        reason = Reason(code, article, sentence)
        grounds = self.reasons if surely else self.possible
        if reason not in grounds:
            grounds.append(reason)

    def has(self, code: str) -> bool:
        """Whether a ground of this kind surely applies."""
        return any(reason.code == code for reason in self.reasons)


class Findings(dict[str, Finding]):
    """Findings by party; a missing one is created on access."""

    def __missing__(self, party: str) -> Finding:
        self[party] = Finding()
        return self[party]
