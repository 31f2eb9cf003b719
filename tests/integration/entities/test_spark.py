"""The exported model on a real Spark master and worker gives the weights that we give, within a stated bound.

Skipped where Java is absent or SPLINK_PYTHON does not name a Python with Splink and PySpark (benchmarks/entities/peers/README.md).
"""

import csv
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ascertain.kyc.entities.engine.blocking import block
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.resolving import MATCH_BITS, Scorer, no_progress
from ascertain.kyc.entities.engine.weights import default_model
from ascertain.kyc.entities.splink_export import splink_rows, splink_settings, term_frequencies
from benchmarks.entities.generator import make_people
from tests.servers.ascertain_server import free_port

PYTHON = os.environ.get("SPLINK_PYTHON", "")
LINK = Path(__file__).parents[2] / "servers" / "spark" / "link.py"


def _wait_for(port: int) -> None:
    """Until the master listens; a worker that registers late is waited for by Spark itself."""
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise TimeoutError("Spark's master did not listen within two minutes.")


@pytest.fixture(scope="module")
def spark_master() -> Iterator[str]:
    """A standalone master with one worker of one core."""
    if not shutil.which("java") or not PYTHON:
        pytest.skip("needs Java and SPLINK_PYTHON, a Python with Splink and PySpark")
    found = subprocess.run(
        [PYTHON, "-c", "import pyspark; print(pyspark.__path__[0])"], capture_output=True, text=True, check=True
    )
    home, port = Path(found.stdout.strip()), free_port()
    address = f"spark://127.0.0.1:{port}"
    environment = {**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": PYTHON}
    ui = ["--webui-port", str(free_port())]
    commands = (
        ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), *ui],
        ["org.apache.spark.deploy.worker.Worker", "-c", "1", "-m", "2g", "--webui-port", str(free_port()), address],
    )
    running = []
    for command in commands:
        started = [str(home / "bin" / "spark-class"), *command]
        running.append(subprocess.Popen(started, env=environment, start_new_session=True, stderr=subprocess.DEVNULL))
        _wait_for(port)
    yield address
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_spark_and_we_agree_on_the_same_records(spark_master: str, tmp_path: Path) -> None:
    made = list(make_people(600, seed=9))
    field_values = [fields_of("person", one.properties) for one in made]
    ids = [f"r{at}" for at in range(len(made))]
    model = default_model("person")
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in splink_rows(ids, field_values, model)))
    (tmp_path / "settings.json").write_text(json.dumps(splink_settings(model, len(ids))))
    (tmp_path / "terms.json").write_text(json.dumps(term_frequencies(field_values, model)))
    files = [str(tmp_path / name) for name in ("rows.jsonl", "settings.json", "terms.json", "out.csv")]
    subprocess.run(
        [PYTHON, str(LINK), spark_master, *files], check=True, timeout=800, env={**os.environ, "PYSPARK_PYTHON": PYTHON}
    )
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = [
            (int(r["unique_id_l"][1:]), int(r["unique_id_r"][1:]), float(r["match_weight"]))
            for r in csv.DictReader(file)
        ]
    pairs = np.array([min(a, b) << 32 | max(a, b) for a, b, _ in rows])
    theirs = np.array([weight for *_, weight in rows])
    columns = Columns.of("person", field_values)
    scorer = Scorer(columns, model)
    ours = scorer.score(pairs, no_progress)
    assert np.median(np.abs(theirs - ours)) < 0.1
    assert ((theirs >= MATCH_BITS) == (ours >= MATCH_BITS)).mean() > 0.98
    blocked = block(columns)
    matched = blocked[scorer.score(blocked, no_progress) >= MATCH_BITS]
    assert np.isin(matched, pairs).mean() > 0.98
