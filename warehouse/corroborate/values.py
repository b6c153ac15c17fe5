"""The values of a recognition, chosen among its statements: name, place, category and the rest. Who belongs together is settled before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from schemas.vocabulary import ANNOTATIONS
from scrapers.entries.names import has_head, is_personal
from scrapers.entries.splitting import split_line
from scrapers.entries.words import conjunction_pattern
from scrapers.names import alike, fold, is_latin
from warehouse.corroborate.clusters import CERTAIN, Cluster, Statement, split_list

# a state and the state it came from or went into are not a contradiction
SUCCESSORS = {
    "SUHH": {"RU", "UA", "BY", "EE", "LV", "LT", "GE", "AM", "AZ", "KZ", "KG", "UZ", "TJ", "TM", "MD"},
    "CSHH": {"CZ", "SK"},
    "YUCS": {"RS", "HR", "BA", "SI", "MK", "ME", "XK", "CSXX"},
    "CSXX": {"RS", "ME", "XK"},
    "DDDE": {"DE"},
    "TL": {"ID"},
    "XK": {"RS"},
    "PS": {"IL"},
    "HK": {"CN"},
    "TW": {"CN"},
}


def in_order(cluster: Cluster) -> list[Statement]:
    """Statements best first: rank, then originals before translations of the same page, cited records, whole before cut."""
    return sorted(
        cluster.statements,
        key=lambda s: (s["cut"], s["rank"], s["origin"] != "cited", s["source_id"], s["statement_id"]),
    )


def english(statement: Statement) -> bool:
    """A reviewed record carries the English or international form of a name."""
    return statement["origin"] == "cited" or (statement["language"] or "").split("-")[0] == "en"


def choose_values(cluster: Cluster, english_aliases: dict[str, str], others: Sequence[Cluster] = ()) -> dict[str, Any]:
    """Columns of `recognitions` that come from statements; `others`: what else the edition holds."""
    ordered = in_order(cluster)
    best = ordered[0]
    named = _naming(cluster)
    name = named["name"]
    alias = next(
        (english_aliases[fold(s["name"])] for s in (named, *ordered) if fold(s["name"]) in english_aliases), None
    )
    if alias and not (english(named) and fold(name) not in english_aliases):
        name = alias
    by_name = [named, *(s for s in ordered if s is not named)]
    persons, affiliation = _named_inside(by_name, named)
    codes, place = _place(ordered)
    annotations = [a for a in ANNOTATIONS if any(a in split_list(s["annotations"]) for s in ordered)]
    status = next(
        (status for status in ("withdrawn", "declined") if any(s["status"] == status for s in ordered)), "awarded"
    )
    return {
        "year": cluster.year,
        "category": _category(ordered),
        "name": name,
        "name_language": "en" if alias and name == alias else named["language"],
        "name_as_published": _as_published([s for s in ordered if not _is_member(s, cluster, named)], name, others),
        "persons": persons,
        "affiliation": affiliation,
        "country_codes": codes,
        "place_as_published": place,
        "annotations": "; ".join(annotations) or None,
        "status": status,
        "source_count": len({s["source_id"] for s in ordered}),
        "lineage_count": len(cluster.lineages),
        "source_url": best["url"],
    }


def _joint(statement: Statement) -> bool:
    return statement["shape"] in ("people", "mixed")


def _naming(cluster: Cluster) -> Statement:
    """The statement that names the recognition: whole, in English if there is one, best ranked, in its most common form.

    Where one source names a person alone and another of the same trust the person with a body, the joint form is meant.
    """
    if len(cluster.statements) == 1:
        return cluster.statements[0]
    structure = min(
        cluster.statements,
        key=lambda s: (s["cut"], s["origin"] != "cited", s["rank"], not _joint(s), s["statement_id"]),
    )
    same = [
        s for s in cluster.statements if _joint(s) == _joint(structure) and s["year"] is not None
    ] or cluster.statements
    forms = Counter(fold(s["name"]) for s in same)

    def order(s: Statement) -> tuple[object, ...]:
        words = len(fold(s["name"]).split())
        full = len([word for word in fold(s["name"]).split() if len(word) > 1]) > 1 or s["shape"] == "body"
        return (
            s["cut"],
            not is_latin(s["name"]),
            not english(s),
            s["origin"] != "cited",
            not full,
            s["rank"],
            -forms[fold(s["name"])],
            words,
            s["statement_id"],
        )

    chosen = min(same, key=order)
    fuller = [s for s in same if _spells_out(chosen, s)]
    return min(fuller, key=order) if fuller else chosen


def _spells_out(short: Statement, long: Statement) -> bool:
    """“Mr Broda” is Christian Broda, and “F. Ermacora” Felix Ermacora, where anybody says so."""
    words, others = fold(short["name"]).split(), fold(long["name"]).split()
    if short["shape"] != "person" or sum(len(word) > 1 for word in words) != 1 or not is_latin(long["name"]):
        return False
    if len(words) == 1:
        return words[0] in others and len(others) > 1
    return (
        len(others) >= len(words)
        and words[-1] == others[-1]
        and all(len(b) > 1 and b.startswith(a) for a, b in zip(words[:-1], others, strict=False))
    )


def _named_inside(by_name: list[Statement], named: Statement) -> tuple[str | None, str | None]:
    """Persons from the statement that gives the name, else the best of its sort that names some; affiliations likewise."""
    same_sort = [s for s in by_name if _joint(s) == _joint(named) or named["shape"] == "unknown"]
    persons = next((s["persons"] for s in same_sort if s["persons"]), None)
    affiliation = next((s["affiliation"] for s in by_name if s["affiliation"]), None)
    return persons, affiliation


def _category(ordered: list[Statement]) -> str | None:
    best = next((s for s in ordered if s["category"]), None)
    if best is None:
        return None
    same_source = [s["category"] for s in ordered if s["source_id"] == best["source_id"] and s["category"]]
    return "; ".join(dict.fromkeys(item for category in same_source for item in split_list(category)))


def _place(ordered: list[Statement]) -> tuple[str | None, str | None]:
    ordered = sorted(ordered, key=lambda s: s.get("country_overruled", False))
    placed = next((s for s in ordered if s["country_codes"]), None) or next(
        (s for s in ordered if s["country_as_published"]), None
    )
    return (placed["country_codes"], placed["country_as_published"]) if placed else (None, None)


def _is_member(statement: Statement, cluster: Cluster, naming: Statement) -> bool:
    """Whether a statement names only one of several whom the recognition names; `naming`: the statement it is called after."""
    members = cluster.named()
    if len(members) < 2 or statement["persons"]:
        return False
    return (statement["shape"] == "person" and naming["shape"] != "person") or any(
        alike(statement["name"], member) >= CERTAIN for member in members
    )


# a record sets apart what it took from several places of a page, and marks what it left out
_PARTS = re.compile(r"\s*(?:\s\|\s|\.\.\.|…)\s*")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_EDITION = re.compile(r"^(?:19|20)\d\d\s*(?:[:|–—-]|\.\.\.)?\s+")


def _as_published(ordered: list[Statement], name: str, others: Sequence[Cluster]) -> str | None:
    """The entry's own words: of a record the part that holds the name, unless that is a line of several recipients."""
    for s in ordered:
        text = s["as_published"]
        if not text or s["cut"]:
            continue
        if s["origin"] != "cited":
            return str(text)
        own = _own_part(_EDITION.sub("", text), name)
        if not own or len(own) > 2 * len(name) + 20 or _names_others(own, name):
            continue
        if not any(_speaks_of(own, name, other) for other in others):
            return own
    return None


