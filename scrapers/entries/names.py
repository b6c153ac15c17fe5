"""One recipient's text to its name: titles, descriptions, brackets and places off it. Splitting a line is in `reading`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from scrapers import lexicon, places
from scrapers.entries.annotations import annotations_in, is_annotation, take_annotations
from scrapers.entries.words import ARTICLES, without_years

HEAD_KINDS = frozenset({"organization", "network", "institution", "movement", "community"})
HEAD_STRENGTH = 0.8
_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(rf"^{ARTICLES}$", re.IGNORECASE)
_INDEFINITE = re.compile(r"^(?:a|an|ein|eine|einer|un|une|una|um|uma|uno|en|ett|et|een|jeden|jedna)$")
_ELISION = re.compile(r"^(?:l|d|dell|all|un|L|D)['’]")
_PREPOSITION = re.compile(
    r"^(?:of|for|from|in|on|at|to|with|against|by|von|für|aus|in|im|bei|der|des|zu|zum|zur|vom|de|des|du|d|pour|en|à|au|aux|dans|sur|par|"
    r"del|para|por|con|di|della|dei|degli|da|do|dos|das|per|a|van|voor|uit|för|från|av|till|i|af|fra|til|på|na|ve|v|ze|z|w|pro)$"
)
# these are how the person is known
_SMALL_ARTICLE = re.compile(rf"(?:{ARTICLES})\s+(?=[A-ZÀ-Þ„“«‘\"])|[ld]['’](?=[A-ZÀ-Þ])")
_KEPT_TITLE = re.compile(r"(?:mother|mère|madre|mutter|mãe|matka|queen|king|dalai|lord)\b", re.IGNORECASE)
# one name in religion or behind a form of address is how somebody is known: “Frei Betto”
_RELIGIOUS = re.compile(
    r"(?:frei|fra|frère|frere|brother|bruder|hermano|irmão|sister|schwester|soeur|sœur|hermana|irmã|dom|saint|sankt|santa|santo|pope|papst|pape|papa|bishop|u)",
    re.IGNORECASE,
)
# “die Organisation X”, “die Menschenrechtsorganisation X”: a noun that says no more than that X is a body
_GENERIC_BODY = re.compile(r"(?:\w*[Oo]rganisation|NGO|NRO)$")
# “S. M. le Roi …”, “S. H. der …”: how crowned and consecrated heads are styled; without the article it may be initials: “S. M. Sultan”
_STYLE = re.compile(
    r"(?:(?:S\.\s?(?:A\.\s?R|K\.\s?H|[AEHMS])|H\.\s?[EHM]|I\.\s?K\.\s?H)\.\s+(?:le|la|der|die|el|il|the)|S\.\s?Ém\.(?:\s+le)?|HRH)\s+(?=\S)"
)
_DEGREE = re.compile(
    r"(?:,\s*(?:M\.?\s?D|Ph\.?\s?D|Esq|Q\.?\s?C|K\.?\s?C|[COM]BE|A[MOC]|OAM|Bt|S\.?\s?J|O\.?\s?P|SVD|OFM|SDB|OSB|OSF|OSU|RSM|SSND|SND(?:deN)?|CSJ|SSS|RSCJ|CSsR|OMI|SSCC|MM|FMM|SMSM|ICM|IHM|BVM)\.?|"
    r"(?<=\w)\s+(?:QC|KC|[COM]BE|A[MOC]|OAM|SJ|SVD|OFM|SDB|OSB))+$"
)
_DOTTED_END = re.compile(r"\b(?:[Jj]r|[Ss]r|Inc|Ltd|A\.\s?C|e\.\s?V|z\.\s?s|M\.D|[A-Z]\.\s?[A-Z])\.$")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_BRACKET = re.compile(r"\s*[(（]([^()（）]*)[)）](?!\w)")
_UNCLOSED = re.compile(r"\s*[(（][^()（）]*$")
_BEHIND_SHORT_FORM = re.compile(r"(?<=\))\s+(?:of|from|in|aus|de|du|del|di|da)\s+(?:(?:the|la|le|el|il)\s+)?(\S.*)$")
_BEHIND_DASH = re.compile(r"\s+[-–—]\s+([^-–—]+)$")
_SPACES = re.compile(r"\s{2,}")
_SUFFIX_JA = re.compile(
    r"(?:氏|法師|師|さん|博士|先生|女史|教授|参事司祭|大司教|司教|司祭|枢機卿|神父|牧師|王子|王女)$"
)
# “Name of the Body”, “Name vom Magazin DOSH”: what leads from a person to a body
_BODY_TAIL = re.compile(
    r"\s+(?:of the|from the|of|from|with the|für das|für die|vom|von der|von|der|aus der|de la|de l['’]|du|del|della|dell['’]|do|da|de|från|fra|af|av|van de|van het|van)\s*(?=[\"“„«‘A-ZÀ-Þ])"
)
# “Nigeria's Transition Monitoring Group”; one word alone would be a name with its owner: “Jordan's Principle”
_POSSESSOR = re.compile(r"((?:[A-ZÀ-Þ][\w.-]*\s+(?:and\s+)?){0,3}[A-ZÀ-Þ][\w.-]*)['’]s\s+(?=[“\"]?[A-ZÀ-Þ]\S*\s)")
# “John Smith, Jr.”, “Mujeres por México, A.C.”
SUFFIX = re.compile(
    r"^(?:jr|sr|ii|iii|iv|m\.?\s?d|ph\.?\s?d|bt|s\.?\s?j|o\.?\s?p|ofm|svd|sdb|osb|osf|osu|rsm|ssnd|snd(?:den)?|csj|sss|rscj|cssr|omi|sscc|mm|fmm|smsm|icm|ihm|bvm|esq|q\.?c|a\.?\s?c|i\.?a\.?p|inc|ltd|llc|e\.\s?v|o\.?p\.?s|z\.\s?s|a\.?s\.?b\.?l|asbl|ong|ngo|cbe|obe|mbe|am|ao|ac|oam)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unit:
    """What one recipient's text holds: its name, and what stood beside the name."""

    name: str
    as_published: str
    shape: str
    description: str = ""
    affiliation: tuple[str, ...] = ()
    country: str | None = None
    annotations: tuple[str, ...] = ()
    shared_place: bool = False


