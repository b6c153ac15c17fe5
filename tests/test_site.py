"""The site of a release in a browser: what it shows equals the tables, it asks nobody, and it can be used by everyone."""

from __future__ import annotations

import csv
import gzip
import io
import re
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner
from pytest_httpserver import HTTPServer

from pipelines.cli import main
from pipelines.commands.explore import site_server
from tests import factory
from tests.browser import Seen, chromium
from tests.built import built_home
from tests.test_hostile_names import FIXED
from warehouse.fingerprint import BROWSER_DATABASE
from warehouse.release.summary import Draft
from warehouse.release.text import publishable
from warehouse.site import STATIC, database, site_files
from warehouse.site.generated import notice, written_scripts
from warehouse.site.messages import LANGUAGES, as_plain

CHARTS = ("share", "kinds", "grid", "regions", "focuses", "awards")
ROWS = "(name) => HRD.chartRows(name)"
DRAWN_ROWS = "([name, data]) => HRD.views[name].data(data).map((row) => Object.fromEntries(Object.entries(row)))"


@pytest.fixture(scope="module")
def release(request: pytest.FixtureRequest) -> Path:
    return built_home(request.config.cache.mkdir("built")) / "releases/latest"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def seen(browser: Any, release: Path) -> Seen:
    """The first page, opened from disk; tests leave it without filters."""
    shown = Seen(browser, viewport={"width": 1366, "height": 768})
    shown.open(first_page(release))
    return shown


