import random

import pypdfium2
import pytest

from ascertain.entrypoints.demo.samples import applications, random_content, render
from ascertain.entrypoints.demo.samples.mrz_lines import td3_lines


@pytest.mark.parametrize("kind", ["passport", "bank_statement", "trust_deed"])
def test_a_sample_has_the_same_bytes_on_every_day(kind):
    content = random_content(kind, 5)
    for family in ("A", "B"):
        pdf = render(kind, family, content)
        assert pdf == render(kind, family, content)
        assert b"CreationDate" not in pdf
        assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_printed_text_is_data_and_never_markup():
    name = 'Alder #panic("x") *Bold* $a$ Ltd'
    content = {**random_content("bank_statement", 1), "holder": name}
    for family in ("A", "B"):
        page = pypdfium2.PdfDocument(render("bank_statement", family, content))[0]
        assert name in page.get_textpage().get_text_range()


def test_the_demo_has_a_clean_company_a_layered_one_and_a_near_match():
    apps = applications()
    assert [(app.customer_kind, len(app.files)) for app in apps] == [("company", 5), ("company", 7), ("person", 3)]
    layered = apps[1]
    held = {
        file.content["name"]: {m["name"]: m["shares"] / file.content["issued"] for m in file.content["members"]}
        for file in layered.files
        if file.kind == "shareholder_register"
    }
    assert held["Calder Holdings BV"]["Lindenhof GmbH"] == 0.3
    assert held["Lindenhof GmbH"] == {"Calder Holdings BV": 0.4}


def test_the_check_digits_of_a_passport_are_correct():
    def digit(field: str) -> str:
        values = [0 if c == "<" else int(c, 36) for c in field]
        return str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)

    for seed in random.Random(1).sample(range(1000), 20):
        upper, lower = td3_lines(random_content("passport", seed))
        assert len(upper) == len(lower) == 44
        assert [lower[9], lower[19], lower[27]] == [digit(lower[0:9]), digit(lower[13:19]), digit(lower[21:27])]
        assert lower[43] == digit(lower[0:10] + lower[13:20] + lower[21:43])