def has_head(text: str) -> bool:
    """True when a word of the text names a kind of body (committee, union, movement), not just a topic."""
    return any(hit.kind in HEAD_KINDS and hit.strength >= HEAD_STRENGTH for hit in lexicon.find(text))


def is_personal(text: str) -> bool:
    """True when the text reads as a person's name with fair certainty."""
    return lexicon.looks_personal(text) >= 0.75 and not has_head(text)


def _roles(text: str) -> list[tuple[int, int]]:
    return [
        (hit.start, hit.end)
        for hit in lexicon.find(text)
        if hit.kind == "title" or (hit.kind == "role" and hit.strength > 0.35)
    ]


def _covered(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b + 1 for a, b in spans)


@lru_cache(8192)
def _demonym_of_two(first: str, second: str) -> bool:
    return bool(first and second) and places.begins_demonym(first) and bool(places.demonym(f"{first} {second}"))


@lru_cache(8192)
def _demonym(word: str) -> bool:
    bare = _ELISION.sub("", word).strip(".,;:()\"“”„'’")
    return bool(places.demonym(bare)) or (
        "-" in bare and all(places.demonym(part) or part in ("US", "UN") for part in bare.split("-"))
    )


class _Word(NamedTuple):
    """A word of a possible description and what it may be."""

    start: int
    bare: str
    lower: bool
    article: bool
    preposition: bool
    role: bool
    demonym: bool
    head: bool


def _words_of(text: str) -> Iterator[_Word]:
    roles = _roles(text)
    heads = [
        (hit.start, hit.end)
        for hit in lexicon.find(text)
        if hit.kind in ("organization", "network", "movement", "institution", "group") and " " not in hit.word
    ]
    matches = list(_WORD.finditer(text))
    for i, match in enumerate(matches):
        bare = match.group().strip(".,;:()\"“”„'’")
        start = match.start()
        written = match.group()
        before = matches[i - 1].group() if i else ""
        behind = matches[i + 1].group() if i + 1 < len(matches) else ""
        yield _Word(
            start=start,
            bare=bare,
            lower=bare[:1].islower() or (written[0].islower() and _ELISION.match(written) is not None),
            article=_ARTICLE.match(bare) is not None,
            preposition=_PREPOSITION.match(bare) is not None,
            role=_covered(start, start + len(bare), roles),
            demonym=_demonym(bare) or _demonym_of_two(bare, behind) or _demonym_of_two(before, bare),
            head=_covered(start, start + len(bare), heads),
        )


