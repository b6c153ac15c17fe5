"""What a layout returns: cell rows and leftovers. Nothing on a page is in neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.vocabulary import LEFTOVER_REASONS


class LayoutError(ValueError):
    """A page that its layout cannot read; the message says what was found and what to do."""


class CellRow(NamedTuple):
    """The text of one or more entries with what the page says beside it; `year` is null where the page gives none.

    `closed`: the page's line goes on behind the text, so that it cannot have been broken off inside it.
    """

    place: str
    text: str
    year: int | None
    country: str | None = None
    category: str | None = None
    affiliation: str | None = None
    note: str | None = None
    closed: bool = False


@dataclass(frozen=True)
class Leftover:
    """A line or cell that is no recipient, with its place and the reason."""

    place: str
    reason: str
    text: str
    year: int | None = None

    def __post_init__(self) -> None:
        if self.reason not in LEFTOVER_REASONS:
            raise ValueError(f"leftover reason {self.reason!r} is not in the vocabulary")


@dataclass
class Reading:
    """All of a page: `rows` and `leftovers` in page order; `seen` lists the years the page has a place for."""

    rows: list[CellRow] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
