"""Where a line falls apart into recipients: separators, words that stay together, labels. Names are read in `names`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from scrapers import lexicon, places
from scrapers.entries.annotations import is_annotation, take_annotations
from scrapers.entries.names import (
    HEAD_KINDS,
    HEAD_STRENGTH,
    SUFFIX,
    has_head,
    is_description,
    is_personal,
    split_description,
    strip_titles,
)
from scrapers.entries.words import ARTICLES, OWN_CLAUSE, POSSESSIVE, TOGETHER, conjunction_pattern
from scrapers.text import depth_map

_ARTICLE = re.compile(rf"(?:{ARTICLES})\b|[ld]['’]", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:of|for|on|against|in|to|für|gegen|zur|zum|der|von|pour|contre|de|des|du|sur|para|por|contra|en|per|contro|di|dei|delle|do|da|dos|das|"
    r"voor|tegen|van|för|mot|av|i|til|af|för|pro|za|proti|na|dla|vì)\b"
)

_LAST_BRACKET = re.compile(r"\s*\([^()]*\)$")
_LEADS_TO_PLACE = re.compile(r"^(?:in|from|aus|of|de|da|dalla|du|from the|in the|aus der|di|no|na|nos|em|en|au|aux)\s+")

# “Amnesty International, Netherlands chapter”
CHAPTER = re.compile(
    r"^(?:\S+\s+){0,2}(?:chapter|section|branch|sektion|section|sezione|sección|secção|seção|afdeling|avdelning|afdeling|capítol|sekce|oddział)(?:\s+\S+){0,3}$",
    re.IGNORECASE,
)

# an office that goes on describing its holder: “former President of Ireland and UN High Commissioner for Human Rights”
_OFFICE = re.compile(
    r"^(?:(?:United Nations|UNO?|ONU|FN|VN|EU|OSCE|OSZE)[\s-]+)?(?:high commissioner|hoch\s?kommissar|haut[e]?[- ]commissaire|alt[oa]? comiss?[aáà]ri|"
    r"alt[oa] comisionad|alt comissionat|alto commissari|hoge commissaris|høykommissær|højkommissær|högkommissarie)",
    re.IGNORECASE,
)

# “14. Dalai Lama”, “14th Dalai Lama”
_ORDINAL = re.compile(r"\d{1,2}(?:\.|st|nd|rd|th|[ºª]|e|ème|de)\s+(?=[^\W\d])")
MOST_WORDS_BEFORE_OFFICE = 3
MOST_WORDS_OF_TOWN = 3
COLLECTIVE = 0.7
LIKELY = 0.7
SHORTEST_TOLD = 6
_QUOTES = "\"“„«‘»'"

# “… y de la Sierra”, “…, de l'édition”: what is led on by a small word of belonging is no recipient
_BELONGS = re.compile(r"(?:d[eo]|del|da|dos|das|du|des|of|for|para|pour)\s+(?=\S)|d['’](?=\w)")
# “de la Justicia y la Paz”: an article and what a body is for
_ARTICLE_AND_WORD = re.compile(r"(?:the|la|el|las|los|le|les|a|o|as|os)\s+([^\W\d_]+)")
# “Monterrey (México)”
_PLACED = re.compile(r"([^()]+?)\s*\(([^()]+)\)")

# bodies known all over the world whose names are two bodies joined
_KNOWN_PAIR = re.compile(
    r"Red Cross\|(?:the )?Red Crescent|Croix[- ]Rouge\|(?:du )?Croissant[- ]Rouge|Rotkreuz-?\|Rothalbmond|Cruz Roja\|(?:la )?Media Luna",
    re.IGNORECASE,
)
# words of the lexicon that name a body's purpose rather than a body
_TOPIC = re.compile(
    r"(?:human )?rights|for \w+|aid|action|development|information|education|services?|relief|health|media|press",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Segment:
    """A piece of a line, with the separator before it and what it is: a role of `role_of`, or `told`: what a person is or belongs to."""

    text: str
    separator: str
    role: str


@lru_cache(64)
def _separator(language: str | None) -> re.Pattern[str]:
    words = conjunction_pattern(language)
    return re.compile(
        rf"\s*[,，、]\s*(?:(?:{words})\s+)?|\s+(?:{words})\s+(?:also\s+)?|\s*[&＆]\s*",
        re.IGNORECASE if (language or "en").split("-")[0] in ("en", "de") else 0,
    )


@lru_cache(8192)
def role_of(text: str, language: str | None) -> str:
    """What a piece of a line is: name, place, description, annotation, suffix, or partner (“and its director …”)."""
    bare = text.strip(" .;")
    if SUFFIX.match(bare) or CHAPTER.search(bare):
        return "suffix"
    if is_annotation(bare):
        return "annotation"
    bare = take_annotations(bare)[0] or bare
    inner = bare[1:-1].strip() if bare[:1] in "(（" and bare[-1:] in ")）" else bare
    inner = _LAST_BRACKET.sub("", inner) or inner
    if places.is_place(_LEADS_TO_PLACE.sub("", inner), language):
        return "place"
    if TOGETHER.match(bare) or POSSESSIVE.match(bare) or OWN_CLAUSE.search(bare):
        return "partner"
    if is_description(bare):
        return "description"
    return "name"


def split_line(text: str, language: str | None) -> list[Segment]:
    """The pieces of a line in order; names that contain a conjunction or comma stay whole."""
    depth = depth_map(text)
    pieces: list[tuple[str, str]] = []
    last, before = 0, ""
    for match in _separator(language).finditer(text):
        if depth[match.start()] or depth[match.end() - 1] or match.start() == 0:
            continue
        pieces.append((text[last : match.start()].strip(), before))
        last, before = match.end(), match.group()
    pieces.append((text[last:].strip(), before))
    segments: list[Segment] = []
    for number, (piece, separator) in enumerate(pieces, start=1):
        if not any(map(str.isalnum, piece)):
            continue
        role = role_of(piece, language)
        previous = segments[-1] if segments else None
        if previous and previous.role == "place" and places.is_place(f"{previous.text}{separator}{piece}", language):
            role = "place"  # “Bosnia ed Erzegovina”
        if previous and role == "description" and (_is_told_body(piece, separator) or _is_purpose(previous, piece)):
            role = "name"
        if previous and role == "name":
            if _describes(previous, separator, piece, number == len(pieces)) or _is_town(
                segments, pieces, number, language
            ):
                role = "description"
            elif (_stands_last(pieces, number) and _tells_of_person(previous, separator, piece)) or _goes_on_telling(
                segments, separator, piece
            ):
                role = "told"
        if previous and _stays_together(previous, separator, piece, role, language):
            joined = f"{previous.text}{separator if separator.strip() != separator or not separator.strip().isalpha() else f' {separator} '}{piece}"
            segments[-1] = Segment(
                joined, previous.separator, "name" if previous.role == "name" or role == "name" else role
            )
        else:
            segments.append(Segment(piece, separator, role))
    return _one_commission(segments)


def _one_commission(segments: list[Segment]) -> list[Segment]:
    """“Truth, Justice and Reconciliation Commission”: a list of topics before the word for a body is one name."""
    names = [segment for segment in segments if segment.role == "name"]
    if (
        len(names) < 3
        or segments[: len(names)] != names
        or not has_head(names[-1].text)
        or not names[-1].separator.strip(" ,")
    ):
        return segments
    if not all(_only_topics(segment.text) for segment in names[:-1]) or any(
        has_head(segment.text) for segment in names[:-1]
    ):
        return segments
    whole = "".join(f"{segment.separator}{segment.text}" for segment in names)
    return [Segment(whole, "", "name"), *segments[len(names) :]]


def _stays_together(previous: Segment, separator: str, piece: str, role: str, language: str | None) -> bool:
    if role in ("annotation", "partner"):
        return False
    if role == "suffix":
        return previous.role == "name"
    if role == "place":
        if previous.role == "place":
            return True
        # “… of Iraq and the United Kingdom”, “the Mayors of Hiroshima and Nagasaki”
        return (
            bool(separator.strip(" ,，、"))
            and "," not in separator
            and _ends_in_place(previous.text, language)
            and piece[:1] not in "(（"
        )
    if previous.role == "description" and role == "description":
        return True
    if previous.role == "name" and _BELONGS.match(piece) and not is_personal(previous.text):
        return True
    if previous.role != "name" or role == "description":
        return bool(separator.strip(" ,，、")) and _continues(previous, role, piece)
    return _is_part_of_name(previous.text, piece, separator, language)


def _describes(previous: Segment, separator: str, piece: str, last: bool) -> bool:
    """Whether a piece that could be a name goes on describing the name before it."""
    comma_only = not separator.strip(" ,，、")
    words = piece.split()
    if previous.role == "description" and _OFFICE.match(piece):
        return True
    if piece[:1].islower() and not _ARTICLE.match(piece):
        # “and protesters against …” may be a recipient of its own, “, human right and social” is not
        return not split_description(piece)[0] and (
            comma_only or previous.role == "description" or not _collective_words(piece)
        )
    if previous.role == "description" and not is_personal(piece):
        if len(words) == 1 and not comma_only and lexicon.looks_collective(piece) < 0.7:
            return True
        listed = comma_only and _ARTICLE.match(piece) and len(words) > 1 and words[1][:1].isupper()
        if has_head(previous.text) and _is_open(previous.text) and not listed:
            return True
    if (
        comma_only
        and previous.role == "description"
        and re.match(r"(?:in|from|aus|à|en|i|fra|från|da)\s", previous.text)
    ):
        return True  # “, in Goma, North Kivu”
    hits = lexicon.find(piece)
    described, named = split_description(piece)
    if (
        comma_only
        and described[:1].islower()
        and is_personal(previous.text)
        and not is_personal(named)
        and any(hit.kind in HEAD_KINDS for hit in hits)
    ):
        return True  # “Aung San Suu Kyi, líder Liga Nacional para a Democracia”
    if comma_only and previous.role == "name":
        if is_personal(strip_titles(previous.text)) and (
            _ORDINAL.match(piece) or _OFFICE.match(piece) or _is_office(piece) or _ends_in_role(piece)
        ):
            return True
        if (
            last
            and len(words) == 1
            and not piece.isupper()
            and lexicon.looks_collective(previous.text) >= 0.7
            and not hits
        ):
            return True  # “Amnesty International, London”
        if (
            _ARTICLE.match(piece)
            and is_personal(previous.text)
            and not has_head(piece)
            and not _collective_words(piece)
        ):
            return True  # “Tenzin Gyatso, the 14th Dalai Lama”
        heads = [hit for hit in hits if hit.kind in HEAD_KINDS]
        if heads and all(hit.word[:1].islower() for hit in heads) and not is_personal(previous.text):
            return True  # “Pontanima, interreligious choir from Sarajevo”
    roles = [hit for hit in hits if hit.kind == "title" or (hit.kind == "role" and hit.strength > 0.35)]
    return (
        (previous.role == "description" or (comma_only and is_personal(strip_titles(previous.text))))
        and any(len(piece[: hit.start].split()) <= 1 for hit in roles)
        and not split_description(piece)[0]
        and not is_personal(piece)
        and not has_head(piece[: roles[0].start])
        # “Humanitarian Law Center” is a body, though a humanitarian is a person
        and not (has_head(piece) and any(hit.kind == "collective" and hit.start == roles[0].start for hit in hits))
    )


def _tells_of_person(previous: Segment, separator: str, piece: str) -> bool:
    """“Andrzej Zoll, były Prezes …”: what stands last behind a person, and names neither a person nor a body, tells of that one.

    A body may be honoured with the person: “Muhammad Yunus, Grameen Bank”; award.yaml's `affiliation_after_comma` says where it is not.
    """
    if previous.role != "name" or separator.strip(" ,，、"):
        return False
    named = strip_titles(_LAST_BRACKET.sub("", previous.text))
    told = _LAST_BRACKET.sub("", piece)
    if piece[:1] in _QUOTES or split_description(told)[0][:1].islower():
        return is_personal(named)
    if told[:1].isupper() and (has_head(told) or lexicon.looks_collective(told) >= COLLECTIVE):
        return False
    if " " not in told and len(told) < SHORTEST_TOLD:
        return False  # where a page was cut, half a word is left
    likely = lexicon.looks_personal(named) >= LIKELY and not has_head(named)
    return " " in named and (is_personal(named) or likely) and not is_personal(strip_titles(told))


def _stands_last(pieces: list[tuple[str, str]], number: int) -> bool:
    """Whether a piece ends a line of two, or of names joined by more than a comma: “A and B, survivors”."""
    joined = [bool(separator.strip(" ,，、")) for _, separator in pieces[1:]]
    return number == len(pieces) and (number == 2 or (any(joined[:-1]) and not joined[-1]))


def _goes_on_telling(segments: list[Segment], separator: str, piece: str) -> bool:
    """“Adam Strzembosz, sędzia, Pierwszy Prezes …”: behind one person and what is told of that one, all that is no person."""
    return (
        len(segments) > 1
        and not any(segment.separator.strip(" ,，、") for segment in segments)
        and not separator.strip(" ,，、")
        and segments[0].role == "name"
        and all(segment.role in ("description", "told") for segment in segments[1:])
        and is_personal(strip_titles(segments[0].text))
        and not is_personal(strip_titles(_LAST_BRACKET.sub("", piece)))
        and not has_head(piece)
    )


def _is_town(segments: list[Segment], pieces: list[tuple[str, str]], number: int, language: str | None) -> bool:
    """“Leymah Gbowee, Monrovia, Liberia”, “Jestina Mukoko, Harare”: a piece between a name and a place, or behind a person, is a town.

    Only where no other bare comma stands: “A, B, C, Mexico” lists names. Two persons before a place are two: “Asma Jahangir, Hina Jilani, Pakistan”.
    """
    previous = segments[-1]
    piece, separator = pieces[number - 1]
    if (placed := _PLACED.fullmatch(piece)) and places.is_place(placed[2], language):
        piece = placed[1]
    words = piece.split()
    if (
        previous.role not in ("name", "description")
        or separator.strip(" ,，、")
        or len(words) > MOST_WORDS_OF_TOWN
        or not piece[:1].isupper()
        or piece.isupper()
        or places.demonym(piece)
        or len(pieces) - number > 1
        or ("," in previous.text and not has_head(previous.text))
    ):
        return False
    body = has_head(previous.text) or lexicon.looks_collective(previous.text) >= COLLECTIVE
    if number == len(pieces):
        named = previous.text if previous.role == "name" else pieces[0][0]
        return (
            len(segments) == (1 if previous.role == "name" else 2)
            and len(words) == 1
            and " " in named
            and is_personal(strip_titles(named))
            and not places.is_place(named.rsplit(maxsplit=1)[-1], language)
            and not lexicon.find(piece)
        )
    behind, before_place = pieces[number]
    return (
        previous.role == "name"
        and not before_place.strip(" ,，、")
        and all(segment.separator.strip(" ,，、") for segment in segments[1:])
        and places.is_place(behind, language)
        and not has_head(piece)
        and not (is_personal(piece) and not body)
    )


def _is_office(piece: str) -> bool:
    """“State President of South Africa”, “United Nations High Commissioner for Refugees”: an office of somewhere, behind a name."""
    roles = [hit for hit in lexicon.find(piece) if hit.kind == "role" and hit.strength > 0.35]
    if not roles:
        return False
    before, behind = piece[: roles[0].start], piece[roles[0].end :].split()
    leads_on = bool(_OPEN.search(roles[0].word) or (behind and _OPEN.fullmatch(behind[0])))
    return leads_on and 0 < len(before.split()) <= MOST_WORDS_BEFORE_OFFICE


def _ends_in_role(piece: str) -> bool:
    """“Italiaans journaliste”: an occupation written small ends no name."""
    return any(hit.kind == "role" and hit.end == len(piece) and hit.word[:1].islower() for hit in lexicon.find(piece))


def _is_told_body(piece: str, separator: str) -> bool:
    """“… og Georgiens prodemokratiske protestbevægelse”: joined by “and”, a body without a name is a recipient described."""
    hits = lexicon.find(piece)
    return (
        bool(separator.strip(" ,，、"))
        and piece[:1].isupper()
        and any(hit.kind in ("movement", "community", "organization") and hit.strength >= 0.75 for hit in hits)
        and not any(hit.kind in ("role", "title") for hit in hits)
    )


def _is_purpose(previous: Segment, piece: str) -> bool:
    """“Movement for Truth, Justice and Memory”: behind the open name of a body, a word that is also a title is a topic."""
    return (
        previous.role == "name"
        and piece[:1].isupper()
        and " " not in piece
        and has_head(previous.text)
        and _is_open(previous.text)
        and _only_topics(piece)
    )


def _collective_words(text: str) -> bool:
    return any(
        hit.kind in ("group", "community", "movement", "organization", "people", "network")
        for hit in lexicon.find(text)
    )


def _continues(previous: Segment, role: str, piece: str) -> bool:
    """“Committee of Mothers” + “relatives of prisoners”: a lower-case piece that goes on with an open name."""
    return (
        previous.role == "name"
        and role == "description"
        and _is_open(previous.text)
        and has_head(previous.text)
        and piece[:1].islower()
        and not _role_first(piece)
    )


def _role_first(text: str) -> bool:
    return any(hit.start == 0 and hit.kind in ("role", "title") for hit in lexicon.find(text))


def _ends_in_place(text: str, language: str | None) -> bool:
    return places.split_trailing_place(text, language, person_like=True)[1] is not None


def _is_open(text: str) -> bool:
    """True when a body's name has begun a complement that may go on: “Center for Justice”."""
    return _OPEN.search(text) is not None and not re.search(r"[)\]”“\"»]\s*$", text)


