"""The header of a contract as facts, each with its words and boxes; each party is a subject of its own."""

from collections.abc import Iterator, Sequence

from ascertain.ai.text import Page
from ascertain.kyc.extraction.contracts.header import Answer, extract_header
from ascertain.kyc.extraction.contracts.text import ContractText
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import Bearer, bearer_of, normalise_name

_SUBJECT, _SCHEMA = "contract", "Contract"
_PROPERTIES = {
    "title": "title",
    "agreement_date": "contractDate",
    "effective_date": "startDate",
    "expiration_date": "endDate",
    "governing_law": "governingLaw",
}
_PERPETUAL = "perpetual"


def extract_contract(pages: Sequence[Page]) -> list[FoundFact]:
    """Title, dates, governing law and parties of a contract. Fields below the ranker's threshold are left out.

    Dates are ISO, partial if the contract leaves blanks. An expiration date that is computed from a period quotes the period. A
    term without an end is the property `term` with the value "perpetual".
    """
    text = ContractText.of_pages(pages)
    answers = extract_header(text)
    facts = [fact for name in _PROPERTIES for answer in answers[name] for fact in _stated(text, name, answer)]
    for number, answer in enumerate(answers["parties"], 1):
        facts += _party(text, f"party-{number}", answer)
    return facts


def _stated(text: ContractText, name: str, answer: Answer) -> Iterator[FoundFact]:
    prop, value = _PROPERTIES[name], answer.value
    if value == _PERPETUAL:
        prop = "term"
    if name == "governing_law":
        value = answer.value.title()
    yield from _fact(text, _SUBJECT, _SCHEMA, prop, value, answer)


def _party(text: ContractText, subject: str, answer: Answer) -> Iterator[FoundFact]:
    name = normalise_name(answer.value)
    schema = "Company" if bearer_of(name) is Bearer.COMPANY else "LegalEntity"
    yield from _fact(text, subject, schema, "name", name, answer)
    yield from _fact(text, _SUBJECT, _SCHEMA, "party", subject, answer)


def _fact(text: ContractText, subject: str, schema: str, prop: str, value: str, answer: Answer) -> Iterator[FoundFact]:
    place = text.place(answer.span)
    if place and value:
        page_number, boxes, word_confidence = place
        confidence = round(answer.confidence * min(1.0, word_confidence + 0.02), 4)
        quote = text.quote(answer.span)
        yield FoundFact(subject, schema, prop, value, quote, page_number, boxes, "model", confidence)
