"""Identifiers sort by the time they were made."""

from ascertain.kernel.ids import earlier, new_id


def test_identifiers_made_one_after_another_sort_that_way() -> None:
    made = [new_id("case") for _ in range(1000)]
    assert made == sorted(made)
    assert len({len(identifier) for identifier in made}) == 1


def test_an_earlier_identifier_bounds_those_made_since() -> None:
    identifier = new_id("aud")
    assert earlier(identifier, 3600) < earlier(identifier, 1) < identifier
    assert earlier(identifier, 0) <= identifier
