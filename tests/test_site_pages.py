"""The static pages of the site: every award and repeated recipient, files, findings, do no harm and the feed, against the tables."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import duckdb
import polars as pl
import pytest
from lxml import html

from tests import factory
from tests.browser import Seen, chromium
from tests.built import built_home
from tests.test_hostile_names import FIXED
from warehouse.release.summary import Draft
from warehouse.release.text import publishable
from warehouse.site import feed, pages_awards, pages_downloads, pages_findings, pages_harm, pages_recipients
from warehouse.site.messages import LANGUAGES
from warehouse.trend.findings import findings, markdown

PARTS = (pages_findings, pages_awards, pages_recipients, pages_downloads, pages_harm, feed)
SHOWN = (
    "findings.html",
    "awards/index.html",
    "awards/sakharov_prize.html",
    "recipients/index.html",
    "downloads.html",
    "do-no-harm.html",
)


@pytest.fixture(scope="module")
def release(request: pytest.FixtureRequest) -> Path:
    return (built_home(request.config.cache.mkdir("built")) / "releases/latest").resolve()


@pytest.fixture(scope="module")
def site(release: Path) -> Path:
    return release / "site"


@pytest.fixture(scope="module")
def ask(release: Path) -> Iterator[Any]:
    with duckdb.connect(str(release / "hrd-awards.duckdb"), read_only=True) as connection:
        yield lambda query, *values: connection.execute(query, list(values)).fetchall()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


def draft(tables: dict[str, pl.DataFrame], **more: Any) -> Draft:
    return Draft("2026.11.1", date(2026, 11, 24), more.pop("previous", None), tables, **more)


def pages(made: Draft) -> dict[str, bytes]:
    return {path: content for part in PARTS for path, content in part.files(made).items()}


def main_of(content: bytes) -> Any:
    return html.fromstring(content.decode()).get_element_by_id("main")


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def linked_data(content: bytes) -> dict[str, Any]:
    (block,) = html.fromstring(content.decode()).xpath('//script[@type="application/ld+json"]')
    return json.loads(block.text)


def test_every_award_has_a_page_with_the_numbers_of_the_tables(site: Path, ask: Any) -> None:
    rows = ask(
        "SELECT award_id, name, (SELECT count(*) FROM recognitions r WHERE r.award_id = a.award_id), "
        "(SELECT count(DISTINCT year) FROM recognitions r WHERE r.award_id = a.award_id), "
        "(SELECT count(*) FROM recognitions r WHERE r.award_id = a.award_id AND mode = 'collective'), "
        "(SELECT count(*) FROM sources s WHERE s.award_id = a.award_id), "
        "(SELECT count(*) FROM coverage c WHERE c.award_id = a.award_id AND recognitions = 0 AND status = 'not seen') FROM awards a"
    )
    assert {path.stem for path in (site / "awards").glob("*.html")} == {"index", *(row[0] for row in rows)}
    listed = {
        line.xpath("td[1]/a/@href")[0]: [text_of(cell) for cell in line.xpath("td")]
        for line in main_of((site / "awards/index.html").read_bytes()).xpath(".//tbody/tr")
    }
    for award_id, name, recognitions, editions, collective, sources, _ in rows:
        page = main_of((site / f"awards/{award_id}.html").read_bytes())
        assert page.xpath("string(h1)") == name
        assert len(page.xpath('.//a[contains(@href, "index.html#open=")]')) == recognitions
        by_year, by_source = page.xpath(".//table")
        assert len([line for line in by_year.xpath(".//tbody/tr") if line.xpath("td[2]//li")]) == editions
        assert len(by_source.xpath(".//tbody/tr")) == sources
        cells = listed[f"{award_id}.html"]
        assert (cells[0], cells[5], cells[6]) == (name, f"{recognitions:,}", f"{collective:,}")
        assert cells[4].split("/")[0].strip() == str(editions)


def test_countries_days_and_languages_are_words_that_the_page_can_translate(site: Path, ask: Any) -> None:
    for award_id, days, tongues in ask(
        "SELECT award_id, count(seen_on), count(language) FROM sources GROUP BY award_id"
    ):
        page = main_of((site / f"awards/{award_id}.html").read_bytes())
        assert len(page.xpath('.//table[last()]//*[@data-form="day"]')) == days
        assert len(page.xpath(".//*[@data-tongue]")) == tongues
        assert [one for one in page.xpath(".//dd") if re.search(r"\bINT\b", text_of(one))] == []
        for place in page.xpath(".//*[@data-country]"):
            assert len(text_of(place)) > len(place.get("data-country"))


def test_every_year_of_coverage_is_on_the_page_of_its_award(site: Path, ask: Any) -> None:
    for award_id, years in ask("SELECT award_id, list(DISTINCT year) FROM coverage GROUP BY 1"):
        shown: set[int] = set()
        for cell in main_of((site / f"awards/{award_id}.html").read_bytes()).xpath("(.//table)[1]/tbody/tr/td[1]"):
            first, _, last = cell.text.partition("–")
            shown |= set(range(int(first), int(last or first) + 1))
        assert shown >= set(years), award_id


def test_every_recipient_named_again_has_a_page(site: Path, ask: Any) -> None:
    honours = dict(
        ask(
            "SELECT recipient_id, list(recognition_id || role) FROM recognition_recipients WHERE recipient_id IN "
            "(SELECT recipient_id FROM recipients WHERE recognitions > 1) GROUP BY 1"
        )
    )
    assert {path.stem for path in (site / "recipients").glob("*.html")} == {"index", *honours}
    for recipient_id, expected in honours.items():
        page = main_of((site / f"recipients/{recipient_id}.html").read_bytes())
        roles = {LANGUAGES["en"].role_recipient: "recipient", LANGUAGES["en"].role_named_person: "named person"}
        rows = [
            unquote(line.xpath("td[3]/a/@href")[0].partition("#open=")[2])
            + roles.get(text_of(line.xpath("td[5]")[0]), "affiliation")
            for line in page.xpath(".//tbody/tr")
        ]
        assert sorted(rows) == sorted(expected)


def test_every_link_within_the_pages_leads_to_a_file(release: Path, site: Path) -> None:
    broken = []
    for page in [*site.glob("*.html"), *site.glob("awards/*.html"), *site.glob("recipients/*.html")]:
        for address in main_of(page.read_bytes()).xpath(".//a/@href"):
            if not address.startswith(("http://", "https://", "#")):
                target = (page.parent / address.partition("#")[0]).resolve()
                if not (target.is_file() and target.is_relative_to(release)):
                    broken.append((page.name, address))
    assert broken == []


def test_the_files_are_what_the_downloads_page_says(release: Path, site: Path) -> None:
    page = main_of((site / "downloads.html").read_bytes())
    rows = {line.xpath("td[1]/a")[0].text: line.xpath("td") for line in page.xpath(".//tbody/tr")}
    data = [path for path in release.rglob("*") if path.suffix in (".csv", ".parquet", ".duckdb", ".xlsx")]
    assert set(rows) == {path.relative_to(release).as_posix() for path in data}
    for name, cells in rows.items():
        content = (release / name).read_bytes()
        assert text_of(cells[1]) == hashlib.sha256(content).hexdigest()
        assert text_of(cells[3]) == f"{len(content):,}"
        if name.endswith(".parquet"):
            assert text_of(cells[2]) == f"{pl.read_parquet(release / name).height:,}"


def test_python_lines_of_the_downloads_page_run(release: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    lines = [block.text_content() for block in main_of((site / "downloads.html").read_bytes()).xpath(".//pre/code")]
    python = [code for code in lines if code.startswith("import ")]
    assert len(python) == 2
    for code in python:
        exec(compile(code, "downloads.html", "exec"), {})
    with duckdb.connect("hrd-awards.duckdb", read_only=True) as connection:
        for code in lines:
            if "recognitions_flat" in code:
                assert connection.execute(code).fetchall()


def test_the_findings_page_says_what_the_document_says(release: Path, site: Path) -> None:
    tables = {path.stem: pl.read_parquet(path) for path in (release / "parquet").glob("*.parquet")}
    text = re.sub(r"\\(.)", r"\1", markdown(findings(tables)))
    document = re.sub(r"\]\([^)]*\)|[*`\[\]|>]|^#+ |^- |---:?", "", text, flags=re.MULTILINE)
    shown = text_of(main_of((site / "findings.html").read_bytes()))
    wordless = re.compile(r"[\s*`\[\]|>-]+")
    for section in document.split("\n\n")[2:]:
        assert wordless.sub("", section) in wordless.sub("", shown)


def test_linked_data_names_what_was_given(site: Path, ask: Any) -> None:
    for award_id, name, first, last in ask(
        "SELECT award_id, any_value(a.name), min(year), max(year) FROM recognitions JOIN awards a USING (award_id) GROUP BY 1"
    ):
        data = linked_data((site / f"awards/{award_id}.html").read_bytes())
        assert (data["@type"], data["about"]["name"], data["temporalCoverage"]) == ("Dataset", name, f"{first}/{last}")
        assert data["license"].startswith("https://") and data["description"]
    for recipient_id, kind, given in ask(
        "SELECT recipient_id, any_value(p.kind), count(*) FILTER (role = 'recipient' AND status = 'awarded') FROM recognition_recipients "
        "JOIN recipients p USING (recipient_id) JOIN recognitions USING (recognition_id) WHERE p.recognitions > 1 GROUP BY 1"
    ):
        about = linked_data((site / f"recipients/{recipient_id}.html").read_bytes())["mainEntity"]
        assert about["@type"] == pages_recipients.SCHEMA_TYPES.get(kind, "Thing")
        assert len(about.get("award", [])) == (given if about["@type"] != "Thing" else 0)


def test_the_feed_is_atom_and_lists_the_releases() -> None:
    earlier = (("2026.10.0", date(2026, 10, 2)), ("2026.11.0", date(2026, 11, 1)))
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(
        feed.files(draft(factory.tables(), previous="2026.11.0", earlier=earlier))["feed.xml"]
    )
    assert root.tag == f"{atom}feed"
    for needed in ("title", "id", "updated", "author"):
        assert root.find(f"{atom}{needed}") is not None
    entries = root.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == [
        "Release 2026.11.1",
        "Release 2026.11.0",
        "Release 2026.10.0",
    ]
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 3
    assert all(entry.findtext(f"{atom}updated", "").endswith("T00:00:00Z") for entry in entries)
    links = [entry.find(f"{atom}link").attrib["href"] for entry in entries]  # type: ignore[union-attr]
    assert links == ["index.html", "../../2026.11.0/site/index.html", "../../2026.10.0/site/index.html"]


def hostile_tables() -> dict[str, pl.DataFrame]:
    """The small dataset with hostile text wherever a source or a contributor may write."""
    tables = factory.tables()

    def spoilt(table: str, *columns: str) -> None:
        height = tables[table].height
        texts = [FIXED[(place * 7 + len(table)) % len(FIXED)] for place in range(height)]
        frame = tables[table].with_columns(pl.Series(column, texts, pl.String) for column in columns)
        tables[table] = publishable(frame)

    spoilt("awards", "name", "native_name", "conferrer", "coverage_note")
    spoilt("recognitions", "name")
    spoilt("recipients", "name")
    tables["recipients"] = tables["recipients"].with_columns(recognitions=pl.lit(2, pl.Int64))
    # Every spelling that is known to be dangerous, as a form of one recipient's name.
    form = tables["recipient_names"].head(1)
    forms = pl.concat([form.with_columns(name=pl.lit(text)) for text in FIXED])
    tables["recipient_names"] = publishable(forms)
    return tables


def test_hostile_text_is_text_on_every_page() -> None:
    tables = hostile_tables()
    for path, content in pages(draft(tables)).items():
        if not path.endswith(".html"):
            ElementTree.fromstring(content)
            continue
        document = html.fromstring(content.decode())
        scripts = [script for script in document.iter("script") if script.get("type") != "application/ld+json"]
        assert all(script.get("src", "").startswith(("assets/", "../assets/")) for script in scripts), path
        assert [tag.tag for tag in document.iter("img", "iframe", "object", "style", "base")] == [], path
        assert not [
            name for tag in document.iter() if isinstance(tag.tag, str) for name in tag.attrib if name.startswith("on")
        ]
        assert all(
            not address.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
            for address in document.xpath("//a/@href")
        )
        for block in document.xpath('//script[@type="application/ld+json"]'):
            json.loads(block.text)
    by_name = {row["award_id"]: row["name"] for row in tables["awards"].iter_rows(named=True)}
    for award_id, name in by_name.items():
        page = pages_awards.files(draft(tables))[f"awards/{award_id}.html"]
        assert text_of(main_of(page).xpath("h1")[0]) == " ".join(name.split())
        assert linked_data(page)["about"]["name"] == name


def test_hostile_text_runs_nowhere(browser: Any, tmp_path: Path) -> None:
    for path, content in pages(draft(hostile_tables())).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    seen = Seen(browser, java_script_enabled=False)
    looked = Seen(browser)
    # Without the frame's own script and style nothing else may be missed.
    for path in ("awards/river_prize.html", "recipients/recipient-0.html", "findings.html"):
        seen.page.goto((tmp_path / path).as_uri())
        looked.page.goto((tmp_path / path).as_uri())
    complaints = [said for said in looked.complaints if "ERR_FILE_NOT_FOUND" not in said]
    assert complaints == [] and looked.outside("file:") == []


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "en"), (390, "dark", "fr"), (390, "light", "es")]
)
def test_pages_in_a_browser(browser: Any, site: Path, width: int, scheme: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    seen = Seen(browser, viewport={"width": width, "height": 844}, color_scheme=scheme)
    repeated = sorted(path.relative_to(site).as_posix() for path in (site / "recipients").glob("*.html"))[1]
    for path in (*SHOWN, repeated):
        # Each address differs in more than its fragment, so that the page is read anew.
        seen.page.goto(f"{(site / path).as_uri()}?{language}#lang={language}")
        seen.page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
        heading = seen.page.locator("[data-t=footer_release]").inner_text()
        assert heading == LANGUAGES[language].footer_release
        unfilled = "() => [...document.querySelectorAll('[data-t]')].filter((e) => /[{}]/.test(e.textContent)).length"
        assert seen.page.evaluate(unfilled) == 0
        assert seen.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert seen.complaints == [] and seen.outside("file:") == []
        if language == "es":
            continue
        # Hundreds of rows that are made alike are not looked at one by one.
        found = Axe().run(seen.page, context={"exclude": [["tbody tr:nth-child(n+4)"]]}).response["violations"]
        # What the examiner itself asks for and is refused is not the page's.
        seen.complaints.clear()
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], path


def test_pages_do_not_depend_on_the_order_of_rows() -> None:
    tables = factory.tables()
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=4) for name, frame in tables.items()}
    assert pages(draft(tables)) == pages(draft(shuffled))


def test_an_empty_dataset_has_pages() -> None:
    empty = {name: frame.clear() for name, frame in factory.tables().items()}
    made = pages(draft(empty))
    assert b"<h1" in made["findings.html"] and b"<h1" in made["awards/index.html"]
    assert LANGUAGES["en"].recipients_none.encode() in made["recipients/index.html"]


def test_a_recipient_that_is_withheld_has_no_page() -> None:
    tables = factory.tables()
    often = tables["recipients"].with_columns(recognitions=pl.lit(2, pl.Int64))
    gone = often["recipient_id"][0]
    tables["recipients"] = often.filter(pl.col("recipient_id") != gone)
    tables["recognition_recipients"] = tables["recognition_recipients"].filter(pl.col("recipient_id") != gone)
    tables["recognitions"] = tables["recognitions"].with_columns(
        recipient_id=pl.when(pl.col("recipient_id") != gone).then("recipient_id")
    )
    made = pages(draft(tables))
    assert f"recipients/{gone}.html" not in made
    assert not [path for path, content in made.items() if f"{gone}.html".encode() in content]
