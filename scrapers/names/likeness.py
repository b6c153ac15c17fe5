"""How likely two strings name the same person or body within one edition of one award.

Knows names only: no countries, no years, no sources (`warehouse.corroborate` and `warehouse.identity` weigh those).
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Indel

from scrapers.names.folding import fold
from scrapers.names.pairing import (
    BODY_MEANINGS,
    MEANINGS,
    OTHER_WORD,
    SAME_WORD,
    matched,
    meaning_likeness,
    name_word_likeness,
    paired,
)
from scrapers.names.parts import NameParts, read_name
from scrapers.names.sounds import coarse_keys, skeletons
from scrapers.names.words import SHORT_FORMS

_UNLIKE = 0.1


def alike(left: str, right: str) -> float:
    """0..1: probability-like likeness of two names, whatever their spelling, word order, initials or language of generic words.

    Symmetric. 1.0 for names that fold alike. See `docs/identity.md` for what the values mean on labelled pairs.
    """
    if left > right:
        left, right = right, left
    return _alike(left, right)


@lru_cache(maxsize=500_000)
def _alike(left: str, right: str) -> float:
    if fold(left) == fold(right):
        return 1.0
    a, b = read_name(left), read_name(right)
    if a.main.tokens == b.main.tokens and a.main.words and len(a.main.words) == len(b.main.words):
        return 1.0
    best = _compared(a.main, b.main)
    for other in a.others:
        best = max(best, 0.97 * _compared(other, b.main))
    for other in b.others:
        best = max(best, 0.97 * _compared(a.main, other))
    return round(best, 4)


@lru_cache(maxsize=200_000)
def _hints(words: tuple[str, ...]) -> frozenset[str]:
    """Consonants and beginnings of the words: names that share none are not alike."""
    return frozenset().union(*map(_hints_of_word, words))


@lru_cache(maxsize=200_000)
def _hints_of_word(word: str) -> frozenset[str]:
    own = frozenset(bone for bone in skeletons(word) if len(bone) >= 2) | {key[:3] for key in coarse_keys(word)}
    return own.union(*(_hints_of_word(name) for name in SHORT_FORMS.get(fold(word), ()) if name != word))


def _compared(a: NameParts, b: NameParts) -> float:
    if not a.words or not b.words:
        return 0.0
    if a.acronyms & b.acronyms or a.acronyms & b.initials or b.acronyms & a.initials:
        return 0.93
    if a.is_body or b.is_body:
        score = _bodies(a, b)
    else:
        strangers = len(a.words) > 1 and len(b.words) > 1 and _hints(a.words).isdisjoint(_hints(b.words))
        score = _UNLIKE if strangers else _persons(a, b)
        if a.may_be_body or b.may_be_body:
            score = max(score, _bodies(a, b))
    if a.is_joint != b.is_joint:
        return min(score, 0.6 if not (a.is_body and b.is_body) else 0.85)
    return score


def _persons(a: NameParts, b: NameParts) -> float:
    if len(a.words) > len(b.words):
        a, b = b, a
    pairs = paired(a.words, b.words, name_word_likeness)
    matches = [match for match, _ in pairs]
    weights = [min(len(word), 6) if len(word) > 1 else 1.0 for word in a.words]
    likeness = sum(w * m for w, m in zip(weights, matches, strict=True)) / sum(weights)
    same = sum(m >= SAME_WORD for m in matches)
    contradicted = sum(m < OTHER_WORD for m in matches)
    missing = len(b.words) - len(a.words)
    taken = {index for _, index in pairs}
    surname = len(a.words[-1]) > 1 and matches[-1] >= SAME_WORD and pairs[-1][1] == len(b.words) - 1
    stood_for = any(len(word) > 1 == len(b.words[index]) for word, (_, index) in zip(a.words, pairs, strict=True))
    if stood_for and not surname and any(len(word) > 1 for i, word in enumerate(b.words) if i not in taken):
        contradicted += 1  # "Madi Ceesay" and "M.C. Mehta", but not "Hjalmar Branting" and "Karl H. Branting"
    whole = max(Indel.normalized_similarity(x, y) for x in a.joined for y in b.joined)
    if (missing or contradicted) and whole >= 0.96 and min(len(a.joined[0]), len(b.joined[0])) >= 5:
        return max(0.95, likeness - 0.02 * missing)
    if contradicted:
        # Aung San Suu Kyi / Aung Schan Su Tij: three of four agree; brothers and couples share fewer.
        if same >= 3 and contradicted == 1 and not missing and len(a.words) == 4:
            return 0.85 * whole + 0.1 if whole >= 0.75 else 0.45
        return min(0.5, 0.55 * likeness)
    if len(a.words) == 1:
        if not missing:
            return likeness
        return max(0.0, 0.78 * likeness - 0.02 * missing) if likeness >= 0.9 else 0.5 * likeness
    if all(len(word) == 1 for word, m in zip(a.words, matches, strict=True) if m >= SAME_WORD):
        return 0.4
    doubt = min((m for m in matches if m < SAME_WORD), default=1.0)
    return max(0.0, doubt * likeness**1.5 - 0.03 * missing)


@lru_cache(maxsize=100_000)
def _weight(meaning: str) -> float:
    if meaning in BODY_MEANINGS:
        return 0.35
    if meaning.startswith("="):
        return 0.5
    if meaning in {"human", "right", "international", "national"}:
        return 0.4
    if meaning in MEANINGS:
        return 0.8
    return min(0.6 + 0.12 * len(meaning), 1.6)


def _bodies(a: NameParts, b: NameParts) -> float:
    if {meaning for meaning, _ in a.meanings} == {meaning for meaning, _ in b.meanings}:
        return 0.99
    # "Peace-Keeping" and "Peacekeeping"
    if max(Indel.normalized_similarity(x, y) for x in a.joined for y in b.joined) >= 0.97 and len(a.joined[0]) >= 8:
        return 0.97
    if len(a.meanings) > len(b.meanings):
        a, b = b, a
    acronyms = a.acronyms | b.acronyms

    def likeness_of(left: tuple[str, str], right: tuple[str, str]) -> float:
        if left[1] in acronyms or right[1] in acronyms:
            return float(left[1] == right[1])  # letters have no spellings
        return meaning_likeness(left, right)

    matches = matched(a.meanings, b.meanings, likeness_of)
    shared = only_a = 0.0
    for (meaning, _), match in zip(a.meanings, matches, strict=True):
        if match >= SAME_WORD:
            shared += match * _weight(meaning)
        else:
            only_a += _weight(meaning)
    only_b = max(0.0, sum(_weight(meaning) for meaning, _ in b.meanings) - shared)
    if not shared:
        return 0.0
    contained = shared / (shared + only_a)
    dice = 2 * shared / (2 * shared + only_a + only_b)
    # What both sides say differently contradicts; what only one says may be left out by the other.
    score = 0.55 * dice + 0.45 * contained - 0.5 * min(only_a, only_b) / (shared + min(only_a, only_b))
    if shared < 0.75:
        score = min(score, 0.5)
    return max(0.0, min(score, 0.97))
