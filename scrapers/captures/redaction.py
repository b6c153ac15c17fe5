"""After files of the store were rewritten without a withheld name: hashes that follow, and evidence that holds the name destroyed."""

from __future__ import annotations

import hashlib

from scrapers.captures.log import Redaction, Sighting, now, to_line
from scrapers.captures.store import CONTENT, CaptureStore


def settle_rewritten(store: CaptureStore) -> list[str]:
    """Renames every page whose bytes were rewritten to its new hash and destroys the WARC files of the old one.

    To be called after a withholding, or its reversal, has rewritten the text files of the store. Returns the hashes that changed.
    A WARC cannot be rewritten without ceasing to be evidence, so it goes.
    """
    changed: dict[str, str] = {}
    for name in store.files.names(CONTENT):
        content = store.files.read(name)
        stem, _, suffix = name.rpartition("/")[2].partition(".")
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 == stem:
            continue
        store.put(CONTENT, content, f".{suffix}")
        store.files.remove(name)
        changed[stem] = sha256
    if changed:
        for award_id, source_name in list(store.logged()):
            _settle_log(store, award_id, source_name, changed)
    return sorted(changed)


def _settle_log(store: CaptureStore, award_id: str, source_name: str, changed: dict[str, str]) -> None:
    log = store.log(award_id, source_name)
    touched = False
    for number, event in enumerate(log.events):
        if isinstance(event, Sighting) and event.sha256 and log.present(event.sha256) in changed:
            touched = True
            if event.warc:
                store.files.remove(event.warc)
            log.events[number] = Sighting(**{**event.__dict__, "warc": None})
    if not touched:
        return
    present = {log.present(s.sha256) for s in log.sightings if s.sha256}
    log.events += [Redaction(now(), old, changed[old]) for old in sorted(present & changed.keys())]
    name = f"log/{award_id}/{source_name}.jsonl"
    store.files.write(name, "".join(f"{to_line(event)}\n" for event in log.events).encode())
