"""A page changes on the web and a person works with what follows: crawl, build, quarantine, review, status, provenance, new awards."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipelines.assets import by_award
from pipelines.cli import main
from scrapers.captures import store_of
from scrapers.registry import load_award
from tests.award_folders import ROWS, page
from tests.site import Answer, Site, live_task, running_site
from warehouse.build import Settings, build, find_recognitions
from warehouse.fingerprint import is_current
from warehouse.readings import gather
from warehouse.release.publish import read_release
from warehouse.withholding.requests import restore, withhold

NEWS = (2006, "Hill People's Council", "Chile")


class Desk:
    """A person at the command line, with a home, a folder of awards and one award whose page is on the site."""

    def __init__(self, root: Path, site: Site) -> None:
        self.home, self.awards, self.site = root / "home", root / "awards", site
        live_task(self.awards, site, bundled=page(ROWS[:4]))
        self.settings = Settings(self.home, self.awards, None, date(2026, 11, 24))

    def run(self, *words: str, status: int = 0, folder: bool = True) -> Result:
        options = ["--home", str(self.home), *(["--awards-dir", str(self.awards)] if folder else [])]
        result = CliRunner().invoke(main, [*words, *options])
        assert result.exit_code == status, result.output
        return result

    def told(self, *words: str) -> list[dict[str, object]]:
        return json.loads(self.run(*words, "--json").stdout)

    def build(self) -> dict[str, pl.DataFrame]:
        build(self.settings)
        return read_release(self.home / "releases" / "latest")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("HRD_AWARDS_TEST_ADMIT_LOOPBACK", "1")
    monkeypatch.setenv("HRD_AWARDS_PACE", "0")
    monkeypatch.delenv("HRD_AWARDS_CAPTURES", raising=False)
    with running_site() as site:
        yield Desk(tmp_path, site)


def names(tables: dict[str, pl.DataFrame]) -> list[str]:
    return tables["recognitions"].sort("year")["name"].to_list()


def test_from_a_changed_page_to_a_release(desk: Desk) -> None:
    known = [name for _, name, _ in ROWS]
    assert names(desk.build()) == known[:4]

    desk.site.put("/laureates", page())
    [crawled] = desk.told("crawl")
    assert (crawled["outcome"], crawled["verdict"]) == ("captured", "accepted")
    assert is_current(desk.settings) is None
    tables = desk.build()
    assert names(tables) == known
    [source] = tables["sources"].iter_rows(named=True)
    assert (source["origin"], source["complete"]) == ("capture", True)
    assert tables["awards"]["stale"].to_list() == [False]

    desk.site.put("/laureates", page([*ROWS[1:], NEWS]))
    assert desk.told("crawl")[0]["verdict"] == "quarantined"
    tables = desk.build()
    assert names(tables) == known
    assert tables["awards"]["stale"].to_list() == [True]
    summary = (desk.home / "releases/latest/summary.json").read_text(encoding="utf-8")
    assert json.loads(summary)["build"]["quarantined"] == ["river_prize"]
    assert "Ada Example" not in summary, "what stands on a page that nobody looked at is not published"

    found = find_recognitions(gather(desk.settings), desk.settings)
    [row] = by_award(found, store_of(desk.home)).iter_rows(named=True)
    assert (row["stale"], row["quarantine"], row["recognitions"]) == ("stale", "in quarantine", len(known))
    assert row["last changed"] == datetime.now(UTC).date()
    [status] = desk.told("status")
    assert status["stale"] is True
    assert "1 row lost" in str(status["problems"])
    [waiting] = desk.told("review", "captures")
    assert (
        [(one["change"], one["year"], one["name"]) for one in waiting["differences"]]
        == [  # type: ignore[attr-defined]
            ("lost", 2001, "Ada Example"),
            ("added", *NEWS[:2]),
        ]
    )
    shown = desk.run("review", "captures").stdout
    assert "river_prize/page: quarantined" in shown and "Ada Example" in shown

    desk.run("review", "captures", "river_prize/page", "--accept", "--reason", "withdrawn", "--by", "a person")
    tables = desk.build()
    assert names(tables) == [*known[1:], NEWS[1]]
    assert tables["awards"]["stale"].to_list() == [False]
    assert desk.told("review", "captures") == []
    removed = tables["changes"].filter((pl.col("change_type") == "removed") & (pl.col("table_name") == "recognitions"))
    assert removed["cause"].to_list() == ["source"]


def test_a_rejected_page_is_not_asked_about_again_while_it_says_the_same(desk: Desk) -> None:
    desk.site.put("/laureates", page())
    desk.run("crawl")
    desk.site.put("/laureates", page(ROWS[1:]))
    desk.run("crawl")
    desk.run("review", "captures", "river_prize", "--reject", "--reason", "a fault of the site")
    desk.site.put("/laureates", page(ROWS[1:]) + "<!-- made at noon -->")
    [again] = desk.told("crawl")
    assert (again["outcome"], again["verdict"]) == ("captured", "rejected")
    desk.site.put("/laureates", page(ROWS[2:]))
    assert desk.told("crawl")[0]["verdict"] == "quarantined"
    assert names(desk.build()) == [name for _, name, _ in ROWS]


def test_a_row_leads_back_to_its_capture_and_evidence(desk: Desk) -> None:
    tables = desk.build()
    [row] = tables["recognitions"].filter(pl.col("year") == 2001).iter_rows(named=True)
    shown = desk.run("show", "river_prize", "--capture", row["recognition_id"]).stdout
    assert "bundled transcription" in shown and "pages/page.html" in shown
    desk.site.put("/laureates", page())
    desk.run("crawl")
    [told] = desk.told("show", "river_prize", "--capture", row["recognition_id"])
    assert told["origin"] == "live capture"
    assert Path(str(told["evidence"])).exists() and Path(str(told["file"])).exists()
    assert str(told["ruling"]).startswith("accepted by gate")
    statement = str(told["statement"])
    assert desk.told("show", "river_prize", "--capture", statement)[0]["says"] == "2001 Ada Example"
    nothing = desk.run("show", "river_prize", "--capture", "river_prize-1999-nobody", status=1)
    assert "has no recognition or statement" in nothing.output


def test_seen_unchanged_moves_the_day_and_nothing_else(desk: Desk) -> None:
    desk.site.put("/laureates", page())
    desk.run("crawl")
    before = desk.build()
    log = desk.home / "captures/log/river_prize/page.jsonl"
    today = datetime.now(UTC).date()
    # Of the same month, so that no edition falls due in between.
    other = today.replace(day=2 if today.day == 1 else 1)
    log.write_text(log.read_text(encoding="utf-8").replace(today.isoformat(), other.isoformat()), encoding="utf-8")
    earlier = desk.build()
    assert earlier["sources"]["seen_on"].to_list() == [other]
    assert desk.told("crawl")[0]["outcome"] == "unchanged"
    after = desk.build()
    assert after["sources"]["seen_on"].to_list() == before["sources"]["seen_on"].to_list() == [today]
    assert after["changes"].select("table_name", "column_name", "cause").unique().rows() == [
        ("sources", "seen_on", "source")
    ]


@pytest.mark.parametrize("harm", ["log", "page", "gone"])
def test_captures_that_were_damaged_fail_their_award_and_what_was_published_stands_in(desk: Desk, harm: str) -> None:
    desk.site.put("/laureates", page())
    desk.run("crawl")
    published = names(desk.build())
    [content] = (desk.home / "captures/content").rglob("*.html")
    if harm == "log":
        (desk.home / "captures/log/river_prize/page.jsonl").write_text("{broken\n", encoding="utf-8")
    elif harm == "page":
        content.write_text(page(ROWS[2:]), encoding="utf-8")
        (desk.home / "statements/river_prize/key.json").unlink()
    else:
        content.unlink()
        (desk.home / "statements/river_prize/key.json").unlink()
    tables = desk.build()
    assert names(tables) == published
    assert tables["awards"]["stale"].to_list() == [True]
    assert "restore it" in (desk.home / "statements/river_prize/error.txt").read_text(encoding="utf-8")


def test_an_address_becomes_an_award(desk: Desk) -> None:
    desk.site.put("/laureates", Answer(page().encode("utf-16"), headers={"Content-Type": "text/html"}))
    new = ("new", "lake_prize", desk.site.url())
    result = CliRunner().invoke(main, [*new, "--awards-dir", str(desk.awards), "--json"])
    assert result.exit_code == 0, result.output
    assert [row["name"] for row in json.loads(result.stdout)["rows"]] == [name for _, name, _ in ROWS]
    [source] = load_award(desk.awards / "lake_prize").sources
    assert (source.url, source.http) == (desk.site.url(), True)
    assert desk.site.paths() == ["/robots.txt", "/laureates"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(b"no", 404), "answers 404"),
        (Answer(b"%PDF", headers={"Content-Type": "application/pdf"}), "is application/pdf, not a page"),
        (Answer(b"", 302, {"Location": "http://10.0.0.1/"}), "only public addresses"),
    ],
)
def test_an_address_that_gives_no_page_says_why_and_what_to_do(desk: Desk, answer: Answer, says: str) -> None:
    desk.site.put("/laureates", answer)
    result = CliRunner().invoke(main, ["new", "lake_prize", desk.site.url(), "--awards-dir", str(desk.awards)])
    assert result.exit_code == 1
    assert says in result.output and "save it" in result.output
    assert not (desk.awards / "lake_prize").exists()


def test_a_page_that_robots_forbids_is_not_fetched_for_a_new_award(desk: Desk) -> None:
    desk.site.robots("User-agent: *\nDisallow: /")
    desk.site.put("/laureates", page())
    result = CliRunner().invoke(main, ["new", "lake_prize", desk.site.url(), "--awards-dir", str(desk.awards)])
    assert result.exit_code == 1 and "robots.txt forbids it" in result.output
    assert desk.site.paths() == ["/robots.txt"]


def test_nobody_crawls_without_saying_who_they_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HRD_AWARDS_TEST_ADMIT_LOOPBACK")
    monkeypatch.delenv("HRD_AWARDS_CONTACT", raising=False)
    assert "HRD_AWARDS_CONTACT" in desk.run("crawl", status=1).output
    assert desk.site.asked == []


def held_in(folder: Path, name: str) -> list[str]:
    """The files below `folder` that hold a name, evidence unpacked."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        texts = [content] + ([gzip.decompress(content)] if path.suffix == ".gz" else [])
        if any(name.encode(charset) in text for text in texts for charset in ("utf-8", "cp1250")):
            found.append(path.relative_to(folder).as_posix())
    return found


