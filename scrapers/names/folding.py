"""One plain form of any text: case, accents, scripts, punctuation and broken encodings out of the way.

Folding only makes text comparable; it does not decide whether two names are the same (`likeness`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from scrapers.names.words import PARTICLES, TITLES, TITLES_OR_NAMES

_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Joins letters of one word in transliteration (O'Connor, Sa'id, l'homme keeps its break by the rule below).
_APOSTROPHES = "'’‘`´ʻʼʹʿʾ′"
_ELISION = re.compile(rf"(?i)\b(l|d|dell|all|nell|sull|qu)[{_APOSTROPHES}](?=\w\w)")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_MOJIBAKE = re.compile(r"[ÂÃÄÅĂĹÐÑØÙâ][\u0080-\u00bf\u0100-\u0192\u02c6-\u02dd\u2010-\u203a\u20ac\u2122]{1,2}")
# UTF-8 read as a one-byte code page after its second byte was lost: "DubÄek", "WaÅesa".
_LOST_BYTE = re.compile(r"(?<=[a-zà-ÿ])([ÄÅ])(?=[a-z]|\b)")
_LOST_LETTER = {"Ä": "č", "Å": "ł"}
# anyascii leaves these out; Arabic and Ethiopic write with them the vowel of a word's beginning, or a long one.
_VOWEL_LETTERS = str.maketrans(
    dict.fromkeys("اأإآٱعىة", "a")
    | {"ی": "y", "ۀ": "a", "ئ": "i", "ؤ": "w"}
    | {chr(row + place): vowel for row in (0x12A0, 0x12D0) for place, vowel in enumerate("auiaeeo")}
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


@lru_cache(maxsize=200_000)
def mend(text: str) -> str:
    """The text in NFC with UTF-8 that was read as a one-byte code page put right, as far as its bytes are still there."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text

    def decoded(match: re.Match[str]) -> str:
        broken = match.group()
        for page in ("cp1252", "latin-1", "cp1250"):
            for end in (len(broken), 2):
                try:
                    return broken[:end].encode(page).decode("utf-8") + broken[end:]
                except UnicodeError:
                    continue
        return broken

    return _LOST_BYTE.sub(lambda match: _LOST_LETTER[match[1]], _MOJIBAKE.sub(decoded, text))


def ascii_letters(text: str) -> str:
    """Latin letters for those of any script, with the vowels that Arabic and Ethiopic letters stand for."""
    return anyascii(text.translate(_VOWEL_LETTERS))


def parted_elisions(text: str) -> str:
    """The text with elided articles as words of their own: "l'homme" -> "l homme"."""
    return _ELISION.sub(r"\1 ", text) if _APOSTROPHE.search(text) else text


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Words of a text in lower-case ASCII, one space between them: "Dubček, Alexander" -> "dubcek alexander"."""
    text = mend(text)
    if _APOSTROPHE.search(text):
        text = _APOSTROPHE.sub("", parted_elisions(text))
    if not text.isascii():
        text = ascii_letters(text)
    return _NOT_WORD.sub(" ", text.lower()).strip()


def is_latin(text: str) -> bool:
    """True when most letters of the text are Latin; a text without letters counts as Latin."""
    if text.isascii():
        return True
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(1 for letter in letters if _LATIN.match(letter)) >= len(letters)


def without_titles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words without titles and forms of address; at least one word always stays."""
    kept = tuple(token for token in tokens if token not in TITLES)
    kept = kept or tokens[-1:]
    start = 0
    while kept[start : start + 1] and kept[start] in TITLES_OR_NAMES and _names_in(kept[start + 1 :]) >= 2:
        start += 1
    return kept[start:]


def _names_in(tokens: tuple[str, ...]) -> int:
    return sum(1 for token in tokens if token not in PARTICLES)


@lru_cache(maxsize=200_000)
def name_tokens(text: str) -> tuple[str, ...]:
    """Folded words of a name without titles: "Mgr. Desmond Tutu" -> ("desmond", "tutu")."""
    return without_titles(tuple(fold(text).split()))
