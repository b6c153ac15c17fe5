"""The tables of recipients: ids, published names, and who is named where. Which mentions belong together is given.

Ids: see docs/identity.md. Nothing here compares names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import polars as pl

from schemas.vocabulary import Kind
from scrapers import lexicon
from scrapers.names import fold
from warehouse.identity.mentions import Mention

_LONGEST_SLUG = 80
ROLE_ORDER = {"recipient": 0, "named person": 1, "affiliation": 2}
_SURE = 0.6


def tables_of(
    mentions: Sequence[Mention], groups: Sequence[int], retired: Mapping[str, str | None]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[str]]:
    """`recipients`, `recipient_names` and `recognition_recipients`, each sorted by its key, and the id of each mention.

    Args:
        mentions: all mentions.
        groups: of each mention, the number of its group.
        retired: ids that were redirected -> the recognition whose recipient alone may get them back.
    """
    members: dict[int, list[Mention]] = defaultdict(list)
    for mention, group in zip(mentions, groups, strict=True):
        members[group].append(mention)
    ids = _ids(members, retired)
    recipients: list[tuple[str | int | None, ...]] = []
    names: set[tuple[str, str, str]] = set()
    links: set[tuple[str, str, str]] = set()
    for group, named in members.items():
        key = ids[group]
        recipients.append(_recipient(key, named))
        names.update((key, form, language) for mention in named for form, language in mention.forms)
        links.update((mention.recognition_id, key, mention.role) for mention in named)
    whole = {recognition_id: key for recognition_id, key, role in links if role == "recipient"}
    links = {link for link in links if link[2] == "recipient" or whole[link[0]] != link[1]}
    return (
        pl.DataFrame(recipients, schema=_RECIPIENTS, orient="row").sort("recipient_id"),
        pl.DataFrame(sorted(names), schema=_strings("recipient_id", "name", "language"), orient="row"),
        pl.DataFrame(sorted(links), schema=_strings("recognition_id", "recipient_id", "role"), orient="row"),
        [ids[group] for group in groups],
    )


def _strings(*columns: str) -> dict[str, pl.DataType]:
    return {column: pl.String() for column in columns}


_RECIPIENTS: dict[str, pl.DataType] = {
    **_strings("recipient_id", "name", "kind", "wikidata_id", "country_codes", "languages"),
    **{column: pl.Int64() for column in ("first_year", "last_year", "recognitions", "awards")},
}


def _recipient(key: str, named: list[Mention]) -> tuple[str | int | None, ...]:
    countries = sorted({country for mention in named for country in mention.countries})
    languages = sorted({language for mention in named for _, language in mention.forms if language != "und"})
    years = [mention.year for mention in named]
    return (
        key,
        _name(named),
        _kind(named),
        None,
        "; ".join(countries) or None,
        "; ".join(languages) or None,
        min(years),
        max(years),
        len({mention.recognition_id for mention in named}),
        len({mention.award_id for mention in named}),
    )


def _name(named: list[Mention]) -> str:
    """The most frequent form in English, else of any language, in which it is published; the latest of equals."""

    def rank(mention: Mention) -> tuple[int, int]:
        return (mention.forms[0][1].startswith("en"), -ROLE_ORDER[mention.role])

    best = max(rank(mention) for mention in named)
    count: Counter[str] = Counter()
    latest: dict[str, int] = {}
    for mention in named:
        if rank(mention) == best:
            count[mention.name] += 1
            latest[mention.name] = max(latest.get(mention.name, 0), mention.year)
    return min(count, key=lambda name: (-count[name], -latest[name], name))


def _kind(named: list[Mention]) -> str:
    """Most frequent kind of the entries it is the recipient of, the latest of equals; else what its name says."""
    count: Counter[str] = Counter()
    latest: dict[str, int] = {}
    for role in ("recipient", "named person"):
        for mention in named:
            if mention.role == role and mention.kind:
                count[mention.kind] += 1
                latest[mention.kind] = max(latest.get(mention.kind, 0), mention.year)
        if count:
            return min(count, key=lambda kind: (-count[kind], -latest[kind], kind))
    return _kind_of_name(named[0].name)


@lru_cache(maxsize=100_000)
def _kind_of_name(name: str) -> str:
    """Kind of a body that is only ever named with somebody else."""
    kinds = {str(kind) for kind in Kind} - {Kind.PERSON, Kind.PEOPLE, Kind.MIXED}
    best = max(
        ((hit.strength, hit.kind) for hit in lexicon.find(name) if hit.kind in kinds and hit.strength >= _SURE),
        default=(0.0, str(Kind.ORGANIZATION)),
    )
    return best[1]


def _ids(members: dict[int, list[Mention]], retired: Mapping[str, str | None]) -> dict[int, str]:
    """A readable id for each group, from the name in its first recognition: later recognitions do not move it."""
    first = {group: min(named, key=_precedence) for group, named in members.items()}
    ids = {group: _anonymous_id(mention) or slug(mention.name) for group, mention in first.items()}
    for more in (_with_countries, _with_first_recognition, _with_name):
        taken = Counter(ids.values())
        for group, key in ids.items():
            if taken[key] > 1 or not key or _is_anothers(key, first[group], retired):
                ids[group] = more(slug(first[group].name), first[group], members[group])
    taken = Counter(ids.values())
    clashing = sorted(key for group, key in ids.items() if taken[key] > 1 or _is_anothers(key, first[group], retired))
    if clashing:
        raise ValueError(f"recipients: no unique id for {clashing[0]}; rename one of its recognitions")
    return ids


def _is_anothers(key: str, first: Mention, retired: Mapping[str, str | None]) -> bool:
    return key in retired and retired[key] != first.recognition_id


def _precedence(mention: Mention) -> tuple[int, int, str, str]:
    return (mention.year, ROLE_ORDER[mention.role], mention.recognition_id, mention.name)


def slug(name: str) -> str:
    """Words of a name in ASCII, joined by hyphens, cut at a word after 80 characters: "nasrin-sotoudeh"."""
    words = fold(name).split()
    while len(words) > 1 and len("-".join(words)) > _LONGEST_SLUG:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG]


def _anonymous_id(mention: Mention) -> str | None:
    return mention.recognition_id.replace("_", "-") if mention.anonymous else None


def _with_countries(key: str, first: Mention, named: list[Mention]) -> str:
    countries = sorted({country.lower() for mention in named for country in mention.countries})
    return "-".join(part for part in (key, *countries[:2]) if part) or slug(first.recognition_id)


def _with_first_recognition(key: str, first: Mention, named: list[Mention]) -> str:
    return f"{key}-{first.award_id.replace('_', '-')}-{first.year}".strip("-")


def _with_name(key: str, first: Mention, named: list[Mention]) -> str:
    return f"{key}-in-{first.recognition_id.replace('_', '-')}".strip("-")
