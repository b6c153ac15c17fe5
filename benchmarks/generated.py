"""Award folders as large as one likes: made-up recipients on pages in the layouts and the chrome of real sites. Nothing is measured here.

The same number gives the same folder. Names are drawn from lists of name parts and syllables; nobody in particular is meant.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import yaml

from scrapers.names.words import COMMON_NAMES
from tests.chrome import WRAPPERS

PAGES_PER_AWARD = 2
YEARS = 18
"""Editions on a page; with the entries of each they make about twenty statements a page, as the bundled pages have."""
PERSONS = 0.68
"""Share of entries that name a person; of the others most name a body."""
KNOWN = 0.15
"""Share of entries whose recipient other awards honour too."""
_GIVEN = sorted(name.title() for name in COMMON_NAMES if len(name) > 3)
_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "bra",
    "chi",
    "da",
    "de",
    "di",
    "do",
    "dra",
    "el",
    "fa",
    "fe",
    "ga",
    "go",
    "gra",
    "ha",
    "he",
    "ho",
    "i",
    "ja",
    "jo",
    "ka",
    "ke",
    "ki",
    "ko",
    "kra",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "mu",
    "na",
    "ne",
    "ni",
    "no",
    "o",
    "pa",
    "pe",
    "po",
    "pra",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "sha",
    "si",
    "so",
    "sta",
    "ta",
    "te",
    "ti",
    "to",
    "tra",
    "u",
    "va",
    "ve",
    "vi",
    "vo",
    "wa",
    "we",
    "ya",
    "ye",
    "yo",
    "za",
    "ze",
    "zo",
]
_ENDINGS = [
    "bekov",
    "berg",
    "dze",
    "escu",
    "ez",
    "ho",
    "idis",
    "in",
    "kar",
    "li",
    "man",
    "nen",
    "ovic",
    "ova",
    "poulos",
    "sen",
    "ski",
    "son",
    "te",
    "wa",
    "yan",
    "zadeh",
]
_HEADS = {
    "en": ("Association", "Committee", "Network", "Centre", "Foundation", "Union", "Coalition", "Movement"),
    "de": ("Verein", "Komitee", "Netzwerk", "Zentrum", "Stiftung", "Bündnis", "Initiative", "Bewegung"),
    "fr": ("Association", "Comité", "Réseau", "Centre", "Fondation", "Union", "Coalition", "Mouvement"),
    "es": ("Asociación", "Comité", "Red", "Centro", "Fundación", "Unión", "Coalición", "Movimiento"),
}
_OF = {"en": "for", "de": "für", "fr": "pour", "es": "por"}
_TOPICS = {
    "en": ("Human Rights", "Free Expression", "Women's Rights", "the River", "Prisoners", "Land Rights", "Peace", "Migrants"),
    "de": ("Menschenrechte", "Meinungsfreiheit", "Frauenrechte", "Flüchtlinge", "Gefangene", "Landrechte", "Frieden", "Umwelt"),
    "fr": ("les droits humains", "la liberté d'expression", "les femmes", "la rivière", "les prisonniers", "la terre", "la paix", "les migrants"),
    "es": ("los derechos humanos", "la libre expresión", "las mujeres", "el río", "los presos", "la tierra", "la paz", "los migrantes"),
}  # fmt: skip
_COUNTRIES = {
    "en": ("Iran", "Kenya", "Guatemala", "Belarus", "Turkey", "Uganda", "Philippines", "Colombia", "Russia", "India", "Peru", "Egypt"),
    "de": ("Iran", "Kenia", "Guatemala", "Belarus", "Türkei", "Uganda", "Philippinen", "Kolumbien", "Russland", "Indien", "Peru", "Ägypten"),
    "fr": ("Iran", "Kenya", "Guatemala", "Biélorussie", "Turquie", "Ouganda", "Philippines", "Colombie", "Russie", "Inde", "Pérou", "Égypte"),
    "es": ("Irán", "Kenia", "Guatemala", "Bielorrusia", "Turquía", "Uganda", "Filipinas", "Colombia", "Rusia", "India", "Perú", "Egipto"),
}  # fmt: skip
_HEADERS = {
    "en": ("Year", "Laureate", "Country"),
    "de": ("Jahr", "Preisträger", "Land"),
    "fr": ("Année", "Lauréat", "Pays"),
    "es": ("Año", "Galardonado", "País"),
}
_AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}
Entry = tuple[str, str]
Editions = list[tuple[int, list[Entry]]]


def recipient(number: int, language: str) -> Entry:
    """(name, country) of the recipient with this number; a person's name is the same in every language."""
    draw = random.Random(number)
    country = _COUNTRIES[language][draw.randrange(len(_COUNTRIES[language]))]
    place = "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 3))).capitalize()
    if draw.random() < PERSONS:
        surname = place + draw.choice(_ENDINGS)
        middle = f"{draw.choice(_GIVEN)} " if draw.random() < 0.2 else ""
        return f"{draw.choice(_GIVEN)} {middle}{surname}", country
    kind = draw.randrange(len(_HEADS[language]))
    topic = draw.randrange(len(_TOPICS[language]))
    return f"{place} {_HEADS[language][kind]} {_OF[language]} {_TOPICS[language][topic]}", country


