"""Adjectives and nouns of nationality in the corpus' languages -> code, inflected by rule from `demonyms.csv`.

Not here: names of countries (`names`); whether a word in an entry is a description of a person (scrapers.entries).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from scrapers.places import names

TABLE = Path(__file__).parent.parent / "demonyms.csv"


def _english(form: str) -> Iterator[str]:
    yield form
    if form.endswith(("chman", "shman", "woman")):
        yield form[:-2] + "en"
    elif not form.endswith(("ese", "ish", "ch", "s", "x")):
        yield form + "s"
    if form.endswith(("an", "i", "ese", "ish")):
        yield form + "-born"


def _german(form: str) -> Iterator[str]:
    yield form
    if form.endswith(("isch", "deutsch")):
        yield from (form + ending for ending in ("e", "er", "es", "en", "em"))
        yield from (form[:-1] + "ch" + ending for ending in ("stämmig", "stämmige", "stämmiger", "stämmigen"))
    elif form.endswith("e"):
        yield from (form + "n", form + "r", form[:-1] + "in", form[:-1] + "innen")
    else:
        yield from (form + ending for ending in ("s", "n", "in", "innen", "e", "en"))


def _romance(form: str) -> Iterator[str]:
    """French, Spanish, Italian and Portuguese: the ending tells which rules apply, and unused forms do no harm."""
    yield form
    yield form + "s"
    feminine: list[str] = []
    if form.endswith("en"):
        feminine = [form + "ne"]
    elif form.endswith("eu"):
        feminine = [form[:-2] + "eia"]
    elif form.endswith("ão"):
        feminine = [form[:-2] + "ã"]
        yield form[:-2] + "ãos"
    elif form.endswith(("és", "ês")):
        feminine = [form[:-2] + "esa"]
        yield form[:-2] + "eses"
    elif form.endswith("án"):
        feminine = [form[:-2] + "ana"]
        yield form[:-2] + "anes"
    elif form.endswith("ón"):
        feminine = [form[:-2] + "ona"]
    elif form.endswith("o"):
        stem = form[:-1]
        hard = stem + "h" if stem.endswith(("c", "g")) else stem
        feminine = [stem + "a"]
        yield from (stem + "i", hard + "i", hard + "e")
    elif form.endswith(("ese", "one")):
        yield form[:-1] + "i"
    elif form.endswith("ol"):
        feminine = [form + "a", form + "e"]
        yield form + "es"
        yield form[:-1] + "is"
    elif form.endswith("í"):
        yield form + "es"
    elif form.endswith("a"):
        yield from (form[:-1] + "i", form[:-1] + "e")
    elif not form.endswith("e"):
        feminine = [form + "e"]
        if form.endswith("n"):
            feminine.append(form + "ne")
    for one in feminine:
        yield from (one, one + "s")


def _nordic(form: str) -> Iterator[str]:
    yield from (form + ending for ending in ("", "a", "e", "t", "s", "-født", "född", "fødd", "født"))


def _czech(form: str) -> Iterator[str]:
    yield from (
        form[:-1] + e for e in ("ý", "y", "á", "a", "é", "e", "ého", "eho", "ému", "ém", "ou", "í", "ých", "ym")
    )


_CYRILLIC_ENDINGS = "ий ая ое ие ого ой ому ую им ом их ими а е і ої ій у ою"


def _cyrillic(form: str) -> Iterator[str]:
    """Russian and Ukrainian adjectives, which also stand for the nation."""
    yield from (form[:-2] + e for e in _CYRILLIC_ENDINGS.split())


_RULES: dict[str, Callable[[str], Iterable[str]]] = {
    "en": _english,
    "de": _german,
    "romance": _romance,
    "nordic": _nordic,
    "czech": _czech,
    "cyrillic": _cyrillic,
}


@lru_cache(4096)
def _form(text: str) -> str:
    return names.strip_marks(" ".join(names.words(text)))


@cache
def _forms() -> dict[str, str]:
    """Every inflected form without accents -> code. A form of two countries belongs to the column further left.

    Raises:
        ValueError: one column writes the same form for two countries; names both.
    """
    index: dict[str, tuple[int, str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for rank, column in enumerate(_RULES):
        written: dict[str, str] = {}
        for row in rows:
            for form in filter(None, row[column].split("|")):
                for number, inflected in enumerate(_RULES[column](form)):
                    folded = _form(inflected)
                    if number == 0:
                        if written.setdefault(folded, row["code"]) != row["code"]:
                            message = f"{TABLE.name}: {form!r} stands for {written[folded]} and {row['code']}; keep one"
                            raise ValueError(message)
                        if index.get(folded, (9, ""))[0] >= 2 * rank:
                            index[folded] = (2 * rank, row["code"])
                    else:
                        index.setdefault(folded, (2 * rank + 1, row["code"]))
    return {form: code for form, (_, code) in index.items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.split()[0] for form in _forms() if " " in form)


def begins_demonym(text: str) -> bool:
    """False when no demonym of several words begins as `text` does, so that few pairs of words need to be looked up."""
    folded = _form(text)
    return not folded or folded.split()[0] in _first_words()


# Plain words of a language of the corpus that are spelled as an inflected adjective is.
_OTHER_WORDS = frozenset({"ceca", "ceci", "este", "esten", "ire", "iren", "laos", "leta", "us", "uss"})


@lru_cache(65536)
def demonym(word: str | None) -> str | None:
    """The code an adjective or noun of nationality stands for, in any case and inflection, or None.

    Args:
        word: one expression, e.g. "Iranian", "kolumbianischer", "South Sudanese", "US-amerikanische"; a dot or comma
            at its end is no part of it.
    """
    if not word or not word.strip():
        return None
    if word.replace(".", "").strip(" ,") == "US":
        return "US"
    folded = _form(word)
    return None if folded in _OTHER_WORDS else _forms().get(folded)
