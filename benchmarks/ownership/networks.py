"""Generated ownership networks with cycles, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from ascertain.kyc.ownership import Network

PARTS = 10_000
"""Shares are in hundredths of a percent."""
# Companies at the bottom with five corporate holders each: with fewer the part above company 0 stays small by chance.
_TOP = 30


@dataclass(frozen=True)
class Model:
    """The parameters of a network.

    Each company has one to five holders. A holder is a person, a company higher up or, with probability `back`, a company further
    down, which closes a cycle. It is at most a layer, or `span` companies, away. A register omits up to a tenth of the shares.
    """

    persons: float = 0.4
    back: float = 0.05
    layers: int = 15
    span: int | None = None


def generate(edges: int, *, seed: int = 1, model: Model | None = None) -> Network:
    """A network of about `edges` holdings. Company 0 and the next ones have companies as holders only, so many are above it."""
    model = model or Model()
    chance = np.random.default_rng(seed)
    companies = edges // 3
    counts = chance.integers(1, 6, companies)
    counts[:_TOP] = 5
    asset = np.repeat(np.arange(companies), counts)
    total = len(asset)
    step = chance.integers(1, max(model.span or companies // model.layers, 2), total)
    back = chance.random(total) < model.back
    owner = np.clip(np.where(back & (asset >= _TOP), asset - step, asset + step), 0, companies - 1)
    persons = companies + chance.integers(0, max(companies // 2, 1), total)
    is_held_by_person = (chance.random(total) < model.persons) | (owner == asset)
    is_held_by_person &= asset >= _TOP
    owner = np.where(is_held_by_person, persons, owner)
    weight = chance.random(total) + 0.05
    held = np.bincount(asset, weight)
    given = PARTS * (1 - 0.1 * chance.random(companies))
    numerator = np.maximum((weight / held[asset] * given[asset]).astype(np.int64), 1)
    is_person = np.arange(companies + max(companies // 2, 1)) >= companies
    return Network(is_person, owner.astype(np.int64), asset.astype(np.int64), numerator, np.full(total, PARTS))


def shape(network: Network) -> tuple[int, int]:
    """How many companies are above company 0, and how many are in the largest cycle."""
    size = len(network.is_person)
    inner = ~network.is_person[network.owner]
    upwards = csr_matrix((np.ones(int(inner.sum())), (network.asset[inner], network.owner[inner])), shape=(size, size))
    above = len(breadth_first_order(upwards, 0, return_predecessors=False))
    _, label = connected_components(upwards, directed=True, connection="strong")
    return above, int(np.bincount(label).max())
