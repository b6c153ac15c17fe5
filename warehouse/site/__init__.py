"""The site of a release: static files made from its tables alone, which open from disk; nothing is fetched and nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable

from warehouse.release.summary import Draft
from warehouse.site import (
    database,
    explorer,
    feed,
    pages_awards,
    pages_downloads,
    pages_findings,
    pages_harm,
    pages_recipients,
)
from warehouse.site.drawn import STATIC, begin_drawing, start_engine

__all__ = ["FOLDER", "begin_drawing", "site_files", "start_engine"]

FOLDER = "site"
"""Where the site lies below the release."""
PARTS: tuple[Callable[[Draft], dict[str, bytes]], ...] = (
    explorer.files,
    pages_findings.files,
    pages_awards.files,
    pages_recipients.files,
    pages_downloads.files,
    pages_harm.files,
    database.files,
    feed.files,
)
"""Each makes some files of the site: path below `site/` -> bytes."""


def site_files(draft: Draft) -> dict[str, bytes]:
    """Path below the release -> bytes of every file of the site of `draft`; the same draft gives the same bytes."""
    files = {f"assets/{path.name}": path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    for part in PARTS:
        files |= part(draft)
    return {f"{FOLDER}/{path}": content for path, content in files.items()}
