"""A cell row to its entries by the rule of one entry: what the giver announces as one honour. No source is compared here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scrapers import lexicon, places
from scrapers.entries.annotations import annotations_in, status_of, take_annotations, tells_of_prize
from scrapers.entries.names import (
    Unit,
    has_head,
    is_description,
    nationality,
    read_unit,
    shape_of,
    split_description,
    strip_titles,
)
from scrapers.entries.plain import Plain, plain_parts
from scrapers.entries.splitting import Segment, role_of, split_line
from scrapers.entries.words import (
    COUNT_LABEL,
    LEADS_BODY,
    NOT_HONOURED,
    ON_BEHALF,
    OWN_CLAUSE,
    POSSESSIVE,
    PRIZE_WORD,
    REASON,
    RELATIVES,
    REPRESENTED,
    SAID_JOINT,
    TOGETHER,
    conjunction_pattern,
    without_life_span,
)
from scrapers.layouts.cells import CellRow, Leftover
from scrapers.names import fold
from scrapers.registry import Layout
from scrapers.text import depth_map, split_outside

_SEMICOLON = re.compile(r"\s*[;；]\s*|\s+\|\s+")
_SLASH = re.compile(r"\s+[/／]\s+|(?<=[^\W\d])[/／](?=[^\W\d])|(?<=\))\s*/\s*")
_LABEL = re.compile(r"^([^:：]{2,60}?)\s*[:：]\s+(?=\S)")
_OWN_BODY = re.compile(
    r"(?:das|die|der|the|la|le|les|el|il|l['’]|het|de|den|det)\s*(?:projekt|project|projet|proyecto|projeto|progetto|organi[sz]ation|organización|organização|"
    r"organizzazione|kollektiv|collective|collectif|colectivo|coletivo|collettivo|initiative|iniciativa|verein|association|asociación|associação)\s+[\"„“«‘A-ZÀ-Þ]",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—]\s+(?=\w)")
# “Name (Country). She has …”: a sentence behind a name; what stands before the full stop is no initial and no abbreviation
_SENTENCE = re.compile(r"(?<=[\w)\]”»][^\W\d_]{2})\.\s+(?=[^\W\d_]|[«“])|(?<=[)\]”»])\.\s+(?=[^\W\d_])")
_CREDIT = re.compile(
    r"\s*[(\[](?:photos?|fotos?|fotografía|fotografia|bild|crédits?|credits?|©)\s*(?:[:：]|by\b|von\b|de\b)?[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|und|et|och|og|y)\s+(?=[^\W\d_a-zà-ÿ])")
_NOTE_MARKS = "*†‡ "
_LAST_BRACKET = re.compile(r"\(([^()]+)\)[\s.]*$")
_GIVEN = re.compile(r"^[A-ZÀ-ÞĀ-Ž][\w’'-]{1,14}$")
FEWEST_WORDS_TOLD = 4
MOST_WORDS_NAMED = 12
_PLURAL_POSSESSIVE = re.compile(
    r"^(?:with |mit |avec )?(?:their|ihr(?:e[rmn]?)?|leurs?|sus|loro|jejich|deras|deres|hun)\s", re.IGNORECASE
)


class Entry(NamedTuple):
    """One entry as announced; `persons` and `affiliation` as the contract of `statements` has them."""

    name: str
    as_published: str
    shape: str
    persons: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()
    country: str | None = None
    codes: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    category: str | None = None

    @property
    def status(self) -> str:
        return status_of(self.annotations)


@dataclass
class _Draft:
    """An entry while its line is still being read."""

    units: list[Unit]
    published: str
    joint: bool = False
    country: str | None = None
    shared: str | None = None
    placed_together: bool = False
    annotations: list[str] = field(default_factory=list)
    affiliation: list[str] = field(default_factory=list)
    paired: bool = False


def read_entries(row: CellRow, layout: Layout, language: str | None = None) -> tuple[list[Entry], list[Leftover]]:
    """The entries of one cell row and what of it is none; every word of the row is in one or the other."""
    entries: list[Entry] = []
    leftovers: list[Leftover] = []
    text = _surname_last(row.text) if layout.surname_first else row.text
    if layout.takes_lines_as_they_are and not row.note and (plain := plain_parts(text, language)):
        return [_plain_entry(plain, text, row.category, row, language)], []
    if text[-1:] in ")]" and (credited := _CREDIT.search(text)):
        leftovers.append(Leftover(row.place, "ignored", credited.group().strip(), row.year))
        text = _CREDIT.sub("", text)
    parts = re.split(layout.separator, text) if layout.separator else [text]
    if layout.strip:
        for taken in (match for part in parts for match in re.finditer(layout.strip, part)):
            leftovers.append(Leftover(row.place, "ignored", taken.group(), row.year))
        parts = [re.sub(layout.strip, "", part) for part in parts]
    pieces = [piece for part in parts for piece in ([part] if not layout.split else _pieces(part))]
    own = _in_order(row.country, len(pieces), language)
    whole = row
    for number, piece in enumerate(pieces):
        row = whole._replace(country=own[number]) if own else row
        noted = piece.lstrip(_NOTE_MARKS)
        behind = number > 0 or noted != piece
        if REPRESENTED.match(noted) or (behind and (NOT_HONOURED.match(noted) or ON_BEHALF.search(noted))):
            leftovers.append(Leftover(row.place, "jury", piece, row.year))
            continue
        category, body, label = _label(piece, row.category, layout)
        if label:
            leftovers.append(Leftover(row.place, "summary", label, row.year))
            row = row._replace(country=row.country or nationality(label))
        if not any(map(str.isalnum, body)):
            leftovers.append(Leftover(row.place, "no recipient", piece, row.year))
            continue
        entries.extend(_read_piece(body, category, row, layout, language))
    if len(entries) == 1 and row.note:
        noted = annotations_in(row.note)
        entries[0] = entries[0]._replace(annotations=tuple(dict.fromkeys((*entries[0].annotations, *noted))))
    return entries, leftovers


def _surname_last(text: str) -> str:
    parts = text.split(", ")
    if len(parts) == 2 and not has_head(text) and not re.search(r"\b(?:and|und|et)\b", text):
        return f"{parts[1]} {parts[0]}"
    return text


def _pieces(text: str) -> list[str]:
    """What semicolons and bars set apart; “; gemeinsam mit ihrem Manager X” and descriptions stay with what they follow."""
    pieces: list[str] = []
    for piece in split_outside(text, _SEMICOLON):
        if not piece.strip():
            continue
        bare = _AND.sub("", piece.strip()) if pieces else piece.strip()
        if pieces and (
            TOGETHER.match(bare)
            or POSSESSIVE.match(bare)
            or (is_description(bare) and not _collective_first(bare))
            or role_of(bare, None) in ("annotation", "place")
        ):
            pieces[-1] = f"{pieces[-1]}, {bare}"
        else:
            pieces.append(bare)
    return pieces


def _collective_first(text: str) -> bool:
    """“movimento de direitos …” behind a semicolon is a recipient described, not a description of the one before."""
    return any(
        hit.start <= 8 and hit.kind in ("movement", "organization", "community", "network", "group")
        for hit in lexicon.find(text)
    )


def _label(text: str, category: str | None, layout: Layout) -> tuple[str | None, str, str | None]:
    """(category, text without its label, label that is no category): “Africa: X, Zimbabwe”, “zwölf Verteidiger: A, B”."""
    known = next((key for key in layout.categories if text.startswith(f"{key}:")), None)
    if known is not None:
        return (
            layout.categories[known] or category,
            text[len(known) + 1 :].strip(),
            None if layout.categories[known] else known,
        )
    if match := COUNT_LABEL.match(text):
        return category, text[match.end() :], match.group().strip(" :–-")
    match = _LABEL.match(text)
    if not match or depth_map(text)[match.end(1) - 1]:
        return category, text, None
    label = match.group(1).strip()
    place = places.codes(label)
    if (place.no_code and not place.codes and not place.unknown) or PRIZE_WORD.search(label):
        return label, text[match.end() :], None
    if len(split_line(text[match.end() :], None)) > 1:
        return category, text[match.end() :], label
    return category, text, None


def _read_piece(text: str, category: str | None, row: CellRow, layout: Layout, language: str | None) -> list[Entry]:
    if layout.split and layout.pair is None and (plain := plain_parts(text, language)):
        return [_plain_entry(plain, text, category, row, language)]
    shown = text
    if tail := REPRESENTED.search(text):
        # the tail stays in the text as published, and names no further recipient
        rest = text[tail.end() :]
        bracketed = [inside for inside in re.findall(r"\(([^()]*)\)", rest) if places.is_place(inside, language)]
        place = "; ".join(bracketed) or places.split_trailing_place(rest, language)[1]
        text = text[: tail.start()] + (f" ({place})" if place else "")
    elif (why := REASON.search(text)) and why.start():
        tail, text = why, text[: why.start()]
        if (last := _LAST_BRACKET.search(shown)) and places.is_place(last[1], language):
            text += f" ({last[1]})"
    elif sentence := _sentence_behind(text):
        tail, text = sentence, text[: sentence.start()]
    elif told := _told_behind_place(text, language):
        tail, text = told, text[: told.start()]
    drafts = (
        _named_pair(text, layout, language)
        or _relatives(text, layout, language)
        or _slash_pair(text, row, layout, language)
    )
    if drafts is None:
        drafts = _drafts(split_line(text, language) if layout.split else [Segment(text, "", "name")], layout, language)
    if not drafts:
        unit = read_unit(text, language, layout.country_last, described=True)
        drafts = [_Draft([unit], text, country=unit.country, annotations=list(unit.annotations))]
    if tail and len(drafts) == 1:
        drafts[0].published = shown
    if len(drafts) == 2 and _own_project(drafts):
        drafts = [_merge(drafts, shown)]
    if len(drafts) > 1 and (layout.joint or _one_slot(drafts, category, row) or _said_joint(text, drafts)):
        drafts = [_merge(drafts, shown)]
    own = _in_order(row.country, len(drafts), language)
    return [
        _entry(draft, category, row._replace(country=own[number]) if own else row, len(drafts), language)
        for number, draft in enumerate(drafts)
    ]


def _told_behind_place(text: str, language: str | None) -> re.Match[str] | None:
    """“Tererai Trent, Zimbabwe – educator, founder of …”: what stands behind a place and a dash tells about the recipient.

    Written large it may be another recipient, with a place of its own.
    """
    dash = _DASH.search(text)
    if dash is None or not places.split_trailing_place(text[: dash.start()], language)[1]:
        return None
    behind = text[dash.end() :]
    return None if behind[:1].isupper() and places.split_trailing_place(behind, language)[1] else dash


def _sentence_behind(text: str) -> re.Match[str] | None:
    """Where a sentence begins that tells about the recipient named before it: several words, most of them small."""
    if ". " not in text or tells_of_prize(text):
        return None
    for match in _SENTENCE.finditer(text):
        told = text[match.end() :]
        if _LABEL.match(told):
            return None
        placed = _LAST_BRACKET.search(text[: match.start()])
        if placed and places.is_place(placed[1]):
            return match
        words = told.split()
        small = sum(word[:1].islower() for word in words)
        if (
            len(words) >= FEWEST_WORDS_TOLD
            and 2 * small >= len(words)
            and len(text[: match.start()].split()) <= MOST_WORDS_NAMED
        ):
            return match
    return None


def _merge(drafts: list[_Draft], published: str) -> _Draft:
    return _Draft(
        units=[unit for draft in drafts for unit in draft.units],
        published=published,
        joint=True,
        country="; ".join(dict.fromkeys(place for d in drafts if (place := d.country or d.shared))) or None,
        annotations=[a for draft in drafts for a in draft.annotations],
        affiliation=[a for draft in drafts for a in draft.affiliation],
    )


def _own_project(drafts: list[_Draft]) -> bool:
    """“Judith Maldonado und das Kollektiv „Luis Carlos Perez“”: a person with the project or organisation she stands for."""
    person, body = drafts
    return (
        len(person.units) == len(body.units) == 1
        and person.units[0].shape == "person"
        and _OWN_BODY.match(body.units[0].as_published) is not None
        and (body.units[0].country is None or person.units[0].country is None)
    )


def _said_joint(text: str, drafts: list[_Draft]) -> bool:
    """Whether words before or behind the names of persons say that they are honoured as one (“A and B (couple)”)."""
    units = [unit for draft in drafts for unit in draft.units]
    last = text.rfind(units[-1].name)
    if last < 0 or not all(unit.shape == "person" for unit in units):
        return False
    before, behind = text[: text.find(units[0].name)], text[last + len(units[-1].name) :]
    return bool(SAID_JOINT.search(before) or SAID_JOINT.search(behind))


def _one_slot(drafts: list[_Draft], category: str | None, row: CellRow) -> bool:
    """A region's only prize, shared by persons of places given once: “Americas: A and B, Mexico”."""
    if category is None or row.category is not None:
        return False
    persons = all(len(d.units) == 1 and d.units[0].shape == "person" for d in drafts)
    last = drafts[-1].units[0].country
    in_bracket = (
        last is not None and not any(d.units[0].country for d in drafts[:-1]) and all(d.country == last for d in drafts)
    )
    return persons and (in_bracket or all(d.placed_together for d in drafts))


