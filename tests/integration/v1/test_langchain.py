"""LangChain's ChatOpenAI, unchanged, against /v1. It lives in an environment of its own, for its dependencies are many:

uv venv lc && uv pip install --python lc/bin/python langchain-openai
ASCERTAIN_LANGCHAIN_PYTHON=lc/bin/python pytest tests/integration/v1/test_langchain.py
"""

import asyncio
import os
from pathlib import Path

import pytest

from ascertain.ai.llm import CallTool, ScriptedAnswer, ScriptedProvider, SendText, Usage
from tests.servers.data_plane import StartPlane

PYTHON = os.environ.get("ASCERTAIN_LANGCHAIN_PYTHON")
ANSWER = ScriptedAnswer((SendText("Nevada "), SendText("[1]")), Usage(100, 10))
CALLS = ScriptedAnswer((CallTool("c_1", "owners", '{"of":"Alba"}'),), Usage(10, 5), "tool_calls")


@pytest.mark.skipif(PYTHON is None, reason="ASCERTAIN_LANGCHAIN_PYTHON names no interpreter with langchain-openai")
async def test_langchain_answers_streams_and_calls_tools(start_plane: StartPlane) -> None:
    plane = await start_plane([ScriptedProvider([ANSWER, ANSWER, CALLS])])
    script = Path(__file__).with_name("langchain_client.py")
    process = await asyncio.create_subprocess_exec(
        str(PYTHON), str(script), plane.address, plane.key, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert out.decode().splitlines() == ["whole: Nevada [1]", "streamed: Nevada [1]", "tool: {'of': 'Alba'}"]
