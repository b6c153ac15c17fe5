"""Names as text: folding, transliteration, titles, and how alike two names are. Says nothing about places or kinds."""

from __future__ import annotations

from scrapers.names.folding import fold, is_latin, mend, name_tokens
from scrapers.names.likeness import alike
from scrapers.names.pairing import matched, may_be_spellings, meaning_likeness, name_word_likeness, paired
from scrapers.names.parts import NameParts, read_name, stands_for
from scrapers.names.sounds import coarse_keys, skeletons, sound_keys, word_likeness

__all__ = [
    "NameParts",
    "alike",
    "coarse_keys",
    "fold",
    "is_latin",
    "matched",
    "may_be_spellings",
    "meaning_likeness",
    "mend",
    "name_tokens",
    "name_word_likeness",
    "paired",
    "read_name",
    "skeletons",
    "sound_keys",
    "stands_for",
    "word_likeness",
]
