"""Bytes to a tree of elements, and the text of one. Which part of a page matters is in `page`.

The tree is lxml's own: a second tree of Python objects above it took ten times as long to make as to parse the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from scrapers.layouts.cells import LayoutError

Element = Any
"""An element of lxml's tree; lxml comes without types."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DECLARED = re.compile(
    rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)|<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
_HTML = re.compile(r"<(?:html|body|table|ul|ol|p|div|h\d)\b", re.IGNORECASE)
_HTML_WITHIN = 200_000
# “<span>2003</span><span>Finalist</span>”: shown apart, though nothing stands between them
_TOUCHING = re.compile(r"(?<=\d</span>)(?=<span[^>]*>[^\W\d])")
_ASIDE = ("rt", "rp")
_MARK = "data-winners-part"


def parse(content: bytes, charset: str | None = None) -> Element:
    """The root element of the parsed page; LayoutError when the bytes are empty, no HTML, or not in the encoding they declare."""
    if not content.strip():
        raise LayoutError("the page is empty: fetch or save it again")
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if content[:5] == b"%PDF-" or (b"\x00" in content[:4096] and not wide):
        raise LayoutError(
            "this is no HTML page (a PDF or another binary file): save the page itself, or take its records into cited.csv"
        )
    declared = charset or declared_charset(content) or ("utf-16" if wide else "utf-8")
    try:
        text = content.decode(declared)
    except (UnicodeDecodeError, LookupError) as error:
        raise LayoutError(
            f"the page is not in the encoding {declared} that it declares ({error}): save it again, as UTF-8 with a matching meta charset"
        ) from error
    if not _HTML.search(text[:_HTML_WITHIN]):
        raise LayoutError("no HTML in this file: save the page as HTML, or take its records into cited.csv")
    return tree_of(text.removeprefix("\ufeff"))


def tree_of(text: str) -> Element:
    """The root element of a page's text, without its comments; LayoutError when there is nothing in it."""
    from lxml import etree

    if "</span><span" in text:
        text = _TOUCHING.sub(" ", text)
    root = etree.fromstring(text.encode("utf-8", "replace"), _parser())
    if root is None:
        raise LayoutError("the page has no body: fetch or save it again")
    return root


@cache
def _parser() -> Any:
    from lxml import etree

    # A page nested deeper than libxml2 likes is read to its end all the same.
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def declared_charset(content: bytes) -> str | None:
    """The encoding that the page says it is in."""
    found = _DECLARED.search(content[: max(_DECLARED_WITHIN, len(content) // 20)])
    return (found.group(1) or found.group(2)).decode("ascii").lower() if found else None


def text_of(element: Element, separator: str = "") -> str:
    """All text below an element, its pieces joined by `separator`; readings above East Asian characters are left out."""
    if next(element.iter(*_ASIDE), None) is None:
        return separator.join(element.itertext()) if separator else _whole_text()(element)
    inside = {id(one) for aside in element.iter(*_ASIDE) for one in aside.iter()}
    pieces = []
    for one in element.iter():
        if id(one) not in inside and one.text:
            pieces.append(one.text)
        if one is not element and one.tail and id(one.getparent()) not in inside:
            pieces.append(one.tail)
    return separator.join(pieces)


@cache
def _whole_text() -> Callable[[Element], str]:
    from lxml import etree

    # lxml joins a long text many times faster than its pieces can be handed over.
    return cast(Callable[[Element], str], etree.XPath("string()", smart_strings=False))


def drop(element: Element) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def select(root: Element, selector: str) -> Element | None:
    """The first element that a CSS selector finds, in a tree of its own; None when it finds none.

    Only award folders with `within:` ask for this, so that only they wait for the library that knows all of CSS.
    """
    from bs4 import BeautifulSoup
    from lxml import etree

    soup = BeautifulSoup(etree.tostring(root, encoding="unicode", method="html"), "lxml")
    found = soup.select_one(selector)
    if found is None:
        return None
    found[_MARK] = ""
    return next(one for one in tree_of(str(soup)).iter() if _MARK in one.attrib)


def headings_before(element: Element) -> list[Element]:
    """The headings of the page that begin before an element, in page order."""
    found: list[Element] = []
    for one in element.getroottree().getroot().iter(*HEADINGS, element.tag):
        if one is element:
            break
        if one.tag in HEADINGS:
            found.append(one)
    return found
