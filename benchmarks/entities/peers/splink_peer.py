"""Splink 5 on DuckDB, in an environment of its own: `python splink_peer.py SET IN.csv OUT_FOLDER`.

historical: the settings of Splink's own tutorial "Deduplicate 50k rows historical persons" (blocking rules, comparisons, training).
made: the same comparisons for the columns of our generator, with the passport as an exact match.
Writes a CSV of clusters for each threshold.
"""

import json
import logging
import sys
import time
from pathlib import Path

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def historical() -> tuple[SettingsCreator, list[str], float, list]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    rules = [
        "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
        "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname"
        " and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
        "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
    ]
    return settings, rules, 0.6, [block_on("first_name", "surname"), block_on("dob")]


def made() -> tuple[SettingsCreator, list[str], float, list]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("passport"),
            block_on("first_name", "surname", "substr(dob,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode", "surname"),
            block_on("postcode", "first_name"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.ExactMatch("nationality").configure(term_frequency_adjustments=True),
            cl.ExactMatch("passport"),
        ],
    )
    rules = ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob", "l.passport = r.passport"]
    return settings, rules, 0.7, [block_on("first_name", "surname"), block_on("dob")]


def main() -> None:
    which, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    logging.disable(logging.CRITICAL)
    started = time.monotonic()
    frame = pd.read_csv(source, dtype=str)
    frame["first_name_surname_concat"] = frame["first_name"] + " " + frame["surname"]
    settings, rules, recall, sessions = historical() if which == "historical" else made()
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    for session in sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(session)
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    for threshold in THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        )
        clusters = found.as_pandas_dataframe()[["unique_id", "cluster_id"]]
        clusters.to_csv(out / f"splink-{threshold}.csv", index=False)
        if threshold == THRESHOLDS[0]:
            first = time.monotonic() - started
    pairs = len(predicted.as_pandas_dataframe())
    print(json.dumps({"thresholds": list(THRESHOLDS), "seconds_to_first_clusters": first, "pairs": pairs}))


main()
