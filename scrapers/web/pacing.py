"""One request at a time to each host, with its pause between two; hosts do not wait for each other. Nothing is fetched here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """The run was told to end while somebody waited."""


class Pacer:
    """Hands out turns; seconds are of `clock`, and the pause runs from the end of one request to the start of the next."""

    def __init__(self, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._delays: dict[str, float] = {}
        self._ready: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """From now on at least so many seconds between two requests to the host (Crawl-delay); never fewer than the usual pace."""
        with self._guard:
            self._delays[host] = max(self._delays.get(host, self._pace), seconds)
            if host in self._ready:
                self._ready[host] += max(0.0, self._delays[host] - self._pace)

    def hold(self, host: str, seconds: float) -> None:
        """No request to the host for so many seconds from now (Retry-After)."""
        with self._guard:
            self._ready[host] = max(self._ready.get(host, 0.0), self._clock() + seconds)

    def wait_for(self, host: str) -> float:
        """Seconds until the host may be asked again."""
        with self._guard:
            return max(0.0, self._ready.get(host, 0.0) - self._clock())

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """The only request to `host` while this lasts; waits until its pause is over. Stopped when the run ends meanwhile."""
        with self._guard:
            lock = self._turns.setdefault(host, threading.Lock())
        with lock:
            while (seconds := self.wait_for(host)) > 0:
                self.sleep(seconds)
            if self._stop.is_set():
                raise Stopped
            try:
                yield
            finally:
                with self._guard:
                    pause = self._delays.get(host, self._pace)
                    self._ready[host] = max(self._ready.get(host, 0.0), self._clock() + pause)

    def sleep(self, seconds: float) -> None:
        """Waits; Stopped when the run ends meanwhile."""
        if self._stop.wait(seconds):
            raise Stopped

    def stop(self) -> None:
        """Ends every wait, now and later."""
        self._stop.set()
