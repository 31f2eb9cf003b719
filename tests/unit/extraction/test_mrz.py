"""Machine-readable zones: formats, orientations, repairs, and which values are never verified."""

from datetime import date

import pytest

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.mrz import Mrz, country, find_mrz, find_zones
from ascertain.kyc.extraction.mrz_dates import birth_date, expiry_date
from ascertain.kyc.extraction.mrz_formats import check_digit

# The specimens of ICAO Doc 9303, parts 4 to 7.
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")


def page(*lines: str, turned: int = 0) -> Page:
    """Lines at the foot of a page. `turned` is where the top of the letters points: 0 up, 90 right, 180 down, 270 left."""
    words = [Word("PASSPORT", Box(0.1, 0.1, 0.3, 0.13))]
    for index, line in enumerate(lines):
        near, far, low, high = 0.1, 0.9, 0.7 + 0.04 * index, 0.725 + 0.04 * index
        box = {
            0: Box(near, low, far, high),
            90: Box(1 - high, near, 1 - low, far),
            180: Box(1 - far, 1 - high, 1 - near, 1 - low),
            270: Box(low, 1 - far, high, 1 - near),
        }[turned]
        words.append(Word(line, box, 0.95))
    return Page(1, 600, 600, tuple(words), "ocr")


def zone_of(*lines: str, turned: int = 0) -> Mrz:
    found = find_mrz([page(*lines, turned=turned)])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "lines", "number"),
    [
        ("TD3", TD3, "L898902C3"),
        ("TD2", TD2, "D23145890"),
        ("TD1", TD1, "D23145890"),
        ("MRV-A", MRV_A, "L8988901C"),
        ("MRV-B", MRV_B, "L8988901C"),
    ],
)
def test_icao_specimens_are_read_in_every_format(name: str, lines: tuple[str, ...], number: str) -> None:
    zone = zone_of(*lines)
    assert zone.format == name and zone.lines == lines
    assert zone.composite_ok is (None if name.startswith("MRV") else True)
    assert (zone.fields["last_name"].value, zone.fields["first_name"].value) == ("ERIKSSON", "ANNA MARIA")
    assert zone.fields["number"].value == number and zone.fields["number"].proof == "checked"
    assert zone.fields["birth_date"].verified and zone.fields["expiry_date"].verified
    assert not any(
        zone.fields[field].verified
        for field in ("last_name", "first_name", "country", "nationality", "gender", "number")
    )


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("lines", [TD3, TD1])
def test_a_zone_is_found_in_any_orientation_and_a_field_is_quoted_with_its_box(
    lines: tuple[str, ...], turned: int
) -> None:
    zone = zone_of(*lines, turned=turned)
    assert zone.lines == lines
    place = zone.place("birth_date")
    assert place.text == "740812"
    share = (place.box.x1 - place.box.x0) / 0.8 if turned in (0, 180) else place.box.height / 0.8
    assert share == pytest.approx(6 / len(lines[0]))


def test_look_alikes_are_repaired_by_position_and_verified_by_the_check_digit() -> None:
    zone = zone_of("P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO74O8122F12O4159ZE184226B<<<<<10")
    assert zone.fields["country"].value == "UTO"
    assert zone.fields["birth_date"].value == "740812" and zone.fields["birth_date"].verified
    assert zone.place("birth_date").text == "74O812", "a quote is what is printed on the page"


def test_a_value_repaired_by_search_is_never_verified() -> None:
    # One wrong value in ten passes a check digit, so a search until one holds proves nothing.
    zone = zone_of(TD3[0], "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10")
    assert zone.fields["number"].value == "L898902C3"
    assert zone.fields["number"].proof == "repaired" and not zone.fields["number"].verified


def test_some_look_alikes_have_the_same_check_digit_so_it_never_verifies_a_number() -> None:
    assert check_digit("AB123456<") == check_digit("AB12345G<")
    assert check_digit("AB1234561") == check_digit("ABL234561") and check_digit("OO447499") == check_digit("00447499")
    assert not zone_of(*TD3).fields["number"].verified


def test_a_wrong_digit_fails_the_check_and_nothing_is_verified() -> None:
    zone = zone_of(TD3[0], "L898902C36UTO7408222F1204159ZE184226B<<<<<10")
    assert zone.fields["birth_date"].proof != "checked" and zone.composite_ok is False
    assert not any(field.verified for field in zone.fields.values())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<10"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<<<10"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<K<<<<C<<<<KK", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        ("p<utoeriksson<<anna<maria«««<<<<<<<<<<<<<", "l898902c36uto7408122f1204159ze184226b<<<<<10"),
    ],
)
def test_dropped_added_or_misread_fillers_change_no_value(first: str, second: str) -> None:
    zone = zone_of(first, second)
    assert (zone.fields["last_name"].value, zone.fields["first_name"].value) == ("ERIKSSON", "ANNA MARIA")
    assert zone.fields["number"].value == "L898902C3" and zone.composite_ok


def test_a_name_that_fills_its_field_may_be_cut() -> None:
    full = "P<UTOPAPANDROPOULOS<<JONATHON<ALEXANDER<JAMESM"
    zone = zone_of(full[:44], TD3[1])
    assert zone.names_cut and zone.fields["last_name"].value == "PAPANDROPOULOS"
    assert not zone_of(*TD3).names_cut


def test_a_number_of_more_than_nine_characters_continues_in_the_optional_data() -> None:
    number = "D23145890734"
    first = ("I<UTO" + number[:9] + "<" + number[9:] + check_digit(number)).ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    second += check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29])
    field = zone_of(first, second, TD1[2]).fields["number"]
    assert field.value == number and field.proof == "checked"


