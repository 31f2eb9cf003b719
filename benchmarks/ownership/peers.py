"""The peers: enumeration of every chain (networkx) and recursive SQL; both bounded, since the number of chains explodes."""

import time
from dataclasses import dataclass

import asyncpg
import networkx as nx

from ascertain.kyc.ownership import Network


@dataclass(frozen=True)
class Answer:
    """The shares of persons found, seconds, and the limit that ended the search, if any."""

    totals: dict[int, float]
    seconds: float
    cut: str


def by_paths(network: Network, company: int, *, longest: int, limit_s: float) -> Answer:
    """Multiply along every simple path of at most `longest` holdings and sum; cycles cannot be summed this way."""
    start = time.perf_counter()
    graph = nx.DiGraph()
    for owner, asset, part, whole in zip(
        network.owner, network.asset, network.numerator, network.denominator, strict=True
    ):
        held = graph.get_edge_data(int(owner), int(asset), {"share": 0.0})["share"]
        graph.add_edge(int(owner), int(asset), share=held + part / whole)
    upwards = graph.reverse(copy=False)
    totals: dict[int, float] = {}
    stack = [(company, 1.0, (company,))]
    while stack:
        if time.perf_counter() - start > limit_s:
            return Answer(totals, time.perf_counter() - start, f"{limit_s:.0f} s")
        node, product, path = stack.pop()
        for owner, data in upwards[node].items():
            part = product * data["share"]
            if network.is_person[owner]:
                totals[owner] = totals.get(owner, 0.0) + part
            elif owner not in path and len(path) <= longest:
                stack.append((owner, part, (*path, owner)))
    return Answer(totals, time.perf_counter() - start, "")


_SQL = """
with recursive up as (
    select owner, share, array[$1::int, owner] as path from bench_holdings where asset = $1
    union all
    select h.owner, up.share * h.share, up.path || h.owner
    from up join bench_holdings h on h.asset = up.owner
    where up.owner < $3 and not h.owner = any(up.path) and cardinality(up.path) <= $2
)
select owner, sum(share) as share from up where owner >= $3 group by owner
"""


async def by_sql(
    connection: "asyncpg.Connection[asyncpg.Record]", network: Network, company: int, *, longest: int, limit_s: float
) -> Answer:
    """The same by a recursive query over an indexed table; loading the table is not counted."""
    await connection.execute("drop table if exists bench_holdings")
    await connection.execute(
        "create table bench_holdings (owner int not null, asset int not null, share float8 not null)"
    )
    share = network.numerator / network.denominator
    rows = zip(network.owner.tolist(), network.asset.tolist(), share.tolist(), strict=True)
    await connection.copy_records_to_table("bench_holdings", records=rows, columns=["owner", "asset", "share"])
    await connection.execute("create index on bench_holdings (asset); analyze bench_holdings")
    first_person = int((~network.is_person).sum())
    start = time.perf_counter()
    await connection.execute(f"set statement_timeout = '{int(limit_s * 1000)}'")
    try:
        found = await connection.fetch(_SQL, company, longest, first_person)
    except asyncpg.QueryCanceledError:
        return Answer({}, time.perf_counter() - start, f"{limit_s:.0f} s")
    finally:
        await connection.execute("set statement_timeout = 0")
    return Answer({row["owner"]: row["share"] for row in found}, time.perf_counter() - start, "")
