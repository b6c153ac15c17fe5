"""Text about places -> codes.

Not here: the names themselves (`names`), adjectives of nationality (`demonyms`), places at the end of an entry (`trailing`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scrapers.places import lexicon, names
from scrapers.places.demonyms import demonym

_PIECES = re.compile(r"[^\W_]+|[^\w\s]|_|\n")
_HARD = frozenset(";/|\n•·；／、\\")
_BRACKETS = frozenset("()[]（）{}［］")
_COMMAS = frozenset(",，:،.")
_DASHES = frozenset("–—")
_CJK = re.compile(r"[\u3400-\u9fff]")
_TERRITORY_OF = {
    "HK": "CN", "MO": "CN", "TW": "CN", "PR": "US", "GU": "US", "AS": "US", "VI": "US", "MP": "US", "PF": "FR", "NC": "FR",
    "RE": "FR", "GP": "FR", "MQ": "FR", "GF": "FR", "YT": "FR", "PM": "FR", "WF": "FR", "GL": "DK", "FO": "DK",
    "CW": "NL", "AW": "NL", "SX": "NL", "BM": "GB", "GI": "GB", "KY": "GB", "FK": "GB", "VG": "GB", "AX": "FI",
}  # fmt: skip
_LOCALITY_WORDS = 8


@dataclass(frozen=True)
class Place:
    """What a text about places says; together the four tuples account for every word but connectors.

    codes: ISO 3166-1 alpha-2, XK, or ISO 3166-3 alpha-4 for states that ended; in the order of the text, none twice.
    unknown: words that are no known place, as written.
    no_code: continents, regions and lands without a code, as written.
    locality: what a comma or bracket ties to a known country and adds no code: its city or province, or a land such as
        Kashmir beside its state.
    """

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    no_code: tuple[str, ...] = ()
    locality: tuple[str, ...] = ()


@dataclass
class _Word:
    text: str
    word: str
    before: str  # the strongest mark between the previous word and this one: "" "-" "and" "," "(" ";"


@dataclass
class _Chunk:
    """A run of words read as one place, one unknown run, or connectors."""

    what: str  # place, unknown, qualifier, connector
    text: str
    before: str
    entry: names.Entry | None = None
    joined: bool = False


_RANK = {"": 0, "-": 1, "and": 2, ",": 3, "(": 4, ";": 5}


def _split(text: str) -> list[_Word]:
    text = unicodedata.normalize("NFKC", text)
    text = names.DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    found: list[_Word] = []
    mark = ""
    for piece in _PIECES.findall(text):
        if _CJK.search(piece) and len(piece) > 2 and names.find(piece.casefold(), None) is None:
            for part in re.split(r"([和及与與跟、]|以及)", piece):
                if part in lexicon.AND_WORDS or part in lexicon.CONNECTORS:
                    found.append(_Word(part, part, mark))
                    mark = "and"
                elif part:
                    found.append(_Word(part, part, mark))
                    mark = ""
            continue
        if piece[0].isalnum():
            word = piece.casefold().replace("i̇", "i")
            # Some letters fold to more than letters; keep what the index would keep.
            word = "".join(re.findall(r"[^\W_]+", word)) or piece
            found.append(_Word(piece, word, mark))
            mark = ""
            if word in lexicon.AND_WORDS:
                mark = "and"
            continue
        new = (
            ";" if piece in _HARD
            else "(" if piece in _BRACKETS
            else "," if piece in _COMMAS or piece in _DASHES
            else "and" if piece in "&+＆"
            else "-" if piece == "-"
            else ""
        )  # fmt: skip
        mark = max(mark, new, key=_RANK.__getitem__)
    return found


def _abbreviation(words: list[_Word]) -> names.Entry | None:
    written = "".join(word.text for word in words)
    if written.isupper() and all(not word.before or word is words[0] for word in words):
        return names.reviewed()[1].get(written)
    return None


def _segment(words: list[_Word], language: str | None) -> list[_Chunk]:
    """The cheapest reading of the words: few unknown words first, then few places, then few marks crossed."""
    count = len(words)
    best: list[tuple[float, int, str, names.Entry | None]] = [(0.0, 0, "", None)] * (count + 1)
    for end in range(1, count + 1):
        last = words[end - 1]
        kind, cost = "unknown", 10.0
        if last.word in lexicon.CONNECTORS:
            kind, cost = "connector", 0.1
        elif last.word in lexicon.DIRECTIONS or last.word in lexicon.STYLES:
            kind, cost = "qualifier", 2.0
        choice: tuple[float, int, str, names.Entry | None] = (best[end - 1][0] + cost, end - 1, kind, None)
        crossed = 0.0
        for start in range(end - 1, max(-1, end - 1 - names.LONGEST_NAME), -1):
            if start < end - 1:
                mark = words[start + 1].before
                if mark == ";":
                    break
                crossed += {"": 0.0, "-": 0.05, "and": 0.3, ",": 1.2, "(": 0.9}[mark]
            run = words[start:end]
            if best[start][0] + 1 + crossed >= choice[0]:
                continue
            entry = _abbreviation(run) if len(run) <= 3 else None
            # A name neither begins nor ends with a connector, so that "and Haiti" leaves its "and" to the list.
            plain_ends = run[0].word not in lexicon.CONNECTORS and run[-1].word not in lexicon.CONNECTORS
            if entry is None and plain_ends:
                entry = names.find(names.key([word.word for word in run]), language)
            if entry is not None:
                choice = (best[start][0] + 1 + crossed, start, "place", entry)
        best[end] = choice
    chunks: list[_Chunk] = []
    end = count
    while end:
        _, start, kind, entry = best[end]
        run = words[start:end]
        chunks.append(_Chunk(kind, _written(run), run[0].before, entry))
        end = start
    return chunks[::-1]


def _written(run: list[_Word]) -> str:
    parts = [run[0].text]
    for word in run[1:]:
        parts.append({"-": "-", ",": ", "}.get(word.before, " ") + word.text)
    return "".join(parts)


def _settle_qualifiers(chunks: list[_Chunk]) -> None:
    """Words such as "northern" or "Republic of" count as part of a place they stand beside, else as unknown."""
    for number, chunk in enumerate(chunks):
        if chunk.what != "qualifier":
            continue
        for step in (1, -1):
            other = number + step
            while 0 <= other < len(chunks) and chunks[other].what in ("qualifier", "connector"):
                crossing = chunks[other if step == 1 else other + 1].before
                if _RANK[crossing] > _RANK["-"]:
                    break
                other += step
            if 0 <= other < len(chunks) and chunks[other].what == "place":
                mark = chunks[max(number, other)].before
                if _RANK[mark] <= _RANK["-"]:
                    chunk.joined = True
    for chunk in chunks:
        if chunk.what == "qualifier" and not chunk.joined:
            chunk.what = "unknown"


def _settle_adjectives(chunks: list[_Chunk], language: str | None) -> None:
    """ "Iraqi Kurdistan": an adjective of nationality before a land without a code names its state."""
    for chunk, following in pairwise(chunks):
        if chunk.what == "unknown" and following.what == "place" and following.entry and following.entry.part_of:
            code = demonym(chunk.text)
            if code in following.entry.part_of and not following.before:
                chunk.what, chunk.entry = "place", names.Entry((code,))


def _runs(chunks: list[_Chunk]) -> list[_Chunk]:
    """Neighbouring unknown words (with connectors between them) as one chunk."""
    merged: list[_Chunk] = []
    pending: list[_Chunk] = []
    for chunk in chunks:
        joins = merged and merged[-1].what == "unknown" and _RANK[(pending or [chunk])[0].before] <= _RANK["-"]
        if chunk.what == "connector":
            pending.append(chunk)
        elif chunk.what == "unknown" and joins and _RANK[chunk.before] <= _RANK["and"]:
            merged[-1].text += (
                "".join(" " + c.text for c in pending) + ("-" if chunk.before == "-" else " ") + chunk.text
            )
            pending = []
        else:
            if pending and _RANK[pending[0].before] > _RANK[chunk.before]:
                chunk.before = pending[0].before
            merged.append(chunk)
            pending = []
    return merged


def _is_scope(text: str) -> bool:
    """Whether the whole text says that no country is meant ("International", "weltweit")."""
    return names.key(names.words(text)) in names.reviewed()[2]


def _read(text: str, language: str | None) -> Place:
    words = _split(text)
    if not words:
        return Place(unknown=(text.strip(),)) if text.strip() else Place()
    if _is_scope(text):
        return Place(no_code=(text.strip(),))
    chunks = _segment(words, language)
    _settle_adjectives(chunks, language)
    _settle_qualifiers(chunks)
    chunks = _runs(chunks)
    if not chunks:
        return Place(unknown=(text.strip(),))
    unknown: list[str] = []
    locality: list[str] = []
    for number, chunk in enumerate(chunks):
        if chunk.what == "unknown":
            (locality if _is_locality(chunks, number) else unknown).append(chunk.text)
    places = [(chunk, chunk.entry) for chunk in chunks if chunk.what == "place" and chunk.entry]
    named = {code for _, entry in places for code in entry.codes}
    codes: list[str] = []
    no_code: list[str] = []
    before: names.Entry | None = None
    for chunk, entry in places:
        if not entry.codes:
            (locality if named & set(entry.part_of) else no_code).append(chunk.text)
        elif before and chunk.before in (",", "(") and _is_state_of(entry, before):
            pass  # "Hong Kong, China": the territory has a code of its own, the state beside it adds none
        else:
            codes.extend(entry.codes)
        before = entry
    return Place(tuple(dict.fromkeys(codes)), tuple(unknown), tuple(no_code), tuple(locality))


def _is_state_of(state: names.Entry, territory: names.Entry) -> bool:
    return bool(set(state.codes) & {_TERRITORY_OF.get(code) for code in territory.codes})


def _is_locality(chunks: list[_Chunk], number: int) -> bool:
    """An unknown run that a comma or bracket ties to a following country, or a bracket to the one before it."""
    chunk = chunks[number]
    if len(chunk.text.split()) > _LOCALITY_WORDS or not any(c.isalpha() for c in chunk.text):
        return False
    following = number + 1
    while following < len(chunks) and chunks[following].what in ("unknown", "qualifier"):
        if chunks[following].before not in (",", "("):
            return False
        following += 1
    if following < len(chunks):
        after = chunks[following]
        if after.what == "place" and after.entry and after.entry.codes and after.before in (",", "("):
            return True
    before = chunks[number - 1] if number else None
    return bool(chunk.before == "(" and before and before.what == "place" and before.entry and before.entry.codes)


_BESIDE = lexicon.CONNECTORS | lexicon.AND_WORDS | lexicon.DIRECTIONS | lexicon.STYLES
_LATIN_WORD = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]+$")
_BROKEN = re.compile(r"[ÃÂĂÄÅĹĐÐâ][\u0080-\u00ff\u0100-\u017f\u2010-\u2122ˇ˘˙˛˜˝]")


def repair(text: str) -> str:
    """`text` with UTF-8 that was once read as Windows-1252, Windows-1250 or Latin-2 put right; else unchanged."""
    if text.isascii() or not _BROKEN.search(text):
        return text
    for encoding in ("cp1252", "cp1250", "iso8859-1", "iso8859-2", "cp1254", "mac_roman"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue

    # A page often mixes sound and broken letters, and Windows-1252 leaves five bytes unassigned.
    def whole(found: re.Match[str]) -> str:
        for encoding in ("cp1252", "cp1250", "iso8859-1", "iso8859-2"):
            try:
                return found[0].encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
        return found[0]

    return _BROKEN.sub(whole, text)


@lru_cache(32768)
def _codes(text: str, language: str | None) -> Place:
    place = _read(text, language)
    if place.unknown or place.locality:
        repaired = repair(text)
        if repaired != text:
            return _read(repaired, language)
    return place


def codes(text: str | None, language: str | None = None) -> Place:
    """Country words of any language -> `Place`.

    Args:
        text: one or several places, e.g. "Ägypten, Libyen und Tunesien" or "Goma, North Kivu (DRCongo)"; None is empty.
        language: BCP 47 code of the text where known; other languages are read as well.
    """
    if text is None or not text.strip():
        return Place()
    return _codes(text, names.locale_of(language))


@lru_cache(32768)
def _may_be_place(text: str) -> bool:
    """False when a word of the text stands in no name of a place in any language: most names of people end here."""
    known = names.known_words()
    words = names.words(text)
    if repair(text) != text:
        return True
    place = False
    for word in words:
        if word in known or not _LATIN_WORD.match(word) or names.strip_marks(word) in known:
            place = True
        elif word not in _BESIDE and not demonym(word):
            return False
    return place


def names_place(word: str) -> bool:
    """Whether a word stands in a name of a place in any language, or could in a script other than Latin."""
    known = names.known_words()
    return any(
        found in known or not _LATIN_WORD.match(found) or names.strip_marks(found) in known
        for found in names.words(word)
    )


def is_place(text: str | None, language: str | None = None) -> bool:
    """Whether the whole text is nothing but names of places known to us (a city alone is not)."""
    if not text or not _may_be_place(text):
        return False
    place = codes(text, language)
    if not (place.codes or place.no_code) or place.unknown or _is_scope(text):
        return False
    table = names.reviewed()[0]
    return all(names.key(names.words(name)) in table for name in place.locality)
