"""What a lying model gets accepted: `python -m benchmarks.extraction llm`.

A scripted provider stands in for a language model and answers for every sample document of family B in the type's own schema:
for each field the true value, the true value with one figure or letter changed, or a value of another document, a third each;
every fourth answer is first no JSON at all and is repaired. Counted are facts accepted whose words do not stand in their boxes
and facts whose value is not that of their words. The provider is scripted: the run tells of the check, not of any model.
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
    """Keeps nothing: the calls cost nothing and leave to nobody."""

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


def lies(kind: str, seed: int, rng: random.Random) -> dict[str, Any]:
    """An answer in the type's schema, a third of it true."""
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
    """Print what was said, what was accepted, and what of it was not on the page."""
    rng = random.Random(3)
    tally: Counter[str] = Counter()
    for kind in KINDS:
        for seed in range(first_seed, first_seed + count):
            pages = pages_of(render(kind, "B", random_content(kind, seed)))
            answer = lies(kind, seed, rng)
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
            said = [value for value in answer.values() if isinstance(value, str)]
            tally["documents"] += 1
            tally["repaired"] += len(texts) - 1
            tally["said"] += len(said)
            tally["said, not on the page"] += sum(
                "".join(c for c in v.casefold() if c.isalnum()) not in whole for v in said
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
