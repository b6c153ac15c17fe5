"""Names of places and of nationality in any language of the sources, read into codes and regions.

Not here: which part of a line is a place in a page's layout (layouts) or an entry (entries).

Codes are ISO 3166-1 alpha-2, and XK for Kosovo. A state that ended by splitting or by joining another keeps its ISO 3166-3
code (SUHH, CSHH, YUCS, CSXX, DDDE, ANHH, YDYE, VDVN); a state that only took a new name (Burma, Zaire, Upper Volta) has
today's code. Lands without a code of their own have that of the state UN practice lists them under.
"""

from scrapers.places.demonyms import begins_demonym, demonym
from scrapers.places.lexicon import CONNECTORS as CONNECTING_WORDS
from scrapers.places.m49 import known_codes, regions, subregions
from scrapers.places.reading import Place, codes, is_place, names_place, repair
from scrapers.places.trailing import split_trailing_place

__all__ = [
    "CONNECTING_WORDS", "Place", "begins_demonym", "codes", "demonym", "is_place", "known_codes", "names_place", "regions", "repair", "split_trailing_place", "subregions",
]  # fmt: skip
