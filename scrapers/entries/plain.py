"""Names that hold nothing but a name: told apart quickly, because most entries are such and need none of the reading that others do.

What is plain is decided so that the full reading would come to the same: `tests/test_entries.py` compares the two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from scrapers import lexicon, places
from scrapers.entries import names, splitting, words
from scrapers.entries.annotations import any_annotation

_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}){1,3}")
_PLACED = re.compile(
    r"(?P<name>[^(),]+)(?: \((?P<inside>[^\W\d_]+(?: [^\W\d_]+)?)\)|, (?P<behind>[^\W\d_]+(?: [^\W\d_]+)?))"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_STEM = 4
"""Letters from which a word of a pattern also counts as the beginning of longer ones: patterns leave endings open."""


def is_plain(text: str) -> bool:
    """True for two to four capitalised words none of which means anything to the reader of entries."""
    return _PLAIN.fullmatch(text) is not None and all(map(_means_nothing, text.split(" "))) and not lexicon.find(text)


def plain_parts(text: str, language: str | None) -> tuple[str, str | None] | None:
    """(name, place) of a plain name, alone or with one place in brackets or behind a comma; None when there is more to read."""
    match = _PLACED.fullmatch(text)
    if match is None:
        return (text, None) if is_plain(text) else None
    name, place = match["name"], match["inside"] or match["behind"]
    return (name, place) if is_plain(name) and _is_plain_place(place, language) else None


@lru_cache(8192)
def _is_plain_place(place: str, language: str | None) -> bool:
    return (
        place[0].isupper()
        and not names.SUFFIX.match(place)
        and not any_annotation().search(place)
        and not any(word.casefold() in _joining() for word in place.split())
        and places.is_place(place, language)
    )


@cache
def _joining() -> frozenset[str]:
    """Words that join places or stand before them, so that a text with one is no single place."""
    joining = {word for each in words.CONJUNCTIONS.values() for word in each}
    return frozenset(joining | set(places.CONNECTING_WORDS))


@lru_cache(65536)
def _means_nothing(word: str) -> bool:
    folded = word.casefold()
    return (
        not any(folded[:length] in _telling() for length in range(_STEM, len(folded) + 1))
        and folded not in _telling()
        and not places.names_place(word)
        and not places.demonym(word)
        and not places.begins_demonym(word)
    )


@cache
def _telling() -> frozenset[str]:
    """Every run of letters in a pattern with which entries are read, whatever it does there."""
    sources = [
        pattern.pattern
        for module in (names, splitting, words)
        for pattern in vars(module).values()
        if isinstance(pattern, re.Pattern)
    ]
    sources += [any_annotation().pattern, words.ARTICLES, words.NUMERALS, *places.CONNECTING_WORDS]
    sources += [word for each in words.CONJUNCTIONS.values() for word in each]
    return frozenset(run.casefold() for source in sources for run in _LETTERS.findall(source))
