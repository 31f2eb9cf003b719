"""`python -m benchmarks.guardrails train|injection|support|personal`; needs ASCERTAIN_DATA and requirements.txt beside it."""

import argparse
import os
from pathlib import Path

from ascertain.ai.guardrails.injection import MODEL_FOLDER
from benchmarks.guardrails import personal


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("train", "injection", "support", "personal"))
    parser.add_argument("--show", action="store_true", help="list what is taken for personal data")
    wanted = parser.parse_args()
    task = wanted.task
    data = Path(os.environ["ASCERTAIN_DATA"])
    if task == "personal":
        personal.report(data, show=wanted.show)
        return
    # LightGBM and scikit-learn are not needed to look for personal data.
    from benchmarks.guardrails import detection, support, training

    if task == "train":
        print(support.train(data, MODEL_FOLDER))
        print(training.train(data, MODEL_FOLDER))
    elif task == "injection":
        detection.report(data)
    else:
        support.report(data)


if __name__ == "__main__":
    main()
