"""Identifiers sort by creation time."""

import os

from ascertain.kernel.ids import earlier, new_id


def test_identifiers_sort_in_the_order_of_their_creation() -> None:
    made = [new_id("case") for _ in range(1000)]
    assert made == sorted(made)
    assert len({len(identifier) for identifier in made}) == 1


def test_an_earlier_identifier_is_a_lower_bound_of_later_ones() -> None:
    identifier = new_id("aud")
    assert earlier(identifier, 3600) < earlier(identifier, 1) < identifier
    assert earlier(identifier, 0) <= identifier


def test_a_forked_process_creates_different_identifiers() -> None:
    new_id("case")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, "".join(new_id("c") for _ in range(40)).encode())
        os._exit(0)
    mine = "".join(new_id("c") for _ in range(40))
    os.waitpid(child, 0)
    theirs = os.read(reading, 10_000).decode()
    assert len(theirs) == len(mine)
    assert not {one[-16:] for one in mine.split("c_")[1:]} & {one[-16:] for one in theirs.split("c_")[1:]}