def _named_pair(text: str, layout: Layout, language: str | None) -> list[_Draft] | None:
    """One entry of the two sides that award.yaml's `pair:` sets apart; each side is one name, whatever it contains."""
    sides = re.split(layout.pair, text, maxsplit=1) if layout.pair else []
    if len(sides) != 2 or not all(side.strip() for side in sides):
        return None
    units = [read_unit(side, language, layout.country_last) for side in sides]
    places_given = [unit.country for unit in units if unit.country]
    return [
        _Draft(
            units,
            text,
            joint=True,
            country="; ".join(dict.fromkeys(places_given)) or None,
            annotations=[a for unit in units for a in unit.annotations],
            paired=True,
        )
    ]


def _relatives(text: str, layout: Layout, language: str | None) -> list[_Draft] | None:
    """One entry of the persons whom a word for relatives leads up to; None when it leads up to a family name alone."""
    lead = RELATIVES.match(text) if layout.split else None
    if lead is None or not text[lead.end() :][:1].isupper():
        return None
    drafts = _drafts(split_line(text[lead.end() :], language), layout, language)
    units = [unit for draft in drafts for unit in draft.units]
    if len(units) < 2 or not all(unit.shape == "person" for unit in units):
        return None
    return [_merge(drafts, text)]


def _slash_pair(text: str, row: CellRow, layout: Layout, language: str | None) -> list[_Draft] | None:
    """“Person / Body” is one mixed entry, “A/B” of one sort one entry under two names; None when there is no slash."""
    if not layout.split:
        return None
    sides = [side.strip() for side in split_outside(text, _SLASH)]
    if len(sides) != 2 or not all(sides) or any(role_of(side, language) != "name" for side in sides):
        return None
    if len(sides[1].split()) == 1 and "," in sides[0] and not has_head(sides[1]) and not sides[1].isupper():
        return None
    if not re.search(r"\s/\s", text) and (
        len(split_line(text, language)) > 1 or any(len(side.split()) < 2 and not has_head(text) for side in sides)
    ):
        return None
    drafts = [_drafts(split_line(side, language), layout, language) for side in sides]
    shapes = [{unit.shape for draft in side for unit in draft.units} for side in drafts]
    if not all(drafts):
        return None
    person_side = next((i for i in (0, 1) if shapes[i] <= {"person"}), None)
    other = None if person_side is None else shapes[1 - person_side]
    if person_side is not None and other is not None and ("body" in other or "unknown" in other):
        return [replace(_merge([*drafts[0], *drafts[1]], text), paired=True)]
    if person_side is None and all(len(side) == 1 for side in drafts) and all(d[0].country for d in drafts):
        return [*drafts[0], *drafts[1]]
    unit = read_unit(text, language, layout.country_last)
    return [_Draft([unit], text, country=unit.country, annotations=list(unit.annotations))]