@pytest.fixture(scope="module")
def warehouse(release: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for file in (release / "parquet").glob("*.parquet"):
        connection.execute(f"CREATE VIEW {file.stem} AS FROM '{file.resolve()}'")
    return connection


def first_page(release: Path) -> str:
    return (release.resolve() / "site/index.html").as_uri()


def draft(tables: dict[str, pl.DataFrame] | None = None) -> Draft:
    return Draft("2026.11.0", date(2026, 11, 24), None, tables or factory.tables())


def write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def same(rows: list[dict[str, Any]], expected: list[tuple[Any, ...]], columns: tuple[str, ...]) -> None:
    """Both hold the same rows, whatever their order; shares agree to four digits, to which the page's are rounded."""
    shares = {place for row in expected for place, value in enumerate(row) if isinstance(value, float)}

    def keyed(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[float]]:
        named = tuple(value for place, value in enumerate(values) if place not in shares)
        return named, [float(values[place]) for place in sorted(shares)]

    assert rows
    shown = [keyed(tuple(row[column] for column in columns)) for row in rows]
    counted = dict(map(keyed, expected))
    assert Counter(key for key, _ in shown) == Counter(list(counted))
    assert [(key, values) for key, values in shown if values != pytest.approx(counted[key], abs=6e-5)] == []


def test_it_opens_from_disk_without_complaint_or_request(seen: Seen) -> None:
    assert seen.complaints == []
    assert seen.outside("file:") == []


def test_the_answer_has_the_numbers_of_the_tables(seen: Seen, warehouse: duckdb.DuckDBPyConnection) -> None:
    first, last, size, low, high = warehouse.execute(
        "SELECT after_first, after_last, estimate, low, high FROM trend_models WHERE question = 'points within awards' AND variant IS NULL"
        " AND measure = 'collective' AND panel = 'all' AND bound = 'lower'"
    ).fetchone()  # type: ignore[misc]
    counted = "avg((mode = $mode)::INT), avg((mode IN ($mode, 'mixed'))::INT)"

    def share(begin: int, end: int, mode: str = "collective") -> str:
        row = warehouse.execute(
            f"SELECT {counted} FROM recognitions WHERE year BETWEEN $begin AND $end",
            {"mode": mode, "begin": begin, "end": end},
        ).fetchone()
        return "–".join(f"{part * 100:.0f}" for part in row or ()) + "%"

    sentence = seen.page.locator(".lead").inner_text()
    assert sentence.startswith(
        f"From {first} to {last}, {share(first, last, 'individual')} of recognitions went to individuals and {share(first, last)} to"
    )
    assert f"after {share(first - 10, first - 1)} in the ten years before" in sentence
    ends = [f"{value * 100:.0f}" if low > 0 else f"{value * 100:+.0f}".replace("-", "−") for value in (size, low, high)]
    said = "probably by between {1} and {2}" if low > 0 or high < 0 else "probably lies between {1} and {2}"
    assert f"about {ends[0]} percentage points" in sentence and said.format(*ends) in sentence
    rests = warehouse.execute(
        "SELECT count(*), avg((corroboration = 'corroborated')::INT), count(DISTINCT (award_id, year)) FROM recognitions"
    ).fetchone()
    due = warehouse.execute(
        "SELECT max(editions_due) FROM collective_share WHERE breakdown = 'overall' AND panel = 'all' AND period_type = 'all'"
    ).fetchone()
    assert rests and due
    shown = seen.page.locator(".rests strong").all_inner_texts()
    assert shown == [f"{rests[0]:,}", f"{rests[2] / due[0]:.0%}", f"{rests[1]:.0%}"]
    often = (
        "SELECT count(*) FROM (SELECT named.recipient_id FROM recognition_recipients AS named JOIN recognitions USING (recognition_id)"
        " GROUP BY 1 HAVING count(DISTINCT award_id) > 1)"
    )
    repeated = warehouse.execute(often).fetchone()
    assert repeated and f"{repeated[0]:,} recipients" in seen.page.locator("#again").inner_text()


def test_the_chart_of_the_answer_has_the_numbers_of_the_tables(
    seen: Seen, warehouse: duckdb.DuckDBPyConnection
) -> None:
    windows = seen.page.evaluate(DRAWN_ROWS, ["share", "windows"])
    begin = min(row["period"] for row in windows)
    expected = warehouse.execute(
        "SELECT year // 5 * 5 AS period, count(*) FILTER (mode = 'collective') / count(*), count(*) FILTER (mode IN ('collective', 'mixed')) / count(*),"
        " count(*) FROM recognitions GROUP BY period HAVING period >= ?",
        [begin],
    ).fetchall()
    same(windows, expected, ("period", "low", "high", "denominator"))
    intervals = warehouse.execute(
        "SELECT period, min(wilson_low), max(wilson_high), max(coverage) FROM collective_share WHERE breakdown = 'overall' AND panel = 'all'"
        " AND measure = 'collective' AND period_type = 'five years' AND period >= ? GROUP BY period",
        [begin],
    ).fetchall()
    same(windows, intervals, ("period", "ci_low", "ci_high", "coverage"))


def test_another_measure_is_drawn_with_its_numbers(seen: Seen, warehouse: duckdb.DuckDBPyConnection) -> None:
    grassroots = "count(*) FILTER (kind IN ('community', 'movement')) / count(*)"
    expected = dict(
        warehouse.execute(f"SELECT year // 5 * 5 AS period, {grassroots} FROM recognitions GROUP BY period").fetchall()
    )
    seen.page.select_option("#measure", "grassroots")
    seen.page.wait_for_function("() => HRD.views.share.data('windows')[0].measure === 'grassroots'")
    windows = seen.page.evaluate(DRAWN_ROWS, ["share", "windows"])
    same(windows, [(row["period"], expected[row["period"]]) for row in windows], ("period", "low"))
    assert "measure=grassroots" in seen.page.url
    seen.page.select_option("#measure", "collective")
    seen.page.wait_for_function("() => HRD.views.share.data('windows')[0].measure === 'collective'")


def test_the_other_charts_have_the_numbers_of_the_tables(seen: Seen, warehouse: duckdb.DuckDBPyConnection) -> None:
    kinds = seen.page.evaluate(ROWS, "kinds")
    begin = min(row["period"] for row in kinds)
    expected = (
        "SELECT year // 5 * 5 AS period, kind, count(*) FROM recognitions GROUP BY period, kind HAVING period >= ?"
    )
    same(kinds, warehouse.execute(expected, [begin]).fetchall(), ("period", "kind", "count"))
    grid = "SELECT award_id, year, count(*) FILTER (mode = 'individual'), count(*) FILTER (mode = 'collective') FROM recognitions GROUP BY ALL"
    seen_editions = [row for row in seen.page.evaluate(ROWS, "grid") if row["honoured"] != "not seen"]
    same(seen_editions, warehouse.execute(grid).fetchall(), ("award_id", "year", "individual", "collective"))
    share = "count(*) FILTER (mode = 'collective') / count(*), count(*)"
    awards = warehouse.execute(f"SELECT award_id, {share} FROM recognitions GROUP BY ALL").fetchall()
    same(seen.page.evaluate(ROWS, "awards"), awards, ("award_id", "low", "denominator"))
    regions = warehouse.execute(
        f"SELECT unnest(string_split(coalesce(region, 'none'), '; ')) AS part, {share} FROM recognitions GROUP BY part"
    )
    same(seen.page.evaluate(ROWS, "regions"), regions.fetchall(), ("part", "low", "denominator"))
    focuses = warehouse.execute(
        f"SELECT coalesce(focus, 'none') AS part, {share} FROM recognitions JOIN awards USING (award_id) GROUP BY part"
    )
    same(seen.page.evaluate(ROWS, "focuses"), focuses.fetchall(), ("part", "low", "denominator"))


def test_each_chart_draws_what_its_table_says(seen: Seen) -> None:
    for name in CHARTS[1:]:
        drawn = len(seen.page.evaluate(DRAWN_ROWS, [name, "rows"]))
        figure = seen.page.locator(f"#chart-{name}")
        figure.locator("summary").first.click()
        # The table is filled when the browser gets round to telling that it was opened.
        figure.locator("tbody tr").first.wait_for(state="attached")
        rows = figure.locator("tbody tr").count()
        # The grid leaves years before the other charts begin to its table.
        assert (rows == drawn) if name != "grid" else (rows >= drawn > 0), name
        assert figure.locator(".drawing").get_attribute("aria-label")
        figure.locator("summary").first.click()


def test_what_has_no_region_stands_below_the_regions(seen: Seen) -> None:
    regions = [(row["part"], row["low"]) for row in seen.page.evaluate(ROWS, "regions")]
    assert regions[-1][0] == "none"
    assert regions[:-1] == sorted(regions[:-1], key=lambda row: -row[1])


def test_charts_can_be_taken_away(seen: Seen) -> None:
    figure = seen.page.locator("#chart-share")
    kept = {}
    for form in ("CSV", "SVG", "PNG"):
        with seen.page.expect_download() as download:
            figure.get_by_role("button", name=form, exact=True).click()
        kept[form] = Path(download.value.path()).read_bytes()
    rows = list(csv.DictReader(io.StringIO(kept["CSV"].decode("utf-8-sig"))))
    assert len(rows) == len(seen.page.evaluate(ROWS, "share"))
    assert b"<svg" in kept["SVG"] and b"var(" not in kept["SVG"]
    assert kept["PNG"].startswith(b"\x89PNG")
    # Taken out of its page, a picture still says what it shows and where it comes from.
    said = kept["SVG"].decode()
    assert LANGUAGES["en"].share_title in said and "Source: hrd-awards, release" in said


FOUND = "(words) => HRD.find({ q: words, award: '', kind: '', country: '', focus: '', corroboration: '', from: '', to: '' })"


def test_search_forgives_accents_and_slips(seen: Seen) -> None:
    for asked, name in (("rigoberta menchu", "Rigoberta Menchú"), ("shirin ebady", "Shirin Ebadi")):
        assert any(name in row["name"] for row in seen.page.evaluate(FOUND, asked)), asked
    assert seen.page.evaluate(FOUND, "qqqxxxyyy") == []


def test_search_knows_years_and_the_awards_own_names(seen: Seen, warehouse: duckdb.DuckDBPyConnection) -> None:
    award, native, year, given = warehouse.execute(
        "SELECT award_id, native_name, year, count(*) FROM recognitions JOIN awards USING (award_id) WHERE native_name IS NOT NULL"
        " GROUP BY ALL ORDER BY count(*) DESC, award_id, year LIMIT 1"
    ).fetchone()  # type: ignore[misc]
    rows = seen.page.evaluate(FOUND, f"{native} {year}")
    assert {row["year"] for row in rows} == {year}
    assert len([row for row in rows if row["award"] == award]) == given


def test_an_address_pasted_into_the_open_page_is_followed_and_kept(browser: Any, release: Path) -> None:
    page = Seen(browser).open(first_page(release))
    page.evaluate("() => { location.hash = '#lang=es&measure=grassroots&kind=movement'; }")
    page.wait_for_selector("#chart-awards[data-drawn=es]")
    assert page.locator("#chart-share h2").inner_text() == LANGUAGES["es"].measure_grassroots
    assert (page.input_value("#measure"), page.input_value("#language")) == ("grassroots", "es")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    assert page.evaluate("() => location.hash") == "#lang=es&measure=grassroots&kind=movement"


def test_filters_hold_in_the_address_and_the_csv_is_what_is_shown(
    seen: Seen, warehouse: duckdb.DuckDBPyConnection
) -> None:
    page = seen.page
    page.select_option("#filter-kind", "movement")
    page.fill("#filter-from", "2000")
    page.wait_for_function("() => location.hash.includes('kind=movement') && location.hash.includes('from=2000')")
    expected = warehouse.execute(
        "SELECT recognition_id, name FROM recognitions WHERE kind = 'movement' AND year >= 2000"
    ).fetchall()
    with page.expect_download() as download:
        page.locator(".take button").first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert Counter((row["recognition_id"], row["name"]) for row in rows) == Counter(expected)
    assert page.locator("#results > details").count() == min(len(expected), 50)
    page.locator("#finder button[type=reset]").click()
    page.wait_for_function("() => !location.hash.includes('kind')")


def test_a_row_opens_its_provenance_and_has_a_link_of_its_own(
    browser: Any, release: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    recognition_id, name = warehouse.execute(
        "SELECT recognition_id, name FROM recognitions JOIN conflicts USING (recognition_id) ORDER BY recognition_id LIMIT 1"
    ).fetchone()  # type: ignore[misc]
    shown = Seen(browser)
    page = shown.open(f"{first_page(release)}#open={recognition_id}", until=".proof")
    row = page.locator(f"[id='row-{recognition_id}']")
    assert name in row.locator("summary").inner_text()
    hashes = row.locator("td code").all_inner_texts()
    said = "SELECT capture_sha256 FROM statements WHERE recognition_id = ?"
    assert Counter(hashes) == Counter(one for (one,) in warehouse.execute(said, [recognition_id]).fetchall())
    conflicts = warehouse.execute("SELECT theirs FROM conflicts WHERE recognition_id = ?", [recognition_id]).fetchall()
    text = row.inner_text()
    assert [theirs for (theirs,) in conflicts if theirs not in text] == []
    row.get_by_role("button", name="Report an error").click()
    assert recognition_id in row.locator("textarea").input_value()
    page.evaluate("() => { HRD.copy = (text) => { window.copied = text; }; }")
    row.get_by_role("button", name="Copy citation").click()
    cited = page.evaluate("() => copied")
    assert recognition_id in cited and "file:" not in cited
    assert shown.complaints == []


def test_what_stands_behind_a_row_is_said_in_the_language_of_the_page(
    browser: Any, release: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    asked = (
        "SELECT recognition_id FROM recognitions JOIN conflicts USING (recognition_id) JOIN statements USING (recognition_id)"
        " JOIN sources USING (source_id) WHERE {} ORDER BY ALL LIMIT 1"
    )
    texts = ""
    for which in ("field = 'country' AND seen_on IS NOT NULL", "field = 'year' AND sources.kind = 'official'"):
        (recognition_id,) = warehouse.execute(asked.format(which)).fetchone()  # type: ignore[misc]
        page = Seen(browser).open(f"{first_page(release)}#lang=es&open={recognition_id}", until=".proof")
        page.wait_for_selector("#chart-awards[data-drawn=es]")
        texts += page.locator("[id^=row-][open] .proof").inner_text()
    assert re.search(r"visto el \d+ de [a-z]+ de \d{4}", texts) and "inglés" in texts
    assert re.search(r"\b(official|country:|year:|rank of|\d{4}-\d{2}-\d{2})", texts) is None


@pytest.mark.parametrize(("language", "share"), [("es", r"\d+–\d+\s%"), ("fr", r"\d+–\d+\s%")])
def test_the_interface_speaks(browser: Any, release: Path, language: str, share: str) -> None:
    shown = Seen(browser)
    page = shown.open(f"{first_page(release)}#find=&lang={language}")
    page.wait_for_selector(f"#chart-awards[data-drawn={language}]")
    # The address names a place too: it is on the screen although charts were drawn above it since.
    assert 0 <= page.evaluate("() => document.getElementById('find').getBoundingClientRect().top") < 100
    assert page.locator("h1").inner_text() == LANGUAGES[language].question
    assert re.search(share, page.locator(".lead").inner_text())
    left = page.evaluate(
        "() => [...document.querySelectorAll('[data-t]')].filter((e) => /[{}@]/.test(e.textContent)).length"
    )
    assert left == 0 and shown.complaints == []
    assert LANGUAGES[language].kind_person in page.locator("#chart-kinds svg").text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_violation_of_accessibility(browser: Any, release: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    width = 1366 if scheme == "light" else 390
    page = Seen(browser, viewport={"width": width, "height": 844}, color_scheme=scheme).open(first_page(release))
    page.locator("#results summary").first.click()
    page.wait_for_selector(".proof")
    page.locator("#chart-share .tools summary").first.click()
    # The drawings are pictures with a description and a table: their thousands of marks are not looked at one by one.
    found = Axe().run(page, context={"exclude": [[".drawing svg"]]}).response["violations"]
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def test_hostile_names_are_text_and_a_sub_path_will_do(browser: Any, httpserver: HTTPServer) -> None:
    tables = factory.tables()
    names = (FIXED * 2)[: tables["recognitions"].height]
    tables["recognitions"] = publishable(tables["recognitions"].with_columns(name=pl.Series(names)))
    for name, content in site_files(draft(tables)).items():
        form = "text/html" if name.endswith("html") else "text/css" if name.endswith("css") else "text/javascript"
        form = "image/svg+xml" if name.endswith("svg") else form
        httpserver.expect_request(f"/a/release/{name}").respond_with_data(
            content, content_type=f"{form}; charset=utf-8"
        )
    shown = Seen(browser)
    page = shown.open(httpserver.url_for("/a/release/site/index.html"))
    listed = page.locator("#results summary strong").all_text_contents()
    assert Counter(listed) == Counter(tables["recognitions"]["name"])
    for place in range(len(listed)):
        page.locator("#results summary").nth(place).click()
    page.wait_for_selector(".proof")
    assert shown.complaints == []
    assert shown.outside(httpserver.url_for("/a/release/")) == []
    with page.expect_download() as download:
        page.locator(".take button").first.click()
    cells = [
        cell
        for row in csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＠", "\t"))] == []


def test_a_chart_can_stand_alone(browser: Any, release: Path) -> None:
    shown = Seen(browser)
    page = shown.open(
        first_page(release).replace("index.html", "embed.html#chart=regions"), until="#chart-regions[data-drawn]"
    )
    assert page.locator("#chart-regions svg").count() == 1 and shown.complaints == []


@pytest.fixture(scope="module")
def served(release: Path) -> Iterator[str]:
    """Address of the release as `hrd-awards explore` serves it."""
    server = site_server(release, 0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_explore_serves_the_latest_release_to_this_machine_alone(served: str) -> None:
    with urllib.request.urlopen(served) as answer:
        assert answer.url == f"{served}/site/index.html" and b"<h1" in answer.read()
    other = urllib.request.Request(f"{served}/site/index.html", headers={"Host": "other.example"})
    for request in (other, f"{served}/csv/", f"{served}/../../build.json"):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request)


def test_explore_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["explore", "--home", str(tmp_path)])
    assert said.exit_code == 1 and "hrd-awards build" in said.output


def test_the_sql_page_asks_nobody_until_told_and_says_where_it_would(browser: Any, release: Path, served: str) -> None:
    from_disk = Seen(browser)
    page = from_disk.open(first_page(release).replace("index.html", "sql.html"), until="#question option")
    assert page.locator("#from-disk").is_visible() and page.locator("#start").is_disabled()
    asking = Seen(browser)
    page = asking.open(f"{served}/site/sql.html", until="#question option")
    assert page.locator("#from-disk").is_hidden() and page.locator("#start").is_enabled()
    assert (database.HOST in page.locator("#from-where").inner_text()) != BROWSER_DATABASE.exists()
    assert page.locator("#query").input_value().lower().startswith("select")
    assert from_disk.complaints == asking.complaints == []
    assert asking.outside(served) == []


@pytest.mark.skipif(not BROWSER_DATABASE.exists(), reason="DuckDB-Wasm is not here (`make sqlpage` fetches it)")
def test_sql_gives_what_the_tables_say(browser: Any, release: Path, served: str, warehouse: Any) -> None:
    shown = Seen(browser)
    page = shown.open(f"{served}/site/sql.html", until="#question option")
    page.locator("#start").click()
    page.wait_for_selector("html[data-database=ready]", state="attached", timeout=120_000)
    query = "SELECT kind, count(*) AS n FROM recognitions GROUP BY kind ORDER BY kind"
    page.fill("#query", query)
    page.locator("#run").click()
    page.wait_for_selector("#answer td")
    cells = page.locator("#answer td").all_inner_texts()
    assert cells == [str(cell) for row in warehouse.execute(query).fetchall() for cell in row]
    assert shown.outside(served) == []
    page.fill("#query", "selec 1")
    page.locator("#run").click()
    # A mistake is shown where it was typed, without what the page puts around a query.
    assert page.locator("#answer pre").inner_text().splitlines()[0] == "LINE 1: selec 1"


def test_the_database_fetched_is_the_one_that_is_pinned() -> None:
    makefile = (STATIC.parents[2] / "Makefile").read_text(encoding="utf-8")
    assert f"{database.PACKAGE}@{database.VERSION}\n" in makefile


def test_weight(release: Path) -> None:
    files = {path.relative_to(release): path.read_bytes() for path in (release / "site").rglob("*") if path.is_file()}
    light = {path: content for path, content in files.items() if "duckdb" not in path.parts}
    assert sum(len(gzip.compress(content)) for content in light.values()) <= 2_500_000
    page = files[Path("site/index.html")].decode()
    asked = [Path("site") / name for name in re.findall(r'(?:src|href)="([^"#:]+\.(?:js|css|svg))"', page)]
    # What the scripts ask for before the list and the charts are there; the drawing library comes after the first picture.
    asked += [Path("site/data/overview.js"), Path("site/data/recognitions.js"), Path("site/assets/specs.js")]
    assert len(page) + sum(len(files[name]) for name in asked) <= 1_000_000


def test_the_same_draft_gives_the_same_bytes() -> None:
    tables = factory.tables()
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in tables.items()}
    assert site_files(draft(tables)) == site_files(draft(shuffled))


def test_an_empty_dataset_has_a_site() -> None:
    empty = {name: frame.clear() for name, frame in factory.tables().items()}
    assert b"<h1" in site_files(draft(empty))["site/index.html"]


def test_made_scripts_are_current() -> None:
    stale = [file.name for file, text in written_scripts().items() if file.read_text(encoding="utf-8") != text]
    assert not stale, "run `make generated` and read what changed"
    with (STATIC / "vega.js").open(encoding="utf-8") as file:
        assert file.readline() == notice(), "run `make generated`: the drawing library was bundled from other versions"


def test_every_message_is_said_in_every_language_with_the_same_figures() -> None:
    slots = {
        language: {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in as_plain(messages).items()}
        for language, messages in LANGUAGES.items()
    }
    assert slots["en"] == slots["es"] == slots["fr"]
    assert all(text.strip() for messages in LANGUAGES.values() for text in as_plain(messages).values())


def test_scripts_say_only_what_there_is_to_say() -> None:
    known = set(as_plain(LANGUAGES["en"]))
    for file in STATIC.glob("*.js"):
        if file.name != "vega.js":
            asked = set(re.findall(r'HRD\.say\("(\w+)"', file.read_text(encoding="utf-8")))
            assert asked <= known, (file.name, asked - known)
    assert set(re.findall(r'"@(\w+)"', (STATIC / "specs.js").read_text(encoding="utf-8"))) <= known
