"""Which captures a build reads of each source: the accepted live one, else the bundled ones. Nothing is fetched or parsed."""

from __future__ import annotations

from pathlib import Path

from scrapers.captures.bundled import Capture, CaptureError, bundled_captures
from scrapers.captures.log import SEEN, Sighting, SourceLog
from scrapers.captures.store import CaptureStore, open_content
from scrapers.registry import Award, Source


def captures_by_source(
    award: Award, folder: Path, store: CaptureStore | None = None
) -> list[tuple[Source, list[Capture]]]:
    """Each declared source with its captures: the accepted live one of `store`, else the bundled ones of its address.

    CaptureError for a bundled capture that nobody declares.
    """
    by_url: dict[str, list[Capture]] = {}
    for capture in bundled_captures(folder):
        by_url.setdefault(capture.url, []).append(capture)
    paired = []
    for source in award.sources:
        bundled = by_url.pop(source.url, [])
        live = live_capture(award, source, store) if store and source.layout else None
        paired.append((source, [live] if live else bundled))
    if by_url:
        lost = ", ".join(f"{c.file} ({c.url})" for group in by_url.values() for c in group)
        raise CaptureError(f"{folder / 'award.yaml'}: no source has the address of {lost}; add one under sources:")
    return paired


def live_state(award_id: str, store: CaptureStore) -> dict[str, str]:
    """Source name to what a build reads of it live: hash and day of the accepted capture. CaptureError when a log is damaged."""
    state = {}
    for _, source_name in store.logged(award_id):
        log = store.log(award_id, source_name)
        if log.accepted is not None and (seen := seen_so(log, log.accepted.sha256)) is not None:
            state[source_name] = f"{log.present(log.accepted.sha256)} {seen.day}"
    return state


def seen_so(log: SourceLog, sha256: str) -> Sighting | None:
    """The latest fetch that showed the page with this hash: it came, or it was said not to have changed."""
    return next((s for s in reversed(log.sightings) if s.sha256 == sha256 and s.outcome in SEEN), None)


def live_capture(award: Award, source: Source, store: CaptureStore) -> Capture | None:
    """The accepted live capture of a source; None when there is none."""
    log = store.log(award.id, source.name)
    return capture_of(source, store, log, log.accepted.sha256) if log.accepted else None


def capture_of(source: Source, store: CaptureStore, log: SourceLog, sha256: str) -> Capture:
    """The live capture with this hash, dated by when the page was last seen so; CaptureError when the log does not know it."""
    sighting = log.sighting_of(sha256)
    if sighting is None:
        raise CaptureError(
            f"{store.place}: the log of {source.name} does not know the capture {sha256}; crawl it again"
        )
    kept = log.present(sha256)
    return Capture(
        file=f"live/{source.name}",
        url=source.url,
        seen_at=sighting.final_url or source.url,
        seen_on=(seen_so(log, sha256) or sighting).day,
        origin="capture",
        sha256=kept,
        language=source.language,
        translated=False,
        complete=True,
        path=Path(store.place) / store.content_name(kept),
        charset=sighting.charset,
        opener=open_content(store, kept),
    )
