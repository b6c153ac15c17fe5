"""Numbers with their nouns, as people read them."""

from __future__ import annotations


def counted(count: int, one: str, many: str | None = None) -> str:
    """The number with its noun: `1 award`, `1,200 awards`; `many` where an s does not make the plural."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
