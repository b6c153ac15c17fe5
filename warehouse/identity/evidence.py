"""How much two names, and two sets of countries, speak for one recipient: log odds, so that parts add up.

A word that few names share says more than one that many share; what both names say differently speaks against. Which pairs
are looked at, and what follows from the sum, is `clusters`. The weights are justified in docs/identity.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from scrapers.names import (
    NameParts,
    coarse_keys,
    fold,
    matched,
    may_be_spellings,
    meaning_likeness,
    name_word_likeness,
    paired,
    skeletons,
    sound_keys,
    stands_for,
)
from scrapers.names.words import BODY_MEANING_OF, COMMON_NAMES, MEANING_OF, SHORT_FORMS

# A collection smaller than this is taken to be drawn from one of this size, or rare words would not look rare in it.
_LEAST_NAMES = 2500
_ALIKE_WORDS = 0.8
# No word of these sorts says more than this, however few names of a collection have it.
_COMMON_NAME = 4.5
_COMMON_WORD = 4.5
_FREQUENT_WORD = 3.0
# Names equal word for word, beyond what each word says: in lists of the honoured they mostly are one.
_EQUAL_IN_FULL = 2.5
_SAME_PLACE_IN_NAME = 3.0
_GENERIC_WORD = 1.5
_MEANINGS = frozenset(MEANING_OF.values())
_BODY_MEANINGS = frozenset(BODY_MEANING_OF.values())
_WORLDWIDE = frozenset({"international", "world", "united"})
_GENERIC = frozenset({"human", "right", "international", "national"})
_FREQUENT = frozenset({"peace", "freedom", "justice", "democracy", "democratic", "woman", "child", "people", "world"})
# Rarity of a word that names a body by itself.
_TELLING = 5.5
# An acronym and a name in full that fits it, in one country.
_AT_HOME = 3.0
_REGIONS = frozenset({"european", "american", "african", "arab", "north", "south"})
_SECTIONS = frozenset(
    [
        "chapter",
        "section",
        "sektion",
        "branch",
        "seccion",
        "sezione",
        "seksjon",
        "avdeling",
        "abteilung",
        "ortsgruppe",
        "landesverband",
    ]
)
APART = -20.0
_BURMESE_TITLES = frozenset({"u", "daw", "ko", "ma", "maung", "saw", "naw", "nang", "sai", "mahn", "dr"})
INTERNATIONAL = "international"
EMPLOYER = "employer"
# What it costs to be seen in other countries only. A body named beside a person carries that person's country.
_ELSEWHERE = {"person": -4.5, "body": -4.0, EMPLOYER: -1.5, INTERNATIONAL: 0.0}

# States that ended -> those of today on their ground; a defender of one is as likely listed under the other.
_SUCCESSORS = {
    "SUHH": "RU UA BY MD EE LV LT GE AM AZ KZ KG UZ TM TJ",
    "CSHH": "CZ SK",
    "YUCS": "RS ME XK HR SI BA MK",
    "CSXX": "RS ME XK",
    "DDDE": "DE",
    "BUMM": "MM",
    "TPTL": "TL ID",
    "ZRCD": "CD",
    "RHZW": "ZW",
    "VDVN": "VN",
    "YDYE": "YE",
    "HVBF": "BF",
    "HK": "CN",
    "MO": "CN",
    "XK": "RS",
    "PR": "US",
    "GL": "DK",
    "PF": "FR",
    "NC": "FR",
}


@lru_cache(maxsize=10_000)
def territory(countries: frozenset[str]) -> frozenset[str]:
    """The countries, those that followed them, and the state they belong to."""
    return countries | {code for country in countries for code in _SUCCESSORS.get(country, "").split()}


@dataclass
class Frequencies:
    """How often words and countries occur among the distinct names of a collection."""

    persons: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    names: int = 0

    @classmethod
    def count(
        cls, persons: Iterable[NameParts], bodies: Iterable[NameParts], countries: Iterable[frozenset[str]]
    ) -> Frequencies:
        """Count each word once per name: persons' words by sound, bodies' words by meaning."""
        found = cls()
        for name in persons:
            found.persons.update({sound_keys(word)[0] for word in name.words})
            found.names += 1
        for name in bodies:
            found.bodies.update({meaning for meaning, _ in name.meanings})
            found.names += 1
        for codes in countries:
            found.countries.update(codes)
        return found

    @property
    def prior(self) -> float:
        """Log of how many names a name could be confused with."""
        return math.log(max(self.names, _LEAST_NAMES))

    def of_person_word(self, word: str) -> float:
        rarity = self.prior - math.log(max(1, self.persons[sound_keys(word)[0]]))
        return min(rarity, _COMMON_NAME) if fold(word) in COMMON_NAMES else rarity

    def of_meaning(self, meaning: str) -> float:
        rarity = self.prior - math.log(max(1, self.bodies[meaning]))
        if meaning in _BODY_MEANINGS or meaning in _GENERIC:
            return min(rarity, _GENERIC_WORD)
        if meaning in _FREQUENT:
            return min(rarity, _FREQUENT_WORD)
        return min(rarity, _COMMON_WORD) if meaning in _MEANINGS or meaning.startswith("=") else rarity

    def of_country(self, country: str) -> float:
        return math.log(max(1, self.countries.total()) / max(1, self.countries[country]))


def most_of(name: NameParts, person: bool, frequencies: Frequencies) -> float:
    """The most that any other name can have in common with this one."""
    if person:
        return sum(frequencies.of_person_word(word) for word in name.words) + _EQUAL_IN_FULL
    return max(frequencies.prior, 12.0, sum(frequencies.of_meaning(meaning) for meaning, _ in name.meanings)) + 4.0


def of_persons(a: NameParts, b: NameParts, frequencies: Frequencies) -> float:
    """Evidence of two persons' names, without the prior; `APART` where they contradict each other."""
    if len(a.words) > len(b.words):
        a, b = b, a
    if not a.words:
        return APART
    if len(a.words) != len(b.words) and _written_alike(a, b):
        return max(sum(frequencies.of_person_word(word) for word in name.words) for name in (a, b)) - 0.5
    # Before all words are weighed: each word of the shorter name needs a partner, and partners begin alike.
    for word in a.words:
        sounds = first_sounds(word)
        if not any(
            not sounds.isdisjoint(first_sounds(other))
            and may_be_spellings(word, other)
            and name_word_likeness(word, other) >= _ALIKE_WORDS
            for other in b.words
        ):
            return APART
    if len(a.words) == 1:
        same = len(b.words) == 1 and name_word_likeness(a.words[0], b.words[0]) >= 0.97
        return frequencies.of_person_word(a.words[0]) if same else APART
    pairs = paired(a.words, b.words, name_word_likeness)
    if any(likeness < _ALIKE_WORDS for likeness, _ in pairs):
        return APART
    total, full, initials = 0.0, 0, 0
    for word, (likeness, index) in zip(a.words, pairs, strict=True):
        rarity = min(frequencies.of_person_word(word), frequencies.of_person_word(b.words[index]))
        if len(word) == 1 or len(b.words[index]) == 1:
            total += 0.8
            initials += len(word) > 1
            continue
        full += 1
        if likeness >= 0.97:
            total += rarity
        elif likeness >= 0.89:
            total += 0.85 * rarity - 0.4
        else:
            total += 0.6 * rarity - 1.0
    taken = {index for _, index in pairs}
    missing = sum(len(word) > 1 for index, word in enumerate(b.words) if index not in taken)
    if not missing and not initials and all(likeness >= 0.98 for likeness, _ in pairs) and len(a.words) == len(b.words):
        total += _EQUAL_IN_FULL
    # "A. Jack" is not "Abdulaziz": a full word that only an initial stands for leaves no full word over on the other side.
    if not full or (initials and missing):
        return APART
    return total - 0.7 * missing


