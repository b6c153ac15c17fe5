"""The facts of a page alone: the same rows, and nothing else that a page brings."""

from __future__ import annotations

import pytest

from scrapers.layouts import read_page
from scrapers.reduction import reduce_page
from scrapers.registry import Layout
from tests.award_folders import page
from tests.chrome import WRAPPERS
from tests.damages import BundledPage, bundled_pages

FEWEST = 0.9


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[BundledPage]:
    return list(bundled_pages(tmp_path_factory.mktemp("pages")))


def facts(content: bytes, layout: Layout) -> list[tuple[object, ...]]:
    rows = read_page(content, layout).rows
    return [(row.text, row.year, row.country, row.category, row.affiliation, row.note) for row in rows]


def test_nearly_every_bundled_page_can_be_reduced_and_says_the_same(pages: list[BundledPage]) -> None:
    reduced = 0
    for one in pages:
        layout = one.source.layout
        assert layout
        small = reduce_page(one.content, layout)
        if small is None:
            continue
        reduced += 1
        assert facts(small, layout.model_copy(update={"within": None})) == facts(one.content, layout), one.name
        assert not any(mark in small for mark in (b"href", b"<script", b"<img", b"class=", b"style=")), one.name
    assert reduced >= FEWEST * len(pages)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_what_stands_around_the_winners_is_left_out(wrapper: str) -> None:
    layout = Layout(type="table")
    content = WRAPPERS[wrapper](page())
    small = reduce_page(content, layout)
    assert small is not None
    assert facts(small, layout) == facts(content, layout)
    assert b"Decoy" not in small and b"cookies" not in small
    assert len(small) < len(content) / 3