def _drafts(segments: list[Segment], layout: Layout, language: str | None) -> list[_Draft]:
    """Drafts of the entries in a piece of text, places and descriptions given to the names they follow."""
    drafts: list[_Draft] = []
    lead = ""
    placed = 0
    skip = False
    for number, segment in enumerate(segments):
        text = segment.text
        if skip:
            skip = False
        elif segment.role == "partner" and drafts:
            following = segments[number + 1] if number + 1 < len(segments) else None
            # “e il suo direttore di allora, l'egiziano Mohamed ElBaradei”
            skip = (
                following is not None
                and following.role == "name"
                and not following.separator.strip(" ,")
                and _is_nameless(text)
            )
            _pair(drafts, f"{text} {following.text}" if skip and following else text, segment.separator, language)
        elif segment.role == "place" and (drafts or lead):
            if not drafts:
                # “Anonymous, Africa”: what reads as a description is all the name there is
                drafts.append(_Draft([read_unit(lead, language, described=True)], lead))
                lead = ""
            bare, marks = take_annotations(text)
            bare = bare.strip()[1:-1].strip() if bare.strip()[:1] in "(（" else re.sub(r"\s*\([^()]*\)$", "", bare)
            drafts[-1].annotations.extend(marks)
            # “A and B, Mexico”: persons share the place behind them, a body and what stands before it do not,
            # unless it names that place itself: “the people of East Timor and José Ramos-Horta, East Timor”
            persons = all(unit.shape in ("person", "unknown") for draft in drafts[placed:] for unit in draft.units)
            sharing = [
                draft for draft in drafts[placed:-1] if persons or f" {fold(bare)} " in f" {fold(draft.published)} "
            ]
            _share_place([*sharing, drafts[-1]], bare, language)
            drafts[-1].published += f"{segment.separator}{text}"
            placed = len(drafts)
        elif segment.role == "annotation" and drafts:
            drafts[-1].annotations.extend(annotations_in(text))
            drafts[-1].published += f"{segment.separator}{text}"
        elif segment.role == "told" and drafts and layout.affiliation_after_comma:
            unit = read_unit(text, language, layout.country_last)
            drafts[-1].affiliation.append(unit.name)
            drafts[-1].published += f"{segment.separator}{text}"
            drafts[-1].country = drafts[-1].country or unit.country
        elif segment.role in ("description", "suffix", "told") and drafts and not _leads_on(segments, number):
            drafts[-1].published += f"{segment.separator}{text}"
            drafts[-1].annotations.extend(annotations_in(text))
            drafts[-1].country = drafts[-1].country or _home(text, language) or nationality(text, leading=True)
            if places.split_trailing_place(text, language, person_like=True)[1]:
                placed = len(drafts)
        elif segment.role in ("description", "told"):
            lead = f"{lead}{segment.separator if lead else ''}{text}"
        else:
            unit = read_unit(text, language, layout.country_last)
            if (
                layout.affiliation_after_comma
                and drafts
                and not segment.separator.strip(" ,")
                and drafts[-1].units[-1].shape != "body"
            ):
                drafts[-1].affiliation.append(unit.name)
                drafts[-1].published += f"{segment.separator}{text}"
                drafts[-1].country = drafts[-1].country or unit.country
                continue
            draft = _Draft([unit], text, country=unit.country, annotations=list(unit.annotations))
            if lead:
                draft.published = f"{lead}{segment.separator}{text}"
                draft.country = draft.country or nationality(lead)
                lead = ""
            if drafts and _is_couple(drafts[-1], unit, segment.separator):
                drafts[-1] = _couple(drafts[-1], unit, segment)
                continue
            if unit.shared_place:
                for earlier in drafts[placed:]:
                    earlier.country = earlier.country or unit.country
            elif _closes_pair(drafts[placed:], unit, segments[number:], language):
                drafts[-1].country = unit.country
            if unit.country:
                placed = len(drafts) + 1
            drafts.append(draft)
    if lead and not drafts:
        return []
    if lead:
        drafts[-1].published += f", {lead}"
    return drafts


