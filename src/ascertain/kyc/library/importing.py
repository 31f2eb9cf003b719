"""A folder of policies into the library."""

from pathlib import Path

from ascertain.kernel.errors import AscertainError
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import Document, Intake, Place
from ascertain.kyc.library.model import LIBRARY

SAMPLE_POLICY = Path(__file__).parent / "sample_policy"
_SUFFIXES = frozenset({".md", ".pdf", ".txt", ".docx"})


async def import_folder(intake: Intake, actor: Actor, folder: Path) -> tuple[list[Document], list[tuple[str, str]]]:
    """Take every policy of a folder; one that is there already stays as it is.

    Returns: the documents, and for files that were refused their names with the reason.
    """
    taken: list[Document] = []
    refused: list[tuple[str, str]] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES):
        try:
            documents, _ = await intake.upload(actor, Place(collection=LIBRARY), file.name, file.read_bytes())
        except AscertainError as error:
            refused.append((file.name, error.message))
            continue
        taken += documents
    return taken, refused
