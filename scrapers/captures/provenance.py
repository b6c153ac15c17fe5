"""Where a row came from: its source, its capture, the evidence of the fetch and who accepted it. Reads no page."""

from __future__ import annotations

from pathlib import Path

from scrapers.captures.bundled import CaptureError, bundled_captures
from scrapers.captures.cited import cited_records
from scrapers.captures.store import CaptureStore
from scrapers.registry import Award


def provenance(
    award: Award, folder: Path, store: CaptureStore, source_id: str, capture_sha256: str, place: str
) -> dict[str, str]:
    """What is known of the capture behind a statement, label to value, in the order to show it.

    `source_id`, `capture_sha256` and `place` are those of the statement. CaptureError when no such capture is known.
    """
    told = {"source": source_id, "place": place, "sha256": capture_sha256}
    if place.startswith("cited.csv"):
        return told | _cited(folder, capture_sha256)
    for capture in bundled_captures(folder):
        if capture.sha256 == capture_sha256 and place.startswith(capture.file):
            part = "" if capture.complete else ", in part"
            return told | {
                "address": capture.url,
                "seen at": capture.seen_at,
                "seen on": str(capture.seen_on),
                "origin": f"bundled {capture.origin}{', translated' if capture.translated else ''}{part}",
                "file": str(capture.path),
            }
    for source in award.sources:
        if award.source_id(source) == source_id:
            return told | _live(award, source.name, store, capture_sha256)
    raise CaptureError(f"{folder}: no capture with the hash {capture_sha256} is known; build again")


def _cited(folder: Path, sha256: str) -> dict[str, str]:
    for record in cited_records(folder):
        if record.sha256 == sha256:
            return {
                "address": record.source_url,
                "seen at": record.seen_at or "",
                "seen on": str(record.seen_on or ""),
                "origin": "cited record, taken by hand",
                "file": f"{folder / 'cited.csv'} row {record.row}",
            }
    raise CaptureError(f"{folder / 'cited.csv'}: no row has the hash {sha256}; build again")


def _live(award: Award, source_name: str, store: CaptureStore, sha256: str) -> dict[str, str]:
    log = store.log(award.id, source_name)
    came = next(
        (
            s
            for s in reversed(log.sightings)
            if s.sha256 and log.present(s.sha256) == sha256 and s.outcome == "captured"
        ),
        None,
    )
    if came is None or came.sha256 is None:
        raise CaptureError(f"{store.place}: no capture of {award.id}/{source_name} has the hash {sha256}; build again")
    seen = [s for s in log.sightings if s.sha256 == came.sha256]
    ruling = next((r for r in reversed(log.rulings) if r.sha256 == came.sha256), None)
    return {
        "address": came.final_url or came.url,
        "asked for": " → ".join([*came.redirects, came.final_url or came.url]),
        "captured": came.at,
        "last seen so": seen[-1].at,
        "status": str(came.status or ""),
        "robots.txt": came.robots or "",
        "network address": came.address or "",
        "origin": "live capture",
        "ruling": f"{ruling.verdict} by {ruling.by} on {ruling.at}{': ' + '; '.join(ruling.reasons) if ruling.reasons else ''}"
        if ruling
        else "",
        "file": f"{store.place}/{store.content_name(sha256)}",
        "evidence": f"{store.place}/{came.warc}" if came.warc else "destroyed with a withheld name",
    }
