"""Finds every regular expression of the package and strings on which one takes more than linear time.

Patterns are found without a list: compiled ones by importing every module, those in calls of `re` by their syntax. For each,
texts are derived from its own parse tree: a repeated part, many times, behind what leads to it and before what ends the match.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ascertain
from ascertain.kyc.extraction import builtin_catalogue

# Modules whose patterns see no text from outside, each with what they see.
OWN_TEXT = {
    "ascertain.kernel.database.functions": "the package's own SQL files",
    "ascertain.kyc.entities.engine.weights": "the JSON that it has just written",
}
_CALLS = frozenset({"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"})
_MAXREPEAT = codes.MAXREPEAT
_LONG = 64  # a part that may repeat less often costs a constant factor and no more
# A scan of this many characters takes well under a millisecond; a search that begins again at each of them, twenty and more.
_SHORT_TEXT, _LONG_TEXT = 1_000, 8_000
_SUSPICIOUS_S = 0.008
_MEASURED_S, _MOST_RUNS = 0.05, 400
_GROWTH = 32.0  # linear is 8 between the two lengths, and up to 24 where a bound is reached between them; quadratic 64
_LIMIT_S = 0.3


Pattern = tuple[str | bytes, int, bool]  # source, flags, whether it is used at the start of a text only


def patterns_of_package() -> dict[Pattern, str]:
    """All patterns, each with a module that uses it."""
    found: dict[Pattern, str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def record(source: Any, flags: Any) -> Any:
        pattern = original(source, flags)
        caller = str(sys._getframe(2).f_globals.get("__name__", ""))
        if caller.startswith("ascertain.") and sys._getframe(1).f_code.co_name == "compile":
            found.setdefault((pattern.pattern, pattern.flags, False), caller)
        return pattern

    re._compile = record  # type: ignore[attr-defined]
    try:
        modules = [
            one.name for one in pkgutil.walk_packages(ascertain.__path__, "ascertain.") if "__main__" not in one.name
        ]
        for name in modules:
            module = importlib.import_module(name)
            _call_cached(module, name)
            for value in vars(module).values():
                for pattern in _compiled(value):
                    found.setdefault((pattern.pattern, pattern.flags, False), name)
        builtin_catalogue()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    for path in Path(ascertain.__file__).parent.rglob("*.py"):
        name = ".".join(path.relative_to(Path(ascertain.__file__).parent.parent).with_suffix("").parts)
        for source, flags, anchored in _literals(ast.parse(path.read_text(encoding="utf-8"))):
            key = (source, re.compile(source, flags).flags, anchored)
            if not anchored or (*key[:2], False) not in found:
                found.setdefault(key, name)
    return {key: name for key, name in found.items() if name not in OWN_TEXT}


def _call_cached(module: Any, name: str) -> None:
    """Functions that compile patterns at their first call."""
    for function in list(vars(module).values()):
        if hasattr(function, "cache_info") and function.__module__ == name:
            signature = inspect.signature(function)
            if not signature.parameters and "Pattern" in str(signature.return_annotation):
                function()


def _compiled(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            value = [getattr(value, name, None) for name in value.__dataclass_fields__]
        if isinstance(value, list | tuple | set | frozenset):
            for one in value:
                yield from _compiled(one, depth + 1)


def _literals(tree: ast.Module) -> Iterator[Pattern]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CALLS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            parts = [one for argument in (*node.args[1:], *node.keywords) for one in ast.walk(argument)]
            names = {one.attr for one in parts if isinstance(one, ast.Attribute)}
            flags = sum(int(re.RegexFlag[name]) for name in names & re.RegexFlag.__members__.keys())
            yield node.args[0].value, flags, node.func.attr in ("match", "fullmatch")


def slow_text(source: str | bytes, flags: int, anchored: bool) -> tuple[str, float] | None:
    """A text with a repeated part and the seconds that its long form took, if that is more than linear."""
    pattern = re.compile(source, flags)

    def search(text: Any) -> Callable[[], Any]:
        return (lambda: pattern.match(text)) if anchored else (lambda: deque(pattern.finditer(text), 0))

    for lead, pump, end in _attacks(source, flags):
        if _seconds(search(_text(source, lead, pump, end, _LONG_TEXT))) < _SUSPICIOUS_S:
            continue
        short, long = (
            _precise_seconds(search(_text(source, lead, pump, end, size))) for size in (_SHORT_TEXT, _LONG_TEXT)
        )
        if long > _GROWTH * short or long >= _LIMIT_S:
            return repr(f"{lead}({pump})*{end}"), long
    return None


def _text(source: str | bytes, lead: str, pump: str, end: str, length: int) -> Any:
    text = lead + pump * (length // max(len(pump), 1)) + end
    return text if isinstance(source, str) else text.encode("latin-1", "replace")


class _TooLong(Exception):
    pass


def _precise_seconds(search: Callable[[], Any]) -> float:
    """The time of one search by that of many: some machines count processor time in steps of milliseconds."""
    total, runs = 0.0, 0
    while total < _MEASURED_S:
        total += _seconds(search)
        runs += 1
        if total / runs >= _LIMIT_S or runs >= _MOST_RUNS:
            break
    return total / runs


def _seconds(search: Callable[[], Any]) -> float:
    """Processor time of a search; at most the limit, at which it is interrupted."""

    def stop(number: int, frame: Any) -> None:
        raise _TooLong

    old = signal.signal(signal.SIGPROF, stop)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _LIMIT_S)
    try:
        search()
        signal.setitimer(signal.ITIMER_PROF, 0)
        return time.process_time() - began
    except _TooLong:
        return _LIMIT_S
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _attacks(source: str | bytes, flags: int) -> Iterator[tuple[str, str, str]]:
    """Leads, parts to repeat, and ends, derived from the parse tree."""
    tree = parser.parse(source, flags)
    seen: set[tuple[str, str]] = set()
    for lead, body in _repeats(list(tree), ""):
        for pump in _samples(body):
            for before in ("", lead):
                if pump and (before, pump) not in seen:
                    seen.add((before, pump))
                    for end in ("\x01", "\n"):
                        yield before, pump, end
    # Whole matches and nearly whole ones, one after another.
    for whole in _samples(list(tree))[:2]:
        if len(whole) > 1:
            for pump in (whole[:-1], whole + " "):
                yield "", pump, "\x01"


def _repeats(items: list[Any], lead: str) -> Iterator[tuple[str, list[Any]]]:
    """Every part that may repeat often, with a text that leads to it."""
    for op, argument in items:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, getattr(codes, "POSSESSIVE_REPEAT", None)):
            _, most, body = argument
            if most is _MAXREPEAT or most > _LONG:
                yield lead, list(body)
            yield from _repeats(list(body), lead)
        elif op is codes.SUBPATTERN:
            yield from _repeats(list(argument[-1]), lead)
        elif op is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeats(list(branch), lead)
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(argument[1]), lead)
        elif op is getattr(codes, "ATOMIC_GROUP", None):
            yield from _repeats(list(argument), lead)
        lead += (_samples([(op, argument)]) or [""])[0]


def _samples(items: list[Any]) -> list[str]:
    """Texts that the items match, as far as a look at each alone can give them."""
    made = [""]
    for op, argument in items:
        options = _options(op, argument)
        made = [text + option for text in made for option in options][:3]
    return made


def _options(op: Any, argument: Any) -> list[str]:
    if op is codes.LITERAL:
        return [chr(argument)]
    if op is codes.ANY:
        return ["a", " "]
    if op is codes.NOT_LITERAL:
        return ["a" if argument != ord("a") else "b"]
    if op is codes.IN:
        return _of_class(argument)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, getattr(codes, "POSSESSIVE_REPEAT", None)):
        least, most, body = argument
        return [text * max(least, 1 if most else 0) for text in _samples(list(body))] or [""]
    if op is codes.SUBPATTERN:
        return _samples(list(argument[-1]))
    if op is codes.BRANCH:
        return [text for branch in argument[1] for text in _samples(list(branch))[:2]][:4]
    if op is getattr(codes, "ATOMIC_GROUP", None):
        return _samples(list(argument))
    return [""]


_PROBES = "aA1 .-,'_\n\t:;/(@+&\"éا中"


def _of_class(argument: list[Any]) -> list[str]:
    matches = _matcher(argument)
    found = [char for char in _PROBES if matches(char)][:3]
    listed = (item for item in argument if item[0] in (codes.LITERAL, codes.RANGE))
    return found or [chr(value if op is codes.LITERAL else value[0]) for op, value in listed][:1]


def _matcher(argument: list[Any]) -> Callable[[str], bool]:
    negated = any(op is codes.NEGATE for op, _ in argument)

    def one(op: Any, value: Any, char: str) -> bool:
        if op is codes.LITERAL:
            return ord(char) == value
        if op is codes.RANGE:
            return bool(value[0] <= ord(char) <= value[1])
        if op is codes.CATEGORY:
            kind = str(value)
            word = char.isalnum() or char == "_"
            truth = char.isdigit() if "DIGIT" in kind else char.isspace() if "SPACE" in kind else word
            return truth != ("NOT" in kind)
        return False

    return lambda char: any(one(op, value, char) for op, value in argument if op is not codes.NEGATE) != negated


if __name__ == "__main__":
    for pattern, place in sorted(patterns_of_package().items(), key=lambda item: item[1]):
        if slow := slow_text(*pattern):
            print(f"{place}: {pattern[0]!r:.150} on {slow[0][:90]}: {slow[1]:.2f} s")
