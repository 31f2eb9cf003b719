"""`python -m benchmarks.ownership owners [sizes...]` or `python -m benchmarks.ownership engines [sizes...]`."""

import argparse
import asyncio
import resource
import shutil
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import asyncpg

from ascertain.kernel.database import EmbeddedPostgres, migrate
from ascertain.kyc.ownership import Edge, Graph, Network
from ascertain.kyc.ownership.beneficial_owners import total_shares
from benchmarks.ownership.engines import ENGINES, QUERIES, compare
from benchmarks.ownership.networks import generate, shape
from benchmarks.ownership.peers import Answer, by_paths, by_sql
from benchmarks.results import Cell, Result, add_record_options, record
from tests.servers.neo4j.starting import missing, running

# Enumeration is exponential, so each peer gets half a minute; the part that it found by then is compared.
_LIMIT_S = 30.0
# Paths of 12 holdings end within the limit on these networks and miss shares; those of 30 miss few and rarely end.
_LONGEST = (12, 30)
# Rationals over a whole network take 3 s at this size and minutes at the next.
_EXACT_UP_TO = 10_000
# Persons below a thousandth do not count as missed.
_LEAST_SHARE = 0.001


def _exact(network: Network, company: int) -> dict[int, Fraction]:
    """Every person's share over the rationals."""
    edges = tuple(
        Edge(str(o), str(a), Fraction(int(n), int(d)))
        for o, a, n, d in zip(network.owner, network.asset, network.numerator, network.denominator, strict=True)
    )
    names = {end: end for edge in edges for end in (edge.owner, edge.asset)}
    persons = frozenset(name for name in names if network.is_person[int(name)])
    return {int(p): share for p, share in total_shares(Graph(names, persons, edges), str(company)).items()}


def _summary(answer: Answer, truth: "dict[int, float]") -> str:
    if answer.cut and not answer.totals:
        return f"cut at {answer.cut}"
    wrong = max((abs(answer.totals.get(person, 0.0) - share) for person, share in truth.items()), default=0.0)
    missed = sum(
        1 for person, share in truth.items() if share >= _LEAST_SHARE and answer.totals.get(person, 0.0) < share * 0.99
    )
    ended = f"cut at {answer.cut}" if answer.cut else f"{answer.seconds:.2f} s"
    return f"{ended}, off by up to {wrong:.1e}, {missed} persons more than 1 % short"


def _short(summary: str) -> str:
    """The cell of a peer: seconds or the limit that ended it, and the persons of whose share it misses more than 1 %."""
    ended, *rest = summary.split(", ")
    return f"{ended}, {rest[-1].removesuffix(' persons more than 1 % short')} short" if rest else ended


async def owners(sizes: list[int]) -> Result:
    """Speed and exactness compared with the peers, for company 0 of each network; returns the table."""
    rows: list[list[Cell]] = []
    folder = Path(tempfile.mkdtemp(prefix="asc-bench-"))
    server = EmbeddedPostgres(folder, durable=False)
    await server.start()
    connection = await asyncpg.connect(server.owner_url)
    try:
        for size in sizes:
            network = generate(size)
            start = time.perf_counter()
            found = network.owners(0, Fraction(1, 1000))
            seconds = time.perf_counter() - start
            totals = network.totals(0)
            above, largest_cycle = shape(network)
            truth = {n: float(totals[n]) for n in network.is_person.nonzero()[0].tolist() if totals[n] > 0}
            size_text = f"{above:,} companies above company 0, the largest cycle of {largest_cycle:,}"
            print(f"\n{len(network.owner):,} holdings, {size_text}, {len(truth):,} persons with a share")
            print(f"  ours: {seconds:.2f} s, {len(found)} at 0.1 % or more, peak {_peak_mb()} MB")
            ours = f"{seconds:.2f} s"
            if size <= _EXACT_UP_TO:
                start = time.perf_counter()
                exact = _exact(network, 0)
                wrong = max(abs(float(share) - truth.get(p, 0.0)) for p, share in exact.items())
                exact_s = time.perf_counter() - start
                print(f"  over the rationals: {exact_s:.2f} s, arrays off by up to {wrong:.1e}")
                ours += f", exactly in {exact_s:.2f} s"
            row: list[Cell] = [len(network.owner), f"{above:,}, {largest_cycle:,}", len(truth), ours]
            for longest in _LONGEST:
                walked = _summary(by_paths(network, 0, longest=longest, limit_s=_LIMIT_S), truth)
                print(f"  networkx, every path of at most {longest}: {walked}")
                answer = await by_sql(connection, network, 0, longest=longest, limit_s=_LIMIT_S)
                queried = _summary(answer, truth)
                print(f"  recursive SQL, at most {longest}: {queried}", flush=True)
                row += [_short(walked), _short(queried)]
            rows.append(row)
    finally:
        await connection.close()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return Result(
        capability="ownership",
        name="owners",
        set="networks made by this project (seed 1)",
        split="none",
        size=f"{min(sizes):,} to {max(sizes):,} holdings",
        columns=[
            "holdings", "companies above, largest cycle", "persons with a share", "ours",
            *(f"{peer} of at most {longest}" for longest in _LONGEST for peer in ("paths", "recursive SQL")),
        ],
        rows=rows,
        peer="networkx (all paths), recursive query in Postgres",
    )  # fmt: skip


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def engines(sizes: list[int], *, postgres_only: bool) -> Result:
    """Postgres compared with Neo4j on the same graphs; returns the table."""
    rows: list[list[Cell]] = []
    names: set[str] = set()
    folder = Path(tempfile.mkdtemp(prefix="asc-bench-"))
    server = EmbeddedPostgres(folder, durable=False)
    await server.start()
    await migrate(server.owner_url)
    try:
        for size in sizes:
            if postgres_only or missing():
                print("" if postgres_only else missing())
                found = await compare(size, server.app_url, server.owner_url, None)
            else:
                with running(heap_mb=1500, page_cache_mb=512) as url:
                    found = await compare(size, server.app_url, server.owner_url, url)
            rows += found.rows
            names |= set(found.engines)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return Result(
        capability="ownership",
        name="engines",
        set="networks made by this project, cases of 2,000 statements",
        split="none",
        size=f"{QUERIES} questions a row",
        columns=["statements", "question, median / p95 ms", *ENGINES],
        rows=rows,
        peer="Neo4j 5.26 community (1.5 GB heap)" if "Neo4j" in names else "",
    )


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["owners", "engines"])
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--postgres-only", action="store_true", help="leave Neo4j out")
    add_record_options(parser)
    chosen = parser.parse_args()
    if chosen.what == "owners":
        table = asyncio.run(owners(chosen.sizes or [1_000, 10_000, 100_000, 1_000_000]))
    else:
        table = asyncio.run(engines(chosen.sizes or [10_000, 1_000_000], postgres_only=chosen.postgres_only))
    record(table, chosen.record)


main()
