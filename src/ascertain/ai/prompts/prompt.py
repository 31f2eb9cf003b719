"""The bundled prompts, read from their files."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ascertain.kernel.errors import NotFound


class UnknownPrompt(NotFound):
    """There is no prompt of this name and version."""

    code = "prompt.unknown"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt; `variables` is its schema (name to description), `system` and `sources` are its templates."""

    name: str
    version: str
    description: str
    variables: dict[str, str]
    system: str
    sources: str


@cache
def _prompts() -> dict[tuple[str, str], Prompt]:
    found = {}
    for file in sorted((resources.files(__package__) / "files").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        row = tomllib.loads(file.read_text("utf-8"))
        prompt = Prompt(
            row["name"],
            row["version"],
            row["description"],
            dict(row["variables"]),
            row["template"]["system"].strip(),
            row["template"]["sources"].strip(),
        )
        found[prompt.name, prompt.version] = prompt
    return found


def list_prompts() -> list[Prompt]:
    """Every prompt in every version, by name, newest version first."""
    return sorted(_prompts().values(), key=lambda prompt: (prompt.name, -int(prompt.version)))


def get_prompt(name: str, version: str | None = None) -> Prompt:
    """The prompt of this name in this version, or in the newest. Raises: UnknownPrompt."""
    for prompt in list_prompts():
        if prompt.name == name and version in (None, prompt.version):
            return prompt
    raise UnknownPrompt(
        f"There is no prompt {name} in version {version}." if version else f"There is no prompt {name}."
    )
