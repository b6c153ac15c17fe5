"""The site of a release: static files made from its tables alone, which open from disk; nothing is fetched and nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from warehouse.release.publish import ExtraFiles
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

__all__ = ["FOLDER", "SITE", "begin_drawing", "site_files", "start_engine"]

FOLDER = "site"
"""Where the site lies below the release."""
PARTS: tuple[Callable[[Draft], dict[str, bytes]], ...] = (
    explorer.files,
    pages_findings.files,
    pages_awards.files,
    pages_recipients.files,
    pages_harm.files,
    database.files,
    feed.files,
)
"""Each makes some files of the site from the tables: path below `site/` -> bytes. Only `pages_downloads` tells of the data files."""


def site_files(draft: Draft) -> dict[str, bytes]:
    """Path below the release -> bytes of every file of the site of `draft`; the same draft gives the same bytes."""
    return _of_tables(draft) | _of_files(draft)


def _of_tables(draft: Draft) -> dict[str, bytes]:
    files = {f"assets/{path.name}": path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    for part in PARTS:
        files |= part(draft)
    return _below(files)


def _of_files(draft: Draft) -> dict[str, bytes]:
    return _below(pages_downloads.files(draft))


def _below(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{FOLDER}/{path}": content for path, content in files.items()}


SITE = ExtraFiles(_of_tables, _of_files)
"""The site as a release takes it."""
