"""`hrd-awards new`: from a saved page to a built dataset, without Python, and what it says when a page will not do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from scrapers.adding import add_page
from scrapers.captures import captures_by_source
from scrapers.entries import read_entries
from scrapers.layouts import CellRow, Reading, read_page
from scrapers.names import alike
from scrapers.proposing import propose
from scrapers.registry import AWARDS_DIR, AwardError, Layout, load_award
from scrapers.statements import read_award
from tests.chrome import WRAPPERS

PAGES = sorted(AWARDS_DIR.glob("*/pages/*.html"))
FEWEST_ENTRIES = 3
WELL_READ = 0.95
PAGES_WELL_READ = 0.9
PAGE = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Prize</title></head><body><h1>Some Prize</h1>
<table><tr><th>Year</th><th>Laureate</th><th>Country</th></tr><tr><td>2001</td><td>Ana Bello</td><td>Peru</td></tr>
<tr><td>2002</td><td>Union of Indigenous Communities</td><td>Mexico</td></tr><tr><td>2003</td><td>Carl Dorn</td><td>Austria</td></tr></table></body></html>"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.output


def test_a_saved_page_becomes_an_award_and_a_second_one_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HRD_AWARDS_HOME", raising=False)
    saved = tmp_path / "saved.html"
    saved.write_bytes(PAGE)
    awards = tmp_path / "awards"
    status, output = run(
        "new", "some_prize", str(saved), "--url", "https://prize.example/winners", "--awards-dir", str(awards), "--json"
    )
    assert status == 0, output
    told = json.loads(output)
    assert next((row["year"], row["name"], row["country_codes"]) for row in told["rows"]) == (2001, "Ana Bello", ["PE"])
    assert "conferrer" in told["to_fill"]
    status, output = run(
        "new", "some_prize", str(saved), "--url", "https://other.example/list", "--awards-dir", str(awards)
    )
    assert status == 0, output
    # a release of these awards alone must not take the place of that of all awards
    assert f"hrd-awards build --awards-dir {awards} --home {awards}-data" in output
    award = load_award(awards / "some_prize")
    assert [source.name for source in award.sources] == ["prize.example", "other.example"]
    assert read_award(award, awards / "some_prize").statements.height == 6


@pytest.mark.parametrize(
    ("content", "words", "status", "says"),
    [
        (b"", (), 1, "empty"),
        (b"<html><body><p>Nothing to see here.</p></body></html>", (), 1, "no year with a recipient"),
        (PAGE, ("--url", "prize.example"), 1, "no web address"),
        (PAGE, ("--url", "https://prize.example/", "--language", "English!"), 1, "sources.0.language"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_is_written(
    tmp_path: Path, content: bytes, words: tuple[str, ...], status: int, says: str
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(content)
    given = words or ("--url", "https://prize.example/")
    found, output = run("new", "some_prize", str(saved), *given, "--awards-dir", str(tmp_path / "awards"))
    assert found == status
    assert says in output
    assert not (tmp_path / "awards").exists()


def test_a_source_is_never_given_the_name_of_one_that_has_no_page_yet(tmp_path: Path) -> None:
    folder = tmp_path / "some_prize"
    folder.mkdir()
    declared = (
        "id: some_prize\nname: Some Prize\nsources:\n  - {name: prize.example, url: https://prize.example/about}\n"
    )
    (folder / "award.yaml").write_text(declared)
    with pytest.raises(AwardError, match=r'give its source prize.example there `layout: "table"`'):
        add_page(tmp_path, "some_prize", PAGE, "https://prize.example/about", date(2026, 1, 1))
    add_page(tmp_path, "some_prize", PAGE, "https://prize.example/winners", date(2026, 1, 1))
    assert [source.name for source in load_award(folder).sources] == ["prize.example", "prize.example-2"]


def test_a_file_without_its_address_is_a_usage_error(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(PAGE)
    assert run("new", "some_prize", str(saved))[0] == 2


def test_an_address_that_is_a_source_already_is_refused(tmp_path: Path) -> None:
    from scrapers.registry import AwardError

    add_page(tmp_path, "some_prize", PAGE, "https://prize.example/", date(2026, 11, 23))
    before = (tmp_path / "some_prize" / "award.yaml").read_text(encoding="utf-8")
    with pytest.raises(AwardError, match="is a source already"):
        add_page(tmp_path, "some_prize", PAGE, "https://prize.example/", date(2026, 11, 23))
    assert (tmp_path / "some_prize" / "award.yaml").read_text(encoding="utf-8") == before


def entries_of(reading: Reading, layout: Layout, language: str | None) -> list[tuple[int | None, str]]:
    def read(row: CellRow) -> list[tuple[int | None, str]]:
        return [(row.year, entry.name) for entry in read_entries(row, layout, language)[0]]

    return [entry for row in reading.rows for entry in read(row)]


def is_read(entry: tuple[int | None, str], found: list[tuple[int | None, str]]) -> bool:
    """An entry is read when its name stands under its year, alone, jointly, or apart into its members."""
    year, name = entry
    names = [other for other_year, other in found if other_year == year]
    parts = [part for part in name.replace(", ", " and ").split(" and ") if part]
    return (
        any(alike(name, other) >= 0.85 for other in names)
        or (len(parts) > 1 and all(any(alike(part, other) >= 0.85 for other in names) for part in parts))
        or any(name in other and " and " in other for other in names)
    )


@pytest.mark.parametrize("site", ["plain", "vector", "wordpress"])
def test_most_bundled_pages_are_read_well_without_their_award_yaml(site: str) -> None:
    well, all_pages = 0, 0
    for page in PAGES:
        award = load_award(page.parents[1])
        source, capture = next(
            (s, c) for s, captures in captures_by_source(award, page.parents[1]) for c in captures if c.path == page
        )
        layout = source.pages.get(capture.file) or source.layout
        assert layout is not None
        expected = entries_of(read_page(page.read_bytes(), layout), layout, capture.language)
        if len(expected) < FEWEST_ENTRIES:
            continue
        all_pages += 1
        content = page.read_bytes() if site == "plain" else WRAPPERS[site](page.read_text(encoding="utf-8"))
        proposals = propose(content)
        if proposals:
            found = entries_of(proposals[0].reading, proposals[0].layout, capture.language)
            well += sum(is_read(entry, found) for entry in expected) >= WELL_READ * len(expected)
    assert well >= PAGES_WELL_READ * all_pages


def test_several_nominees_in_one_cell_do_not_stop_a_build(tmp_path: Path) -> None:
    page = PAGE.replace(b"<th>Country</th>", b"<th>Nominees</th>").replace(b"<td>Peru</td>", b"<td>X<br>Y</td>")
    add_page(tmp_path, "some_prize", page, "https://prize.example/", date(2026, 11, 23))
    leftovers = read_award(load_award(tmp_path / "some_prize"), tmp_path / "some_prize").leftovers
    assert leftovers.height > leftovers.n_unique("reason")
    assert leftovers.n_unique(["place", "reason"]) == leftovers.height


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<main>"
            + "".join(
                f'<article class="views-row"><h2>{name}</h2><div>Year</div><div>{year}</div><div>Country</div><div>{place}</div><div>The Prize</div></article>'
                for year, name, place in (
                    (2001, "Ana Bello", "Peru"),
                    (2002, "Carl Dorn", "Austria"),
                    (2003, "Eva Flor", "Chile"),
                    (2004, "Gil Haas", "France"),
                )
            )
            + "</main>",
            ["Ana Bello", "Carl Dorn", "Eva Flor", "Gil Haas"],
        ),
        (
            "<p>In 1999 the prize was founded. In 2001, Ana Bello received the award. In 2003 the prize went to Carl Dorn. In 2005 it was given to Eva Flor.</p>",
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "".join(
                f"<h3>{year}</h3><p>{name}</p><p>Lawyer who opened a legal clinic for miners back in 1999.</p>"
                for year, name in ((2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor"))
            ),
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "<table><tr><th>Year</th><th>Winner</th><th>Laudator/in</th></tr>"
            + "".join(
                f"<tr><td><p>{year}</p></td><td><p>{name}</p></td><td><p>Uwe Vogt</p></td></tr>"
                for year, name in ((2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor"))
            )
            + '<tr><td colspan="3">Prize money since 2001: none</td></tr></table>',
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "<table>"
            + "".join(
                f"<tr><td>{year}</td><td>{name}</td></tr>"
                for year, name in ((2001, "Ana Bello"), ("&nbsp;", "Carl Dorn"), ("", "Eva Flor"))
            )
            + "<tr><td>2003</td><td>Gil Haas</td></tr><tr><td>2005</td><td>Ida Jost</td></tr></table>",
            ["Ana Bello", "Carl Dorn", "Eva Flor", "Gil Haas", "Ida Jost"],
        ),
        (
            "<p>The prize of 2001 was shared by:</p>"
            + "".join(
                f"<p>{year}: Der Preis ging an {name}</p>"
                for year, name in zip(
                    range(2001, 2006),
                    ("Ana Bello", "die Lehrerin Eva Flor", "Gil Haas", "Ida Jost", "Uwe Vogt"),
                    strict=True,
                )
            ),
            ["Ana Bello", "Eva Flor", "Gil Haas", "Ida Jost", "Uwe Vogt"],
        ),
        (
            "".join(
                f'<div class="card"><div class="badge"><span>{year}</span><span>{badge}</span></div><h3>{name}</h3></div>'
                for year, badge, name in (
                    (2001, "Laureate", "Ana Bello"),
                    (2001, "Finalist", "Max Nobody"),
                    (2002, "Laureate", "Eva Flor"),
                    (2003, "Laureate", "Gil Haas"),
                )
            ),
            ["Ana Bello", "Eva Flor", "Gil Haas"],
        ),
        (
            '<article><h4>Day of the prize 2019: Max Nobody</h4></article><div class="list">'
            + "".join(
                f"<details><summary>{year} laureates</summary><ul><li><b>{name}</b>, journalist, Peru</li></ul></details>"
                for year, name in ((2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor"))
            )
            + "</div>",
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "".join(
                f'<div class="elementor-tab-title" role="button"><a>{edition} edición ({year})</a></div><div><ul>'
                f"<li><strong>Pluma Cultura:</strong> {one}, escritora</li><li><strong>Pluma de Honor:</strong> {other}</li></ul></div>"
                for edition, year, one, other in (
                    ("XV", 2003, "Ana Bello", "Carl Dorn"),
                    ("XIV", 2002, "Eva Flor", "Gil Haas"),
                    ("XIII", 2001, "Ida Jost", "Uwe Vogt"),
                )
            ),
            ["Ana Bello", "Carl Dorn", "Eva Flor", "Gil Haas", "Ida Jost", "Uwe Vogt"],
        ),
        (
            "".join(
                f"<h2>{edition}ª edição – {year}</h2><table><tr><th>Categoria</th><th>Autor</th><th>Ideia</th></tr>"
                f"<tr><td>Texto</td><td>{name}</td><td>“Sem ar”</td></tr></table>"
                for edition, year, name in ((43, 2003, "Ana Bello"), (42, 2002, "Carl Dorn"), (41, 2001, "Eva Flor"))
            ),
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "".join(
                f"<figure><figcaption><span>{year}</span><h2>{name}</h2><p>Journalist, Peru</p></figcaption></figure>"
                for year, name in ((2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor"))
            ),
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "".join(
                f"<p>Nel <strong>{year}</strong> il premio è andato a <strong>{name}</strong>, insegnante costretta alla clandestinità.</p>"
                for year, name in ((2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor"))
            ),
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
        (
            "<ul><li>Premi 2011: Ana Bello</li><li>Premi 2012: none</li><li>Premi 2013: Carl Dorn</li><li>Premi 2014: Eva Flor</li></ul>",
            ["Ana Bello", "Carl Dorn", "Eva Flor"],
        ),
    ],
)
def test_pages_of_other_structures_are_proposed(body: str, expected: list[str]) -> None:
    content = f'<html lang="en"><head><meta charset="utf-8"></head><body><h1>Prize</h1>{body}</body></html>'.encode()
    best = propose(content)[0]
    assert [name for _, name in entries_of(best.reading, best.layout, "en")] == expected
