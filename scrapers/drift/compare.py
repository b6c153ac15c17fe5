"""What a capture lost, changed, repeats or adds against what is known of its source. Whether that is harmless is decided in `gate`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from rapidfuzz.distance import Indel

from scrapers.captures.log import Difference
from scrapers.drift.rows import LIST, ROW_FIELDS, PageRows, Row
from scrapers.names import fold
from scrapers.text import WITHHELD

LIKELY_SAME = 0.55
"""Two names of one year that share so much are taken for one that was changed; only the wording of the difference depends on it."""
NOT_AWARDED = "(no award)"
Withheld = Callable[[Iterable[str]], bool]
"""Whether one of some names is withheld."""


def nobody_withheld(names: Iterable[str]) -> bool:
    """What is known of withheld names where there is no list of them."""
    return False


def differences(
    known: PageRows,
    found: PageRows,
    within: Callable[[int | None], bool] | None = None,
    withheld: Withheld = nobody_withheld,
) -> list[Difference]:
    """Differences in the order of years, the most serious first within a year.

    within: only years for which it is true are compared, additions included; without it every year is, and what is added
    is told apart from what is repeated. withheld: tells who may stand in the place of a name that was taken out of what is known.
    """
    before, after = _counted(known, within), _counted(found, within)
    lost, added = list((before - after).elements()), list((after - before).elements())
    _leave_withheld(lost, added, withheld)
    told: list[Difference] = []
    for old, new in _pairs(lost, added):
        told += [
            Difference("changed", old.year, old.name, name, _text(getattr(old, name)), _text(getattr(new, name)))
            for name in ROW_FIELDS
            if getattr(old, name) != getattr(new, name)
        ]
        lost.remove(old)
        added.remove(new)
    told += [Difference("lost", row.year, row.name) for row in lost]
    twice = Counter((row.year, fold(row.name)) for row in after.elements())
    for row in added:
        change = "repeated" if twice[row.year, fold(row.name)] > 1 else "added"
        told.append(Difference(change, row.year, row.name))  # type: ignore[arg-type]
    silent = [year for year in known.not_awarded if year not in found.not_awarded and (within is None or within(year))]
    told += [Difference("lost", year, NOT_AWARDED) for year in dict.fromkeys(silent)]
    order = ("changed", "lost", "repeated", "added")
    return sorted(told, key=lambda one: (one.year or 0, order.index(one.change)))


def _leave_withheld(lost: list[Row], added: list[Row], withheld: Withheld) -> None:
    """Takes out rows of a withheld name: the site goes on naming who is nameless in what is known, and that is no change.

    A name that is not known to be withheld is one: it may be another person, or a spelling that no build would keep back.
    """
    for old in [row for row in lost if WITHHELD.search(LIST.join(_names(row)))]:
        like = (old.year, old.category, old.country, old.status)
        new = next(
            (
                row
                for row in added
                if (row.year, row.category, row.country, row.status) == like and withheld(_names(row))
            ),
            None,
        )
        if new is not None:
            lost.remove(old)
            added.remove(new)


def _names(row: Row) -> list[str]:
    """The names in a row, of the recipient, its persons and their bodies."""
    return [name for text in (row.name, row.persons, row.affiliation) if text for name in (text, *text.split(LIST))]


def _counted(page: PageRows, within: Callable[[int | None], bool] | None) -> Counter[Row]:
    return Counter(row for row in page.rows if within is None or within(row.year))


def _pairs(lost: Iterable[Row], added: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Rows that are likely one and the same, changed: by name within the year, by name alone, then by likeness within the year."""
    left, right = list(lost), list(added)
    pairs: list[tuple[Row, Row]] = []

    def take(same: Callable[[Row, Row], bool]) -> None:
        for old in list(left):
            new = next((row for row in right if same(old, row)), None)
            if new is not None:
                pairs.append((old, new))
                left.remove(old)
                right.remove(new)

    take(lambda old, new: old.year == new.year and old.name == new.name)
    take(lambda old, new: old.name == new.name)
    take(lambda old, new: old.year == new.year and likeness(old.name, new.name) >= LIKELY_SAME)
    return pairs


def likeness(one: str, other: str) -> float:
    """How much of two names is common, 0 to 1, whatever the order of their words."""
    left, right = (" ".join(sorted(fold(name).split())) for name in (one, other))
    return Indel.normalized_similarity(left, right)


def union(pages: Iterable[PageRows]) -> PageRows:
    """What several captures of one source say together; a row that two of them have counts once."""
    whole = PageRows()
    counts: Counter[Row] = Counter()
    for page in pages:
        counts |= Counter(page.rows)
        whole.rows += page.rows
        whole.not_awarded += page.not_awarded
        whole.headers += page.headers
        whole.leftovers |= page.leftovers
        whole.layout, whole.kind = page.layout, page.kind
    whole.rows = [row for row in dict.fromkeys(whole.rows) for _ in range(counts[row])]
    whole.headers = list(dict.fromkeys(whole.headers))
    return whole


def _text(value: object) -> str | None:
    return None if value is None else str(value)
