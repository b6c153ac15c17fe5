"""Small words that join, stand for or lead up to recipients, by language. Words that tell kinds are in the lexicon."""

from __future__ import annotations

import re

# conjunctions that join two recipients; one-letter ones only in their own language
CONJUNCTIONS: dict[str, tuple[str, ...]] = {
    "en": ("and", "as well as", "jointly with", "together with"),
    "de": ("und", "sowie", "gemeinsam mit", "zusammen mit"),
    "fr": ("et", "ainsi que", "conjointement avec"),
    "es": ("y", "e", "así como", "junto con"),
    "pt": ("e", "bem como"),
    "it": ("e", "ed", "nonché", "insieme a"),
    "nl": ("en", "alsmede", "samen met"),
    "sv": ("och", "samt", "tillsammans med"),
    "da": ("og", "samt", "sammen med"),
    "no": ("og", "samt", "sammen med"),
    "nb": ("og", "samt", "sammen med"),
    "fi": ("ja", "sekä"),
    "cs": ("a", "i"),
    "sk": ("a", "i"),
    "pl": ("i", "oraz", "wraz z"),
    "ca": ("i",),
    "hu": ("és",),
    "ro": ("și",),
    "ru": ("и",),
    "uk": ("і", "та", "й"),
    "tr": ("ve", "ile", "ile birlikte"),
    "vi": ("và", "cùng"),
    "id": ("dan",),
    "ms": ("dan",),
    "el": ("και",),
    "zh": ("和", "與", "与", "及"),
    "ja": ("と", "及び"),
    "fa": ("و",),
    "ar": ("و",),
}
_ALWAYS = ("and", "und", "as well as", "jointly with")


def conjunction_pattern(language: str | None) -> str:
    """Alternatives of a regular expression for the conjunctions of a language (English and German ones always)."""
    own = CONJUNCTIONS.get((language or "en").split("-")[0], ())
    return "|".join(re.escape(word) for word in sorted({*own, *_ALWAYS}, key=len, reverse=True))


# “represented by”, “accepted by”, “led by”: what follows adds no entry
REPRESENTED = re.compile(
    r"\s*[,;–-]?\s*\b(?:(?:re)?present(?:ed|ing) by|accepted by|received by|led by|headed by|under the leadership of|"
    r"(?:vertreten|repräsentiert|angeführt|entgegengenommen) (?:durch|von)|stellvertretend|unter (?:der )?(?:Leitung|Führung) von|"
    r"représentée?s? par|reçu par|dirigée?s? par|sous la direction d[eu']|"
    r"representad[oa]s? por|recibido por|dirigid[oa] por|bajo (?:la dirección|el liderazgo) de|sob (?:a )?liderança de|liderad[oa]s? por|"
    r"rappresentat[oaie] da(?:l|lla|ll'|l')?|guidat[oa] da|sotto la guida di|"
    r"vertegenwoordigd door|onder leiding van|in honou?r of|zu Ehren (?:von|der|des)|en l['’]honneur d(?:e|u|es)|en honor (?:a|de)|in onore d\w+|ter ere van|representera(?:t|d|de|s)? (?:av|genom)|företrädd av|repræsenteret ved|repræsenteret af|representert ved|"
    r"(?:the )?(?:award|prize|medal) (?:was )?(?:accepted|received|collected|presented)|(?:die )?laudatio (?:hielt|hält|von|durch)|laudator(?:in)?\b|"
    r"(?:den preis )?(?:nahm|nahmen) [^,;]{3,40} entgegen|(?:nagrodę )?odebra(?:ł|ła|li|ły)|(?:prisen ble )?mottatt av|"
    r"zastoupen[ýáé]? |reprezentowan[yae] przez|đại diện bởi|dưới sự lãnh đạo của|в лице|представленн\w+)\b",
    re.IGNORECASE,
)

# a sentence that says who came in the recipient's place
ON_BEHALF = re.compile(
    r"\b(?:(?:on|in) (?:his|her|their|its|the \w+['’]s) (?:behalf|absence|name|place)|in (?:seinem|ihrem|dessen|deren) Namen|en son nom|en leur nom|en su (?:nombre|lugar)|"
    r"em (?:seu|sua) (?:nome|lugar)|a (?:suo|loro) nome|namens (?:hem|haar|hen)|i (?:hans|hennes|deras|hendes|deres) (?:ställe|namn|sted|navn)|w (?:jego|jej|ich) imieniu|"
    r"en nom (?:seu|d['’]ell|d['’]ella)|adına)\b",
    re.IGNORECASE,
)

