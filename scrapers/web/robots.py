"""What robots.txt of a site allows (RFC 9309), and which addresses of an API its owner invites programs to. The file is fetched by `fetching`."""

from __future__ import annotations

import codecs
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from protego import Protego

from scrapers.web.policy import PRODUCT

MOST_BYTES = 512_000
"""Of a robots.txt; what follows is not read (RFC 9309 asks for at least 500 KiB)."""
MOST_SECONDS = 24 * 3600
MOST_REDIRECTS = 5
# A robots.txt for search engines keeps them off the API, while a policy of the same owner asks programs to use it:
# host ending, path beginning, where the owner says so
INVITED = (
    (".wikipedia.org", "/api/rest_v1/page/html/", "https://wikitech.wikimedia.org/wiki/Robot_policy"),
    ("query.wikidata.org", "/sparql", "https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual"),
)


@dataclass(frozen=True)
class RobotsAnswer:
    """What a site answered when asked for robots.txt, at epoch seconds `at`.

    `text` is empty unless the status is 200; `status` 0 is no usable answer, and `why` says what came instead.
    """

    origin: str
    at: float
    status: int
    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether an address may be fetched, in one word for the log, and how long to pause between two requests."""

    allowed: bool
    word: str
    delay: float = 0.0


def verdict_on(answer: RobotsAnswer, url: str) -> Verdict:
    """By RFC 9309: rules where there are some; any 4xx is no rule; 5xx and no answer forbid everything.

    429 is taken for “not now”: a site that asks to be left alone is not told to have no rules.
    """
    if 200 <= answer.status < 300:
        rules = Protego.parse(_addressed(answer.text))
        delay = rules.crawl_delay(PRODUCT) or 0.0
        rate = rules.request_rate(PRODUCT)
        if rate is not None and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        allowed = rules.can_fetch(url, PRODUCT)
        return Verdict(allowed, "allowed" if allowed else "disallowed", float(delay))
    if 400 <= answer.status < 500 and answer.status != 429:
        return Verdict(True, "no rules")
    return Verdict(False, "unreachable")


_GROUP = re.compile(r"(\s*user-?agent\s*:\s*)(\*|[a-z_-]*)", re.I)


def _addressed(text: str) -> str:
    """The text with each group's name as RFC 9309 reads it: up to its first character that no product token has, and compared whole.

    Protego takes “hrd-awards/1.0” for somebody else and a group of “hrd” for ours.
    """

    def name(line: str) -> str:
        group = _GROUP.match(line)
        if group is None:
            return line
        known = group.group(2).casefold() in ("*", PRODUCT)
        return group.group(1) + (group.group(2) if known else "another")

    return "\n".join(map(name, text.splitlines()))


def decoded(content: bytes) -> str:
    """A robots.txt as text: UTF-8 as the RFC says, or what its mark says, so that rules of an editor that saves UTF-16 are not lost."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def invited(url: str) -> bool:
    """Whether the address belongs to an API that its owner asks programs to use, see INVITED."""
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    return parts.scheme == "https" and any(
        (host.endswith(ending) if ending.startswith(".") else host == ending) and parts.path.startswith(beginning)
        for ending, beginning, _ in INVITED
    )


class RobotsCache:
    """Answers by origin, for at most a day; one that says nothing lasting (5xx, no answer) only for this run.

    `load` and `save` keep answers between runs: origin to JSON and back.
    """

    def __init__(
        self,
        load: Callable[[str], str | None] = lambda origin: None,
        save: Callable[[str, str], None] = lambda origin, text: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._load, self._save, self._clock = load, save, clock
        self._answers: dict[str, RobotsAnswer] = {}
        self._guard = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}

    def answer(self, origin: str, ask: Callable[[str], RobotsAnswer]) -> RobotsAnswer:
        """The answer of an origin, asked with `ask` when there is none from the last 24 hours."""
        with self._guard:
            lock = self._asking.setdefault(origin, threading.Lock())
        with lock:
            known = self._answers.get(origin) or self._kept(origin)
            if known is None or not 0 <= self._clock() - known.at <= MOST_SECONDS:
                known = ask(origin)
                if 200 <= known.status < 500 and known.status != 429:
                    self._save(origin, json.dumps(asdict(known), ensure_ascii=False))
            self._answers[origin] = known
            return known

    def _kept(self, origin: str) -> RobotsAnswer | None:
        try:
            text = self._load(origin)
            return RobotsAnswer(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None
