"""What happened to one source, in order: what the network gave (sightings) and what was decided of it (rulings). Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

Outcome = Literal["captured", "unchanged", "failed", "refused"]
Verdict = Literal["accepted", "review", "quarantined", "rejected", "kept"]
OUTCOMES = {
    "captured": "the page came and is kept",
    "unchanged": "the page says it has not changed (304), or came with the same bytes: seen today",
    "failed": "nothing came that could be kept; the last good capture serves on",
    "refused": "the site, or our own rules, forbid fetching it; not tried again in this run",
}
SEEN = ("captured", "unchanged")
"""Outcomes that show what the page says."""
VERDICTS = {
    "accepted": "what a build reads of this source",
    "review": "the first live capture differs from the transcription it would replace: a person decides",
    "quarantined": "the page lost or changed what was known, or cannot be read: a person decides",
    "rejected": "a person decided against it; the last good capture serves on",
    "kept": "the source has no layout yet: kept, not read",
}


@dataclass(frozen=True)
class Sighting:
    """One fetch of a source. `sha256` is of the page as served, decompressed; `digest` is of the payload as the WARC
    has it, `warc` names the file that holds the exchange, `recorded` is the date of its record there, `not_before` the moment until which the site asked to wait.
    """

    at: str
    outcome: Outcome
    url: str
    run: str = ""
    final_url: str | None = None
    status: int | None = None
    robots: str | None = None
    sha256: str | None = None
    digest: str | None = None
    size: int | None = None
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    redirects: tuple[str, ...] = ()
    address: str | None = None
    warc: str | None = None
    recorded: str | None = None
    reason: str | None = None
    message: str | None = None
    not_before: str | None = None

    @property
    def day(self) -> date:
        return moment(self.at).date()


@dataclass(frozen=True)
class Difference:
    """A known row that a capture lost or changed, or one that it adds; `field` is empty where the whole row is meant."""

    change: Literal["lost", "changed", "added", "repeated"]
    year: int | None
    name: str
    field: str = ""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Ruling:
    """What was decided of the capture `sha256`, by the gate or by a person, and why."""

    at: str
    verdict: Verdict
    sha256: str
    by: str = "gate"
    reasons: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    rows: int | None = None
    newest_year: int | None = None


@dataclass(frozen=True)
class Redaction:
    """A capture whose bytes were rewritten without a withheld name: from now on it has another hash, and no WARC."""

    at: str
    old: str
    new: str


Event = Sighting | Ruling | Redaction
_KINDS: dict[str, type[Sighting] | type[Ruling] | type[Redaction]] = {
    "sighting": Sighting,
    "ruling": Ruling,
    "redaction": Redaction,
}


def now() -> str:
    """This moment in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that `now` wrote."""
    return datetime.fromisoformat(text)


def to_line(event: Event) -> str:
    """The event as one line of JSON; what is empty is left out."""
    kind = next(name for name, of in _KINDS.items() if isinstance(event, of))
    facts = {key: value for key, value in asdict(event).items() if value not in (None, "", ())}
    return json.dumps({"event": kind, **facts}, ensure_ascii=False)


def from_line(line: str) -> Event:
    """The event of a line; ValueError when it is none."""
    facts: dict[str, Any] = json.loads(line)
    of = _KINDS[facts.pop("event")]
    known = {one.name for one in fields(of)}
    facts = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items() if key in known}
    if of is Ruling:
        facts["differences"] = tuple(Difference(**one) for one in facts.get("differences", ()))
    return of(**facts)


@dataclass
class SourceLog:
    """The events of one source, oldest first, and what follows from them."""

    events: list[Event] = field(default_factory=list)

    @property
    def sightings(self) -> list[Sighting]:
        return [event for event in self.events if isinstance(event, Sighting)]

    @property
    def rulings(self) -> list[Ruling]:
        return [event for event in self.events if isinstance(event, Ruling)]

    @property
    def last(self) -> Sighting | None:
        """The latest fetch, whatever came of it."""
        return self.sightings[-1] if self.sightings else None

    @property
    def latest(self) -> Sighting | None:
        """The latest fetch that brought a page."""
        return next((s for s in reversed(self.sightings) if s.outcome == "captured"), None)

    @property
    def last_seen(self) -> Sighting | None:
        """The latest fetch that showed what the page says: it came, or it said that it has not changed."""
        return next((s for s in reversed(self.sightings) if s.outcome in SEEN), None)

    @property
    def accepted(self) -> Ruling | None:
        """The ruling that made a capture the one a build reads."""
        return next((ruling for ruling in reversed(self.rulings) if ruling.verdict == "accepted"), None)

    @property
    def standing(self) -> Ruling | None:
        """The ruling on the latest capture; None when there is no capture, or none was made yet."""
        latest = self.latest
        if latest is None:
            return None
        # Events are in order: what was decided of the same bytes before they came again may be about another known state.
        since = self.events[self.events.index(latest) :]
        made = [event for event in since if isinstance(event, Ruling) and event.sha256 == latest.sha256]
        return made[-1] if made else None

    @property
    def waiting(self) -> Ruling | None:
        """The ruling that a person should look at; None when nothing waits."""
        standing = self.standing
        return standing if standing and standing.verdict in ("review", "quarantined") else None

    def sighting_of(self, sha256: str) -> Sighting | None:
        """The latest fetch that brought these bytes."""
        return next((s for s in reversed(self.sightings) if s.outcome == "captured" and s.sha256 == sha256), None)

    def present(self, sha256: str) -> str:
        """The hash under which a capture is kept now: another one after a redaction."""
        for event in self.events:
            if isinstance(event, Redaction) and event.old == sha256:
                sha256 = event.new
        return sha256


def newest(years: Iterable[int | None]) -> int | None:
    """The latest of some years; None when there is none."""
    return max((year for year in years if year is not None), default=None)
