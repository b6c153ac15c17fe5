"""One page, politely: permission, turn, redirects, patience, limits. What to fetch and where it is kept are decided elsewhere."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import InvalidHeader, MaxRetryError, ProtocolError
from urllib3.util import Retry

from scrapers.captures.charset import CharsetError, find_charset
from scrapers.web.addresses import AddressRefused, Resolve, check_url, host_of, origin_of, redirect_target, resolve
from scrapers.web.content import ACCEPT, check_kind, decompress
from scrapers.web.exchange import Exchange, FetchError, Wire
from scrapers.web.pacing import Pacer
from scrapers.web.policy import Policy
from scrapers.web.robots import MOST_BYTES, MOST_REDIRECTS, RobotsAnswer, RobotsCache, decoded, invited, verdict_on

Kind = Literal["html", "json", "any"]
REDIRECTS = (301, 302, 303, 307, 308)
TRY_AGAIN = (429, 500, 502, 503, 504)
PASSING = ("too slow", "incomplete", "connection")
ROBOTS_RETRIES = 1
LONGEST_WAIT = 30 * 24 * 3600
"""Seconds: a site that asks to stay away for longer is asked again then."""
# what a site says of its answer goes back to it, and must not become more than one header of common length
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,998}[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True)
class Validators:
    """What the last answer said of itself, so that the site can say that nothing changed.

    url: the address that said so. Another one, to which a redirect leads by now, has other answers: its 304 would mean nothing.
    """

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None

    def headers(self, url: str) -> dict[str, str]:
        """The conditional headers of a request to `url`."""
        if self.url is not None and self.url != url:
            return {}
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value and _SENDABLE.fullmatch(value)}


@dataclass
class Fetched:
    """A page as it was served, or the word that it has not changed (`content` is None then).

    pages: of how many answers the content was put together.
    """

    url: str
    final_url: str
    status: int
    robots: str
    content: bytes | None
    content_type: str | None = None
    charset: str | None = None
    validators: Validators = field(default_factory=Validators)
    redirects: tuple[str, ...] = ()
    address: str | None = None
    pages: int = 1


class Budget:
    """Requests and seconds that a run may spend; shared by all its threads."""

    def __init__(self, requests: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._left, self._clock = requests, clock
        self._end = clock() + seconds
        self._guard = threading.Lock()
        self.spent = 0

    def spend(self) -> None:
        """Takes one request; FetchError `budget` when nothing is left."""
        with self._guard:
            if self._left <= 0 or self._clock() > self._end:
                raise FetchError("budget", "the run has spent its budget; `hrd-awards crawl` goes on where it stopped")
            self._left -= 1
            self.spent += 1


class Fetcher:
    """Fetches pages for any number of threads; every exchange is handed to the caller, also of what failed."""

    def __init__(
        self,
        policy: Policy,
        robots: RobotsCache | None = None,
        resolve: Resolve = resolve,
        pacer: Pacer | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.policy = policy
        self.pacer = pacer or Pacer(policy.pace)
        self.budget = budget or Budget(policy.requests, policy.run_seconds)
        self._robots = robots or RobotsCache()
        self._wire = Wire(policy, resolve)
        # memory is bounded by how many answers are read at once, however many hosts are paced side by side
        self._slots = threading.BoundedSemaphore(policy.answers_at_once)

    def fetch(
        self,
        url: str,
        kind: Kind = "html",
        *,
        http: bool = False,
        validators: Validators | None = None,
        exchanges: list[Exchange] | None = None,
    ) -> Fetched:
        """The page at `url`; FetchError says why there is none.

        http: plain http is allowed. validators: of the last answer; a 304 then gives no content. exchanges: takes every
        request and answer on the way, robots.txt included.
        """
        record = exchanges if exchanges is not None else []
        validators = validators or Validators()
        try:
            address = check_url(url, http)
        except AddressRefused as error:
            raise FetchError("address", str(error)) from error
        passed: list[str] = []
        while True:
            robots = self._permission(address, record)
            exchange = self._ask(address, ACCEPT[kind], validators.headers(address), record, self.policy.retries)
            if exchange.status not in REDIRECTS:
                break
            passed.append(address)
            address = self._next(exchange, http, passed)
        status = exchange.status or 0
        answer = Fetched(url, address, status, robots, None, redirects=tuple(passed), address=exchange.address)
        if status == 304 and validators.headers(address):
            answer.validators = validators
            return answer
        if status != 200:
            raise FetchError("status", f"{address}: answers {status}", status)
        answer.content = decompress(exchange, self.policy.body_bytes)
        check_kind(exchange, answer.content, kind)
        answer.content_type = exchange.header("Content-Type")
        answer.validators = Validators(exchange.header("ETag"), exchange.header("Last-Modified"), address)
        try:
            answer.charset = "utf-8" if kind == "json" else find_charset(answer.content, answer.content_type)
        except CharsetError as error:
            raise FetchError("content", f"{address}: {error}", status) from error
        return answer

    def _next(self, exchange: Exchange, http: bool, passed: list[str]) -> str:
        """Where a redirect leads; FetchError when it must not be followed. Permission and network address are checked anew there."""
        try:
            target = redirect_target(exchange.url, exchange.header("Location"), http)
        except AddressRefused as error:
            raise FetchError("address", f"{exchange.url} leads to another address: {error}", exchange.status) from error
        if target in passed:
            raise FetchError("redirects", f"{passed[0]}: redirects lead back to {target}", exchange.status)
        if len(passed) > self.policy.redirects:
            raise FetchError("redirects", f"{passed[0]}: more than {self.policy.redirects} redirects", exchange.status)
        return target

    def _ask(self, url: str, accept: str, headers: dict[str, str], record: list[Exchange], retries: int) -> Exchange:
        """The exchange, asked again after passing troubles as often as `retries` says and when the site says."""
        host = host_of(url)
        patience = Retry(
            total=retries,
            status_forcelist=TRY_AGAIN,
            backoff_factor=self.policy.backoff,
            raise_on_status=False,
            retry_after_max=LONGEST_WAIT,
        )
        while True:
            if self.pacer.wait_for(host) > self.policy.longest_wait:
                seconds = self.pacer.wait_for(host)
                raise FetchError("wait", f"{host} asked to come back in {seconds:.0f} s", wait=seconds)
            with self.pacer.turn(host):
                self.budget.spend()
                with self._slots:
                    exchange = self._wire.ask(url, accept, headers)
            record.append(exchange)
            problem = exchange.problem
            if problem is not None and problem.reason not in PASSING:
                raise problem
            if problem is None and exchange.status not in TRY_AGAIN:
                return exchange
            answer = HTTPResponse(headers=HTTPHeaderDict(exchange.headers), status=exchange.status or 0)
            wait = _asked_wait(patience, answer) if problem is None else 0.0
            if wait > self.policy.longest_wait:
                self.pacer.hold(host, wait)
                raise FetchError("wait", f"{url}: asks to come back in {wait:.0f} s", exchange.status, wait)
            try:
                patience = patience.increment(
                    "GET",
                    url,
                    response=None if problem else answer,
                    error=ProtocolError(str(problem)) if problem else None,
                )
            except MaxRetryError as error:
                if problem is not None:
                    raise problem from error
                raise FetchError(
                    "status", f"{url}: answers {exchange.status}, also when asked again", exchange.status
                ) from error
            self.pacer.hold(host, max(wait, patience.get_backoff_time()))

    def _permission(self, url: str, record: list[Exchange]) -> str:
        """The word of robots.txt for the log; FetchError when it forbids the address. A Crawl-delay is honoured from here on."""
        if invited(url):
            return "invited"
        answer = self._robots.answer(origin_of(url), lambda origin: self._ask_robots(origin, record))
        verdict = verdict_on(answer, url)
        if not verdict.allowed:
            unreachable = verdict.word == "unreachable"
            reason = "robots unreachable" if unreachable else "robots"
            said = f"cannot be read ({answer.why or f'status {answer.status}'})" if unreachable else "forbids it"
            raise FetchError(reason, f"{url}: robots.txt {said}")
        if verdict.delay > self.policy.longest_wait:
            raise FetchError("robots", f"{url}: robots.txt asks for {verdict.delay:g} s between two requests")
        if verdict.delay:
            self.pacer.slow_down(host_of(url), verdict.delay)
        return verdict.word

    def _ask_robots(self, origin: str, record: list[Exchange]) -> RobotsAnswer:
        """robots.txt of an origin, through at most five redirects; status 0 when there is no usable answer."""
        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            try:
                exchange = self._ask(url, ACCEPT["robots"], {}, record, ROBOTS_RETRIES)
                if exchange.status in REDIRECTS:
                    url = redirect_target(url, exchange.header("Location"), origin.startswith("http:"))
                    continue
                status = exchange.status or 0
                text = decompress(exchange, self.policy.body_bytes)[:MOST_BYTES] if 200 <= status < 300 else b""
                return RobotsAnswer(origin, time.time(), status, decoded(text))
            except FetchError as error:
                if error.reason in ("budget", "wait", "address", "certificate"):
                    raise
                status = error.status if error.reason == "status" and error.status else 0
                return RobotsAnswer(origin, time.time(), status, why=str(error))
            except AddressRefused as refusal:
                return RobotsAnswer(origin, time.time(), 0, why=str(refusal))
        return RobotsAnswer(origin, time.time(), 0, why="redirects go on and on")


def _asked_wait(patience: Retry, answer: HTTPResponse) -> float:
    try:
        return float(patience.get_retry_after(answer) or 0.0)
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0