def _is_part_of_name(left: str, right: str, separator: str, language: str | None) -> bool:
    """Whether a separator between two capitalised pieces belongs to one body's name."""
    head, place = places.split_trailing_place(left, None, person_like=True)
    if place and is_personal(strip_titles(head)):
        return False  # “Lydia Cacho of Mexico and Triveni Acharya of India”
    if (
        (separator.strip() in ("y", "e", "et", "and", ",") or (separator.strip() == "i" and language == "ca"))
        and (purpose := _ARTICLE_AND_WORD.match(right))
        and has_head(left)
        and _is_open(left)
        and (_only_topics(purpose[1]) or _ARTICLE_AND_WORD.fullmatch(left.rpartition(", ")[2]))
        and not _stands_alone(right)
    ):
        return True  # “Instituto de Defensa de la Justicia y la Paz”
    if (
        right[:1] in '„“"«('
        or left[-1:] in '”"»)'
        or (
            re.match(r"(?:the|der|die|das|la|le|les|el|los|las|il|l['’])\s*\S", right)
            and not left.endswith((" of", " for"))
        )
    ):
        return False
    if "," in separator and separator.strip(" ,"):
        # “A, B, and C”: an Oxford comma ends a list of recipients or of topics; the pieces before it tell which
        return has_head(left) and _is_open(left) and "," in left and not _stands_alone(right)
    if _KNOWN_PAIR.search(f"{left}|{right}") or left.endswith("-"):
        return True
    if _is_open(left) and (has_head(left) or lexicon.looks_personal(left) < 0.6):
        if not separator.strip(" ,，、"):
            # “Observatory for Press Freedom, Publishing and …”: behind a bare comma only a topic goes on with the name
            return (
                (len(right.split()) <= 2 and _only_topics(right))
                or (len(right.split()) == 1 and has_head(left) and not right.isupper())
            ) and not _stands_alone(right)
        return not _stands_alone(right)
    words = left.split()
    if (
        (language or "").split("-")[0] == "ca"
        and separator.strip() == "i"
        and re.fullmatch(r"[^\W\d_]+", right)
        and not lexicon.find(right)
    ):
        return len(words) > 1  # “Joan Botam i Casals”: two surnames of one person
    if separator.strip() == "y" and len(words) > 1 and right in words:
        return True  # “Claudia Paz y Paz”
    topic = re.split(rf"\s{_OPEN.pattern}", right, maxsplit=1)[0]
    if separator.strip() in ("y", "e", "et") and len(topic.split()) == 1 and has_head(left) and _only_topics(topic):
        return True  # “Servicio Paz y Justicia”
    if len(words) == 1 and separator.strip(" ,") and _begins_with_group(left) and _begins_with_group(right):
        return True  # “Lawyers and Doctors without Borders”
    # “Peace and Justice Commission”: topics before the head
    return _only_topics(left) and has_head(right) and bool(separator.strip(" ,"))


