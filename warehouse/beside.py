"""Work done in processes beside this one, so that this one goes on and gives their memory back: pictures, the DuckDB file, the workbook.

What is done there is not known here. Steps over many items, on this machine or a cluster, are run by `scrapers.executors`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from multiprocessing.util import Finalize
from typing import Any, TypeVar

from scrapers.executors import start_method

Result = TypeVar("Result")
PROCESSES = 2
BEFORE_QUEUES = 100
"""Rank among what multiprocessing does when a process ends: its queues, through which a pool is told to end, close at 10."""


@cache
def _pool() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(PROCESSES, mp_context=get_context(start_method()))
    # A process that multiprocessing started, as a run worker is, waits for its children before it closes pools: it would never end.
    Finalize(None, pool.shutdown, exitpriority=BEFORE_QUEUES)
    return pool


def begin(function: Callable[..., Result], *arguments: Any) -> Future[Result]:
    """Begins `function`, of a module, with arguments that can be pickled; its result or error comes with the future."""
    try:
        return _pool().submit(function, *arguments)
    except BrokenExecutor:
        _pool.cache_clear()
        return _pool().submit(function, *arguments)


def finished(under_way: Future[Result], function: Callable[..., Result], *arguments: Any) -> Result:
    """The result of what was begun; done in this process when somebody ended the other one."""
    try:
        return under_way.result()
    except BrokenExecutor:
        _pool.cache_clear()
        return function(*arguments)
