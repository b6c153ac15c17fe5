"""The dataset built from the bundled captures, once for all tests and again only when something it is made from changed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from warehouse.build import Settings, build, fingerprint

AS_OF = date(2026, 11, 24)


def built_home(cache: Path) -> Path:
    """A home below `cache` that holds the release of the bundled data as the program now makes it; tests must not write into it."""
    home = cache / fingerprint(Settings(cache))[:16]
    if not (home / "releases/latest/SHA256SUMS").exists():
        building = cache / f"building-{os.getpid()}"
        build(Settings(building, as_of=AS_OF))
        try:
            building.rename(home)
        except OSError:
            # Another worker of the same test run was first.
            if not (home / "releases/latest/SHA256SUMS").exists():
                raise
    return home