@lru_cache(8192)
def split_description(text: str) -> tuple[str, str]:
    """(description, name): “die türkische Anwältin Eren Keskin” -> (“die türkische Anwältin”, “Eren Keskin”).

    The description is empty when the text begins with the name, the name is empty when the text is a description only.
    """
    if _KEPT_TITLE.match(text):
        return "", text
    first = next(_words_of(text), None)
    if first is None or not (first.role or first.demonym or first.lower or first.article):
        return "", text  # most texts begin with the name
    words = list(_words_of(text))
    cut = 0
    described = adjective = False
    for i, word in enumerate(words):
        # a capitalised noun for a body belongs to a description only behind an adjective: “die simbabwische Organisation X”
        noun = word.head and not word.lower and words[0].lower and (adjective or bool(_GENERIC_BODY.match(word.bare)))
        if not (word.role or word.demonym or word.lower or noun or (i == 0 and word.article and len(words) > 1)):
            break
        adjective = adjective or word.demonym or (word.lower and not word.article and not word.preposition)
        described = described or word.role or (word.demonym and word.lower) or (word.head and (word.lower or noun))
        if i + 1 == len(words):
            return (text, "") if described or words[0].lower or words[0].demonym else ("", text)
        following = words[i + 1]
        opens = (
            following.bare[:1].isupper()
            or text[following.start] in "\"“„«‘»'"
            or (following.article and not following.preposition)
        )
        leads = (
            word.role
            or (word.head and (word.lower or noun))
            or (word.demonym and word.lower and is_personal(text[following.start :]))
        )
        if leads and opens and not following.role and not word.preposition:
            cut = following.start
        if noun:
            break
    before = text[:cut].split()
    if len(before) > 1 and re.fullmatch(r"[A-Z]{2,}", before[-1]):
        cut = text.rindex(before[-1], 0, cut)  # “l'organisation SOS Méditerranée”
    name = text[cut:].strip()
    if described and _is_place_word(name):
        return text, ""  # “ehemalige Präsidentin Irlands”
    if len(name.split()) == 1 and (_RELIGIOUS.fullmatch(text[:cut].strip()) or _is_collective_word(name)):
        return "", text  # “Medico International” is a name although “medico” is an occupation
    # “Haitian Refugee Center” is a name although “Refugee” can be a role
    titled = not any(
        (word.lower and not word.article) or _GENERIC_BODY.match(word.bare) for word in words if word.start < cut
    )
    if not (cut and described) or (
        titled and has_head(name) and (words[0].article or lexicon.find(text[:cut])[-1].kind != "title")
    ):
        return "", text
    return text[:cut].strip(), name


def _is_collective_word(word: str) -> bool:
    return any(hit.kind == "collective" and hit.end - hit.start == len(word) for hit in lexicon.find(word))


def _is_place_word(name: str) -> bool:
    return places.is_place(name) or (name.endswith("s") and len(name) > 4 and places.is_place(name[:-1]))


@lru_cache(8192)
def is_description(text: str) -> bool:
    """True when the text says what somebody is and names nobody: “former President of Ireland”, “Politikerin aus Myanmar”."""
    words = text.split()
    if not words:
        return False
    if _INDEFINITE.match(words[0]) and len(words) > 1 and not words[1][:1].isupper():
        return True
    bare = words[0].strip(".,;:()\"“”„'’")
    roles = _roles(text)
    if len(words) == 1 and _demonym(bare):
        return True
    role_end = next((end for start, end in roles if start <= text.find(bare) < end), None)
    if role_end is not None:
        following = text[role_end:].split()
        leading_on = (
            text[:role_end].rsplit(maxsplit=1)[-1],
            *following[:2],
        )  # “President of” is one word of the lexicon
        if not following or following[0][:1].islower() or any(_PREPOSITION.match(word) for word in leading_on):
            return True
        if all(
            _demonym(w) or _covered(text.find(w, role_end), text.find(w, role_end) + len(w), roles) for w in following
        ):
            return True
    description, name = split_description(text)
    if description:
        return not name
    if bare[:1].islower() and not _ARTICLE.match(bare) and not _ELISION.match(bare):
        # “irische Rockband”, “leader of the National League”: capitals only behind a preposition or in nouns of the lexicon
        for i, word in enumerate(words):
            if (
                word[:1].isupper()
                and i
                and not (
                    _PREPOSITION.match(words[i - 1])
                    or _ARTICLE.match(words[i - 1])
                    or _demonym(word)
                    or words[i - 1][:1].isupper()
                    or lexicon.find(word)
                )
            ):
                return False
        return (
            bool(roles)
            or _demonym(bare)
            or any(hit.kind in HEAD_KINDS or hit.kind == "people" for hit in lexicon.find(text))
        )
    return False


