"""Dead letters: what was given up, and trying it again."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter

from ascertain.kernel import audit, jobs
from ascertain.kernel.http import ERROR_RESPONSES, CursorPage, Db, PageCursor, PageLimit, WireModel, permitted
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(prefix="/jobs", tags=["jobs"], responses=ERROR_RESPONSES)


class DeadLetterOut(WireModel):
    """A job that was given up."""

    id: str
    kind: str
    error: str
    attempts: int
    parked_at: datetime
    replayed_at: datetime | None

    @classmethod
    def of(cls, letter: jobs.DeadLetter) -> "DeadLetterOut":
        return cls(**{name: getattr(letter, name) for name in cls.model_fields})


@router.get("/dead-letters")
async def list_dead_letters(
    actor: Annotated[Actor, permitted("system.read")], db: Db, limit: PageLimit = 50, cursor: PageCursor = None
) -> CursorPage[DeadLetterOut]:
    """Jobs that were given up, newest first."""
    async with db.transaction(actor.tenant_id) as tx:
        letters = await jobs.list_dead_letters(tx, limit=limit, before=cursor)
    following = letters[-1].id if len(letters) == limit else None
    return CursorPage(items=[DeadLetterOut.of(letter) for letter in letters], next_cursor=following)


@router.post("/dead-letters/{letter_id}/replay")
async def replay_dead_letter(
    actor: Annotated[Actor, permitted("system.operate")], db: Db, letter_id: StorableStr
) -> DeadLetterOut:
    """Try a job again; replaying twice runs it once."""
    async with db.transaction(actor.tenant_id) as tx:
        letter = await jobs.replay(tx, letter_id)
        await audit.record(tx, actor, "job.replay", object_kind="job", object_id=letter_id)
    return DeadLetterOut.of(letter)
