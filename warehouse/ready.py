"""What a local process has imported and looked up before its first award: imported by the server that such processes are forked from.

No more than reading needs: until it is there no award is read. Nothing here may compute with Polars: its threads would not be there in a
forked process.
"""

from scrapers import lexicon
from scrapers.places import demonyms, names
from warehouse.corroborate import kept

__all__ = ["kept"]

names.known_words()
names.find("somewhere", None)
demonyms.demonym("nobody")
lexicon.find("a word")
