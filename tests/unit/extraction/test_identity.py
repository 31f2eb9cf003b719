"""Zones on documents of any type: facts, types of documents, agreement with the print."""

from datetime import date

import pytest

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.documents.flags import find_flags
from ascertain.kyc.extraction import FoundFact, classify_parts, extract, extract_parts
from ascertain.kyc.extraction.mrz_agreement import same_date, same_name

_LETTER, _HEIGHT, _SPACE = 0.011, 0.014, 0.005
_TODAY = date(2026, 11, 26)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
PERMIT = ("IRUTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159SWE<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
# The data page of the specimen of Doc 9303 part 4, as printed there: bilingual labels, years of two digits, blanks in the number.
SPECIMEN = (
    (0.1, 0.05, "UTOPIA"),
    (0.3, 0.05, "Passport / Passeport"),
    (0.1, 0.10, "Type/ Type"),
    (0.1, 0.12, "P"),
    (0.3, 0.10, "Country code/ Code du pays"),
    (0.3, 0.12, "UTO"),
    (0.6, 0.10, "Passport No./ N° de passeport"),
    (0.6, 0.12, "L898902C3"),
    (0.3, 0.16, "Surname/ Nom"),
    (0.3, 0.18, "ERIKSSON"),
    (0.3, 0.22, "Given names/ Prénoms"),
    (0.3, 0.24, "ANNA MARIA"),
    (0.3, 0.28, "Nationality/ Nationalité"),
    (0.3, 0.30, "UTOPIAN"),
    (0.3, 0.34, "Date of birth/ Date de naissance"),
    (0.3, 0.36, "12 AUGUST/AOUT 74"),
    (0.6, 0.34, "Personal No./ N° personnel"),
    (0.6, 0.36, "ZE 184226 B"),
    (0.3, 0.40, "Sex/ Sexe"),
    (0.3, 0.42, "F"),
    (0.6, 0.40, "Place of birth/ Lieu de naissance"),
    (0.6, 0.42, "ZENITH"),
    (0.3, 0.46, "Date of issue/ Date de délivrance"),
    (0.3, 0.48, "16 APRIL/AVRIL 07"),
    (0.6, 0.46, "Authority/ Autorité"),
    (0.6, 0.48, "PASSPORT OFFICE"),
    (0.3, 0.52, "Date of expiry/ Date d'expiration"),
    (0.3, 0.54, "15 APRIL/AVRIL 12"),
)


def page_of(cells: tuple[tuple[float, float, str], ...], zone: tuple[str, ...] = (), number: int = 1) -> Page:
    words = []
    for x, y, text in cells:
        at = x
        for part in text.split():
            words.append(Word(part, Box(at, y, at + _LETTER * len(part), y + _HEIGHT), 0.98))
            at += _LETTER * len(part) + _SPACE
    for row, line in enumerate(zone):
        words.append(Word(line, Box(0.05, 0.8 + 0.04 * row, 0.95, 0.82 + 0.04 * row), 0.97))
    return Page(number, 600, 450, tuple(words), "ocr")


def replaced(old: str, new: str) -> tuple[tuple[float, float, str], ...]:
    assert any(text == old for _, _, text in SPECIMEN)
    return tuple((x, y, new if text == old else text) for x, y, text in SPECIMEN)


def read(page: Page) -> list[FoundFact]:
    return extract_parts(classify_parts([page]), [page], today=_TODAY)


def mismatches(page: Page) -> list[str]:
    return [flag.detail for flag in find_flags(read(page), [page], [], as_of=_TODAY) if flag.code == "mrz.mismatch"]


def test_the_specimen_of_icao_is_read_from_print_and_zone_without_a_mismatch() -> None:
    page = page_of(SPECIMEN, TD3)
    facts = read(page)
    values = {(fact.subject, fact.property): fact for fact in facts}
    assert len(values) == len(facts), "each property once"
    stated = {key: fact.value for key, fact in values.items()}
    assert stated["holder", "name"] == "Anna Maria Eriksson"
    assert stated["holder", "birthDate"] == "1974-08-12" and stated["passport", "endDate"] == "2012-04-15"
    assert stated["passport", "number"] == "L898902C3" and stated["passport", "country"] == "uto"
    assert stated["holder", "idNumber"] == "ZE 184226 B" or stated["holder", "idNumber"] == "ZE184226B"
    assert stated["passport", "startDate"] == "2007-04-16" and stated["holder", "birthPlace"] == "ZENITH"
    assert values["holder", "birthDate"].agreed and values["holder", "birthDate"].confidence > 0.98
    assert mismatches(page) == []


@pytest.mark.parametrize(
    ("old", "new", "zone", "label"),
    [
        ("12 AUGUST/AOUT 74", "12 AUGUST/AOUT 71", TD3, "birth date"),
        ("15 APRIL/AVRIL 12", "15 APRIL/AVRIL 22", TD3, "expiry date"),
        ("ERIKSSON", "LINDQVIST", TD3, "surname"),
        ("L898902C3", "L898907C3", TD3, "document number"),
    ],
)
def test_a_difference_that_was_read_with_confidence_on_both_sides_is_found(
    old: str, new: str, zone: tuple[str, ...], label: str
) -> None:
    (detail,) = mismatches(page_of(replaced(old, new), zone))
    assert detail.startswith(f"The machine-readable zone and the print differ on the {label}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 AUGUST/AOUT 74", "08/12/74"),  # month first, as some states print
        ("12 AUGUST/AOUT 74", "12.08.1974"),
        ("ANNA MARIA", "ANNA MARIA ELISABETH"),  # left out by the zone
        ("ANNA MARIA", "ANNÁ MARÍA"),
        ("ERIKSSON", "ERIKSS0N"),  # a misread letter
        ("L898902C3", "L 898902 C3"),
        ("UTOPIAN", "UTOPIENNE"),
    ],
)
def test_another_way_of_writing_the_same_is_no_difference(old: str, new: str) -> None:
    assert mismatches(page_of(replaced(old, new), TD3)) == []


