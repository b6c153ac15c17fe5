"""Tells whoever watches a run how far it is; what is shown of it is decided by the watcher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watcher = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is of it."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """While this lasts, `watcher` hears of every step in this process."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(step: str, done: int = 0, total: int = 0) -> None:
    """Says that `done` of `total` parts of `step` are done; nothing happens when nobody watches."""
    if watcher := _watcher.get():
        watcher(step, done, total)
