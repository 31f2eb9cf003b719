"""What a package defines for a process to run is run by that process: jobs, periodic work and routes."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ascertain
from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.api.app import create_app
from ascertain.entrypoints.wiring import job_specs, make_worker
from ascertain.kyc.cases import pipeline
from tests.servers.worked_case import Desk

SOURCES = Path(ascertain.__file__).parent
_NEEDS_A_MIRROR = {"ownership.project"}


def _nodes() -> Iterator[ast.AST]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text()))


def _job_kinds() -> Iterator[str]:
    """The kinds of jobs that something enqueues: by constants whose names end with JOB, and by their text."""
    for node in _nodes():
        if isinstance(node, ast.Assign):
            names = [name for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            values = [value.value for value in ast.walk(node.value) if isinstance(value, ast.Constant)]
            yield from (
                str(value)
                for name, value in zip(names, values, strict=False)
                if name.id.endswith(("_JOB", "JOB")) and not name.id.startswith("_")
            )
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("enqueue"):
            yield from (str(one.value) for one in node.args[1:2] if isinstance(one, ast.Constant))
    yield from (pipeline.job_kind(step) for step in pipeline.STEPS)


async def test_every_job_that_is_enqueued_has_a_handler(desk: Desk) -> None:
    readers = ReaderPool(desk.context.settings.documents)
    kinds = {spec.kind for spec in job_specs(desk.context, readers)}
    await readers.close()
    enqueued = set(_job_kinds())
    assert {"document.read", "case.screen", "case.policy_changed", "webhook.deliver"} <= enqueued
    assert enqueued - _NEEDS_A_MIRROR - kinds == set()


async def test_every_periodic_work_is_of_the_worker(desk: Desk) -> None:
    defined = {
        node.args[0].value
        for node in _nodes()
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Periodic"
        and isinstance(node.args[0], ast.Constant)
    }
    settings = desk.context.settings
    forgetting = settings.model_copy(
        update={"assistant": settings.assistant.model_copy(update={"chat_retention_days": 1})}
    )
    worker = make_worker(replace(desk.context, settings=forgetting), [])
    # The worker adds the check of the clock itself.
    assert {periodic.name for periodic in worker._periodic} | {"jobs.clock"} == defined
    assert {"audit.seal", "files.scrub", "expired.sweep", "chats.forget"} <= defined


def _endpoints(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        if router := getattr(route, "original_router", None):
            yield from _endpoints(router.routes)
        elif endpoint := getattr(route, "endpoint", None):
            yield inspect.unwrap(endpoint)


def test_every_route_is_of_the_application() -> None:
    defined = {
        node.name
        for node in _nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(ast.unparse(one).startswith("router.") for one in node.decorator_list)
    }
    served = {endpoint.__name__ for endpoint in _endpoints(create_app().routes)}
    assert len(defined) > 100 and defined - served == set()