def test_a_zone_whose_check_digit_fails_is_no_evidence_against_the_print() -> None:
    wrong = "L898902C36UTO7408222F1204159ZE184226B<<<<<10"
    assert mismatches(page_of(replaced("12 AUGUST/AOUT 74", "12 AUGUST/AOUT 74"), (TD3[0], wrong))) == []


@pytest.mark.parametrize(
    ("zone", "printed"),
    [
        ("MUELLER", "Müller"),
        ("MULLER", "Müller"),
        ("HAAKON MIKKEL", "HÅKON MIKKEL"),
        ("DAEHLIE STRAND", "DÆHLIE-STRAND"),
        ("OBRIEN", "O'Brien"),
        ("NUNEZ", "Núñez"),
        ("STRAUSS", "Strauß"),
        ("NILAVADHANANANDA", "NILAVADHANANANDA"),
        ("SHCHERBAKOV", "ЩЕРБАКОВ"),
        ("JONATHON ALEXANDER J", "Jonathon Alexander James"),
        ("MARIA ANNA", "Anna Maria"),
    ],
)
def test_transliterated_cut_and_reordered_names_are_the_same(zone: str, printed: str) -> None:
    assert same_name(zone, printed)


@pytest.mark.parametrize(
    ("zone", "printed"), [("ERIKSSON", "LINDQVIST"), ("ANNA", "MARIA"), ("KOWALSKI", "NOWAK"), ("LI", "WU")]
)
def test_other_names_are_not_the_same(zone: str, printed: str) -> None:
    assert not same_name(zone, printed)


def test_dates_are_compared_in_any_order_and_century() -> None:
    assert same_date("1974-08-12", "2074-08-12", "12.08.74")
    assert same_date("1974-08-12", "1974-12-08", "08/12/1974")
    assert not same_date("1974-08-12", "1971-08-12", "12.08.1971")


