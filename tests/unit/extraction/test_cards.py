"""The print of identity documents: numbered fields, American abbreviations, bilingual labels, and names without labels."""

import pytest

from ascertain.ai.text import Barcode, Box, Page, Word
from ascertain.kyc.extraction import classify_parts, extract
from ascertain.kyc.extraction.by_barcode import licence_of

_LETTER, _HEIGHT, _SPACE = 0.011, 0.022, 0.005
Cells = tuple[tuple[float, float, str], ...]


def page_of(*cells: tuple[float, float, str], barcodes: tuple[Barcode, ...] = ()) -> Page:
    words = []
    for x, y, text in cells:
        at = x
        for part in text.split():
            words.append(Word(part, Box(at, y, at + _LETTER * len(part), y + _HEIGHT), 0.98))
            at += _LETTER * len(part) + _SPACE
    return Page(1, 600, 380, tuple(words), "ocr", barcodes=barcodes)


def values_of(kind: str, page: Page) -> dict[str, str]:
    return {fact.property: fact.value for fact in extract(kind, [page])}


BRITISH = page_of(
    (0.1, 0.05, "DRIVING LICENCE"), (0.7, 0.05, "UK"),
    (0.4, 0.15, "1. MORGAN-REES"), (0.4, 0.20, "2. MR SARAH MEREDYTH"), (0.4, 0.25, "3. 11.03.1976 UNITED KINGDOM"),
    (0.4, 0.30, "4a. 19.01.2023"), (0.65, 0.30, "4c. DVLA"), (0.4, 0.35, "4b. 18.01.2033"), (0.4, 0.40, "5. MORGA753116SM9IJ"),
    (0.4, 0.55, "8. 122 BURNS CRESCENT, EDINBURGH, EH1 9GP"), (0.4, 0.70, "9. AM/A/B1/B/f/k/l/n/p/q"),
)  # fmt: skip
SPANISH = page_of(
    (0.1, 0.05, "PERMISO DE CONDUCCIÓN"), (0.5, 0.05, "REINO DE ESPAÑA"),
    (0.4, 0.15, "1"), (0.45, 0.15, "ESPAÑOLA ESPAÑOLA"), (0.4, 0.20, "2"), (0.45, 0.20, "CARMEN"),
    (0.4, 0.25, "3"), (0.45, 0.25, "01/06/1980 MADRID"), (0.4, 0.30, "4a"), (0.45, 0.30, "30/12/2021"), (0.65, 0.30, "4c"),
    (0.7, 0.30, "28/1"), (0.4, 0.35, "4b"), (0.45, 0.35, "30/12/2031"), (0.4, 0.40, "5"), (0.45, 0.40, "99999999-R"),
)  # fmt: skip
FLORIDA = page_of(
    (0.05, 0.05, "Florida"), (0.4, 0.05, "DRIVER LICENSE"), (0.4, 0.13, "4d DLN S514-172-80-844-0"), (0.7, 0.20, "9 CLASS E"),
    (0.4, 0.20, "3 DOB 01/06/1980"), (0.4, 0.27, "1 SAMPLE"), (0.4, 0.33, "2 NICK"), (0.4, 0.39, "8 123 MAIN STREET"),
    (0.4, 0.44, "TALLAHASSEE, FL 32399-0500"), (0.4, 0.52, "15 SEX M"), (0.6, 0.52, "16 HGT 5'-08\""),
    (0.4, 0.60, "4a ISS 03/15/2019"),
    (0.4, 0.68, "4b EXP 01/06/2027"), (0.4, 0.80, "5 DD S071703150001"),
)  # fmt: skip
ONTARIO = page_of(
    (0.05, 0.05, "ONTARIO CANADA"), (0.4, 0.05, "DRIVER'S LICENCE PERMIS DE CONDUIRE"), (0.4, 0.15, "1,2 NAME/NOM"),
    (0.4, 0.20, "SAMPLE"), (0.4, 0.25, "NICOLE ANNE"), (0.4, 0.31, "8"), (0.4, 0.36, "77 WELLESLEY ST W"),
    (0.4, 0.41, "TORONTO, ON, M7A 1N3"),
    (0.4, 0.50, "4d NUMBER/NUMÉRO"), (0.4, 0.55, "S0418-40408-60101"), (0.4, 0.62, "4a ISS/DÉL"), (0.4, 0.67, "2019/02/12"),
    (0.7, 0.62, "4b EXP/EXP"), (0.7, 0.67, "2024/01/10"), (0.4, 0.75, "3 DOB/DDN"), (0.4, 0.80, "1986/01/01"),
)  # fmt: skip


