"""How fresh each award's sources are: last seen, last changed, the next edition to expect, and what a person should look at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scrapers.captures.bundled import CaptureError, bundled_captures
from scrapers.captures.log import Sighting, SourceLog, newest
from scrapers.captures.store import CaptureStore
from scrapers.registry import Award, Source

INTERVALS = {"annual": 1, "biennial": 2}
DORMANT_YEARS = 3
"""An award whose next edition is overdue for longer is dormant or gone: told as such, not as a problem of its pages."""
FAILURES_TOLD = ("failed", "refused")


@dataclass(frozen=True)
class SourceFreshness:
    """One source: `serves` says what a build reads of it (live | bundled | nothing), `problem` what a person should look at."""

    source_id: str
    url: str
    serves: str
    last_seen: date | None
    last_changed: date | None
    tried: date | None
    outcome: str | None
    verdict: str | None
    newest_year: int | None
    problem: str | None = None


@dataclass
class Freshness:
    """One award; days, and `stale` when a capture of it is quarantined while the last good one serves on."""

    award_id: str
    last_seen: date | None = None
    last_changed: date | None = None
    newest_edition: int | None = None
    next_edition: int | None = None
    due_by: date | None = None
    stale: bool = False
    problems: list[str] = field(default_factory=list)
    sources: list[SourceFreshness] = field(default_factory=list)


def freshness(award: Award, folder: Path, store: CaptureStore, today: date) -> Freshness:
    """What is known of an award's sources on the day `today`. CaptureError when captures and award.yaml disagree."""
    bundled: dict[str, list[date]] = {}
    for capture in bundled_captures(folder):
        bundled.setdefault(capture.url, []).append(capture.seen_on)
    told = Freshness(award.id)
    for source in award.sources:
        log = store.log(award.id, source.name)
        told.sources.append(_source(award, source, log, bundled.get(source.url, [])))
        if log.waiting and log.waiting.verdict == "quarantined":
            told.stale = True
    told.last_seen = max((one.last_seen for one in told.sources if one.last_seen), default=None)
    told.last_changed = max((one.last_changed for one in told.sources if one.last_changed), default=None)
    _expect_editions(award, told, today)
    told.problems += [f"{one.source_id}: {one.problem}" for one in told.sources if one.problem]
    return told


def _source(award: Award, source: Source, log: SourceLog, bundled: list[date]) -> SourceFreshness:
    accepted = log.accepted if source.layout else None
    seen, tried = log.last_seen, log.last
    standing = log.standing
    return SourceFreshness(
        award.source_id(source),
        source.url,
        "live" if accepted else "bundled" if bundled else "nothing",
        seen.day if seen else max(bundled, default=None),
        log.latest.day if log.latest else None,
        tried.day if tried else None,
        tried.outcome if tried else None,
        standing.verdict if standing else None,
        accepted.newest_year if accepted else None,
        _problem(source, log, tried),
    )


def _problem(source: Source, log: SourceLog, tried: Sighting | None) -> str | None:
    standing = log.standing
    if waiting := log.waiting:
        return f"{waiting.verdict}: {'; '.join(waiting.reasons)}"
    if tried and tried.outcome in FAILURES_TOLD:
        since = log.last_seen.at[:10] if log.last_seen else "never"
        return f"{tried.outcome} on {tried.at[:10]}: {tried.message}; last seen {since}"
    if standing and standing.verdict == "kept":
        return "is crawled and kept, but not read: give it a layout in award.yaml (`hrd-awards new` proposes one)"
    if standing and standing.verdict == "rejected":
        return f"its capture of {log.latest.at[:10] if log.latest else '?'} was rejected; the one before serves on"
    if source.crawl and source.layout is None and not log.sightings:
        return None
    return None


def _expect_editions(award: Award, told: Freshness, today: date) -> None:
    """The next edition and whether it is overdue: an unchanged page past that day is frozen, or the award is late."""
    known = [award.last_seen_year, *(one.newest_year for one in told.sources)]
    without = [edition.year for edition in award.editions if edition.status in ("not awarded", "not due")]
    told.newest_edition = newest(known)
    latest, expected = newest([*known, *without]), award.expect.latest_edition
    if expected and (told.newest_edition or 0) < expected:
        told.problems.append(f"{award.id}: no page has the edition {expected} that expect: names (latest_edition)")
    interval = INTERVALS.get(award.frequency or "")
    if interval is None or latest is None:
        return
    told.next_edition = latest + interval
    month = award.expect.month or 12
    told.due_by = date(told.next_edition, month, monthrange(told.next_edition, month)[1])
    if today <= told.due_by:
        return
    if today.year - told.due_by.year > DORMANT_YEARS:
        told.next_edition = told.due_by = None
        return
    frozen = [one for one in told.sources if one.serves == "live" and one.tried and one.tried > told.due_by]
    still = [one for one in frozen if one.last_changed and one.last_changed <= told.due_by]
    where = f"; frozen since {max(one.last_changed for one in still if one.last_changed)}: " if still else ""
    names = ", ".join(one.source_id for one in still)
    told.problems.append(
        f"{award.id}: the edition {told.next_edition} was due by {told.due_by} and no page has it{where}{names}"
    )


def stale_awards(award_ids: list[str], store: CaptureStore) -> dict[str, str]:
    """The awards of which a capture is quarantined while the last good one serves on, with the reason."""
    stale: dict[str, list[str]] = {}
    for award_id, source_name, log in _logs(award_ids, store):
        if log.waiting and log.waiting.verdict == "quarantined":
            reason = f"{award_id}/{source_name}: {'; '.join(log.waiting.reasons)}; `hrd-awards review captures` decides"
            stale.setdefault(award_id, []).append(reason)
    return {award_id: "\n".join(reasons) for award_id, reasons in stale.items()}


def last_changes(award_ids: list[str], store: CaptureStore) -> dict[str, date]:
    """The day on which a page of each award last came with other content than before; without those that were never crawled."""
    days: dict[str, date] = {}
    for award_id, _, log in _logs(award_ids, store):
        if log.latest:
            days[award_id] = max(log.latest.day, days.get(award_id, log.latest.day))
    return days


def _logs(award_ids: list[str], store: CaptureStore) -> Iterator[tuple[str, str, SourceLog]]:
    """award_id, source name and log of what was crawled. A log that cannot be read is left to whoever reads the award: it fails there."""
    for award_id, source_name in store.logged():
        if award_id in award_ids:
            with suppress(CaptureError):
                yield award_id, source_name, store.log(award_id, source_name)


def all_freshness(
    awards: list[tuple[Award, Path]], store: CaptureStore, today: date
) -> tuple[list[Freshness], dict[str, str]]:
    """The freshness of every award, and the errors of those whose captures cannot be looked at."""
    told, errors = [], {}
    for award, folder in awards:
        try:
            told.append(freshness(award, folder, store, today))
        except CaptureError as error:
            errors[award.id] = str(error)
    return told, errors
