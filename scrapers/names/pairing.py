"""Words against words: which word of one name goes with which of the other, and how alike two such words are.

Words of persons' names go by sound, words of bodies' names by meaning. What follows for the names is `likeness`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import Indel

from scrapers.names.folding import fold
from scrapers.names.sounds import differ_in_gender, may_be_alike, word_likeness
from scrapers.names.words import BODY_MEANING_OF, MEANING_OF, SHORT_FORMS

_W = TypeVar("_W")
SAME_WORD = 0.8  # below it two words are not spellings of one another
OTHER_WORD = 0.62  # below it they contradict each other
SHORT_FORM = 0.89  # Sasha and Aleksandra
# First letters that transliterations exchange, each with the one it is taken for.
_FIRST_LETTERS = {"w": "v", "j": "i", "y": "i", "e": "i", "q": "k", "c": "k", "z": "s", "x": "s"}
MEANINGS = frozenset(MEANING_OF.values())
BODY_MEANINGS = frozenset(BODY_MEANING_OF.values())
# Translators exchange these; all other words of bodies tell bodies apart.
_EXCHANGED = frozenset({"association", "union", "organization", "group", "federation", "league", "network", "movement"})


def paired(
    few: tuple[_W, ...], many: tuple[_W, ...], likeness_of: Callable[[_W, _W], float]
) -> list[tuple[float, int]]:
    """For each of the few words its likeness to, and the index of, the word of the many it goes with; each goes once."""
    scored = sorted(
        [(likeness_of(x, y), -abs(i - j), i, j) for i, x in enumerate(few) for j, y in enumerate(many)], reverse=True
    )
    found = [(0.0, -1)] * len(few)
    left, right = set(range(len(few))), set(range(len(many)))
    for likeness, _, i, j in scored:
        if i in left and j in right:
            found[i] = (likeness, j)
            left.discard(i)
            right.discard(j)
    return found


def matched(few: tuple[_W, ...], many: tuple[_W, ...], likeness_of: Callable[[_W, _W], float]) -> list[float]:
    """The likenesses of `paired`."""
    return [likeness for likeness, _ in paired(few, many, likeness_of)]


@lru_cache(maxsize=500_000)
def name_word_likeness(left: str, right: str) -> float:
    """`word_likeness` for words of persons' names: words of other meaning, the other gender or another sound stay apart."""
    likeness = word_likeness(left, right)
    if likeness == 1.0 or len(left) == 1 or len(right) == 1:
        return likeness
    a, b = fold(left), fold(right)
    if likeness < SHORT_FORM and (_is_short_form(a, b) or _is_short_form(b, a)):
        return SHORT_FORM
    if likeness < OTHER_WORD:
        return likeness
    meanings = MEANING_OF.get(a), MEANING_OF.get(b)
    if all(meanings) and meanings[0] != meanings[1]:
        return 0.0
    if likeness < 0.97 and differ_in_gender(left, right):
        return min(likeness, 0.7)
    vowels = (
        left.isascii() != right.isascii() and a[0] in "aeiou" and b[0] in "aeiou"
    )  # one letter stands for all of them
    if min(len(a), len(b)) <= 5 and a[0] != b[0] and not vowels and _first_sound(a) != _first_sound(b):
        return min(likeness, 0.7)
    written = Indel.normalized_similarity(a, b)
    if likeness <= 0.86 and (written < 0.6 and _first_sound(a) != _first_sound(b)):
        return min(likeness, 0.7)  # "Neruda" and "Henriette" share their consonants only
    if likeness < 0.86 and written < 0.75:
        return min(likeness, 0.7)
    return likeness


@lru_cache(maxsize=500_000)
def may_be_spellings(left: str, right: str) -> bool:
    """False only for words whose `name_word_likeness` is under SAME_WORD; asked before it where most words have nothing in common."""
    return may_be_alike(left, right) or fold(left) in SHORT_FORMS or fold(right) in SHORT_FORMS


def _is_short_form(short: str, full: str) -> bool:
    return short in SHORT_FORMS and any(word_likeness(name, full) >= 0.86 for name in SHORT_FORMS[short])


def _first_sound(word: str) -> str:
    first = (word.removeprefix("h") or word)[:1]
    return _FIRST_LETTERS.get(first, first)


@lru_cache(maxsize=500_000)
def meaning_likeness(left: tuple[str, str], right: tuple[str, str]) -> float:
    if left[0] == right[0]:
        return 1.0
    if left[0].startswith("=") or right[0].startswith("="):
        return 0.0
    if left[0] in MEANINGS and right[0] in MEANINGS:
        return SAME_WORD if left[0] in _EXCHANGED and right[0] in _EXCHANGED else 0.0
    if left[0] in MEANINGS or right[0] in MEANINGS:
        return Indel.normalized_similarity(left[1], right[1])
    return name_word_likeness(left[1], right[1])
