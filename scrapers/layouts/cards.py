"""Layout `cards`: each recipient in an element of its own, with the name, the year and the country on lines of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.lists import heading_entry, home_of, place_of, place_told
from scrapers.layouts.markup import HEADINGS, Element, text_of
from scrapers.layouts.sections import not_winners
from scrapers.layouts.walk import Line, lines_of
from scrapers.layouts.years import find_years, is_not_awarded
from scrapers.registry import Layout

# what says a name, a year or a country is short; longer lines tell about the recipient
MOST_WORDS = 12
FEWEST_CARDS = 3
_WORDS = re.compile(
    r"(?:year|country|region|award|prize|category|winner|laureate|recipient|name|jahr|land|kategorie|preisträger|année|pays|catégorie|lauréat|año|país|categoría|"
    r"premiado|ano|categoria|anno|paese|vincitore)",
    re.IGNORECASE,
)


def read_cards(part: Element, layout: Layout) -> Reading:
    """Rows of the elements that `card:` names; lines outside them and lines that tell about a recipient are leftovers.

    LayoutError when no element holds a year and a name.
    """
    if not layout.card:
        raise LayoutError("layout cards needs card: in award.yaml, the element around each recipient, as div.views-row")
    reading = Reading()
    together: dict[int, list[Line]] = defaultdict(list)
    for line in lines_of(part, numbered(part, layout.card)):
        if line.card:
            together[line.card].append(line)
        else:
            reading.leftovers.append(Leftover(line.place, "heading", line.text))
    # “Read more”, the prize: what every card says
    said = Counter(text for lines in together.values() for text in {line.text for line in lines})
    template = {text for text, count in said.items() if count > max(2, len(together) / 2)}
    for lines in together.values():
        _read_card(reading, lines, template)
    if not reading.rows:
        raise LayoutError(f"no {layout.card} holds a year and a name: compare card: in award.yaml with the page")
    return reading


def numbered(part: Element, card: str) -> dict[Element, int]:
    """The elements that `card:` names, with their numbers on the page."""
    return {element: number for number, element in enumerate(elements(part, card), start=1)}


def elements(part: Element, card: str) -> Iterator[Element]:
    """The elements of a tag and class, as “div.views-row”, without those that contain another one."""
    tag, _, name = card.partition(".")
    found = [one for one in part.iter(tag) if one is not part and (not name or name in one.get("class", "").split())]
    outer = {id(above) for one in found for above in one.iterancestors(tag)}
    return (one for one in found if id(one) not in outer)


def likely_cards(part: Element) -> list[str]:
    """Tags and classes of elements that repeat with one year in each, those around the most years first."""
    counts: Counter[str] = Counter()
    for one in part.iter("div", "article", "li", "section", "figure", "a", "td"):
        text = text_of(one, " ")
        if len(text) < 5_000 and find_years(text):
            counts.update((one.tag, *(f"{one.tag}.{name}" for name in dict.fromkeys(one.get("class", "").split()))))
    return [card for card, count in counts.most_common() if count >= FEWEST_CARDS]


def _read_card(reading: Reading, lines: list[Line], template: set[str]) -> None:
    # a badge inside the card tells too: “Finalist”
    section = not_winners(lines[0].headings) or next(
        (
            reason
            for line in lines
            if not _is_heading(line) and (reason := not_winners((re.sub(r"\d", "", line.text),))) in ("nominee", "jury")
        ),
        None,
    )
    short = [line for line in lines if len(line.text.split()) <= MOST_WORDS]
    dated = [(line, entry) for line in short if (entry := heading_entry(line.text))]
    # a year by itself, or with words for the prize, is the edition; beside a name or a place it may be too
    year_line, (year, beside) = min(dated, key=lambda one: bool(one[1][1])) if dated else (None, (None, ""))
    name: Line | None = None
    for line in [*(line for line in short if _is_heading(line)), *short]:
        if line is not year_line and line.text not in template and not _is_label(line.text) and not place_of(line.text):
            name = line
            break
    own = year_line is not None and beside and not place_of(beside) and (name is None or not _is_heading(name))
    if own and year_line is not None:
        name = year_line
    if section or year is None or name is None:
        reading.leftovers += [Leftover(line.place, section or "heading", line.text, year) for line in lines]
        return
    text = beside if own else name.text
    places = [place_of(beside), *(place_of(line.text) for line in short if line is not name)]
    if _is_heading(name):
        # the name is a heading, so that “Bogotá, Colombia” beside it is no recipient
        places += [home_of(line.text) for line in short if line is not name]
        places += [place_told(line.text) for line in lines if line is not name]
    country = next((place for place in places if place), None)
    for line in lines:
        if line is name:
            if is_not_awarded(text) or (own and is_not_awarded(_behind_year(line.text))):
                reading.leftovers.append(Leftover(line.place, "not awarded", text, year))
            else:
                reading.rows.append(CellRow(line.place, text, year, country=country))
        elif line is year_line:
            reading.leftovers.append(Leftover(line.place, "heading", line.text, year))
        elif place_of(line.text) is None or place_of(line.text) != country:
            reading.leftovers.append(Leftover(line.place, "ignored", line.text, year))


def _is_heading(line: Line) -> bool:
    """Whether a line is a heading, also below a picture, where all lines belong to the caption."""
    return line.place.partition("[")[0] in HEADINGS


def _behind_year(text: str) -> str:
    return re.sub(r"^[\W\d年度]*", "", text[years[-1].end() :]) if (years := find_years(text)) else text


def _is_label(text: str) -> bool:
    """“Year”, “Country:”: a word of the page's template, said before a value in each card."""
    return text.endswith(":") or _WORDS.fullmatch(text) is not None or not re.search(r"[^\W\d_]{2}", text)
