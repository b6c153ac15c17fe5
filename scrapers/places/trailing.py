"""A place taken off the end of an entry.

Not here: what the place means (`reading`), how a line falls into entries (scrapers.entries).
"""

from __future__ import annotations

import re

from scrapers.places import lexicon, names
from scrapers.places.reading import is_place

_OF = re.compile(
    r"^(?P<head>.+?)\s+(?:of|from|aus|von|de|du|da|do|dos|des|di|del|della|dalla|från|fra|af|av|uit|van|z|ze)"
    r"(?:\s+(?:the|der|den|dem|la|las|los|el|les|de))?\s+(?P<place>.+)$|^(?P<head2>.+?)\s+(?:d|dell)['’](?P<place2>.+)$",
    re.IGNORECASE,
)
# "Paz y Paz", "Ortega y Gasset": such a word may stand inside one name.
_ALSO_IN_NAMES = frozenset({"y", "e", "i", "a", "o", "en", "ja"})
_END = " \t\n.;,"
_BRACKETED_LAST = re.compile(r"(.*\S)\s*[(\[（]\s*([^()\[\]（）]+?)\s*[)\]）][\s.,;]*", re.DOTALL)
_SET_OFF = re.compile(r"\s*(?:[,，、;|]\s*|\s[–—-]\s+|:\s+|،\s*)")


def split_trailing_place(
    text: str, language: str | None = None, *, person_like: bool = False, loose: bool = False
) -> tuple[str, str | None]:
    """A place taken off the end of an entry: "X (Iran)" -> ("X", "Iran"); (text, None) where none stands there.

    Args:
        person_like: the caller holds the head for a person's name, so that "of", "from", "aus" lead to a place too.
        loose: also a place set off by a space alone or glued ("HammarskjöldSuécia").
    """
    whole = text.strip()
    if is_place(whole, language):
        return text, None
    ways = [_after_comma, _after_bracket, *([_after_of] if person_like else []), *([_after_space] if loose else [])]
    for way in ways:
        head, place = way(whole, language)
        if place and any(letter.isalpha() for letter in head):
            return head, place
    return text, None


def _after_bracket(text: str, language: str | None) -> tuple[str, str | None]:
    found = _BRACKETED_LAST.fullmatch(text)
    if found and is_place(found[2], language):
        return found[1].rstrip(" ,;"), found[2]
    return text, None


def _after_comma(text: str, language: str | None) -> tuple[str, str | None]:
    for found in _SET_OFF.finditer(text):
        head, rest = text[: found.start()], text[found.end() :].strip(_END)
        if not head.strip() or not rest or _open(head) or not is_place(rest, language):
            continue
        listed = re.search(r"[,;]|\s(?:and|und|et|y|e|og|och|&)\s", rest)
        if listed and any(is_place(found["place"], language) for found in _OF.finditer(head) if found["place"]):
            continue
        if is_place(head, language):
            continue
        bracketed = re.fullmatch(r"[(\[（]\s*([^()\[\]（）]+?)\s*[)\]）]", rest)
        return head.rstrip(), bracketed[1] if bracketed else rest
    return text, None


def _open(text: str) -> bool:
    return len(re.findall(r"[(\[（]", text)) != len(re.findall(r"[)\]）]", text))


def _after_of(text: str, language: str | None) -> tuple[str, str | None]:
    start = 0
    while (found := _OF.match(text[start:])) is not None:
        offset = found.end("head") if found["head"] else found.end("head2")
        head = text[: start + offset].strip()
        place = (found["place"] or found["place2"]).strip(_END)
        words = names.words(head)
        # "Jorge Sampaio und Rania von Jordanien": the place is the last one's, and one word is no full name.
        last = next(
            (i for i, word in enumerate(reversed(words)) if word in lexicon.AND_WORDS - _ALSO_IN_NAMES), len(words)
        )
        if (
            last >= 2
            and not lexicon.BODY_WORDS & set(words)
            and words[0] not in lexicon.CONNECTORS
            and is_place(place, language)
            and not _ends_in_place(head, language)
        ):
            return head.rstrip(" ,"), place
        start += offset + 1
    return text, None


def _ends_in_place(text: str, language: str | None) -> bool:
    """Whether the last words name a place themselves, so that "of" stands inside its name ("Estados Unidos da América")."""
    words = text.split()
    return any(is_place(" ".join(words[-count:]), language) for count in (1, 2, 3) if count < len(words))


def _after_space(text: str, language: str | None) -> tuple[str, str | None]:
    stripped = text.rstrip(_END)
    starts = [found.end() for found in re.finditer(r"\s+|(?<=[^\W\d_A-Z]|[.)])(?=[A-ZÀ-ÖØ-Þ])", stripped)]
    for start in starts:
        head, place = stripped[:start].rstrip(" ,–—-"), stripped[start:]
        if not place[:1].isupper() and place[:1].isascii():
            continue
        heads = [word for word in names.words(head) if word.isalpha()]
        if not heads or _open(head) or not is_place(place, language):
            continue
        # "Women in Liberia", "Washington Office on Latin America", "San Salvador": the place is part of the name.
        if heads[-1] in lexicon.CONNECTORS or heads[-1] in lexicon.NAME_BEGINNINGS or head.split()[-1].islower():
            return text, None
        if len(heads) < 2 and (
            names.key(names.words(place)) in lexicon.ALSO_NAMES or not stripped[:start].endswith(tuple(" \t\n"))
        ):
            continue
        return head, place
    return text, None
