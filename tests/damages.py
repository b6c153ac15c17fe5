"""Damages to award pages, made by chance and by number, and what they do to the statements of a page.

What a damage harms is found out here by reading the page as a build reads an accepted capture (`scrapers.statements`), never with the
comparison of the drift gate, whose verdict it is held against.
"""

from __future__ import annotations

import copy
import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree, html

from scrapers.captures import Capture, CaptureStore, captures_by_source
from scrapers.captures.log import Ruling, Sighting, now
from scrapers.captures.store import CONTENT
from scrapers.drift import rule_on_latest
from scrapers.registry import AWARDS_DIR, Award, AwardError, Layout, Source, load_award
from scrapers.statements import read_award

Element = html.HtmlElement
Statement = tuple[object, ...]
TODAY = date(2026, 11, 24)
NEWCOMER, MOST_TRIED = "Dora Newcomer", 12
FIELDS = (
    "year", "name", "category", "country_as_published", "country_codes", "persons", "affiliation", "annotations", "status",
    "as_published",
)  # fmt: skip
LINES = ("li", "p", "dd", "dt", "h2", "h3", "h4", "h5")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class BundledPage:
    """A bundled page with its award cut down to this one source, as an accepted live capture would be read."""

    name: str
    award: Award
    folder: Path
    source: Source
    content: bytes


def bundled_pages(folder: Path) -> Iterator[BundledPage]:
    """Every bundled HTML page from which something is read; `folder` takes an award folder without pages for each."""
    for path in sorted(AWARDS_DIR.glob("*/award.yaml")):
        award = load_award(path.parent)
        for source, captures in captures_by_source(award, path.parent):
            for capture in captures:
                layout = source.pages.get(capture.file) or source.layout
                if layout is not None and layout.type != "json":
                    yield _alone(award, source, capture, layout, folder)


def _alone(award: Award, source: Source, capture: Capture, layout: Layout, folder: Path) -> BundledPage:
    only = source.model_copy(update={"layout": layout, "pages": {}, "language": capture.language})
    home = folder / f"{award.id}-{Path(capture.file).stem}" / award.id
    home.mkdir(parents=True, exist_ok=True)
    alone = award.model_copy(update={"sources": (only,)})
    return BundledPage(f"{award.id}/{capture.file}", alone, home, only, capture.read())


class Trial:
    """One page that was crawled and accepted, and the verdict on what comes after it."""

    def __init__(self, page: BundledPage, place: str) -> None:
        self.page = page
        self.store = CaptureStore(place)
        self._see(page.content)
        self._note(Ruling(now(), "accepted", self._sha256, "a person"))
        self.known = self.statements() or Counter()

    def judge(self, content: bytes) -> tuple[str, tuple[str, ...], Counter[Statement] | None]:
        """The gate's verdict on `content` with its reasons, and the statements a build would read if it were accepted.

        None when a build could not read it at all. Afterwards the page stands as before.
        """
        page = self.page
        before = self.store.log(page.award.id, page.source.name)
        self._see(content)
        ruled = rule_on_latest(page.award, page.folder, page.source, self.store, TODAY)
        verdict = ruled.standing
        assert verdict is not None
        self._note(Ruling(now(), "accepted", self._sha256, "what if"))
        found = self.statements()
        log = f"log/{page.award.id}/{page.source.name}.jsonl"
        self.store.files.remove(log)
        self._note(*before.events)
        return verdict.verdict, verdict.reasons, found

    def statements(self) -> Counter[Statement] | None:
        """What a build reads of the accepted capture; None when it cannot."""
        try:
            read = read_award(self.page.award, self.page.folder, store=self.store)
        except AwardError:
            return None
        return Counter(read.statements.select(FIELDS).rows())

    def _see(self, content: bytes) -> None:
        name = self.store.put(CONTENT, content, ".html")
        self._sha256 = Path(name).stem
        self._note(Sighting(now(), "captured", self.page.source.url, sha256=self._sha256, charset="utf-8"))

    def _note(self, *events: Sighting | Ruling) -> None:
        self.store.note(self.page.award.id, self.page.source.name, *events)


@dataclass
class Tally:
    """What the gate said of damages, and of pages with a new edition; `missed` names each harm that was accepted."""

    damages: dict[str, Counter[tuple[bool, str]]]
    editions: Counter[str]
    missed: list[str]


def try_damages(trials: list[Trial], number: int, seed: int = 0) -> Tally:
    """`number` damages, the kinds in turn, each to a page chosen by chance; the same ones for the same seed."""
    tally = Tally({kind: Counter() for kind in DAMAGES}, Counter(), [])
    kinds = itertools.cycle(DAMAGES)
    kind = next(kinds)
    while number > 0:
        seed += 1
        trial = random.Random(seed).choice(trials)
        made = damaged(trial.page.content, kind, seed)
        if made is None:
            continue
        verdict, _, found = trial.judge(made)
        harmful = harms(trial.known, found)
        tally.damages[kind][harmful, verdict] += 1
        if harmful and verdict == "accepted":
            lost = [statement[:3] for statement in trial.known - (found or Counter())]
            tally.missed.append(f"{kind} {seed} of {trial.page.name}: {lost[:3]}")
        kind, number = next(kinds), number - 1
    return tally