def _written_alike(a: NameParts, b: NameParts) -> bool:
    """True where the names differ only in how they are broken into words: Alhathloul and al-Hathloul."""
    if not set(a.joined).isdisjoint(b.joined):
        return True
    joined = joined_coarse(a) & joined_coarse(b)
    return any(len(key) >= 6 for key in joined)


def joined_coarse(name: NameParts) -> frozenset[str]:
    """Coarse keys of the words written as one: Liou Siao-po and Liu Xiaobo."""
    return coarse_keys("".join(name.words))


def contradict(a: NameParts, b: NameParts) -> bool:
    """True where each of two persons' names has a full word that the other lacks."""
    few, many = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if _written_alike(few, many):
        return False
    return any(
        likeness < _ALIKE_WORDS and len(word) > 1
        for word, likeness in zip(few.words, matched(few.words, many.words, name_word_likeness), strict=True)
    )


def of_bodies(
    a: NameParts, b: NameParts, a_countries: frozenset[str], b_countries: frozenset[str], frequencies: Frequencies
) -> float:
    """Evidence of two bodies' names, without the prior; a country in one name goes without saying in the country itself."""
    a_places, b_places = _places(a), _places(b)
    if a_places and b_places and not a_places & b_places:
        return APART
    by_acronym = _of_acronyms(a, b, _shared_states(a_countries, b_countries))
    if by_acronym:
        # "IRA-Mauritania" is the IRA of Mauritania, "UNICEF Austria" not the UNICEF of all countries.
        named = {place[1:] for place in (a_places | b_places) - (a_places & b_places)}
        return by_acronym if named <= (a_countries if b_places - a_places else b_countries) else APART
    a_meanings, b_meanings = _kept(a, a_places & b_places, b_countries), _kept(b, a_places & b_places, a_countries)
    if not a_meanings or not b_meanings:
        return APART
    if len(a_meanings) > len(b_meanings):
        a_meanings, b_meanings = b_meanings, a_meanings
    pairs = paired(a_meanings, b_meanings, meaning_likeness)
    placed = _SAME_PLACE_IN_NAME if a_places & b_places else 0.0
    tells = len(a_meanings) >= 3 or a_places == b_places or any(meaning not in _MEANINGS for meaning, _ in a_meanings)
    if tells and len(a_meanings) == len(b_meanings) and min(likeness for likeness, _ in pairs) >= 0.9:
        # Two bodies seldom bear the very same name, however common its words.
        return max(frequencies.prior, placed + 4.0 + sum(frequencies.of_meaning(meaning) for meaning, _ in a_meanings))
    if set(a.joined) & set(b.joined) and len(a.joined[0]) >= 8:
        return frequencies.prior + 4.0
    total = only_a = telling = 0.0
    for (meaning, _), (likeness, _) in zip(a_meanings, pairs, strict=True):
        if likeness >= 0.86:
            found = frequencies.of_meaning(meaning) * (1.0 if likeness >= 0.97 else 0.7)
            total += found
            telling = max(telling, found if meaning not in _MEANINGS else 0.0)
        elif likeness < _ALIKE_WORDS:
            only_a += _weight_alone(meaning)
        elif meaning in _MEANINGS:
            total += 0.4 * frequencies.of_meaning(meaning)  # a union may be an association in another language
    taken = {index for likeness, index in pairs if likeness >= _ALIKE_WORDS}
    over = [meaning for index, (meaning, _) in enumerate(b_meanings) if index not in taken]
    if a.is_joint != b.is_joint and any(_weight_alone(meaning) > 1.0 for meaning in over):
        return APART  # "the Commission" and "the Commission and the Movement of ..."
    if not only_a:
        total += placed
    if telling >= _TELLING and not only_a and all(_weight_alone(meaning) <= 1.0 for meaning in over):
        total += 3.0  # "Memorial" and "Human Rights Centre Memorial": bodies are called by their one telling word
    only_b = sum(map(_weight_alone, over))
    # What only one name says may be left out by the other; what each says alone tells two bodies apart.
    return total - 1.2 * max(only_a, only_b) - 4.0 * min(only_a, only_b)


