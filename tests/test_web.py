"""Fetching one page: permission, pace, patience, limits and safety, against a site on 127.0.0.1 that misbehaves on purpose."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.captures.charset import as_utf8, find_charset
from scrapers.web.addresses import AddressRefused, check_url, checked_addresses, unfit
from scrapers.web.exchange import Exchange, FetchError
from scrapers.web.fetching import Budget, Fetched, Fetcher, Validators
from scrapers.web.pacing import Pacer
from scrapers.web.policy import Policy, PolicyError, policy_from
from scrapers.web.robots import RobotsAnswer, RobotsCache, invited, verdict_on
from tests.award_folders import page
from tests.site import CERTIFICATE, QUICK, Answer, Site, faster, running_site

PAGE = page().encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as one:
        yield one


def fetch(site: Site, path: str = "/laureates", policy: Policy = QUICK, **options: object) -> Fetched:
    return Fetcher(policy).fetch(site.url(path), http=True, **options)  # type: ignore[arg-type]


def refused(site: Site, path: str = "/laureates", policy: Policy = QUICK, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(site, path, policy, **options)
    return caught.value


def trickle(head: bytes, piece: bytes, pause: float, seconds: float = 4.0) -> Answer:
    """Says `head`, then `piece` again and again."""

    def script(sock: socket.socket) -> None:
        sock.sendall(head)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sock.sendall(piece)
            time.sleep(pause)

    return Answer(script=script)


def test_a_page_comes_with_what_its_evidence_needs(site: Site) -> None:
    site.put("/laureates", Answer(PAGE, headers={"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}))
    exchanges: list[Exchange] = []
    fetched = fetch(site, exchanges=exchanges)
    assert fetched.content == PAGE
    assert (fetched.status, fetched.robots, fetched.charset, fetched.address) == (200, "no rules", "utf-8", "127.0.0.1")
    assert fetched.validators == Validators('"1"', "Mon, 02 Nov 2026 10:00:00 GMT", site.url())
    assert site.paths() == ["/robots.txt", "/laureates"]
    assert bytes(exchanges[1].received).endswith(PAGE)
    assert exchanges[1].sent.startswith(b"GET /laureates HTTP/1.1\r\nHost: 127.0.0.1:")


def test_the_user_agent_says_who_asks_and_how_to_reach_them(site: Site) -> None:
    site.put("/laureates", PAGE)
    policy = faster(contact="me@example.org", project_url="https://example.org/awards")
    fetch(site, policy=policy)
    agents = {one.headers["User-Agent"] for one in site.asked}
    assert agents == {policy.user_agent}
    assert policy.user_agent.endswith(" (+https://example.org/awards; me@example.org)")


def test_settings_come_from_the_environment() -> None:
    policy = policy_from({"HRD_AWARDS_CONTACT": "me@example.org", "HRD_AWARDS_PACE": "7.5"})
    assert (policy.contact, policy.pace, policy.admit_loopback) == ("me@example.org", 7.5, False)
    assert Policy().pace == 5.0
    for bad in ({"HRD_AWARDS_PACE": "soon"}, {"HRD_AWARDS_CONTACT": "a\r\nX-Evil: 1"}, {"HRD_AWARDS_CA_BUNDLE": "/no"}):
        with pytest.raises(PolicyError, match=next(iter(bad))):
            policy_from(bad)


# --- robots.txt -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "word"), [(403, "no rules"), (404, "no rules"), (401, "no rules"), (410, "no rules")]
)
def test_robots_that_is_refused_or_missing_allows(site: Site, status: int, word: str) -> None:
    site.robots("no", status)
    site.put("/laureates", PAGE)
    assert fetch(site).robots == word


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: hrd-awards/1.0\nDisallow: /", False),
        ("USER-AGENT: HRD-Awards\nDisallow: /", False),
        ("User-agent: hrd\nAllow: /\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\x00\rDisallow: /", False),
        ("User-agent: other\nUser-agent: hrd-awards\nDisallow: /", False),
        ("User-agent: hrd-awards\nDisallow: /a\n\nUser-agent: hrd-awards\nDisallow: /x", False),
        ("User-agent: hrd-awards-two\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: hrd-awards\nAllow: /", True),
    ],
)
def test_a_group_is_ours_by_our_whole_name(text: str, allowed: bool) -> None:
    assert verdict_on(RobotsAnswer("https://a.example", 0.0, 200, text), "https://a.example/x").allowed is allowed


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_robots_is_read_in_the_character_set_it_is_in(site: Site, charset: str) -> None:
    site.put("/robots.txt", Answer("User-agent: *\nDisallow: /".encode(charset)))
    site.put("/laureates", PAGE)
    assert refused(site).reason == "robots"


@pytest.mark.parametrize("path", ["/open/../private", "/open/%2e%2e/private", "/%70rivate", "/./private"])
def test_no_spelling_of_a_path_gets_around_robots(site: Site, path: str) -> None:
    site.robots("User-agent: *\nDisallow: /private")
    site.put("/laureates", Answer(b"", 301, {"Location": site.url(path)}))
    assert refused(site).reason == "robots"
    assert site.paths() == ["/robots.txt", "/laureates"]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_robots_that_fails_forbids(site: Site, status: int) -> None:
    site.robots("", status)
    site.put("/laureates", PAGE)
    assert refused(site).reason == "robots unreachable"
    assert "/laureates" not in site.paths()


def test_robots_that_does_not_come_forbids(site: Site) -> None:
    site.put("/robots.txt", trickle(b"", b"", 0.1, 1.0))
    site.put("/laureates", PAGE)
    assert refused(site).reason == "robots unreachable"
    assert set(site.paths()) == {"/robots.txt"}


def test_rules_are_obeyed_for_our_own_name_first(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /\n\nUser-agent: hrd-awards\nDisallow: /private\n")
    site.put("/laureates", PAGE)
    assert fetch(site).robots == "allowed"
    assert refused(site, "/private/list").reason == "robots"
    assert "/private/list" not in site.paths()


def test_robots_that_is_moved_is_followed_five_times(site: Site) -> None:
    for number in range(5):
        path = "/robots.txt" if number == 0 else f"/r{number}"
        site.put(path, Answer(b"", 301, {"Location": f"/r{number + 1}"}))
    site.put("/r5", "User-agent: *\nDisallow: /laureates")
    assert refused(site).reason == "robots"
    site.put("/r5", Answer(b"", 301, {"Location": "/r6"}))
    assert refused(site).reason == "robots unreachable"


def test_crawl_delay_is_honoured(site: Site) -> None:
    site.robots("User-agent: *\nCrawl-delay: 0.3\n")
    site.put("/laureates", PAGE)
    fetcher = Fetcher(QUICK)
    fetcher.fetch(site.url(), http=True)
    fetcher.fetch(site.url(), http=True)
    times = [one.at for one in site.asked]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.3


def test_a_crawl_delay_beyond_all_patience_is_a_refusal(site: Site) -> None:
    site.robots("User-agent: *\nCrawl-delay: 86400\n")
    site.put("/laureates", PAGE)
    assert refused(site).reason == "robots"


def test_robots_is_asked_once_in_a_day() -> None:
    clock, asked, kept = [1000.0], [], {}

    def ask(origin: str) -> RobotsAnswer:
        asked.append(origin)
        return RobotsAnswer(origin, clock[0], 200, "User-agent: *\nDisallow:")

    def cache() -> RobotsCache:
        return RobotsCache(kept.get, lambda origin, text: kept.update({origin: text}), lambda: clock[0])

    first = cache()
    first.answer("https://a.example", ask)
    clock[0] += 23 * 3600
    first.answer("https://a.example", ask)
    cache().answer("https://a.example", ask)
    assert len(asked) == 1
    clock[0] += 2 * 3600
    cache().answer("https://a.example", ask)
    assert len(asked) == 2
    clock[0] = 0.0
    cache().answer("https://a.example", ask)
    assert len(asked) == 3, "an answer from the future is not trusted"


def test_a_failed_robots_is_asked_again_by_the_next_run() -> None:
    kept: dict[str, str] = {}
    cache = RobotsCache(kept.get, lambda origin, text: kept.update({origin: text}))
    cache.answer("https://a.example", lambda origin: RobotsAnswer(origin, time.time(), 503))
    assert kept == {}


def test_apis_are_used_where_their_owner_asks_for_it_and_nowhere_else() -> None:
    assert invited("https://de.wikipedia.org/api/rest_v1/page/html/Sacharow-Preis")
    assert not invited("https://de.wikipedia.org/wiki/Sacharow-Preis")
    assert not invited("http://de.wikipedia.org/api/rest_v1/page/html/Sacharow-Preis")
    assert not invited("https://evil-wikipedia.org/api/rest_v1/page/html/X")
    assert not invited("https://wikipedia.org.evil.example/api/rest_v1/page/html/X")


@given(st.text(max_size=300), st.integers(0, 599))
def test_any_robots_gives_a_verdict(text: str, status: int) -> None:
    verdict = verdict_on(RobotsAnswer("https://a.example", 0.0, status, text), "https://a.example/x")
    assert verdict.allowed or verdict.word in ("disallowed", "unreachable")
    if status == 0 or status >= 500 or status < 200:
        assert not verdict.allowed


# --- patience and pace ------------------------------------------------------------------------------------------------


def test_503_then_200_is_a_page(site: Site) -> None:
    site.put("/laureates", Answer(b"", 503), Answer(PAGE))
    assert fetch(site).content == PAGE
    assert site.paths().count("/laureates") == 2


def test_retry_after_is_waited_for(site: Site) -> None:
    site.put("/laureates", Answer(b"", 429, {"Retry-After": "1"}), Answer(PAGE))
    assert fetch(site).content == PAGE
    first, second = (one.at for one in site.asked if one.path == "/laureates")
    assert second - first >= 1.0


def test_a_long_retry_after_ends_the_visits_of_this_run(site: Site) -> None:
    site.put("/laureates", Answer(b"", 429, {"Retry-After": "3600"}))
    site.put("/other", PAGE)
    fetcher = Fetcher(QUICK)
    for path in ("/laureates", "/other"):
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(site.url(path), http=True)
        assert caught.value.reason == "wait"
        assert 3590 <= (caught.value.wait or 0) <= 3600
    assert site.paths() == ["/robots.txt", "/laureates"]


@pytest.mark.parametrize(("asked", "seconds"), [("86400", 86_400), ("Mon, 02 Nov 2099 10:00:00 GMT", 30 * 86_400)])
def test_a_site_is_left_alone_for_as_long_as_it_asks(site: Site, asked: str, seconds: int) -> None:
    site.put("/laureates", Answer(b"", 503, {"Retry-After": asked}))
    assert refused(site).wait == pytest.approx(seconds, abs=5)


@pytest.mark.parametrize("asked", ["soon", "-5", "99999999999999999999", "", "Mon, 02 Nov 2020 10:00:00 GMT"])
def test_a_senseless_retry_after_does_no_harm(site: Site, asked: str) -> None:
    site.put("/laureates", Answer(b"", 503, {"Retry-After": asked}), Answer(PAGE))
    try:
        assert fetch(site).content == PAGE
    except FetchError as error:
        assert error.reason == "wait"


def test_retries_are_capped(site: Site) -> None:
    site.put("/laureates", Answer(b"", 500))
    error = refused(site)
    assert (error.reason, error.status) == ("status", 500)
    assert site.paths().count("/laureates") == 1 + QUICK.retries


@pytest.mark.parametrize("status", [403, 404, 410, 451, 204, 304])
def test_other_answers_are_not_asked_for_again(site: Site, status: int) -> None:
    site.put("/laureates", Answer(b"", status))
    assert (refused(site).reason, site.paths().count("/laureates")) == ("status", 1)


def test_one_request_at_a_time_to_a_host_and_a_pause_between_two(site: Site) -> None:
    site.put("/laureates", PAGE)
    fetcher = Fetcher(faster(pace=0.1))
    threads = [threading.Thread(target=fetcher.fetch, args=(site.url(),), kwargs={"http": True}) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(one.at for one in site.asked)
    assert len(times) == 6
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.1
    assert site.most_open == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), min_size=2, max_size=12), st.floats(0.1, 5))
def test_turns_of_a_host_never_come_closer_than_its_pause(turns: list[tuple[str, float]], pace: float) -> None:
    clock = [0.0]

    class Hurried(Pacer):
        def sleep(self, seconds: float) -> None:
            clock[0] += seconds

    pacer = Hurried(pace, lambda: clock[0])
    pacer.slow_down("c", pace * 2)
    ended: dict[str, float] = {}
    for host, took in turns:
        with pacer.turn(host):
            if host in ended:
                assert clock[0] >= ended[host] + (2 * pace if host == "c" else pace) - 1e-6
            clock[0] += took
        ended[host] = clock[0]


def test_the_budget_ends_a_run(site: Site) -> None:
    site.put("/laureates", PAGE)
    fetcher = Fetcher(QUICK, budget=Budget(3, 60))
    fetcher.fetch(site.url(), http=True)
    fetcher.fetch(site.url(), http=True)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(site.url(), http=True)
    assert (caught.value.reason, len(site.asked)) == ("budget", 3)
    with pytest.raises(FetchError, match="budget"):
        Budget(3, -1).spend()


# --- conditional requests and redirects -------------------------------------------------------------------------------


def test_304_says_that_nothing_changed(site: Site) -> None:
    site.put("/laureates", Answer(b"", 304, {"Content-Length": ""}))
    known = Validators('"1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    fetched = fetch(site, validators=known)
    assert (fetched.content, fetched.status, fetched.validators) == (None, 304, known)
    assert site.asked[-1].headers["If-None-Match"] == '"1"'
    assert site.asked[-1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_an_address_is_asked_only_for_changes_of_its_own(site: Site) -> None:
    """The page has moved to a file that is older than the known one: a 304 would take the new page for the old."""
    site.put("/laureates", Answer(b"", 302, {"Location": "/moved"}))
    site.put("/moved", PAGE)
    known = Validators('"1"', "Mon, 02 Nov 2026 10:00:00 GMT", site.url("/before"))
    assert fetch(site, validators=known).content == PAGE
    assert not any(name.startswith("If-") for one in site.asked for name in one.headers)


def test_an_address_in_letters_of_its_language_is_followed(site: Site) -> None:
    moved = "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /Prémio\r\n\r\n".encode()
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(moved)))
    site.put("/Pr%C3%A9mio", PAGE)
    assert fetch(site).content == PAGE


def test_redirects_are_followed_and_remembered(site: Site) -> None:
    site.put("/laureates", Answer(b"", 301, {"Location": "/moved#list"}))
    site.put("/moved", Answer(b"", 302, {"Location": site.url("/here")}))
    site.put("/here", PAGE)
    fetched = fetch(site)
    assert fetched.final_url == site.url("/here")
    assert fetched.redirects == (site.url("/laureates"), site.url("/moved"))


def test_permission_is_asked_again_behind_a_redirect(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /private")
    site.put("/laureates", Answer(b"", 301, {"Location": "/private"}))
    assert refused(site).reason == "robots"
    assert "/private" not in site.paths()


def test_circles_and_long_chains_of_redirects_end(site: Site) -> None:
    site.put("/laureates", Answer(b"", 301, {"Location": "/b"}))
    site.put("/b", Answer(b"", 301, {"Location": "/laureates"}))
    assert (refused(site).reason, len(site.asked)) == ("redirects", 3)
    for number in range(20):
        site.put(f"/{number}", Answer(b"", 302, {"Location": f"/{number + 1}"}))
    site.asked.clear()
    assert refused(site, "/0").reason == "redirects"
    assert len(site.asked) == 1 + 1 + QUICK.redirects


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://127.0.0.2/",
        "http://2130706434/",
        "http://0x7f.2/",
        "http://127.0.0.1:22/",
        "https://public.example:6379/",
        "http://①②⑦.0.0.2/",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "",
    ],
)
def test_a_redirect_to_a_private_address_is_not_followed(site: Site, target: str) -> None:
    moved = f"HTTP/1.1 302 Moved\r\nContent-Length: 0\r\nLocation: {target}\r\n\r\n".encode()
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(moved)))
    assert refused(site).reason == "address"
    assert site.paths() == ["/robots.txt", "/laureates"]


# --- safety -----------------------------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.0.8", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:a00:1::",
    "2001:0:1:2:3:4:5:6", "::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "3fff::1", "no address",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_unfit(address: str) -> None:
    assert unfit(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_fit(address: str) -> None:
    assert unfit(address) is None


def test_the_test_switch_admits_one_address_only() -> None:
    assert [a for a in PRIVATE if unfit(a, admit_loopback=True) is None] == ["127.0.0.1"]


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1, a private address"):
        checked_addresses("a.example", 443, lambda host, port: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    "url", ["http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "//a", "x"]
)
def test_only_plain_https_addresses_are_asked(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://Prêmio.example/Prêmio#2024", "https://xn--prmio-isa.example/Pr%C3%AAmio"),
        ("https://a.example/b/%2e%2e/%7Ec?d=%2f", "https://a.example/~c?d=%2F"),
        ("https://a.example", "https://a.example"),
    ],
)
def test_an_address_is_judged_as_it_is_sent(url: str, sent: str) -> None:
    assert check_url(url) == check_url(sent) == sent


def test_http_only_where_the_award_says_so(site: Site) -> None:
    site.put("/laureates", PAGE)
    with pytest.raises(FetchError, match="http: true"):
        Fetcher(QUICK).fetch(site.url())
    assert site.asked == []


def test_a_loopback_address_is_refused_without_the_switch(site: Site) -> None:
    site.put("/laureates", PAGE)
    assert refused(site, policy=faster(admit_loopback=False)).reason == "address"
    assert site.asked == []


def test_a_dns_answer_that_changes_leads_nowhere(site: Site) -> None:
    """The name is public when it is first asked about and 127.0.0.2 when the page is fetched: nothing private is contacted."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"], ["127.0.0.2"]])
    site.put("/laureates", PAGE)
    fetcher = Fetcher(QUICK, resolve=lambda host, port: next(answers))
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(site.url(host="prize.test"), http=True)
    assert caught.value.reason == "address"
    assert site.paths() == ["/robots.txt"]


