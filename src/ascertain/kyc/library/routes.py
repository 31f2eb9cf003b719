"""HTTP routes of the library, and search over it and a case."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from pydantic import Field, StringConstraints

from ascertain.ai import retrieval
from ascertain.ai.text.embedding import Embedder
from ascertain.kernel.http import ERROR_RESPONSES, Db, WireModel, permitted, resource
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents
from ascertain.kyc.documents import BoxOut, DocumentOut, DocumentsOut, Intake, Place, UploadedOut
from ascertain.kyc.library.model import LIBRARY

router = APIRouter(tags=["library"], responses=ERROR_RESPONSES)

IntakeDep = Annotated[Intake, resource(Intake)]
EmbedderDep = Annotated[Embedder, resource(Embedder)]


class SearchIn(WireModel):
    """What to look for, and where: a case, the library, or both."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    case_id: str | None = Field(None, max_length=80)
    library: bool = True
    limit: int = Field(10, ge=1, le=50)


class FoundPassageOut(WireModel):
    """A passage with its place and why it was found."""

    document_id: str
    document_name: str
    page_number: int | None
    boxes: list[BoxOut]
    text: str
    score: float
    parts: dict[str, float]


class SearchOut(WireModel):
    """Passages, best first."""

    items: list[FoundPassageOut]


@router.get("/library/documents")
async def list_library(actor: Annotated[Actor, permitted("library.read")], db: Db) -> DocumentsOut:
    """Policies and procedures."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await documents.list_collection(tx, LIBRARY)
    return DocumentsOut(items=[DocumentOut.of(document) for document in found])


@router.post("/library/documents", status_code=201)
async def upload_policies(
    actor: Annotated[Actor, permitted("library.write")], intake: IntakeDep, files: Annotated[list[UploadFile], File()]
) -> UploadedOut:
    """Add policies; each file is taken or refused by itself."""
    return await documents.take_files(actor, intake, Place(collection=LIBRARY), files)


@router.post("/search")
async def search(
    actor: Annotated[Actor, permitted("case.read")], db: Db, embedder: EmbedderDep, body: SearchIn
) -> SearchOut:
    """Passages of a case and the library that answer a query best."""
    scopes = ([body.case_id] if body.case_id else []) + ([LIBRARY] if body.library else [])
    found = await retrieval.search(
        db, actor.tenant_id, query=body.query, scopes=scopes, embedder=embedder, limit=body.limit
    )
    items = [
        FoundPassageOut(
            document_id=scored.passage.source_id,
            document_name=scored.passage.title,
            page_number=scored.passage.page_number,
            boxes=[BoxOut.of(box) for box in scored.passage.boxes],
            text=scored.passage.text,
            score=scored.score,
            parts=scored.parts,
        )
        for scored in found
    ]
    return SearchOut(items=items)