def try_editions(trials: list[Trial], tally: Tally) -> None:
    """One new edition on every page; `not made` where none of a page could be copied so that nothing else changed."""
    for trial in trials:
        made = with_new_edition(trial)
        verdict = trial.judge(made)[0] if made is not None else "not made"
        tally.editions[verdict] += 1
        if verdict not in ("accepted", "not made"):
            tally.missed.append(f"a new edition of {trial.page.name}: {verdict}")


def trials_of_bundled_pages(folder: Path) -> list[Trial]:
    """A trial for every bundled page from which something is read."""
    pages = list(bundled_pages(folder / "awards"))
    trials = [Trial(page, f"memory://{folder.name}/{number}") for number, page in enumerate(pages)]
    return [trial for trial in trials if trial.known]


def harms(known: Counter[Statement], found: Counter[Statement] | None) -> bool:
    """Whether a known statement is gone, another, or there in another number."""
    return found is None or any(found[statement] != number for statement, number in known.items())


# --- damages ----------------------------------------------------------------------------------------------------------

Damage = Callable[[Element, random.Random], bool]
"""Changes a page; False when it has nothing that this damage could be done to."""


def damaged(content: bytes, kind: str, seed: int) -> bytes | None:
    """The page with one damage; None when it has nothing that such a damage could be done to."""
    chance = random.Random(f"{kind}-{seed}")
    if kind == "truncate":
        return content[: int(len(content) * chance.uniform(0.2, 0.98))]
    root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    if not DAMAGES[kind](root, chance):
        return None
    return b"<!DOCTYPE html>\n" + etree.tostring(root, encoding="utf-8", method="html")


def _lines(root: Element) -> list[Element]:
    """Rows of tables and lines of text: what a list of winners is made of."""
    rows = [row for row in root.iter("tr") if "".join(row.itertext()).strip()]
    lines = [line for line in root.iter(*LINES) if "".join(line.itertext()).strip()]
    return [one for one in rows + lines if one.getparent() is not None]


def _cells(root: Element) -> list[Element]:
    return [cell for cell in root.iter("td") if "".join(cell.itertext()).strip()]


def _drop(root: Element, chance: random.Random) -> bool:
    chosen = chance.choice(_lines(root))
    chosen.getparent().remove(chosen)
    return True


def _swap(root: Element, chance: random.Random) -> bool:
    """The contents of two cells or lines change places."""
    pool = _cells(root) if chance.random() < 0.5 and len(_cells(root)) > 1 else _lines(root)
    if len(pool) < 2:
        return False
    one, other = chance.sample(pool, 2)
    if one in other.iterancestors() or other in one.iterancestors():
        return False
    (one.text, other.text), mine, theirs = (other.text, one.text), list(one), list(other)
    for child in mine:
        one.remove(child)
    for child in theirs:
        other.remove(child)
    one.extend(theirs)
    other.extend(mine)
    return True


def _shift(root: Element, chance: random.Random) -> bool:
    """A row loses a cell so that those behind it move, or a column slides down by a row; a line slides under the one before."""
    rows = [row for row in root.iter("tr") if len(row.findall("td")) > 1]
    if not rows:
        lines = [line for line in _lines(root) if line.getprevious() is not None and line.getprevious().tag == line.tag]
        if not lines:
            return False
        line = chance.choice(lines)
        line.getprevious().append(line)
        return True
    row = chance.choice(rows)
    if chance.random() < 0.5:
        row.remove(chance.choice(row.findall("td")))
        return True
    column = chance.randrange(len(row.findall("td")))
    cells = [cells[column] for other in rows if len(cells := other.findall("td")) > column]
    texts = [[cell.text, list(cell)] for cell in cells]
    for cell in cells:
        for child in list(cell):
            cell.remove(child)
    for cell, (text, children) in zip(cells, [texts[-1], *texts[:-1]], strict=True):
        cell.text = text
        cell.extend(children)
    return True


def _rename_column(root: Element, chance: random.Random) -> bool:
    headers = list(root.iter("th")) or [line for line in root.iter("h2", "h3", "h4") if line.text]
    if not headers:
        return False
    chosen = chance.choice(headers)
    for child in list(chosen):
        chosen.remove(child)
    chosen.text = chance.choice(
        ["Country", "Laureate", "Year", "Nominee", "Photo", "Jury", "Notes", "Old name", "1999"]
    )
    return True