def test_the_address_that_was_checked_is_the_one_contacted(site: Site) -> None:
    site.put("/laureates", PAGE)
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    Fetcher(QUICK, resolve=resolve).fetch(site.url(host="prize.test"), http=True)
    assert asked == ["prize.test"] * len(site.asked), "one look-up for each connection, and no other"
    assert {one.host for one in site.asked} == {f"prize.test:{site.port}"}


def test_a_name_of_many_dead_addresses_takes_no_longer_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def dead(address: tuple[str, int], timeout: float, **options: object) -> socket.socket:
        tried.append(address)
        time.sleep(min(timeout, 0.1))
        raise TimeoutError

    monkeypatch.setattr("scrapers.web.exchange.create_connection", dead)
    many = [f"8.8.8.{number}" for number in range(250)]
    fetcher = Fetcher(faster(answer_seconds=0.3, retries=0), resolve=lambda host, port: many)
    with pytest.raises(FetchError, match="robots"):
        fetcher.fetch("https://prize.test/")
    assert 1 < len(tried) < 20


def test_no_setting_of_the_machine_puts_another_address_in_between(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    site.put("/laureates", PAGE)
    fetcher = Fetcher(faster(retries=0), resolve=lambda host, port: ["127.0.0.1"])
    assert fetcher.fetch(site.url(host="prize.test"), http=True).content == PAGE


def test_certificates_are_always_verified(tmp_path: Path) -> None:
    resolve = lambda host, port: ["127.0.0.1"]  # noqa: E731
    with running_site(tls=True) as site:
        site.put("/laureates", PAGE)
        trusting = faster(ca_bundle=CERTIFICATE)
        url = site.url(host="prize.test", scheme="https")
        assert Fetcher(trusting, resolve=resolve).fetch(url).content == PAGE
        asked = len(site.asked)
        for policy, host in ((QUICK, "prize.test"), (trusting, "other.test")):
            with pytest.raises(FetchError) as caught:
                Fetcher(policy, resolve=resolve).fetch(site.url(host=host, scheme="https"))
            assert caught.value.reason == "certificate"
        assert len(site.asked) == asked


# --- limits and damage ------------------------------------------------------------------------------------------------


def test_a_bomb_is_not_unfolded(site: Site) -> None:
    bomb = gzip.compress(b"<p>" + b"0" * 50_000_000)
    site.put("/laureates", Answer(bomb, headers={"Content-Encoding": "gzip"}))
    error = refused(site)
    assert error.reason == "too large"
    assert "after decompression" in str(error)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda content: zlib.compress(content)[2:-4]),
        ("gzip", lambda content: gzip.compress(content[:50]) + gzip.compress(content[50:])),
        ("deflate, gzip", lambda content: gzip.compress(zlib.compress(content))),
        ("identity", lambda content: content),
    ],
)
def test_what_was_offered_is_unpacked(site: Site, encoding: str, pack: object) -> None:
    site.put("/laureates", Answer(pack(PAGE), headers={"Content-Encoding": encoding}))  # type: ignore[operator]
    assert fetch(site).content == PAGE


