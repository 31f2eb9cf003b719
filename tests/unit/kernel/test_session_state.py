"""The pool does not reset connections, so that no session state may outlive its transaction."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
OUTLIVES = re.compile(
    r"set_config\([^()]*,\s*false\s*\)|pg_(try_)?advisory_lock(_shared)?\b|\bset session\b|\bcreate temp|\"listen |"
    r"\.execute\(\s*f?[\"']+set (?!local)",
    re.IGNORECASE,
)
NOT_POOLED = {"process_lock.py"}  # a connection of its own, which is closed afterwards


def test_nothing_on_a_pooled_connection_outlives_its_transaction() -> None:
    sources = [
        path
        for folder in ("src", "migrations")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".sql")
    ]
    assert len(sources) > 100
    found = {path.name: hit[0] for path in sources if (hit := OUTLIVES.search(path.read_text(encoding="utf-8")))}
    assert found.keys() == NOT_POOLED
    assert OUTLIVES.search("select set_config('app.tenant', $1, false)")
    assert OUTLIVES.search('await connection.execute("set role x")')
