"""The order in which an entry is coded: several names, a pair of person and body, then person or body, then which body.

Each ruling carries the words and shapes it rests on and an estimate of how often such a ruling is right. Not here: what is read off
an entry (`reading`), words for kinds (`collectives`), decisions and the evidence of other entries (`agreement`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from schemas.vocabulary import Kind
from scrapers import lexicon
from warehouse.coding.collectives import BRACKETED_ACRONYM, CollectiveReading, read_collective
from warehouse.coding.reading import Reading, is_pairing, people_counted, without_brackets

_HOUSEHOLD = re.compile(
    r"\b(?:family|families|familie|famille|familia|famiglia|familjen|familien|rodina|rodzina|couple|ehepaar|spouses|siblings"
    r"|brothers|sisters|geschwister|bruder|hermanos|hermanas|freres|fratelli|twins)\b"
)
_OWN_BODY = re.compile(r"\b(?:his|her|their|its|seine|ihre|sein|ihr|son|sa|leur|su|sus|suo|sua|loro|hans|hennes)\b")
_FAMILY_OF = re.compile(
    r"^(?:the )?(?:\w+ )?(?:family|familie|famille|familia|famiglia|families)\b|\b(?:family|familie)$"
)


_ONE = re.compile(r"(?:an?|eine?|une?|una|uno|um|uma|een|en|ett|et)\s|un['’]", re.I)
_ARTICLES = frozenset(("the", "la", "le", "las", "los", "les", "die", "das", "il", "i", "le", "a", "as", "os"))
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
# Bodies with a one-word name are rarer than persons, persons with a one-word name rarer still.
_SINGLE_WORD = 2.2
_EXPLAINED = 0.8
# a list whose log odds of bodies are above it hardly holds the names of persons without saying so
_LIST_OF_BODIES = 1.0
_FOR_COLLECTIVES = 2.0


@dataclass(frozen=True)
class Ruling:
    """A kind with its reason; `body` is the log odds that the entry is a collective, `decisive` that the text names its kind."""

    kind: Kind
    confidence: float
    reason: str
    body: float = 0.0
    decisive: bool = False


@dataclass(frozen=True)
class Weight:
    """The evidence of one entry: a settled ruling, or log odds of a body and how far the award's list may move them (0..1)."""

    settled: Ruling | None
    odds: float
    openness: float
    reasons: tuple[tuple[float, str], ...]


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _is_person(text: str) -> bool:
    return lexicon.leaning(text) < -1.2


def _is_body(text: str) -> bool:
    return lexicon.leaning(text) > 1.9


def _several(reading: Reading) -> Ruling | None:
    """An entry of several persons, or of persons and a collective."""
    folded = lexicon.fold(without_brackets(reading.name))
    persons, parts = reading.persons, reading.parts
    named = [person for person in persons if _surname(person) in folded]
    bodies = [part for part in parts if _is_body(part) and not any(_surname(p) in lexicon.fold(part) for p in persons)]
    pairing = is_pairing(reading.name)
    if (_FAMILY_OF.search(folded) or _is_household(reading.name)) and not reading.lexical:
        return Ruling(Kind.PEOPLE, 0.9, "a family")
    if reading.counted_people and not (pairing and any(map(_is_person, parts))):
        if reading.counted_people <= 12:
            return Ruling(Kind.PEOPLE, 0.88, f"a definite number of people: {reading.counted_people}")
        return Ruling(Kind.GROUP, 0.8, f"{reading.counted_people} people, not named")
    if pairing and len(parts) > 1 and (named or (not persons and any(map(_is_person, parts)))):
        return _paired(reading, named, bodies)
    if len(persons) > 1 and len(named) > 1:
        return Ruling(Kind.PEOPLE, 0.95, f"{len(persons)} persons named in one entry")
    if "mixed" in reading.shapes and persons and reading.affiliation and named:
        return Ruling(Kind.MIXED, 0.75, "a source names a person and a body in one entry")
    if len(persons) > 1 and not reading.lexical:
        return Ruling(Kind.PEOPLE, 0.85, f"{len(persons)} persons named in one entry")
    return None


def _is_household(name: str) -> bool:
    """“Ehepaar Klarsfeld”, “the Mirabal sisters”: a word for relatives that opens or closes a name; not “Sisters of Mercy”."""
    text = without_brackets(name)
    for hit in lexicon.find(text):
        if hit.kind != "people":
            continue
        before, after = text[: hit.start].strip(), text[hit.end :].strip()
        opens = not before or lexicon.fold(before) in _ARTICLES
        if (opens and after[:1].isupper() and "-" not in text) or (not after and before and not opens):
            return True
    return False


