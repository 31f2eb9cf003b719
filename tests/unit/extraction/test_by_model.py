"""Values of a model are accepted only if they are found on the page."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ascertain.ai.llm import Gateway, LlmSettings, OutputNotValid, ScriptedAnswer, ScriptedProvider, SendText, Usage
from ascertain.kyc.extraction import ModelRequest, ask_model, extract, task_of
from ascertain.kyc.extraction.value_location import locate
from tests.unit.extraction.test_extraction import REGISTER, page_of
from tests.unit.llm.test_structured import FreeLedger

_ASKING = ModelRequest("tenant_1", "doc_1", "1", "case_1", 5.0, Decimal("0.25"), 500)
_TRUE = {"company_name": "Meridian Freight Ltd", "company_registrationNumber": "08112734", "register_date": None}


async def _asked(*texts: str) -> tuple[list[Any], ScriptedProvider]:
    provider = ScriptedProvider([ScriptedAnswer((SendText(text),), Usage(10, 5)) for text in texts])
    gateway = Gateway({"*": [provider]}, FreeLedger(), settings=LlmSettings())
    try:
        return await ask_model(gateway, task_of("shareholder_register", [REGISTER]), _ASKING), provider
    finally:
        await gateway.close()


def _answer(**changes: Any) -> str:
    return json.dumps({**_TRUE, "company_sharesIssued": None, "rows_members": [], **changes})


async def test_values_not_on_the_page_are_dropped_and_numbers_must_match_in_every_digit() -> None:
    facts, provider = await _asked(
        _answer(
            company_registrationNumber="08112735",
            company_name="Atlantis Holdings SA",
            register_date="30 September 2026",
        )
    )
    assert [(fact.property, fact.value, fact.quote) for fact in facts] == [("date", "2026-09-30", "30 September 2026")]
    assert facts[0].method == "llm" and provider.calls[0].max_tokens == 500


async def test_the_value_is_taken_from_the_page_if_the_model_words_it_slightly_differently() -> None:
    facts, _ = await _asked(_answer(company_name="Meridian Freight Ltd.", company_registrationNumber="0811-2734"))
    assert {fact.value for fact in facts} == {"Meridian Freight Ltd", "08112734"}


async def test_an_answer_that_is_not_json_is_repaired_at_most_twice() -> None:
    facts, provider = await _asked("Sure!", "{}", _answer())
    assert len(provider.calls) == 3 and facts
    with pytest.raises(OutputNotValid):
        await _asked("no", "no", "no", _answer())


async def test_rows_are_located_by_their_key_and_invented_rows_are_dropped() -> None:
    row = {
        "name": "Varga, Ilse",
        "born": "13 Apr 1971",
        "nationality": None,
        "address": None,
        "class": None,
        "percentage": None,
        "until": None,
    }
    facts, _ = await _asked(
        _answer(
            rows_members=[
                {**row, "shares": "610", "since": "04/05/2019", "until": None},
                {**row, "name": "Nobody", "shares": "350", "since": None, "until": None},
            ]
        )
    )
    values = {(fact.subject, fact.property): fact.value for fact in facts}
    assert values["member-1", "name"] == "Ilse Varga" and values["holding-1", "sharesCount"] == "610"
    assert not any(subject.endswith("-2") for subject, _ in values)


async def test_agreement_of_the_model_raises_confidence_and_disagreement_lowers_it_and_is_shown() -> None:
    alone = {fact.property: fact for fact in extract("shareholder_register", [REGISTER]) if fact.subject == "company"}
    same, _ = await _asked(_answer())
    agreed = {
        f.property: f for f in extract("shareholder_register", [REGISTER], model_facts=same) if f.subject == "company"
    }
    assert agreed["name"].confidence > alone["name"].confidence and "llm" in agreed["name"].agreed
    other, _ = await _asked(_answer(company_name="Calder Holdings BV"))
    differs = {
        f.property: f for f in extract("shareholder_register", [REGISTER], model_facts=other) if f.subject == "company"
    }
    assert differs["name"].value == "Meridian Freight Ltd"
    assert differs["name"].confidence < alone["name"].confidence
    assert [one.value for one in differs["name"].alternatives] == ["Calder Holdings BV"]


def test_values_are_located_over_two_lines_and_very_short_values_never() -> None:
    page = page_of((0.1, 0.1, "14 Harbour Road,"), (0.1, 0.12, "Bristol BS1 4QD"))
    found = locate("14 Harbour Road, Bristol BS1 4QD", [page])
    assert found and [segment.text for segment in found.segments] == ["14 Harbour Road,", "Bristol BS1 4QD"]
    assert locate("F", [page]) is None
