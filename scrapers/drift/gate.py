"""The drift gate: whether a new capture takes the place of what is known of its source, or waits for a person. Fetches nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from datetime import date
from pathlib import Path

from schemas.counting import counted
from scrapers.captures import CaptureError, CaptureStore, bundled_captures
from scrapers.captures.live import capture_of
from scrapers.captures.log import Difference, Ruling, SourceLog, Verdict, newest, now
from scrapers.captures.store import REDUCED, ROWS
from scrapers.drift.compare import Withheld, differences, nobody_withheld, union
from scrapers.drift.rows import PageRows, Row, layout_digest, read_capture, rows_from_json
from scrapers.layouts import LayoutError
from scrapers.names import fold
from scrapers.reduction import reduce_page
from scrapers.registry import Award, Source

FLOOD_SHARE, FLOOD_LEAST = 0.2, 5
"""More additions than this to years that were known already are no news but another reading of the page; so is a new edition with
more rows than this and twice the largest known one."""
LONGEST_FIELD = 400
# control characters, markup, addresses of the web and of mailboxes
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]|<[a-zA-Z/!]|\w+://|\S@\w+\.\w", re.ASCII)
MOST_TOLD = 500
GATE = "gate"
"""Who rules where no person does."""


@dataclass(frozen=True)
class Known:
    """What a build reads of a source now.

    first_live: no live capture was accepted yet. partial: its transcriptions are in part or translated, so that only the
    years they cover are compared. cut: the rows at which transcriptions break off. problem: why they cannot be read.
    """

    page: PageRows
    first_live: bool
    partial: bool = False
    cut: frozenset[Row] = frozenset()
    problem: str | None = None


@dataclass
class Judgement:
    """What the gate thinks of a capture: acceptable when `reasons` is empty."""

    reasons: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    page: PageRows | None = None


def judge(found: PageRows, known: Known, award: Award, today: date, withheld: Withheld = nobody_withheld) -> Judgement:
    """The verdict on a capture that could be read, by the rules of the gate; nothing is looked up or stored."""
    if known.first_live and known.partial:
        told = [one for one in differences(known.page, found, _span(known.page), withheld) if not _at_cut(one, known)]
        reasons = _counted(told, ("lost", "changed", "repeated", "added"))
    else:
        told = differences(known.page, found, withheld=withheld)
        reasons = _new_leftovers(known.page, found) + _other_headers(known.page, found)
        reasons += _counted(told, ("lost", "changed", "repeated")) + _flood(known.page, told)
    reasons += [known.problem] if known.problem else []
    reasons += _no_winners(known.page, found)
    if not (found.rows or found.not_awarded or known.page.rows):
        reasons.append("lists no winner, and none is known of this source yet")
    return Judgement(reasons + _expectations(found, known.page, award, today), told, found)


def _counted(told: list[Difference], grave: tuple[str, ...]) -> list[str]:
    """The grave differences as reasons: how many rows of each sort."""
    rows = Counter(str(change) for change, _, _ in {(one.change, one.year, one.name) for one in told})
    said = {"lost": "lost", "changed": "changed", "repeated": "listed twice", "added": "more in years already covered"}
    return [
        f"{rows[change]} {'row' if rows[change] == 1 else 'rows'} {said[change]}" for change in grave if rows[change]
    ]


def _at_cut(one: Difference, known: Known) -> bool:
    """Whether a difference is no more than the end of a row, or of a year, at which a transcription was cut off."""
    if one.change == "added":
        return one.year in {row.year for row in known.cut}
    return (one.year, one.name) in {(row.year, row.name) for row in known.cut}


def _span(page: PageRows) -> Callable[[int | None], bool]:
    """Whether a year lies inside what a transcription covers; where it gives no years, rows without year do."""
    years = page.years
    if not years:
        return lambda year: year is None
    return lambda year: year is not None and years[0] <= year <= years[-1]


def _new_leftovers(known: PageRows, found: PageRows) -> list[str]:
    new = list((found.leftovers - known.leftovers).elements())
    some = "; ".join(repr(text[:80]) for text in new[:3])
    return [f"{len(new)} new {'line' if len(new) == 1 else 'lines'} that nothing accounts for: {some}"] if new else []


def _other_headers(known: PageRows, found: PageRows) -> list[str]:
    if not known.headers or known.layout != found.layout:
        return []
    is_answer = found.kind == "json"
    kept = set(known.headers) <= set(found.headers) if is_answer else known.headers == found.headers
    return [] if kept else [f"headers were {' | '.join(known.headers)} and are {' | '.join(found.headers) or 'gone'}"]


def _flood(known: PageRows, told: list[Difference]) -> list[str]:
    if not known.rows:
        return []
    editions = Counter(row.year for row in known.rows)
    added = Counter(one.year for one in told if one.change == "added")
    latest = max((year for year in editions if year is not None), default=0)
    to_old = sum(number for year, number in added.items() if year in editions or (year or 0) <= latest)
    reasons = []
    if to_old > max(FLOOD_LEAST, FLOOD_SHARE * len(known.rows)):
        reasons.append(f"{counted(to_old, 'row is', 'rows are')} added to years up to the latest known")
    usual = max(editions.values())
    for year, number in sorted(added.items(), key=lambda one: one[0] or 0):
        if (year or 0) > latest and number > max(FLOOD_LEAST, 2 * usual):
            reasons.append(
                f"{counted(number, 'row is', 'rows are')} added for {year}, where no edition had more than {usual}"
            )
    return reasons


def _no_winners(known: PageRows, found: PageRows) -> list[str]:
    """Rows that are new and can hardly be winners: whoever writes on a page must not write into the data, or on a terminal."""
    odd = [row for row in (Counter(found.rows) - Counter(known.rows)) if any(map(_is_odd, astuple(row)))]
    return (
        [f"{counted(len(odd), 'new row does', 'new rows do')} not look like winners, e.g. {odd[0].name[:80]!r}"]
        if odd
        else []
    )


def _is_odd(value: object) -> bool:
    text = str(value or "")
    return len(text) > LONGEST_FIELD or _ODD.search(text) is not None


def _expectations(found: PageRows, known: PageRows, award: Award, today: date) -> list[str]:
    expect, years = award.expect, found.years
    reasons = []
    first = expect.first_year or award.first_year
    if first and years and years[0] < first and not (known.years and known.years[0] <= years[0]):
        reasons.append(f"has the year {years[0]}, before the award's first edition {first}")
    if years and years[-1] > today.year + 1:
        reasons.append(f"has the year {years[-1]}, which is not yet to come")
    count = len({(row.year, fold(row.name)) for row in found.rows})
    before = len({(row.year, fold(row.name)) for row in known.rows})
    if expect.maximum is not None and count > max(expect.maximum, before):
        reasons.append(f"has {counted(count, 'entry', 'entries')}, more than the {expect.maximum} that expect: allows")
    if expect.minimum is not None and before >= expect.minimum > count:
        reasons.append(
            f"has {counted(count, 'entry', 'entries')}, fewer than the {expect.minimum} that expect: asks for"
        )
    if expect.latest_edition and known.years and known.years[-1] >= expect.latest_edition > (years or [0])[-1]:
        reasons.append(f"ends before the edition {expect.latest_edition} that expect: asks for")
    broken = [row.name for row in found.rows if "\ufffd" in f"{row.name}{row.as_published}"]
    if broken:
        reasons.append(
            f"{counted(len(broken), 'name has', 'names have')} characters that could not be decoded, e.g. {broken[0]!r}"
        )
    return reasons


def known_of(award: Award, folder: Path, source: Source, store: CaptureStore, log: SourceLog) -> Known:
    """What a build reads of the source now: the accepted live capture, else the bundled ones."""
    if log.accepted is not None:
        return Known(_accepted_rows(award, source, store, log), first_live=False)
    bundled = [capture for capture in bundled_captures(folder) if capture.url == source.url]
    pages: list[PageRows] = []
    cut: set[Row] = set()
    problems: list[str] = []
    for capture in bundled:
        try:
            pages.append(read_capture(capture, award, source))
        except LayoutError as error:
            problems.append(f"{capture.file}: {error}")
        else:
            cut.update(pages[-1].rows[-1:] if not capture.complete else ())
    # several pages of one address were each seen at another time, or in another part
    partial = len(bundled) > 1 or any(not capture.complete or capture.translated for capture in bundled)
    problem = f"what it would replace cannot be read: {'; '.join(problems)}" if problems else None
    return Known(union(pages), True, partial, frozenset(cut), problem)


def _accepted_rows(award: Award, source: Source, store: CaptureStore, log: SourceLog) -> PageRows:
    """Rows of the accepted capture: read again, or as they were read when its layout has changed since."""
    ruling = log.accepted
    if ruling is None:
        return PageRows()
    name = _rows_name(award, source, ruling.sha256)
    kept = rows_from_json(store.files.read(name)) if store.files.exists(name) else None
    if kept is not None and source.layout is not None and kept.layout != layout_digest(source.layout):
        return kept
    try:
        return read_capture(capture_of(source, store, log, ruling.sha256), award, source)
    except LayoutError:
        if kept is None:
            raise
        return kept


def _rows_name(award: Award, source: Source, sha256: str) -> str:
    return f"{ROWS}/{award.id}/{source.name}/{sha256}.json"


def _keep_accepted(
    award: Award, source: Source, store: CaptureStore, log: SourceLog, sha256: str, page: PageRows
) -> None:
    """Keeps the rows that were accepted and, where it gives the same rows, the page reduced to its facts."""
    store.files.write(_rows_name(award, source, sha256), page.to_json())
    capture = capture_of(source, store, log, sha256)
    if source.layout is not None and (reduced := reduce_page(capture.read(), source.layout)) is not None:
        ending = "json" if source.layout.type == "json" else "html"
        store.files.write(f"{REDUCED}/{capture.sha256[:2]}/{capture.sha256}.{ending}", reduced)


def rule_on_latest(
    award: Award, folder: Path, source: Source, store: CaptureStore, today: date, withheld: Withheld = nobody_withheld
) -> SourceLog:
    """Judges the latest capture of a source that no person has decided on yet, and notes the ruling when it is news.

    CaptureError when a capture is missing or was changed.
    """
    log = store.log(award.id, source.name)
    latest, standing = log.latest, log.standing
    if latest is None or latest.sha256 is None or (standing and standing.verdict in ("accepted", "rejected")):
        return log
    ruling, page = _ruling(award, folder, source, store, log, latest.sha256, today, withheld)
    if standing and (standing.verdict, standing.reasons, standing.differences) == (
        ruling.verdict,
        ruling.reasons,
        ruling.differences,
    ):
        return log
    if ruling.verdict == "accepted" and page is not None:
        _keep_accepted(award, source, store, log, latest.sha256, page)
    return store.note(award.id, source.name, ruling)


def _ruling(
    award: Award,
    folder: Path,
    source: Source,
    store: CaptureStore,
    log: SourceLog,
    sha256: str,
    today: date,
    withheld: Withheld,
) -> tuple[Ruling, PageRows | None]:
    if source.layout is None:
        return Ruling(now(), "kept", sha256, GATE, ("the source has no layout: it is kept, not read",)), None
    if log.accepted is not None and log.accepted.sha256 == sha256:
        return Ruling(now(), "accepted", sha256, GATE, ("the page is again as it was accepted",)), None
    known = known_of(award, folder, source, store, log)
    try:
        page = read_capture(capture_of(source, store, log, sha256), award, source)
        judgement = judge(page, known, award, today, withheld)
    except LayoutError as error:
        return Ruling(now(), "quarantined", sha256, GATE, (f"cannot be read: {error}",)), None
    except CaptureError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile page makes the readers stumble over is a finding
        return Ruling(now(), "quarantined", sha256, GATE, (f"cannot be read: {type(error).__name__}: {error}",)), None
    held: Verdict = "review" if known.first_live and known.page.rows else "quarantined"
    if judgement.reasons and (again := _rejected_before(log, judgement)):
        return Ruling(now(), "rejected", sha256, GATE, again, tuple(judgement.differences[:MOST_TOLD])), None
    return (
        Ruling(
            now(),
            held if judgement.reasons else "accepted",
            sha256,
            GATE,
            tuple(judgement.reasons),
            tuple(judgement.differences[:MOST_TOLD]),
            len(page.rows),
            newest(page.years),
        ),
        page,
    )


def _rejected_before(log: SourceLog, judgement: Judgement) -> tuple[str, ...]:
    """Why a capture needs no second look: a person rejected the same differences, on a page that only looks new. Empty when none did."""
    told = tuple(judgement.differences[:MOST_TOLD])
    serves = log.accepted.sha256 if log.accepted else None
    for ruling in reversed(log.rulings if told else []):
        if ruling.verdict == "rejected" and ruling.differences == told:
            return (f"has the same differences as the capture rejected on {ruling.at[:10]}", *judgement.reasons)
        # a site that shows two pages in turn brings the accepted one again and again
        if ruling.verdict == "accepted" and ruling.sha256 != serves:
            break
    return ()


def decide(
    award: Award, folder: Path, source: Source, store: CaptureStore, accept: bool, by: str, reason: str
) -> SourceLog:
    """A person's ruling on the capture that waits; CaptureError when none waits, or when the layout cannot read what is accepted."""
    log = store.log(award.id, source.name)
    waiting = log.waiting
    if waiting is None:
        raise CaptureError(
            f"{award.source_id(source)}: no capture waits for a decision; `hrd-awards status` shows them"
        )
    verdict: Verdict = "accepted" if accept else "rejected"
    rows = newest_year = None
    if accept:
        try:
            page = read_capture(capture_of(source, store, log, waiting.sha256), award, source)
        except LayoutError as error:
            raise CaptureError(
                f"{award.source_id(source)}: {error}. Mend its layout in {folder / 'award.yaml'} first; a capture that "
                "cannot be read cannot be accepted"
            ) from error
        _keep_accepted(award, source, store, log, waiting.sha256, page)
        rows, newest_year = len(page.rows), newest(page.years)
    ruling = Ruling(
        now(), verdict, waiting.sha256, by, (reason,) if reason else (), waiting.differences, rows, newest_year
    )
    return store.note(award.id, source.name, ruling)