def test_a_british_licence_by_its_numbered_fields() -> None:
    found = values_of("driving_licence", BRITISH)
    assert found["lastName"] == "Morgan-Rees" and found["birthDate"] == "1976-03-11"
    assert (found["startDate"], found["endDate"]) == ("2023-01-19", "2033-01-18")
    assert found["number"] == "MORGA753116SM9IJ" and found["authority"] == "DVLA" and found["country"] == "gb"
    assert found["birthPlace"] == "UNITED KINGDOM" and "BURNS CRESCENT" in found["address"]


def test_a_licence_whose_numbers_stand_apart_from_their_values() -> None:
    found = values_of("driving_licence", SPANISH)
    assert (found["lastName"], found["firstName"]) == ("Española Española", "Carmen")
    assert found["birthDate"] == "1980-06-01" and found["birthPlace"] == "MADRID"
    assert found["number"] == "99999999R" and found["endDate"] == "2031-12-30" and found["country"] == "es"


def test_an_american_licence_by_its_numbers_and_abbreviations() -> None:
    found = values_of("driving_licence", FLORIDA)
    assert (found["lastName"], found["firstName"], found["name"]) == ("Sample", "Nick", "Nick Sample")
    assert found["number"] == "S514172808440", "4d is the number of the holder, and 5 that of the print run"
    assert (
        found["birthDate"] == "1980-01-06" and found["endDate"] == "2027-01-06" and found["startDate"] == "2019-03-15"
    )
    assert found["gender"] == "male" and found["country"] == "us"
    assert found["address"] == "123 MAIN STREET, TALLAHASSEE, FL 32399-0500"


def test_a_canadian_licence_in_two_languages() -> None:
    found = values_of("driving_licence", ONTARIO)
    assert found["birthDate"] == "1986-01-01" and found["endDate"] == "2024-01-10" and found["country"] == "ca"
    assert found["number"] == "S04184040860101" and found["address"] == "77 WELLESLEY ST W, TORONTO, ON, M7A 1N3"


@pytest.mark.parametrize(
    ("labels", "value", "prop", "expected"),
    [
        ("ΕΠΩΝΥΜΟ / SURNAME", "PAPADOPOULOU", "lastName", "Papadopoulou"),
        ("UZVĀRDS/SURNAME/NOM", "BĒRZIŅA", "lastName", "Bērziņa"),
        ("3. Születési idő/Date of birth/Date de naissance (3)", "09 JÚN/JUN 1981", "birthDate", "1981-06-09"),
        ("Datum isteka / Date of expiry", "01 05 2031", "endDate", "2031-05-01"),
        ("Lieu de naissance / Place of birth", "LYON", "birthPlace", "LYON"),
        ("SPOL/SEX", "Ž/F", "gender", "female"),
        ("Kjønn / Sex", "M", "gender", "male"),
        ("Doğum yeri / Place of birth", "İZMİR", "birthPlace", "İZMİR"),
    ],
)
def test_labels_in_several_languages_of_which_one_is_known(labels: str, value: str, prop: str, expected: str) -> None:
    page = page_of(
        (0.1, 0.05, "IDENTITY CARD"), (0.3, 0.3, labels), (0.3, 0.34, value), (0.3, 0.42, "Signature / Podpis")
    )
    assert values_of("identity_card", page).get(prop) == expected


def test_values_are_under_their_labels_where_several_labels_share_a_line() -> None:
    page = page_of(
        (0.1, 0.05, "NATIONAL IDENTITY CARD"), (0.3, 0.2, "SEXO/SEX"), (0.45, 0.2, "NACIONALIDAD/NATIONALITY"),
        (0.75, 0.2, "FECHA DE NACIMIENTO/DATE OF BIRTH"), (0.3, 0.24, "F"), (0.45, 0.24, "ESP"), (0.75, 0.24, "01 01 1980"),
    )  # fmt: skip
    found = values_of("identity_card", page)
    assert (found["gender"], found["nationality"], found["birthDate"]) == ("female", "es", "1980-01-01")


