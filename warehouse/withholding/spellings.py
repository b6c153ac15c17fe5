"""Finds and replaces the spellings of a name in any text or file: page, table, address, slug; which names is said by the caller."""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from urllib.parse import quote

import polars as pl

from scrapers.entries.words import CONJUNCTIONS
from scrapers.names import fold
from warehouse.withholding.entries import token

GAP = r"(?:[\s\u00a0_+]|&nbsp;|&#160;|&#xa0;|%20|-)+"
"""What may stand between the words of a name."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese): a name may stand inside a run of letters."""
LEAST_LETTERS = 4
"""Names of one shorter word are not looked for inside texts: they stand in too many others."""


def spellings_of(names: Iterable[str]) -> tuple[str, ...]:
    """`names` with surname first, without accents, and in Latin letters, and joined where they share a surname; the longest first."""
    forms: dict[str, None] = {}
    names = list(names)
    for name in (*names, *_of_one_surname(names)):
        for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), fold(name)):
            words = form.split()
            # The folded form of a single word is small letters: the word, not the name.
            short = len(form) < LEAST_LETTERS and not UNSPACED.search(form)
            if len(words) == 1 and (short or form == fold(name) != name):
                continue
            forms[" ".join(words)] = None
            if 2 <= len(words) <= 4:
                forms[f"{words[-1]}, {' '.join(words[:-1])}"] = None
                forms[f"{' '.join(words[1:])}, {words[0]}"] = None
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


def _of_one_surname(names: Iterable[str]) -> Iterator[str]:
    """“Ana y Carl Dorn” for Ana Dorn and Carl Dorn, in every language: alone, each name would leave the other's given name behind."""
    full = [name for name in dict.fromkeys(names) if 2 <= len(name.split()) <= 4]
    joining = sorted({word for words in CONJUNCTIONS.values() for word in words} | {"&"})
    for first, second in permutations(full, 2):
        given, _, surname = first.rpartition(" ")
        if second.endswith(f" {surname}") and not second.startswith(given):
            yield from (f"{given} {word} {second}" for word in joining)


class Replacer:
    """Puts the token of an entry in place of every spelling of a name, and back."""

    def __init__(self, number: int, names: Iterable[str]) -> None:
        self.number = number
        self.token = token(number)
        self.slug = f"withheld-{number}"
        self._marks = re.compile(f"{re.escape(self.token)}|{re.escape(self.slug)}(?![0-9])")
        spellings = spellings_of(names)
        self.pattern = _pattern(spellings)
        self._longer_pattern = _pattern(tuple(form for form in spellings if " " in form))

    def replace(self, text: str, single_words: bool = True, earlier: Sequence[str] = ()) -> tuple[str, list[str]]:
        """`text` with the token, or the slug inside addresses and identifiers, for each spelling; and what stood there, in order.

        Without `single_words` names of one word stay: in prose and programs they are words like others. `earlier`: what stood
        where `text` has replacements already; it is given again in its place.
        """
        pattern = self.pattern if single_words else self._longer_pattern
        originals: list[str] = []
        if earlier:
            before = iter(earlier)
            pattern = re.compile(f"(?-i:(?P<mark>{self._marks.pattern}))|{pattern.pattern}", re.IGNORECASE)

        def instead(found: re.Match[str]) -> str:
            if earlier and found["mark"]:
                originals.append(next(before))
                return found.group()
            originals.append(found.group())
            return self.slug if _is_slug(found) else self.token

        return pattern.sub(instead, text), originals

    def marks_in(self, text: str) -> int:
        """How many replacements `text` has."""
        return len(self._marks.findall(text))

    def restore(self, text: str, originals: list[str]) -> str:
        """The text that `replace` made `text` from. ValueError when it holds more or fewer replacements than `originals`."""
        if self.marks_in(text) != len(originals):
            raise ValueError(f"{self.marks_in(text)} places of {self.token!r} for {len(originals)} texts kept")
        rest = iter(originals)
        return self._marks.sub(lambda found: next(rest), text)


def find_traces(root: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """(path below `root`, spelling) for every file that still holds one of `names`, whatever its case.

    Looked for in file names and in the bytes of each file as UTF-8 and UTF-16, unpacked where it is gzip, zip (.xlsx) or Parquet.
    """
    wanted = {form.lower() for form in spellings_of(names)} | {
        separator.join(fold(name).split()) for name in names for separator in "-_" if len(fold(name).split()) > 1
    }
    texts = sorted(form for form in wanted if len(form) >= LEAST_LETTERS or UNSPACED.search(form))
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        place = path.relative_to(root).as_posix()
        contents = [place.lower(), *(_lowered(content) for content in _unpacked(path))]
        found += [(place, text) for text in texts if any(_stands_in(text, content) for content in contents)]
    return found


def _stands_in(text: str, content: str) -> bool:
    if text not in content or UNSPACED.search(text):
        return text in content
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", content) is not None


def _lowered(content: bytes) -> str:
    # Reading the same bytes as UTF-8 and as UTF-16 from either offset finds a name in each of these forms.
    readings = [content.decode("utf-8", "replace")]
    readings += [content[start:].decode("utf-16-le", "replace") for start in (0, 1)]
    return "\n".join(readings).lower()


def _unpacked(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                # Shared strings are XML: entities would hide an ampersand or a quote.
                yield html.unescape(archive.read(name).decode("utf-8", "replace")).encode()
    elif content.startswith(b"PAR1"):
        yield pl.read_parquet(io.BytesIO(content)).write_csv().encode()
    elif path.suffix in (".json", ".jsonld", ".html"):
        text = content.decode("utf-8", "replace")
        yield html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code.group(1), 16)), text)).encode()


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    if not forms:
        return re.compile(r"(?!)")
    alternatives = []
    for form in forms:
        words = form.split()
        spelled = GAP.join(_spelled(word) for word in words)
        if UNSPACED.search(form):
            alternatives.append(spelled)
        elif len(words) > 1:
            # Names are declined in many languages: the last word of a longer name may go on, but the first not begin, inside another.
            alternatives.append(rf"(?<![^\W_]){spelled}")
        else:
            # A name of one word is a word: only as written, and not inside another.
            alternatives.append(rf"(?<![^\W_])(?-i:{spelled})(?![^\W_])")
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _spelled(word: str) -> str:
    """A pattern for `word` as text, in HTML, as numeric entities or percent-encoded."""
    entities = "".join(f"(?:{re.escape(letter)}|&#{ord(letter)};|&#x{ord(letter):x};)" for letter in word)
    others = {html.escape(word), quote(word)} - {word}
    return f"(?:{'|'.join([entities, *map(re.escape, sorted(others))])})"


def _is_slug(found: re.Match[str]) -> bool:
    text, around = found.group(), found.string
    before = around[found.start() - 1 : found.start()]
    after = around[found.end() : found.end() + 1]
    if any(mark in text for mark in " \u00a0,") or "%20" in text or "&" in text:
        return False
    return any(mark in text for mark in "-_+%") or before in ("-", "_", "/") or after in ("-", "_")
