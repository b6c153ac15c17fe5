"""How likely two strings name the same person or body within one edition of one award.

Knows names only: no countries, no years, no sources (`warehouse.corroborate` and `warehouse.identity` weigh those).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import Indel

from scrapers.names.folding import fold, mend, without_titles
from scrapers.names.sounds import coarse_keys, differ_in_gender, skeletons, sound_keys, word_likeness
from scrapers.names.words import (
    ARTICLES,
    BODY_MEANING_OF,
    BODY_WORDS,
    COMPOUND_ENDS,
    COMPOUND_STARTS,
    CONJUNCTIONS,
    MEANING_OF,
    NOT_INFLECTED,
    PARTICLES,
    SHORT_FORMS,
)

_W = TypeVar("_W")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_ACRONYM = re.compile(r"^[A-ZÀ-Ý][A-Za-z]*[A-ZÀ-Ý][A-ZÀ-Ý0-9a-z.-]*$")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?")
_SAME_WORD = 0.8  # below it two words are not spellings of one another
_OTHER_WORD = 0.62  # below it they contradict each other
# First letters that transliterations exchange, each with the one it is taken for.
_FIRST_LETTERS = {"w": "v", "j": "i", "y": "i", "e": "i", "q": "k", "c": "k", "z": "s", "x": "s"}
_UNLIKE = 0.1
_COMPOUND_ENDS = tuple(sorted(COMPOUND_ENDS))
_SHORT_FORM = 0.89  # Sasha and Aleksandra
_MEANINGS = frozenset(MEANING_OF.values())
_BODY_MEANINGS = frozenset(BODY_MEANING_OF.values())
# Translators exchange these; all other words of bodies tell bodies apart.
_EXCHANGED = frozenset({"association", "union", "organization", "group", "federation", "league", "network", "movement"})


@dataclass(frozen=True, slots=True)
class NameParts:
    """One form of a name taken apart; all parts are empty for a text without letters."""

    words: tuple[str, ...]  # accents kept, titles and particles dropped
    tokens: frozenset[str]  # folded
    joined: tuple[str, ...]  # sound keys of the whole name written as one word
    hints: frozenset[str]  # consonants and beginnings of its words: names that share none are not alike
    meanings: tuple[tuple[str, str], ...]  # meaning and folded form of its words, articles dropped
    acronyms: frozenset[str]
    initials: frozenset[str]
    is_body: bool
    may_be_body: bool
    is_joint: bool


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as written: what stands outside brackets, and its other forms (in brackets or quotes, on either side of a dash)."""

    main: NameParts
    others: tuple[NameParts, ...]


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
def read_name(text: str) -> ReadName:
    """Take a name apart once; everything that compares names works on the result."""
    text = mend(text)
    outside = _BRACKETS.sub(" ", text)
    inside = [part.strip() for part in _BRACKETS.findall(text)]
    main = outside if fold(outside) else text
    quoted = [part for part in _QUOTED.findall(main) if fold(part)]
    others = [part for part in inside if fold(part) and fold(main)]
    bare = _QUOTED.sub(" ", main)
    if quoted and fold(bare):
        others.append(bare)
    name, comma, description = main.partition(",")
    if comma and fold(description) and len(fold(name).split()) >= 2 and not _speaks(tuple(fold(name).split()), 1):
        others.append(name)  # "Heike Kammer, deutsche Menschenrechtsaktivistin"
    for separator in (" – ", " - ", " — ", "/"):
        if separator in main:
            others.extend(part for part in main.split(separator) if fold(part))
    acronyms = frozenset(part.replace(".", "").lower() for part in inside if _ACRONYM.match(part))
    return ReadName(_name(main, acronyms), tuple(_name(part, frozenset()) for part in dict.fromkeys(others)))


def _name(text: str, acronyms: frozenset[str]) -> NameParts:
    written = _WORD.findall(text)
    folded = [fold(word).replace(" ", "") for word in written]
    pairs = [(token, word) for token, word in zip(folded, written, strict=True) if token]
    kept = without_titles(tuple(token for token, _ in pairs)) if pairs else ()
    spelled: dict[str, str] = {}
    for token, word in pairs:
        spelled.setdefault(token, word.lower())
    named = _without_particles(kept)
    words = tuple(spelled[token] for token in named)
    significant = [token for token in folded if token and token not in ARTICLES]
    initials = frozenset(
        "".join(token[0] for token in chosen) for chosen in (significant, [t for t in folded if t]) if len(chosen) >= 3
    )
    if len(written) <= 3 and any(map(_is_acronym, written)):
        alone = [word for word in written if len(written) == 1 or not _country(fold(word))]
        if len(alone) == 1 and _is_acronym(alone[0]):
            acronyms = acronyms | {fold(alone[0])}
    is_body = bool(acronyms) or _speaks(kept, 2)
    may_be_body = _speaks(kept, 1)
    return NameParts(
        words=words,
        tokens=frozenset(named),
        joined=_joined(words),
        hints=frozenset(hint for word in words for hint in _hints(word)),
        meanings=_meanings(kept, is_body or may_be_body),
        acronyms=acronyms,
        initials=initials,
        is_body=is_body,
        may_be_body=may_be_body,
        is_joint="&" in text or any(word in CONJUNCTIONS for word in written[1:-1]),
    )


