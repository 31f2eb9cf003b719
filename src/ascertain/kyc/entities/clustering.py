"""Pairs to clusters by average link: no cluster is held together by one weak bridge."""

from collections.abc import Mapping, Sequence

_MISSING_BITS = -8.0


def cluster(ids: Sequence[str], bits: Mapping[tuple[str, str], float], *, at_least: float) -> list[list[str]]:
    """Merge the two clusters whose pairs are strongest on average, as long as that average is `at_least`.

    Args:
        bits: strength with the prior for pairs (a, b) with a < b; a pair that was not compared counts against.
    Returns: clusters in the order of their first id. Cost: cubic in the ids of one case, which are tens.
    """
    clusters = [[identifier] for identifier in ids]
    while len(clusters) > 1:
        best, first, second = max(
            (_average(clusters[i], clusters[j], bits), -i, -j)
            for i in range(len(clusters))
            for j in range(i + 1, len(clusters))
        )
        if best < at_least:
            break
        clusters[-first] += clusters.pop(-second)
    return clusters


def _average(left: list[str], right: list[str], bits: Mapping[tuple[str, str], float]) -> float:
    total = sum(bits.get((min(a, b), max(a, b)), _MISSING_BITS) for a in left for b in right)
    return total / (len(left) * len(right))
