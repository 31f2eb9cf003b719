"""Processes that supervise others and are supervised: starts, signs of life, restarts, and what a killed parent leaves behind.

Standard library only: every process imports this before anything else.
"""

from ascertain.kernel.processes.leftovers import MARK, command_line, end_process, end_processes, find_marked, is_marked
from ascertain.kernel.processes.lifeline import Lifeline, beat, end_with_forking_parent, follow_parent, keep_beating
from ascertain.kernel.processes.restarts import Restarts, Silence, exit_in_words
from ascertain.kernel.processes.scheduling import is_grouped_by_session
from ascertain.kernel.processes.starting import STALL_TIMEOUT_S, cpu_seconds, wait_until_started

__all__ = [
    "MARK",
    "STALL_TIMEOUT_S",
    "Lifeline",
    "Restarts",
    "Silence",
    "beat",
    "command_line",
    "cpu_seconds",
    "end_process",
    "end_processes",
    "end_with_forking_parent",
    "exit_in_words",
    "find_marked",
    "follow_parent",
    "is_grouped_by_session",
    "is_marked",
    "keep_beating",
    "wait_until_started",
]