def equal_bodies(a: NameParts, b: NameParts) -> bool:
    """True for names of equal words or meanings, and for an acronym and what it stands for."""
    return {m for m, _ in a.meanings} == {m for m, _ in b.meanings} or bool(_of_acronyms(a, b, False))


def _places(name: NameParts) -> frozenset[str]:
    return frozenset(meaning for meaning, _ in name.meanings if meaning.startswith("="))


def _kept(name: NameParts, shared: frozenset[str], countries_of_other: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Meanings without the countries that both names have or the other body is known to be of."""
    kept = tuple(
        (meaning, form)
        for meaning, form in name.meanings
        if meaning not in shared and not (meaning.startswith("=") and meaning[1:] in countries_of_other)
    )
    return kept or name.meanings


def _weight_alone(meaning: str) -> float:
    if meaning in _REGIONS or meaning in _SECTIONS:
        return 4.0
    if meaning in _BODY_MEANINGS or meaning in _GENERIC:
        return 0.5
    return 1.8 if meaning in _MEANINGS or meaning.startswith("=") else 2.5


def _shared_states(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(territory(a) & territory(b) - {"INT"})


def lone_acronyms(name: NameParts) -> frozenset[str]:
    """The acronyms of a name that is nothing else, but for a country: CPJ, IRA-Mauritania."""
    return name.acronyms if len(name.meanings) - len(_places(name)) == 1 else frozenset()


def of_two_by_acronym(
    a: Iterable[NameParts],
    b: Iterable[NameParts],
    a_countries: frozenset[str],
    b_countries: frozenset[str],
    frequencies: Frequencies,
) -> bool:
    """True where names in full of two bodies contradict each other, though one acronym would fit both."""
    a, b = list(a), list(b)
    if not any(map(lone_acronyms, (*a, *b))):
        return False
    in_full = [(x, y) for x in a for y in b if not lone_acronyms(x) and not lone_acronyms(y)]
    return bool(in_full) and all(of_bodies(x, y, a_countries, b_countries, frequencies) < 0 for x, y in in_full)


def _of_acronyms(a: NameParts, b: NameParts, at_home: bool) -> float:
    """Evidence by the letter of an acronym that is the whole of one name and bracketed with, or made of the beginnings of, the other.

    In one country (`at_home`) few bodies would fit the letters, and a body known by its acronym is likely to be known in full too.
    """
    for one, other in ((a, b), (b, a)):
        alone = lone_acronyms(one)
        # Two acronyms in brackets are of two bodies in one name, which is neither of them.
        bracketed = alone & other.acronyms if len(other.acronyms) == 1 else frozenset()
        initials = alone & other.initials
        if bracketed:
            return 2.7 * len(max(bracketed, key=len))
        if initials:
            return 2.7 * len(max(initials, key=len)) - 1.5 + (_AT_HOME if at_home else 0.0)
        spelled = [acronym for acronym in alone if at_home and stands_for(acronym, other.written)]
        if spelled:
            return 2.3 * len(max(spelled, key=len)) - 1.5 + _AT_HOME
    return 0.0


def is_meaning(meaning: str) -> bool:
    return meaning in _MEANINGS


def is_international(name: NameParts) -> bool:
    return any(meaning in _WORLDWIDE for meaning, _ in name.meanings)


def of_countries(a: frozenset[str], b: frozenset[str], frequencies: Frequencies, sort: str) -> float:
    """Evidence of where two recipients were seen; nothing where either is unknown or works in several states."""
    if not a or not b or "INT" in a or "INT" in b:
        return 0.0
    shared = territory(a) & territory(b)
    if shared:
        rarest = max(frequencies.of_country(country) for country in shared)
        return min(max(rarest, 1.0), 3.0)
    return _ELSEWHERE[sort]


def of_custom(a: NameParts, b: NameParts, a_countries: frozenset[str], b_countries: frozenset[str]) -> float:
    """What the countries say about two persons' names: names that many bear, and names without a family name.

    “Ana Maria Gomes” of Portugal and of Brazil are two, though three words are equal. Burmese names have no family name, so that a
    further word makes another person: “Aung Zaw” and “Aung Zaw Oo”.
    """
    if not a_countries or not b_countries:
        return 0.0
    shared = territory(a_countries) & territory(b_countries)
    few, many = sorted((a.words, b.words), key=len)
    if not shared and all(fold(word) in COMMON_NAMES for word in few):
        return _ELSEWHERE["person"]
    if "MM" in shared and len(few) == 2 < len(many) and set(map(fold, many)) - set(map(fold, few)) - _BURMESE_TITLES:
        return APART
    return 0.0


@lru_cache(maxsize=200_000)
def blocking_keys(word: str) -> tuple[str, ...]:
    """Keys of a word, at least one of which its spellings and the names it is short for mostly share."""
    own = sorted(bones for bones in skeletons(word) if len(bones) >= 2)[:3] or [word[:3]]
    full = [key for name in SHORT_FORMS.get(fold(word), ()) if name != word for key in blocking_keys(name)]
    return tuple(dict.fromkeys([*own, *full]))


@lru_cache(maxsize=200_000)
def first_sounds(word: str) -> frozenset[str]:
    """First letters, as written and as merged in coarse keys, of a word and of the names it is short for."""
    full = [name for name in SHORT_FORMS.get(fold(word), ()) if name != word]
    return frozenset({fold(word)[:1], *(key[0] for form in (word, *full) for key in coarse_keys(form) if key)})
