"""Hard rules in addition to the support model: small changes that keep most words but change the meaning.

Each rule was measured on attributable replies with generated errors (`python -m benchmarks.guardrails support`): numbers and
negations are found nearly always, names and opposites often. No rule finds every swap.
"""

import re
from collections.abc import Iterator

from ascertain.ai.guardrails.support_features import SourceSentence, is_negated, numbers_of, spelt_numbers_of
from ascertain.ai.guardrails.support_places import misplaced
from ascertain.ai.text import stem, terms, words_of

_NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w'’-]+")
_PERCENT = re.compile(r"(?<!\d)(\d[\d.,]{0,40})\s{0,10}(?:%|per ?cent\b)", re.IGNORECASE)
_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in (
        "increase/decrease rise/fall rose/fell grow/shrink gain/lose more/less more/fewer most/least many/few above/below "
        "over/under before/after earlier/later first/last early/late old/new older/newer oldest/youngest start/end begin/end "
        "began/ended open/close opened/closed high/low higher/lower highest/lowest large/small larger/smaller "
        "largest/smallest big/small long/short longer/shorter minimum/maximum buy/sell bought/sold buyer/seller "
        "lend/borrow lender/borrower grant/refuse approve/reject approved/rejected accept/refuse allow/forbid "
        "permit/prohibit permitted/prohibited include/exclude including/excluding enter/leave join/leave win/lose won/lost "
        "male/female man/woman men/women he/she his/her husband/wife father/mother son/daughter brother/sister "
        "north/south east/west northern/southern eastern/western left/right up/down public/private domestic/foreign "
        "direct/indirect directly/indirectly active/dissolved active/inactive alive/dead born/died living/dead true/false "
        "valid/invalid legal/illegal lawful/unlawful same/different always/never all/none all/some everybody/nobody "
        "parent/subsidiary owner/tenant landlord/tenant licensor/licensee lessor/lessee creditor/debtor debit/credit "
        "asset/liability profit/loss income/expense majority/minority natural/legal single/married possible/impossible "
        "successful/unsuccessful strong/weak hot/cold warm/cold easy/hard easy/difficult rich/poor good/bad better/worse "
        "best/worst positive/negative common/rare popular/unpopular famous/unknown appoint/remove appointed/removed"
    ).split()
}
_OPPOSITE_OF: dict[str, set[str]] = {}
for _pair in _OPPOSITES:
    for _word in _pair:
        _OPPOSITE_OF.setdefault(_word, set()).update(_pair - {_word})


def names_of(text: str) -> set[str]:
    """Stems of the capitalised words, except at the beginning of a sentence."""
    return {stem(word.lower()) for word in _NAME.findall(text)}


def broken_rules(claim: str, best: SourceSentence, evidence: list[SourceSentence]) -> Iterator[str]:
    """Reasons why a sentence is not supported although its words are: numbers, negations, names and opposites."""
    whole = " ".join(one.text for one in evidence)
    wanted = numbers_of(claim)
    if missing := wanted - numbers_of(whole) - spelt_numbers_of(whole):
        yield "number not in the source: " + ", ".join(sorted(missing))
    elif (known := _percentages(whole)) and (missing := _percentages(claim) - known):
        # Only if the source has percentages at all: in a table the sign may be in the heading, which is not part of the text.
        yield "no percentage in the source: " + ", ".join(sorted(missing))
    elif _swapped(wanted, numbers_of(best.text)):
        yield "a number from another sentence"
    if is_negated(claim) != is_negated(best.text):
        yield "a negation on one side only"
    if _swapped(names_of(claim), names_of(best.text), everywhere=set(terms(best.text)), claim=set(terms(claim))):
        yield "a name from another sentence"
    if kind := misplaced(claim, evidence):
        yield f"a {kind} in place of another"
    if found := _opposite(claim, best.text):
        yield f"the source says {found!r}"


def _percentages(text: str) -> set[str]:
    """The percentages in a text, in the notation of `numbers_of`."""
    return {number for found in _PERCENT.findall(text) for number in numbers_of(found)}


def _swapped(
    ours: set[str], theirs: set[str], *, everywhere: set[str] | None = None, claim: set[str] | None = None
) -> bool:
    """Whether `ours` has an item that the best sentence lacks, while that has one that we do not mention."""
    foreign = ours - theirs - (everywhere or set())
    omitted = theirs - ours - (claim or set())
    return bool(foreign) and bool(omitted) and bool(ours & theirs or len(ours) == 1)


def _opposite(claim: str, source: str) -> str | None:
    """A word of the source that the claim replaces with its opposite."""
    ours, theirs = set(words_of(claim)), set(words_of(source))
    for word in ours - theirs:
        for opposite in _OPPOSITE_OF.get(word, set()) & (theirs - ours):
            return opposite
    return None