def test_damaged_compression_and_encodings_not_offered_are_refused(site: Site) -> None:
    site.put("/laureates", Answer(gzip.compress(PAGE)[:-12], headers={"Content-Encoding": "gzip"}))
    assert refused(site).reason == "incomplete"
    site.put("/laureates", Answer(PAGE, headers={"Content-Encoding": "br"}))
    assert refused(site).reason == "content"


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", gzip.compress(b"") * 200 + gzip.compress(PAGE)), (", ".join(["gzip"] * 3), PAGE)]
)
def test_what_is_packed_to_cost_time_is_refused(site: Site, encoding: str, body: bytes) -> None:
    for _ in range(3 if "," in encoding else 0):
        body = gzip.compress(body)
    site.put("/laureates", Answer(body, headers={"Content-Encoding": encoding}))
    assert refused(site).reason in ("incomplete", "content")


HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace(b"\r\n", b"\n"),
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD,
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2 + HEAD,
    ],
)
def test_an_odd_head_is_no_wrong_length(site: Site, head: bytes) -> None:
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(head + PAGE)))
    assert fetch(site).content == PAGE
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(head + PAGE + b"more")))
    assert refused(site).reason == "incomplete"


def test_half_a_body_is_asked_for_again_and_never_kept(site: Site) -> None:
    half = Answer(PAGE).to_bytes()[: -len(PAGE) // 2]
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(half)))
    assert refused(site).reason == "incomplete"
    assert site.paths().count("/laureates") == 1 + QUICK.retries
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(half)), Answer(PAGE))
    assert fetch(site).content == PAGE


