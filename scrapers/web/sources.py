"""How a source is asked for: its own address, Wikipedia's REST HTML, or an API page by page. One page is fetched in `fetching`."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from scrapers.registry import Source
from scrapers.web.exchange import Exchange, FetchError
from scrapers.web.fetching import Fetched, Fetcher, Kind, Validators

WIKIPEDIA = ".wikipedia.org"


def kind_of(source: Source) -> Kind:
    """What the source's answer must be: JSON for the layout `json`, else HTML."""
    return "json" if source.layout and source.layout.type == "json" else "html"


def address_of(source: Source) -> str:
    """The address that is fetched for a source, see `fetched_address`."""
    return fetched_address(source.url)


def fetched_address(url: str) -> str:
    """The address that is asked for a page: a Wikipedia article through its REST HTML, everything else as it is."""
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    if not host.endswith(WIKIPEDIA) or not parts.path.startswith("/wiki/") or parts.query:
        return url
    title = quote(unquote(parts.path.removeprefix("/wiki/")), safe="")
    labels = [label for label in host.removesuffix(WIKIPEDIA).split(".") if label != "m"]
    return f"https://{'.'.join(labels)}{WIKIPEDIA}/api/rest_v1/page/html/{title}"


def fetch_source(fetcher: Fetcher, source: Source, validators: Validators | None, exchanges: list[Exchange]) -> Fetched:
    """The answer of a source as one page; an API answer in several pages is put together. FetchError as `Fetcher.fetch`."""
    kind = kind_of(source)
    fetched = fetcher.fetch(address_of(source), kind, http=source.http, validators=validators, exchanges=exchanges)
    if kind == "json" and fetched.content is not None:
        _follow_pages(fetcher, source, fetched, exchanges)
    return fetched


def _follow_pages(fetcher: Fetcher, source: Source, first: Fetched, exchanges: list[Exchange]) -> None:
    """Puts the pages of a Nobel Prize API answer together; FetchError when they do not add up to what the API announces."""
    answers = [_parse(first.content or b"", first.final_url)]
    digests = [hashlib.sha256(first.content or b"").hexdigest()]
    seen = {first.final_url}
    while (following := _next_page(answers[-1])) is not None:
        if following in seen or urlsplit(following)[1:3] != urlsplit(first.final_url)[1:3]:
            raise FetchError(
                "content", f"{first.final_url}: its next page is {following}, which is not another page of it"
            )
        if len(seen) >= fetcher.policy.pages:
            raise FetchError("content", f"{first.final_url}: more than {fetcher.policy.pages} pages")
        seen.add(following)
        page = fetcher.fetch(following, "json", http=source.http, exchanges=exchanges)
        answers.append(_parse(page.content or b"", following))
        digests.append(hashlib.sha256(page.content or b"").hexdigest())
    announced = answers[0].get("meta", {}).get("count") if isinstance(answers[0].get("meta"), dict) else None
    if "nobelPrizes" not in answers[0]:
        return
    prizes = [prize for answer in answers for prize in answer.get("nobelPrizes", [])]
    if isinstance(announced, int) and announced != len(prizes):
        message = f"{first.final_url}: announces {announced} prizes and gives {len(prizes)}; ask for more with limit="
        raise FetchError("incomplete", message)
    if len(answers) > 1:
        whole = {"nobelPrizes": prizes, "meta": {"count": len(prizes), "pages": digests}}
        first.content = json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()
        first.pages = len(answers)
        # the first page may stay as it was while a later one changes
        first.validators = Validators()


def _parse(content: bytes, url: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise FetchError("content", f"{url}: is no JSON: {error}") from error
    if not isinstance(answer, dict):
        raise FetchError("content", f"{url}: is a JSON {type(answer).__name__}, not an object")
    return answer


def _next_page(answer: dict[str, Any]) -> str | None:
    links = answer.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    return following if isinstance(following, str) and following else None
