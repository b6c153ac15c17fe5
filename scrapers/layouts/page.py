"""The part of a page that can hold winners, and the headings above an element of it. No recipient is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scrapers.layouts.cells import LayoutError
from scrapers.layouts.markup import HEADINGS, Element, drop, headings_before, select, text_of
from scrapers.text import tidy, western_digits

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
        "select",
        "nav",
        "footer",
        "aside",
    )
)
# a word of a class or id by which themes and page builders of all kinds name what stands around the content
_CHROME_WORD = re.compile(
    r"(?:^|[-_])(?:(?<!card-)(?<!panel-)footer|foot|nav(?:bar|igation|list)?|leftnav|breadcrumbs?|pager|pagination|cookies?|consent|gdpr|"
    r"newsletter|sharedaddy|share|sharing|social|comments?|related-posts|recent-posts|widget-area|masthead)(?:[-_]|$)|"
    r"^(?:\w+-)?sidebar(?:-(?:first|second|left|right|primary))?$"
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
_CONTENT_ATTRIBUTES = frozenset(("id", "class", "role"))
Attributed = list[tuple[Element, dict[str, str]]]
"""Elements that have attributes, with these."""
# what opens an accordion or a tab heads what it opens
OPENER = "h3"
_OPENS = re.compile(
    r"(?:accordion|toggle|collapse|tab|panel)[-_]{1,2}(?:title|header|heading|button|trigger|toggle|label)\b"
)
LONGEST_OPENER = 60
MOST_YEARS_OF_NEWS = 2
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def winners_part(root: Element, within: str | None = None, captions: bool = False) -> Element:
    """The element to read: `within` where award.yaml names it, else the page's main content without its chrome.

    `captions`: what stands below pictures stays, for galleries of winners; elsewhere it describes a picture.
    """
    attributed = [(element, dict(items)) for element in root.iter("*") if (items := element.items())]
    _head_panels(attributed)
    _head_openers(attributed)
    marked = [element for element, attributes in attributed if _is_chrome(element.tag, attributes)]
    # what opens an accordion is a button with its heading
    buttons = [button for button in root.iter("button") if not _YEAR.search(text_of(button))]
    for element in (*list(root.iter(*CHROME_TAGS, *(() if captions else ("figcaption",)))), *buttons, *marked):
        drop(element)
    if within:
        part = select(root, within)
        if part is None:
            raise LayoutError(f"nothing on the page matches within: {within!r}; look at the page and mend award.yaml")
        return part
    body = next(root.iter("body"), root)
    for found in _contents(root, attributed):
        parts = [(len(text), part) for part in found if _has_year(text := text_of(part))]
        most, best = max(parts, key=lambda found: found[0], default=(0, None))
        if best is None:
            continue
        # articles of about one size are the recipients' cards, and articles beside the list are news: what holds them all is a wider
        # element
        if best.tag != "article" or (most * 2 >= sum(length for length, _ in parts) and _holds_years(best, body)):
            return best
    return body


def _holds_years(part: Element, body: Element) -> bool:
    """Whether `part` tells of several years, or of most of those that the page tells of."""
    own, all_told = (len(set(_YEAR.findall(text_of(element)))) for element in (part, body))
    return own > MOST_YEARS_OF_NEWS or 2 * own >= all_told


def _has_year(text: str) -> bool:
    return (_YEAR.search(text) or _YEAR.search(western_digits(text))) is not None


def _contents(root: Element, attributed: Attributed) -> Iterator[list[Element]]:
    """The elements in each of the places where sites keep what a page is about, surest first."""
    standing = [
        (element, attributes)
        for element, attributes in attributed
        if not _CONTENT_ATTRIBUTES.isdisjoint(attributes) and (element is root or root in element.iterancestors())
    ]

    def with_id(name: str) -> list[Element]:
        return [element for element, attributes in standing if attributes.get("id") == name]

    articles, mains = list(root.iter("article")), list(root.iter("main"))
    main_role = [element for element, attributes in standing if attributes.get("role") == "main"]
    entries = [element for element, attributes in standing if "entry-content" in attributes.get("class", "").split()]
    yield with_id("mw-content-text")
    yield _inside(articles, mains)
    yield _inside(articles, main_role)
    yield _inside(entries, articles)
    yield entries
    yield mains
    yield main_role
    yield articles
    yield with_id("main-content")
    yield with_id("content")
    yield list(root.iter("body"))


def _inside(elements: list[Element], around: list[Element]) -> list[Element]:
    """Those of the elements that stand in one of the others."""
    outer = set(around)
    return [element for element in elements if outer and not outer.isdisjoint(element.iterancestors())]


def _head_panels(attributed: Attributed) -> None:
    """Puts the year of a tab above the panel that the tab shows; `attributed`: the elements that have attributes, with these."""
    tabs = [
        (element, attributes)
        for element, attributes in attributed
        if "tab" in (attributes.get("role"), attributes.get("data-toggle"), attributes.get("data-bs-toggle"))
        and _YEAR.search(text_of(element))
    ]
    panels = {attributes.get("id"): element for element, attributes in attributed} if tabs else {}
    for tab, attributes in tabs:
        shown = attributes.get("aria-controls") or (
            attributes.get("data-bs-target") or attributes.get("data-target") or attributes.get("href") or ""
        ).lstrip("#")
        if (panel := panels.get(shown)) is not None and panel not in tab.iterancestors():
            drop(tab)
            tab.tag, tab.tail = OPENER, panel.text
            tab.attrib.clear()
            attributes.clear()
            panel.text = None
            panel.insert(0, tab)


def _head_openers(attributed: Attributed) -> None:
    """Makes a heading of what opens the panel of one year: page builders make it of elements without meaning."""
    for element, attributes in attributed:
        opens = (
            attributes.get("role") == "button" or element.tag == "button" or _OPENS.search(attributes.get("class", ""))
        )
        if not opens or element.tag in HEADINGS or next(element.iter(*HEADINGS), None) is not None:
            continue
        text = text_of(element)
        if len(text) <= LONGEST_OPENER and _YEAR.search(text) and next(element.iterancestors(*HEADINGS), None) is None:
            element.tag = OPENER


def _is_chrome(tag: str, attributes: dict[str, str]) -> bool:
    if tag in ("html", "body", "main", "article"):
        return False
    classes, name = attributes.get("class", ""), attributes.get("id", "")
    return (
        (classes != "" and _is_chrome_class(tag, classes))
        or (name != "" and (name in CHROME_IDS or _names_chrome(name)))
        or attributes.get("role") in CHROME_ROLES
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)
    )


@lru_cache(4096)
def _is_chrome_class(tag: str, classes: str) -> bool:
    words = classes.split()
    return (tag == "sup" and "reference" in words) or not CHROME_CLASSES.isdisjoint(words) or _names_chrome(classes)


@lru_cache(4096)
def _names_chrome(words: str) -> bool:
    return any(_CHROME_WORD.search(word) for word in words.lower().split())


def heading_path(element: Element) -> tuple[str, ...]:
    """Texts of the headings above an element, outermost first."""
    found: dict[int, str] = {}
    lowest = 7
    for heading in reversed(headings_before(element)):
        level = int(heading.tag[1])
        if level < lowest:
            found[level] = tidy(text_of(heading))
            lowest = level
        if lowest == 1:
            break
    return tuple(found[level] for level in sorted(found))
