"""Checks on a streaming answer: tokens are shown as they arrive, each sentence is checked when it ends, and cited."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from ascertain.ai import guardrails
from ascertain.ai.prompts import NO_EVIDENCE
from ascertain.kyc.assistant.answerer import EventSink, LocateQuote
from ascertain.kyc.assistant.citing import MarkNumbers
from ascertain.kyc.assistant.model import AnswerCitation, Source
from ascertain.kyc.assistant.tracing import Trace

# Quote of a source where the check found no single sentence that supports the answer.
_QUOTE_CHARACTERS = 300


class CheckedAnswer:
    """The shown and the accepted text of an answer, and the check of each sentence; `sources` may grow until a restart.

    Personal data that is neither in the sources of the case nor in `user_texts` is withheld before it is shown.
    """

    def __init__(
        self,
        tenant_id: str,
        sources: list[Source],
        locate: LocateQuote,
        trace: Trace,
        sink: EventSink,
        *,
        user_texts: Sequence[str],
        decide: Callable[[str, str, list[str]], None],
    ) -> None:
        self._user_texts = user_texts
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
        # Policies are left out: a name or number in a policy is no personal data of this case.
        self._known_data = guardrails.KnownValues(
            [*self._user_texts, *(source.passage.text for source in self._sources if source.kind != "policy")]
        )
        self._open = ""
        self._shown_of_open = ""
        self._sentences: list[str] = []
        self._accepted: list[bool] = []
        self.no_evidence = False
        self.citations: dict[int, AnswerCitation] = {}

    def restart(self) -> None:
        """Discard what was shown; marks are numbered for the sources there are now."""
        if self._sentences or self._open:
            self._sink.put("reset", {})
        self._begin()

    @property
    def answer(self) -> str:
        """The accepted text."""
        pairs = zip(self._sentences, self._accepted, strict=True)
        return "".join(sentence for sentence, accepted in pairs if accepted).strip()

    @property
    def order(self) -> list[int]:
        """The positions of the cited sources in the order of their marks."""
        return self._numbers.order

    async def feed(self, text: str, *, final: bool = False) -> None:
        """Show a piece of the stream, and check every sentence that ends in it."""
        # Postgres stores no NUL character.
        self._open += self._numbers.feed(text.replace("\x00", ""), final=final)
        closed, rest = guardrails.closed_sentences(self._open, final=final)
        for sentence in closed:
            await self._close(sentence)
        self._open = rest
        # The end of the text may be the beginning of personal data; it is shown only once that is ruled out.
        safe = rest[: guardrails.safe_length(rest, self._known_data)]
        if len(safe) > len(self._shown_of_open):
            self._show(safe[len(self._shown_of_open) :])
            self._shown_of_open = safe

    def add_unchecked(self, text: str) -> None:
        """Add a text of the system, which needs no source."""
        self._show(text)
        self._sentences.append(text)
        self._accepted.append(True)

    def add_fallback(self, text: str = NO_EVIDENCE) -> None:
        """If no sentence was accepted, add a text instead: that there is no evidence, unless another is given."""
        if not any(self._accepted):
            self.add_unchecked(text)
            self.no_evidence = text == NO_EVIDENCE

    def _show(self, text: str) -> None:
        if text:
            self._sink.put("token", {"text": text, "sentence": len(self._sentences)})

    async def _close(self, sentence: str) -> None:
        """Show the rest of a sentence and check it against its sources; accept it with its citations, or withdraw it."""
        index, before = len(self._sentences), self._shown_of_open
        self._shown_of_open = ""
        redacted, kinds = guardrails.withhold(sentence, self._known_data)
        if kinds:
            self._decide("personal data", "withheld", kinds)
        # Part of the data was shown before the whole was recognised: the sentence is withdrawn from the screen.
        shown_too_much = not redacted.startswith(before)
        self._show("" if shown_too_much else redacted[len(before) :])
        self._sentences.append(redacted)
        if sentence.strip() == NO_EVIDENCE:
            self._accepted.append(True)
            self.no_evidence = True
            return
        with self._trace.beside("checks"):
            texts = [self._sources[at].passage.text for at in self.order]
            check = guardrails.check_sentence(sentence, texts)
            if shown_too_much:
                check = replace(check, verdict="withdrawn", reasons=(*check.reasons, "personal data"))
            self._accepted.append(check.verdict == "supported")
            if check.verdict == "supported":
                for n in guardrails.cited_sources(sentence):
                    await self._cite(n, sentence, check, texts)
        record = self._check_record(check, without_values=bool(kinds))
        self.checks.append({"sentence": index, "text": redacted.strip(), **record})
        self._sink.put("check", {"sentence": index, "verdict": check.verdict, "score": check.score})

    def _check_record(self, check: guardrails.SentenceCheck, *, without_values: bool) -> dict[str, Any]:
        """A check for the anatomy; reasons lose their values where some of the sentence was withheld."""
        quote, _ = guardrails.withhold(check.quote, self._known_data)
        reasons = [reason.partition(":")[0] if without_values else reason for reason in check.reasons]
        return {**asdict(check), "quote": quote, "reasons": reasons}

    async def _cite(self, n: int, sentence: str, check: guardrails.SentenceCheck, texts: list[str]) -> None:
        source = self._sources[self.order[n - 1]]
        # The check quotes its best source; for each further mark the sentence is checked against that source alone.
        if check.n != n:
            check = guardrails.check_sentence(f"{guardrails.without_marks(sentence)} [{n}]", texts)
        quote = check.quote or source.passage.text[:_QUOTE_CHARACTERS]
        boxes = await self._locate(self._tenant_id, source, quote)
        quote, _ = guardrails.withhold(quote, self._known_data)
        # One citation for each mark: further sentences with the same mark extend its quote.
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
    """A citation as JSON, for the wire and the row of the run."""
    return {**asdict(citation), "boxes": [asdict(box) for box in citation.boxes]}
