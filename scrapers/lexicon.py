"""Words and shapes that tell a person's name from the name of a body, in any language: the lexicon and what is read off a text with it.

Not here: the kind of a recognition (`warehouse.coding`), the splitting of entries (`scrapers.entries`), countries (`scrapers.places`).

The words are rows of `lexicon.csv`: word, language, kind, strength. `assoc*` matches words that begin so, `*verein` words
that end so (and have at least three letters before), a row of several words matches them in a row. Case and accents do not
count, except that an accented word of up to four letters, and every Vietnamese word, is matched with its accents. Kinds are
those of `schemas.vocabulary` that a collective can have, and
- `collective`: a word of bodies' names that does not tell which kind ("peace", "international"),
- `people`: several persons as one ("family", "Ehepaar"),
- `role`: what a person is or does ("journalist", "Anwältin", "co-founder"), `title`: what stands before a name ("Dr", "bishop"),
- `demonym`: "Iranian"; `place`: a country inside a name ("Colombia Diversa"), codes are `scrapers.places`' business; `particle`: small words inside persons' names ("van", "bin").
Strength is the estimated chance that a text with the word is of that kind; 0.35 and less marks words that are surnames too.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LEXICON_FILE = Path(__file__).with_name("lexicon.csv")
COLLECTIVE_KINDS = frozenset({"organization", "network", "community", "movement", "group", "institution", "collective"})
PERSONAL_KINDS = frozenset({"role", "title"})
HOMOGRAPH_STRENGTH = 0.35
_STRICT_LENGTH = 4
# a word of a topic alone ("freedom") says less of a body than a word for a body ("association")
_BODY_STRENGTH = 0.75
_TOPIC_WEIGHT = 0.75
_WORD = re.compile(r"[^\W_]+(?:[.](?=\w\b))?", re.UNICODE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIXES = ("وال", "ال", "لل", "بال", "و")
_JOINT = re.compile(r"\s+(?:and|und|et|y|og|och|with|mit|avec|con|и|و)\s+|\s*[/&+;]\s*", re.I)
_BRACKETED = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]")
_OPENS = re.compile(r"[(\[（]")
_BRACKETED_ACRONYM = re.compile(r"[(\[–-]\s*[A-Z][A-Za-z&.-]*[A-Z][A-Za-z&.-]*\s*[)\]]?")
_DIGIT = re.compile(r"\d")
# “Article 19”, “Bersih 2.0”
_NUMBERED = re.compile(r"[^\W\d]+ \d{1,3}(?:\.\d)?")
_SPACE = re.compile(r"\s")
_QUOTED = re.compile(r"[„“”\"«»「『]")
_DOMAIN = re.compile(r"\w\.(?:org|net|com|info|tv|fm|ru|de|fr|es|uk|io|news|media|eu)\b", re.I)
_INITIAL = re.compile(r"(?:^|\s)[A-ZÀ-ÞА-Я]\.")
# “TUT.BY”, “Lenta.ru”: a site under its address
_SITE = re.compile(r"^[^\W\d_][\w-]{2,}\.[a-z]{2,6}$", re.I)
_DOTTED_ACRONYM = re.compile(r"^(?:[A-ZÀ-ÞА-Я]\.){3,}[A-ZÀ-ÞА-Я]?$")
_OF = re.compile(
    r"\b(?:of the|for the|of|for|against|in|without|to|from|on|under|für|gegen|pour|contre|des|aux|sans|para|por|contra|sin"
    r"|per|contro|senza|voor|tegen|för|till|mot|mod|za|proti|dla|przeciw)\b"
)


_FUNCTION_WORD = re.compile(
    r"(?:for|of|in|and|to|on|as|against|without|is|are|für|und|pour|et|para|por|y|di|per|e)\b", re.I
)
_ARTICLES = frozenset(
    ("al", "el", "la", "le", "los", "las", "les", "il", "lo", "os", "as", "den", "das", "der", "o", "a")
)
_TITLE_ARTICLES = frozenset(("the", "el", "los", "las", "les", "die", "das"))
# these open persons' names too, so that only one word may follow ("La Voie", but "Le Duc Tho")
_NAME_ARTICLES = frozenset(("la", "le", "il", "der"))
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
_VOWELLESS = frozenset(("NG", "MD", "DR", "MR", "MS", "MRS", "ST", "JR", "SR"))
_ROMAN = re.compile(r"[IVX]+$")


class Hit(NamedTuple):
    """A word of the lexicon in a text: `word` as the text has it, `start` and `end` as offsets into the text."""

    word: str
    kind: str
    strength: float
    start: int
    end: int


_Kinds = tuple[tuple[str, float], ...]


class _Lexicon(NamedTuple):
    exact: dict[str, _Kinds]
    strict: dict[str, _Kinds]
    prefixes: dict[str, _Kinds]
    suffixes: dict[str, _Kinds]
    phrases: dict[str, tuple[tuple[tuple[str, ...], _Kinds], ...]]
    unspaced: re.Pattern[str]


class _FoldTable(dict[int, int]):
    """Character by character, so that offsets into the folded text are offsets into the text."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        folded = _EQUIVALENT.get(char)
        if folded is None and not _UNSPACED.match(char):
            folded = unicodedata.normalize("NFKD", char.lower())[0].lower()
        self[code] = ord(folded or char)
        return self[code]


