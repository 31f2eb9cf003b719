"""Notes drafted by a model: the person who asked adds them to the case or declines them."""

from ascertain.kernel import audit
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import cases
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import DraftDecided, DraftNotFound


async def decide(
    tx: Connection, actor: Actor, run_id: str, n: int, *, write: bool, text: str | None = None, clock: Clock
) -> None:
    """Add draft `n` of the actor's own run to the case as a note, with `text` instead if given, or decline it.

    Raises: RunNotFound; DraftNotFound; DraftDecided the second time; Forbidden without the permission; CaseNotFound.
    """
    # First the access, then the lock: two clicks on "add" must not write the note twice.
    await store.get_run(tx, run_id, person=actor.id, own=True)
    run = await store.find_run(tx, run_id, lock=True)
    if run is None or run.case_id is None or not 1 <= n <= len(run.drafts):
        raise DraftNotFound("The answer drafted no such note.")
    draft = run.drafts[n - 1]
    if draft["state"] != "open":
        raise DraftDecided("This draft is already added or declined.")
    if write:
        actor.require("case.write")
        words = (text if text is not None else draft["text"]).strip()
        if not words:
            raise InvalidInput("A note must not be empty.", field="text")
        note = await cases.add_note(tx, actor, run.case_id, words, clock=clock)
        draft |= {"text": words}
    draft |= {"state": "written" if write else "declined", "decided_by": actor.name, "decided_at": clock().isoformat()}
    await store.set_drafts(tx, run_id, run.drafts)
    details = {"run_id": run_id, "draft": n, **({"note_id": note.id} if write else {})}
    action = "draft.write" if write else "draft.decline"
    await audit.record(tx, actor, action, object_kind="run", object_id=run_id, stream=run.case_id, details=details)
