"""The releases as an Atom feed, for readers that tell when there is a new one; addresses are relative to the feed."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from schemas import dataset
from warehouse.release.summary import Draft
from warehouse.site.frame import escaped

PAGE = "feed.xml"


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the feed: this release and those before it, the latest first."""
    entries = [_entry(draft.version, draft.as_of, "index.html", _changes(draft))]
    entries += [
        _entry(version, day, f"../../{version}/site/index.html", "") for version, day in reversed(draft.earlier)
    ]
    feed = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>{escaped(dataset.TITLE)}: releases</title>
<id>{_identifier("releases")}</id>
<updated>{draft.as_of.isoformat()}T00:00:00Z</updated>
<author><name>{escaped(dataset.CREATOR)}</name></author>
<link rel="self" href="{PAGE}"/>
<link rel="alternate" type="text/html" href="index.html"/>
<rights>{escaped(dataset.LICENSE_TITLE)}</rights>
{"".join(entries)}</feed>
"""
    return {PAGE: feed.encode()}


def _entry(version: str, day: date, page: str, summary: str) -> str:
    return f"""<entry>
<title>Release {escaped(version)}</title>
<id>{_identifier(version)}</id>
<updated>{day.isoformat()}T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="{escaped(page)}"/>
{f"<summary>{escaped(summary)}</summary>" if summary else ""}</entry>
"""


def _identifier(name: str) -> str:
    """The same for the same release wherever it is published."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{dataset.NAME}/{name}')}"


def _changes(draft: Draft) -> str:
    """How many recognitions came, went and changed against the release before."""
    held = f"{draft.tables['recognitions'].height} recognitions of {draft.tables['awards'].height} awards."
    if draft.previous is None:
        return held
    changes = draft.tables["changes"]
    mine = changes.filter(changes["table_name"] == "recognitions")
    counts = {
        kind: mine.filter(mine["change_type"] == kind)["key"].n_unique() for kind in ("added", "removed", "changed")
    }
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{held} Against {draft.previous}: recognitions {said}."
