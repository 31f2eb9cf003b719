"""Run in Splink's own environment: link rows (JSON lines) by settings on a Spark master, write pairs with their match weights.

python link.py MASTER ROWS.jsonl SETTINGS.json TERMS.json OUT.csv
"""

import json
import logging
import sys
from pathlib import Path

import pandas as pd
from pyspark.sql import SparkSession
from splink import Linker, SparkAPI
from splink.backends.spark import similarity_jar_location

master, rows, settings, terms, out = sys.argv[1:6]
logging.disable(logging.CRITICAL)
spark = (
    SparkSession.builder.master(master)
    .config("spark.jars", similarity_jar_location())
    .config("spark.sql.shuffle.partitions", "4")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.sparkContext.setCheckpointDir(out + ".checkpoints")
api = SparkAPI(spark_session=spark, num_partitions_on_repartition=4)
frame = spark.read.json(rows)
linker = Linker(api.register(frame), json.loads(Path(settings).read_text()), log_level=None)
for field, table in json.loads(Path(terms).read_text()).items():
    if not table:
        continue
    lookup = pd.DataFrame(table, columns=[field, f"tf_{field}"])
    linker.table_management.register_term_frequency_lookup(api.register(spark.createDataFrame(lookup)), field)
found = linker.inference.predict(threshold_match_weight=-20)
found.as_pandas_dataframe()[["unique_id_l", "unique_id_r", "match_weight"]].to_csv(out, index=False)
spark.stop()
