"""Every word of the interface in every language, in one typed place.

`{name}` is filled in by the page, with numbers written the way of the language. Data (names, sources' own words) are never translated.
"""

from __future__ import annotations

from dataclasses import asdict

from warehouse.site.messages.english import ENGLISH
from warehouse.site.messages.french import FRENCH
from warehouse.site.messages.spanish import SPANISH
from warehouse.site.messages.wording import Messages

__all__ = ["ENGLISH", "LANGUAGES", "Messages", "as_plain"]

LANGUAGES = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}


def as_plain(messages: Messages) -> dict[str, str]:
    """Message by key, for the scripts of the page."""
    return asdict(messages)