def test_a_chunked_body_without_its_end_is_incomplete(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    whole = head + b"%x\r\n%s\r\n" % (len(PAGE), PAGE)
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(whole)))
    assert refused(site).reason == "incomplete"
    site.put("/laureates", Answer(script=lambda sock: sock.sendall(whole + b"0\r\n\r\n")))
    assert fetch(site).content == PAGE


@pytest.mark.parametrize("announced", [len(PAGE) - 40, len(PAGE) + 40])
def test_a_wrong_length_is_incomplete(site: Site, announced: int) -> None:
    site.put("/laureates", Answer(PAGE, headers={"Content-Length": str(announced)}))
    assert refused(site).reason == "incomplete"


def test_an_endless_drip_is_cut_off(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    site.put("/laureates", trickle(head, b"x", 0.05))
    started = time.monotonic()
    error = refused(site, policy=faster(retries=0))
    assert error.reason == "too slow"
    assert time.monotonic() - started < 2.5


def test_headers_that_drip_or_never_end_are_cut_off(site: Site) -> None:
    policy = faster(retries=0)
    site.put("/laureates", trickle(b"HTTP/1.1 200 OK\r\n", b"X", 0.05))
    assert refused(site, policy=policy).reason == "too slow"
    site.put("/laureates", trickle(b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"y" * 5000 + b"\r\n", 0.0))
    assert refused(site, policy=policy).reason in ("too large", "incomplete")
    site.put("/laureates", Answer(PAGE, headers={"X-Long": "y" * 9000}))
    assert refused(site, policy=policy).reason == "too large"


def test_a_body_without_end_is_cut_off(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    site.put("/laureates", trickle(head, b"<p>" * 20_000, 0.0))
    exchanges: list[Exchange] = []
    assert refused(site, exchanges=exchanges).reason == "too large"
    assert exchanges[-1].truncated == "length"
    assert len(exchanges[-1].received) < QUICK.body_bytes + 300_000


@pytest.mark.parametrize(
    ("kind", "content_type", "body"),
    [
        ("html", "application/pdf", b"%PDF-1.7"),
        ("html", "application/json", b"{}"),
        ("html", "image/png", b"\x89PNG"),
        ("html", "", b"%PDF-1.7"),
        ("html", "text/html", b""),
        ("html", "text/html", b"MZ\x00\x01\x00binary"),
        ("json", "text/html", b"<p>Log in"),
    ],
)
def test_another_kind_of_content_is_refused(site: Site, kind: str, content_type: str, body: bytes) -> None:
    site.put("/laureates", Answer(body, headers={"Content-Type": content_type}))
    assert refused(site, kind=kind).reason == "content"


# --- character sets ---------------------------------------------------------------------------------------------------

NAMES = "<p>Žofia Müller – “Łódź” — Ñandú €</p>"


@pytest.mark.parametrize(
    ("written", "header", "meta", "read_as"),
    [
        ("utf-8", "utf-8", None, "utf-8"),
        ("utf-8", "iso-8859-1", "iso-8859-1", "utf-8"),
        ("utf-8", None, "windows-1252", "utf-8"),
        ("utf-8-sig", "iso-8859-1", None, "utf-8-sig"),
        ("utf-16", None, None, "utf-16"),
        ("cp1250", "windows-1250", "utf-8", "cp1250"),
        ("cp1250", None, "windows-1250", "cp1250"),
        ("cp1250", "utf-8", "windows-1250", "cp1250"),
        ("iso2022_jp", "iso-2022-jp", None, "iso2022_jp"),
        ("shift_jis", None, "Shift_JIS", "shift_jis"),
    ],
)
def test_the_character_set_is_the_one_the_bytes_are_in(written: str, header: str, meta: str, read_as: str) -> None:
    text = "<p>人権賞 ノーベル</p>" if "jis" in written or "jp" in written else NAMES.replace("Ñandú", "Nandu")
    tag = f'<meta charset="{meta}">' if meta else ""
    content = f"<html><head>{tag}</head><body>{text}</body></html>".encode(written)
    charset = find_charset(content, f"text/html; charset={header}" if header else "text/html")
    assert charset == read_as
    assert text in as_utf8(content, charset).decode()


def test_latin_1_is_what_browsers_take_it_for() -> None:
    content = "<p>“Müller” €</p>".encode("cp1252")
    assert find_charset(content, "text/html; charset=iso-8859-1") == "cp1252"


def test_a_set_that_nobody_declares_is_detected() -> None:
    content = ("<html><body>" + "<p>Лауреаты премии: Анна Политковская, Мемориал</p>" * 20 + "</body></html>").encode(
        "cp1251"
    )
    assert "Политковская" in as_utf8(content, find_charset(content, "text/html; charset=utf-8")).decode()


def test_a_page_broken_in_one_place_stays_what_it_is() -> None:
    content = ("<p>Žofia Müller</p>" * 5).encode() + b"<p>\xff</p>"
    text = as_utf8(content, find_charset(content, "text/html; charset=utf-8")).decode()
    assert (text.count("Žofia Müller"), text.count("\ufffd")) == (5, 1)


def test_the_page_as_utf8_says_so_itself() -> None:
    page = '<?xml version="1.0" encoding="windows-1250"?><html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1250"></head><body><p>Žofia</p></body></html>'
    text = as_utf8(page.encode("cp1250"), "cp1250").decode()
    assert ("1250" in text, "Žofia" in text) == (False, True)


@given(st.binary(max_size=2000))
def test_any_bytes_have_a_character_set_or_a_clear_error(content: bytes) -> None:
    try:
        charset = find_charset(content)
    except ValueError as error:
        assert "save the page by hand" in str(error)
    else:
        as_utf8(content, charset).decode("utf-8")
