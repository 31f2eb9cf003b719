"""goldenmatch as documented without any configuration (`dedupe_df`), in an environment of its own: `python
goldenmatch_peer.py IN.csv OUT.csv`."""

import json
import sys
import time
from pathlib import Path

import goldenmatch
import polars as pl

source, out = sys.argv[1:3]
started = time.monotonic()
frame = pl.read_csv(source, infer_schema_length=0)
ids = frame["unique_id"].to_list()
result = goldenmatch.dedupe_df(frame, exclude_columns=["unique_id"], confidence_required=False, allow_red_config=True)
cluster_of = {}
for cluster_id, cluster in result.clusters.items():
    members = cluster["members"] if isinstance(cluster, dict) else cluster
    for row in members:
        cluster_of[int(row)] = cluster_id
with Path(out).open("w") as file:
    file.write("unique_id,cluster_id\n")
    for row, identifier in enumerate(ids):
        file.write(f"{identifier},{cluster_of.get(row, f'single-{row}')}\n")
print(json.dumps({"seconds_to_first_clusters": time.monotonic() - started}))
