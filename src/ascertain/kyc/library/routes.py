"""HTTP routes of the library, and search over the library and a case."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from pydantic import Field, StringConstraints

from ascertain.ai import retrieval
from ascertain.ai.text.embedding import Embedder
from ascertain.kernel.http import ERROR_RESPONSES, Db, WireModel, WithAttributes, permitted, resource
from ascertain.kernel.http.idempotency import repeatable
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import documents
from ascertain.kyc.documents import BoxOut, DocumentOut, DocumentsOut, Intake, Place, UploadedOut
from ascertain.kyc.library.model import LIBRARY

router = APIRouter(tags=["library"], responses=ERROR_RESPONSES)

IntakeDep = Annotated[Intake, resource(Intake)]
EmbedderDep = Annotated[Embedder, resource(Embedder)]


class SearchIn(WireModel):
    """A query, and where to search: a case, the library, or both."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    case_id: str | None = Field(None, max_length=80)
    library: bool = True
    limit: int = Field(10, ge=1, le=50)


class FoundPassageOut(WireModel):
    """A passage with its place, its score and the parts of the score."""

    document_id: str
    document_name: str
    page_number: int | None
    boxes: list[BoxOut]
    text: str
    score: float
    parts: dict[str, float]

    @classmethod
    def of(cls, found: retrieval.ScoredPassage) -> "FoundPassageOut":
        passage = found.passage
        return cls.model_validate(
            WithAttributes(
                passage,
                document_id=passage.source_id,
                document_name=passage.title,
                score=found.score,
                parts=found.parts,
            )
        )


class SearchOut(WireModel):
    """Passages, best first."""

    items: list[FoundPassageOut]


@router.get("/library/documents")
async def list_library(actor: Annotated[Actor, permitted("library.read")], db: Db) -> DocumentsOut:
    """The policies and procedures of the library."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await documents.list_collection(tx, LIBRARY)
    return DocumentsOut(items=[DocumentOut.of(document) for document in found])


@router.post("/library/documents", status_code=201)
@repeatable
async def upload_policies(
    actor: Annotated[Actor, permitted("library.write")], intake: IntakeDep, files: Annotated[list[UploadFile], File()]
) -> UploadedOut:
    """Add policies; each file is accepted or refused on its own."""
    return await documents.upload_files(actor, intake, Place(collection=LIBRARY), files)


@router.post("/search")
async def search(
    actor: Annotated[Actor, permitted("case.read")], db: Db, embedder: EmbedderDep, body: SearchIn
) -> SearchOut:
    """The passages of a case and the library that best match a query."""
    scopes = ([body.case_id] if body.case_id else []) + ([LIBRARY] if body.library else [])
    found = await retrieval.search(
        db, actor.tenant_id, query=body.query, scopes=scopes, embedder=embedder, limit=body.limit
    )
    return SearchOut(items=[FoundPassageOut.of(one) for one in found])