def _home(description: str, language: str | None) -> str | None:
    """Where a description says that somebody is from: “Politikerin aus Myanmar”; an office held elsewhere is no home."""
    match = re.search(
        r"(?:^|\s)(?:aus|from|originaire de|procedente de|afkomstig uit|från|fra)\s+(\S.*)$|\(([^()]+)\)\s*$",
        description,
    )
    place = match and (match.group(1) or match.group(2))
    return place if place and places.codes(place, language).codes else None


def _closes_pair(before: list[_Draft], unit: Unit, segments: list[Segment], language: str | None) -> bool:
    """“Kailash Satyarthi und SACCS (Indien)”: one country in brackets behind a person and whoever is named with that person.

    Not behind a body: “Reporters Without Borders and Hauwa Ibrahim (Nigeria)” places the last only. `segments`: that of the unit, and
    what follows it, which is no second place: “Arzu Abdullayeva và Anahit Bayandour (Armenia) và (Azerbaijan)”.
    """
    return (
        len(before) == 1
        and unit.country is not None
        and re.fullmatch(r"[^()（）]+[(（][^()（）]+[)）][\s.;,*]*", unit.as_published) is not None
        and len(places.codes(unit.country, language).codes) == 1
        and before[0].country is None
        and [one.shape for one in before[0].units] == ["person"]
        and unit.shape in ("person", "body")
        and re.fullmatch(rf"\s*(?:{conjunction_pattern(language)}|&)\s*", segments[0].separator) is not None
        and not any(following.role == "place" for following in segments[1:2])
    )


