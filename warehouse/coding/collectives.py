"""Which kind of collective a name or description announces, read off its words: the noun that heads it, and what it governs.

Not here: whether the text names a collective at all (`reading`), and what other evidence an entry has (`deciding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from schemas.vocabulary import Kind
from scrapers import lexicon
from scrapers.lexicon import Hit

_BREAK = re.compile(
    r"(?<=\w)\s*(?:[,(（–—:]|\s-\s|(?<=\s)(?:of|for|against|in|to|on|at|without|from|with|within|among|fur|gegen|der|des|von|vom|zur"
    r"|zum|im|fuer|de|del|della|dei|delle|degli|du|do|da|dos|das|para|por|contra|sobre|pour|contre|sans|aux|au|per|contro|senza|di"
    r"|voor|tegen|van|for|mot|till|av|mod|pro|proti|na|dla|przeciw|za|po)\b)"
)
_ROMANCE = re.compile(
    r"\b(?:de|del|della|dei|des|du|do|da|dos|das|la|las|los|le|les|el|para|por|pour|di|per|y|et|somos|nacional|nationale?)\b"
)
# languages whose names open with the noun that heads them, whatever follows
_HEAD_FIRST = re.compile(
    r"[\u0400-\u04ff\u0590-\u06ff]|^(?:komite|komisi|lembaga|yayasan|aliansi|serikat|koalisi|jaringan|persatuan|perhimpunan"
    r"|perkumpulan|pertubuhan|ikatan|gerakan|federasi|konfederasi|pusat|majelis|kesatuan|samahan|samahang|kapunungan|katipunan|alyansa|kilusan|pederasyon|chama|kituo"
    r"|mtandao|umoja|hoi|lien minh|sos)\b"
)
# Spanish for network, and an English colour
_RED = re.compile(r"(?:La )?Red (?!Cross|Crescent|Line|Hand|Star|Army|Card)(?=[A-ZÀ-Þ]|de |del |por |para )")
_MEMBERS_BODIES = re.compile(
    r"\b(?:organi[sz]a\w*|organismos|ngos?|ongs?|groups|grupos|groupes|gruppen|associations|asociaciones|associacoes|societies"
    r"|sociedades|unions|sindicatos|syndicats|committees|comites|centros|verbande|vereine|churches|iglesias|eglises|kirchen"
    r"|movements|movimientos|collectives|colectivos|cities|councils|institutions)\b"
)
_MEMBERS_PERSONS = re.compile(
    r"\b(?:citizens?'?|(?:workers|trabajador[ae]s|women|mujeres|frauen|femmes|youth|students|survivors|writers|monks)(?!'))\b"
)
BRACKETED_ACRONYM = re.compile(r"[(\[]\s*[A-Z][A-Za-z]*[A-Z]+[a-z]?\s*[)\]]")
_OFFICES = re.compile(
    r"\b(?:office|fund|team|bureau|agency|programme|program|secretariat|archives?|staff|representative|unit|service)\b"
)
_OPEN_ENDED = re.compile(r"\b(?:all|every|alle|tous|toutes|todos|todas|tutti|those|jene|quienes|ceux)\b")
_ACTING_FOR = re.compile(
    r"\s*(?:for|against|without|fur|gegen|ohne|pour|contre|sans|por|para|contra|sin|per|contro|senza|voor|tegen)\b"
)
_TRAILING_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_FORMAL_KINDS = frozenset({"organization", "network"})
_PEOPLE_KINDS = frozenset({"movement", "group"})
_STRONG, _FAIR, _WEAK, _DEFAULT = 0.93, 0.88, 0.72, 0.87


@dataclass(frozen=True)
class CollectiveReading:
    """The kind a text announces, how sure that is if the text names a collective at all, and the words it rests on."""

    kind: Kind
    confidence: float
    reason: str
    decisive: bool


def _kind_hits(text: str) -> list[Hit]:
    return [
        hit
        for hit in lexicon.find(text)
        if hit.kind in lexicon.COLLECTIVE_KINDS
        and hit.kind != "collective"
        and hit.strength > lexicon.HOMOGRAPH_STRENGTH
    ]


def _head(text: str, hits: list[Hit]) -> Hit:
    """The hit that heads the text: before the first preposition the first in Romance word order, else the last."""
    folded = lexicon.fold(text)
    found = _BREAK.search(folded)
    end = found.start() if found else len(text)
    leading = [hit for hit in hits if hit.start < end]
    if not leading:
        return hits[0]
    before = folded[: leading[0].start].strip(" \"“„«'")
    opens = not before or before in {"the", "la", "le", "el", "los", "las", "les", "il", "die", "der", "das", "l'"}
    first = leading[0]
    ordered = (opens and _ROMANCE.search(folded)) or _HEAD_FIRST.search(folded)
    chosen = first if ordered and first.kind not in _PEOPLE_KINDS else leading[-1]
    last = hits[-1]
    ends = last.end == len(_TRAILING_BRACKET.sub("", text).rstrip())
    if chosen.kind in _PEOPLE_KINDS and last.kind in _FORMAL_KINDS and last.strength >= 0.85 and ends and not ordered:
        # “Mothers of Abductees Association”
        chosen = last
    same = [hit for hit in hits if (hit.start, hit.end) == (chosen.start, chosen.end)]
    return max(same, key=lambda hit: hit.strength)


@lru_cache(maxsize=65536)
def read_collective(text: str) -> CollectiveReading:
    """The kind of collective `text` announces; `organization` when no word of it says which."""
    hits = _kind_hits(text)
    if _RED.match(text) and _ROMANCE.search(lexicon.fold(text)):
        return CollectiveReading(Kind.NETWORK, _FAIR, "“Red” opens a Spanish name", decisive=True)
    if not hits and text.startswith("#"):
        return CollectiveReading(Kind.MOVEMENT, _FAIR, "a campaign under its hashtag", decisive=True)
    if not hits:
        return CollectiveReading(
            Kind.ORGANIZATION, _DEFAULT, "a body's name without a word for its kind", decisive=False
        )
    head = _head(text, hits)
    folded = lexicon.fold(text)
    rest = folded[head.end :]
    word = f"“{head.word}”"
    kind = Kind(head.kind)
    sure = _STRONG if head.strength >= 0.85 else _FAIR if head.strength >= 0.7 else _WEAK
    if kind is Kind.NETWORK:
        return _read_network(text, folded, head)
    if kind is Kind.GROUP:
        named = text[: head.start].strip()
        acting = next(
            (hit for hit in hits if hit.kind == "movement" and hit.strength >= 0.75 and hit.end <= head.start), None
        )
        if acting:
            return CollectiveReading(Kind.MOVEMENT, _FAIR, f"“{acting.word}”: those who act", decisive=True)
        if _OPEN_ENDED.search(folded):
            return CollectiveReading(Kind.GROUP, _STRONG, f"{word}, without limit and unnamed", decisive=True)
        if _ACTING_FOR.match(rest) and head.word[:1].isupper():
            return CollectiveReading(
                Kind.ORGANIZATION, _FAIR, f"{word} joined for a purpose under a proper name", decisive=True
            )
        if BRACKETED_ACRONYM.search(text):
            return CollectiveReading(Kind.ORGANIZATION, _FAIR, f"{word} under a name with an acronym", decisive=True)
        if named and not rest.strip(' )”"') and _is_proper(named):
            return CollectiveReading(Kind.ORGANIZATION, _WEAK, f"{word} under a proper name", decisive=False)
        return CollectiveReading(Kind.GROUP, _FAIR, f"{word}: people by profession or fate", decisive=True)
    if kind is Kind.MOVEMENT and head.strength < 0.8 and _ACTING_FOR.match(rest):
        return CollectiveReading(kind, _WEAK, f"{word}: those who act, under a name", decisive=False)
    public = next((hit for hit in hits if hit.kind == "institution" and hit.strength >= 0.85), None)
    if kind is Kind.ORGANIZATION and public and _OFFICES.search(lexicon.fold(head.word)):
        return CollectiveReading(Kind.INSTITUTION, _FAIR, f"{word} of “{public.word}”", decisive=True)
    if kind is Kind.INSTITUTION and head.strength < 0.7:
        sure = _WEAK
    return CollectiveReading(kind, sure, f"{word} in the name", decisive=head.strength >= 0.7)


def _read_network(text: str, folded: str, head: Hit) -> CollectiveReading:
    word = f"“{head.word}”"
    if _MEMBERS_BODIES.search(folded):
        return CollectiveReading(Kind.NETWORK, _STRONG, f"{word} of organizations", decisive=True)
    persons = any(hit.kind == "group" for hit in lexicon.find(text)) or _MEMBERS_PERSONS.search(folded)
    if persons:
        return CollectiveReading(Kind.ORGANIZATION, _WEAK, f"{word} of persons, not of organizations", decisive=False)
    return CollectiveReading(
        Kind.NETWORK, _FAIR if head.strength > 0.6 else _WEAK, f"{word} in the name", decisive=head.strength > 0.6
    )


def _is_proper(text: str) -> bool:
    """Whether the words before a plural are a name of its own ("Zone 9 bloggers"), not a nationality ("Iranian lawyers")."""
    known = {hit.start for hit in lexicon.find(text)}
    text = re.sub(r"['’]s\b", "", text)
    return any(
        found.group()[0].isupper() and found.start() not in known and found.group() not in {"The", "All", "Some"}
        for found in re.finditer(r"\w+", text)
    )
