"""The issuer of a document without a label for it: a company name, weighed by the evidence around it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ascertain.ai.text import Word
from ascertain.kyc.extraction.labels import LabelIndex, folded
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.values import ends_in_legal_form, has_legal_form, looks_like_postcode, normalise, without_stated_form

_MOST_WORDS = 8
# Points of evidence that a segment names the issuer, set by hand.
_LEGAL_FORM, _OWN_DOMAIN, _ADDRESS, _HEAD_OR_FOOT, _REGISTRATION = 1.5, 2.0, 0.75, 0.5, 0.5
_LATER_PAGE, _LONG_NAME = 0.1, 0.02  # deducted per page after the first, and per word after the fourth
_LEAST_EVIDENCE = 1.5
_JOINS = frozenset("of and & für und de du des et for y e en of the".split())
_HEAD, _FOOT = 0.3, 0.8  # shares of the page's height
_LINES_OF_ADDRESS = 6
_NO_NAME = re.compile(r"^(?:attn|att|c/o|t\.?a\.?v|z\.?\s?hd|z\. ?h|bank|page|seite|tel|fax|e-?mail)\b", re.IGNORECASE)
# Domains of mail providers are no evidence of the sender's name.
_MAIL_HOSTS = frozenset(
    "gmail googlemail outlook hotmail yahoo icloud gmx web live proton protonmail orange free".split()
)
_DOMAIN = re.compile(r"(?:@|https?://|www\.)(?:www\.)?([\w-]+)(?:\.[\w-]+)*?\.(?:co\.)?[a-z]{2,}\b", re.IGNORECASE)
_REGISTERED = re.compile(r"\b(?:vat|btw|tva|ust|mwst|rcs|siren|kvk|hrb|gstin|cin|reg)\b", re.IGNORECASE)
# From this much evidence on, the confidence.
_BASE_CONFIDENCE = {1.5: 0.5, 2.0: 0.6, 3.0: 0.8, 4.0: 0.88}


def find_issuer(task: Task, label_index: LabelIndex) -> tuple[list[Segment], list[Segment], float]:
    """The words of the issuer's name, the lines of the address below it (possibly none), and the confidence in both.

    Evidence for a segment is a legal form, an address below it, a position at the head or foot, a registration on the same line,
    and a web or e-mail address of the same name. A segment under a label of the other party is excluded.
    """
    others = {id(part.words[0]) for part in _of_others(task, label_index)}
    domains = _domains(label_index)
    best: tuple[float, list[Segment]] = (0.0, [])
    for index, line in enumerate(label_index.lines):
        for position, segment in enumerate(line):
            name = _name_in(segment)
            if name is None or label_index.is_label(index, position) or id(segment.words[0]) in others:
                continue
            evidence = _evidence(label_index, name, segment, domains)
            if evidence > best[0]:
                best = (evidence, [name])
    evidence, name_found = best
    if evidence < _LEAST_EVIDENCE:
        return [], [], 0.0
    base_confidence = max(value for least, value in _BASE_CONFIDENCE.items() if evidence >= least)
    return name_found, address_under(label_index, name_found[0]), base_confidence


def address_under(label_index: LabelIndex, name: Segment) -> list[Segment]:
    """The lines of an address below a name, up to the postcode and a country after it; empty without a postcode."""
    stacked = [part for part in label_index.stack(name, _LINES_OF_ADDRESS + 1) if part.words[0] is not name.words[0]]
    below = list(takewhile(lambda part: not _NO_NAME.match(part.text) and not set(":@") & set(part.text), stacked))
    end = max((i for i, part in enumerate(below, 1) if looks_like_postcode(part.text)), default=0)
    return below[: end + 1] if end and normalise("country", below[min(end, len(below) - 1)].text) else below[:end]


def _name_in(segment: Segment) -> Segment | None:
    """The segment, or its words up to a legal form, if they can be a name."""
    name = Segment(_up_to_form(segment.words), segment.page_number)
    if len(name.words) > _MOST_WORDS:
        return None
    text = name.text
    fits = text[0].isupper() or text[0].isdigit() or any(char.isupper() for char in text[:3])
    if not fits or ":" in text or "@" in text or _NO_NAME.match(text) or sum(map(str.isalpha, text)) < 3:
        return None
    return (
        None
        if sum(map(str.isdigit, text)) > 3 or (text.endswith((".", "?")) and not ends_in_legal_form(text))
        else name
    )


def _up_to_form(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words up to a legal form, if something else follows: "Free SAS au capital de", "Ames B.V. iov Saeco"."""
    for end in range(2, len(words)):
        before, following = " ".join(word.text for word in words[:end]), words[end].text
        goes_on = following[0].isupper() or following.lower() in _JOINS or ends_in_legal_form(f"{before} {following}")
        if not goes_on and ends_in_legal_form(before):
            return words[:end]
    return words


def _evidence(label_index: LabelIndex, name: Segment, segment: Segment, domains: Sequence[str]) -> float:
    text = name.text
    plain = folded(without_stated_form(text))
    box = name.box
    found = 1.5 if has_legal_form(text) else 0.0
    if len(plain) > 2 and any(_is_same_name(plain, one) for one in domains):
        found += _OWN_DOMAIN
    if not found:
        return 0.0
    found += _ADDRESS if address_under(label_index, name) else 0.0
    found += _HEAD_OR_FOOT if box.y1 < _HEAD or box.y0 > _FOOT else 0.0
    found += _REGISTRATION if _REGISTERED.search(segment.text) and len(segment.words) > len(name.words) else 0.0
    return found - _LATER_PAGE * (name.page_number - 1) - _LONG_NAME * max(0, len(name.words) - 4)


def _is_same_name(name: str, domain: str) -> bool:
    """Whether one contains the other, and is most of it or its beginning."""
    shorter, longer = sorted((name, domain), key=len)
    begins = name.startswith(domain) or domain.startswith(name)
    return shorter in longer and (begins or len(shorter) >= 0.75 * len(longer))


def _domains(label_index: LabelIndex) -> list[str]:
    text = " ".join(segment.text for line in label_index.lines for segment in line)
    names = (folded(match[1]) for match in _DOMAIN.finditer(text))
    return [name for name in dict.fromkeys(names) if len(name) > 2 and name not in _MAIL_HOSTS]


def _of_others(task: Task, label_index: LabelIndex) -> Iterator[Segment]:
    """The segments beside or below a label of the other party, and the lines below them."""
    labels = [
        label for one in task.kind.fields if one.subject in _OTHERS and one.property == "name" for label in one.labels
    ]
    for label in map(folded, (*labels, *_SHIP_TO)):
        for place in label_index.matches.get(label, ()):
            for candidate in label_index.values(place):
                yield candidate.segments[0]
                yield from label_index.stack(candidate.segments[0], _LINES_OF_ADDRESS)


_OTHERS = ("buyer", "customer", "holder")
_SHIP_TO = (
    "bank name",
    "bank",
    "ship to",
    "shipping address",
    "delivery address",
    "afleveradres",
    "lieferadresse",
    "adresse de livraison",
)
