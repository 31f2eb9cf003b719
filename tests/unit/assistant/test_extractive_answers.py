"""The extractive answerer quotes the answering sentence, or returns none."""

import pytest

from ascertain.ai.text import Passage
from ascertain.ai.text.embedding import Similarity
from ascertain.kyc.assistant.extractive import answer, compared_texts, expand_question

CONTRACT = (
    "SUPPLY AGREEMENT This Supply Agreement is made and entered into as of 4 May 2019 by and between Acme Ltd. and "
    "Beta Inc. The initial term of this Agreement shall commence on the Effective Date and continue for a period of "
    "three (3) years. This Agreement shall be governed by and construed in accordance with the laws of the "
    "State of Nevada. Neither party may assign this Agreement without the prior written consent of the other party. "
    "Acme Ltd. shall deliver the goods to the warehouse of Beta Inc. within the agreed time."
)


def passage(n: int, text: str, *, page: int | None = 1, title: str = "supply.pdf", source: str = "doc_1") -> Passage:
    return Passage(f"p{n}", source, "1", page, text, (), title)


SOURCES = [
    passage(1, CONTRACT),
    passage(2, "Ilse Varga holds 61 % of Meridian Freight Ltd directly.", page=None, title="Ownership", source="own"),
    passage(3, "Calder Holdings BV holds 35 % of Meridian Freight Ltd.", page=None, title="Ownership", source="own"),
    passage(4, "The risk score of the case is 71, band high.", page=None, title="Risk", source="risk"),
    passage(5, "Ilse Varga was born on 1971-03-14.", page=None, title="Facts", source="facts"),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the governing law of the agreement?", "laws of the State of Nevada"),
        ("Which law governs this contract?", "laws of the State of Nevada"),
        ("How long is the initial term?", "three (3) years"),
        ("When does the agreement expire?", "three (3) years"),
        ("What is the agreement date?", "4 May 2019"),
        ("Who are the parties to the agreement?", "by and between Acme Ltd. and Beta Inc."),
        ("May the agreement be assigned?", "Neither party may assign"),
        ("When was Ilse Varga born?", "1971-03-14"),
        ("What is the risk score?", "71, band high"),
        ("Who controls Meridian Freight?", "Ilse Varga holds 61 %"),
    ],
)
def test_the_answering_sentence_comes_first(question: str, expected: str) -> None:
    found = answer(question, SOURCES)
    assert found
    assert expected in found[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Brazil?",
        "What is the IBAN of the company?",
        "Is there a source code escrow?",
        "What insurance must Acme maintain?",
        "How many employees does Meridian Freight have?",
        "???",
    ],
)
def test_an_unsupported_question_has_no_answer(question: str) -> None:
    assert answer(question, SOURCES) == []


def test_a_question_for_owners_lists_all_of_them() -> None:
    assert [one.n for one in answer("Who owns Meridian Freight Ltd?", SOURCES)] == [2, 3]


def test_documents_are_quoted_and_statements_are_not() -> None:
    law = answer("What is the governing law?", SOURCES)[0]
    assert law.shown().startswith("“") and law.shown().endswith("” [1]")
    assert answer("What is the risk score?", SOURCES)[0].shown() == "The risk score of the case is 71, band high. [4]"


def test_the_file_that_the_question_names_is_preferred() -> None:
    nevada = "This Agreement shall be governed by the laws of the State of Nevada."
    sources = [
        passage(1, nevada, title="AcmeCorp_Supply Agreement.pdf", source="a"),
        passage(2, nevada.replace("Nevada", "Ohio"), title="ZenithGroup_License Agreement.pdf", source="b"),
    ]
    found = answer("What is the governing law of the Zenith Group license agreement?", sources)
    assert [one.n for one in found] == [2]


def test_a_long_sentence_is_cut_to_one_piece_of_the_source() -> None:
    filler = " ".join(f"whereas item {n} is considered" for n in range(40))
    text = f"{filler} and the agreement shall be governed by the laws of the State of Nevada, {filler}"
    found = answer("What is the governing law?", [passage(1, text)])
    assert len(found[0].text) <= 420
    assert "laws of the State of Nevada" in found[0].text
    assert found[0].text in text


