"""Names of places and of nationality in any language of the sources, read into codes and regions.

Not here: which part of a line is a place in a page's layout (layouts) or an entry (entries).
"""

from scrapers.places.demonyms import demonym
from scrapers.places.reading import Place, codes, is_place, repair, split_trailing_place

__all__ = ["Place", "codes", "demonym", "is_place", "repair", "split_trailing_place"]