_EQUIVALENT = {
    "ß": "s", "ẞ": "s", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "æ": "a", "Æ": "a", "œ": "o", "Œ": "o",
    "ı": "i", "İ": "i", "ə": "e", "Ə": "e", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا",
    "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
_FOLD = _FoldTable()


def fold(text: str) -> str:
    """`text` in lower case and without accents, one character for each (composed, NFC) character of it."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def _is_strict(word: str, language: str) -> bool:
    bare = word.strip("*")
    return bare.lower() != fold(bare) and (language == "vi" or len(bare) <= _STRICT_LENGTH) and bare.isalpha()


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    tables: tuple[dict[str, dict[str, float]], ...] = ({}, {}, {}, {})
    phrases: dict[tuple[str, ...], dict[str, float]] = {}
    unspaced: dict[str, dict[str, float]] = {}
    exact, strict, prefixes, suffixes = tables
    with LEXICON_FILE.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            if number == 1:
                continue
            if len(row) != 4:
                raise ValueError(
                    f"{LEXICON_FILE.name} row {number}: {len(row)} cells instead of word, language, kind, strength"
                )
            word, language, kind, strength = row
            # most words are plain ASCII: their loading must not cost a command line its start
            plain = word.isascii()
            folded = word if plain else fold(word)
            target: dict[str, float]
            if folded.isalpha() and (plain or not _UNSPACED.search(word)):
                if plain or not _is_strict(word, language):
                    target = exact.setdefault(folded, {})
                else:
                    target = strict.setdefault(word, {})
            elif not plain and _UNSPACED.search(word):
                target = unspaced.setdefault(folded, {})
            elif folded[0] == "*":
                target = suffixes.setdefault(folded[1:], {})
            elif folded[-1] == "*":
                target = prefixes.setdefault(folded[:-1], {})
            else:
                parts = tuple(_WORD.findall(word if language == "vi" else folded))
                target = (phrases.setdefault(parts, {})) if len(parts) > 1 else exact.setdefault(parts[0], {})
            weight = float(strength)
            if weight > target.get(kind, 0.0):
                target[kind] = weight
    by_first: dict[str, list[tuple[tuple[str, ...], _Kinds]]] = {}
    for parts, kinds in phrases.items():
        by_first.setdefault(parts[0], []).append((parts, tuple(kinds.items())))
    return _Lexicon(
        exact=_frozen(exact | unspaced),
        strict=_frozen(strict),
        prefixes=_frozen(prefixes),
        suffixes=_frozen(suffixes),
        phrases={first: tuple(sorted(found, key=lambda x: -len(x[0]))) for first, found in by_first.items()},
        unspaced=re.compile("|".join(sorted(map(re.escape, unspaced), key=len, reverse=True))),
    )


def _frozen(table: dict[str, dict[str, float]]) -> dict[str, _Kinds]:
    return {word: tuple(kinds.items()) for word, kinds in table.items()}


@lru_cache(maxsize=65536)
def _word_kinds(raw: str, folded: str) -> tuple[tuple[int, int, str, float], ...]:
    """Start, end, kind and strength of what the lexicon knows of one word."""
    lexicon = _lexicon()
    plain = raw.isascii()
    if not plain and _UNSPACED.search(raw):
        return tuple(
            (found.start(), found.end(), kind, strength)
            for found in lexicon.unspaced.finditer(folded)
            # “村” is a village at the end of a name; inside it belongs to a surname
            if len(found.group()) > 1 or found.end() == len(folded)
            for kind, strength in lexicon.exact[found.group()]
        )
    kinds = lexicon.strict.get(raw.lower()) or lexicon.exact.get(folded)
    if not kinds and not plain and _ARABIC.match(raw):
        kinds = next(
            (
                lexicon.exact[folded[len(p) :]]
                for p in _ARABIC_PREFIXES
                if folded.startswith(p) and folded[len(p) :] in lexicon.exact
            ),
            None,
        )
    if not kinds:
        # the last part of a compound says what it is: “Menschenrechtsaktivist” is a person, not something about rights
        kinds = next(
            (lexicon.suffixes[folded[n:]] for n in range(3, len(folded) - 2) if folded[n:] in lexicon.suffixes), None
        )
    if not kinds:
        kinds = next(
            (lexicon.prefixes[folded[:n]] for n in range(len(folded), 2, -1) if folded[:n] in lexicon.prefixes), ()
        )
    return tuple((0, len(raw), kind, strength) for kind, strength in kinds)


@lru_cache(maxsize=65536)
def find(text: str) -> tuple[Hit, ...]:
    """The words of the lexicon in `text`, in order; the longest match wins, a word of several kinds gives a hit for each.

    Offsets count the characters of `text`, which must be composed (NFC).
    """
    phrases = _lexicon().phrases
    folded = fold(text)
    spans = [found.span() for found in _WORD.finditer(folded)]
    words = [folded[start:end] for start, end in spans]
    lower: list[str] | None = None
    hits: list[Hit] = []
    position = 0
    while position < len(words):
        start, end = spans[position]
        raw = text[start:end]
        matched = 0
        candidates = phrases.get(words[position], ())
        if not raw.isascii():
            candidates += phrases.get(raw.lower(), ())
        if candidates:
            lower = lower or [text[s:e].lower() for s, e in spans]
            for parts, kinds in candidates:
                stop = position + len(parts)
                if parts in (tuple(words[position:stop]), tuple(lower[position:stop])):
                    last = spans[stop - 1][1]
                    hits += [Hit(text[start:last], kind, strength, start, last) for kind, strength in kinds]
                    matched = len(parts)
                    break
        if not matched:
            hits += [
                Hit(raw[s:e], kind, strength, start + s, start + e)
                for s, e, kind, strength in _word_kinds(raw, words[position])
            ]
            matched = 1
        position += matched
    return tuple(hits)


@lru_cache(maxsize=65536)
def knows(word: str) -> bool:
    """Whether `word` (letters alone) is in the lexicon, or begins words that are: a text of none that it knows has no hit."""
    folded = fold(word)
    phrases = _lexicon().phrases
    return folded in phrases or word.lower() in phrases or bool(_word_kinds(word, folded))


@lru_cache(maxsize=65536)
def role_words(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each title, role word and demonym in `text`.

    Words that are names too ("Bishop", "King") count when they are written small or stand before a name at its beginning.
    """
    hits = [hit for hit in find(text) if hit.kind in PERSONAL_KINDS or hit.kind == "demonym"]
    if not hits:
        return ()
    spans: list[tuple[int, int]] = []
    for hit in hits:
        first = not text[: hit.start].strip(" ,(„“\"'«") or (spans and not text[spans[-1][1] : hit.start].strip(" ,."))
        title = hit.kind == "title"
        if hit.kind == "demonym" and not _describes(hit, text, hits):
            continue
        rest = text[hit.end :].lstrip(" .,")
        followed = bool(rest) and not _FUNCTION_WORD.match(rest)
        weak = hit.strength <= HOMOGRAPH_STRENGTH or (title and len(hit.word) <= 3)
        if title and not followed:
            continue
        if weak and not hit.word[:1].islower() and not (first and followed):
            continue
        if (hit.start, hit.end) not in spans:
            spans.append((hit.start, hit.end))
    return tuple(spans)


def _describes(demonym: Hit, text: str, hits: list[Hit]) -> bool:
    """Whether a demonym stands before a description ("Iranian cartoonist ...") and is not part of a name ("Germán Chirinos")."""
    if demonym.word[:1].islower():
        return True
    rest = text[demonym.end :].lstrip(" ,-")
    follower = len(text) - len(rest)
    return demonym.strength > HOMOGRAPH_STRENGTH and (rest[:1].islower() or any(hit.start == follower for hit in hits))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def _is_titled(words: list[tuple[int, str]]) -> bool:
    """Whether a name opens with an article as those of papers and houses do ("El Faro", "Die Gruft", "The Insider")."""
    article = words[0][1].lower()
    return (article in _TITLE_ARTICLES and len(words) <= 4) or (article in _NAME_ARTICLES and len(words) == 2)


def _is_acronym(word: str, last: bool) -> bool:
    """Whether a word in capitals is an acronym, not a Roman number or a surname printed in capitals behind a first name."""
    if len(word) < 3 or word[1:].upper() != word[1:] or not word.isalpha() or _ROMAN.match(word):
        return False
    return len(word) <= 5 and not (last and _VOWEL.search(word)) if last else True


def _can_be_spoken(word: str) -> bool:
    """Whether a word in capitals may be one of a name printed in capitals (“AUNG SAN”), not of an acronym (“KAOS GL”)."""
    return len(word) == 1 or _VOWEL.search(word) is not None or word in _VOWELLESS or not word.isascii()


class _Signs(NamedTuple):
    """What the lexicon's words in a text say together: `collective` is the weight of its strongest word for a body, 0 for none."""

    collective: float
    collective_words: int
    weak: bool
    placed: bool
    several_persons: bool
    particles: frozenset[int]

    @property
    def covered(self) -> bool:
        """Whether a word for a body is no surname as well."""
        return self.collective > HOMOGRAPH_STRENGTH


class _Shape(NamedTuple):
    """How many words of a text, without those of roles, are written large, small and as acronyms, and how many are particles."""

    named: int
    small: int
    acronyms: int
    joining: int


@lru_cache(maxsize=65536)
def leaning(text: str) -> float:
    """Log odds that `text` names a body (positive) rather than a person (negative), from words and shape; 0 without a word."""
    words = [(found.start(), found.group()) for found in _WORD.finditer(text)]
    if not words:
        return 0.0
    hits = find(text)
    spans = role_words(text)
    personal_spans = _personal_spans(hits, spans)
    signs = _signs(hits)
    shape = _shape(text, words, signs.particles, spans if personal_spans else ())
    score = 0.8 * min(2, max(0, signs.collective_words - 1))
    if signs.covered:
        score += 4.2 * signs.collective
    elif signs.collective:
        score += 0.8 if shape.named > 3 or shape.small else 0.3
    score -= 0.5 * signs.several_persons
    plain = text.isascii()
    if not plain and _UNSPACED.search(text):
        score += _unspaced_leaning(text, bool(signs.collective))
    elif not (shape.named or shape.small or spans) or (not plain and _ARABIC.search(text)):
        score -= 1.2 if 2 <= len(words) <= 4 and not signs.collective else 0.0
    else:
        score += _cased_leaning(text, words, signs, shape, bool(spans), bool(personal_spans))
    if shape.acronyms:
        alone = shape.named == shape.acronyms
        score += (2.2 if len(words[0][1]) > 2 else 1.0) if alone or _BRACKETED_ACRONYM.search(text) else 1.2
    if not text.replace(" ", "").isalpha():
        score += _marks_leaning(text, signs.covered)
    if personal_spans:
        titled = personal_spans[0][0] == 0
        score -= (2.0 if shape.named >= 1 else 0.8) + (0.8 if titled and 1 <= shape.named <= 4 else 0.0)
    return score


def _personal_spans(hits: tuple[Hit, ...], spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The role words that speak of a person: without demonyms and, beside a word for a body, without those that are names too."""
    if not spans:
        return []
    demonyms = {hit.start for hit in hits if hit.kind == "demonym"}
    telling = {hit.start for hit in hits if hit.kind in PERSONAL_KINDS and hit.strength > HOMOGRAPH_STRENGTH}
    # “humanitarian” is a person, and what a law centre is for
    telling -= {hit.start for hit in hits if hit.kind == "collective" and hit.word[:1].isupper()}
    body = any(hit.kind in COLLECTIVE_KINDS - {"collective"} and hit.strength >= _BODY_STRENGTH for hit in hits)
    return [span for span in spans if span[0] not in demonyms and (span[0] in telling or not body)]


def _signs(hits: tuple[Hit, ...]) -> _Signs:
    bodies = [hit for hit in hits if hit.kind in COLLECTIVE_KINDS]
    weights = (hit.strength * (_TOPIC_WEIGHT if hit.kind == "collective" else 1) for hit in bodies)
    return _Signs(
        collective=max(weights, default=0.0),
        collective_words=sum(hit.strength > HOMOGRAPH_STRENGTH for hit in bodies),
        weak=any(hit.strength <= HOMOGRAPH_STRENGTH for hit in bodies),
        # some are given names or surnames as well: “Guadalupe”, “Israel”, “Ireland”
        placed=any(hit.kind == "place" and hit.strength > HOMOGRAPH_STRENGTH for hit in hits),
        several_persons=any(hit.kind == "people" for hit in hits),
        particles=frozenset(hit.start for hit in hits if hit.kind == "particle"),
    )


def _shape(
    text: str, words: list[tuple[int, str]], particles: frozenset[int], roles: tuple[tuple[int, int], ...]
) -> _Shape:
    named = small = acronyms = joining = 0
    shouting = len(words) > 1 and text.isupper() and all(_can_be_spoken(word) for _, word in words)
    last_start = words[-1][0]
    for start, word in words:
        first = word[0]
        if start in particles:
            at_edge = (not start or start == last_start) and word.lower() not in _ARTICLES
            if first.islower() or (len(word) <= 3 and not at_edge):
                joining += 1
                continue
        if roles and any(s <= start < e for s, e in roles):
            continue
        if first.isupper() or first.istitle():
            named += 1
            if word[-1:].isupper() and not shouting:
                acronyms += _is_acronym(word, last=len(words) > 1 and start == last_start)
        elif first.islower() and not (start and text[start - 1] in "-'’ʼ"):
            small += 1
    return _Shape(named, small, acronyms, joining)


def _cased_leaning(
    text: str, words: list[tuple[int, str]], signs: _Signs, shape: _Shape, described: bool, personal: bool
) -> float:
    """What capitals and small words say, in scripts that have them; `described`: there are role words, `personal`: of a person."""
    named, small, acronyms, joining = shape
    short = 2 <= named <= 5 and not small
    score = 0.0
    if not signs.covered and not described and 1 <= named <= 3 and not small and _is_titled(words):
        score += 1.0
    elif signs.placed and not signs.covered and short:
        # bodies are named after countries, persons hardly ever
        score += 0.9
    elif not signs.covered and not acronyms and short and _SPACE.search(text.strip()):
        score -= ((2.4 if named <= 4 else 1.4) + 0.8 * bool(joining)) * (0.5 if signs.weak else 1.0)
    elif signs.covered and personal and named >= 2:
        score -= 0.8
    score -= 1.2 if "." in text and _INITIAL.search(text) and not acronyms else 0.0
    score += (0.2 if personal else 0.6) * min(2, small)
    if named and small and not personal and _OF.search(fold(text)):
        score += 0.9
    return score


def _marks_leaning(text: str, covered: bool) -> float:
    """What digits, quotes and other marks in a text say."""
    score = 0.7 if not covered and _QUOTED.search(text) else 0.0
    if "." in text:
        score += 2.5 if _DOMAIN.search(text) else 0.0
        score += 4.5 if _DOTTED_ACRONYM.match(text) else 0.0
        score += 4.5 if _SITE.match(text) and not _DOMAIN.search(text) else 0.0
    score += 2.5 if text[0] == "#" else 0.0
    score += 2.5 if _NUMBERED.fullmatch(text) else 0.5 if _DIGIT.search(text) else 0.0
    score += 0.7 if text.rstrip()[-1] in "!?" or text[0] in "¡¿" else 0.0
    return score


def _unspaced_leaning(text: str, collective: bool) -> float:
    letters = len(re.sub(r"\W", "", text))
    if collective:
        return 0.0
    if "・" in text or "·" in text or "＝" in text:
        return -2.2
    return -1.8 if 2 <= letters <= 4 else 0.0


@lru_cache(maxsize=65536)
def _looks(text: str) -> tuple[float, float]:
    whole = leaning(text)
    collective, personal = _sigmoid(whole), _sigmoid(-whole)
    bare = _BRACKETED.sub("", text) if _OPENS.search(text) else text
    parts = [part for part in _JOINT.split(bare) if part and part.strip()]
    if len(parts) > 1:
        leanings = [leaning(part.strip(" ,()")) for part in parts]
        if max(leanings) > 1.3 and min(leanings) < -1.3:
            return max(collective, _sigmoid(max(leanings))), max(personal, _sigmoid(-min(leanings)))
        if max(leanings) < -1.3:
            return min(collective, _sigmoid(max(leanings))), max(personal, _sigmoid(-max(leanings)))
    return collective, personal


def looks_collective(text: str) -> float:
    """0..1: how much `text` looks like the name or description of a body; about 0.5 where the text does not tell."""
    return _looks(text)[0]


def looks_personal(text: str) -> float:
    """0..1: how much `text` looks like a person's name; both are high where a text names persons and a body."""
    return _looks(text)[1]
