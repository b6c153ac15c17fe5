"""Takes a text out of live captures, or puts it back: pages get a new hash, logs and rows follow, evidence that holds it is destroyed.

Which text, and what is kept of it, is the caller's matter. A WARC cannot be rewritten without ceasing to be evidence, so it goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from scrapers.captures.bundled import CaptureError
from scrapers.captures.charset import as_utf8
from scrapers.captures.log import Event, Redaction, Sighting, SourceLog, now, to_line
from scrapers.captures.store import CONTENT, LOGS, REDUCED, ROWS, CaptureStore

Rewrite = Callable[[str, str], str]
"""The text as it is to stand, from the place it stands in (the same for the same text each time) and the text."""


def rewrite_captures(store: CaptureStore, rewrite: Rewrite) -> list[str]:
    """Rewrites every live capture of `store`; returns the places that changed. Safe to run again after it was broken off."""
    changed: list[str] = []
    gone: set[str] = set()
    for award_id, source_name in list(store.logged()):
        log = store.log(award_id, source_name)
        renamed = _rewrite_pages(store, log, rewrite)
        gone |= {name for name, _, _ in renamed.values()}
        changed += [f"{CONTENT}/{sha256}" for sha256 in renamed]
        events = [_rewrite_event(store, event, renamed, rewrite) for event in log.events]
        events += [Redaction(now(), old, new) for _, old, new in renamed.values()]
        place = f"{LOGS}/{award_id}/{source_name}.jsonl"
        before = "".join(f"{to_line(event)}\n" for event in events)
        after = rewrite(place, before)
        if renamed or after != before or events != log.events:
            store.files.write(place, after.encode())
            changed.append(place)
    for name in gone:
        # only now: a page that several sources have is rewritten for each of them
        store.files.remove(name)
    for folder in (ROWS, REDUCED):
        for name in store.files.names(folder):
            before = store.files.read(name).decode("utf-8")
            if (after := rewrite(name, before)) != before:
                store.files.write(name, after.encode())
                changed.append(name)
    return changed


def _rewrite_pages(store: CaptureStore, log: SourceLog, rewrite: Rewrite) -> dict[str, tuple[str, str, str]]:
    """Hash under which a page came -> name and hash it was kept under, and its new hash, for those that changed."""
    renamed: dict[str, tuple[str, str, str]] = {}
    for sha256 in dict.fromkeys(one.sha256 for one in log.sightings if one.sha256):
        sighting, present = log.sighting_of(sha256), log.present(sha256)
        try:
            name, content = store.content_name(present), store.content(present)
        except CaptureError:
            continue
        before = as_utf8(content, (sighting.charset if sighting else None) or "utf-8").decode("utf-8")
        after = rewrite(f"{CONTENT}/{sha256}", before)
        if after != before:
            store.put(CONTENT, after.encode(), f".{name.rpartition('.')[2]}")
            renamed[sha256] = (name, present, hashlib.sha256(after.encode()).hexdigest())
    return renamed


def _rewrite_event(
    store: CaptureStore, event: Event, renamed: dict[str, tuple[str, str, str]], rewrite: Rewrite
) -> Event:
    if not isinstance(event, Sighting):
        return event
    if event.sha256 in renamed:
        event = replace(event, charset="utf-8")
    if event.warc and (event.sha256 in renamed or _holds(store, event.warc, rewrite)):
        store.files.remove(event.warc)
        event = replace(event, warc=None)
    return event


def _holds(store: CaptureStore, warc: str, rewrite: Rewrite) -> bool:
    """Whether the evidence of a fetch holds the text, also of one that failed."""
    from scrapers.captures.warc import read_warc

    try:
        records = [record for record in read_warc(store.files.read(warc)) if record.content]
    except FileNotFoundError:
        return False
    texts = (record.content.decode("utf-8", errors="replace") for record in records)
    return any(rewrite(f"{warc}#{number}", text) != text for number, text in enumerate(texts))