def editions(award: int, language: str) -> Editions:
    """Years of an award with their entries, newest first; now and then two to a year."""
    draw = random.Random(f"award {award}")
    first = draw.randint(1975, 2005)
    found = []
    for year in range(first + YEARS - 1, first - 1, -1):
        count = 2 if draw.random() < 0.12 else 1
        # What several awards honour comes from a pool that grows with their number.
        numbers = [
            draw.randrange(40 + 2 * award) if draw.random() < KNOWN else 10**9 + award * 100 + (year - first) * 2 + n
            for n in range(count)
        ]
        found.append((year, [recipient(number, language) for number in numbers]))
    return found


def _table(found: Editions, language: str) -> tuple[str, object]:
    head = "".join(f"<th>{word}</th>" for word in _HEADERS[language])
    rows = "".join(
        f"<tr><td>{year}</td><td>{name}</td><td>{country}</td></tr>\n" for year, each in found for name, country in each
    )
    return f'<table class="wikitable">\n<tr>{head}</tr>\n{rows}</table>', "table"


def _year_list(found: Editions, language: str) -> tuple[str, object]:
    joined = f" {_AND[language]} "
    lines = "".join(
        f"<li>{year}: {joined.join(f'{name} ({country})' for name, country in each)}</li>\n" for year, each in found
    )
    return f"<ul>\n{lines}</ul>", "year_list"


def _headed_list(found: Editions, language: str) -> tuple[str, object]:
    parts = (
        f"<h3>{year}</h3>\n" + "".join(f"<p>{name}, {country}</p>\n" for name, country in each) for year, each in found
    )
    return "".join(parts), "headed_list"


def _lines(found: Editions, language: str) -> tuple[str, object]:
    parts = (f"<p>{name} ({country}, {year}) </p>\n" for year, each in found for name, country in each)
    pattern = r"(?P<name>[^()]+?) \((?P<country>[^()]+?), (?P<year>(?:19|20)\d\d)\)"
    return "".join(parts), {"type": "lines", "patterns": [pattern]}


LAYOUTS: tuple[Callable[[Editions, str], tuple[str, object]], ...] = (_table, _year_list, _headed_list, _lines)


def page(award: int, number: int) -> tuple[bytes, object, str]:
    """One page of an award in its chrome, its layout as award.yaml has it, and its language."""
    language = ("en", "de", "fr", "es")[(award + number) % 4]
    body, layout = LAYOUTS[(award // 4 + number) % len(LAYOUTS)](editions(award, language), language)
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>Prize {award}</title></head>'
        f"<body><h1>Prize {award}</h1>{body}</body></html>"
    )
    wrap = list(WRAPPERS.values())[(award + award // 16 + number) % len(WRAPPERS)]
    return wrap(html), layout, language


def write_award(awards_dir: Path, award: int, pages: int = PAGES_PER_AWARD) -> Path:
    """The folder of the award with this number, written below `awards_dir`."""
    award_id = f"generated_{award:07}"
    folder = awards_dir / award_id
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    sources, lock = [], {}
    for number in range(pages):
        content, layout, language = page(award, number)
        url = f"https://site-{number}.example/{award_id}"
        name = f"site-{number}"
        sources.append(
            {
                "name": name,
                "url": url,
                "kind": "official" if not number else "news",
                "language": language,
                "layout": layout,
            }
        )
        lock[f"pages/{name}.html"] = {
            "url": url, "seen_at": url, "seen_on": "2026-11-23", "origin": "capture",
            "sha256": hashlib.sha256(content).hexdigest(), "language": language, "translated": False, "complete": True,
        }  # fmt: skip
        (folder / "pages" / f"{name}.html").write_bytes(content)
    described = {"id": award_id, "name": f"Prize {award}", "sources": sources}
    (folder / "award.yaml").write_text(yaml.safe_dump(described, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "pages.lock.yaml").write_text(yaml.safe_dump(lock, sort_keys=False), encoding="utf-8")
    return folder