# “Geschwister Hans und Sophie Scholl”: the word before the names says that they are one entry
RELATIVES = re.compile(
    r"^(?:the |die |das |les |los |las |os |as |i |le |gli )?(?:brothers|sisters|siblings|twins|couple|spouses|geschwister|ehepaar|eheleute|brüder"
    r"|schwestern|époux|frères|sœurs|hermanos|hermanas|esposos|matrimonio|casal|irmãos|irmãs|fratelli|sorelle|coniugi|echtpaar|gebroeders"
    r"|syskonen|bröderna|makarna|brødrene|søsknene|ekteparet|ægteparret|manželé|bratři|sestry|bracia|siostry|małżeństwo|супруги|братья|сёстры)"
    r"\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
# “(couple)”, “, jointly”: the source says that its names are one entry
SAID_JOINT = re.compile(
    r"\b(?:jointly|joint (?:award|prize|winners?|recipients?|laureates?)|(?:married )?couple|husband and wife|spouses|siblings|brothers"
    r"|sisters|twins|brother and sister|mother and daughter|father and (?:son|daughter)|mother and son|gemeinsam|ehepaar|eheleute|geschwister"
    r"|brüder|conjointement|époux|frère et sœur|conjuntamente|pareja|matrimonio|esposos|hermanos|hermanas|casal|em conjunto|irmãos|irmãs"
    r"|congiuntamente|coniugi|fratelli|sorelle|echtpaar|gezamenlijk|makarna|syskonen|ægteparret|ekteparet|søsknene|manželé|małżeństwo"
    r"|супруги|братья|сёстры)\b",
    re.IGNORECASE,
)

# “for her work with …”: why somebody is honoured; “Women for Their Rights” is a name
REASON = re.compile(
    r"\s*[,;–-]?\s*\b(?:for (?:his|her|their|its)|pour (?:son|sa|ses|leurs?)|für (?:seine?n?|ihre?n?)|por (?:sus?|seus?|suas?)|pel[oa] (?:seu|sua)|"
    r"per (?:il suo|la sua|il loro|la loro|l['’])|voor (?:zijn|haar|hun)|för (?:sin|sitt|sina)|for (?:sin|sitt|sine)|za (?:jeho|její|jego|jej|ich))\s*"
    r"(?:[^\W\d]+\s+){0,3}?(?:work|efforts?|struggles?|fight|commitment|courage|contributions?|defen[cs]e|dedication|role|reporting|activism|leadership|advocacy|"
    r"engagement|action|luttes?|combat|travail|défense|courage|dévouement|Einsatz|Engagement|Arbeit|Kampf|Mut|Verdienste|Lebenswerk|Beitrag|Eintreten|"
    r"labor|trabajo|lucha|defensa|compromiso|valentía|trabalho|luta|defesa|coragem|compromisso|impegno|lavoro|lotta|coraggio|"
    r"inzet|strijd|werk|moed|arbete|kamp|insatser|mod|arbeid|arbejde|innsats|indsats|práci|boj|walkę|pracę)\b.*$",
    re.IGNORECASE,
)
# “Laudator: X”: somebody who is named beside a recipient without being honoured
NOT_HONOURED = re.compile(
    r"^(?:laudat\w+|laudatio|presented by|presenters?|handed over by|jury|juror|host(?:ed by)?|moderat(?:or|ion|ed by)|nominated by|"
    r"überreicht (?:von|durch)|verliehen (?:von|durch)|remis par|entregado por|entregue por|consegnato da|uitgereikt door|utdelare)\b\s*[:：]?\s*\S",
    re.IGNORECASE,
)
_POSSESSIVE = (
    r"(?:his|her|their|its|son|sa|ses|leurs?|ihr(?:e[rmns]?)?|sein(?:e[rmns]?)?|su|sus|suo|sua|suoi|sue|i suoi|il suo|la sua|la loro|il loro|loro|"
    r"seu|sua|seus|suas|o seu|a sua|zijn|haar|hun|hans|hennes|hennes|deras|sin|sitt|sina|hendes|deres|jeho|její|jejich|jego|jej|ich|"
    r"(?:das|die|den|der) von (?:ihm|ihr|ihnen) (?:gegründete[nrs]?|geleitete[nrs]?)|l'organisation qu'(?:il|elle) )"
)
# “X and its director Y”: one entry that names a person and a body; written small, for “Hans”, “Son” and “Sin” are names
POSSESSIVE = re.compile(rf"^(?:with |mit |avec |con |com |med |met )?{_POSSESSIVE}\s+")
# “gemeinsam mit ihrem Manager”: the same behind a semicolon or comma
TOGETHER = re.compile(
    rf"^(?:together|along|gemeinsam|zusammen|ensemble|junto|juntamente|insieme|samen|tillsammans|sammen)\s+(?:with|mit|avec|con|com|a|met|med)\s+{_POSSESSIVE}\s+",
    re.IGNORECASE,
)

# “the movement she founded”, “le mouvement … qu'elle a initié”: a body said to be of the person before it
OWN_CLAUSE = re.compile(
    r"\s*,?\s+(?:qu['’](?:il|elle|ils|elles)\s+(?:a|ont)\s+(?:co-?)?(?:fond|initi|cré|lanc)\w*|"
    r"(?:which |that )?(?:he|she|they)\s+(?:had )?(?:co-?)?(?:founded|initiated|started|created|leads?|led|heads?|headed|established)|"
    r"(?:das|die|den)\s+(?:er|sie)\s+(?:mit)?(?:gegründet|initiiert|ins Leben gerufen)\s+hat(?:te|ten)?|"
    r"que\s+(?:él |ella |ele |ela )?(?:fundó|creó|inició|fundou|criou|iniciou|dirige|lidera)|"
    r"che\s+(?:ha\s+)?fond(?:ò|ato|ata)|(?:die|dat)\s+(?:hij|zij)\s+(?:heeft\s+)?(?:opgericht|oprichtte)(?:\s+heeft)?)\s*\.?$",
    re.IGNORECASE,
)

NUMERALS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
    r"deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|"
    r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|dois|duas|três|quatro|oito|dez|doze|twee|drie|vijf|zes|zeven|negen|tien|twaalf|"
    r"två|fyra|fem|sex|sju|åtta|nio|tio|tolv|to|fire|seks|syv|otte|ni|ti|dva|dvě|tři|čtyři|pět|šest|trzy|cztery|pięć|\d{1,2})"
)
# “zwölf Menschenrechtsverteidiger: A, B, …”, “quatre avocats turcs - A, B …”
COUNT_LABEL = re.compile(
    rf"^(?:the |les |die |los |las |gli |i |os |as |de )?{NUMERALS}\s+[^:–-]{{2,80}}?(?::|\s[–-])\s+", re.IGNORECASE
)

