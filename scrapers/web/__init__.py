"""The web: the only package that fetches sources, politely and within limits. What came is kept in `captures` and judged in `drift`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page or API answer as UTF-8, where it was found in the end, and its robots.txt verdict."""

    content: bytes
    final_url: str
    robots: str


def fetch_page(url: str) -> Page:
    """One page outside any crawl, by the same rules and with the settings of the environment, for a person who adds an award.

    FetchError (in `exchange`) or PolicyError (in `policy`) says why there is none.
    """
    from scrapers.captures.charset import as_utf8
    from scrapers.web.fetching import Fetcher
    from scrapers.web.policy import policy_from
    from scrapers.web.sources import fetched_address

    fetched = Fetcher(policy_from()).fetch(fetched_address(url), "any", http=url.startswith("http://"))
    content = as_utf8(fetched.content or b"", fetched.charset or "utf-8")
    return Page(content, fetched.final_url, fetched.robots)