def _share_place(drafts: list[_Draft], place: str, language: str | None) -> None:
    """Gives a place to the persons before it: the same to all, or as many places as persons in their order.

    “A and B, Lebanon, Jordan” places each; “A, B, C and D, Croatia, Serbia” does not say whose is which.
    """
    each = [piece for piece in re.split(r",\s*", place) if piece]
    if len(drafts) > 1 and len(places.codes(place, language).codes) > 1 and len(each) == 1:
        each = re.split(rf",\s*|\s+(?:{conjunction_pattern(language)})\s+", place)
    for number, draft in enumerate(drafts):
        draft.placed_together = len(drafts) > 1
        own = draft.country or draft.units[0].country
        if own is None and len(each) > 1 and len(each) == len(drafts):
            own = each[number]
        elif own is None and len(drafts) > 1 and len(places.codes(place, language).codes) > 1:
            draft.shared = place
            continue
        draft.country = own or place


def _is_nameless(partner: str) -> bool:
    return not re.search(r"\b[A-ZÀ-Þ]\w+", POSSESSIVE.sub("", partner))


def _leads_on(segments: list[Segment], number: int) -> bool:
    """“…, and Cuban graffiti artist and activist El Sexto”: the description belongs to the name behind it."""
    following = segments[number + 1] if number + 1 < len(segments) else None
    joined = bool(segments[number].separator.strip(" ,"))
    return joined and following is not None and following.role == "name" and bool(split_description(following.text)[0])