def _stands_alone(text: str) -> bool:
    """Whether a piece can be a recipient by itself: a person, or a body with a word for what it is."""
    if re.fullmatch(r"[A-Z][A-Z0-9.-]{2,}", text.strip()):
        return True
    # “Paz de la Diócesis de Quiché”: what a piece governs does not say what it is
    opening = _OPEN.search(text)
    strong = any(
        hit.kind in ("organization", "network", "institution")
        and (opening is None or hit.start < opening.start())
        and hit.strength >= 0.7
        and not _TOPIC.fullmatch(hit.word)
        for hit in lexicon.find(text)
    )
    movement = any(
        hit.kind == "movement" and hit.strength >= HEAD_STRENGTH and hit.start == 0 for hit in lexicon.find(text)
    )
    return strong or movement or is_personal(text)


def _begins_with_group(text: str) -> bool:
    return any(
        hit.start == 0 and hit.kind in ("group", "movement", "people")
        for hit in lexicon.find(text.split(maxsplit=1)[0])
    )


def _only_topics(text: str) -> bool:
    words = text.split()
    covered = [
        (hit.start, hit.end)
        for hit in lexicon.find(text)
        if hit.kind in ("collective", "group", "movement", "people", "community") or _TOPIC.fullmatch(hit.word)
    ]
    at = 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        if not any(a <= start < b for a, b in covered):
            return False
    return bool(words)