def test_a_page_of_capitals_is_not_a_zone() -> None:
    assert (
        find_mrz([page("PURCHASE OF SHARES IN THE COMPANY AT THE DATE", "PAYMENT SHALL BE MADE WITHIN THIRTY DAYS OF")])
        is None
    )
    assert find_mrz([page("IBAN GB29 NWBK 6016 1331 9268 19 <<", "BIC NWBKGB2L 6016133192681912<<")]) is None


def test_countries_are_codes_of_iso_and_icao() -> None:
    zone = zone_of("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", TD3[1])
    assert country(zone.fields["country"]) == "de"
    assert country(zone.fields["nationality"]) == "uto"
    stateless = zone_of(TD3[0], TD3[1].replace("UTO", "XXA"))
    assert country(stateless.fields["nationality"]) == "xxa"
    assert country(zone_of(TD3[0], TD3[1].replace("UTO", "QQQ")).fields["nationality"]) is None


def test_the_century_depends_on_the_day_of_reading_and_the_expiry() -> None:
    today = date(2027, 3, 1)
    assert birth_date("740812", as_of=today) == "1974-08-12"
    assert birth_date("270301", as_of=today) == "2027-03-01"
    assert birth_date("270302", as_of=today) == "1927-03-02"
    assert birth_date("250101", as_of=today, expiry="2024-01-01") == "1925-01-01"
    assert birth_date("74<<<<") == "1974" and birth_date("7408<<") == "1974-08"
    assert birth_date("740230") is None and birth_date("<<<<<<") is None
    assert expiry_date("360115", as_of=today) == "2036-01-15"
    assert expiry_date("990115", as_of=today) == "1999-01-15"


def test_fillers_read_as_brackets_or_as_kana_are_fillers() -> None:
    zone = zone_of("P<UTOERIKSSON＜＜ANNA<MARIA<<<<<<<<<<<<<<<<<<く", TD3[1])
    assert zone.lines == TD3


@pytest.mark.parametrize("lines", [TD3, TD2, TD1])
def test_lines_that_were_read_as_one_are_taken_apart(lines: tuple[str, ...]) -> None:
    assert zone_of("".join(lines)).lines == lines


def test_lines_of_a_tilted_zone_that_share_a_line_of_the_page_are_taken_apart() -> None:
    words = (Word(TD3[0], Box(0.1, 0.70, 0.9, 0.74), 0.95), Word(TD3[1], Box(0.1, 0.715, 0.9, 0.755), 0.95))
    zone = find_mrz([Page(1, 600, 600, words, "ocr")])
    assert zone is not None and zone.lines == TD3


def test_notes_beside_the_lines_and_a_line_between_them_do_not_belong_to_the_zone() -> None:
    words = [
        Word("CERTIFIED", Box(0.0, 0.70, 0.08, 0.72)),
        Word(TD3[0], Box(0.1, 0.70, 0.8, 0.72)),
        Word("TRUE", Box(0.85, 0.70, 0.9, 0.72)),
        Word("COPY", Box(0.92, 0.70, 0.99, 0.72)),
        Word("SPECIMEN OF A PASSPORT NOT VALID", Box(0.1, 0.73, 0.8, 0.745)),
        Word(TD3[1], Box(0.1, 0.75, 0.8, 0.77)),
        Word("12/5", Box(0.85, 0.75, 0.9, 0.77)),
    ]
    zone = find_mrz([Page(1, 600, 600, tuple(words), "ocr")])
    assert zone is not None and zone.lines == TD3


def test_what_glare_hides_is_left_open_and_the_rest_is_in_its_place() -> None:
    # Ten characters of the second line are not seen: the nationality, and most of the birth date.
    left, right = TD3[1][:10], TD3[1][18:]
    width = 0.8 / 44
    words = (
        Word(TD3[0], Box(0.1, 0.70, 0.9, 0.72), 0.95),
        Word(left, Box(0.1, 0.75, 0.1 + 10 * width, 0.77), 0.95),
        Word(right, Box(0.1 + 18 * width, 0.75, 0.9, 0.77), 0.95),
    )
    zone = find_mrz([Page(1, 600, 600, words, "ocr")])
    assert zone is not None
    assert zone.fields["number"].value == "L898902C3" and zone.fields["number"].proof == "checked"
    assert zone.fields["expiry_date"].value == "120415" and zone.fields["expiry_date"].proof == "checked"
    assert zone.fields["birth_date"].proof == "failed" and not zone.fields["birth_date"].verified


def test_two_cards_on_one_page_have_a_zone_each() -> None:
    other = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "LINDQVIST<<SVEN<<<<<<<<<<<<<<<")
    words = [Word(line, Box(0.1, 0.2 + 0.04 * row, 0.9, 0.225 + 0.04 * row), 0.95) for row, line in enumerate(TD1)]
    words += [Word(line, Box(0.1, 0.7 + 0.04 * row, 0.9, 0.725 + 0.04 * row), 0.95) for row, line in enumerate(other)]
    zones = find_zones([Page(1, 600, 600, tuple(words), "ocr")])
    assert [zone.fields["last_name"].value for zone in zones] == ["ERIKSSON", "LINDQVIST"]
    assert all(zone.is_certain for zone in zones)


def test_a_page_of_prose_has_no_zone() -> None:
    text = "THE PARTIES AGREE THAT THIS AGREEMENT IS GOVERNED BY THE LAWS OF ENGLAND AND WALES".split()
    words = tuple(Word(word, Box(0.05 * i, 0.3, 0.05 * i + 0.04, 0.32)) for i, word in enumerate(text))
    assert find_zones([Page(1, 600, 800, words, "text")]) == []