def strip_titles(name: str) -> str:
    """The name without leading titles, as long as two words of a name remain (“Mother Teresa”, “Bishop Thomas” stay)."""
    if (style := _STYLE.match(name)) and len(name[style.end() :].split()) > 1:
        name = name[style.end() :]
    while True:
        hit = next((h for h in lexicon.find(name) if h.start == 0 and h.kind == "title"), None)
        if hit is None or _KEPT_TITLE.match(name):
            return name
        rest = name[hit.end :].lstrip(". ")
        if len(rest.split()) < 2 or not rest[:1].isupper():
            return name
        name = rest


def _strip_article(name: str, language: str | None = None) -> str:
    if (
        language == "de"
        and (begins := re.match(r"(?:Die|Der|Das)\s+(?=[A-ZÄÖÜ])", name))
        and has_head(name[begins.end() :])
    ):
        return name[begins.end() :]
    article = _SMALL_ARTICLE.match(name) if name[:1].islower() else None
    return name[article.end() :] if article else name


def _read_brackets(text: str, personal: bool, language: str | None) -> tuple[str, list[str], list[str], bool]:
    """(text without brackets that are no part of the name, places, affiliations, whether a place is shared by several)."""
    found_places: list[str] = []
    affiliations: list[str] = []
    shared = False

    def read(match: re.Match[str]) -> str:
        nonlocal shared
        inside = match.group(1).strip()
        both = re.match(
            r"(?:both|all|beide|alle|tous(?: deux)?|toutes|ambos|ambas|todos|tutti|entrambi|båda|begge|allen?)\s+(?:of |from |aus |de |in )?",
            inside,
            re.IGNORECASE,
        )
        if both and places.is_place(inside[both.end() :], language):
            shared = True
            found_places.append(inside[both.end() :])
            return " "
        if places.is_place(inside, language):
            found_places.append(inside)
            return " "
        kept = []
        for piece in re.split(r"\s*[,;]\s*", inside):
            if places.is_place(piece, language) or (len(piece.split()) == 1 and _demonym(piece)):
                found_places.append(piece)
            elif personal:
                head, place = places.split_trailing_place(piece, language, person_like=True)
                if place:
                    found_places.append(place)
                if lexicon.looks_collective(head) >= 0.7 or re.fullmatch(r"[A-Z][A-Z0-9-]{1,9}", head):
                    affiliations.append(head)
            else:
                head, place = places.split_trailing_place(piece, language, person_like=True)
                if place:
                    found_places.append(place)
                elif not (is_description(piece) or is_personal(piece)):
                    kept.append(piece)
        return f" ({', '.join(kept)})" if kept else " "

    out = _BRACKET.sub(read, text)
    return _SPACES.sub(" ", out).strip(" ,;"), found_places, affiliations, shared


def read_unit(text: str, language: str | None = None, country_last: bool = False, described: bool = False) -> Unit:
    """The parts of one recipient's text; `shape` is person, people, body or unknown.

    `described`: the text describes the recipient without naming it (“membres du conseil du barreau”) and stays whole.
    """
    published = text.strip(" ,;")
    body = without_years(published).strip(" ,;")
    alive, cross, behind_cross = body.partition("†")
    marks: tuple[str, ...] = ()
    if cross and alive.strip():
        marks = () if behind_cross.strip() else ("posthumous",)
        body = alive.rstrip()
    body, annotations = take_annotations(body)
    body = body.strip(" ,;") if _DOTTED_END.search(body) else body.rstrip("*†‡").strip(" ,;.")
    bare = _BRACKETS.sub(" ", body).strip()
    description, named = split_description(bare)
    bare = strip_titles(named or bare)
    of_place = places.split_trailing_place(bare, language, person_like=True)
    personal = is_personal(of_place[0] if of_place[1] else bare) or bool(_roles(description))
    body, found_places, affiliations, shared = _read_brackets(body, personal, language)
    if (owner := _POSSESSOR.match(body)) and places.is_place(owner.group(1), language):
        found_places.append(owner.group(1))
        body = body[owner.end() :]
    if unclosed := _UNCLOSED.search(body):
        # the page was cut inside a bracket
        body = body[: unclosed.start()].strip() or body
    if (behind := _BEHIND_SHORT_FORM.search(body)) and places.is_place(behind.group(1), language):
        # “Grupo de Apoyo Mutuo (GAM) of Guatemala”: behind its short form a name is over
        found_places.append(behind.group(1))
        body = body[: behind.start()]
    body, dash_place = _dash_place(body, language)
    found_places += dash_place
    head, place = places.split_trailing_place(body, language, person_like=personal, loose=country_last)
    if place and head.strip():
        body = head.strip(" ,;")
        found_places.append(place)
    if (
        language == "de"
        and (home := re.search(r"\s+aus\s+(?:der |dem |den )?(\S.*)$", body))
        and places.is_place(home.group(1), language)
    ):
        # “aus” is never part of a name
        found_places.append(home.group(1))
        body = body[: home.start()]
    description, named = ("", body) if described else split_description(body)
    if description and not named:
        description, named = "", body
    for tail in reversed(list(_BODY_TAIL.finditer(named))):
        head, of = named[: tail.start()].strip(), named[tail.end() :].strip()
        names_body = lexicon.looks_collective(of) >= 0.7 or re.fullmatch(r"[A-Z][A-Z0-9-]{2,}", of)
        person = strip_titles(head)
        # a surname that is also a word (“Flores”) leaves enough when a body stands behind it
        if len(person.split()) >= 2 and lexicon.looks_personal(person) >= 0.65 and not has_head(person) and names_body:
            affiliations.append(of)
            named = head
            break
    if not found_places and (origin := nationality(description)):
        found_places.append(origin)
    name = strip_titles(_strip_article(named.strip(" ,;"), language))
    if personal:
        name = _DEGREE.sub("", name)
    if language == "ja":
        name = _SUFFIX_JA.sub("", name)
    name = _unquote(name) or body
    return Unit(
        name=name,
        as_published=published,
        shape=shape_of(name, description),
        description=description,
        affiliation=tuple(dict.fromkeys(affiliations)),
        country="; ".join(dict.fromkeys(found_places)) or None,
        annotations=tuple(dict.fromkeys((*annotations, *marks))),
        shared_place=shared,
    )


