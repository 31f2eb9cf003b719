"""The fake model service of the benchmark, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ascertain.ai.llm import OpenAiCompatibleProvider
from tests.servers.ascertain_server import free_port


class Upstream:
    """The model's name determines its behaviour (benchmarks/gateway/upstream.py)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "benchmarks.gateway.upstream", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def counted(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.address}/counted").json()
        return found

    def provider(self, model: str) -> OpenAiCompatibleProvider:
        return OpenAiCompatibleProvider(base_url=f"{self.address}/v1", model=model, name=f"up-{model}")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    made = Upstream()
    yield made
    made.process.kill()
    made.process.wait()
