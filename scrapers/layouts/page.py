"""Bytes to the part of a page that can hold winners, and its lines in reading order. No recipient is read here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.dammit import EncodingDetector

from scrapers.layouts.cells import LayoutError
from scrapers.text import tidy

# what never holds a winner on any site: menus, footers, notes, editing links, hidden sort keys, captions of pictures
CHROME_TAGS = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "form",
        "button",
        "select",
        "nav",
        "footer",
        "aside",
        "figcaption",
    )
)
CHROME_ROLES = frozenset(("navigation", "search", "banner", "contentinfo"))
CHROME_IDS = frozenset(("toc", "siteSub", "contentSub"))
CHROME_CLASSES = frozenset(
    [
        "navbox",
        "infobox",
        "toc",
        "reflist",
        "references",
        "mw-editsection",
        "noprint",
        "hatnote",
        "sistersitebox",
        "metadata",
        "ambox",
        "catlinks",
        "printfooter",
        "mw-jump-link",
        "thumbcaption",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookie-banner",
        "cookie-notice",
        "share",
        "social",
        "menu",
        "screen-reader-text",
        "sr-only",
        "visually-hidden",
        "authority-control",
        "mw-indicators",
        "portal",
        "sortkey",
        "geo-nondefault",
    ]
)
_HIDDEN = re.compile(r"display:\s*none")
CONTENT = (
    "#mw-content-text",
    "main article",
    "[role=main] article",
    "article .entry-content",
    ".entry-content",
    "main",
    "[role=main]",
    "article",
    "#main-content",
    "#content",
    "body",
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_OWNERS = frozenset(("li", "p", "dt", "dd", *HEADINGS))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def parse(content: bytes, charset: str | None = None) -> BeautifulSoup:
    """The parsed page; LayoutError when the bytes are empty, no HTML, or not in the encoding they declare."""
    if not content.strip():
        raise LayoutError("the page is empty: fetch or save it again")
    if content[:5] == b"%PDF-" or (b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise LayoutError(
            "this is no HTML page (a PDF or another binary file): save the page itself, or take its records into cited.csv"
        )
    declared = charset or EncodingDetector.find_declared_encoding(content, is_html=True)
    if declared is None:
        declared = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = content.decode(declared)
    except (UnicodeDecodeError, LookupError) as error:
        raise LayoutError(
            f"the page is not in the encoding {declared} that it declares ({error}): save it again, as UTF-8 with a matching meta charset"
        ) from error
    if not re.search(r"<(?:html|body|table|ul|ol|p|div|h\d)\b", text[:200_000], re.IGNORECASE):
        raise LayoutError("no HTML in this file: save the page as HTML, or take its records into cited.csv")
    return BeautifulSoup(text.removeprefix("\ufeff"), "lxml")


def winners_part(soup: BeautifulSoup, within: str | None = None) -> Tag:
    """The element to read: `within` where award.yaml names it, else the page's main content without its chrome."""
    for element in [element for element in soup.find_all(True) if _is_chrome(element)]:
        if not element.decomposed:
            element.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    if within:
        part = soup.select_one(within)
        if part is None:
            raise LayoutError(f"nothing on the page matches within: {within!r}; look at the page and mend award.yaml")
        return part
    for selector in CONTENT:
        parts = [part for part in soup.select(selector) if _YEAR.search(part.get_text())]
        if parts:
            return max(parts, key=lambda part: len(part.get_text()))
    part = soup.body or soup.find()
    if not isinstance(part, Tag):
        raise LayoutError("the page has no body: fetch or save it again")
    return part


def _is_chrome(element: Tag) -> bool:
    if element.name in CHROME_TAGS:
        return True
    attributes = element.attrs
    if not attributes or element.name in ("html", "body", "main", "article"):
        return False
    classes = attributes.get("class") or ()
    if element.name == "sup" and "reference" in classes:
        return True
    return (
        not CHROME_CLASSES.isdisjoint(classes)
        or attributes.get("id") in CHROME_IDS
        or attributes.get("role") in CHROME_ROLES
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and _HIDDEN.search(str(attributes["style"])) is not None)
    )


@dataclass(frozen=True)
class Line:
    """One line of text: tag of its block, depth of list nesting, its headings (outermost first), and its place."""

    tag: str
    text: str
    place: str
    depth: int
    headings: tuple[str, ...]
    container: int
    in_table: bool = False


@dataclass(frozen=True)
class _Spot:
    """Where the walk stands: the block that owns the text, and what encloses it."""

    tag: str
    place: str
    depth: int
    container: int
    in_table: bool


@dataclass
class _Walk:
    lines: list[Line] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    headings: dict[int, str] = field(default_factory=dict)


def lines_of(part: Tag) -> list[Line]:
    """Every line of text below `part` in reading order; `<br>` and block elements end a line."""
    walk = _Walk()
    spot = _Spot("body", "body", 0, id(part), False)
    _descend(part, walk, spot)
    _flush(walk, spot)
    return walk.lines


def _descend(element: Tag, walk: _Walk, spot: _Spot) -> None:
    for child in element.children:
        if isinstance(child, NavigableString):
            walk.buffer.append(str(child))
        elif isinstance(child, Tag):
            if child.name == "br":
                _flush(walk, spot)
            elif child.name in _BLOCKS:
                _flush(walk, spot)
                inner = _inner_spot(child, element, walk, spot)
                _descend(child, walk, inner)
                _flush(walk, inner)
            else:
                _descend(child, walk, spot)


def _inner_spot(child: Tag, parent: Tag, walk: _Walk, spot: _Spot) -> _Spot:
    walk.counts[child.name] += 1
    owns = child.name in _OWNERS
    return _Spot(
        tag=child.name if owns else spot.tag,
        place=f"{child.name}[{walk.counts[child.name]}]" if owns or spot.tag == "body" else spot.place,
        depth=spot.depth + (child.name in ("ul", "ol", "dl")),
        container=id(parent) if owns else spot.container,
        in_table=spot.in_table or child.name == "table",
    )


def _flush(walk: _Walk, spot: _Spot) -> None:
    text = tidy("".join(walk.buffer))
    walk.buffer.clear()
    if not text:
        return
    level = int(spot.tag[1]) if spot.tag in HEADINGS else 7
    walk.headings = {key: value for key, value in walk.headings.items() if key < level}
    headings = tuple(walk.headings[key] for key in sorted(walk.headings))
    walk.broken[spot.place] += 1
    place = spot.place if walk.broken[spot.place] == 1 else f"{spot.place}.{walk.broken[spot.place]}"
    walk.lines.append(Line(spot.tag, text, place, spot.depth, headings, spot.container, spot.in_table))
    if level < 7:
        walk.headings[level] = text


def heading_path(element: Tag) -> tuple[str, ...]:
    """Texts of the headings above an element, outermost first."""
    found: dict[int, str] = {}
    lowest = 7
    for heading in element.find_all_previous(HEADINGS):
        level = int(heading.name[1])
        if level < lowest:
            found[level] = tidy(heading.get_text())
            lowest = level
        if lowest == 1:
            break
    return tuple(found[level] for level in sorted(found))


def cell_lines(cell: Tag) -> Iterator[str]:
    """The lines of a table cell: what `<br>`, list items and paragraphs set apart."""
    for line in lines_of(cell):
        yield line.text