def _is_couple(draft: _Draft, unit: Unit, separator: str) -> bool:
    """“Paul and Mercy Baskar”: a given name alone before a full name is somebody of the same family name."""
    first = draft.units[-1]
    conjunction = bool(separator.strip(" ,"))
    return (
        conjunction
        and len(draft.units) == 1
        and not first.description
        and _GIVEN.match(strip_titles(first.name)) is not None
        and not first.name.isupper()
        and not lexicon.find(first.name)
        and first.country is None
        and unit.shape == "person"
        and len(unit.name.split()) >= 2
    )


def _couple(draft: _Draft, unit: Unit, segment: Segment) -> _Draft:
    given = draft.units[0].name
    family = unit.name.split()[-1]
    first = replace(draft.units[0], name=f"{given} {family}", shape="person")
    return _Draft(
        [first, unit],
        f"{draft.published}{segment.separator}{segment.text}",
        joint=True,
        country=unit.country,
        annotations=[*draft.annotations, *unit.annotations],
    )


def _pair(drafts: list[_Draft], text: str, separator: str, language: str | None) -> None:
    """“X and its director Y”, “A and B and their organisations”: one entry with what came before."""
    match = TOGETHER.match(text) or POSSESSIVE.match(text)
    rest = OWN_CLAUSE.sub("", text[match.end() :] if match else text)
    rest = re.sub(r"^(?:[a-zà-þ’'][\w-]*\s+)+(?=[A-ZÀ-Þ])", "", rest)
    description, name = split_description(rest)
    unit = read_unit(rest, language)
    if description and not name:
        unit = Unit(rest, rest, "body" if has_head(rest) or lexicon.looks_collective(rest) >= 0.5 else "unknown")
    elif match and "gegründet" in match.group():
        unit = replace(unit, shape="body")
    if _PLURAL_POSSESSIVE.match(text) and len(drafts) > 1:
        merged = _merge(drafts, separator.join(d.published for d in drafts))
        drafts[:] = [merged]
    draft = drafts[-1]
    if unit.shape == "person" and match and LEADS_BODY.search(text[match.end() :]) and len(draft.units) == 1:
        draft.units[0] = replace(draft.units[0], shape="body")
    draft.units.append(replace(unit, description=rest if not name else unit.description))
    draft.published += f"{separator}{text}"
    draft.joint = draft.paired = True
    draft.country = draft.country or unit.country