def test_a_withheld_name_leaves_the_captures_and_does_not_come_back(desk: Desk, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions"
    decisions.mkdir()
    desk.settings = Settings(desk.home, desk.awards, decisions, date(2026, 11, 24))
    rows = [(2001, "Žofia Example", "Namibia"), *ROWS[1:]]
    windows = page(rows).replace("charset='utf-8'", "charset='windows-1250'").encode("cp1250")
    desk.site.put("/laureates", Answer(windows, headers={"Content-Type": "text/html"}))
    (desk.awards / "river_prize/pages/page.html").unlink()
    (desk.awards / "river_prize/pages.lock.yaml").unlink()
    desk.run("crawl")
    before = desk.build()
    [recognition] = before["recognitions"].filter(pl.col("year") == 2001)["recognition_id"]
    assert held_in(desk.home / "captures", "Žofia Example") != []

    report = withhold([recognition], "danger", date(2026, 11, 24), desk.home, decisions, [desk.awards])
    assert held_in(desk.home / "captures", "Žofia Example") == report.traces == []
    hidden = desk.build()
    assert hidden["recognitions"].height == len(rows)
    assert held_in(desk.home / "releases", "Žofia Example") == []
    provenance = desk.told("show", "river_prize", "--capture", hidden["statements"]["statement_id"][1])
    assert provenance[0]["evidence"] == "destroyed with a withheld name"

    desk.site.put("/laureates", page([*rows, NEWS]))
    assert desk.told("crawl")[0]["verdict"] == "accepted", "the site goes on naming her"
    assert held_in(desk.home / "captures", "Žofia Example") == []
    assert desk.told("crawl")[0]["outcome"] == "unchanged"
    for other in ("Žofia Newname", "Eve Another"):
        desk.site.put("/laureates", page([(2001, other, "Namibia"), *rows[1:], NEWS]))
        assert desk.told("crawl")[0]["verdict"] == "quarantined", (
            "no build would know that this is she, or keep it back"
        )
    tables = desk.build()
    assert tables["recognitions"].height == len(rows) + 1
    assert held_in(desk.home / "releases", "Žofia Example") == []

    restore([1], desk.home, decisions, [desk.awards])
    assert names(desk.build()) == [name for _, name, _ in [*rows, NEWS]]
    desk.site.put("/laureates", page(rows[1:]))
    assert desk.told("crawl")[0]["verdict"] == "quarantined"
