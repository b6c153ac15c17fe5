"""Layout `json`: answers of an API in a documented shape (Nobel Prize API, versions 1 and 2; Wikidata). No other JSON is guessed at."""

from __future__ import annotations

import json
from typing import Any

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.structured.wikidata import AnswerError, is_answer, read_honours


def read_answer(content: bytes) -> Reading:
    """Rows of a `nobelPrizes` (v2), `prizes` (v1) or SPARQL answer; LayoutError names what is missing or unexpected."""
    try:
        answer = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise LayoutError(f"no JSON: {error}; fetch the answer again") from error
    if is_answer(answer):
        return _read_statements(answer)
    prizes = answer.get("nobelPrizes", answer.get("prizes")) if isinstance(answer, dict) else None
    if not isinstance(prizes, list):
        raise LayoutError(
            "neither nobelPrizes, prizes nor results.bindings: this is not the Nobel Prize API's or Wikidata's answer"
        )
    reading = Reading(headers=sorted({key for prize in prizes if isinstance(prize, dict) for key in prize}))
    for number, prize in enumerate(prizes):
        place = f"nobelPrizes[{number}]"
        category = _english(prize.get("category"))
        if category and category.casefold() not in ("peace", "the nobel peace prize"):
            reading.leftovers.append(Leftover(place, "ignored", f"category {category}"))
            continue
        try:
            year = int(prize.get("awardYear", prize.get("year", "")))
        except ValueError as error:
            raise LayoutError(f"{place}: no awardYear; compare the answer with the API's documentation") from error
        laureates = prize.get("laureates") or []
        if not laureates:
            reading.leftovers.append(Leftover(place, "not awarded", "no laureates", year))
        for position, laureate in enumerate(laureates):
            where = f"{place}.laureates[{position}]"
            name = _name(laureate)
            if name is None:
                reading.leftovers.append(
                    Leftover(where, "unreadable", json.dumps(laureate, ensure_ascii=False)[:200], year)
                )
            else:
                reading.rows.append(CellRow(where, name, year))
    if not reading.rows:
        raise LayoutError("no prize with a laureate in this answer; fetch it again")
    return reading


def _read_statements(answer: dict[str, Any]) -> Reading:
    """Each statement of Wikidata is an entry of its own; its place is the statement's own identifier."""
    try:
        honours = read_honours(answer)
    except AnswerError as error:
        raise LayoutError(str(error)) from error
    reading = Reading(headers=sorted(answer["head"]["vars"]))
    for honour in honours:
        if honour.label is None:
            reading.leftovers.append(Leftover(honour.statement, "ignored", f"{honour.item} has no name", honour.year))
        else:
            reading.rows.append(CellRow(honour.statement, honour.label, honour.year, closed=True))
    if not reading.rows:
        raise LayoutError("nobody received this award as Wikidata has it; is its item the award's own?")
    return reading


def _english(value: Any) -> str | None:
    return value.get("en") if isinstance(value, dict) else value


def _name(laureate: dict[str, Any]) -> str | None:
    for key in ("knownName", "orgName", "fullName"):
        if name := _english(laureate.get(key)):
            return str(name)
    name = " ".join(part for part in (laureate.get("firstname"), laureate.get("surname")) if part)
    return name or None