def _merge_cells(root: Element, chance: random.Random) -> bool:
    """Two neighbouring cells, or lines, become one."""
    pool = [cell for cell in _cells(root) if cell.getnext() is not None] or [
        line for line in _lines(root) if line.getnext() is not None and line.getnext().tag == line.tag
    ]
    if not pool:
        return False
    one = chance.choice(pool)
    other = one.getnext()
    last = one[-1] if len(one) else None
    if last is not None:
        last.tail = f"{last.tail or ''} {other.text or ''}"
    else:
        one.text = f"{one.text or ''} {other.text or ''}"
    one.extend(list(other))
    if one.tag == "td" and chance.random() < 0.5:
        one.set("colspan", "2")
    other.getparent().remove(other)
    return True


def _duplicate_block(root: Element, chance: random.Random) -> bool:
    first = chance.choice(_lines(root))
    block = [first]
    while len(block) < chance.randint(1, 6) and block[-1].getnext() is not None:
        block.append(block[-1].getnext())
    for one in reversed(block):
        block[-1].addnext(copy.deepcopy(one))
    return True


def _change_year(root: Element, chance: random.Random) -> bool:
    places = [(element, "text") for element in root.iter() if isinstance(element.tag, str) and element.text]
    places += [(element, "tail") for element in root.iter() if element.tail]
    places = [(element, name) for element, name in places if YEAR.search(getattr(element, name))]
    if not places:
        return False
    element, name = chance.choice(places)
    text = getattr(element, name)
    found = chance.choice(list(YEAR.finditer(text)))
    other = int(found.group()) + chance.choice([-10, -1, 1, 10])
    setattr(element, name, f"{text[: found.start()]}{other}{text[found.end() :]}")
    return True


DAMAGES: dict[str, Damage] = {
    "drop": _drop,
    "swap": _swap,
    "shift": _shift,
    "truncate": lambda root, chance: True,
    "rename a column": _rename_column,
    "merge cells": _merge_cells,
    "duplicate a block": _duplicate_block,
    "change a year": _change_year,
}


def with_new_edition(trial: Trial) -> bytes | None:
    """The page with one edition more, made like one that it has; None when it has none that can be copied.

    Made by copying the row, line or section of an edition, with the next year and another name in it. Whether that is a new edition and
    nothing else is found out by reading it.
    """
    years = [int(str(year)) for year, *_ in trial.known if year is not None]
    if not years:
        return None
    next_year = max(years) + 1
    alone = Counter(statement[0] for statement in trial.known.elements())
    latest = sorted(trial.known, key=lambda one: (alone[one[0]] > 1, -int(str(one[0] or 0)), str(one[1])))
    for statement in latest[:MOST_TRIED]:
        year, name, as_published = statement[0], str(statement[1]), str(statement[-1])
        if year is None:
            continue
        for written in dict.fromkeys((as_published, name)):
            for made in _copies(trial.page.content, str(year), written, str(next_year)):
                read = trial.judge(made)[2]
                new = Counter[Statement]() if read is None or trial.known - read else read - trial.known
                if {one[0] for one in new} == {next_year} and any(NEWCOMER in str(one[1]) for one in new):
                    return made
    return None


def _copies(content: bytes, year: str, name: str, next_year: str) -> Iterator[bytes]:
    """The page with a row, a line, or a heading and what follows it, copied behind and before itself."""
    for behind in (True, False):
        for length in ("line", "two lines", "section"):
            root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
            for line in _lines(root):
                block = _block(line, length)
                text = " ".join(" ".join("".join(one.itertext()) for one in block).split())
                if year not in text or " ".join(name.split()) not in text:
                    continue
                copies = [_renamed(one, year, name, next_year) for one in block]
                for one in reversed(copies) if behind else copies:
                    (block[-1].addnext if behind else block[0].addprevious)(one)
                yield b"<!DOCTYPE html>\n" + etree.tostring(root, encoding="utf-8", method="html")
                break


def _block(line: Element, length: str) -> list[Element]:
    """A line, alone, with the next one, or with all up to the next of its kind."""
    block = [line]
    while length != "line" and (following := block[-1].getnext()) is not None:
        if length == "section" and following.tag == line.tag:
            break
        block.append(following)
        if length == "two lines":
            break
    return block


def _renamed(element: Element, year: str, name: str, next_year: str) -> Element:
    text = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    text = re.sub(rf"(?<!\d){year}(?!\d)", next_year, text)
    spaced = r"\s+".join(re.escape(etree.tostring(_text(word), encoding="unicode")[3:-4]) for word in name.split())
    text = re.sub(spaced, NEWCOMER, text)
    return (
        html.fragment_fromstring(f"<table>{text}</table>").find(".//tr")
        if element.tag == "tr"
        else html.fragment_fromstring(text)
    )


def _text(word: str) -> Element:
    element = html.Element("b")
    element.text = word
    return element
