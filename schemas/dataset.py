"""What is said of the dataset as a whole, once: title, terms, words to find it by; every metadata file takes it from here."""

from __future__ import annotations

NAME = "hrd-awards"
TITLE = "Human rights defender awards: who is recognised"
DESCRIPTION = (
    "When human rights defenders are given awards, who is recognised: an individual, or the community, movement or organisation "
    "that does the work, and how has that changed? Recognitions of the world's human rights awards, read from public pages that "
    "list recipients, each with its sources, coded by what was announced, with the share of collective recognition by period."
)
HONESTY = (
    "Transcriptions, cited records, codings and decisions were made with machine assistance from parts of public pages and are "
    "not yet checked by a human expert. An edition that was not seen is not an edition without recipients: read the table "
    "`coverage` beside every count."
)
KEYWORDS = (
    "human rights defenders",
    "human rights awards",
    "collective recognition",
    "civil society",
    "social movements",
    "indigenous peoples",
)
CREATOR = "hrd-awards contributors"
LICENSE_ID = "CC0-1.0"
LICENSE_TITLE = "Creative Commons Zero v1.0 Universal"
LICENSE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"


def citation(version: str, year: int) -> str:
    """How to cite release `version` in one line."""
    return f"{CREATOR} ({year}). {TITLE}. Release {version}. {LICENSE_ID}."
