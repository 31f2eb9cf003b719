"""Records of one case become parties by identifier, name and birth date."""

from hypothesis import given
from hypothesis import strategies as st

from ascertain.kyc.entities import PropertyValue, Record, resolve
from ascertain.kyc.entities.comparison import NAME_ONLY_BITS, compare, fields_by_kind


def record(identifier: str, name: str, schema: str = "Person", **properties: str) -> Record:
    values = {key: (PropertyValue(value),) for key, value in {"name": name, **properties}.items()}
    return Record(identifier, f"doc_{identifier}", identifier, schema, values)


def groups(*records: Record) -> list[set[str]]:
    return [{one.id for one in group} for group in resolve(records)]


def test_the_order_of_a_name_and_a_slip_in_a_birth_date_do_not_part_a_person() -> None:
    found = groups(
        record("a", "Ilse Varga", birthDate="1971-03-14"), record("b", "Varga, Ilse", birthDate="1971-04-13")
    )
    assert found == [{"a", "b"}]


def test_other_birth_years_part_two_persons_of_one_name() -> None:
    found = groups(record("a", "Ilse Varga", birthDate="1971-03-14"), record("b", "Ilse Varga", birthDate="1999-01-02"))
    assert len(found) == 2


def test_legal_forms_are_spelt_in_many_ways() -> None:
    assert groups(
        record("a", "Harrow & Finch Ltd", "Company"), record("b", "Harrow and Finch Limited", "LegalEntity")
    ) == [{"a", "b"}]


def test_a_person_and_a_company_of_one_name_stay_apart() -> None:
    assert len(groups(record("a", "Amelia Harrow"), record("b", "Amelia Harrow", "Company"))) == 2


def test_other_company_numbers_part_two_companies_of_one_name() -> None:
    first = record("a", "Calder Holdings BV", "Company", registrationNumber="34112908")
    second = record("b", "Calder Holdings BV", "Company", registrationNumber="99112908")
    assert len(groups(first, second)) == 2


def test_a_persons_verdict_outweighs_the_comparison() -> None:
    pair = [record("a", "Ilse Varga"), record("b", "Ilse Varga")]
    assert len(resolve(pair, {("a", "b"): "different"})) == 2
    assert len(resolve([record("a", "Ilse Varga"), record("b", "I. V. Smith")], {("a", "b"): "same"})) == 1


def test_a_bare_name_is_never_sure_across_cases() -> None:
    pair = record("a", "Ilse Varga"), record("b", "Ilse Varga")
    assert compare(*pair, among=1000, ceiling=NAME_ONLY_BITS).probability < 0.7
    assert compare(*pair).probability <= 0.96  # in a case it is enough to be one party, and still not sure


def test_names_in_other_scripts_are_compared_in_latin_letters() -> None:
    assert groups(record("a", "Виктор Иванов"), record("b", "Viktor Ivanov")) == [{"a", "b"}]


_names = st.sampled_from(["Ilse Varga", "Varga Ilse", "I. Varga", "Pieter de Groot", "Calder BV", ""])
_dates = st.sampled_from(["1971-03-14", "1971-04-13", "1971", "1965-08-30"])


@given(_names, _names, _dates, _dates)
def test_comparing_is_symmetric(one: str, other: str, born: str, other_born: str) -> None:
    a, b = record("a", one, birthDate=born), record("b", other, birthDate=other_born)
    assert compare(a, b).bits == compare(b, a).bits


def test_an_account_holder_with_a_legal_form_is_no_person_to_ask_about() -> None:
    holder, member = (
        record("a", "Harrow & Finch Ltd", "LegalEntity"),
        record("b", "Thomas Finch", birthDate="1981-11-03"),
    )
    assert set(fields_by_kind(holder)) == {"company"}
    assert set(fields_by_kind(record("c", "Thomas Finch", "LegalEntity"))) == {"company", "person"}
    assert len(groups(holder, member)) == 2


def test_companies_beside_a_person_do_not_make_the_person_less_likely() -> None:
    others = [
        record(f"e{n}", name, "Company") for n, name in enumerate(("Calder Holdings BV", "Lindenhof GmbH", "Dock Ltd"))
    ]
    people = [record("a", "Ilse Varga", birthDate="1971-03-14"), record("b", "Ilse Varga", birthDate="1971-04-13")]
    assert {"a", "b"} in groups(*people, *others, *(record(f"f{n}", f"Firm {n} Ltd", "Company") for n in range(9)))
