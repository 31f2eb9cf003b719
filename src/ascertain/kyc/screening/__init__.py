"""Screening: names are matched against watchlists in the process, and every score comes with its parts.

Lists are shared by all tenants; hits and their adjudications belong to a tenant. A verdict survives rescreening while the
entry and the evidence on the party are unchanged.
"""

from ascertain.kyc.screening.adjudication import adjudicate
from ascertain.kyc.screening.index import Index, Query
from ascertain.kyc.screening.live_index import ScreeningIndex
from ascertain.kyc.screening.loading import SAMPLE_LIST, load_list, load_shared_list, read_list
from ascertain.kyc.screening.model import Entry, Hit, HitNotFound, Match, Part, Watchlist
from ascertain.kyc.screening.screening import rescreen_spec, screen_case
from ascertain.kyc.screening.store import count_open_hits, get_hit, list_hits, list_watchlists

__all__ = [
    "SAMPLE_LIST",
    "Entry",
    "Hit",
    "HitNotFound",
    "Index",
    "Match",
    "Part",
    "Query",
    "ScreeningIndex",
    "Watchlist",
    "adjudicate",
    "count_open_hits",
    "get_hit",
    "list_hits",
    "list_watchlists",
    "load_list",
    "load_shared_list",
    "read_list",
    "rescreen_spec",
    "screen_case",
]
