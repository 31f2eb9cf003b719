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
from benchmarks.ownership.engines import compare
from benchmarks.ownership.networks import generate, shape
from benchmarks.ownership.peers import Answer, by_paths, by_sql
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


async def owners(sizes: list[int]) -> None:
    """Speed and exactness compared with the peers, for company 0 of each network."""
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
            if size <= _EXACT_UP_TO:
                start = time.perf_counter()
                exact = _exact(network, 0)
                wrong = max(abs(float(share) - truth.get(p, 0.0)) for p, share in exact.items())
                print(f"  over the rationals: {time.perf_counter() - start:.2f} s, arrays off by up to {wrong:.1e}")
            for longest in _LONGEST:
                walked = by_paths(network, 0, longest=longest, limit_s=_LIMIT_S)
                print(f"  networkx, every path of at most {longest}: {_summary(walked, truth)}")
                answer = await by_sql(connection, network, 0, longest=longest, limit_s=_LIMIT_S)
                print(f"  recursive SQL, at most {longest}: {_summary(answer, truth)}", flush=True)
    finally:
        await connection.close()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def engines(sizes: list[int], *, postgres_only: bool) -> None:
    """Postgres compared with Neo4j on the same graphs."""
    folder = Path(tempfile.mkdtemp(prefix="asc-bench-"))
    server = EmbeddedPostgres(folder, durable=False)
    await server.start()
    await migrate(server.owner_url)
    try:
        for size in sizes:
            if postgres_only or missing():
                print("" if postgres_only else missing())
                await compare(size, server.app_url, server.owner_url, None)
                continue
            with running(heap_mb=1500, page_cache_mb=512) as url:
                await compare(size, server.app_url, server.owner_url, url)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["owners", "engines"])
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--postgres-only", action="store_true", help="leave Neo4j out")
    chosen = parser.parse_args()
    if chosen.what == "owners":
        asyncio.run(owners(chosen.sizes or [1_000, 10_000, 100_000, 1_000_000]))
    else:
        asyncio.run(engines(chosen.sizes or [10_000, 1_000_000], postgres_only=chosen.postgres_only))


main()
