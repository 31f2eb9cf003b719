"""The queue's query for the next jobs, with its choice replaced by `jobs_next`: tenants in turn, each within its limit."""

from dataclasses import replace
from typing import Any

from pgqueuer.adapters.persistence import qb
from pgqueuer.adapters.persistence.composer import ComposedQuery

from ascertain.kernel.processor_shares import interpreter

# Up to here the library's choice of candidates for kinds with a limit; what follows locks and claims them.
_BEGIN, _END = "SELECT candidate.id\n", ") capped"
# The query knows the limit in all only: of a tenant it is the inverse of `in_all`.
_OURS = """SELECT jobs_next.id FROM jobs_next(
    available.entrypoint,
    (SELECT GREATEST(1, LEAST(params.concurrency_limit - 1, CEIL(params.concurrency_limit * 2.0 / 3)))::bigint
     FROM params WHERE params.entrypoint = available.entrypoint),
    LEAST($1::bigint, available.remaining),
    %s
)
"""


def in_all(of_one_tenant: int) -> int:
    """How many jobs of a kind may run where one tenant may have so many: half as many more, and at least one."""
    return of_one_tenant + max(1, of_one_tenant // 2)


class FairQueryBuilder(qb.QueryQueueBuilder):
    """The library orders all jobs of a kind in one line, so that the tenant that enqueues most gets most."""

    def build_dequeue_query(self, **arguments: Any) -> ComposedQuery:
        """As the library's. Raises ValueError if the library's query has another form, so that no upgrade loses the order."""
        query = super().build_dequeue_query(**arguments)
        before, begin, rest = query.sql.partition(_BEGIN)
        _, end, after = rest.partition(_END)
        if not begin or not end or _BEGIN in rest:
            raise ValueError("The queue's query has changed: fit the fair choice of jobs to the new form.")
        args = (*query.args, interpreter.resting())
        return replace(query, sql=before + _OURS % f"${len(args)}::text[]" + end + after, args=args)
