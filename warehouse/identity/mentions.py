"""Who is named in each recognition: the entry itself, persons inside it, and bodies named with them, each with all its forms.

Reads the columns of recognitions and statements only; whether two mentions are one recipient is decided in `clusters`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from schemas.vocabulary import Kind
from scrapers.names import alike, fold, is_latin, read_name

PERSON, BODY, JOINT = "person", "body", "joint"
_JOINT_KINDS = frozenset({Kind.PEOPLE, Kind.MIXED})
# A form from a list inside a statement belongs to the listed person it is most alike, from this likeness on
# (the threshold of names within one edition, docs/identity.md).
_SAME_IN_ENTRY = 0.7
_NOT_A_NAME = re.compile(r"(?i)\b(?:not named|unnamed|others|et al|weitere|autres|otros|otras|altri|outros)\b|^\W*\d")
_ANONYMOUS = re.compile(
    r"(?i)^\W*(?:(?:an?|the|one|two|three|ein[e]?|un[ae]?|name|names)\s+)?"
    r"(?:anonym\w*|unnamed|undisclosed|withheld|an[oó]nim[oa]s?|unbekannt\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of someone in one recognition. `forms` are (name, language) pairs, the published one first."""

    recognition_id: str
    award_id: str
    year: int
    role: str
    sort: str
    name: str
    kind: str | None
    forms: tuple[tuple[str, str], ...]
    countries: frozenset[str]
    members: tuple[str, ...]
    anonymous: bool

    @property
    def reference(self) -> str:
        """How `decisions/same.csv` names it: the recognition, and for those inside it ` > ` and their name."""
        return self.recognition_id if self.role == "recipient" else f"{self.recognition_id} > {self.name}"


def listed(cell: str | None) -> tuple[str, ...]:
    """Values of a list cell, in order, each once."""
    return tuple(dict.fromkeys(part.strip() for part in (cell or "").split(";") if part.strip()))


def find_mentions(recognitions: pl.DataFrame, statements: pl.DataFrame) -> list[Mention]:
    """All mentions, ordered by recognition_id; the entry itself comes first, then its persons, then its bodies.

    Args:
        recognitions: columns recognition_id, award_id, year, name, name_language, kind, persons, affiliation, country_codes.
        statements: columns recognition_id, name, persons, affiliation, language; rows without recognition_id are ignored.
    """
    seen = _forms_of_statements(statements)
    names_of_edition: dict[tuple[str, int], set[str]] = defaultdict(set)
    columns = (
        "recognition_id",
        "award_id",
        "year",
        "name",
        "name_language",
        "kind",
        "persons",
        "affiliation",
        "country_codes",
    )
    rows = recognitions.select(columns).sort("recognition_id").rows()
    for row in rows:
        names_of_edition[row[1], row[2]].add(fold(row[3]))
    mentions: list[Mention] = []
    for key, award_id, year, name, language, kind, persons_cell, affiliation_cell, country_codes in rows:
        countries = frozenset(listed(country_codes))
        own = fold(name)
        persons = () if kind == Kind.PERSON else _others(own, listed(persons_cell))
        bodies = _others(own, listed(affiliation_cell), but=persons)
        sort = JOINT if kind in _JOINT_KINDS else PERSON if kind == Kind.PERSON else BODY
        joint = read_name(name).main.is_joint
        whole = [(name, language or "und")]
        for form, form_language in seen.names.get(key, ()):
            others = names_of_edition[award_id, year] - {own} | {fold(one) for one in (*persons, *bodies)}
            if fold(form) and fold(form) not in others and (joint or not read_name(form).main.is_joint):
                whole.append((form, form_language))
        anonymous = bool(_ANONYMOUS.search(name)) or not own
        members = (*persons, *bodies) if sort == JOINT else ()
        mentions.append(
            Mention(key, award_id, year, "recipient", sort, name, kind, _once(whole), countries, members, anonymous)
        )
        for role, sort_inside, kind_inside, inside, found in (
            ("named person", PERSON, Kind.PERSON, persons, seen.persons.get(key, [])),
            ("affiliation", BODY, None, bodies, seen.bodies.get(key, [])),
        ):
            forms = _assigned(inside, found)
            for one in inside:
                mentions.append(
                    Mention(
                        key,
                        award_id,
                        year,
                        role,
                        sort_inside,
                        one,
                        kind_inside,
                        _once([(one, language or "und"), *forms[one]]),
                        countries,
                        (),
                        bool(_ANONYMOUS.search(one)),
                    )
                )
    return mentions


@dataclass(frozen=True, slots=True)
class _Seen:
    names: dict[str, list[tuple[str, str]]]
    persons: dict[str, list[tuple[str, str]]]
    bodies: dict[str, list[tuple[str, str]]]


def _forms_of_statements(statements: pl.DataFrame) -> _Seen:
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    persons: dict[str, list[tuple[str, str]]] = defaultdict(list)
    bodies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = (
        statements.filter(pl.col("recognition_id").is_not_null())
        .select("recognition_id", "name", "persons", "affiliation", pl.col("language").fill_null("und"))
        .unique()
        .sort("recognition_id", "name", "language", "persons", "affiliation", nulls_last=True)
        .rows()
    )
    for key, name, persons_cell, bodies_cell, language in rows:
        names[key].append((name, language))
        persons[key].extend((person, language) for person in listed(persons_cell) if _is_name(person))
        bodies[key].extend((body, language) for body in listed(bodies_cell))
    return _Seen(names, persons, bodies)


def _assigned(inside: tuple[str, ...], found: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Forms seen in statements, given to the listed name each is most alike; a form alike none is left out."""
    forms: dict[str, list[tuple[str, str]]] = {one: [] for one in inside}
    for form, language in found:
        best = max(((alike(one, form), one) for one in inside), default=(0.0, ""))
        if best[0] >= _SAME_IN_ENTRY:
            forms[best[1]].append((form, language))
    return forms


def _others(own: str, inside: tuple[str, ...], but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names listed inside an entry that are not the entry's own, each once."""
    taken = {own, *map(fold, but)}
    kept: dict[str, str] = {}
    for one in inside:
        if fold(one) not in taken and _is_name(one):
            kept.setdefault(fold(one), one)
    return tuple(kept.values())


def _is_name(text: str) -> bool:
    return bool(fold(text)) and not _NOT_A_NAME.search(text) and (text != text.lower() or not is_latin(text))


def _once(forms: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(forms))