def _entry(draft: _Draft, category: str | None, row: CellRow, mates: int, language: str | None) -> Entry:
    units = draft.units
    persons = tuple(unit.name for unit in units if unit.shape == "person")
    bodies = tuple(unit.name for unit in units if unit.shape != "person")
    affiliation = tuple(
        dict.fromkeys(
            [a for unit in units for a in unit.affiliation]
            + draft.affiliation
            + ([row.affiliation] if row.affiliation else [])
        )
    )
    if len(units) == 1:
        name, shape = units[0].name, units[0].shape
        persons = ()
    elif persons and bodies:
        name, shape, affiliation = (
            _join([u.name for u in units]),
            "mixed",
            tuple(dict.fromkeys((*bodies, *affiliation))),
        )
    elif persons:
        name, shape = _join(list(persons)), "people"
    else:
        name, shape = _join([u.name for u in units]), "body"
    country = draft.country or _own_country(row, mates, language)
    codes, unknown = _codes_of(country, language)
    annotations = tuple(dict.fromkeys([a for unit in units for a in unit.annotations] + draft.annotations))
    return Entry(
        name,
        without_life_span(draft.published).strip(" ,;"),
        shape,
        persons,
        affiliation,
        country,
        codes,
        unknown,
        annotations,
        category,
    )


def _plain_entry(plain: Plain, published: str, category: str | None, row: CellRow, language: str | None) -> Entry:
    country = plain.place or row.country
    codes, unknown = _codes_of(country, language)
    return Entry(
        plain.name,
        published,
        plain.shape or shape_of(plain.name),
        affiliation=(row.affiliation,) if row.affiliation else (),
        country=country,
        codes=codes,
        unknown_places=unknown,
        category=category,
    )


def _codes_of(country: str | None, language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes, words nobody knows) of a place; nationalities count as places where they are all that is left to explain."""
    place = places.codes(country, language)
    codes, unknown = place.codes, place.unknown
    if unknown and (told := [code for word in unknown if (code := places.demonym(word))]) and len(told) == len(unknown):
        codes, unknown = (*codes, *told), ()
    return tuple(dict.fromkeys(codes)), unknown


def _in_order(country: str | None, entries: int, language: str | None) -> list[str] | None:
    """The countries of a column one by one, where it lists as many as its row has entries: “A et B | Bangladesh, Pays-Bas”."""
    if country is None or entries < 2:
        return None
    each = re.split(rf"\s*[,;/]\s*|\s+(?:{conjunction_pattern(language)})\s+", country)
    single = len(each) == entries and all(len(places.codes(one, language).codes) == 1 for one in each)
    return each if single else None


def _own_country(row: CellRow, mates: int, language: str | None) -> str | None:
    """The country column, unless it lists countries of several entries without saying which is whose."""
    if row.country is None or (mates > 1 and len(places.codes(row.country, language).codes) > 1):
        return None
    return row.country


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
