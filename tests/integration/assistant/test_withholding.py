"""Personal data that does not belong to the case never reaches the stream, whoever said it."""

import json

import pytest

from ascertain.ai.text import Passage
from ascertain.kyc.assistant import Run, RunEvent, Source

from .conftest import Bench, says

POLICY = Source(
    Passage(
        "p1", "pol", "1", 4, "Escalate to Anna Berg, born 12 March 1985, at anna.berg@example.com.", (), "Procedures"
    ),
    "policy",
    document_id="pol",
)


async def answered(bench: Bench, *said: str, question: str = "To whom do I escalate?") -> tuple[Run, list[RunEvent]]:
    run = await bench.ask(bench.desk(says(*said)), question)
    events = await bench.events(run.id)
    return await bench.run(run.id), events


@pytest.mark.parametrize("cut", [1, 3, 200])
async def test_data_of_a_stranger_out_of_the_library_is_withheld_in_whichever_pieces_it_streams(
    bench: Bench, cut: int
) -> None:
    bench.sources.append(POLICY)
    said = "Escalate to Anna Berg, born 12 March 1985, at anna.berg@example.com [3]. "
    kept, events = await answered(bench, *(said[at : at + cut] for at in range(0, len(said), cut)))
    shown = "".join(event.data["text"] for event in events if event.type == "token")
    told = (
        json.dumps([event.data for event in events])
        + kept.answer
        + json.dumps(kept.citations)
        + json.dumps(kept.anatomy)
    )
    assert "1985" not in told and "anna.berg" not in told
    assert kept.answer == shown.strip()
    assert kept.answer == "Escalate to Anna Berg, born (birth date withheld), at (e-mail address withheld) [1]."
    decision = next(one for one in kept.anatomy["guardrails"] if one["check"] == "personal data")
    assert (decision["decision"], decision["reasons"]) == ("withheld", ["birth date", "e-mail address"])


async def test_what_a_model_remembers_of_somebody_is_withheld(bench: Bench) -> None:
    kept, events = await answered(
        bench, "Ilse Varga holds 610 of 1,000 ordinary shares of Meridian, born 3 May 1971 [1]."
    )
    assert "1971" not in json.dumps([event.data for event in events])
    assert "1971" not in json.dumps(kept.anatomy)


async def test_what_the_case_or_the_question_holds_is_shown(bench: Bench) -> None:
    born = Passage(
        "f1", "f1", "1", None, "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958.", (), "passport.pdf"
    )
    bench.sources.append(Source(born, "fact"))
    kept, _ = await answered(bench, "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958 [3].")
    assert kept.answer == "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958 [1]."
    assert not any(one["check"] == "personal data" for one in kept.anatomy["guardrails"])
    bench.sources[2] = POLICY
    asked = "Is anna.berg@example.com in the procedures?"
    kept, _ = await answered(bench, "Escalate to Anna Berg, at anna.berg@example.com [3].", question=asked)
    assert "anna.berg@example.com" in kept.answer
