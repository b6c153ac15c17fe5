"""Which layout an unknown page has: every reader is tried, and the one that accounts for most of the page is proposed. Writes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrapers.layouts import LayoutError, Reading, read_page, read_part
from scrapers.layouts.cards import likely_cards, numbered
from scrapers.layouts.markup import HEADINGS, Element, parse, text_of
from scrapers.layouts.page import winners_part
from scrapers.layouts.patterns import EACH
from scrapers.layouts.sections import not_winners
from scrapers.layouts.table import expand, header_role, headings_of, outer_tables
from scrapers.layouts.walk import Line, lines_of
from scrapers.layouts.years import GENERIC, find_years
from scrapers.lexicon import looks_collective, looks_personal
from scrapers.places import is_place, split_trailing_place
from scrapers.registry import ColumnRole, Ignore, Layout
from scrapers.text import tidy

LONGEST_NAME = 120
# sentences in which pages tell their winners; a proposal, to be looked at by whoever adds the award
_WON = r"(?:winner|winners|laureate|laureates|recipient|recipients|honoree|honorees|awardee|prize|award|medal|Preisträger\w*|Preis|lauréate?s?|prix|premiad[oa]s?|premio|prêmio|ganador\w*|pristagare)"
SENTENCES: tuple[str, ...] = (
    rf"(?:The |In |En |Im Jahr |Em |Nel )?(?P<year>(?:19|20)\d\d)\b[^.:]{{0,60}}?{_WON}[^.:]{{0,80}}?\b(?:was|were|is|are|went to|goes to|war|waren|ging an|fue|fueron|foi|é|est|sont)\s+(?:(?:awarded|given|presented|conferred) (?:to|on) )?(?P<name>.+?)\.?",
    rf"In (?P<year>(?:19|20)\d\d),? (?P<name>.+?) (?:was|were) (?:awarded|given|honou?red with|the {_WON})\b.*",
    r"(?P<year>(?:19|20)\d\d) (?:erhielten den Preis [^:]+:|erhielt(?:en)?(?: den Preis| die Auszeichnung)?|ging der [\w-]*[Pp]reis an|wurde der Preis an|received the award|a été attribué à|fue otorgado a) (?P<name>.+?)(?: verliehen)?\.?",
    r"(?P<year>(?:19|20)\d\d) wurde(?:n)? (?:der Preis )?(?P<name>.+?) (?:ausgezeichnet|verliehen)\.?",
    rf"(?:The |In )?(?P<year>(?:19|20)\d\d)(?: {_WON})?:\s*(?P<name>.+?)\.?",
)
IN_BRACKETS = r"(?P<name>[^()]+?) \((?P<country>[^()]+?)[,–-]\s*(?P<year>(?:19|20)\d\d)\)"
YEAR_IN_BRACKETS = r"(?P<name>.+?) \((?P<year>(?:19|20)\d\d)\)\.?"
# “X, 1994, for her work”
YEAR_WITHIN = r"(?P<name>[^\d,;:()]{3,80}?)(?:, (?P<country>[^\d,;:()]{3,40}))?,? [(]?(?P<year>(?:19|20)\d\d)[)]?\s*[,:;–—-]\s+\D.*"
EACH_IN_LINE = (
    EACH
    + r"[\s,;]*(?:and |et |und |en |y |e )?(?P<name>[^\s,;].*?) \((?:[a-z]+ )*(?P<year>(?:19|20)\d\d)\)(?=[,;.]|\s+(?:and|et|und|en|y|e)\s|\s*$)"
)
EACH_WITH_COUNTRY = (
    EACH
    + r"[\s,;]*(?:and |et |und |en |y |e )?(?P<name>[^\s,;()][^()]*?) \((?P<country>[^()]+?)\s*[,–-]\s*(?P<year>(?:19|20)\d\d)\)"
)
# “Media: The Daily News (Zimbabwe), 2003.” and “Defender: 2003 Michèle Montas (Haiti).”
LABELLED = (
    r"[^:]{2,60}: (?P<name>[^()]+?) \((?P<country>[^()]+)\), (?P<year>(?:19|20)\d\d)\.?",
    r"[^:]{2,60}: (?P<year>(?:19|20)\d\d) (?P<name>[^()]+?) \((?P<country>[^()]+)\)\.?",
)
# “In 1999 the prize went to X. In 2001, Y received the award.”: winners told in one paragraph
EACH_IN_PROSE = (
    EACH
    + r"\b[Ii]n (?P<year>(?:19|20)\d\d),?\s+(?:to\s+|(?:(?:the |this )?(?:[\w-]+ ){0,3}?(?:prize|award|medal)|it)\s+"
    r"(?:was (?:given|awarded|presented) to|went to)\s+)?(?P<name>[A-ZÀ-Þ][^.;,()]*?)(?:\s+\((?P<country>[^()]+)\))?"
    r"(?:\s+(?:was|were|received|won)\b[^.;]*)?(?=[.;,]|$)"
)
# a name as heading with the year in the line below it
NAME_THEN_YEAR = (
    r"(?P<name>[^|\d]+) \| [^|]*?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)年?(?:[^|]*?受賞者)?\s*(?P<country>[^\s|,.]+)?",
)
_PROSE = re.compile(r"\b(?:was|were|has been|is an|are|will be|wurde|été|fue|foi)\b")
_LABEL = re.compile(r"([^:：]{2,40}?)\s*:\s+\S")
MOST = 0.6
FEW = 3.0
MOST_CARDS = 8
FEWEST_YEARS = 3
FEWEST_LABELLED = 3
FEWEST_ROWS = 3
NAMED = 0.7
WITH_BODY = 0.3
MOST_LED = 8
# beside the recipients a table may name who praised them and who handed the prize over
MOST_COLUMNS_OF_NAMES = 3
FEWEST_SENTENCES = 3
# a sentence that tells about a recipient: it ends in a full stop and is longer than a name
SENTENCE = r"(?=(?:\S+\s+){5,}).*\w{2,}[.!…”\"]+"
UNLIKELY = 0.1
MOST_SHOWN = 5


@dataclass(frozen=True)
class Proposal:
    """A layout with what it reads of the page, and how much of the page it accounts for (greater is better)."""

    layout: Layout
    reading: Reading
    score: float


def propose(content: bytes) -> list[Proposal]:
    """Layouts that read the page, best first; empty when none finds a recipient. LayoutError as `parse`."""
    if content.lstrip()[:1] in (b"{", b"["):
        layout = Layout(type="json")
        return [Proposal(layout, read_page(content, layout), 1.0)]
    part = winners_part(parse(content))
    lines = lines_of(part)
    found = _tried(part, lines, _candidates(part, lines))
    if not found or found[0].score < FEW:
        # sentences, and what stands below pictures, are read only where nothing else is
        found += _tried(part, lines, [Layout(type="lines", tags=("p",), patterns=(EACH_IN_PROSE,))])
        gallery = winners_part(parse(content), captions=True)
        found += _tried(gallery, lines_of(gallery), [*_captions(), *_cards(gallery, ("figcaption",))])
        found.sort(key=lambda proposal: proposal.score, reverse=True)
    return found or list(_without_years(part, lines))


def _tried(part: Element, lines: list[Line], layouts: Iterable[Layout]) -> list[Proposal]:
    """What the layouts read, best first."""
    found = []
    for layout in layouts:
        try:
            reading = read_part(part, lines, layout)
        except LayoutError:
            continue
        if (score := _score(reading)) > 0:
            found.append((score, layout, reading))
    found.sort(key=lambda item: item[0], reverse=True)
    tables = [score for score, layout, _ in found if layout.type == "table"]
    if tables and tables[0] * MOST_COLUMNS_OF_NAMES >= found[0][0]:
        # cells that hold paragraphs or lists are told apart by the table they stand in
        tabled = {line.place for line in lines if line.in_table}
        found = [item for item in found if item[1].type == "table" or not _mostly_within(item[2], tabled)]
    # one heading in each card is its recipient, and what else is read there tells about that one
    for number, (_, layout, reading) in enumerate(found):
        if layout.type == "cards" and number and _is_headed(reading) and _holds(found[0][2], reading):
            found.insert(0, (found[0][0], layout, reading))
            del found[number + 1]
            break
    return [Proposal(*_refined(part, lines, layout, reading), score) for score, layout, reading in found[:MOST_SHOWN]]


def _is_headed(cards: Reading) -> bool:
    """Whether every recipient of the cards is a heading, and no card has another heading."""
    return all(row.place.startswith("h") for row in cards.rows) and not any(
        leftover.reason == "ignored" and leftover.place.startswith("h") for leftover in cards.leftovers
    )


def _holds(reading: Reading, cards: Reading) -> bool:
    """Whether a reading has all that the cards have, and nothing of other years."""
    return {(row.year, row.text) for row in cards.rows} <= {(row.year, row.text) for row in reading.rows} and {
        row.year for row in reading.rows
    } == {row.year for row in cards.rows}


def _mostly_within(reading: Reading, places: set[str]) -> bool:
    return sum(row.place.partition("#")[0] in places for row in reading.rows) > len(reading.rows) / 2


def _tells_lives(reading: Reading) -> bool:
    """Whether the rows of nearly every year go on with sentences on the recipients named before them."""
    sentences = [row for row in reading.rows if re.fullmatch(SENTENCE, row.text)]
    named = {row.year for row in reading.rows if not re.fullmatch(SENTENCE, row.text)}
    return len(sentences) >= FEWEST_SENTENCES and sum(row.year in named for row in sentences) >= 0.9 * len(sentences)


def _captions() -> Iterator[Layout]:
    tags = ("figcaption",)
    yield Layout(type="year_list", tags=tags)
    yield Layout(type="year_list", tags=tags, year_at="end")
    yield Layout(type="headed_list", tags=tags)
    yield Layout(type="lines", tags=tags, patterns=(IN_BRACKETS, YEAR_IN_BRACKETS))


def _candidates(part: Element, lines: list[Line]) -> Iterator[Layout]:
    if part.find(".//table") is not None:
        yield Layout(type="table")
        yield from _tables(part)
    free = [line for line in lines if not (line.in_table and line.tag == "body")]
    year = sum(bool(find_years(line.text)) for line in free)
    if not year:
        return
    for tags in ((), ("li",), ("p",), ("dd", "dt")):
        if tags and not any(line.tag in tags for line in free):
            continue
        yield Layout(type="year_list", tags=tags)
        yield Layout(type="headed_list", tags=tags)
        yield Layout(type="year_list", tags=tags, year_at="end")
        yield Layout(type="lines", tags=tags, patterns=(IN_BRACKETS, YEAR_IN_BRACKETS))
        yield Layout(type="lines", tags=tags, patterns=(YEAR_WITHIN,))
        yield Layout(type="lines", tags=tags, patterns=SENTENCES)
    if sum(len(line.bold) > 0 and bool(find_years(line.text)) for line in free) >= FEWEST_YEARS:
        yield Layout(type="prose")
        yield Layout(type="prose", tags=("p",))
    yield Layout(type="lines", patterns=(EACH_IN_LINE,))
    yield Layout(type="lines", patterns=(EACH_WITH_COUNTRY, *LABELLED))
    yield from _cards(part)
    for tag, count in Counter(line.tag for line in free if line.tag in HEADINGS[1:]).items():
        if count > 1:
            yield Layout(type="headed_list", tags=(tag,))
    if any(line.tag in HEADINGS for line in free):
        yield Layout(type="lines", join_headings=True, patterns=NAME_THEN_YEAR)


def _cards(part: Element, tags: tuple[str, ...] = ()) -> Iterator[Layout]:
    for card in likely_cards(part)[:MOST_CARDS]:
        told = Counter(line.card for line in lines_of(part, numbered(part, card)) if line.card)
        if sum(count > 1 for count in told.values()) * 2 < len(told):
            continue  # elements of one line each are a list
        yield Layout(type="cards", card=card, tags=tags)


def _refined(part: Element, lines: list[Line], layout: Layout, reading: Reading) -> tuple[Layout, Reading]:
    """The layout with the options that most of the rows ask for: a country behind the name, surnames first, a constant word."""
    if layout.type in ("year_list", "headed_list") and _tells_lives(reading):
        told = Ignore(match=SENTENCE, why="a sentence on the recipient above it")
        layout = layout.model_copy(update={"ignore": (*layout.ignore, told)})
        reading = read_part(part, lines, layout)
    texts = [row.text for row in reading.rows]
    changes: dict[str, object] = {}
    if not layout.tags and (tag := _only_tag(reading, lines)):
        # the terms of a list of definitions tell the years
        changes["tags"] = ("dt", "dd") if tag == "dd" else (tag,)
    if len(layout.patterns) > 1:
        changes["patterns"] = tuple(_used_patterns(part, lines, layout, len(texts)))
    if labels := _categories(reading):
        texts = [
            text.removeprefix(f"{match.group(1)}:").strip()
            if (match := _LABEL.match(text)) and match.group(1) in labels
            else text
            for text in texts
        ]
        changes["categories"] = {label: label for label in labels}
    elif layout.type in ("year_list", "headed_list"):
        # “Der Preis ging an …”: what all lines begin with
        firsts = Counter(
            " ".join(text.split()[:n]) for text in texts for n in range(1, len(text.split()) - 1) if n <= MOST_LED
        )
        leads = [lead for lead, count in firsts.items() if len(texts) >= 5 and count >= 0.8 * len(texts)]
        if leads:
            changes["strip"] = f"^{re.escape(max(leads, key=len))} "
    ends = Counter(" ".join(text.split()[-n:]) for text in texts for n in (1, 2, 3) if len(text.split()) > n + 1)
    common = [end for end, count in ends.items() if len(texts) >= 5 and count >= 0.8 * len(texts)]
    if common and "strip" not in changes:
        changes["strip"] = f" {re.escape(max(common, key=len))}$"
    loose = sum(_ends_in_country(text) for text in texts)
    if loose >= MOST * len(texts):
        changes["country_last"] = True
    swapped = sum(
        bool(re.fullmatch(r"[^\W\d_][\w'’-]+(?: [\w'’-]+)?, [A-ZÀ-Ž][\w.'’-]+(?: [\w.'’-]+){0,3}", text))
        for text in texts
    )
    if swapped >= MOST * len(texts) and not any(is_place(text.split(", ")[-1]) for text in texts[:20]):
        changes["surname_first"] = True
    years = {row.year for row in reading.rows}
    if layout.type == "table" and len(texts) >= 2 * len(years):
        # a table that gives every recipient of a year a row of its own means one honour by a row with two names
        changes["joint"] = True
    bodies = sum(looks_collective(re.split(r"[,(–]", text)[0]) >= NAMED for text in texts)
    bodies_behind = sum(_is_person_with_body(text) for text in texts)
    if layout.type != "table" and bodies_behind >= max(FEWEST_LABELLED, WITH_BODY * len(texts)):
        changes["affiliation_after_comma"] = True
    dashed = sum(bool(re.search(r"\s[–—-]\s", text)) for text in texts)
    listed = len(texts) >= 2.5 * len(years) and bodies >= MOST * len(texts) and 2 * dashed < len(texts)
    if layout.type == "headed_list" and listed:
        # a list of bodies, several to a year: every line is one of them, whatever “and” its name contains
        changes["split"] = False
    if not changes:
        return layout, reading
    layout = layout.model_copy(update=changes)
    return layout, read_part(part, lines, layout)


def _categories(reading: Reading) -> list[str]:
    """“Individual: …”, “Organisation: …” in year after year; and the labels of single years on a page of lines that have one."""
    years: dict[str, set[int | None]] = {}
    for row in reading.rows:
        if match := _LABEL.match(row.text):
            years.setdefault(match.group(1), set()).add(row.year)
    repeated = {
        label
        for label, found in years.items()
        if len(found) >= FEWEST_YEARS or (len(found) > 1 and looks_personal(label) < NAMED)
    }
    labelled = sum(
        bool(match and match.group(1) in repeated) for row in reading.rows for match in [_LABEL.match(row.text)]
    )
    if labelled < FEWEST_LABELLED:
        return []
    # Where most lines have such a label, those of a single year are labels too.
    return sorted(years if labelled >= MOST * len(reading.rows) else repeated)


def _is_person_with_body(text: str) -> bool:
    """“Person, Body”: in line after line the body is what the person belongs to."""
    person, comma, body = text.partition(", ")
    return bool(comma) and "," not in body and looks_personal(person) >= NAMED and looks_collective(body) >= NAMED


def _only_tag(reading: Reading, lines: list[Line]) -> str | None:
    """The element that nearly all rows stand in, where the others do not read like names: a sentence above a list."""
    tags = [row.place.partition("[")[0] for row in reading.rows]
    tag, count = Counter(tags).most_common(1)[0]
    others = {row.place.partition("#")[0] for row, own in zip(reading.rows, tags, strict=True) if own != tag}
    likely = any(
        line.place in others and not line.text.endswith(".") and _name_like(line.text) >= 0.7 for line in lines
    )
    return tag if tag in ("li", "p", "dd") and others and count >= 0.75 * len(tags) and not likely else None


def _used_patterns(part: Element, lines: list[Line], layout: Layout, rows: int) -> Iterator[str]:
    """The patterns without which fewer rows would be read."""
    for pattern in layout.patterns:
        others = tuple(other for other in layout.patterns if other is not pattern)
        try:
            if len(read_part(part, lines, layout.model_copy(update={"patterns": others})).rows) < rows:
                yield pattern
        except LayoutError:
            yield pattern


def _ends_in_country(text: str) -> bool:
    if split_trailing_place(text)[1]:
        return False
    return split_trailing_place(text, loose=True)[1] is not None


def _without_years(part: Element, lines: list[Line]) -> Iterator[Proposal]:
    """A list of names without years: its entries can only confirm what other sources say."""
    free = [line for line in lines if not line.in_table and line.tag in ("li", "p") and not not_winners(line.headings)]
    groups = Counter(
        (tag, heading)
        for tag, heading, _ in {
            (line.tag, line.headings[-1] if line.headings else "", line.text)
            for line in free
            if _name_like(line.text) >= 0.7
        }
    )
    for (tag, heading), count in groups.most_common(3):
        everything = sum(
            1 for line in lines if (line.tag, line.headings[-1] if line.headings else "") == (tag, heading)
        )
        if count >= 3 and count >= MOST * everything:
            layout = Layout(
                type="lines", tags=(tag,), heading=re.escape(heading) if heading else None, patterns=(r"(?P<name>.+)",)
            )
            try:
                yield Proposal(layout, read_part(part, lines, layout), count / 10)
            except LayoutError:
                continue


def _tables(part: Element) -> Iterator[Layout]:
    """A table whose headers do not tell which column is what: the columns are told by what stands in them."""
    tables = [expand(table)[0] for _, table in outer_tables(part) if not not_winners(headings_of(table))]
    known = any(
        cell is not None and header_role(tidy(text_of(cell, " "))) == "recipient"
        for grid in tables
        for cell in (grid[0] if grid else ())
    )
    for grid in tables:
        rows = [[tidy(text_of(cell, " ")) if cell is not None else "" for cell in row] for row in grid]
        width = max((len(row) for row in rows), default=0)
        if len(rows) < 2 or width < 2:
            continue
        header = rows[0] if all(cell is None or cell.tag == "th" for cell in grid[0]) else None
        named = header is not None and any(header_role(text) == "recipient" for text in header)
        if len(rows) < FEWEST_ROWS and not named:
            continue
        body = [row + [""] * (width - len(row)) for row in rows[1 if header else 0 :]]
        year = max(
            range(width),
            key=lambda c: sum(bool(re.fullmatch(r"\W*(?:19|20)\d\d\W*(?:\[.*)?年?", row[c])) for row in body),
        )
        dated = [bool(re.search(r"(?:19|20)\d\d", row[year])) for row in body]
        # an empty cell below a year means the same year again
        blank = any(dated) and all(
            found or not re.search(r"\w", row[year]) for found, row in zip(dated, body, strict=True)
        )
        if sum(dated) * 2 < len(body) and not (blank and sum(dated) >= FEWEST_YEARS):
            if header and named:
                # the year stands in the heading above, if anywhere
                yield Layout(type="table", columns={text: header_role(text) or "ignore" for text in header if text})
            continue
        names = [
            c
            for c in range(width)
            if c != year and (header is None or header_role(header[c]) not in ("country", "ignore", "note", "jury"))
        ]
        if not names:
            continue
        headed = [c for c in names if header and header_role(header[c]) == "recipient"]
        if known and header and not headed:
            # beside a table of recipients one without them lists something else: ceremonies, hosts
            continue
        recipient = max(headed or names, key=lambda c: sum(_name_like(row[c]) - is_place(row[c]) for row in body))
        if header is None:
            found: dict[str, ColumnRole | str] = {str(year + 1): "year", str(recipient + 1): "recipient"}
            for c in names:
                if c != recipient and sum(is_place(row[c]) for row in body) >= MOST * len(body):
                    found[str(c + 1)] = "country"
            yield Layout(type="table", columns=found)
            continue
        columns: dict[str, ColumnRole | str] = {}
        for c, text in enumerate(header):
            if not text:
                continue
            role = "year" if c == year else "recipient" if c == recipient else (header_role(text) or "ignore")
            columns[text] = "ignore" if role in ("year", "recipient") and c not in (year, recipient) else role
        yield Layout(type="table", columns=columns)


def _name_like(text: str) -> float:
    text = re.sub(r"\s*[(（][^()（）]*[)）]", "", text)
    if not re.search(r"[^\W\d_]{2}", text) or len(text) > LONGEST_NAME * 3:
        return 0.0
    return max(looks_personal(text), looks_collective(text))


def _is_prose(text: str) -> bool:
    return _PROSE.search(text) is not None


def _score(reading: Reading) -> float:
    """How many recipients with a year were read, less what is unreadable and what reads like prose or a menu."""
    good = 0.0
    # “Country”, the prize itself: what a template says in each card is nobody's name
    counts = Counter(row.text for row in reading.rows)
    often = {text for text, count in counts.items() if count > max(3, len(reading.rows) / 10)}
    for row in reading.rows:
        no_name = row.text in often or is_place(row.text) or not re.search(r"\w", GENERIC.sub("", row.text))
        plausible = 0.0 if no_name else _name_like(row.text)
        if plausible < UNLIKELY or _is_prose(row.text):
            good -= 0.5
        else:
            plausible = 0.4 + 0.6 * plausible if len(row.text.split()) <= 25 else 0.1
            good += (plausible + (0.05 if row.country else 0.0)) * (1.0 if row.year is not None else 0.2)
    if not any(row.year for row in reading.rows):
        return 0.0
    unread = sum(1 for leftover in reading.leftovers if leftover.reason == "unreadable")
    missed = sum(
        1
        for leftover in reading.leftovers
        if leftover.reason == "heading"
        and leftover.year is None
        and find_years(leftover.text)
        and len(leftover.text) > 12
        and not _is_prose(leftover.text)
    )
    return good - 0.5 * unread - 0.5 * missed
