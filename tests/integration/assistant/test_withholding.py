"""Personal data that does not belong to the case never reaches the stream, whatever its source."""

import json

import pytest

from ascertain.ai.text import Passage
from ascertain.kyc.assistant import Run, RunEvent, Source

from .conftest import Bench, scripted

POLICY = Source(
    Passage(
        "p1", "pol", "1", 4, "Escalate to Anna Berg, born 12 March 1985, at anna.berg@example.com.", (), "Procedures"
    ),
    "policy",
    document_id="pol",
)


async def answered(bench: Bench, *pieces: str, question: str = "To whom do I escalate?") -> tuple[Run, list[RunEvent]]:
    run = await bench.ask(bench.executor(scripted(*pieces)), question)
    events = await bench.events(run.id)
    return await bench.run(run.id), events


@pytest.mark.parametrize("cut", [1, 3, 200])
async def test_personal_data_of_the_library_is_withheld_however_the_stream_is_cut(bench: Bench, cut: int) -> None:
    bench.sources.append(POLICY)
    text = "Escalate to Anna Berg, born 12 March 1985, at anna.berg@example.com [3]. "
    stored, events = await answered(bench, *(text[at : at + cut] for at in range(0, len(text), cut)))
    shown = "".join(event.data["text"] for event in events if event.type == "token")
    texts = (
        json.dumps([event.data for event in events])
        + stored.answer
        + json.dumps(stored.citations)
        + json.dumps(stored.anatomy)
    )
    assert "1985" not in texts and "anna.berg" not in texts
    assert stored.answer == shown.strip()
    assert stored.answer == "Escalate to Anna Berg, born (birth date withheld), at (e-mail address withheld) [1]."
    decision = next(one for one in stored.anatomy["guardrails"] if one["check"] == "personal data")
    assert (decision["decision"], decision["reasons"]) == ("withheld", ["birth date", "e-mail address"])


async def test_personal_data_from_the_memory_of_a_model_is_withheld(bench: Bench) -> None:
    stored, events = await answered(
        bench, "Ilse Varga holds 610 of 1,000 ordinary shares of Meridian, born 3 May 1971 [1]."
    )
    assert "1971" not in json.dumps([event.data for event in events])
    assert "1971" not in json.dumps(stored.anatomy)


async def test_personal_data_of_the_case_or_the_question_is_shown(bench: Bench) -> None:
    born = Passage(
        "f1", "f1", "1", None, "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958.", (), "passport.pdf"
    )
    bench.sources.append(Source(born, "fact"))
    stored, _ = await answered(bench, "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958 [3].")
    assert stored.answer == "Ilse Varga was born on 1971-05-03; telephone +44 20 7946 0958 [1]."
    assert not any(one["check"] == "personal data" for one in stored.anatomy["guardrails"])
    bench.sources[2] = POLICY
    asked = "Is anna.berg@example.com in the procedures?"
    stored, _ = await answered(bench, "Escalate to Anna Berg, at anna.berg@example.com [3].", question=asked)
    assert "anna.berg@example.com" in stored.answer
