"""A sentence passes only if its citations support it."""

import pytest

from ascertain.ai.guardrails import check_sentence, closed_sentences

SOURCES = [
    "Ilse Varga holds 610 of 1,000 ordinary shares of Meridian Freight Ltd. Nominee Services Ltd holds 40.",
    "The company has not filed accounts for 2024. Pieter de Groot is a director of Calder Holdings BV.",
    "The firm moved in 2004 to Leeds. It was sold by its founders in 2011 to Calder.",
    "The company has twelve directors and 65 employees. Nominee Services Ltd holds 40 % and not only ordinary shares.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Ilse Varga holds 610 of 1,000 ordinary shares of Meridian Freight Ltd.” [1]",
        "Ilse Varga is holding 610 ordinary shares of Meridian Freight Ltd [1].",
        "Pieter de Groot is a director of Calder Holdings BV. [2]",
        "Meridian Freight Ltd: Ilse Varga holds 610, Nominee Services Ltd 40 [1][2].",
        "The company has 12 directors and 65 employees. [4]",
        "No, the company has twelve directors and 65 employees. [4]",
        "Nominee Services Ltd holds 40 per cent and ordinary shares. [4]",
    ],
)
def test_a_sentence_from_the_source_is_supported(sentence: str) -> None:
    assert check_sentence(sentence, SOURCES).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ilse Varga holds 620 of 1,000 ordinary shares of Meridian Freight Ltd. [1]", "number not in the source"),
        ("The company has filed accounts for 2024. [2]", "negation"),
        ("Ilse Varga was convicted of fraud in Panama. [1]", "too little"),
        ("Ilse Varga holds 610 of 1,000 ordinary shares of Meridian Freight Ltd.", "no citation"),
        ("Ilse Varga holds 610 of 1,000 ordinary shares of Meridian Freight Ltd. [7]", "cited source does not exist"),
        ("Pieter de Groot is a director of Meridian Freight Ltd. [1][2]", "a name from another sentence"),
        ("The company has filed accounts before 2024. [2]", "negation"),
        ("Nominee Services Ltd holds 65 % and not only ordinary shares. [4]", "no percentage in the source"),
        ("The firm moved in 2011 to Leeds. [3]", "a number in place of another"),
        ("The firm moved in 2004 to Calder. [3]", "a name in place of another"),
        ("Ilse Varga bribed a minister. She holds 610 of 1,000 ordinary shares of Meridian. [1]", "too little"),
    ],
)
def test_an_unsupported_sentence_is_withdrawn_with_the_reason(sentence: str, reason: str) -> None:
    check = check_sentence(sentence, SOURCES)
    assert check.verdict == "withdrawn"
    assert reason in " ".join(check.reasons)


def test_pieces_end_at_their_marks_and_quotations_are_not_split() -> None:
    text = "“Made by Acme Inc. The law is Ohio.” [1]\nIlse Varga holds 61 %. [2][3] And so"
    closed, rest = closed_sentences(text, final=False)
    assert closed == ["“Made by Acme Inc. The law is Ohio.” [1]\n"[:-1], "\nIlse Varga holds 61 %. [2][3]"]
    assert rest == " And so"
    assert "".join(closed) + rest == text


def test_marks_at_the_end_of_the_stream_wait_for_more() -> None:
    assert closed_sentences("It is so [1]", final=False)[0] == []
    assert closed_sentences("It is so [1]", final=True)[0] == ["It is so [1]"]


def test_an_opposite_is_detected() -> None:
    check = check_sentence(
        "The shares were sold before the merger. [1]", ["The shares were sold after the merger of 2019."]
    )
    assert check.reasons == ("the source says 'after'",)
