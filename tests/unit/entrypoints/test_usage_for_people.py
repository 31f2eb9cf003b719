"""Model usage as shown in a terminal."""

from typing import Any

from ascertain.entrypoints.cli.usage import for_people


def row(**changes: Any) -> dict[str, Any]:
    given = {
        "tenant": "t_1", "day": "2026-11-26", "purpose": "chat", "model": "m", "user": "usr_1", "calls": 2, "failed": 0,
        "cached": 0, "open": 0, "in": 10, "out": 5, "USD": "0.000100", "saved USD": "0.000000",
    }  # fmt: skip
    return {**given, **changes}


def test_users_are_summed_and_empty_columns_left_out() -> None:
    shown = for_people([row(), row(user="usr_2", failed=1), row(model="n")])
    assert shown == [
        {"day": "2026-11-26", "purpose": "chat", "model": "m", "calls": 4, "failed": 1, "in": 20, "out": 10,
         "USD": "0.0002"},
        {"day": "2026-11-26", "purpose": "chat", "model": "n", "calls": 2, "failed": 0, "in": 10, "out": 5,
         "USD": "0.0001"},
    ]  # fmt: skip


def test_tenants_are_shown_if_there_are_several() -> None:
    assert [one["tenant"] for one in for_people([row(), row(tenant="t_2")])] == ["t_1", "t_2"]
    assert for_people([]) == []
