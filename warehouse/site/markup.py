"""Pieces of HTML that the static pages share: words, facts, tables, links into the explorer. What stands in them is the pages' business."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from urllib.parse import quote

import pycountry
from babel import Locale, UnknownLocaleError

from warehouse.site.frame import escaped, formatted, said


@cache
def word(key: str, tag: str = "span") -> str:
    """A message without values; a page asks for the same few many times."""
    return said(key, tag)


def choice(group: str, value: str | None) -> str:
    """The word for a value of a closed list, e.g. `choice("focus", "peace")`; for none, that it is not known."""
    return word("unknown") if value is None else word(f"{group}_{value.replace(' ', '_')}")


def number(value: int) -> str:
    """A count, written the way of the language."""
    return f'<span data-number="{value}" data-form="number">{value:,}</span>'


def day(value: date | None) -> str:
    """A day, written the way of the language."""
    if value is None:
        return ""
    return f'<span data-number="{value.isoformat()}" data-form="day">{formatted(value.isoformat(), "day")}</span>'


def countries(codes: str | None) -> str:
    """Names of countries by their codes, in the words of the language; of a state that ended, its English name."""
    return ", ".join(map(_country, codes.split("; "))) if codes else ""


@cache
def _country(code: str) -> str:
    if code == "INT":
        return word("several_states")
    ended = pycountry.historic_countries.get(alpha_4=code)
    if ended:
        return escaped(ended.name)
    name = Locale("en").territories.get(code)
    return f'<span data-country="{escaped(code)}">{escaped(name)}</span>' if name else escaped(code)


@cache
def language(code: str | None) -> str:
    """The name of a language by its code, in the words of the language of the page."""
    if code is None:
        return ""
    # “zh-yue” and “yue” are the same to BCP 47, of which Babel knows the second.
    plain = re.sub("^[a-z]{2,3}-(?=[a-z]{3}$)", "", code)
    try:
        name = Locale.parse(plain, sep="-").get_display_name("en")
    except (UnknownLocaleError, ValueError):
        name = None
    return f'<span data-tongue="{escaped(code)}">{escaped(name or code)}</span>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of facts: key of the message that names each, and finished HTML; facts without content are left out."""
    items = "".join(f"<dt>{word(key)}</dt><dd>{content}</dd>" for key, content in pairs if content)
    return f'<dl class="facts">{items}</dl>'


def grid(keys: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0, label: str = "") -> str:
    """A table of finished HTML: `keys` of the messages that head the columns; the last `numbers` columns are numbers; `label` is its key."""
    plain = len(keys) - numbers
    of_class = ["address" if key == "address" else "" if place < plain else "number" for place, key in enumerate(keys)]
    tags = [f" class={name}" if name else "" for name in of_class]
    heads = "".join(f'<th scope="col"{tag}>{word(key)}</th>' for key, tag in zip(keys, tags, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{tag}>{cell}</td>" for cell, tag in zip(row, tags, strict=True)) + "</tr>" for row in rows
    )
    caption = f'<caption class="unseen">{word(label)}</caption>' if label else ""
    return f'<div class="wide"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def evidence(recognition_id: str, name: str, up: str) -> str:
    """The name of a recognition as a link to where the explorer shows its sources."""
    return f'<a href="{up}index.html#open={quote(recognition_id)}">{escaped(name)}</a>'


def report(up: str) -> str:
    """Where errors and wishes to be left out go."""
    return f'<p class="small"><a href="{up}do-no-harm.html">{word("wrong")}</a></p>'
