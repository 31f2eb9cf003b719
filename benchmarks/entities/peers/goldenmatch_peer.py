"""goldenmatch as documented without any configuration (`dedupe_df`), in an environment of its own: `python
goldenmatch_peer.py IN.csv OUT.csv`."""

import json
import sys
import time
from pathlib import Path

import goldenmatch
import pyarrow.csv

source, out = sys.argv[1:3]
started = time.monotonic()
names = Path(source).read_text().split("\n", 1)[0].strip().split(",")
text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, "string"), strings_can_be_null=True)
frame = pyarrow.csv.read_csv(source, convert_options=text)
ids = frame["unique_id"].to_pylist()
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
