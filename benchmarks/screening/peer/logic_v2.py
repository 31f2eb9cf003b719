"""Runs in the peer's own environment: scores each query against its candidates with nomenklatura's logic-v2.

    python -m venv E && E/bin/pip install --no-deps --require-hashes -r requirements.txt && E/bin/python logic_v2.py IN OUT

IN and OUT are JSON. logic-v2 caches names by entity id, so each query has an id of its own.
"""

import json
import sys
import time
from pathlib import Path

from followthemoney import model
from nomenklatura.matching import get_algorithm


def _entity(entity_id: str, schema: str, names: list[str], births: list[str], countries: list[str]):  # type: ignore[no-untyped-def]
    properties = {"name": names[:1], "alias": names[1:], "country": countries}
    if schema == "Person":
        properties["birthDate"] = births
    return model.get_proxy({"id": entity_id, "schema": schema, "properties": properties})


def main() -> None:
    """Best score of each query, and the processor seconds that its comparisons took."""
    given = json.loads(Path(sys.argv[1]).read_text())
    entries = {
        key: _entity(f"list-{key}", one["schema"], one["names"], one["birth_dates"], one["countries"])
        for key, one in given["entries"].items()
    }
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    out = []
    for number, query in enumerate(given["queries"]):
        birth = [query["birth_date"]] if query["birth_date"] else []
        asked = _entity(f"query-{number}", "Person", [query["name"]], birth, query["countries"])
        begun = time.process_time()
        scores = [algorithm.compare(asked, entries[key], config).score for key in query["candidates"]]
        out.append((max(scores, default=0.0), time.process_time() - begun))
    Path(sys.argv[2]).write_text(json.dumps(out))


if __name__ == "__main__":
    main()
