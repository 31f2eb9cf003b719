"""What changes the inputs of a case, and which of these changes its steps have not taken up yet.

An event commits with the state that it announces, so a case counts the events that were not delivered to it as changes of its
inputs. The version is therefore raised in the transaction of each change, without a lock that a step or another change of
the case would have to wait for; the delivery stores the new version and starts the steps.
"""

from typing import Any

from ascertain.kernel import outbox
from ascertain.kernel.database import Connection

# The names under which deliveries are stored: an event that was delivered is never delivered again under the same name.
SUBSCRIBER, LIST_SUBSCRIBER = "cases.inputs", "cases.list"
# Events that change the inputs of the case in whose stream they are, each with what its data has to contain: some are the result
# of a step, or a change of its inputs, depending on who caused them (`by`).
CHANGES: dict[str, dict[str, str]] = {
    "document.uploaded": {},
    "document.extracted": {},
    "fact.reviewed": {},
    "judgement.made": {},
    "hit.adjudicated": {},
    "ownership.imported": {},
    "ownership.said": {},
    "document.classified": {"by": "person"},
    "hit.found": {"by": "list"},
    "hit.gone": {"by": "list"},
}


def changes_inputs(topic: str, data: dict[str, Any]) -> bool:
    """Whether an event changes what a decision on its case rests on."""
    return topic in CHANGES and CHANGES[topic].items() <= data.items()


async def count_pending(tx: Connection, case_id: str) -> int:
    """Number of the changes that were committed and not yet delivered to the case."""
    return await outbox.count_undelivered(tx, case_id, CHANGES, (SUBSCRIBER, LIST_SUBSCRIBER))


async def is_pending(tx: Connection, case_id: str) -> bool:
    """Whether a change was committed and not yet delivered to the case."""
    return await outbox.count_undelivered(tx, case_id, CHANGES, (SUBSCRIBER, LIST_SUBSCRIBER), at_most=1) > 0