def _paired(reading: Reading, named: list[str], bodies: list[str]) -> Ruling | None:
    parts, persons = reading.parts, reading.persons
    folded = lexicon.fold(reading.name)
    if _HOUSEHOLD.search(folded) and not bodies:
        return Ruling(Kind.PEOPLE, 0.85, "a person and a household")
    others = bodies or [
        part for part in parts if not any(_surname(p) in lexicon.fold(part) for p in persons) and not _is_person(part)
    ]
    in_affiliation = [body for body in reading.affiliation if _overlaps(body, without_brackets(reading.name), persons)]
    if named and (in_affiliation or bodies):
        return Ruling(Kind.MIXED, 0.95, f"names {named[0]} and {(in_affiliation or bodies)[0]}")
    if persons and len(persons) > 1:
        return Ruling(Kind.PEOPLE, 0.95, f"{len(persons)} persons named in one entry")
    if named and others and len(persons) == 1:
        return Ruling(Kind.MIXED, 0.8, f"names {named[0]} and “{others[0]}”")
    if persons:
        return None
    personal = [part for part in parts if _is_person(part)]
    if len(personal) == len(parts) and not reading.lexical:
        slash = "/" in reading.name and not re.search(r"\b(?:and|und|et|y)\b|&|,", folded)
        if slash and "people" not in reading.shapes:
            return None
        return Ruling(Kind.PEOPLE, 0.9, f"{len(parts)} persons joined in one entry")
    if (
        personal
        and bodies
        and parts[0] in personal
        and (_OWN_BODY.search(folded) or "/" in reading.name or "mixed" in reading.shapes)
    ):
        return Ruling(Kind.MIXED, 0.85, f"names {personal[0]} and {bodies[0]}")
    if personal and bodies and "/" in reading.name:
        return Ruling(Kind.MIXED, 0.75, f"names {personal[0]} and {bodies[0]}")
    whole = read_collective(reading.name)
    plainly = parts[0] in personal and not lexicon.find(parts[0])
    if personal and bodies and (plainly or not whole.decisive) and "body" not in reading.shapes:
        return Ruling(Kind.MIXED, 0.6, f"names {personal[0]} and {bodies[0]}")
    single = [part for part in parts if len(part.split()) == 1 and part[:1].isupper()]
    if not personal or len(personal) + len(single) != len(parts) or reading.lexical or "body" in reading.shapes:
        return None
    if parts[-1] in single and len(parts) == 2 and "people" not in reading.shapes:
        return Ruling(Kind.MIXED, 0.6, f"names {personal[0]} and “{parts[-1]}”, a single word")
    return Ruling(Kind.PEOPLE, 0.75, "persons joined in one entry")


def _one_unnamed(reading: Reading) -> Ruling | None:
    """“A Chinese lawyer”: one person whom the giver does not name."""
    article = _ONE.match(reading.name)
    if not article:
        return None
    nouns = [
        hit for hit in lexicon.find(reading.name) if hit.kind not in ("demonym", "place", "particle", "collective")
    ]
    head = next(
        (hit for hit in nouns if hit.start >= article.end() and hit.strength > lexicon.HOMOGRAPH_STRENGTH), None
    )
    if head is None or head.kind != "role" or not head.word[:1].islower():
        return None
    return Ruling(Kind.PERSON, 0.9, f"one person, not named: “{head.word}”")


@lru_cache(maxsize=65536)
def _surname(person: str) -> str:
    words = re.findall(r"[\w'’-]+", lexicon.fold(person))
    return words[-1] if words else lexicon.fold(person)


def _overlaps(body: str, name: str, persons: tuple[str, ...]) -> bool:
    """Whether the body stands in the name itself, not only beside it."""
    known = {word for person in persons for word in re.findall(r"\w{3,}", lexicon.fold(person))}
    words = [word for word in re.findall(r"\w{3,}", lexicon.fold(body)) if word not in known]
    present = set(re.findall(r"\w{3,}", lexicon.fold(name)))
    return bool(words) and sum(word in present for word in words) >= 0.5 * len(words)


def weigh(reading: Reading) -> Weight:
    """The evidence of an entry's own text, before the rest of its award's list is looked at."""
    settled = _several(reading) or _one_unnamed(reading)
    if settled is not None:
        return Weight(settled, 0.0, 0.0, ())
    reasons = _evidence(reading)
    openness = 0.0 if reading.lexical else 1.0 if reading.leaning < 0.5 else 0.5
    return Weight(None, sum(weight for weight, _ in reasons), openness, reasons)


def rule(reading: Reading, weight: Weight, prior: float, collectives_only: bool = False) -> Ruling:
    """The kind of an entry; `prior`: log odds of a body in its award's list, used where no word of the entry tells.

    `collectives_only`: whether the award's rules admit nobody else; givers make exceptions, so that it is evidence and no rule.
    """
    if weight.settled is not None:
        doubtful = weight.settled.kind is Kind.PEOPLE and weight.settled.confidence < 0.8
        if doubtful and prior > _LIST_OF_BODIES:
            return Ruling(Kind.ORGANIZATION, 0.65, "names joined in one entry, in a list of bodies", prior)
        return weight.settled
    reasons = [*weight.reasons, (weight.openness * prior, "like the rest of the award's list")]
    if collectives_only:
        reasons.append((_FOR_COLLECTIVES, "the award is for collectives"))
    body = sum(odds for odds, _ in reasons)
    telling = sorted((r for r in reasons if r[0] * body > 0), key=lambda r: -abs(r[0]))
    because = "; ".join(reason for _, reason in telling[:2])
    if body <= 0:
        return Ruling(Kind.PERSON, _sigmoid(-body), because, body)
    collective, where = _collective(reading)
    confidence = _sigmoid(body) * collective.confidence
    return Ruling(collective.kind, confidence, f"{where}; {because}" if because else where, body, collective.decisive)


