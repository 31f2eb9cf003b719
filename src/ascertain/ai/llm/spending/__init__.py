"""The cost of calls: reserved before a call, settled after it, charged to budgets, and aggregated by day."""

from ascertain.ai.llm.spending.budgets import (
    Budget,
    BudgetNotFound,
    BudgetState,
    list_budgets,
    remove_budget,
    set_budget,
)
from ascertain.ai.llm.spending.ledger import Ledger
from ascertain.ai.llm.spending.model import BudgetExhausted, OpenCall, Reservation, Settlement, UsageDay
from ascertain.ai.llm.spending.reconciling import (
    StatementEntry,
    read_statement,
    reconcile,
    reconcile_from,
    roll_up_all,
)
from ascertain.ai.llm.spending.usage import export_calls, list_open_calls, usage_by_day

__all__ = [
    "Budget",
    "BudgetExhausted",
    "BudgetNotFound",
    "BudgetState",
    "Ledger",
    "OpenCall",
    "Reservation",
    "Settlement",
    "StatementEntry",
    "UsageDay",
    "export_calls",
    "list_budgets",
    "list_open_calls",
    "read_statement",
    "reconcile",
    "reconcile_from",
    "remove_budget",
    "roll_up_all",
    "set_budget",
    "usage_by_day",
]  # fmt: skip
