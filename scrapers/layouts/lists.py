"""Layouts `year_list` (a year begins each line) and `headed_list` (a heading carries the year of what follows)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.markup import HEADINGS
from scrapers.layouts.sections import badge_reason, is_furniture, label_reason, names_winners, not_winners
from scrapers.layouts.walk import Line
from scrapers.layouts.years import GENERIC, find_years, is_not_awarded, is_only_year, leading_year, split_years
from scrapers.places import is_place, split_trailing_place
from scrapers.registry import Layout

_PLACE_LEAD = re.compile(r"^(?:from|aus|country|land|pays|país|paese|origin|nationality)\b\s*:?\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_NUMERAL = re.compile(r"\b(?:[IVXLC]+|\d+(?:st|nd|rd|th|[ºªa-z]{1,3})?)\b")
WORDS_BEHIND_YEAR = 3
MOST_WORDS_OF_TOWN = 3
MOST_WORDS_TOLD = 12
FEWEST_YEARS = 3


def place_of(text: str) -> str | None:
    """The place, when a line says nothing else: “Peru”, “From Peru”, “Country: Peru”."""
    bare = _PLACE_LEAD.sub("", text.strip(" ,;|()–—·•-"))
    return bare if bare and is_place(bare) else None


def home_of(text: str) -> str | None:
    """The place of a line that says a town and its country: “Bogotá, Colombia”."""
    town, _, country = text.strip(" ,;|()").rpartition(", ")
    if town and "," not in town and len(town.split()) <= MOST_WORDS_OF_TOWN and is_place(country):
        return country
    return None


def place_told(text: str) -> str | None:
    """The place that a line about a recipient begins with, or that ends its first clause: “Journalist, Peru”, “Peru. Has led …”."""
    clause = re.split(r"[.;]\s", text.rstrip("."), maxsplit=1)[0]
    last = clause.rpartition(", ")[2]
    if len(clause.split()) > MOST_WORDS_TOLD:
        return None
    return place_of(last) or split_trailing_place(clause)[1]


def in_scope(lines: list[Line], layout: Layout, reading: Reading) -> list[Line]:
    """The lines that may hold winners; the others become leftovers with the reason their section gives."""
    kept = []
    for line in lines:
        ignored = next((i for i in layout.ignore if re.fullmatch(i.match, line.text)), None) if layout.ignore else None
        if line.in_table and line.tag == "body":
            # cells of a table are read by the layout `table`; lists and paragraphs that a table merely arranges stay
            reading.leftovers.append(Leftover(line.place, "ignored", line.text))
        elif is_furniture(line.text):
            reading.leftovers.append(Leftover(line.place, "ignored", line.text))
        elif ignored:
            year = leading_year(line.text)
            reading.leftovers.append(Leftover(line.place, ignored.reason, line.text, year[0] if year else None))
        elif (
            layout.heading and line.tag not in HEADINGS and not any(re.search(layout.heading, h) for h in line.headings)
        ):
            reading.leftovers.append(Leftover(line.place, "ignored", line.text))
        elif layout.tags and line.tag not in (*layout.tags, *HEADINGS):
            reading.leftovers.append(Leftover(line.place, "heading", line.text))
        elif not layout.heading and (reason := not_winners(line.headings)):
            reading.leftovers.append(Leftover(line.place, reason, line.text))
        else:
            kept.append(line)
    return kept


def _take(
    reading: Reading, place: str, text: str, year: int | None, layout: Layout, category: str | None = None
) -> None:
    last = reading.rows[-1] if reading.rows else None
    if last and last.year == year and last.country is None and layout.split and (where := place_of(text)):
        # a line of its own below the recipient
        reading.rows[-1] = last._replace(country=where)
    elif not re.sub(r"[\W_]+", "", text):
        reading.leftovers.append(Leftover(place, "no recipient", text, year))
    elif is_not_awarded(text):
        reading.leftovers.append(Leftover(place, "not awarded", text, year))
    elif ":" in text and (reason := label_reason(text)):
        reading.leftovers.append(Leftover(place, reason, text, year))
    elif text.endswith((":", "：")) or _ASIDE.fullmatch(text):
        # “The prize was shared by:” leads up to names and is none, nor is “(compiled by the staff)”
        reading.leftovers.append(Leftover(place, "heading", text, year))
    elif layout.winners:
        if match := re.search(layout.winners, text):
            won = (text[: match.start()] + text[match.end() :]).strip(" -–—,:")
            reading.rows.append(CellRow(place, won, year, category=category))
        else:
            reading.leftovers.append(Leftover(place, "nominee", text, year))
    else:
        reading.rows.append(CellRow(place, text, year, category=category))


def _block(place: str) -> str:
    """The element of a place, without the number of the line in it or of the entry in the line."""
    return re.split(r"[.#]", place, maxsplit=1)[0]


def _tell(reading: Reading, line: Line, year: int | None) -> None:
    """A line about the recipient above it in its block: what it may add is the place."""
    last = reading.rows[-1] if reading.rows else None
    if last and last.country is None and _block(last.place) == _block(line.place):
        reading.rows[-1] = last._replace(country=place_told(line.text))
    reading.leftovers.append(Leftover(line.place, "ignored", line.text, year))


def read_year_list(lines: list[Line], layout: Layout) -> Reading:
    """Lines that begin (or, with `year_at: end`, end) with a year; lines below one without year of their own belong to it.

    LayoutError when no line has a year.
    """
    reading = Reading()
    year: int | None = None
    owner: Line | None = None
    last_empty: Leftover | None = None
    dated: Counter[str] = Counter()
    for line in in_scope(lines, layout, reading):
        if line.tag in HEADINGS:
            reading.leftovers.append(Leftover(line.place, "heading", line.text))
            year, owner = None, None
            continue
        if line.aside and not leading_year(line.text):
            _tell(reading, line, year)
            continue
        found = _year_at_end(line.text) if layout.year_at == "end" else split_years(line.text)
        if found:
            dated[_block(line.place)] += 1
            for number, (this_year, text) in enumerate(found, start=1):
                year, owner = this_year, line
                place = line.place if len(found) == 1 else f"{line.place}#{number}"
                _take(reading, place, text, year, layout)
                last_empty = reading.leftovers[-1] if not text and reading.leftovers else None
        elif (
            layout.year_at != "end"
            and owner
            and line.tag == owner.tag
            and (line.container == owner.container or line.depth > owner.depth)
            # a block that lists several years by itself ends with them
            and (dated[_block(owner.place)] < FEWEST_YEARS or _block(line.place) == _block(owner.place))
        ):
            # a year alone on its line introduces the lines below it: it is a heading then, not an empty edition
            if last_empty and last_empty in reading.leftovers:
                reading.leftovers.remove(last_empty)
                reading.leftovers.append(Leftover(owner.place, "heading", owner.text, year))
                last_empty = None
            _take(reading, line.place, line.text, year, layout)
        else:
            reading.leftovers.append(Leftover(line.place, "heading", line.text))
    if not reading.rows:
        raise LayoutError("no line begins with a year: check layout:, within: and heading: in award.yaml")
    return reading


def _year_at_end(text: str) -> list[tuple[int, str]]:
    """“Name (Country, 2007)”, “Name – 2012”, “Name, 2004”: the year and a few words at most behind it end the line."""
    years = find_years(text)
    if not years or leading_year(text) or len(text[years[-1].end() :].split()) > WORDS_BEHIND_YEAR:
        return []
    match = years[-1]
    before, after = text[: match.start()].rstrip(" -–—,:|•·/"), text[match.end() :].strip(" .")
    if before.endswith("("):
        before, after = before[:-1].rstrip(" -–—,:"), after.removeprefix(")").strip()
    before = re.sub(r"\s+(?:in|en|im|em|nel|anno|año)$", "", before)
    if not re.search(r"\w", before):
        return []
    rest = f"{before}{after}" if after.startswith(")") else f"{before} {after}"
    return [(int(match.group(1)), rest.strip())]


def heading_entry(text: str) -> tuple[int, str] | None:
    """(year, what a heading says beside it) for a heading with exactly one year; generic words alone count as nothing."""
    years = find_years(text)
    if len(years) != 1:
        return None
    match = years[0]
    before, after = text[: match.start()].strip(" -–—:|,("), text[match.end() :].strip(" -–—:|.,)")
    if before and not re.sub(r"[\W_]+", "", GENERIC.sub("", before)):
        before = ""
    if after and not re.sub(r"[\W_]+", "", GENERIC.sub("", after)):
        after = ""
    rest = ", ".join(piece for piece in (before, after) if piece)
    return int(match.group(1)), rest.replace(" | ", ", ")


def _year_of(line: Line) -> tuple[int, str] | None:
    """(year, what stands beside it) of a heading, or of a line that is a year and nothing else."""
    if line.tag in HEADINGS:
        entry = heading_entry(line.text) if line.tag != "h1" and not not_winners((line.text,)) else None
        return None if entry and not_winners((entry[1],)) else entry
    if line.tag == "dt" and is_only_year(line.text):
        return heading_entry(line.text)
    bare = leading_year(line.text)
    return (bare[0], "") if bare and not bare[1] else None


def _repeated_terms(lines: list[Line]) -> frozenset[str]:
    """The terms of lists of definitions that come again and again: categories of the prize, whose definitions are the recipients."""
    counts = Counter(line.text for line in lines if line.tag == "dt" and not find_years(line.text))
    repeated = frozenset(text for text, count in counts.items() if count > 1)
    return frozenset(counts) if sum(counts[text] for text in repeated) * 2 > counts.total() else frozenset()


def _words_of(text: str) -> str:
    """The words of a part of a heading without the number of the edition: “XV edición” and “XIV edición” are one."""
    return " ".join(re.findall(r"[^\W\d_]+", _NUMERAL.sub(" ", text))).casefold()


def _said_each_year(entries: list[tuple[int, str]]) -> frozenset[str]:
    """What the headings of most years say alike beside the year, which names nobody: all of it, or what comes first."""
    counts = Counter(
        words for _, text in entries for words in {_words_of(text), _words_of(text.partition(", ")[0])} if words
    )
    return frozenset(words for words, count in counts.items() if count > 2 and 2 * count > len(entries))


def _without_said(text: str, said: frozenset[str]) -> str:
    """What a heading says beside its year without what the others say too."""
    if not text or not _words_of(text) or _words_of(text) in said:
        return ""
    first, _, rest = text.partition(", ")
    return rest if _words_of(first) in said or (rest and not _words_of(first)) else text


def read_headed_list(lines: list[Line], layout: Layout) -> Reading:
    """Headings (or bare lines) with a year, and the entries under them; where the headings name the recipients, those.

    With a heading among `tags:` the recipients are the headings of that level. Behind a recipient that is a heading a line that says
    nothing but a place is its country. LayoutError when no heading has a year.
    """
    reading = Reading()
    below = frozenset(layout.tags) & frozenset(HEADINGS)
    kept = in_scope(lines, layout.model_copy(update={"tags": ()}) if below else layout, reading)
    # “2018”, a sentence on the theme, “Laureates”: then only what stands below such a heading is a recipient
    announced = (
        sum(line.tag in HEADINGS and names_winners(line.text) and not find_years(line.text) for line in kept) > 1
    )
    announcing = not announced
    terms = _repeated_terms(kept)
    category: str | None = None
    with_year = [entry for line in kept if line.tag not in below and (entry := _year_of(line))]
    same = _said_each_year(with_year)
    named = sum(1 for entry in with_year if _without_said(entry[1], same))
    in_heading = bool(with_year) and named * 2 > len(with_year) and not below
    placeless: int | None = None
    year: int | None = None
    level = 7
    waiting: int | None = None
    for line in kept:
        is_heading = line.tag in HEADINGS
        if line.aside and not is_heading and not leading_year(line.text) and not (in_heading or below):
            _tell(reading, line, year)
            continue
        if placeless is not None:
            behind, placeless = placeless, None
            if place := place_of(line.text):
                reading.rows[behind] = reading.rows[behind]._replace(country=place)
                continue
            if not is_heading and (reason := badge_reason(line.text)):
                row = reading.rows.pop(behind)
                reading.leftovers.append(Leftover(row.place, reason, row.text, row.year))
            elif not is_heading and reading.rows[behind].country is None:
                reading.rows[behind] = reading.rows[behind]._replace(country=place_told(line.text))
        if line.tag in below and not ((dated := _year_of(line)) and not dated[1]):
            read = len(reading.rows)
            if year is None or (reason := not_winners((line.text,))):
                reading.leftovers.append(Leftover(line.place, (year and reason) or "heading", line.text))
            else:
                _take(reading, line.place, line.text, year, layout)
                placeless = read if len(reading.rows) > read else None
            continue
        if is_heading or line.tag != "dd":
            category = line.text if line.tag == "dt" and line.text in terms else None
            if category:
                reading.leftovers.append(Leftover(line.place, "heading", line.text, year))
                continue
        bare_year = leading_year(line.text) if not is_heading else None
        entry = _year_of(line)
        is_heading = is_heading or entry is not None
        if is_heading and announced:
            announcing = entry is None and names_winners(line.text)
        if entry:
            year, level = entry[0], int(line.tag[1]) if line.tag in HEADINGS else 6
            waiting = None
            if in_heading and (beside := _without_said(entry[1], same)):
                read = len(reading.rows)
                _take(reading, line.place, beside, year, layout)
                placeless = read if len(reading.rows) > read else None
            else:
                waiting = len(reading.leftovers)
                reading.leftovers.append(Leftover(line.place, "no recipient", line.text, year))
        elif is_heading:
            if int(line.tag[1]) <= level:
                year = None
            reading.leftovers.append(Leftover(line.place, "heading", line.text))
        elif year is None or in_heading or below or not announcing:
            if bare_year and bare_year[1] and not (in_heading or below):
                _take(reading, line.place, bare_year[1], bare_year[0], layout)
            else:
                reason = "ignored" if below and year is not None else "heading"
                reading.leftovers.append(Leftover(line.place, reason, line.text, year))
        else:
            if waiting is not None:
                reading.leftovers[waiting] = replace(reading.leftovers[waiting], reason="heading", year=year)
            waiting = None
            text = bare_year[1] if bare_year and bare_year[0] == year else line.text
            _take(reading, line.place, text, year, layout, category)
    if not reading.rows:
        raise LayoutError(
            "no heading carries a year with entries below it: check layout:, within: and heading: in award.yaml"
        )
    return reading
