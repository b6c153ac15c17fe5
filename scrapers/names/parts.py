"""A name taken apart: its words, the meanings of its words, its acronyms and other forms. Compares nothing (`likeness`)."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scrapers.names.folding import fold, is_latin, mend, parted_elisions, without_titles
from scrapers.names.korean import romanised
from scrapers.names.sounds import sound_keys
from scrapers.names.words import (
    ARTICLES,
    BODY_WORDS,
    COMPOUND_ENDS,
    COMPOUND_STARTS,
    CONJUNCTIONS,
    MEANING_OF,
    NOT_INFLECTED,
    PARTICLES,
)

_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_ACRONYM = re.compile(r"^[A-ZÀ-Ý][A-Za-z]*[A-ZÀ-Ý][A-ZÀ-Ý0-9a-z.-]*$")
# Vowel signs of Indian and South-East Asian scripts are marks, which are no letters of words to `re`.
_MARKS = "".join(
    re.escape(sign)
    for sign in map(chr, range(0x300, min(0x1E000, sys.maxunicode)))
    if unicodedata.category(sign)[0] == "M"
)
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ]{_LETTERS})?")
_MOST_OF_A_WORD = 3
_MOST_WORDS = 16
_COMPOUND_ENDS = tuple(sorted(COMPOUND_ENDS))
_MEANINGS = frozenset(MEANING_OF.values())


@dataclass(frozen=True, slots=True)
class NameParts:
    """One form of a name taken apart; all parts are empty for a text without letters."""

    words: tuple[str, ...]  # accents kept, titles and particles dropped
    tokens: frozenset[str]  # folded
    meanings: tuple[tuple[str, str], ...]  # meaning and folded form of its words, articles dropped
    acronyms: frozenset[str]
    initials: frozenset[str]
    written: tuple[str, ...]  # all its words in order, folded
    is_body: bool
    may_be_body: bool
    is_joint: bool

    @property
    def joined(self) -> tuple[str, ...]:
        """Sound keys of the words written as one."""
        return joined_keys(self.words)


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as written: what stands outside brackets, and its other forms (in brackets or quotes, on either side of a dash)."""

    main: NameParts
    others: tuple[NameParts, ...]


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
    if len(acronyms) > 1:
        others = [
            part for part in others if not _ACRONYM.match(part)
        ]  # of two bodies named as one, neither is the whole
    return ReadName(_name(main, acronyms), tuple(_name(part, frozenset()) for part in dict.fromkeys(others)))


def _name(text: str, acronyms: frozenset[str]) -> NameParts:
    written = _WORD.findall(parted_elisions(romanised(text)))
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
        meanings=_meanings(kept, is_body or may_be_body, spelled),
        acronyms=acronyms,
        initials=initials,
        written=tuple(token for token in folded if token),
        is_body=is_body,
        may_be_body=may_be_body,
        is_joint="&" in text or any(word in CONJUNCTIONS for word in written[1:-1]),
    )


def _is_acronym(word: str) -> bool:
    return bool(_ACRONYM.match(word)) or (word.isupper() and len(word) >= 3)


@lru_cache(maxsize=200_000)
def stands_for(acronym: str, words: tuple[str, ...]) -> bool:
    """True where an acronym is made of the beginnings of a body's words, one after the other: COFADEH, ASADHO, CENIDH.

    At least three words take part, the first among them; articles need not, and with four letters or more one other word may be left out.
    """

    def spelled(rest: str, index: int, left_out: int, used: int) -> bool:
        if index == len(words):
            return not rest and used >= 3
        word = words[index]
        if word in ARTICLES and spelled(rest, index + 1, left_out, used):
            return True
        for length in range(min(len(rest), len(word), _MOST_OF_A_WORD), 0, -1):
            if rest.startswith(word[:length]) and spelled(rest[length:], index + 1, left_out, used + 1):
                return True
        return bool(left_out and index) and spelled(rest, index + 1, left_out - 1, used)

    return 3 <= len(words) <= _MOST_WORDS and spelled(acronym, 0, int(len(acronym) >= 4), 0)


@lru_cache(maxsize=200_000)
def joined_keys(words: tuple[str, ...]) -> tuple[str, ...]:
    """Sound keys of the words written as one, also with the last word first: "Zhiyong Xu" can be one word in Chinese."""
    keys = sound_keys("".join(words))[:3] if words else ()
    return keys if not 2 <= len(words) <= 3 else (*keys, sound_keys("".join((words[-1], *words[:-1])))[0])


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
        if not place and token.endswith("s"):
            place = names.find(token[:-1], None)  # "Russlands"
        found = ";".join(place.codes) if place else None
    return f"={found}" if found else None


def _country_in(token: str, spelled: Mapping[str, str]) -> str | None:
    word = spelled.get(token, token)
    return _country(token) if is_latin(word) else _country(token) or _country(word)


def _meanings(tokens: tuple[str, ...], body: bool, spelled: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for token in _apart(tokens):
        if token not in ARTICLES:
            found.setdefault((body and _country_in(token, spelled)) or _meaning(token), token)
    return tuple(found.items()) or tuple((token, token) for token in tokens)
