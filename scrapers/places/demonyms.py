"""Adjectives and nouns of nationality -> code.

Not here: names of countries (`names`).
"""

from __future__ import annotations


def demonym(word: str) -> str | None:
    """The code an adjective of nationality stands for, or None."""
    return None
