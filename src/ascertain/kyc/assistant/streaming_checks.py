"""The answer as it is written: shown as it comes, checked sentence by sentence, cited."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from ascertain.ai import guardrails
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.kyc.assistant.answerer import EventSink, Locate
from ascertain.kyc.assistant.citing import MarkNumbers
from ascertain.kyc.assistant.model import AnswerCitation, Source
from ascertain.kyc.assistant.tracing import Trace

_QUOTED_CHARACTERS = 300


class CheckedText:
    """What is shown, what is kept, and what was found about each sentence; `sources` may grow between two beginnings.

    Personal data that neither the case nor `said` (the person's own words) holds is withheld before anybody sees it.
    """

    def __init__(
        self,
        tenant_id: str,
        sources: list[Source],
        locate: Locate,
        trace: Trace,
        sink: EventSink,
        *,
        said: Sequence[str],
        decide: Callable[[str, str, list[str]], None],
    ) -> None:
        self._said = said
        self._decide = decide
        self._tenant_id = tenant_id
        self._sources = sources
        self._locate = locate
        self._trace = trace
        self._sink = sink
        self.checks: list[dict[str, Any]] = []
        self._begin()

    def _begin(self) -> None:
        self._numbers = MarkNumbers(len(self._sources))
        self._held = guardrails.KnownValues(
            [*self._said, *(source.passage.text for source in self._sources if source.kind != "policy")]
        )
        self._open = ""
        self._shown_of_open = ""
        self._pieces: list[str] = []
        self._kept: list[bool] = []
        self.no_evidence = False
        self.citations: dict[int, AnswerCitation] = {}

    def begin_again(self) -> None:
        """What was shown is void; the numbers of sources count those that there are now."""
        if self._pieces or self._open:
            self._sink.put("reset", {})
        self._begin()

    @property
    def answer(self) -> str:
        """What is kept."""
        return "".join(piece for piece, kept in zip(self._pieces, self._kept, strict=True) if kept).strip()

    @property
    def order(self) -> list[int]:
        """The places of the sources in the order of their marks."""
        return self._numbers.order

    async def take(self, text: str, *, final: bool = False) -> None:
        """Show a piece of the stream, and check every sentence that it closes."""
        self._open += self._numbers.feed(text.replace("\x00", ""), final=final)
        closed, rest = guardrails.closed_sentences(self._open, final=final)
        for piece in closed:
            await self._close(piece)
        self._open = rest
        safe = rest[: guardrails.safe_length(rest, self._held)]
        if len(safe) > len(self._shown_of_open):
            self._show(safe[len(self._shown_of_open) :])
            self._shown_of_open = safe

    def say(self, text: str) -> None:
        """Words of our own: shown, kept, in need of no source."""
        self._show(text)
        self._pieces.append(text)
        self._kept.append(True)

    def say_if_nothing(self, text: str = NO_EVIDENCE) -> None:
        """Say that nothing was found, or what there is instead, where nothing is kept."""
        if not any(self._kept):
            self.say(text)
            self.no_evidence = text == NO_EVIDENCE

    def _show(self, text: str) -> None:
        if text:
            self._sink.put("token", {"text": text, "sentence": len(self._pieces)})

    async def _close(self, piece: str) -> None:
        """Show the rest of a sentence, check it by what it cites; keep it with its citations, or withdraw it."""
        index, before = len(self._pieces), self._shown_of_open
        self._shown_of_open = ""
        told, kinds = guardrails.withhold(piece, self._held)
        if kinds:
            self._decide("personal data", "withheld", kinds)
        shown_too_much = not told.startswith(before)
        self._show("" if shown_too_much else told[len(before) :])
        self._pieces.append(told)
        if piece.strip() == NO_EVIDENCE:
            self._kept.append(True)
            self.no_evidence = True
            return
        with self._trace.beside("checks"):
            texts = [self._sources[at].passage.text for at in self.order]
            check = guardrails.check_sentence(piece, texts)
            if shown_too_much:
                check = replace(check, verdict="withdrawn", reasons=(*check.reasons, "personal data"))
            self._kept.append(check.verdict == "supported")
            if check.verdict == "supported":
                for n in guardrails.cited_sources(piece):
                    await self._cite(n, piece, check, texts)
        self.checks.append({"sentence": index, "text": told.strip(), **self._told(check, bare=bool(kinds))})
        self._sink.put("check", {"sentence": index, "verdict": check.verdict, "score": check.score})

    def _told(self, check: guardrails.SentenceCheck, *, bare: bool) -> dict[str, Any]:
        """A check for the anatomy; `bare` reasons name no values, for some of them were withheld."""
        quote, _ = guardrails.withhold(check.quote, self._held)
        reasons = [reason.partition(":")[0] if bare else reason for reason in check.reasons]
        return {**asdict(check), "quote": quote, "reasons": reasons}

    async def _cite(self, n: int, piece: str, check: guardrails.SentenceCheck, texts: list[str]) -> None:
        source = self._sources[self.order[n - 1]]
        if check.n != n:
            check = guardrails.check_sentence(f"{guardrails.without_marks(piece)} [{n}]", texts)
        quote = check.quote or source.passage.text[:_QUOTED_CHARACTERS]
        boxes = await self._locate(self._tenant_id, source, quote)
        quote, _ = guardrails.withhold(quote, self._held)
        if earlier := self.citations.get(n):
            if quote in earlier.quote:
                return
            quote = f"{earlier.quote} … {quote}"
            boxes = (*earlier.boxes, *(box for box in boxes if box not in earlier.boxes))
        citation = AnswerCitation(
            n,
            source.kind,
            source.document_id,
            source.document_name,
            source.page_number or source.passage.page_number,
            boxes,
            quote,
            source.passage.title,
            source.ref,
        )
        self.citations[n] = citation
        self._sink.put("citation", {"citation": citation_data(citation)})


def citation_data(citation: AnswerCitation) -> dict[str, Any]:
    """A citation as it goes over the wire and into the row."""
    return {**asdict(citation), "boxes": [asdict(box) for box in citation.boxes]}
