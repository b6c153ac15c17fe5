"""Work done in processes beside this one, so that this one goes on and gives their memory back: the trend, pictures, recipients, DuckDB, the files of tables.

What is done there is not known here. Steps over many items, on this machine or a cluster, are run by `scrapers.executors`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from multiprocessing.util import Finalize
from typing import Any, TypeVar

import polars as pl

from schemas.contracts import content_digest
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


_ahead: dict[str, tuple[bytes, Future[Any]]] = {}


def begin_ahead(function: Callable[..., Result], *arguments: Any) -> Future[Result]:
    """Begins what will be wanted later, when its arguments are known sooner: `taken_ahead` finds it by equal arguments.

    Of each function only the last one is kept. Arguments are frames, mappings of frames, paths and texts.
    """
    key = _key(arguments)
    known, under_way = _ahead.get(function.__qualname__, (b"", None))
    if under_way is None or known != key:
        under_way = begin(function, *arguments)
        _ahead[function.__qualname__] = key, under_way
    return under_way


def taken_ahead(function: Callable[..., Result], *arguments: Any) -> Future[Result] | None:
    """What was begun ahead with equal arguments, given once; None when nothing was."""
    known, under_way = _ahead.get(function.__qualname__, (b"", None))
    if under_way is None or known != _key(arguments):
        return None
    del _ahead[function.__qualname__]
    return under_way


def _key(argument: Any) -> bytes:
    if isinstance(argument, pl.DataFrame):
        return content_digest(argument)
    if isinstance(argument, Mapping):
        argument = tuple((name, argument[name]) for name in sorted(argument))
    parts = [_key(part) for part in argument] if isinstance(argument, tuple) else str(argument)
    return hashlib.sha256(repr(parts).encode()).digest()
