"""`python -m benchmarks.guardrails train|injection|support`; needs ASCERTAIN_DATA and requirements.txt beside it."""

import argparse
import os
from pathlib import Path

from ascertain.ai.guardrails.injection import MODEL_FOLDER
from benchmarks.guardrails import detection, support, training


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("train", "injection", "support"))
    task = parser.parse_args().task
    data = Path(os.environ["ASCERTAIN_DATA"])
    if task == "train":
        print(support.train(data, MODEL_FOLDER))
        print(training.train(data, MODEL_FOLDER))
    elif task == "injection":
        detection.report(data)
    else:
        support.report(data)


if __name__ == "__main__":
    main()