def _evidence(reading: Reading) -> tuple[tuple[float, str], ...]:
    """What speaks for a body (positive log odds) or a person (negative), each with its reason."""
    reasons: list[tuple[float, str]] = []
    words = (
        "words of bodies"
        if reading.lexical
        else "reads as a person's name"
        if reading.leaning < -1
        else "shape of the name"
    )
    reasons.append((reading.leaning, words))
    in_name = any(_overlaps(body, reading.name, ()) for body in reading.affiliation)
    if reading.affiliation and not reading.lexical and not in_name:
        reasons.append((-1.6, f"a body is named with it ({reading.affiliation[0]})"))
    if not reading.lexical and BRACKETED_ACRONYM.search(reading.name):
        reasons.append((2.5, "an acronym in brackets"))
    if len(reading.persons) == 1:
        if _surname(reading.persons[0]) in lexicon.fold(reading.name):
            reasons.append((-1.5, "a person is named"))
        else:
            reasons.append((3.0, f"{reading.persons[0]} is named beside it"))
    if len(reading.name.split()) == 1 and not reading.lexical and reading.leaning > -0.5:
        reasons.append((_SINGLE_WORD + 0.7 * bool(_INNER_CAPITAL.search(reading.name)), "a single word"))
    for shape, sign in (("person", -1), ("body", 1)):
        count = min(2, reading.shapes.count(shape))
        if count:
            # a shape that the name itself explains adds little; one that it does not comes from the text around the name
            explained = sign * reading.leaning > _EXPLAINED
            reasons.append((sign * count * (0.4 if explained else 1.6), f"sources set it out as a {shape}"))
    if reading.beside is not None:
        personal = reading.beside.hit.kind in lexicon.PERSONAL_KINDS
        if personal and not (reading.lexical and reading.leaning > 3):
            reasons.append((-3.0, f"called “{reading.beside.hit.word}”"))
        elif not personal and reading.beside.hit.kind != "people":
            reasons.append((3.0, f"called “{reading.beside.hit.word}”"))
    category = _category_odds(reading.category)
    if category:
        reasons.append((category, f"category “{reading.category}”"))
    return tuple(reasons)


def _category_odds(category: str) -> float:
    hits = lexicon.find(category) if category else ()
    personal = any(hit.kind == "role" and hit.strength > lexicon.HOMOGRAPH_STRENGTH for hit in hits)
    body = any(hit.kind in {"organization", "network", "community"} and hit.strength > 0.7 for hit in hits)
    return (1.0 if body else 0.0) - (1.0 if personal else 0.0)


def _collective(reading: Reading) -> tuple[CollectiveReading, str]:
    """The kind of collective by the name's own words, else another form's, else by what the line calls it."""
    readings = [(read_collective(form), form) for form in reading.forms]
    own = readings[0][0]
    best, form = max(
        readings, key=lambda r: (r[0].decisive, r[0].confidence if r[0].decisive else 0.0, r[1] == reading.name)
    )
    if own.decisive:
        best, form = own, reading.name
    where = best.reason if form == reading.name or not best.decisive else f"{best.reason} (“{form}”)"
    beside = reading.beside.hit if reading.beside else None
    if beside is None or beside.kind not in lexicon.COLLECTIVE_KINDS:
        return best, where
    called = f"called “{beside.word}”"
    kind = Kind(beside.kind)
    if kind is Kind.NETWORK and best.kind in {Kind.ORGANIZATION, Kind.MOVEMENT}:
        around = read_collective(reading.beside.text) if reading.beside else best
        if around.kind is Kind.NETWORK:
            return CollectiveReading(Kind.NETWORK, 0.75, called, decisive=True), called
        return replace(best, confidence=0.7), where
    if kind is Kind.ORGANIZATION and best.kind is Kind.MOVEMENT:
        return CollectiveReading(Kind.ORGANIZATION, 0.7, called, decisive=True), f"{called} although {best.reason}"
    if best.decisive:
        agrees = kind is best.kind
        return replace(best, confidence=min(0.95, best.confidence + 0.05) if agrees else best.confidence), where
    if kind is Kind.GROUP or people_counted(reading.beside.text if reading.beside else ""):
        return best, where
    return CollectiveReading(kind, 0.85 if kind is Kind.ORGANIZATION else 0.75, called, decisive=True), called
