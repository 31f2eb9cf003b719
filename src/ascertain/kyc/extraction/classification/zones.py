"""The type of a document by its machine-readable zone or its licence's barcode, and the pages that belong to it.

A zone that proves itself decides, whatever the words say: a card says "specimen" or "copy", and its words are of any language.
"""

from collections.abc import Sequence

from ascertain.ai.text import Page
from ascertain.kyc.extraction.by_barcode import Licence, licences_of
from ascertain.kyc.extraction.mrz import Mrz, find_zones
from ascertain.kyc.extraction.types import Catalogue

CONFIDENCE = 0.99
IDENTITY_TYPES = frozenset({"passport", "identity_card", "residence_permit", "visa", "driving_licence"})
# The other side of a card, or the page opposite, has few words. A page with more is a letter or a form of its own.
_MOST_WORDS_OF_A_SIDE = 120
_PERMIT_CODES = frozenset({"IR", "AR", "CR"})
_CARD_FORMATS = frozenset({"TD1", "TD2"})


Coded = Mrz | Licence


def certain_code(page: Page) -> Coded | None:
    """The first zone of a page that decides its type, or the licence in its barcode."""
    zone = next((zone for zone in find_zones([page]) if zone.is_certain), None)
    return zone or next(iter(licences_of([page])), None)


def type_of(zone: Coded, worded: str, catalogue: Catalogue) -> str | None:
    """The type of the zone's document; None where there is no file of that type.

    Args:
        worded: the type by the words. Where the code of a card leaves open whether it is an identity card or a permit, it decides.
    """
    name = _named(zone, worded)
    return name if name in catalogue else None


def _named(zone: Coded, worded: str) -> str:
    if isinstance(zone, Licence):
        return "driving_licence" if zone.kind == "DL" else "identity_card"
    if zone.begins == "P":
        return "passport"
    if zone.begins == "V":
        return "visa"
    country, nationality = (zone.fields[name].value for name in ("country", "nationality"))
    # C1 and C2 are the permanent resident cards of the United States.
    if zone.lines[0][:2] in _PERMIT_CODES or (zone.begins == "C" and country == "USA"):
        return "residence_permit"
    if country != nationality and worded != "identity_card":
        return "residence_permit"
    return "residence_permit" if worded == "residence_permit" and country != nationality else "identity_card"


def split(pages: Sequence[Page], zones: Sequence[Coded | None]) -> list[tuple[int, int, Coded | None]]:
    """The pages as ranges [start, end), each with its zone: a page with a zone, and sides of its card before or after it.

    The back of a card has the zone, so the pages between two cards' zones belong to the second; a passport's page comes first.
    """
    ranges: list[tuple[int, int, Coded | None]] = []
    start = 0
    places = [index for index, zone in enumerate(zones) if zone is not None]
    for number, place in enumerate(places):
        zone = zones[place]
        assert zone is not None
        first, limit = place, places[number + 1] if number + 1 < len(places) else len(pages)
        while _is_card(zone) and first > start and _is_side(pages[first - 1]):
            first -= 1
        last = place + 1
        following = zones[limit] if limit < len(pages) else None
        while (following is None or not _is_card(following)) and last < limit and _is_side(pages[last]):
            last += 1
        if first > start:
            ranges.append((start, first, None))
        ranges.append((first, last, zone))
        start = last
    if start < len(pages):
        ranges.append((start, len(pages), None))
    return ranges


def _is_card(zone: Coded) -> bool:
    """Whether the zone or the code is on the back of a card."""
    return isinstance(zone, Licence) or zone.format in _CARD_FORMATS


def _is_side(page: Page) -> bool:
    return len(page.words) <= _MOST_WORDS_OF_A_SIDE
