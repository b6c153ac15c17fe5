"""The site of a release: static files made from its tables alone, which open from disk; nothing is fetched and nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from warehouse.release.summary import Draft
from warehouse.site import explorer

__all__ = ["FOLDER", "site_files"]

FOLDER = "site"
"""Where the site lies below the release."""
STATIC = Path(__file__).with_name("static")
PARTS: tuple[Callable[[Draft], dict[str, bytes]], ...] = (explorer.files,)
"""Each makes some files of the site: path below `site/` -> bytes."""


def site_files(draft: Draft) -> dict[str, bytes]:
    """Path below the release -> bytes of every file of the site of `draft`; the same draft gives the same bytes."""
    files = {f"assets/{path.name}": path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    for part in PARTS:
        files |= part(draft)
    return {f"{FOLDER}/{path}": content for path, content in files.items()}
