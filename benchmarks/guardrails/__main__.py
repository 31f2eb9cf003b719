"""`python -m benchmarks.guardrails TASK`; needs ASCERTAIN_DATA. Training and measuring models also needs requirements.txt."""

import argparse
import os
from pathlib import Path

from ascertain.ai.guardrails.injection import MODEL_FOLDER
from benchmarks.guardrails import flagging, personal, questions
from benchmarks.results import add_record_options, record


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "task", choices=("train", "choose", "injection", "shipped", "questions", "support", "personal", "flags")
    )
    parser.add_argument("--show", action="store_true", help="list the false alarms")
    parser.add_argument(
        "--groups", action="store_true", help="for `injection`: leave out whole groups of attacks instead of categories"
    )
    parser.add_argument("--attempts", type=Path, help="for `questions`: known_attacks.jsonl of prompt-armor 0.9.1")
    add_record_options(parser)
    wanted = parser.parse_args()
    task = wanted.task
    data = Path(os.environ["ASCERTAIN_DATA"])
    if task == "flags":
        flagging.report(data, show=wanted.show)
        return
    if task == "personal":
        record(personal.report(data, show=wanted.show), wanted.record)
        return
    if task == "questions":
        if not wanted.attempts:
            parser.error("questions needs --attempts")
        record(questions.report(data, wanted.attempts), wanted.record)
        return
    # Imported here: only these tasks need LightGBM and scikit-learn.
    from benchmarks.guardrails import detection, support, training

    if task == "train":
        print(support.train(data, MODEL_FOLDER))
        print(training.train(data, MODEL_FOLDER))
    elif task == "shipped":
        detection.shipped(data)
    elif task == "choose":
        detection.choose(data)
    elif task == "injection":
        record(detection.report(data, by_group=wanted.groups), wanted.record)
    else:
        for table in support.report(data):
            record(table, wanted.record)


if __name__ == "__main__":
    main()
