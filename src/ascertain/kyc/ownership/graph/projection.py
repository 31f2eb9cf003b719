"""The graph rows of a case, updated in the transaction of the case; each change is an event in the tenant's stream `graph`."""

from ascertain.kernel import outbox
from ascertain.kernel.database import Connection
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.rows import CaseRows

STREAM = "graph"
CHANGED = "graph.changed"


async def project_case(tx: Connection, rows: CaseRows) -> None:
    """Replace the graph rows of a case and publish the change, in the transaction of the state that they follow from."""
    case_id = rows.case_id
    await store.lock_cases(tx, [case_id])
    (known,) = await store.case_rows(tx, [case_id])
    if rows_equal(known, rows):
        return  # no event: Neo4j would replace the rows by the same ones
    await store.replace_case(tx, rows)
    await outbox.publish(tx, CHANGED, {"case_id": case_id}, stream=STREAM)


def rows_equal(one: CaseRows, other: CaseRows) -> bool:
    """Whether two sets of rows are the same, regardless of order."""
    return (
        set(one.nodes) == set(other.nodes)
        and {link.id: link for link in one.links} == {link.id: link for link in other.links}
        and set(one.shared) == set(other.shared)
    )
