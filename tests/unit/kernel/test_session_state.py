"""The pool hands connections on as they are left, so nothing on them may outlive its transaction."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
OUTLIVES = re.compile(
    r"set_config\([^()]*,\s*false\s*\)|pg_(try_)?advisory_lock(_shared)?\b|\bset session\b|\bcreate temp|\"listen |"
    r"\.execute\(\s*f?[\"']+set (?!local)",
    re.IGNORECASE,
)
OF_THEIR_OWN = {"process_lock.py"}  # on a connection that is closed afterwards


def test_nothing_on_a_pooled_connection_outlives_its_transaction() -> None:
    sources = [
        path
        for folder in ("src", "migrations")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".sql")
    ]
    assert len(sources) > 100
    found = {path.name: hit[0] for path in sources if (hit := OUTLIVES.search(path.read_text(encoding="utf-8")))}
    assert found.keys() == OF_THEIR_OWN
    assert OUTLIVES.search("select set_config('app.tenant', $1, false)")
    assert OUTLIVES.search('await connection.execute("set role x")')
