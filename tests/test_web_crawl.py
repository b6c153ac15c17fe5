"""A whole crawl of a site that misbehaves on purpose: each misbehaviour has its verdict, and what a build reads never loses or changes a row."""

from __future__ import annotations

import gzip
import json
import resource
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from scrapers.captures import CaptureStore, captures_by_source, store_of
from scrapers.captures.log import Sighting
from scrapers.captures.store import one_crawl
from scrapers.captures.warc import Record, read_warc
from scrapers.drift import Row, decide, read_rows
from scrapers.registry import load_award
from scrapers.web.crawl import Report, Task, crawl, tasks_of
from scrapers.web.policy import Policy
from scrapers.web.sources import address_of
from tests.award_folders import ROWS, page, write_award
from tests.site import QUICK, Answer, Site, faster, live_task, running_site

NEWS = (2006, "Hill People's Council", "Chile")
PAGE = page()


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return store_of(tmp_path / "home", {})


@pytest.fixture
def task(tmp_path: Path, site: Site, store: CaptureStore) -> Task:
    """A source whose page was crawled once and accepted."""
    site.put("/laureates", Answer(PAGE.encode(), headers={"ETag": '"1"'}))
    one = live_task(tmp_path / "awards", site)
    assert run(one, store).results[0].verdict == "accepted"
    site.asked.clear()
    return one


def run(task: Task, store: CaptureStore, policy: Policy = QUICK) -> Report:
    return crawl([task], store, policy)


def read(task: Task, store: CaptureStore) -> list[Row]:
    """The rows that a build reads of the source."""
    award = load_award(task.folder)
    [(source, captures)] = captures_by_source(award, task.folder, store)
    assert source.layout
    return [row for one in captures for row in read_rows(one.read(), award, source.layout, one.language).rows]


def changed(old: str, new: str, text: str = PAGE) -> str:
    assert old in text
    return text.replace(old, new, 1)


