"""What a name says about its bearer, and that a stated legal form is read where its country writes it."""

import pytest

from ascertain.kyc.values import (
    Bearer,
    bearer_of,
    ends_in_legal_form,
    has_legal_form,
    legal_form,
    name_tokens,
    normalise_given_name,
    normalise_name,
    search_words,
    stated_legal_form,
    without_legal_form,
    without_stated_form,
)

# Persons whose names have a word that is a legal form, a bank or a company in some country.
PERSONS = [
    "Ad de Vries", "Tan Sia Hock", "Kim Se Gon", "Per As", "Sa Nguyen", "Ag Mohamed", "Oo Than", "Than Oo", "Yu Kwang Ho",
    "PAO, Hua Chiang", "YU, Chol U", "DA COSTA, Luis Fernando", "Da Costa Luis", "Sas Péter", "Ana Sa", "Maria de Sá", "Kun Spa",
    "Bv Rao", "Inc Lal Das", "Co Van Minh", "Se Ri Pak", "Ab van der Berg", "Lim Sia Lan", "Ali Ben Ad", "Ood Larsen",
    "Uab Hassan", "As Soltani", "El Ag Intalla", "Anders Ek", "Lena Ek", "Kg Moody", "Nv Raman", "Li Ao", "Oy Chanthol",
    "Dr. Se Hoon Oh", "Mrs Sia Figiel", "Ole As Hansen", "Ug Lalit", "Trust Moyo Junior", "Dd Kosambi", "Cv Raman Pillai",
    "Doo Hwan Chun", "Ead Mohamed Saad", "Oao Pin Wen", "Bank, Anna",
]  # fmt: skip


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_not_taken_for_a_company(name: str) -> None:
    assert bearer_of(name) is not Bearer.COMPANY


@pytest.mark.parametrize(
    "name", ["Ad de Vries", "Tan Sia Hock", "Kim Se Gon", "Per As", "Varga, Ilse", "Dr. Se Hoon Oh"]
)
def test_the_name_of_a_person_says_that_it_is_one(name: str) -> None:
    assert bearer_of(name) is Bearer.PERSON


@pytest.mark.parametrize(
    "name",
    [
        "Veranstaltungstechnik Meier GmbH", "Foundation Engineering Ltd", "Nestlé S.A.", "Acme, Inc.", "Lindenhof AG",
        "Rabobank N.V.", "ACME BV", "Müller GmbH & Co. KG", "Škoda Auto a.s.", "Orlen S.A.", "Bank Pekao SA", "Oy Nokia Ab",
        "SIA Rimi Latvia", "SARL Les Éditions du Songe",
        "ООО Ромашка", "ПАО Газпром", "PT Astra International Tbk", "Aker ASA (publ)", "شركة النور للتجارة",
        "深圳市华为技术有限公司", "株式会社 日立製作所", "Stichting Pensioenfonds Zorg", "Fundación La Caixa", "Smith & Co.",
        "Alba Trading", "First National Bank", "Calder Holdings", "Public Joint Stock Company Sberbank",
    ],
)  # fmt: skip
def test_a_stated_form_or_a_word_of_trade_makes_a_company(name: str) -> None:
    assert bearer_of(name) is Bearer.COMPANY


@pytest.mark.parametrize(
    "name",
    [
        "SDAC", "KIM SE", "TAN SIA", "Tan Co", "Oy Chanthol", "Kruidvat B.V. Rotterdam", "Harrow & Finch", "Friends of Alba",
        "Ivanov A.O.", "ИП Иванов", "", "7",
    ],
)  # fmt: skip
def test_what_may_be_either_is_unknown(name: str) -> None:
    assert bearer_of(name) is Bearer.UNKNOWN
    assert bearer_of(name).schema == "LegalEntity"


def test_the_stated_form_outranks_a_word_inside_the_name() -> None:
    for name, kind in [
        ("Foundation Engineering Ltd", "company"),
        ("Veranstaltungstechnik Meier GmbH", "company"),
        ("Harbour Trust Limited", "company"),
        ("Lindenhof Stiftung & Co. KG", "partnership"),
        ("Alba Foundation", "foundation"),
        ("Stiftung Warentest", "foundation"),
        ("Harrow Family Trust", "trust"),
    ]:
        form = stated_legal_form(name)
        assert form is not None
        assert form.kind == kind
    assert stated_legal_form("Foundation Engineering") is None


def test_a_form_has_the_countries_that_know_it() -> None:
    form = stated_legal_form("Nokia Oyj")
    assert form is not None
    assert form.countries == {"fi"}


def test_printed_names_stay_as_printed_and_only_persons_lose_their_capitals() -> None:
    assert normalise_name("SDAC") == "SDAC"
    assert normalise_name("Acme, Inc.") == "Acme, Inc."
    assert normalise_name("FIRST NATIONAL BANK") == "FIRST NATIONAL BANK"
    assert normalise_name("ILSE VARGA") == "Ilse Varga"
    assert normalise_name("VARGA, ILSE") == "Ilse Varga"
    assert normalise_given_name("VARGA") == "Varga"


def test_forms_are_folded_where_they_are_written_and_left_alone_inside_a_name() -> None:
    assert name_tokens("Alba Private Limited") == ["alba", "ltd"]
    assert name_tokens("Company Formations Ltd") == ["company", "formations", "ltd"]
    assert name_tokens("Alba Company for Metals LLC") == name_tokens("Alba Co. for Metals LLC")
    assert without_legal_form(name_tokens("Alba Chamber of Shipping")) == ["alba", "chamber", "of", "shipping"]
    assert without_legal_form(name_tokens("Ting Jewellery (HK) Co. Limited")) == ["ting", "jewellery", "hk"]
    assert without_legal_form(name_tokens("Foundation Engineering Ltd")) == ["foundation", "engineering"]
    assert legal_form(name_tokens("Siemens Aktiengesellschaft")) == legal_form(name_tokens("Siemens AG")) == "ag"
    assert search_words("PJSC Sberbank") == search_words("Public Joint Stock Company Sberbank")
    assert without_stated_form("Acme, Inc.") == "Acme"
    assert without_stated_form("GmbH") == "GmbH"


def test_the_place_of_a_form_on_a_page_is_found_even_where_it_may_be_a_name() -> None:
    assert has_legal_form("FREE SAS")
    assert ends_in_legal_form("Ames B.V.")
    assert not ends_in_legal_form("Ames B.V. iov")
    assert not has_legal_form("Ilse Varga")


@pytest.mark.parametrize("name", ["AS Tallink", "AS Tallink Grupp", "AS Rao"])
def test_two_capitals_at_the_start_may_be_initials_or_a_form(name: str) -> None:
    assert bearer_of(name) is Bearer.UNKNOWN


def test_what_is_too_long_for_a_name_is_not_searched() -> None:
    assert bearer_of("(" * 100_000) is Bearer.UNKNOWN
    assert stated_legal_form(" " * 100_000 + "x") is None
