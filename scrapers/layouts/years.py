"""Years and “no award” notices in a line of text. Nothing else of the line is read."""

from __future__ import annotations

import re

from scrapers.text import depth_map

YEAR = r"(?:19|20)\d\d"
# “第1回（1986年度）”, “제1회(1997년)”, “3rd (2001): …”: the number of the edition before its year
_ORDINAL = r"[第제]\s*\d{1,3}\s*[回回届屆회차次]\s*|\d{1,3}(?:st|nd|rd|th|\.?[ªº]|e|ème|\.)\s+(?=[(（\[]?(?:19|20)\d\d)"
_WORD = r"(?:r\.(?=\s)|roku\b|年度?|년도?|год[ау]?\b|г\.|рік|عام|yılı\b|gads\b|m\.(?=\s))"
# “2005/06”: two years that one edition spans are known by the first
_NEXT = r"\s*[-–—/]\s*(?:19|20)\d\d(?!\d)|[-–—/]\d\d(?!\d)"
_RANGE = re.compile(
    rf"({YEAR})(?:\s*[-–—/]\s*({YEAR}|heute|present|today|aujourd)|[-–—/](\d\d)\b)|(?:19|20)\d0s\b", re.IGNORECASE
)
_START = re.compile(
    rf"^[\W_]*(?:{_ORDINAL})?[(（\[]?(?:en |in |im jahr |año |anno |year )?({YEAR})(?!\d)(?:{_NEXT})?\s*(?:{_WORD}[\s:：,)）\]-]*?)?\s*(?:[-–—:：.|,)）\]]+\s*)*",
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
    r"ei (?:jaettu|myönnetty)|non è stato assegnato|nu s-a (?:acordat|decernat)|neacordat|nem (?:osztott[áa]k ki|adt[áa]k ki)|verilmedi|"
    r"neuděl(?:eno|ena|ováno)|cena neudělena|neudelen[áé]|nie przyznan[oe]|không trao|なし|(?:受賞者|該当者?|受賞)なし|未頒[發獎授]|未颁[发奖授]|从缺|從缺|空缺|"
    r"수상자 없음|미수여|не (?:присуждалась|вручалась|присуджувалась|вручалася)|لم (?:تمنح|يمنح|تُمنح|يُمنح)|اعطا نشد|לא (?:הוענק|חולק)|"
    r"no prize|(?:none|vacant|void|not held|nobody|cancelled|niemand|personne|ninguno|nadie|ninguém|nessuno|ingen|nikdo|nikt|"
    r"vakant|entfallen|ausgefallen|annulé|suspendido|desierto|vacante|vago)(?=[\W\d]*$)))"
    r"(?:\W.*)?$",
    re.IGNORECASE,
)


# a sentence that says so: “In diesem Jahr wurde der Preis nicht vergeben.”
_NO_AWARD_TOLD = re.compile(
    r"^\W*(?:[^\W\d]+(?:['’]|\s+)){0,6}(?:prizes?|awards?|medals?|preise?s?|prix|premios?|pr[êé]mios?|premi[oae]?|nagrod\w*|cen[auy]|pris(?:et|en|er)?|prijs|ödül\w*)\s+(?:[^\W\d]+(?:['’]|\s+)){0,5}"
    r"(?:not (?:awarded|given|conferred|presented)|nicht (?:vergeben|verliehen)|pas été (?:attribuée?|décernée?|remis)|"
    r"non (?:è stato )?(?:assegnato|attribuito|conferito)|no (?:se |fue |ha sido )?(?:concedi|otorg|entreg|adjudic|atorg)\w+|não (?:foi|houve) (?:\w+\s?){1,4}|"
    r"nie przyznan[oea]|inte (?:utdelat|utdelades|delats ut)|ikke (?:delt ut|utdelt|uddelt)|niet (?:uitgereikt|toegekend)|neuděl\w+|nebyl[ay]? uděl\w+|verilmedi|"
    r"bulunamadı|(?:quedó |declarado |fue |rimasto )?(?:desert[oa]|desiert[oa]))\W*$|"
    # “geen prijs uitgereikt”, “Inget pris delades ut”
    r"^\W*(?:geen|inget|ingen|keine?|aucun|nessun|ningún|nenhum|žádn[áéý]|brak|no se \w+) (?:prizes?|awards?|preis|prix|premios?|pr[êé]mios?|nagrod\w*|cena|pris|prijs|laureaat|uitreiking|"
    r"palkin\w*)\b[^:;,]*$|^\W*(?:[^\W\d]+(?:['’]|\s+)){1,3}pas (?:décerné|attribué|remis) de prix\b[^:;,]*$",
    re.IGNORECASE,
)
# without one of these no line needs to be compared with the sentences
_NEGATION = re.compile(
    r"\b(?:not|nicht|pas|non|no|não|nie|inte|ikke|niet|neuděl|nebyl|verilmedi|bulunamadı|desert|desiert|geen|inget|ingen|keine?|aucun|nessun|ningún|"
    r"nenhum|žádn|brak)",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"^[^:]{2,40}:\s+")