def nationality(description: str, leading: bool = False) -> str | None:
    """The adjective of a description that says where somebody is from: “Iranian cartoonist”, “South Sudanese musician”.

    `leading`: only what stands before any preposition counts, so that “leader of the Burmese League” says nothing.
    """
    words = description.split()
    if leading:
        end = next((at for at, word in enumerate(words) if at and _PREPOSITION.match(word)), len(words))
        words = [word.strip(".,;") for word in words[:end]]
    pairs = [" ".join(words[at : at + 2]) for at in range(len(words) - 1)]
    return next(
        (text for text in (*pairs, *words) if _ELISION.sub("", text) and places.demonym(_ELISION.sub("", text))), None
    )


def _dash_place(text: str, language: str | None) -> tuple[str, list[str]]:
    match = _BEHIND_DASH.search(text)
    if match and text[: match.start()].strip():
        tail = match.group(1).strip()
        if places.is_place(tail, language):
            return text[: match.start()].strip(), [tail]
        # behind a person and a dash, what begins small tells about the person: “– former UN High Commissioner”
        tells = tail[:1].islower() and is_personal(strip_titles(text[: match.start()].strip()))
        if tells or is_description(tail) or is_annotation(tail):
            return text[: match.start()].strip(), []
    return text, []


# “„Рух Пацифістів“ (Pazifistische Bewegung)”: a name in quotes with what it means, or its short form
_GLOSSED = re.compile(r"[„“\"«‘'”]([^„“”\"«»]+)[”“\"»’']\s+([(（][^()（）]+[)）])")


def _unquote(name: str) -> str:
    if len(name) > 2 and name[0] in "„“\"«‘'”" and name[-1] in "”“\"»’'" and not re.search('[„“”"«»]', name[1:-1]):
        return name[1:-1].strip()
    if glossed := _GLOSSED.fullmatch(name):
        return f"{glossed[1].strip()} {glossed[2]}"
    return name


def shape_of(name: str, description: str = "") -> str:
    """Whether a name, with what is said beside it, is that of a person, of people, of a body, or unknown."""
    telling = [hit for hit in lexicon.find(description) if hit.kind in ("role", "title") or hit.kind in HEAD_KINDS]
    if telling:
        # the last word before the name says what it is: “Russian punk rock protest group”, “former bank director”
        last = [hit for hit in telling if hit.end == telling[-1].end]
        if any(hit.kind in ("role", "title") for hit in last):
            if not has_head(name):
                return "person"
        else:
            return "body"
    personal, collective = lexicon.looks_personal(name), lexicon.looks_collective(name)
    if any(hit.kind == "people" and hit.strength > 0.5 for hit in lexicon.find(name)):
        return "people"
    return "person" if personal >= 0.7 else "body" if collective >= 0.7 else "unknown"


__all__ = [
    "Unit",
    "annotations_in",
    "has_head",
    "is_description",
    "is_personal",
    "nationality",
    "read_unit",
    "shape_of",
    "split_description",
    "strip_titles",
]
