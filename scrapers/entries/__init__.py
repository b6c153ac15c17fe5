"""“Akbar Ganji (Iran) and Arnold Tsunga (Zimbabwe)” to two entries with places and annotations. No page is parsed here."""

from scrapers.entries.reading import Entry, read_entries

__all__ = ["Entry", "read_entries"]