# words that a year's heading has beside the year without naming anybody
GENERIC = re.compile(
    r"\b(?:the|of|for|in|de|des|du|la|le|les|el|los|der|die|das|im|für|från|en|del|al|dei|und|and|y|et|e|"
    r"prizes?|awards?|medal|prix|preise?|premio|prêmio|prémio|pris|priset|prisen|cena|nagroda|penning|peace|paz|paix|pace|"
    r"human rights|(?:prize)?winners?|laureates?|recipients?|hono(?:u)?rees?|awardees?|preisträger(?:innen|in)?|"
    r"(?:preis)?verleihung(?:en)?|lauréate?s?|récipiendaires?|premiad[oa]s?|galardonad[oa]s?|laureados?|vincitor[ei]|premiati|"
    r"winnaars?|pristagare|modtagere?|vindere?|vinnere?|laureáti?|\d+(?:st|nd|rd|th|ª|º|e|ème)|years?|edition|édition|edición|"
    r"edição|edici[óo]|jahr|annual|class|cohort|ceremony|premis?|guardonat(?:s|da|des)?|guanyador(?:s|a|es)?|palkin(?:to|non)|palkitut?|saajat?|díj|díjazott(?:ak)?|premiul|laurea(?:t|tul|ți|tu|tka|ci)|nagrod[ay]|"
    r"преми[яию]|премі[яїю]|лауреаты?|лауреати?|ödül(?:ü|leri)?|kazananlar?|جائزة|الفائز(?:ون)?|جایزه|برندگان|פרס|הזוכים|수상자|受賞者?|獲獎者|获奖者|得主|năm|tahun|rok|roku|år|anul|jaar|vuosi|edizione|edycja|[IVXL]+)\b",
    re.IGNORECASE,
)
# “I Edición (2006): X”, “Class of 2011 – X”
_LED = re.compile(rf"([^\d:：(（]{{1,30}}?)\s*[(（]?({YEAR})[)）]?\s*(?:[:：]|\s[–—-])\s+(?=\S)")


def leading_year(text: str) -> tuple[int, str] | None:
    """(year, rest) when the text begins with a year, or the two years of one edition, but no range of years; else None."""
    if not _may_have_year(text):
        return None
    match = _START.match(text)
    if not match:
        led = _LED.match(text)
        only_words = led and not re.sub(r"[\W_]+", "", GENERIC.sub("", led.group(1)))
        return (int(led.group(2)), text[led.end() :].strip()) if led and only_words else None
    if any(start <= match.start(1) < end for start, end in _ranges(text)):
        return None
    return int(match.group(1)), text[match.end() :].strip()


def find_years(text: str) -> list[re.Match[str]]:
    """Matches of single years (group 1) outside ranges, in order; of the two years of one edition the first."""
    if not _may_have_year(text):
        return []
    spans = [
        (match.start(1) + 4, match.end()) if _is_edition(match) else match.span() for match in _RANGE.finditer(text)
    ]
    return [m for m in _ANY.finditer(text) if not any(a <= m.start() < b for a, b in spans)]


def _may_have_year(text: str) -> bool:
    """False for most lines, which need not be searched for years."""
    return "19" in text or "20" in text


def _ranges(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _RANGE.finditer(text) if not _is_edition(match)]


def _is_edition(span: re.Match[str]) -> bool:
    """“2005/06” and “2005–2006” are one edition; longer ranges are terms of office, lives or decades."""
    first, last = span.group(1), span.group(2) or span.group(3) or ""
    return (
        last.isdigit() and int(last[-2:]) == (int(first) + 1) % 100 and (len(last) == 2 or int(last) == int(first) + 1)
    )


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
        depth = depth_map(rest) if _may_have_year(rest) else []
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
    told = _CATEGORY.sub("", text) if ":" in text else text
    if NOT_AWARDED.match(text):
        return True
    return bool((told != text and NOT_AWARDED.match(told)) or (_NEGATION.search(told) and _NO_AWARD_TOLD.match(told)))


def is_only_year(text: str) -> bool:
    """Whether a line tells one year, and besides it only words that name nobody: “XXV edizione - 2009”."""
    years = find_years(text)
    return len(years) == 1 and not re.search(r"[^\W\d_]", GENERIC.sub("", text))
