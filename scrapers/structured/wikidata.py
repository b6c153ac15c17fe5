"""Wikidata: the question "who received this award, when, and what are they", and what the answer (SPARQL 1.1 results in JSON) says.

Not here: fetching, which is `scrapers.web` for this source as for any other, and what follows from items and types (`warehouse.wikidata`).

Asked through statement nodes (p:, ps:, pq:): the year stands on the statement, and the shortcut wdt: would leave out every award but
those of best rank. Deprecated statements are left out. See https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

ENDPOINT = "https://query.wikidata.org/sparql"
SOURCE_NAME = "wikidata"
LINEAGE = "wikipedia"
"""Most award statements of Wikidata were taken from its sister project: the two never corroborate each other."""
RANK = 9
MOST_ROWS = 5000
ITEM = re.compile(r"^Q[1-9][0-9]*$")
HUMAN = "Q5"
PREFIX = "http://www.wikidata.org/entity/"
_QUERY = """\
SELECT ?statement ?item ?itemLabel ?year (GROUP_CONCAT(DISTINCT ?type; separator=" ") AS ?types) WHERE {{
  ?item p:P166 ?statement .
  ?statement ps:P166 wd:{award} .
  MINUS {{ ?statement wikibase:rank wikibase:DeprecatedRank }}
  OPTIONAL {{ ?statement pq:P585 ?time . BIND(YEAR(?time) AS ?year) }}
  OPTIONAL {{ ?item p:P31 ?instance . ?instance ps:P31 ?type . MINUS {{ ?instance wikibase:rank wikibase:DeprecatedRank }} }}
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "{languages}" }}
}}
GROUP BY ?statement ?item ?itemLabel ?year
ORDER BY ?year ?item ?statement
LIMIT {rows}"""


class AnswerError(ValueError):
    """An answer that is not what was asked for; the message says what to do."""


@dataclass(frozen=True)
class Honour:
    """One statement "received the award" of an item; `label` is null where Wikidata has no name in the languages asked for."""

    item: str
    label: str | None
    year: int | None
    types: tuple[str, ...]
    statement: str

    @property
    def is_human(self) -> bool | None:
        """None where nothing says what the item is."""
        return HUMAN in self.types if self.types else None


def query(award_item: str, languages: str = "en,mul,fr,es,de,pt,it,ru") -> str:
    """The question about the award with this item, as SPARQL; ValueError for what is no item id."""
    if not ITEM.match(award_item):
        raise ValueError(f"{award_item!r} is no Wikidata item: give the award's own, as Q35637")
    return _QUERY.format(award=award_item, languages=languages, rows=MOST_ROWS)


def address(award_item: str) -> str:
    """Where the question is asked: a GET address, which caches may answer."""
    return f"{ENDPOINT}?format=json&query={quote(query(award_item), safe='')}"


def is_answer(answer: Any) -> bool:
    """Whether this is a table of results by the shape of the SPARQL 1.1 recommendation."""
    return isinstance(answer, dict) and isinstance(answer.get("results"), dict) and "bindings" in answer["results"]


def read_honours(answer: Mapping[str, Any]) -> list[Honour]:
    """The statements of an answer, in its order. AnswerError when columns are missing or the answer was cut at its limit."""
    bindings = answer["results"]["bindings"]
    missing = {"statement", "item", "itemLabel", "year", "types"} - set(answer.get("head", {}).get("vars", ()))
    if missing:
        raise AnswerError(f"no column {', '.join(sorted(missing))} in the answer: ask with the query of this program")
    if len(bindings) >= MOST_ROWS:
        raise AnswerError(f"{len(bindings)} rows, as many as were asked for: some may be missing; raise MOST_ROWS")
    return [_honour(row, number) for number, row in enumerate(bindings)]


def _honour(row: Mapping[str, Mapping[str, str]], number: int) -> Honour:
    try:
        item = row["item"]["value"].removeprefix(PREFIX)
        year = int(row["year"]["value"]) if "year" in row else None
        types = row["types"]["value"].split() if "types" in row else []
        statement = row["statement"]["value"].rpartition("/")[2]
        label = row["itemLabel"]["value"].strip() if "itemLabel" in row else ""
    except (KeyError, ValueError, AttributeError) as error:
        raise AnswerError(f"results.bindings[{number}]: {error!r}: ask again, or compare with the query") from error
    if not ITEM.match(item):
        raise AnswerError(f"results.bindings[{number}]: {item!r} is no item")
    # Where there is no name the label service answers with the item's id.
    named = label if label and label != item else None
    return Honour(item, named, year, tuple(sorted({one.removeprefix(PREFIX) for one in types})), statement)
