"""Text about places -> codes, and a place taken off the end of an entry.

Not here: the names themselves (`names`), adjectives of nationality (`demonyms`), what an entry is (scrapers.entries).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from scrapers.places import names
from scrapers.places.demonyms import demonym

_DIRECTIONS = frozenset(
    """north south east west northern southern eastern western central upper lower north-eastern northeastern
    northwestern southeastern southwestern northeast northwest southeast southwest nord süd sud ost nördliches südliches
    östliches westliches nördlich südlich östlich westlich norte sur este oeste sul leste est ouest noord zuid oost
    former ex ehemalige ehemaliges ehemaligen früher früheres ancienne ancien antigua antiguo antiga antigo tidigare
    tidligere bývalá bývalý bývalé occupied besetzte besetztes occupés occupé occupée ocupados ocupada rural region
    région región regio province provinz provincia região sar area""".split()
)
_STYLES = frozenset(
    """republic republik république república republica repubblica republiken republikken kingdom königreich royaume
    reino regno kongeriket state staat état estado stato federation föderation fédération federación democratic
    demokratische démocratique democrática popular people s volksrepublik islamic islamische islamique federal federative
    union commonwealth sultanate emirate principality""".split()
)
_PIECES = re.compile(r"[^\W_]+|[^\w\s]|_|\n")
_HARD = frozenset(";/|\n•·；／&+、\\")
_BRACKETS = frozenset("()[]（）{}［］")
_COMMAS = frozenset(",，:،.")
_DASHES = frozenset("–—")
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
    locality: what stands before or in brackets after a known country and is not itself known (its city or province).
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
    joined: bool = field(default=False)


_RANK = {"": 0, "-": 1, "and": 2, ",": 3, "(": 4, ";": 5}


def _split(text: str) -> list[_Word]:
    text = unicodedata.normalize("NFKC", text)
    text = names._DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    found: list[_Word] = []
    mark = ""
    for piece in _PIECES.findall(text):
        if piece[0].isalnum():
            word = piece.casefold().replace("i̇", "i")
            # Some letters fold to more than letters; keep what the index would keep.
            word = "".join(re.findall(r"[^\W_]+", word)) or piece
            found.append(_Word(piece, word, mark))
            mark = ""
            if word in names.AND_WORDS:
                mark = "and"
            continue
        new = (
            ";" if piece in _HARD
            else "(" if piece in _BRACKETS
            else "," if piece in _COMMAS or piece in _DASHES
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
        if last.word in names.CONNECTORS:
            kind, cost = "connector", 0.1
        elif last.word in _DIRECTIONS or last.word in _STYLES:
            kind, cost = "qualifier", 2.0
        choice = (best[end - 1][0] + cost, end - 1, kind, None)
        crossed = 0.0
        for start in range(end - 1, max(-1, end - 1 - names.longest()), -1):
            if start < end - 1:
                mark = words[start + 1].before
                if mark == ";":
                    break
                crossed += {"": 0.0, "-": 0.05, "and": 0.3, ",": 1.2, "(": 1.2}[mark]
            run = words[start:end]
            if best[start][0] + 1 + crossed >= choice[0]:
                continue
            entry = _abbreviation(run) if len(run) <= 3 else None
            # A name neither begins nor ends with a connector, so that "and Haiti" leaves its "and" to the list.
            plain_ends = run[0].word not in names.CONNECTORS and run[-1].word not in names.CONNECTORS
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
    for chunk, following in zip(chunks, chunks[1:], strict=False):
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
            merged[-1].text += "".join(" " + c.text for c in pending) + ("-" if chunk.before == "-" else " ") + chunk.text
            pending = []
        else:
            if pending and chunk.before == "and" and _RANK[pending[0].before] > _RANK["and"]:
                chunk.before = pending[0].before
            elif pending and _RANK[pending[0].before] > _RANK[chunk.before]:
                chunk.before = pending[0].before
            merged.append(chunk)
            pending = []
    return merged


def _read(text: str, language: str | None) -> Place:
    words = _split(text)
    if not words:
        return Place(unknown=(text.strip(),)) if text.strip() else Place()
    if names.key([word.word for word in words]) in names.reviewed()[2]:
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
    places = [chunk for chunk in chunks if chunk.what == "place" and chunk.entry]
    codes: list[str] = []
    no_code: list[str] = []
    for number, chunk in enumerate(places):
        assert_entry = chunk.entry
        if assert_entry is None:
            continue
        following = places[number + 1] if number + 1 < len(places) else None
        if not assert_entry.codes:
            named = {code for other in places if other.entry for code in other.entry.codes}
            if not named & set(assert_entry.part_of):
                no_code.append(chunk.text)
            else:
                locality.append(chunk.text)
        if following is not None and following.entry and following.before in (",", "("):
            whole = {_TERRITORY_OF.get(code) for code in assert_entry.codes}
            if set(following.entry.codes) & whole:
                following.entry = names.Entry(())
                following.entry = names.Entry(assert_entry.codes)
        codes.extend(assert_entry.codes)
    return Place(tuple(dict.fromkeys(codes)), tuple(unknown), tuple(no_code), tuple(locality))


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


_BROKEN = re.compile(r"[ÃÂĂÄÅĹĐÐâ][\u0080-\u00ff\u0100-\u017f\u2010-\u2122ˇ˘˙˛˜˝]")


def repair(text: str) -> str:
    """`text` with UTF-8 that was once read as Windows-1252, Windows-1250 or Latin-2 put right; else unchanged."""
    if not _BROKEN.search(text):
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


def is_place(text: str | None, language: str | None = None) -> bool:
    """Whether the whole text is nothing but names of places known to us (a city alone is not)."""
    place = codes(text, language)
    if not (place.codes or place.no_code) or place.unknown:
        return False
    table = names.reviewed()[0]
    return all(names.key(names.words(name)) in table for name in place.locality)


# Names of places that are also names of people: without comma or bracket they are split off only from a full name.
_ALSO_NAMES = frozenset(
    """jordan israel georgia chad maurice salvador india france china ireland england scotland wales holland german
    germany dominica reunion kenya america paris guinea columbia marino montserrat martinique malta cuba jersey gales
    norman brasil bolivia argentina martin andes sinai bali java levant golf gulf pacific israël norway denmark
    international global world bengal punjab papua""".split()
)
_BODY_WORDS = frozenset(
    """foundation association women people mothers movement organization organisation union committee council center
    centre network campaign coalition society institute group church university court ministry government volk frauen
    mütter bewegung verein stiftung komitee rat bund pueblo pueblos madres mujeres movimiento comunidad comité femmes
    peuple mères mouvement fondation comissão movimento comunidade povo mulheres journalists defenders students
    community communities party parliament bank republic friends sisters brothers youth indigenous workers lawyers
    federation alliance forum league press human rights campesinos citizens children refugees victims""".split()
)
_OF = re.compile(
    r"^(?P<head>.+?)\s+(?:of|from|aus|von|de|du|da|do|dos|des|di|del|della|dalla|från|fra|af|av|uit|van|z|ze)"
    r"(?:\s+(?:the|der|den|dem|la|las|los|el|les|de))?\s+(?P<place>.+)$|^(?P<head2>.+?)\s+(?:d|dell)['’](?P<place2>.+)$",
    re.IGNORECASE,
)
_END = " \t\n.;,"


def split_trailing_place(
    text: str, language: str | None = None, *, person_like: bool = False, loose: bool = False
) -> tuple[str, str | None]:
    """A place taken off the end of an entry: "X (Iran)" -> ("X", "Iran"); (text, None) where none stands there.

    Args:
        person_like: the caller holds the head for a person's name, so that "of", "from", "aus" lead to a place too.
        loose: also a place set off by a space alone or glued ("HammarskjöldSuécia").
    """
    whole = text.strip()
    for split in (_after_bracket, _after_comma):
        head, place = split(whole, language)
        if place:
            return head, place
    if person_like:
        head, place = _after_of(whole, language)
        if place:
            return head, place
    if loose:
        head, place = _after_space(whole, language)
        if place:
            return head, place
    return text, None


def _after_bracket(text: str, language: str | None) -> tuple[str, str | None]:
    found = re.fullmatch(r"(.*\S)\s*[(\[（]\s*([^()\[\]（）]+?)\s*[)\]）][\s.,;]*", text, re.DOTALL)
    if found and is_place(found[2], language):
        return found[1].rstrip(" ,;"), found[2]
    return text, None


def _after_comma(text: str, language: str | None) -> tuple[str, str | None]:
    for found in re.finditer(r"\s*(?:[,，、;|]\s*|\s[–—-]\s+|:\s+|،\s*)", text):
        head, rest = text[: found.start()], text[found.end() :].strip(_END)
        if not head.strip() or not rest or not is_place(rest, language):
            continue
        listed = re.search(r"[,;]|\s(?:and|und|et|y|e|og|och|&)\s", rest)
        if listed and _after_of(head, language)[1]:
            continue
        if is_place(head, language):
            continue
        return head.rstrip(), rest
    return text, None


def _after_of(text: str, language: str | None) -> tuple[str, str | None]:
    start = 0
    while (found := _OF.match(text[start:])) is not None:
        offset = found.end("head") if found["head"] else found.end("head2")
        head = text[: start + offset].strip()
        place = (found["place"] or found["place2"]).strip(_END)
        words = names.words(head)
        if len(words) >= 2 and not _BODY_WORDS & set(words) and words[0] not in names.CONNECTORS and is_place(place, language):
            return head.rstrip(" ,"), place
        start += offset + 1
    return text, None


def _after_space(text: str, language: str | None) -> tuple[str, str | None]:
    stripped = text.rstrip(_END)
    starts = [found.end() for found in re.finditer(r"\s+|(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÖØ-Þ])", stripped)]
    for start in starts:
        head, place = stripped[:start].rstrip(" ,–—-"), stripped[start:]
        if not place[:1].isupper() and place[:1].isascii():
            continue
        heads = names.words(head)
        if not heads or heads[-1] in names.CONNECTORS or not is_place(place, language):
            continue
        if len(heads) < 2 and (names.key(names.words(place)) in _ALSO_NAMES or not stripped[:start].endswith(tuple(" \t\n"))):
            continue
        return head, place
    return text, None
