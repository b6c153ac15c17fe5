"""What can be read off one entry before any kind is ruled: how personal its names look, who is named in it, what stands beside it.

Not here: the kinds (`collectives`, `deciding`), decisions, other entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrapers import lexicon
from scrapers.lexicon import Hit

_SEPARATOR = re.compile(r"[|;:,.•\n]|\s[–—]\s|\b(?:and|und|et|y|e|og|och|en)\b|\d{4}")
_AFTER = re.compile(r"^(?:\s*\([^)]*\))?[\"”“»'’)\]]*\s*(?:,|\(|–|—|-\s|is |was |ist |est |es )\s*")
_ARTICLE = re.compile(
    r"^(?:(?:an?|the|eine?[rn]?|der|die|das|une?|le|la|les|el|los|las|una?|il|lo|uno|een|de|het|en|ett|et)\s|(?:l|un)['’]|[“\"„])",
    re.I,
)
_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]")
_REPRESENTED = re.compile(
    r"\s*[,(]?\s*\b(?:represented by|accepted by|received by|vertreten durch|représentée?s? par|representad[oa]s? por|rappresentat[oa] da"
    r"|represented through|in honou?r of)\b.*$",
    re.I,
)
_JOIN = re.compile(
    r"\s*(?:\s(?:[Aa]nd|AND|[Uu]nd|[Ee]t|ET|og|och|ed|și|ve|و|и|with|mit|avec|con|med|met)\s|\s(?:y|e|i|en|a)\s(?=\S+\s+\S)|[/&+;,，、])\s*"
)
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12,
    "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12,
    "dois": 2, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "dez": 10, "doze": 12, "twee": 2, "drie": 3, "vijf": 5, "zes": 6,
    "zeven": 7, "negen": 9, "tien": 10, "tva": 2, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "atta": 8, "nio": 9, "tio": 10,
}  # fmt: skip
_NUMBER = re.compile(r"\b(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\s+(?=\w)")
_ARTICLES = frozenset(("the", "los", "las", "les", "die", "der", "i", "gli", "le", "os", "as", "de"))
_COUNTED_WORDS = 5
_PREPOSITIONS = frozenset(
    [
        "of",
        "from",
        "in",
        "for",
        "to",
        "who",
        "at",
        "by",
        "with",
        "aus",
        "von",
        "in",
        "de",
        "en",
        "por",
        "para",
        "par",
        "pour",
        "di",
        "da",
        "van",
        "uit",
    ]
)


@dataclass(frozen=True)
class Beside:
    """A word of the lexicon that the published line sets beside the name: "die Organisation ZARA", "Provea, an NGO"."""

    hit: Hit
    text: str


@dataclass(frozen=True)
class Reading:
    """What was read off an entry; `leaning` is in log odds, positive for a body, negative for a person."""

    name: str
    forms: tuple[str, ...]
    leaning: float
    lexical: bool
    persons: tuple[str, ...]
    affiliation: tuple[str, ...]
    parts: tuple[str, ...]
    beside: Beside | None
    shapes: tuple[str, ...]
    category: str
    counted_people: int | None


@lru_cache(maxsize=65536)
def without_brackets(text: str) -> str:
    """`text` without what stands in brackets and without "represented by ..."; the text itself if nothing else is left."""
    bare = _REPRESENTED.sub("", _BRACKETS.sub("", text)).strip(" ,;")
    return bare or text


@lru_cache(maxsize=65536)
def joined_parts(name: str) -> tuple[str, ...]:
    """The pieces of a name joined by "and", "&", "/", "with" or commas, brackets left out; one piece when nothing joins."""
    pieces = [piece.strip(' .,"“”„«»') for piece in _JOIN.split(without_brackets(name))]
    return tuple(piece for piece in pieces if piece)


def is_pairing(name: str) -> bool:
    """Whether a name has a word or sign that pairs recipients, not just commas."""
    return any(found.group().strip() not in {",", ";", "，", "、"} for found in _JOIN.finditer(without_brackets(name)))


def people_counted(text: str) -> int | None:
    """How many people a description counts ("Seven women leaders" -> 7); None where it counts none."""
    folded = lexicon.fold(text)
    for found in _NUMBER.finditer(folded):
        before = text[: found.start()].split()
        joined = found.start() and folded[found.start() - 1] in "-–/"
        if joined or (before and before[-1][:1].isupper() and lexicon.fold(before[-1]) not in _ARTICLES):
            continue
        number = int(found.group(1)) if found.group(1).isdigit() else _NUMBERS[found.group(1)]
        words = text[found.end() :].split()[:_COUNTED_WORDS]
        for position, word in enumerate(words):
            bare = word.strip(",.;:()")
            if position and lexicon.fold(bare) in _PREPOSITIONS:
                break
            hits = [hit for hit in lexicon.find(bare) if hit.kind in {"group", "movement", "people"}]
            if (
                number > 1
                and bare[:1].islower()
                and (hits or lexicon.fold(bare) in {"members", "persons", "people", "others"})
            ):
                return number
    return None


def _beside(name: str, line: str) -> Beside | None:
    folded_line, folded_name = lexicon.fold(line), lexicon.fold(without_brackets(name))
    at = folded_line.find(folded_name)
    if at < 0 or not folded_name:
        return None
    before = line[:at].rstrip(" \"“„«'‘")
    cut = 0
    for separator in _SEPARATOR.finditer(before):
        cut = separator.end()
    before = before[cut:]
    hits = _telling(before)
    titles = [hit for hit in lexicon.find(before) if hit.kind == "title"]
    if titles and len(before) - titles[-1].end <= 2 and len(titles[-1].word) > 1:
        return Beside(titles[-1], before.strip())
    if hits and len(before) - hits[-1].end <= 2:
        return Beside(hits[-1], before.strip())
    if hits and hits[-1].kind in lexicon.PERSONAL_KINDS and len(before) - hits[-1].end <= 12:
        return Beside(hits[-1], before.strip())
    after = line[at + len(folded_name) :]
    opening = _AFTER.match(after)
    if not opening:
        return None
    tail = re.split(r"[;|.)]|\bwho\b|\bthat\b|\bwhich\b", after[opening.end() :])[0]
    article = _ARTICLE.match(tail)
    hits = _telling(tail)
    small = [hit for hit in hits if hit.word[:1].islower() or not hit.word[:1].isalpha()]
    if hits and (article or hits[0].word[:1].islower()):
        first = (small or hits)[0]
        if first.start <= 60:
            return Beside(first, tail.strip()[:80])
    return None


def _telling(text: str) -> list[Hit]:
    kinds = lexicon.COLLECTIVE_KINDS | lexicon.PERSONAL_KINDS | {"people"}
    return [
        hit
        for hit in lexicon.find(text)
        if hit.kind in kinds and hit.kind != "collective" and hit.strength > lexicon.HOMOGRAPH_STRENGTH
    ]


def read(
    name: str,
    names: Sequence[str],
    as_published: Sequence[str],
    persons: str | None,
    affiliation: str | None,
    shapes: Sequence[str],
    category: str | None,
) -> Reading:
    """Everything the rules use, from the columns of one recognition."""
    forms = tuple(dict.fromkeys(form for form in (name, *names) if form))
    leanings = [lexicon.leaning(without_brackets(form)) for form in _telling_forms(forms)]
    strongest, lowest = max(leanings), min(leanings)
    lexical = strongest > 2.0
    if lexical and lowest > -3.2:
        leaning = strongest
    elif lowest < -1.5:
        leaning = lowest if not lexical else strongest + lowest
    else:
        leaning = leanings[0]
    if not lexical:
        bracketed = max(lexicon.leaning(form) for form in _telling_forms(forms))
        leaning = max(leaning, bracketed) if bracketed > 2.0 and lowest > -3.2 else leaning
        lexical = leaning > 2.0
    beside = None
    for line in as_published:
        for form in forms:
            beside = beside or _beside(form, line)
    return Reading(
        name=name,
        forms=forms,
        leaning=leaning,
        lexical=lexical,
        persons=_items(persons),
        affiliation=_items(affiliation),
        parts=joined_parts(name),
        beside=beside,
        shapes=tuple(shapes),
        category=category or "",
        counted_people=people_counted(name),
    )


def _telling_forms(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms without those that add other recipients to a personal name ("Joseph Rotblat and the Pugwash Conferences")."""
    own = lexicon.fold(forms[0])
    words = own.split()
    if len(words) < 2 or lexicon.leaning(forms[0]) > -2:
        return forms
    return tuple(form for form in forms if form == forms[0] or words[-1] not in lexicon.fold(form).split()[:-1])


def _items(cell: str | None) -> tuple[str, ...]:
    return tuple(item.strip() for item in (cell or "").split(";") if item.strip())
