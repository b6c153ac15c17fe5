"""The names of places in the corpus' languages, each with its code, from CLDR, ISO and one reviewed table.

Not here: reading running text (`reading`), adjectives (`demonyms`), regions of codes (`m49`).
"""

from __future__ import annotations

import csv
import gettext
import pickle
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from scrapers.places import lexicon

TABLE = Path(__file__).parent.parent / "places.csv"

# The order decides between languages that use one word for two places, so it is fixed: English first.
LATIN_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pt_PT",
    "sv",
    "da",
    "nb",
    "nl",
    "cs",
    "sk",
    "ca",
    "pl",
    "fi",
    "hu",
    "ro",
    "tr",
)
OTHER_LANGUAGES = ("ru", "uk", "el", "ar", "fa", "zh", "zh_Hant", "yue", "ja", "ko", "he")
# Vietnamese names are as short as connecting words elsewhere (Ý, Anh, Nga): read only where the text is said to be so.
ASKED_LANGUAGES = ("vi",)
LANGUAGES = LATIN_LANGUAGES + OTHER_LANGUAGES + ASKED_LANGUAGES

_ISO_CATALOGUE = {"nb": "nb_NO", "zh": "zh_CN", "zh_Hant": "zh_TW", "yue": "zh_HK", "pt_PT": "pt"}
# Names are read without those a language inherits, which are its parent's: Norwegian keeps all of them there.
_CLDR_DATA = {"nb": "no"}
_SAME_LANGUAGE = {"no": "nb", "nn": "nb", "zh_tw": "zh_Hant", "zh_hk": "yue", "zh_hant": "zh_Hant", "pt_pt": "pt_PT"}
# States that ended by splitting or joining another keep their ISO 3166-3 code; those that only took a new name
# (Burma, Zaire, Upper Volta) have the code of today's name.
ENDED = ("SUHH", "CSHH", "YUCS", "CSXX", "DDDE", "ANHH", "YDYE", "VDVN", "NTHH", "PCHH", "GEHH")
_NOT_PLACES = frozenset({"001", "UN", "EZ", "QO", "ZZ", "XA", "XB"})
SHORTEST_STRIPPED = 4
LONGEST_NAME = 9  # words


DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?=\W|$|[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_SPELLED = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


@dataclass(frozen=True)
class Entry:
    """What one name stands for: its codes (none for a region) and the states it may be part of."""

    codes: tuple[str, ...]
    part_of: tuple[str, ...] = ()
    kind: str = "name"


def words(text: str) -> list[str]:
    """The words of `text`, lower case, NFC, without punctuation; dotted abbreviations are one word."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "." in text:
        text = DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    return _WORD.findall(text.casefold().replace("i̇", "i"))


@lru_cache(65536)
def strip_marks(word: str) -> str:
    """`word` without accents on Latin, Greek and Cyrillic letters, with ß, ø, æ, ł, đ, ı spelled plainly."""
    if word.isascii():
        return word
    plain = _MARKS.sub("", unicodedata.normalize("NFD", word))
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain.translate(_SPELLED))


def key(name_words: list[str] | tuple[str, ...]) -> str:
    """One string for a name: its words without connectors, so that "Gambia" and "the Gambia" are one."""
    kept = [word for word in name_words if word not in lexicon.CONNECTORS]
    return " ".join(kept or name_words)


@lru_cache(256)
def locale_of(language: str | None) -> str | None:
    """The language of our list that `language` ("de", "de-AT", "zh-TW", "no") stands for, or None."""
    if not language:
        return None
    tag = language.replace("-", "_")
    wanted = _SAME_LANGUAGE.get(tag.casefold(), tag)
    return wanted if wanted in LANGUAGES else _SAME_LANGUAGE.get(tag[:2].casefold(), _known(tag.split("_")[0]))


def _known(tag: str) -> str | None:
    return tag.casefold() if tag.casefold() in LANGUAGES else None


@lru_cache(65536)
def _keys(name: str) -> tuple[str, str]:
    exact = key(words(name))
    return exact, strip_marks(exact)


def _add(index: dict[str, Entry], name: str, entry: Entry) -> None:
    exact, plain = _keys(name)
    if not exact:
        return
    index.setdefault(exact, entry)
    if len(plain) >= SHORTEST_STRIPPED:
        index.setdefault(plain, entry)


@cache
def reviewed() -> tuple[dict[str, Entry], dict[str, Entry], frozenset[str]]:
    """The reviewed table: names, abbreviations (as written, in capitals), words that mean no country at all.

    Raises:
        ValueError: a name stands twice with different codes; the message names file, row and name.
    """
    names: dict[str, Entry] = {}
    abbreviations: dict[str, Entry] = {}
    scope: set[str] = set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            entry = Entry(
                tuple(row["codes"].split()), tuple(row["part_of"].split()), "region" if not row["codes"] else "name"
            )
            for name in row["names"].split("|"):
                if row["kind"] == "scope":
                    scope.add(key(words(name)))
                elif row["kind"].endswith("abbreviation"):
                    abbreviations["".join(words(name)).upper()] = entry
                else:
                    exact = key(words(name))
                    before = names.get(exact)
                    if before is not None and before != entry:
                        raise ValueError(f"{TABLE.name} row {number}: {name!r} has two readings; keep one of them")
                    _add(names, name, entry)
    return names, abbreviations, frozenset(scope)


@cache
def _iso_names() -> dict[str, tuple[str, ...]]:
    """English short, official and common names of every code of ISO 3166-1, and of XK."""
    import pycountry

    fields = ("name", "official_name", "common_name")
    iso = {
        country.alpha_2: tuple(getattr(country, field) for field in fields if hasattr(country, field))
        for country in pycountry.countries
    }
    return {**iso, "XK": ("Kosovo",)}


@cache
def names_in(language: str) -> dict[str, Entry]:
    """Names of states, territories and regions in one language of `LANGUAGES`, by `key`."""
    import pycountry
    from babel.localedata import resolve_locale_filename

    # Babel's own loading merges whole locales, which is slow, and its unmerged loading spoils its cache for others.
    with open(resolve_locale_filename(_CLDR_DATA.get(language, language)), "rb") as file:
        territories = pickle.load(file)["territories"]
    countries = _iso_names()
    index: dict[str, Entry] = {}
    bracketed: list[tuple[str, Entry]] = []
    for code, name in territories.items():
        if code in _NOT_PLACES or (len(code) == 3 and not code.isdigit()):
            continue
        is_country = code in countries
        if not is_country and not code.isdigit() and code != "EU":
            continue
        entry = Entry((code,)) if is_country else Entry((), (), "region")
        _add(index, name, entry)
        bracketed.extend((part, entry) for part in re.split(r"\s*[(\[（][^)\]）]*[)\]）]\s*", name) if part != name)
    catalogue = _ISO_CATALOGUE.get(language, language)
    current = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[catalogue], fallback=True)
    ended = gettext.translation("iso3166-3", pycountry.LOCALES_DIR, languages=[catalogue], fallback=True)
    for code, english_names in countries.items():
        entry = Entry((code,))
        for english in english_names:
            name = current.gettext(english)
            # What a language leaves untranslated is found under English, which is always asked.
            if language == "en" or (name != english and name != territories.get(code)):
                _add(index, name, entry)
    for part, entry in bracketed:
        if len(part) >= SHORTEST_STRIPPED:
            _add(index, part, entry)
    for state in pycountry.historic_countries:
        code = state.alpha_4 if state.alpha_4 in ENDED else state.alpha_4[2:]
        if code == state.alpha_4 or code in countries:
            name = ended.gettext(state.name)
            _add(index, name, Entry((code,)))
            if code not in ("YDYE", "VDVN"):  # "Yemen, Democratic", "Viet-Nam, Democratic Republic of"
                _add(index, name.split(",")[0], Entry((code,)))
    return index


@cache
def _merged(languages: tuple[str, ...]) -> dict[str, Entry]:
    merged: dict[str, Entry] = {}
    for language in languages:
        for name, entry in names_in(language).items():
            # A word of three letters is too often something else in a language the text is not said to be in.
            if len(name) >= SHORTEST_STRIPPED or not name.isascii():
                merged.setdefault(name, entry)
    return merged


@cache
def known_words() -> frozenset[str]:
    """Every word that stands in a name of a place in any language of `LANGUAGES`, connectors left out."""
    table, abbreviations, scope = reviewed()
    found = {
        word
        for index in (table, *(names_in(language) for language in LANGUAGES))
        for name in index
        for word in name.split()
    }
    found |= {word for name in scope for word in name.split()} | {name.lower() for name in abbreviations}
    return frozenset(found - set(lexicon.CONNECTORS))


@lru_cache(65536)
def find(phrase: str, language: str | None) -> Entry | None:
    """The entry of a `key`ed phrase: reviewed table, then `language`, then English, then every language in order."""
    table = reviewed()[0]
    plain = strip_marks(phrase)
    for form in (phrase, plain):
        if form in table:
            return table[form]
    tiers = [names_in(language)] if language else []
    tiers.append(names_in("en"))
    for index in tiers:
        for form in (phrase, plain):
            if form in index:
                return index[form]
    others = LATIN_LANGUAGES if re.search(r"[a-z]", plain) else OTHER_LANGUAGES
    if len(plain) < SHORTEST_STRIPPED and plain.isascii():
        return None
    index = _merged(others)
    return index.get(phrase) or (index.get(plain) if len(plain) >= SHORTEST_STRIPPED else None)
