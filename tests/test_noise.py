"""Real sites around the bundled pages: the same statements come out, and decoys contribute none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.captures import captures_by_source
from scrapers.layouts import read_page
from scrapers.registry import AWARDS_DIR, load_award
from tests.chrome import WRAPPERS

PAGES = sorted(path for path in AWARDS_DIR.glob("*/pages/*.html"))


@pytest.mark.parametrize("site", sorted(WRAPPERS))
@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_same_rows_from_a_real_site(page: Path, site: str) -> None:
    award = load_award(page.parents[1])
    layout = next(
        source.pages.get(capture.file) or source.layout
        for source, captures in captures_by_source(award, page.parents[1])
        for capture in captures
        if capture.path == page
    )
    assert layout is not None
    plain = read_page(page.read_bytes(), layout)
    wrapped = read_page(WRAPPERS[site](page.read_text(encoding="utf-8")), layout)

    def said(reading: object) -> list[tuple[object, ...]]:
        return [(row.year, row.text, row.country, row.category, row.note) for row in reading.rows]  # type: ignore[attr-defined]

    assert said(wrapped) == said(plain)
    assert not any("Decoy" in row.text for row in wrapped.rows)