ARTICLES = (
    r"(?:the|a|an|der|die|das|dem|den|ein|eine|le|la|les|l'|l’|un|une|el|los|las|una|unos|il|lo|i|gli|o|os|as|um|uma|"
    r"de|het|een|den|det|en|ett|et)"
)
# words of a label that name a prize or one of its sections
PRIZE_WORD = re.compile(
    r"\b(?:award|prize|medal|preis|prix|premio|prêmio|prémio|pris|cena|nagroda|prijs|mention|recognition|distinction|"
    r"category|kategorie|catégorie|categoría|categoria|winner|laureate|preisträger|lauréat)\w*|\w+(?:preis|priset|prisen|award)\b",
    re.IGNORECASE,
)
# years of a life are never kept
LIFE_SPAN = re.compile(
    r"\s*[,(]?\s*(?:\*|†|born|geb\.|geboren|né|née|nato|nata|b\.)?\s*(?<!\d)1[6-9]\d\d\s*[-–—]\s*(?:(?:1[6-9]|20)\d\d)?\s*\)?(?!\d)|\s*\((?:\*|born|geb\.|b\.|né en|née en)\s*\d{4}\)",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_LOOSE_SPACE = re.compile(r"\s+(?=[,;.)])|\s(?=\s)")
_FOUNDED = r"(?:gegr\.|gegründet|founded|est\.|fondée?|fundad[oa]|fondat[oa])\s+(?:in |en |im )?\d{4}"
FOUNDED = re.compile(rf"\s*\({_FOUNDED}\)|\s*,?\s*\b{_FOUNDED}", re.IGNORECASE)
# what a person is to a body, not to another person: “son directeur”, “its founder”
LEADS_BODY = re.compile(
    r"dire[ck]t|founder|gründer|fondat|fundador|zakladatel|grund|president|präsident|présiden|coordin|koordin|leader|leit|chef|manager|"
    r"secret|sekret|head|chair|vorsitz|editor|redakt|rédact|represent|vertreter|speaker|sprecher",
    re.IGNORECASE,
)


def without_years(text: str) -> str:
    """The text without years of a life and without “founded in …”, as names are read; white space stays as it was."""
    return FOUNDED.sub("", LIFE_SPAN.sub(" ", text)) if _FOUR_DIGITS.search(text) else text


def without_life_span(text: str) -> str:
    """The text without years of birth and death, which are published nowhere."""
    if _FOUR_DIGITS.search(text):
        text = LIFE_SPAN.sub(" ", text)
    return _LOOSE_SPACE.sub("", text).strip()