def _is_acronym(word: str) -> bool:
    return bool(_ACRONYM.match(word)) or (word.isupper() and len(word) >= 3)


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Sound keys of the words written as one, also with the last word first: "Zhiyong Xu" can be one word in Chinese."""
    keys = sound_keys("".join(words))[:3] if words else ()
    return keys if not 2 <= len(words) <= 3 else (*keys, sound_keys("".join((words[-1], *words[:-1])))[0])


@lru_cache(maxsize=200_000)
def _hints(word: str) -> frozenset[str]:
    own = frozenset(bone for bone in skeletons(word) if len(bone) >= 2) | {key[:3] for key in coarse_keys(word)}
    return own.union(*(_hints(name) for name in SHORT_FORMS.get(fold(word), ()) if name != word))


def _without_particles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Words between which particles stand; a particle stays where it is the last word or one of the only two."""
    named = tuple(token for token in tokens[:-1] if token not in PARTICLES) + tokens[-1:]
    return named if len(named) > 1 or len(tokens) != 2 else tokens


def _speaks(tokens: tuple[str, ...], least: int) -> bool:
    """True for a name with a body's word or at least so many words with a meaning."""
    parted = _apart(tokens)
    return (
        any(token in BODY_WORDS for token in parted) or sum(_meaning(token) in _MEANINGS for token in parted) >= least
    )


@lru_cache(maxsize=100_000)
def _parts(token: str) -> tuple[str, ...]:
    """Parts of a German or Scandinavian compound whose beginning or end is a known word."""
    for start, parts in COMPOUND_STARTS:
        if token.startswith(start):
            rest = token[len(start) :]
            return (*parts.split(), rest) if len(rest) > 3 else tuple(parts.split())
    if token.endswith(_COMPOUND_ENDS):
        for end in _COMPOUND_ENDS:
            if token.endswith(end) and len(token) >= len(end) + 4:
                return token[: -len(end)], end
    return (token,)


def _apart(tokens: tuple[str, ...]) -> list[str]:
    return [part for token in tokens for part in _parts(token)]


@lru_cache(maxsize=100_000)
def _meaning(token: str) -> str:
    """Meaning of a word, inflected or not; the word itself where none is listed."""
    if token in NOT_INFLECTED:
        return token
    for stem in (token, token[:-1], token[:-2], token[:-3]):
        if stem in MEANING_OF and (stem == token or len(stem) >= 5):
            return MEANING_OF[stem]
    return token


@lru_cache(maxsize=100_000)
def _country(token: str) -> str | None:
    """Code behind a country's name or adjective in any language: "hviderusland", "belarusian" -> "=BY"."""
    from scrapers.places import demonym, names

    if len(token) < 5 or token in MEANING_OF:
        return None
    found = demonym(token)
    if not found:
        place = names.find(token, None)
        found = ";".join(place.codes) if place else None
    return f"={found}" if found else None


def _meanings(tokens: tuple[str, ...], body: bool) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for token in _apart(tokens):
        if token not in ARTICLES:
            found.setdefault((body and _country(token)) or _meaning(token), token)
    return tuple(found.items()) or tuple((token, token) for token in tokens)


def _compared(a: NameParts, b: NameParts) -> float:
    if not a.words or not b.words:
        return 0.0
    if a.acronyms & b.acronyms or a.acronyms & b.initials or b.acronyms & a.initials:
        return 0.93
    if a.is_body or b.is_body:
        score = _bodies(a, b)
    else:
        strangers = len(a.words) > 1 and len(b.words) > 1 and a.hints.isdisjoint(b.hints)
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
    same = sum(m >= _SAME_WORD for m in matches)
    contradicted = sum(m < _OTHER_WORD for m in matches)
    missing = len(b.words) - len(a.words)
    taken = {index for _, index in pairs}
    full = any(
        m >= _SAME_WORD and len(word) > 1 and len(b.words[index]) > 1
        for word, (m, index) in zip(a.words, pairs, strict=True)
    )
    if not full and any(len(word) > 1 for index, word in enumerate(b.words) if index not in taken):
        contradicted += 1  # "Madi Ceesay" and "M.C. Mehta"
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
    if all(len(word) == 1 for word, m in zip(a.words, matches, strict=True) if m >= _SAME_WORD):
        return 0.4
    doubt = min((m for m in matches if m < _SAME_WORD), default=1.0)
    return max(0.0, doubt * likeness**1.5 - 0.03 * missing)


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
    if likeness < _SHORT_FORM and (_is_short_form(a, b) or _is_short_form(b, a)):
        return _SHORT_FORM
    if likeness < _OTHER_WORD:
        return likeness
    meanings = MEANING_OF.get(a), MEANING_OF.get(b)
    if all(meanings) and meanings[0] != meanings[1]:
        return 0.0
    if likeness < 0.97 and differ_in_gender(left, right):
        return min(likeness, 0.7)
    if min(len(a), len(b)) <= 5 and a[0] != b[0] and _first_sound(a) != _first_sound(b):
        return min(likeness, 0.7)
    if likeness < 0.86 and Indel.normalized_similarity(a, b) < 0.75:
        return min(likeness, 0.7)
    return likeness


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
    if left[0] in _MEANINGS and right[0] in _MEANINGS:
        return _SAME_WORD if left[0] in _EXCHANGED and right[0] in _EXCHANGED else 0.0
    if left[0] in _MEANINGS or right[0] in _MEANINGS:
        return Indel.normalized_similarity(left[1], right[1])
    return name_word_likeness(left[1], right[1])


@lru_cache(maxsize=100_000)
def _weight(meaning: str) -> float:
    if meaning in _BODY_MEANINGS:
        return 0.35
    if meaning.startswith("="):
        return 0.5
    if meaning in {"human", "right", "international", "national"}:
        return 0.4
    if meaning in _MEANINGS:
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
    matches = matched(a.meanings, b.meanings, meaning_likeness)
    shared = only_a = 0.0
    for (meaning, _), match in zip(a.meanings, matches, strict=True):
        if match >= _SAME_WORD:
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
