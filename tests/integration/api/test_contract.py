"""schemathesis signed in as each role, with real ids: no 500, and answers as the OpenAPI document says.

A longer run, which also tries the bounds of every parameter:
ASCERTAIN_CONTRACT_EXAMPLES=100 pytest -o timeout=3600 tests/integration/api/test_contract.py
"""

import asyncio
import json
import os
import subprocess
import sys

import httpx
import pytest

from ascertain.entrypoints.roles import ROLES
from ascertain.entrypoints.wiring import app_context
from tests.servers.ascertain_server import RunningServer, SeededTenant, seed_cases, seed_tenant, wait_until_scored
from tests.servers.real_ids import Ids, real_ids

_LONG = os.environ.get("ASCERTAIN_CONTRACT_EXAMPLES")
_PHASES = ["--phases", "coverage,fuzzing" if _LONG else "fuzzing", "--max-examples", _LONG or "1"]
_START = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def fuzzed(running_server: RunningServer) -> tuple[SeededTenant, Ids]:
    """A tenant of its own, for requests made up at random change what they reach."""

    async def seed() -> SeededTenant:
        async with app_context(running_server.settings) as context:
            tenant = await seed_tenant(context, "Third Bank")
            await seed_cases(context, tenant)
        await wait_until_scored(running_server.database_url, [tenant])
        return tenant

    tenant = asyncio.run(seed())
    return tenant, real_ids(running_server, tenant)


@pytest.mark.parametrize("role", sorted({*ROLES, "all"}))
def test_answers_conform_to_the_document(
    running_server: RunningServer, fuzzed: tuple[SeededTenant, Ids], role: str
) -> None:
    tenant, ids = fuzzed
    token = running_server.client(tenant, role).headers["Authorization"]
    command = [
        *_START, f"{running_server.address}/api/v1/openapi.json", *_PHASES, "--header", f"Authorization: {token}",
        "--checks", _CHECKS, "--exclude-path-regex", "/events$|/account/sessions", "--seed", "7", "--continue-on-failure",
        "--request-timeout", "30", "--no-color", "--warnings", "off",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.servers.contract_hooks",
        "ASCERTAIN_CONTRACT_IDS": json.dumps(ids),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_each_wire_type_has_a_name_of_its_own(running_server: RunningServer) -> None:
    """Two types of one name get their modules' paths as names, which generated clients would show."""
    document = httpx.get(f"{running_server.address}/api/v1/openapi.json", timeout=60).json()
    assert not [name for name in document["components"]["schemas"] if "__" in name]
