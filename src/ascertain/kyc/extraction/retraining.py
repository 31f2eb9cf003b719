"""Training of the learned reader from a folder of labelled documents; what it needs is loaded when it is called."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ascertain.ai.text import Page
from ascertain.kernel.errors import InvalidInput


class CannotTrain(InvalidInput):
    """The folder has no labelled documents, or a package is missing that training alone needs."""

    code = "training.impossible"


def train_reader(
    folder: Path,
    read: Callable[[Path], Sequence[Page]],
    *,
    made_up: int = 1000,
    left_out: str = "country",
    progress: Callable[[str], None] = print,
) -> None:
    """Train the learned reader and write its files, which are part of the package.

    Args:
        folder: one folder a document, with its files and a truth.json that says what they state.
        read: a file to its pages.
        made_up: made-up documents that are trained on too.
        left_out: what is left out together for thresholds and calibration: "country" or "layout".
    Raises: CannotTrain.
    """
    try:
        from ascertain.kyc.extraction.training.command import train_from
    except ImportError as error:
        raise CannotTrain(f"Training needs the package {error.name}: pip install {error.name}") from error
    folders = sorted(path.parent for path in folder.glob("*/truth.json"))
    if not folders:
        raise CannotTrain(f"No folder with a truth.json in {folder}")
    train_from(folders, read, made_up=made_up, left_out=left_out, progress=progress)
