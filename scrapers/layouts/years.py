"""Years and “no award” notices in a line of text. Nothing else of the line is read."""

from __future__ import annotations

import re

from scrapers.text import depth_map

YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(rf"{YEAR}\s*[-–—/]\s*(?:{YEAR}|\d\d\b|heute|present|today|aujourd)|(?:19|20)\d0s\b", re.IGNORECASE)
_START = re.compile(
    rf"^[\W_]*(?:en |in |im jahr |año |anno |year )?({YEAR})(?!\d)\s*(?:年度?)?\s*(?:[-–—:.|,)\]]+\s*|\)\s*)?",
    re.IGNORECASE,
)
_ANY = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
_INNER = re.compile(rf"(?<![\w/–—-])({YEAR})(?!\d)\s*(?:[-–—:.]\s*)?")
# “not awarded” in the corpus' languages and beyond, as the whole of a cell or line
NOT_AWARDED = re.compile(
    r"^\W*(?:(?:the )?(?:prize|award|preis|prix|premio|prêmio)?\s*(?:was |wurde )?"
    r"(?:not (?:awarded|given|conferred)|no (?:award|prize|laureate|winner|recipient)s?(?: (?:awarded|given|this year))?|"
    r"nicht vergeben|keine (?:vergabe|verleihung)|kein preis(?:träger)?|"
    r"non (?:décerné|attribué|assegnato|attribuito)|pas de (?:lauréat|prix)|aucun (?:prix|lauréat)|"
    r"não (?:atribuído|concedido|houve)|no (?:concedido|otorgado|entregado|se (?:otorgó|entregó|concedió))|desierto|"
    r"niet (?:uitgereikt|toegekend)|inte utdelat|utdelades (?:ej|inte)|ikke (?:uddelt|utdelt)|"
    r"neuděleno|cena neudělena|neudelená|nie przyznano|không trao|なし|受賞者なし|未頒發|未頒獎|从缺|從缺|не присуждалась|не вручалась))"
    r"(?:\W.*)?$",
    re.IGNORECASE,
)


def leading_year(text: str) -> tuple[int, str] | None:
    """(year, rest) when the text begins with a year that is no range of years; else None."""
    match = _START.match(text)
    if not match:
        return None
    span = _RANGE.search(text)
    if span and span.start() <= match.start(1) < span.end():
        return None
    return int(match.group(1)), text[match.end() :].strip()


def find_years(text: str) -> list[re.Match[str]]:
    """Matches of single years (group 1) outside ranges, in order."""
    ranges = [m.span() for m in _RANGE.finditer(text)]
    return [m for m in _ANY.finditer(text) if not any(a <= m.start() < b for a, b in ranges)]


def split_years(text: str) -> list[tuple[int, str]]:
    """A line that begins with a year and may hold the next ones too: [(1955, "Não atribuído"), (1956, ""), …].

    An inner year counts only when it is the neighbour of the one before it and what stands between them is
    nothing, “not awarded” or closed by a bracket or full stop: “2012 … ermordet am 3. März 2016” is one line of 2012.
    """
    first = leading_year(text)
    if first is None:
        return []
    year, rest = first
    found: list[tuple[int, str]] = []
    while True:
        depth = depth_map(rest)
        for inner in _INNER.finditer(rest):
            before = rest[: inner.start()].strip()
            closed = not before or before[-1] in ").;" or is_not_awarded(before)
            if abs(int(inner.group(1)) - year) == 1 and not depth[inner.start()] and closed:
                break
        else:
            found.append((year, rest.strip()))
            return found
        found.append((year, before))
        year, rest = int(inner.group(1)), rest[inner.end() :]


def is_not_awarded(text: str) -> bool:
    """True when the whole text says that there was no award."""
    return bool(NOT_AWARDED.match(text))
