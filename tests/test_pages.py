"""Every bundled page against its reviewed reading. How pages are read in general is tested elsewhere."""

from __future__ import annotations

import json

import pytest

from tests.pages_review import REVIEWED_DIR, bundled_pages, read_now, reviewed_file

PAGES = bundled_pages()


@pytest.mark.parametrize(("award_id", "file"), PAGES, ids=[f"{award}/{file}" for award, file in PAGES])
def test_page_is_read_as_reviewed(award_id: str, file: str) -> None:
    reviewed = reviewed_file(award_id, file)
    assert reviewed.exists(), (
        f"no reviewed reading of {award_id}/{file}: write a candidate with "
        f"`python -m tests.pages_review WRITE {award_id}` and compare it with the page"
    )
    expected = json.loads(reviewed.read_text(encoding="utf-8"))
    now = read_now(award_id, file)
    assert now["statements"] == expected["statements"]
    assert now["leftovers"] == expected["leftovers"]


def test_no_reviewed_reading_is_left_over() -> None:
    known = {reviewed_file(award_id, file) for award_id, file in PAGES}
    assert len(known) == len(PAGES), "two pages of one award share a file name: rename one"
    assert sorted(set(REVIEWED_DIR.glob("*/*.json")) - known) == []


def test_every_reviewed_page_holds_something() -> None:
    for file in REVIEWED_DIR.glob("*/*.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["statements"], f"{file}: a page without a statement"