BAD_ANSWERS = {
    "301 in a circle": (Answer(b"", 301, {"Location": "/laureates"}), "failed", "redirects"),
    "redirect to a private address": (Answer(b"", 302, {"Location": "http://10.0.0.1/"}), "refused", "address"),
    "404": (Answer(b"gone", 404), "failed", "status"),
    "503 again and again": (Answer(b"", 503), "failed", "status"),
    "429 for an hour": (Answer(b"", 429, {"Retry-After": "3600"}), "failed", "wait"),
    "half a body": (
        Answer(script=lambda sock: sock.sendall(Answer(PAGE.encode()).to_bytes()[:-200])),
        "failed",
        "incomplete",
    ),
    "wrong length": (Answer(PAGE.encode(), headers={"Content-Length": "300"}), "failed", "incomplete"),
    "gzip bomb": (
        Answer(gzip.compress(b"<p>" * 9_000_000), headers={"Content-Encoding": "gzip"}),
        "failed",
        "too large",
    ),
    "no page but a PDF": (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "failed", "content"),
    "nothing": (Answer(b""), "failed", "content"),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_is_noted_and_the_last_good_capture_serves_on(
    name: str, site: Site, task: Task, store: CaptureStore
) -> None:
    answer, outcome, reason = BAD_ANSWERS[name]
    before = read(task, store)
    site.put("/laureates", answer)
    [result] = run(task, store, faster(retries=1)).results
    last = store.log("river_prize", "page").last
    assert (result.outcome, result.verdict) == (outcome, "accepted")
    assert last and (last.outcome, last.reason) == (outcome, reason)
    assert last.warc and any(record.url == site.url() for record in read_warc(store.files.read(last.warc)))
    assert read(task, store) == before != []


CHANGED_PAGES = {
    "an error page with status 200": ("<html><body><h1>Something went wrong</h1><p>Error 500</p></body></html>", "quarantined"),
    "an empty list": (page(()), "quarantined"),
    "reordered columns": (
        changed("<th>Year</th><th>Laureate</th><th>Country</th>", "<th>Laureate</th><th>Year</th><th>Country</th>",
                PAGE.replace("<tr><td>2001</td><td>Ada Example</td>", "<tr><td>Ada Example</td><td>2001</td>")),
        "quarantined",
    ),
    "a lost row": (page(ROWS[1:]), "quarantined"),
    "a renamed winner": (changed("Ben Sample", "Benjamin Sample"), "quarantined"),
    "another year": (changed("2003", "2013"), "quarantined"),
    "another country": (changed("France", "Germany"), "quarantined"),
    "swapped winners": (PAGE.replace("Ben Sample", "?").replace("Ada Example", "Ben Sample").replace("?", "Ada Example"), "quarantined"),
    "everything twice": (PAGE.replace("</table>", PAGE.partition("</th></tr>\n")[2].partition("</table>")[0] + "</table>"), "quarantined"),
    "a consent wall": ("<html><body><h1>We value your privacy</h1><p>2001 partners</p><button>Accept</button></body></html>", "quarantined"),
    "a headline changed": (changed("<h1>Laureates</h1>", "<h1>All laureates</h1><p>Our jury met in 2025.</p>"), "accepted"),
    "a new edition": (page([*ROWS, NEWS]), "accepted"),
    "an edition without award": (page([*ROWS, (2006, "not awarded", "")]), "accepted"),
    "a row that no one understands": (changed("</table>", "<tr><td>soon</td><td>Dora Maybe</td><td></td></tr></table>"), "quarantined"),
}  # fmt: skip


def added(*rows: tuple[object, str, str]) -> str:
    lines = "".join(f"<tr><td>{year}</td><td>{name}</td><td>{country}</td></tr>" for year, name, country in rows)
    return changed("</table>", f"{lines}</table>")


CHANGED_PAGES |= {
    "a name that writes on the terminal": (added((2006, "Eve \x1b[31mRed Example", "Peru")), "quarantined"),
    "a name that moves the cursor": (added((2006, "Eve \x9b1m Example", "Peru")), "quarantined"),
    "a name that is markup": (added((2006, "&lt;script&gt;alert(1)&lt;/script&gt;", "Peru")), "quarantined"),
    "a name that is an advertisement": (added((2006, "https://casino.example/", "Peru")), "quarantined"),
    "a name that is an address": (added((2006, "write to eve@example.org", "Peru")), "quarantined"),
    "a name without end": (added((2006, "Eve " + "Example " * 100, "Peru")), "quarantined"),
    "a crowd in a new edition": (added(*((2006, f"Eve {letter}xample", "Peru") for letter in "BCDFGHJ")), "quarantined"),
    "a crowd in the years before": (added(*((1990 + n, f"Eve {c}xample", "Peru") for n, c in enumerate("BCDFGHJ"))), "quarantined"),
    "an edition of the next decade": (added((2036, "Eve Example", "Peru")), "quarantined"),
    "a hidden row": (changed("<tr><td>2003", "<tr style='display:none'><td>2003"), "quarantined"),
    "a letter of another script": (changed("Ben Sample", "\u0412en Sample"), "quarantined"),
    "a winner who withdrew": (changed("Ben Sample", "Ben Sample (withdrawn)"), "quarantined"),
    "a mark behind a name": (changed("Ben Sample", "Ben&nbsp;Sample<sup class='reference'>[1]</sup>"), "accepted"),
    "a table of nominees": (changed("</body>", "<h2>Nominees</h2><table><tr><th>Year</th><th>Nominee</th></tr><tr><td>2001</td><td>Eve Decoy</td></tr></table></body>"), "accepted"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED_PAGES)
def test_a_changed_page_is_accepted_only_when_it_keeps_what_was_known(
    name: str, site: Site, task: Task, store: CaptureStore
) -> None:
    content, verdict = CHANGED_PAGES[name]
    before = read(task, store)
    site.put("/laureates", content)
    [result] = run(task, store).results
    assert (result.outcome, result.verdict) == ("captured", verdict), result
    assert bool(result.reasons) == (verdict == "quarantined")
    after = read(task, store)
    if verdict == "quarantined":
        assert after == before
    else:
        assert after[: len(before)] == before


def test_a_site_that_shows_two_pages_in_turn_is_decided_on_once(site: Site, task: Task, store: CaptureStore) -> None:
    before, shorter = read(task, store), page(ROWS[1:])
    site.put("/laureates", shorter)
    assert run(task, store).results[0].verdict == "quarantined"
    decide(task.award, task.folder, task.source, store, False, "tester", "the other page is the right one")
    for content, verdict in ((PAGE, "accepted"), (shorter, "rejected"), (PAGE, "accepted"), (shorter, "rejected")):
        site.put("/laureates", content)
        assert run(task, store).results[0].verdict == verdict
        assert read(task, store) == before
    site.put("/laureates", page(ROWS[2:]))
    assert run(task, store).results[0].verdict == "quarantined"


def test_not_changed_since_a_quarantined_page_is_still_quarantined(site: Site, task: Task, store: CaptureStore) -> None:
    before = read(task, store)
    site.put("/laureates", Answer(page(ROWS[1:]).encode(), headers={"ETag": '"2"'}), Answer(b"", 304))
    for outcome in ("captured", "unchanged"):
        [result] = run(task, store).results
        assert (result.outcome, result.verdict) == (outcome, "quarantined")
    assert site.asked[-1].headers["If-None-Match"] == '"2"'
    assert read(task, store) == before


def test_a_first_page_without_a_winner_waits(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    site.put("/laureates", page(()))
    task = live_task(tmp_path / "awards", site)
    [result] = run(task, store).results
    assert (result.verdict, result.reasons) == (
        "quarantined",
        ("lists no winner, and none is known of this source yet",),
    )
    site.put("/laureates", PAGE)
    assert run(task, store).results[0].verdict == "accepted"


def test_charsets_do_not_change_names(site: Site, task: Task, store: CaptureStore) -> None:
    named = changed("Ben Sample", "Žofia Šámalová")
    site.put("/laureates", named)
    run(task, store)
    decide(task.award, task.folder, task.source, store, True, "tester", "the page has her own name now")
    before = read(task, store)
    assert "Žofia Šámalová" in [row.name for row in before]
    windows = named.replace("charset='utf-8'", "charset='windows-1250'").encode("cp1250")
    for body, header in (
        (named.encode(), "text/html; charset=iso-8859-1"),
        (windows, "text/html; charset=windows-1250"),
        (windows, "text/html"),
        (windows, "text/html; charset=utf-8"),
    ):
        site.put("/laureates", Answer(body + b"<!-- another -->", headers={"Content-Type": header}))
        run(task, store)
        assert read(task, store) == before, header
    site.put("/laureates", Answer(named.encode("utf-16"), headers={"Content-Type": "text/html"}))
    assert run(task, store).results[0].verdict == "accepted"
    assert read(task, store) == before


def records(store: CaptureStore, sighting: Sighting | None, kind: str) -> list[Record]:
    """The records of a visit in its WARC."""
    assert sighting and sighting.warc
    return [record for record in read_warc(store.files.read(sighting.warc)) if record.kind == kind]


def refers_to(revisit: Record) -> tuple[str, str]:
    return revisit.headers["WARC-Refers-To-Target-URI"], revisit.headers["WARC-Refers-To-Date"]


def test_304_counts_as_seen_today_and_is_kept_as_a_revisit(site: Site, task: Task, store: CaptureStore) -> None:
    site.put("/laureates", Answer(b"", 304, {"Content-Length": "", "ETag": '"1"'}))
    [result] = run(task, store).results
    log = store.log("river_prize", "page")
    assert (result.outcome, result.verdict) == ("unchanged", "accepted")
    assert site.asked[-1].headers["If-None-Match"] == '"1"'
    assert log.latest and log.last_seen and log.last_seen is log.last is not log.latest
    [revisit] = records(store, log.last, "revisit")
    assert revisit.status == 304
    assert revisit.headers["WARC-Profile"].endswith("server-not-modified")
    assert revisit.headers["WARC-Payload-Digest"] == log.latest.digest
    assert refers_to(revisit) in {(r.url, r.at) for r in records(store, log.latest, "response")}


def test_the_same_bytes_again_are_a_revisit_too(site: Site, task: Task, store: CaptureStore) -> None:
    [result] = run(task, store).results
    log = store.log("river_prize", "page")
    assert result.outcome == "unchanged"
    [revisit] = records(store, log.last, "revisit")
    assert records(store, log.last, "response") == []
    assert refers_to(revisit) in {(r.url, r.at) for r in records(store, log.latest, "response")}
    assert len(store.files.names("content")) == 1


@pytest.mark.parametrize("harm", ["gone", "changed"])
@pytest.mark.parametrize("says", [200, 304])
def test_a_lost_page_is_fetched_again_whole(harm: str, says: int, site: Site, task: Task, store: CaptureStore) -> None:
    before = read(task, store)
    [name] = store.files.names("content")
    if harm == "gone":
        store.files.remove(name)
    else:
        store.files.write(name, b"<p>changed")
    if says == 304:
        site.put("/laureates", Answer(b"", 304), Answer(PAGE.encode()))
        assert run(task, store).results[0].outcome == "failed", "nobody asked whether it changed"
    assert run(task, store).results[0].verdict == "accepted"
    assert read(task, store) == before
    if says == 200:
        assert records(store, store.log("river_prize", "page").last, "response"), "its evidence may be lost as well"


@pytest.mark.parametrize("value", ["99999999999999999999", "9" * 400])
def test_no_site_keeps_us_away_for_ever(value: str, site: Site, task: Task, store: CaptureStore) -> None:
    site.put("/laureates", Answer(b"", 429, {"Retry-After": value}))
    [result] = run(task, store).results
    last = store.log("river_prize", "page").last
    assert result.outcome == "failed"
    assert last and (last.not_before is None or last.not_before < "2100")


HOSTILE_HEADERS = {
    "ETag": ["a\r\n b", "\x00", "x" * 7000, "é" * 50, "   "],
    "Last-Modified": ["\x7f", "never\t"],
    "Location": ["http://[", "https://%", "https://.example", "https://a b/", "//", "https://" + "a" * 300, "http://127.0.0.1:99999/"],
    "Content-Type": ["text/html; charset=punycode", "text/html; charset=idna", "text/html; charset=utf-7", "text/html; charset=\x00"],
    "Content-Encoding": ["gzip, gzip, gzip", "chunked", ","],
    "Content-Length": ["-1", "1e9", "99999999999999999999"],
    "Transfer-Encoding": ["chunked, chunked", "gzip"],
    "Retry-After": ["\x00"],
    "Set-Cookie": ["a=b; Domain=127.0.0.1"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, many in HOSTILE_HEADERS.items() for value in many])
def test_no_header_stops_a_crawl_or_harms_what_is_known(
    name: str, value: str, site: Site, task: Task, store: CaptureStore
) -> None:
    before = read(task, store)
    body = PAGE.replace("Ben", "Bén").encode("latin-1")
    status = 302 if name == "Location" else 503 if name == "Retry-After" else 200
    site.put("/laureates", Answer(body, status, {name: value}))
    for _ in range(2):
        [result] = run(task, store, faster(retries=0)).results
        assert "fault of the program" not in (result.message or "")
        assert read(task, store) == before
    assert "Cookie" not in site.asked[-1].headers
    site.put("/laureates", PAGE)
    assert run(task, store).results[0].verdict == "accepted"


HOSTILE_PAGES = {
    "deeply nested": b"<div>" * 100_000 + b"2001 Ada",
    "nested tables": b"<table><tr><td>" * 20_000 + b"2001 Ada",
    "wide": b"<table><tr><th>Year<th>Laureate</tr><tr>" + b"<td colspan=400 rowspan=400>2001" * 2_000 + b"</table>",
    "odd spans": "<table><tr><th>Year<th>Laureate</tr><tr><td colspan='²'>2001<td rowspan='٣'>Eve</table>".encode(),
    "many rows": b"<table><tr><th>Year<th>Laureate</tr>" + b"<tr><td>2001<td>Eve Example" * 8_000 + b"</table>",
    "a long row": b"<table><tr><th>Year<th>Laureate</tr><tr><td>2001<td>" + b"Eve Example and " * 10_000 + b"</table>",
    "white space": b"<table><tr><th>Year<th>Laureate</tr><tr><td>2001<td>Eve (" + " \u00a0".encode() * 60_000 + b"x</table>",
    "many tables": b"<table><tr><th>Year<th>Laureate</tr><tr><td>2001<td>Eve Example</table>" * 8_000,
    "brackets": b"<table><tr><th>Year<th>Laureate</tr>" + (b"<tr><td>2001<td>Eve " + b"(" * 9_000 + b")" * 9_000) * 20 + b"</table>",
    "many rows of text": b"<table><tr><th>Year<th>Laureate</tr>" + (b"<tr><td>2001<td>Eve " + b"(" * 1_900 + b")" * 1_900) * 200 + b"</table>",
    "many attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(20_000)) + b">2001 Eve",
    "no page at all": bytes(range(1, 256)) * 300,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_no_page_stops_a_crawl_or_harms_what_is_known(name: str, site: Site, task: Task, store: CaptureStore) -> None:
    before = read(task, store)
    site.put("/laureates", b"<html><body><h1>Laureates</h1>" + HOSTILE_PAGES[name])
    [result] = run(task, store, faster(body_bytes=2_000_000, read_timeout=5, answer_seconds=10)).results
    assert (result.outcome, result.verdict) in (("captured", "quarantined"), ("failed", "accepted")), result
    assert read(task, store) == before


@pytest.mark.parametrize(("status", "outcome"), [(403, "captured"), (500, "refused")])
def test_robots_decides_first(tmp_path: Path, site: Site, store: CaptureStore, status: int, outcome: str) -> None:
    site.robots("", status)
    site.put("/laureates", PAGE)
    [result] = run(live_task(tmp_path / "awards", site), store).results
    assert result.outcome == outcome
    assert site.paths().count("/laureates") == (outcome == "captured")
    last = store.log("river_prize", "page").last
    assert last and last.robots == ("no rules" if outcome == "captured" else "unreachable")


def test_a_refusal_is_recorded_and_not_tried_again_in_the_run(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    site.robots("User-agent: *\nDisallow: /")
    [result] = run(live_task(tmp_path / "awards", site), store).results
    last = store.log("river_prize", "page").last
    assert (result.outcome, site.paths()) == ("refused", ["/robots.txt"])
    assert last and (last.reason, last.robots) == ("robots", "disallowed")


def test_a_site_that_asks_to_wait_is_left_alone_by_the_next_run(site: Site, task: Task, store: CaptureStore) -> None:
    site.put("/laureates", Answer(b"", 429, {"Retry-After": "3600"}))
    run(task, store)
    asked = len(site.asked)
    [result] = run(task, store).results
    assert (result.outcome, len(site.asked)) == ("postponed", asked)


def test_evidence_is_exact(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    body = gzip.compress(PAGE.encode(), mtime=0)
    said = Answer(body, headers={"Content-Encoding": "gzip", "X-Odd": "  kept"})
    site.put("/laureates", Answer(b"", 301, {"Location": "/here"}))
    site.put("/here", said)
    run(live_task(tmp_path / "awards", site), store)
    last = store.log("river_prize", "page").last
    assert last and last.sha256 and last.warc
    assert (last.final_url, last.redirects, last.status) == (site.url("/here"), (site.url(),), 200)
    warc = store.files.read(last.warc)
    records = list(read_warc(warc))
    assert [(record.kind, record.status) for record in records] == [
        ("warcinfo", None), ("response", 404), ("request", None), ("response", 301), ("request", None), ("response", 200), ("request", None),
    ]  # fmt: skip
    assert records[5].content == PAGE.encode() == store.content(last.sha256)
    assert b"X-Odd:   kept\r\n" in gzip.decompress(warc)
    file = tmp_path / "one.warc.gz"
    file.write_bytes(warc)
    from warcio.checker import Checker

    checker = Checker(type("Arguments", (), {"inputs": [str(file)], "verbose": False}))
    checker.process_all()
    assert checker.exit_value == 0


def test_a_source_without_layout_is_kept_and_read_as_soon_as_it_has_one(
    tmp_path: Path, site: Site, store: CaptureStore
) -> None:
    site.put("/laureates", PAGE)
    task = live_task(tmp_path / "awards", site)
    file = task.folder / "award.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  layout: table\n", ""), encoding="utf-8")
    award = load_award(task.folder)
    assert crawl(tasks_of([(award, task.folder)]), store, QUICK).results[0].verdict == "kept"
    file.write_text(text, encoding="utf-8")
    award = load_award(task.folder)
    asked = len(site.asked)
    assert crawl(tasks_of([(award, task.folder)]), store, QUICK).results[0].verdict == "accepted"
    assert len(site.asked) == asked + 1


def test_nothing_is_fetched_that_says_so(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    task = live_task(tmp_path / "awards", site, source="  crawl: false\n")
    assert tasks_of([(task.award, task.folder)]) == []
    assert crawl([], store, QUICK).results == []


# --- runs -------------------------------------------------------------------------------------------------------------


def many(tmp_path: Path, site: Site, hosts: int, pages: int) -> list[Task]:
    """Awards with one source each, on hosts that are all this site; host by host."""
    tasks = []
    for number in range(hosts * pages):
        folder = write_award(tmp_path / "awards", f"award_{number:03}")
        host = f"h{number % hosts}.test"
        url = site.url(f"/{number}", host)
        file = folder / "award.yaml"
        text = file.read_text(encoding="utf-8").replace(f"https://award-{number:03}.example/laureates", url)
        file.write_text(f"{text}  http: true\n", encoding="utf-8")
        lock = folder / "pages.lock.yaml"
        lock.write_text(
            lock.read_text(encoding="utf-8").replace(f"https://award-{number:03}.example/laureates", url),
            encoding="utf-8",
        )
        site.put(f"/{number}", PAGE)
        award = load_award(folder)
        tasks.append(Task(award, folder, award.sources[0]))
    return tasks


def local(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_hosts_run_side_by_side_and_each_is_paced(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    pace, hosts, pages = 0.5, 20, 2
    tasks = many(tmp_path, site, hosts, pages)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = crawl(tasks, store, faster(pace=pace, read_timeout=5, answer_seconds=10), resolve=local)
    assert report.counts()["captured"] == hosts * pages
    assert report.requests == len(site.asked) == hosts * (pages + 1)
    for host in {one.host for one in site.asked}:
        times = [one.at for one in site.asked if one.host == host]
        assert min(b - a for a, b in pairwise(times)) >= pace
    # how long that takes is measured in benchmarks/crawl_pacing.py; one host after the other would never go back to any
    turns = sum(1 for one, after in pairwise(sorted(site.asked, key=lambda one: one.at)) if one.host != after.host)
    assert turns > 2 * hosts
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_one_broken_source_stops_no_other(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    tasks = many(tmp_path, site, 2, 2)
    site.put("/0", Answer(b"", 500))
    store.files.write("log/award_002/page.jsonl", b"{broken\n")
    report = crawl(tasks, store, faster(retries=0), resolve=local)
    assert {one.award_id: one.outcome for one in report.results} == {
        "award_000": "failed", "award_001": "captured", "award_002": "failed", "award_003": "captured",
    }  # fmt: skip
    assert "log/award_002/page.jsonl line 1" in next(
        one.message or "" for one in report.results if one.award_id == "award_002"
    )


def test_a_run_whose_budget_is_spent_goes_on_where_it_stopped(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    tasks = many(tmp_path, site, 1, 4)
    first = crawl(tasks, store, faster(requests=3), resolve=local)
    assert (first.counts()["captured"], len(first.left)) == (2, 2)
    second = crawl(tasks, store, QUICK, resolve=local)
    assert second.run == first.run
    assert (len(second.resumed), len(second.results), second.left) == (2, 4, [])
    pages = [path for path in site.paths() if path != "/robots.txt"]
    assert sorted(pages) == ["/0", "/1", "/2", "/3"], "nothing is fetched twice"
    assert crawl(tasks, store, QUICK, resolve=local).run != first.run


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    tasks = many(tmp_path, site, 1, 4)

    def interrupt(source_id: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crawl(tasks, store, faster(pace=0.2), progress=interrupt, resolve=local)
    fetched = [path for path in site.paths() if path != "/robots.txt"]
    assert 2 <= len(fetched) <= 3
    report = crawl(tasks, store, QUICK, resolve=local)
    pages = [path for path in site.paths() if path != "/robots.txt"]
    assert sorted(pages) == ["/0", "/1", "/2", "/3"]
    assert {one.verdict for one in report.results} == {"accepted"}
    fresh = crawl(tasks, store, QUICK, resolve=local, fresh=True)
    assert fresh.counts()["unchanged"] == 4


@pytest.mark.parametrize("damage", [b"", b"{broken", b"[]", b'{"started_at": null}', b"\xff"])
def test_a_damaged_note_of_a_run_stops_no_crawl(damage: bytes, site: Site, task: Task, store: CaptureStore) -> None:
    store.files.write("runs/99991231T000000Z-abcdef.json", damage)
    assert run(task, store).results[0].outcome == "unchanged"


def test_only_one_crawl_writes_a_home(tmp_path: Path) -> None:
    with one_crawl(tmp_path), pytest.raises(ValueError, match="another crawl"), one_crawl(tmp_path):
        pass


def test_captures_may_live_in_an_object_store(tmp_path: Path, site: Site) -> None:
    store = store_of(tmp_path, {"HRD_AWARDS_CAPTURES": f"memory://{tmp_path.name}/captures"})
    site.put("/laureates", PAGE)
    task = live_task(tmp_path / "awards", site)
    assert run(task, store).results[0].verdict == "accepted"
    assert [row.name for row in read(task, store)] == [name for _, name, _ in ROWS]
    site.put("/laureates", page(ROWS[1:]))
    assert run(task, store).results[0].verdict == "quarantined"
    assert len(read(task, store)) == len(ROWS)
    assert not (tmp_path / "captures").exists()
    assert [award_id for award_id, _ in store.logged()] == ["river_prize"]


# --- structured sources -----------------------------------------------------------------------------------------------


def prize(year: int, name: str) -> dict[str, object]:
    return {"awardYear": str(year), "category": {"en": "Peace"}, "laureates": [{"knownName": {"en": name}}]}


def api_task(tmp_path: Path, site: Site) -> Task:
    task = live_task(tmp_path / "awards", site)
    file = task.folder / "award.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("layout: table", "layout: json"), encoding="utf-8")
    award = load_award(task.folder)
    return Task(award, task.folder, award.sources[0])


def answers(site: Site, count: int, pages: int, announced: int | None = None) -> None:
    """An API answer of `count` prizes in `pages` pages, as the Nobel Prize API 2.1 pages them."""
    prizes = [prize(2000 + number, f"Ada Example {number}") for number in range(count)]
    size = -(-count // pages)
    for number in range(pages):
        path = "/laureates" if number == 0 else f"/laureates?offset={number * size}"
        following = f"/laureates?offset={(number + 1) * size}" if number + 1 < pages else None
        links = {"next": site.url(following)} if following else {}
        body = {
            "nobelPrizes": prizes[number * size : (number + 1) * size],
            "meta": {"offset": number * size, "limit": size, "count": announced or count},
            "links": links,
        }
        site.put(path, Answer(json.dumps(body).encode(), headers={"Content-Type": "application/json", "ETag": '"a"'}))


def test_an_answer_in_pages_is_read_as_one(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    answers(site, 7, 3)
    task = api_task(tmp_path, site)
    [result] = run(task, store).results
    assert (result.outcome, result.verdict) == ("captured", "accepted")
    assert [row.year for row in read(task, store)] == list(range(2000, 2007))
    last = store.log("river_prize", "page").last
    assert last and last.etag is None, "the first page may stay while a later one changes"
    records = list(read_warc(store.files.read(last.warc or "")))
    assert sum(record.kind == "response" and record.status == 200 for record in records) == 3
    [again] = run(task, store).results
    assert again.outcome == "unchanged"
    answers(site, 8, 3)
    assert run(task, store).results[0].verdict == "accepted"
    answers(site, 6, 2)
    assert run(task, store).results[0].verdict == "quarantined"


def test_an_answer_that_does_not_add_up_is_not_kept(tmp_path: Path, site: Site, store: CaptureStore) -> None:
    answers(site, 7, 2, announced=9)
    task = api_task(tmp_path, site)
    assert run(task, store).results[0].outcome == "failed"
    answers(site, 7, 2)
    site.answers["/laureates?offset=4"] = site.answers["/laureates"]
    assert run(task, store).results[0].outcome == "failed"
    site.put("/laureates", Answer(b"[1, 2]", headers={"Content-Type": "application/json"}))
    assert run(task, store).results[0].outcome == "failed"
    assert store.log("river_prize", "page").accepted is None


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://en.wikipedia.org/wiki/Sakharov_Prize",
            "https://en.wikipedia.org/api/rest_v1/page/html/Sakharov_Prize",
        ),
        (
            "https://de.m.wikipedia.org/wiki/Sacharow-Preis",
            "https://de.wikipedia.org/api/rest_v1/page/html/Sacharow-Preis",
        ),
        (
            "https://fr.wikipedia.org/wiki/Prix_L%27%C3%89/x",
            "https://fr.wikipedia.org/api/rest_v1/page/html/Prix_L%27%C3%89%2Fx",
        ),
        ("https://en.wikipedia.org/wiki/X?oldid=5", "https://en.wikipedia.org/wiki/X?oldid=5"),
        ("https://example.org/wiki/X", "https://example.org/wiki/X"),
    ],
)
def test_wikipedia_is_asked_through_its_rest_html(tmp_path: Path, site: Site, url: str, asked: str) -> None:
    source = live_task(tmp_path / "awards", site).source.model_copy(update={"url": url})
    assert address_of(source) == asked


def test_threads_end_with_the_crawl(task: Task, store: CaptureStore) -> None:
    run(task, store)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("host")]
