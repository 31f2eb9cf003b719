"""How many false values of a language model are accepted: `python -m benchmarks.extraction llm`.

A scripted provider takes the place of a language model and answers for every generated document of family B in the schema of its
type. Each field is the true value, the true value with one character changed, or the value of another document, a third each.
Every fourth answer is at first not JSON and is repaired. Counted are accepted facts whose quote is not inside their boxes, and
accepted facts whose value is not that of their quote. The run measures the check and not a model.
"""

import json
import random
from collections import Counter
from decimal import Decimal
from typing import Any

from ascertain.ai.llm import Gateway, LlmSettings, ScriptedAnswer, ScriptedProvider, SendText, Usage
from ascertain.ai.llm.spending import Ledger
from ascertain.entrypoints.demo.samples import expected_facts, random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from ascertain.kyc.extraction import ModelRequest, ask_model, task_of
from ascertain.kyc.extraction.by_model import shape_of
from ascertain.kyc.values import normalise
from benchmarks.extraction.document_types import pages_of
from benchmarks.extraction.generated import grounded


class FreeLedger(Ledger):
    """Records nothing: the calls go to no provider and cost nothing."""

    def __init__(self) -> None:
        pass

    async def reserve(self, call: Any) -> tuple[str, ...]:
        return ()

    def settle(self, tenant_id: str, result: Any) -> None:
        pass

    async def settled(self) -> None:
        pass


def _changed(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    other = rng.choice("0123456789") if text[at].isdigit() else rng.choice("abcdefghij")
    return text[:at] + other + text[at + 1 :]


def false_answer(kind: str, seed: int, rng: random.Random) -> dict[str, Any]:
    """An answer in the schema of the type, of which a third is true."""
    truth = {(f.key, f.property): f.value for f in expected_facts(kind, random_content(kind, seed), "B")}  # type: ignore[arg-type]
    other = {(f.key, f.property): f.value for f in expected_facts(kind, random_content(kind, seed + 500), "B")}  # type: ignore[arg-type]
    answer: dict[str, Any] = {}
    for name, spec in shape_of(task_of(kind, []).kind).model_json_schema()["properties"].items():
        if "anyOf" in spec:
            known = [place for place in truth if f"{place[0]}_{place[1]}" == name]
            value = truth[known[0]] if known else "Atlantis Trust 4711"
            elsewhere = other.get(known[0] if known else ("", ""), "Nowhere 99")
            answer[name] = rng.choice([value, _changed(value, rng), elsewhere])
        else:
            answer[name] = []
    return answer


async def measure(count: int = 8, first_seed: int = 8000) -> None:
    """Print how many values were given and accepted, and how many of them were not on the page."""
    rng = random.Random(3)  # fixed, so that every run gives the same answers
    tally: Counter[str] = Counter()
    for kind in KINDS:
        for seed in range(first_seed, first_seed + count):
            pages = pages_of(render(kind, "B", random_content(kind, seed)))
            answer = false_answer(kind, seed, rng)
            texts = [json.dumps(answer)]
            if seed % 4 == 0:
                texts.insert(0, "I am happy to help! The values are: none.")
            provider = ScriptedProvider([ScriptedAnswer((SendText(text),), Usage(10, 5)) for text in texts])
            gateway = Gateway({"*": [provider]}, FreeLedger(), settings=LlmSettings())
            task = task_of(kind, pages)
            asking = ModelRequest("tenant", "doc", "1", None, 30.0, Decimal(1), 4000)
            facts = await ask_model(gateway, task, asking)
            await gateway.close()
            whole = "".join(char for page in pages for char in page.text.casefold() if char.isalnum())
            given = [value for value in answer.values() if isinstance(value, str)]
            tally["documents"] += 1
            tally["repaired"] += len(texts) - 1
            tally["given"] += len(given)
            tally["given, not on the page"] += sum(
                "".join(c for c in v.casefold() if c.isalnum()) not in whole for v in given
            )
            tally["accepted"] += len(facts)
            tally["accepted, quote not in its boxes"] += sum(not grounded(fact, pages) for fact in facts)
            formats = {(one.subject, one.property): one.format for one in task.kind.fields}
            tally["accepted, value not of its quote"] += sum(
                normalise(formats[fact.subject, fact.property], fact.quote, task.context) != fact.value
                for fact in facts
                if formats[fact.subject, fact.property] != "address"
            )
    print(", ".join(f"{name}: {number}" for name, number in tally.items()))
