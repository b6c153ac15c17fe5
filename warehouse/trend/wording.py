"""How findings are written down: sentences, lists and tables made of figures, and Markdown of them. Nothing here knows what they say.

A sentence whose figures the data are too few for says so. Names are text from outside and are escaped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

TOO_FEW = "Too few awards or recognitions for this figure."


@dataclass(frozen=True)
class Text:
    """A paragraph, or a sentence to quote; `**bold**`, `` `code` `` and `[links](address)` as in Markdown."""

    text: str
    quote: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences, marked up as in Text."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; the first `words` columns are text, the others numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Text | Bullets | Grid, ...]


class _Figures(Formatter):
    """Formats figures: share, points, change, n, year, p, ratio. LookupError for a figure the data are too few for."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            raise LookupError
        if format_spec == "share":
            return f"{number(value * 100)} %"
        if format_spec == "points":
            return number(value * 100)
        if format_spec == "change":
            return f"{number(abs(value) * 100)} percentage points {'higher' if value >= 0 else 'lower'}"
        if format_spec == "ratio":
            return f"{math.exp(value):.2f}"
        if format_spec == "p":
            return f"{value:.3f}"
        if format_spec == "n":
            return f"{value:,}"
        return escape(str(value))


def escape(text: str) -> str:
    """Text from outside with Markdown's own characters made plain."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))


def number(value: float) -> str:
    """One decimal, with a true minus."""
    rounded = round(value, 1)
    return f"{rounded + 0.0:.1f}".replace("-", "−")


def say(template: str, values: Mapping[str, Any]) -> str:
    """`template` with its figures, or TOO_FEW when one of them is None."""
    try:
        return _Figures().vformat(template, (), values)
    except LookupError:
        return TOO_FEW


def estimate_cells(row: Mapping[str, Any]) -> tuple[str, str]:
    """Estimate and interval of a row of `trend_models` in percentage points."""
    if row["estimate"] is None:
        return "too few", ""
    interval = "" if row["low"] is None or row["high"] is None else say("{low:points} to {high:points}", row)
    return number(row["estimate"] * 100), interval


def markdown_of(block: Text | Bullets | Grid) -> str:
    """A block as Markdown, without a line end."""
    if isinstance(block, Text):
        return f"> {block.text}" if block.quote else block.text
    if isinstance(block, Bullets):
        return "\n".join(f"- {item}" for item in block.items)
    numbers = len(block.header) - block.words
    lines = [block.header, ("---",) * block.words + ("---:",) * numbers, *block.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