def test_words_that_mix_scripts_were_misread_and_are_doubted() -> None:
    page = page_of((0.1, 0.05, "PASSPORT"), (0.3, 0.2, "Place of birth"), (0.3, 0.24, "AΘHNΣA"))
    (fact,) = [fact for fact in extract("passport", [page]) if fact.property == "birthPlace"]
    assert fact.confidence < 0.6


AAMVA = (
    "@\n\x1e\rANSI 636014090102DL00410288ZC03290015DLDAQY0004179\nDCSDOE\nDDEN\nDACJOHN\nDDFN\nDADQUINCY,ADAM\nDCUJR\nDCAC\n"
    "DBD09122024\nDBB08301990\nDBA08302029\nDBC1\nDAU069 in\nDAYBRO\nDAG1234 ELM ST\nDAIANYTOWN\nDAJCA\nDAK902230000  \n"
    "DCF1234567\nDCGUSA\rZCZCABLK\r"
)
CANADIAN = (
    "@\n\x1e\rANSI 636012030001DL00310340DLDCSSAMPLE\nDCTNICOLE,ANNE\nDBD20190212\nDBB19860101\nDBA20240110\nDBC2\n"
    "DAG77 WELLESLEY ST W\nDAITORONTO\nDAJON\nDAKM7A 1N3\nDAQS0418-40408-60101\nDCGCAN\r"
)
OLDEST = (
    "@\n\x1e\rAAMVA36001001020021DL00390187DLDAADOE,JANE,Q\nDAG12 HILL RD\nDAIALBANY\nDAJNY\nDAK12207\nDAQ123456789\n"
    "DBB19700102\nDBCF\n"
)
_PLACE = Box(0.1, 0.5, 0.9, 0.9)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (AAMVA, {"name": "John Quincy Adam Jr Doe", "birthDate": "1990-08-30", "gender": "male", "number": "Y0004179",
                 "country": "us", "address": "1234 ELM ST, ANYTOWN, CA 90223", "startDate": "2024-09-12", "endDate": "2029-08-30"}),
        (CANADIAN, {"name": "Nicole Anne Sample", "birthDate": "1986-01-01", "gender": "female", "number": "S04184040860101",
                    "country": "ca", "endDate": "2024-01-10"}),
        (OLDEST, {"name": "Jane Q Doe", "birthDate": "1970-01-02", "gender": "female", "number": "123456789"}),
    ],
)  # fmt: skip
def test_the_code_of_a_licence_states_its_holder_and_decides_the_type(text: str, stated: dict[str, str]) -> None:
    page = page_of(barcodes=(Barcode("pdf417", text, _PLACE),))
    (part,) = classify_parts([page])
    assert part.document_type == "driving_licence"
    facts = [fact for fact in extract(part.document_type, [page]) if fact.method == "barcode"]
    found = {fact.property: fact.value for fact in facts}
    assert {key: found.get(key) for key in stated} == stated
    assert all(fact.boxes == (_PLACE,) for fact in facts)


def test_other_codes_are_no_licence() -> None:
    assert licence_of(Barcode("qr", AAMVA, _PLACE), 1) is None
    assert licence_of(Barcode("pdf417", "M1DOE/JOHN EABC123 LHRJFK", _PLACE), 1) is None
    assert licence_of(Barcode("pdf417", "@\n\x1e\rANSI 636014090102DL0041", _PLACE), 1) is None


def test_print_and_code_of_a_licence_are_reconciled() -> None:
    front = page_of((0.05, 0.05, "CALIFORNIA USA"), (0.4, 0.05, "DRIVER LICENSE"), (0.4, 0.15, "DL Y0004179"),
                    (0.4, 0.2, "EXP 08/30/2029"), (0.4, 0.25, "LN DOE"), (0.4, 0.3, "DOB 08/30/1980"))  # fmt: skip
    page = Page(1, 600, 380, front.words, "ocr", barcodes=(Barcode("pdf417", AAMVA, _PLACE),))
    facts = [fact for fact in extract("driving_licence", [page]) if fact.property in ("birthDate", "number")]
    number = [fact for fact in facts if fact.property == "number"]
    assert ["label" in fact.agreed for fact in number] == [True] and number[0].confidence > 0.99
    born = {fact.method: fact.value for fact in facts if fact.property == "birthDate"}
    assert born == {"barcode": "1990-08-30", "label": "1980-08-30"}, "a difference is a person's to settle"