def test_the_search_query_is_expanded_with_words_of_the_answer() -> None:
    assert "construed in accordance" in expand_question("What is the governing law?")
    assert expand_question("What is the IBAN?") == "What is the IBAN?"


def test_a_question_of_two_parts_is_answered_in_parts() -> None:
    found = answer("Who controls Meridian Freight, and what is the risk score?", SOURCES)
    assert [one.n for one in found] == [2, 3, 4]
    hidden = answer("Who controls Meridian Freight, and is anything hidden?", SOURCES)
    assert [one.n for one in hidden] == [2, 3]


def test_equal_statements_of_two_sources_appear_once_with_both_marks() -> None:
    born = "Ilse Varga was born on 1971-03-14."
    sources = [passage(n, born, page=None, source=f"fact_{n}") for n in (1, 2)]
    assert [one.shown() for one in answer("When was Ilse Varga born?", sources)] == [f"{born} [1][2]"]


def rule(n: int, text: str) -> Passage:
    return Passage(f"r{n}", "policy", "1", n, text, (), "policy.md", rule=True)


CASE = [
    passage(1, "Ilse Varga was born on 1971-03-14.", page=None, title="passport.jpg", source="fact:1"),
    passage(2, "The gender of Ilse Varga is FEMALE.", page=None, title="passport.jpg", source="fact:2"),
    passage(3, "The gender of Pieter de Groot is MALE.", page=None, title="passport-2.jpg", source="fact:3"),
    passage(4, "The number of the passport of Ilse Varga is BE4417203.", page=None, title="passport.jpg", source="fact:4"),
    passage(5, "Nominee Services Ltd holds 4 % of Meridian Freight Ltd.", page=None, title="Ownership", source="own:1"),
    passage(
        6, "What stands in the way of a decision on Meridian Freight Ltd: 1 fact was read with low confidence.",
        page=None, title="Case", source="case:1",
    ),
    rule(1, "3.1 Enhanced due diligence applies where the risk band is high, or where a director is a public person."),
    rule(2, "10.2 A file in the high risk band is approved by the Head of Compliance or a deputy named in writing."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("is ilse a man or a woman", "The gender of Ilse Varga is FEMALE."),
        ("what percentage does the nominee have?", "Nominee Services Ltd holds 4 %"),
        ("What is stopping us from deciding this case?", "What stands in the way"),
        ("When is enhanced due diligence required?", "3.1 Enhanced due diligence applies"),
        ("who must approve a high risk customer", "10.2 A file in the high risk band is approved"),
        ("dob of ilse varga", "1971-03-14"),
    ],
)
def test_phrases_of_analysts_match_the_written_words(question: str, expected: str) -> None:
    found = answer(question, CASE)
    assert found
    assert expected in found[0].text


def test_two_properties_of_one_subject_are_two_questions() -> None:
    texts = [one.text for one in answer("passport number and birthday of ilse varga", CASE)]
    assert texts == ["The number of the passport of Ilse Varga is BE4417203.", "Ilse Varga was born on 1971-03-14."]


def test_a_rule_does_not_answer_a_question_about_a_particular() -> None:
    assert answer("Who are the directors?", CASE) == []


class Alike(Similarity):
    """A fixed cosine for one text."""

    def __init__(self, wanted: str, cosine: float) -> None:
        self._wanted, self._cosine = wanted, cosine

    def __call__(self, one: str, other: str) -> float:
        return self._cosine if self._wanted in other else 0.0


def test_rules_are_compared_by_meaning_and_pages_are_not() -> None:
    rules = [*CASE, rule(3, "11.1 The Firm keeps what it gathered for five years after the end of the relationship.")]
    question = "How long do we retain the material of a former client?"
    found = answer(question, rules, similarity=Alike("five years", 0.6))
    assert [one.text[:4] for one in found] == ["11.1"]
    pages = [passage(1, "Both parties keep what they gathered for five years."), passage(2, CONTRACT)]
    assert compared_texts(question, pages) == []
    assert answer(question, pages, similarity=Alike("five years", 0.6)) == []