@pytest.mark.parametrize(
    ("zone", "kind"),
    [(TD3, "passport"), (TD1, "identity_card"), (MRV_B, "visa"), (PERMIT, "residence_permit")],
)
def test_a_zone_decides_the_type_whatever_the_words_say(zone: tuple[str, ...], kind: str) -> None:
    page = page_of(((0.1, 0.1, "INVOICE"), (0.1, 0.14, "Invoice number 4711"), (0.1, 0.18, "Total amount due")), zone)
    (part,) = classify_parts([page])
    assert part.document_type == kind and part.confidence > 0.95
    values = {(fact.property): fact.value for fact in read(page)}
    assert values["name"] == "Anna Maria Eriksson"


def test_a_zone_on_a_document_of_unknown_type_gives_its_facts_with_subjects_of_its_own() -> None:
    page = page_of((), TD1)
    unknown = {(fact.subject, fact.property): fact.value for fact in extract("unknown", [page], today=_TODAY)}
    assert unknown["holder", "lastName"] == "Eriksson" and unknown["card", "number"] == "D23145890"
    assert unknown["card", "holder"] == "holder"
    bill = {(fact.subject, fact.property) for fact in extract("utility_bill", [page], today=_TODAY)}
    assert ("zone_holder", "birthDate") in bill and ("zone_card", "endDate") in bill


def test_a_copy_of_a_passport_in_a_long_file_is_a_part_of_its_own_and_a_card_has_two_sides() -> None:
    prose = tuple((0.1, 0.1 + 0.02 * row, "this agreement is made between the parties " * 2) for row in range(30))
    front = page_of(((0.1, 0.1, "IDENTITY CARD"), (0.1, 0.2, "ERIKSSON")))
    pages = [
        page_of(prose),
        page_of((), TD3, 2),
        page_of(prose, number=3),
        page_of(front_cells(front), number=4),
        page_of((), TD1, 5),
    ]
    parts = [(part.document_type, part.first_page, part.last_page) for part in classify_parts(pages)]
    assert parts[1] == ("passport", 2, 2) and parts[-1] == ("identity_card", 4, 5)


def front_cells(page: Page) -> tuple[tuple[float, float, str], ...]:
    return tuple((word.box.x0, word.box.y0, word.text) for word in page.words)


def test_two_holders_on_one_page_are_two_subjects() -> None:
    other = ("I<UTOD231458915<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<2", "LINDQVIST<<SVEN<<<<<<<<<<<<<<<")
    words = page_of((), TD1).words
    more = [Word(line, Box(0.05, 0.2 + 0.04 * row, 0.95, 0.22 + 0.04 * row), 0.97) for row, line in enumerate(other)]
    page = Page(1, 600, 450, (*words, *more), "ocr")
    names = {fact.subject: fact.value for fact in read(page) if fact.property == "lastName"}
    assert names == {"holder": "Lindqvist", "holder-2": "Eriksson"}


def test_a_wrong_check_digit_that_the_print_confirms_is_flagged() -> None:
    second = "L898902C35UTO7408122F1204159ZE184226B<<<<<10"
    page = page_of(SPECIMEN, (TD3[0], second))
    flags = [flag for flag in find_flags(read(page), [page], [], as_of=_TODAY) if flag.code == "mrz.check_digit"]
    assert [flag.severity for flag in flags] == ["high"] and "document number" in flags[0].detail


def test_a_personal_number_is_checked_by_the_rules_of_the_state() -> None:
    def card(number: str) -> Page:
        return page_of(
            (
                (0.1, 0.05, "RZECZPOSPOLITA POLSKA"),
                (0.1, 0.10, "DOWÓD OSOBISTY / IDENTITY CARD"),
                (0.1, 0.20, "NAZWISKO / SURNAME"),
                (0.1, 0.22, "KOWALSKA"),
                (0.1, 0.30, "PESEL"),
                (0.1, 0.32, number),
            )
        )

    right = {fact.property: fact for fact in extract("identity_card", [card("44051401359")])}
    wrong = {fact.property: fact for fact in extract("identity_card", [card("44051401358")])}
    assert right["idNumber"].validation == "checksum ok" and wrong["idNumber"].validation == "invalid"
    assert wrong["idNumber"].value == "44051401358" and wrong["idNumber"].notes
