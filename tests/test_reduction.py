"""The facts of a page alone: the same rows, and nothing else that a page brings."""

from __future__ import annotations

import json
import re

import pytest

from scrapers.entries import read_entries
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
    """What a build takes from the page: its statements."""
    read = [(row.year, read_entries(row, layout, None)[0]) for row in read_page(content, layout).rows]
    return [(year, *entry) for year, entries in read for entry in entries]


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


COLUMNS = """<table><tr><th colspan="5">All of them</th></tr><tr><th>Year</th><th>Laureate</th><th>Country</th><th>Reason</th><th>Born</th></tr>
<tr><td rowspan="2">2001</td><td>Ada Example</td><td>Namibia</td><td>Given posthumously, for forty years in prison.</td><td>1960</td></tr>
<tr><td>Ben Sample</td><td>France</td><td>For what he wrote in exile.</td><td>1961</td></tr>
<tr><td>2002</td><td>Cleo Instance</td><td>Peru</td><td>For her work.</td><td>1962</td></tr></table>"""


def test_columns_that_are_not_read_are_emptied() -> None:
    layout = Layout.model_validate({"type": "table", "columns": {"Reason": "note", "Born": "ignore"}})
    small = (reduce_page(COLUMNS.encode(), layout) or b"").decode()
    assert facts(small.encode(), layout) == facts(COLUMNS.encode(), layout)
    assert not re.search("prison|exile|work|196[0-9]", small)
    assert "posthumous" in small and "Peru" in small


def test_an_answer_is_reduced_to_what_is_read_of_it() -> None:
    laureate = {
        "knownName": {"en": "Ada Example", "se": "A"},
        "motivation": {"en": "for her work"},
        "birth": {"date": "1960-05-03"},
        "links": [{"href": "https://a.example/ada.jpg"}],
    }
    prize = {"awardYear": "2001", "category": {"en": "Peace"}, "laureates": [laureate], "topMotivation": {"en": "work"}}
    content = json.dumps({"nobelPrizes": [prize], "meta": {"terms": "https://a.example/terms"}}).encode()
    small = json.loads(reduce_page(content, Layout(type="json")) or b"null")
    read = {"knownName": {"en": "Ada Example"}}
    assert small == {"nobelPrizes": [{"awardYear": "2001", "category": {"en": "Peace"}, "laureates": [read]}]}


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_what_stands_around_the_winners_is_left_out(wrapper: str) -> None:
    layout = Layout(type="table")
    content = WRAPPERS[wrapper](page())
    small = reduce_page(content, layout)
    assert small is not None
    assert facts(small, layout) == facts(content, layout)
    assert b"Decoy" not in small and b"cookies" not in small
    assert len(small) < len(content) / 3


def test_cards_keep_name_year_and_country_alone() -> None:
    layout = Layout(type="cards", card="div.card")
    content = "".join(
        f'<div class="card"><h3>{name}</h3><p>{year}</p><p>{place}</p><p>Born in a village, {name} went to school there until the war began in 1999.</p></div>'
        for name, year, place in (
            ("Ana Bello", 2001, "Peru"),
            ("Carl Dorn", 2002, "Austria"),
            ("Eva Flor", 2003, "Chile"),
        )
    )
    whole = f"<html><body><h1>Prize</h1><p>Menu</p>{content}</body></html>".encode()
    small = reduce_page(whole, layout)
    assert small is not None
    assert facts(small, layout) == facts(whole, layout)
    assert b"village" not in small and b"Menu" not in small
