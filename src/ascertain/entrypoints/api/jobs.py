"""Failed jobs (dead letters) and their replay."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from ascertain.kernel import audit, jobs
from ascertain.kernel.http import ERROR_RESPONSES, CursorPage, Db, PageCursor, PageLimit, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(prefix="/jobs", tags=["jobs"], responses=ERROR_RESPONSES)


class DeadLetterOut(WireModel):
    """A job that failed for good."""

    id: str
    kind: str
    error: str
    attempts: int
    parked_at: datetime
    replayed_at: datetime | None
    can_replay: bool = Field(description="Whether another run could succeed; false where the job's input is at fault")


@router.get("/dead-letters")
async def list_dead_letters(
    actor: Annotated[Actor, permitted("system.read")], db: Db, limit: PageLimit = 50, cursor: PageCursor = None
) -> CursorPage[DeadLetterOut]:
    """Failed jobs, newest first."""
    async with db.transaction(actor.tenant_id) as tx:
        letters = await jobs.list_dead_letters(tx, limit=limit, before=cursor)
    # A full page may be the last one; the next is then empty.
    following = letters[-1].id if len(letters) == limit else None
    return CursorPage(items=[DeadLetterOut.model_validate(letter) for letter in letters], next_cursor=following)


@router.post("/dead-letters/{letter_id}/replay")
async def replay_dead_letter(
    actor: Annotated[Actor, permitted("system.operate")], db: Db, letter_id: StorableStr
) -> DeadLetterOut:
    """Run a failed job again; replaying it twice runs it once."""
    async with db.transaction(actor.tenant_id) as tx:
        letter = await jobs.replay(tx, letter_id)
        await audit.record(tx, actor, "job.replay", object_kind="job", object_id=letter_id)
    return DeadLetterOut.model_validate(letter)