def _own_part(text: str, name: str) -> str | None:
    parts = [part for part in (part.strip(" ,;:") for part in _PARTS.split(text)) if part]
    if len(parts) < 2:
        return text
    bare = _BRACKETED.sub("", name)
    return next(
        (part for part in parts if f" {fold(bare)} " in f" {fold(part)} " or alike(part, bare) >= CERTAIN), None
    )


def _speaks_of(words: str, name: str, other: Cluster) -> bool:
    """Whether words taken for one entry also stand for another recipient of the edition, or name it."""
    if any(s["origin"] == "cited" and _EDITION.sub("", s["as_published"] or "") == words for s in other.statements):
        return True
    folded, own = f" {fold(words)} ", f" {fold(name)} "
    names = {f" {fold(s['name'])} " for s in other.statements if " " in s["name"]}
    return any(one in folded and one not in own for one in names)


_OTHERS = ("fr", "es", "pt", "it", "nl", "sv", "cs")
_JOINED = re.compile(r"[,&;\n]|\s(?:and|und|et|y|e|en|og|och|a|i|samt|sowie)\s")


def _names_others(text: str, name: str) -> bool:
    """Whether a record's words are a line with more recipients than the one it records."""
    if re.search(r"[;\n]", text):
        return True
    if not _JOINED.search(text):
        return False
    # a record does not say its language: every one whose “and” stands in the text is tried
    languages = [
        "en",
        *(language for language in _OTHERS if re.search(rf"\s(?:{conjunction_pattern(language)})\s", text)),
    ]
    return any(
        (count := _recipients(text, language)) > 1 and count > _recipients(name, language) for language in languages
    )


@lru_cache(4096)
def _recipients(text: str, language: str) -> int:
    """How many persons or bodies a line names in full."""
    return sum(
        segment.role == "name" and " " in segment.text and (is_personal(segment.text) or has_head(segment.text))
        for segment in split_line(text, language)
    )


def contradicts_place(codes: str | None, other: str | None) -> bool:
    """True when two lists of codes share nothing, successor states aside."""
    ours, theirs = set(split_list(codes)), set(split_list(other))
    if not ours or not theirs or ours & theirs:
        return False
    return not any(b in SUCCESSORS.get(a, ()) or a in SUCCESSORS.get(b, ()) for a in ours for b in theirs)
