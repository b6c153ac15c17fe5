"""A statement keeps its identifier while the page grows around it."""

from __future__ import annotations

from pathlib import Path

from scrapers.registry import load_award
from scrapers.statements import read_award
from tests.award_folders import ROWS, cite, page, put_page, write_award

URL = "https://cited.example/laureates"


def record(year: int | str, name: str) -> str:
    return f"{year},{name},,,,,,,{URL},official,{URL},2026-11-23"


def ids(folder: Path) -> dict[str, str]:
    statements = read_award(load_award(folder), folder).statements
    found = dict(statements.select("statement_id", "name").rows())
    assert len(found) == statements.height
    return found


def test_a_new_edition_on_top_changes_no_other_identifier(tmp_path: Path) -> None:
    newest_first = [*reversed(ROWS), (2001, "Dora Fixture", "Chile")]
    folder = write_award(tmp_path, content=page(newest_first))
    records = [record(2005, "Cleo Instance"), record("", "Edda Undated"), record(2004, "Finn Sample")]
    cite(folder, *records)
    before = ids(folder)
    put_page(folder, page([(2006, "Hill People's Council", "Chile"), (2006, "Gus Newcomer", "Peru"), *newest_first]))
    cite(folder, record(2006, "Gus Newcomer"), *records)

    after = ids(folder)

    assert {one: after[one] for one in before} == before
    assert sorted(one.partition("#")[2] for one in after.keys() - before.keys()) == ["2006-1", "2006-1", "2006-2"]
    assert after["river_prize/page#2001-2"] == "Dora Fixture"
    assert next(name for one, name in after.items() if one.endswith("#undated-1")) == "Edda Undated"
