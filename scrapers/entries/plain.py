"""Names that hold nothing but a name: told apart quickly, because most entries are such and need none of the reading that others do.

What is plain is decided so that the full reading would come to the same: `tests/test_entries.py` compares the two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from scrapers import lexicon, places
from scrapers.entries import names, splitting, words
from scrapers.entries.annotations import any_annotation, is_annotated

_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}){1,3}")
_PLACED = re.compile(
    r"(?P<name>[^(),]+)(?: \((?P<inside>[^\W\d_]+(?: [^\W\d_]+)?)\)|, (?P<behind>[^\W\d_]+(?: [^\W\d_]+)?))"
)
# one apostrophe at most in a word, none in the first, which may be an article run into it
_BODY = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?: [^\W\d_]+(?:['’][^\W\d_]+)?){1,9}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEADING_ON = frozenset(
    [
        "of",
        "for",
        "against",
        "the",
        "für",
        "gegen",
        "pour",
        "contre",
        "la",
        "le",
        "les",
        "des",
        "du",
        "de",
        "el",
        "del",
        "los",
        "las",
        "para",
        "por",
        "contra",
        "per",
        "di",
        "dei",
        "delle",
        "do",
        "da",
        "dos",
        "das",
    ]
)
"""Small words inside names of bodies that lead on to what the body is for."""
_STEM = 4
"""Letters from which a word of a pattern also counts as the beginning of longer ones: patterns leave endings open."""


def is_plain(text: str) -> bool:
    """True for two to four capitalised words none of which means anything to the reader of entries."""
    return _PLAIN.fullmatch(text) is not None and all(
        _means_nothing(word) and not lexicon.knows(word) for word in text.split(" ")
    )


@lru_cache(8192)
def is_plain_body(text: str) -> bool:
    """True for the name of a body that says what it is before it says what it is for, and of which no word means anything else."""
    if _BODY.fullmatch(text) is None or splitting.CHAPTER.match(text):
        return False
    known, heads = set[int](), set[int]()
    for hit in lexicon.find(text):
        if hit.kind in lexicon.COLLECTIVE_KINDS:
            known.update(range(hit.start, hit.end))
            if hit.kind in names.HEAD_KINDS and hit.strength >= names.HEAD_STRENGTH:
                heads.update(range(hit.start, hit.end))
        elif hit.kind != "particle":
            return False
    if not heads:
        return False
    at, headed = 0, False
    for word in text.split(" "):
        if word in _LEADING_ON:
            if not headed:
                return False
        elif not word[1:].islower():
            # an acronym, or a country run into the name
            return False
        elif at in heads:
            headed = True
        elif not (_may_name_purpose(word, at in known) if at else _means_nothing(word)):
            return False
        at += len(word) + 1
    return headed and not places.is_place(text)


class Plain(NamedTuple):
    """A plain name, the place beside it, and its shape where that is settled (a plain name that is no body's is a person's)."""

    name: str
    place: str | None
    shape: str | None


def plain_parts(text: str, language: str | None) -> Plain | None:
    """The parts of a plain name, alone or with one place in brackets or behind a comma; None when there is more to read."""
    match = _PLACED.fullmatch(text)
    name, place = (text, None) if match is None else (match["name"], match["inside"] or match["behind"])
    if is_plain(name):
        shape = "person"
    elif is_plain_body(name):
        shape = None
    else:
        return None
    return Plain(name, place, shape) if place is None or _is_plain_place(place, language) else None


@lru_cache(8192)
def _is_plain_place(place: str, language: str | None) -> bool:
    return (
        place[0].isupper()
        and not names.SUFFIX.match(place)
        and not is_annotated(place)
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
    return not _begins_as_one_of(_telling(), word) and _is_nowhere(word)


@lru_cache(65536)
def _may_name_purpose(word: str, known: bool) -> bool:
    """Whether a word in the name of a body is read as part of it, whatever else stands there; `known`: the lexicon says so of it."""
    return not _begins_as_one_of(_telling_of_bodies(), word) and (
        known or all(map(_is_nowhere, _LETTERS.findall(word)))
    )


def _begins_as_one_of(telling: frozenset[str], word: str) -> bool:
    folded = word.casefold()
    return folded in telling or any(folded[:length] in telling for length in range(_STEM, len(folded)))


def _is_nowhere(word: str) -> bool:
    return not (places.names_place(word) or places.demonym(word) or places.begins_demonym(word))


@cache
def _telling() -> frozenset[str]:
    """Every run of letters in a pattern with which entries are read, whatever it does there."""
    sources = [
        pattern.pattern
        for module in (names, splitting, words)
        for pattern in vars(module).values()
        if isinstance(pattern, re.Pattern)
    ]
    return (
        _runs(*sources, any_annotation().pattern, words.ARTICLES, words.NUMERALS, *places.CONNECTING_WORDS) | _joining()
    )


@cache
def _telling_of_bodies() -> frozenset[str]:
    """The same of the patterns that end the name of a body, whatever it begins with."""
    patterns = (any_annotation(), words.REPRESENTED, words.OWN_CLAUSE)
    return _runs(*(pattern.pattern for pattern in patterns)) | _joining()


def _runs(*sources: str) -> frozenset[str]:
    return frozenset(run.casefold() for source in sources for run in _LETTERS.findall(source))
