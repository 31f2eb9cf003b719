"""The facts of a case as sentences that can be given to a model and cited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ascertain.ai.text import Passage, terms
from ascertain.ai.text.embedding import Similarity
from ascertain.kyc.assistant.model import Ref, Source
from ascertain.kyc.documents import Fact

# Sentences and not "property: value" pairs: the check of an answer compares sentences, and names the subject with them.
_SENTENCES = {
    "birthDate": "{subject} was born on {value}.",
    "registrationNumber": "The registration number of {subject} is {value}.",
    "incorporationDate": "{subject} was incorporated on {value}.",
    "jurisdiction": "{subject} is registered in the jurisdiction {value}.",
    "legalForm": "The legal form of {subject} is {value}.",
    "address": "The address of {subject} is {value}.",
    "nationality": "The nationality of {subject} is {value}.",
    "country": "The country of {subject} is {value}.",
    "gender": "The gender of {subject} is {value}.",
    "sharesIssued": "{subject} has issued {value} shares.",
    "number": "The number of {subject} is {value}.",
    "endDate": "{subject} expires on {value}.",
    "date": "The date of {subject} is {value}.",
    "publisher": "{subject} was issued by {value}.",
    "iban": "The IBAN of {subject} is {value}.",
    "bic": "The BIC of {subject} is {value}.",
    "bankName": "The bank of {subject} is {value}.",
    "currency": "The currency of {subject} is {value}.",
    "balance": "The balance of {subject} is {value}.",
}
# Properties that name or link a subject; they appear in the sentences of the other properties.
_WITHOUT_SENTENCE = frozenset(("name", "firstName", "lastName", "owner", "asset", "holder"))
# Codes are stored in lower case and written in upper case.
_CODES = frozenset(("jurisdiction", "country", "nationality", "gender", "currency"))

Key = tuple[str, str]


def fact_statements(facts: Sequence[Fact]) -> list[Source]:
    """One sentence for each fact, and one for each holding of shares."""
    by_subject: dict[Key, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        by_subject[fact.document_id, fact.subject].setdefault(fact.property, fact)
    sources = []
    for (document_id, _), found in by_subject.items():
        first = next(iter(found.values()))
        if first.schema == "Ownership":
            sources += _holding(document_id, found, by_subject)
            continue
        subject = _name(found, document_id, by_subject)
        for name, fact in found.items():
            if name not in _WITHOUT_SENTENCE:
                value = fact.value.upper() if name in _CODES else fact.value
                template = _SENTENCES.get(name, f"The {_in_words(name)} of {{subject}} is {{value}}.")
                text = template.format(subject=subject, value=value)
                sources.append(_source(fact, text[0].upper() + text[1:]))
    return sources


def _holding(document_id: str, found: dict[str, Fact], by_subject: dict[Key, dict[str, Fact]]) -> list[Source]:
    """The sentence of a holding: owner, amount and company, from the subject that links them."""
    stated = found.get("sharesCount") or found.get("percentage")
    if stated is None:
        return []
    owner = _linked(found, "owner", document_id, by_subject)
    asset = _linked(found, "asset", document_id, by_subject)
    amount = []
    if "sharesCount" in found:
        kind = f"{found['shareClass'].value} " if "shareClass" in found else ""
        amount.append(f"{found['sharesCount'].value} {kind}shares")
    if "percentage" in found:
        amount.append(f"{found['percentage'].value} %")
    since = f" since {found['startDate'].value}" if "startDate" in found else ""
    return [_source(stated, f"{owner} holds {', '.join(amount)} of {asset}{since}.")]


def _linked(found: dict[str, Fact], link: str, document_id: str, by_subject: dict[Key, dict[str, Fact]]) -> str:
    key = found[link].value if link in found else ""
    return _name(by_subject.get((document_id, key), {}), document_id, by_subject)


def _name(found: dict[str, Fact], document_id: str, by_subject: dict[Key, dict[str, Fact]]) -> str:
    """The name of a subject, or a description such as "the passport of Ilse Varga"."""
    if "name" in found:
        return found["name"].value
    if not found:
        return "an unnamed party"
    first = next(iter(found.values()))
    kind = {"Passport": "passport", "BankAccount": "account"}.get(first.schema)
    if kind is not None:
        holder = _linked(found, "holder", document_id, by_subject) if "holder" in found else first.document_name
        return f"the {kind} of {holder}"
    return (first.document_type or "document").replace("_", " ") + f" {first.document_name}"


def _in_words(name: str) -> str:
    """The name of a property in words: "shareClass" becomes "share class"."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name)


def _source(fact: Fact, text: str) -> Source:
    return Source(
        Passage(f"fact:{fact.id}", f"fact:{fact.id}", "1", None, text, fact.boxes, fact.document_name),
        "fact",
        fact.confidence,
        ref=Ref("fact", fact.id),
        document_id=fact.document_id,
        document_name=fact.document_name,
        page_number=fact.page_number,
    )


def most_relevant(
    question: str, sources: Iterable[Source], *, most: int, similarity: Similarity | None = None
) -> list[Source]:
    """The statements most similar to a question in words and, with `similarity`, in meaning, best first."""
    asked = set(terms(question))

    # Both parts are between 0 and 1 and count the same: names and numbers match by words, paraphrases by meaning.
    def relevance(source: Source) -> float:
        cosine = similarity(question, source.passage.text) if similarity else 0.0
        return len(asked & set(terms(source.passage.text))) / max(len(asked), 1) + cosine

    return sorted(sources, key=relevance, reverse=True)[:most]
