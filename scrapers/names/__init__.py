"""Names as text: folding, transliteration, titles, and how alike two names are. Says nothing about places or kinds."""

from __future__ import annotations

from scrapers.names.folding import fold, is_latin, mend, name_tokens
from scrapers.names.likeness import alike

__all__ = ["alike", "fold", "is_latin", "mend", "name_tokens"]
