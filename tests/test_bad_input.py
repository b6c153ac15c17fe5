"""Bad input: the error names file, row and remedy, the other awards are built, and what was published before stays whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from scrapers.captures import MAX_PAGE_BYTES
from tests.award_folders import ROWS, cite, page, published, put_page, write_award
from warehouse.build import Settings
from warehouse.build import build as build_dataset


@dataclass(frozen=True)
class Case:
    """One kind of bad input: `damage` is done to the award folder; `said` are the parts that the error must name."""

    name: str
    damage: Callable[[Path], object]
    said: tuple[str, ...]


def only_years_and_countries(folder: Path) -> None:
    rows = "".join(f"<tr><td>{year}</td><td>Kenya</td></tr>" for year in range(2001, 2006))
    put_page(folder, f"<html><body><table><tr><th>Year</th><th>Country</th></tr>{rows}</table></body></html>")


def misspell_key(folder: Path) -> None:
    file = folder / "award.yaml"
    file.write_text(file.read_text().replace("  layout: table", "  layuot: table"))


def break_yaml(folder: Path) -> None:
    file = folder / "award.yaml"
    file.write_text(file.read_text().replace("sources:", "sources: ["))


def take_id(folder: Path) -> None:
    file = folder / "award.yaml"
    file.write_text(file.read_text().replace("id: duplicate_award_id", "id: stone_medal"))


GOOD = "2010,Dora Example,Kenya,,,,,Dora Example,https://news.example/1,news,https://news.example/1,2026-11-23"
BAD = {
    "cited row without address": (
        "2011,Emil Example,Kenya,,,,,Emil Example,,news,,2026-11-23",
        ("row 3", "Emil Example", "source_url is empty"),
    ),
    "cited row of the year 19999": (
        "19999,Emil Example,Kenya,,,,,Emil Example,https://news.example/2,news,,2026-11-23",
        ("row 3", "Emil Example", "19999", "1900 and 2100"),
    ),
}

CASES = [
    Case("broken html", lambda f: put_page(f, "<table><tr><td>2001<tr><td"), ("page.html",)),
    Case("empty page", lambda f: put_page(f, ""), ("page.html", "empty")),
    Case(
        "page in the wrong encoding",
        lambda f: put_page(f, page([(2001, "Žofie Příklad", "Česko")]).encode("cp1250")),
        ("page.html", "UTF-8"),
    ),
    Case("table that lost its recipients", only_years_and_countries, ("page.html", "column")),
    Case("misspelled key", misspell_key, ("award.yaml", "layuot", "check its spelling")),
    Case("broken yaml", break_yaml, ("award.yaml", "line 4", "YAML")),
    Case("duplicate award id", take_id, ("award.yaml", "'stone_medal'", "'duplicate_award_id'", "make them the same")),
    *(Case(name, lambda f, row=row: cite(f, GOOD, row), ("cited.csv", *said)) for name, (row, said) in BAD.items()),
    Case(
        "page of 50 MB",
        lambda f: put_page(f, page() + "<!--" + "x" * 50_000_000 + "-->"),
        ("page.html", f"{MAX_PAGE_BYTES:,}", "check what was saved"),
    ),
    Case(
        "file that is no html",
        lambda f: put_page(f, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("page.html", "HTML"),
    ),
    Case("page that is missing", lambda f: (f / "pages/page.html").unlink(), ("page.html", "missing", "restore it")),
    Case(
        "page changed without its hash",
        lambda f: (f / "pages/page.html").write_text(page().replace("Ben", "Bea")),
        ("page.html", "hash", "hrd-awards lock"),
    ),
]


def award_of(case: Case) -> str:
    return case.name.lower().replace(" ", "_")


def build(awards: Path, home: Path) -> Result:
    return CliRunner().invoke(
        main, ["build", "--awards-dir", str(awards), "--home", str(home), "--as-of", "2026-11-24"]
    )


@dataclass(frozen=True)
class Run:
    """A build of good awards, and the one after each was damaged in its own way: the result and the published files."""

    awards: Path
    result: Result
    before: dict[str, bytes]
    before_in_place: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("bad")
    awards, home = root / "awards", root / "home"
    for award_id in ("stone_medal", *map(award_of, CASES)):
        write_award(awards, award_id)
    first = build(awards, home)
    assert first.exit_code == 0, first.output
    before = published(home)
    old = (home / "releases" / "latest").resolve()
    for case in CASES:
        case.damage(awards / award_of(case))
    # A good award changes too: that it does not change alone shows that one broken award never stops the others.
    put_page(awards / "stone_medal", page([*ROWS, (2006, "Dora Example", "Kenya")]))
    result = build(awards, home)
    in_place = {path.relative_to(old).as_posix(): path.read_bytes() for path in old.rglob("*") if path.is_file()}
    return Run(awards, result, before, in_place, published(home))


def recognitions(files: dict[str, bytes]) -> pl.DataFrame:
    return pl.read_csv(files["csv/recognitions.csv"], infer_schema=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_named_with_its_remedy(case: Case, run: Run) -> None:
    errors = run.result.stderr.split(f"{run.awards}/")
    (mine,) = (error for error in errors if error.startswith(f"{award_of(case)}/"))
    for part in case.said:
        assert part in mine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_last_published_rows_of_a_damaged_award_stand_in(case: Case, run: Run) -> None:
    of_award = pl.col("award_id") == award_of(case)
    assert recognitions(run.before).filter(of_award).height == len(ROWS)
    assert recognitions(run.after).filter(of_award).equals(recognitions(run.before).filter(of_award))
    assert pl.read_csv(run.after["csv/awards.csv"]).filter(of_award)["stale"].to_list() == [True]


def test_the_other_awards_are_built(run: Run) -> None:
    assert "Dora Example" in recognitions(run.after).filter(pl.col("award_id") == "stone_medal")["name"]


def test_the_build_ends_with_1_and_the_earlier_release_is_untouched(run: Run) -> None:
    assert run.result.exit_code == 1
    assert run.before_in_place == run.before
    assert run.after["manifest.json"] != run.before["manifest.json"]


def test_without_an_earlier_release_a_damaged_award_is_left_out(tmp_path: Path) -> None:
    write_award(tmp_path / "awards", "stone_medal")
    put_page(write_award(tmp_path / "awards", "river_prize"), "")
    settings = Settings(tmp_path / "home", tmp_path / "awards", as_of=date(2026, 11, 24))
    built = build_dataset(settings)
    assert built.tables["awards"]["award_id"].to_list() == ["stone_medal"]
    assert list(built.notes["errors"]) == ["river_prize"]


def test_an_award_below_its_minimum_keeps_what_was_published(tmp_path: Path) -> None:
    folder = write_award(tmp_path / "awards", more="expect:\n  minimum: 4\n")
    settings = Settings(tmp_path / "home", tmp_path / "awards", as_of=date(2026, 11, 24))
    whole = build_dataset(settings).tables["recognitions"]
    put_page(folder, page(ROWS[:2]))
    built = build_dataset(settings)
    assert built.tables["recognitions"].equals(whole)
    assert built.notes["stale"] == ["river_prize"]
    (error,) = built.notes["errors"].values()
    for part in (
        "river_prize/award.yaml",
        "expect.minimum",
        "at least 4",
        "2 were found",
        "hrd-awards show river_prize",
    ):
        assert part in error


def test_the_only_award_can_be_broken_too(tmp_path: Path) -> None:
    put_page(write_award(tmp_path / "awards"), "")
    result = build(tmp_path / "awards", tmp_path / "home")
    assert result.exit_code == 1
    assert "page.html" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "home" / "releases").exists()


def test_nothing_is_published_when_no_award_is_there(tmp_path: Path) -> None:
    (tmp_path / "awards").mkdir()
    result = build(tmp_path / "awards", tmp_path / "home")
    assert result.exit_code == 1
    assert "award.yaml" in result.stderr
    assert not (tmp_path / "home" / "releases").exists()
