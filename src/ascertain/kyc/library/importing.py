"""Import of a folder of policies into the library."""

from pathlib import Path

from ascertain.kernel.errors import AscertainError
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents import Document, Intake, Place
from ascertain.kyc.library.model import LIBRARY

SAMPLE_POLICY = Path(__file__).parent / "sample_policy"
# The file types that the reader lays out as text pages; a folder of policies may also contain pictures or notes of an editor.
_SUFFIXES = frozenset({".md", ".pdf", ".txt", ".docx", ".odt", ".rtf", ".htm", ".html"})


async def import_folder(intake: Intake, actor: Actor, folder: Path) -> tuple[list[Document], list[tuple[str, str]]]:
    """Add every policy of a folder; a file that the library already has is not added again.

    Returns: the documents, and the names of refused files, each with its reason.
    """
    imported: list[Document] = []
    refused: list[tuple[str, str]] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES):
        try:
            documents, inside = await intake.upload(actor, Place(collection=LIBRARY), file.name, file.read_bytes())
        except AscertainError as error:
            refused.append((file.name, error.message))
            continue
        imported += documents
        refused += [(f"{file.name}: {refusal.filename}", refusal.error.message) for refusal in inside]
    return imported, refused
