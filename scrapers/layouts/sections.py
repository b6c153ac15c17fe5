"""Which parts of a page are about winners and which about nominees, jury or the site itself, told by their headings."""

from __future__ import annotations

import re
from functools import lru_cache

# a section headed so holds no recipients, whatever it looks like
_SECTIONS: dict[str, str] = {
    "jury": r"(?:the )?judges|seçici kurul|jury|jurors?|juré\w*|jurado\w*|giuria|selection committee|board|members?|mitglieder|membres|miembros|medlemmer|"
    r"presenters?|hosts?|laudator\w*|committee|kuratorium|vorstand|comité|porota|評審|评审",
    "nominee": r"nomin(?:ee|ees|ations?|ierte|iert|és|ée|ado|ados|ati|erade|erede)|finalists?\w*|finalistes?|finalistas?|finalisten|"
    r"short-?list(?:ed)?|runners?[- ]up|longlist\w*|nominovan\w*|入圍|номинант\w*",
    "ignored": r"see also|references?|external links|further reading|notes|sources|footnotes|bibliography|history|background|criteria|"
    r"siehe auch|weblinks|einzelnachweise|literatur|geschichte|anmerkungen|voir aussi|références|liens externes|notes et références|articles connexes|historique|"
    r"véase también|referencias|enlaces externos|historia|ver também|referências|ligações externas|note|voci correlate|collegamenti esterni|altri progetti|storia|"
    r"zie ook|bronnen|externe links|se även|källor|externa länkar|se også|kilder|eksterne (?:lenker|henvisninger)|související články|reference|externí odkazy|"
    r"zobacz też|przypisy|bibliografia|linki zewnętrzne|ayrıca bakınız|kaynakça|dış bağlantılar|vegeu també|referències|enllaços externs|katso myös|lähteet|"
    r"aiheesta muualla|vezi și|legături externe|források|jegyzetek|див\. також|примітки|посилання|같이 보기|각주|외부 링크|انظر أيضا|انظر أيضًا|المراجع|مراجع|وصلات خارجية|"
    r"جستارهای وابسته|منابع|پیوند به بیرون|"
    r"xem thêm|tham khảo|liên kết ngoài|參見|参见|參考(?:資料|文獻)|外部連結|外部链接|関連項目|脚注|外部リンク|см\. также|примечания|ссылки|"
    r"related(?: \w+)?|contact(?: us)?|newsletter|share(?: this)?|navigation|menu|about(?: us| the \w+)?|our team|team|staff|sponsors?|partners?|supporters|donors|"
    r"donate|press(?: releases| coverage)?|(?:in the |latest |recent )?news|recent posts|events|archives?|aktuelles|nachrichten|pressemitteilungen|kontakt|actualités|noticias|contacto|"
    r"patrocinadores|notizie|contatti|nyheter|haberler|comments?|leave a reply",
}
_SECTION = {reason: re.compile(rf"^\W*(?:the )?(?:{words})\W*$", re.IGNORECASE) for reason, words in _SECTIONS.items()}
# words that tell it wherever they stand in a heading without a word for winners
_ANYWHERE = {
    "jury": re.compile(
        r"\b(?:jury\w*|juries|jurors?|judges|seçici kurul\w*|jurad[oa]s?|giuria|jüri\w*|j[úu]ri|zsűri|жюри|심사위원\w*|審査員|kapituł[ay]|porota|trustees?|laudator\w*|stiftungsrat\w*|advisory (?:board|council|committee)|"
        r"(?:selection|award|prize|nominating|steering|judging) (?:committee|panel|board)|board of (?:directors|governors|advis[oe]rs)|beirat|"
        r"consejo (?:de premiación|directivo|asesor|consultivo)|comité (?:de sélection|de selección|directeur)|comitato scientifico|raad van toezicht)\b",
        re.IGNORECASE,
    ),
    "nominee": re.compile(
        r"\b(?:nominees|nominations|finalists|short-?list(?:ed)?|runners?[- ]up|nominierte\w*|finalisten|nominés|finalistes|nominad[oa]s|finalistas|"
        r"nominati|finalisti|nominowani|finaliści|nominovaní|номинанты)\b",
        re.IGNORECASE,
    ),
}
# links and credits that stand among the winners on sites of all kinds
_FURNITURE = re.compile(
    r"\W*(?:(?:back to )?top|(?:read|learn|see|show|find out) (?:more|all)|continue reading|view (?:profile|all|more)|profile|share|print|download|previous|next|"
    r"(?:zurück )?nach oben|mehr(?: lesen| erfahren)?|weiterlesen|retour en haut|haut de page|lire la suite|en savoir plus|volver arriba|leer más|ver más|saber mais|leia mais|"
    r"torna su|leggi (?:tutto|di più)|naar boven|lees (?:meer|verder)|läs mer|les mer|læs mere|till toppen|til toppen|czytaj więcej|více|devamını oku|続きを読む|もっと見る|더 보기)\W*|"
    r"(?:photos?|fotos?|images?|bild(?:er)?|pictures?|photo credits?|credits?|crédits?|©)\s*(?:by\b|[:：©]).*",
    re.IGNORECASE,
)
# links to other pages: “2001 | 2002 | 2003”, “All winners »”, “<< back”, “For earlier years please see our archive”
_LINK = re.compile(
    r"(?:19|20)\d\d(?:\s*[|•·/–-]\s*(?:19|20)\d\d){2,}\W*|[^«‹]*\s[»›→]|[«‹←]\s[^»›]*|<<?\s?\w.*|[^<]*\w\s?>>?|"
    r"(?:for\b.{0,60}\b)?(?:please see|see our|click here|(?:the )?(?:full|complete) list)\b.*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[»›→«‹←<>]|\d\s*[|•·/–-]\s*\d|\b(?:see|click|list)\b", re.IGNORECASE)
WORDS_OF_A_HEADING = 6
# “Laureate 1999: …” goes on
_BESIDE_A_NAME = re.compile(r"[:：,;]\s*\S|[(（]")
_WINNERS = re.compile(
    r"winner|laureate|recipient|honou?ree|awardee|preisträger|empfänger|lauréat|récipiendaire|premiad|galardonad|ganador|laure[aá]d|vincitor|premiat|prijswinnaar|"
    r"pristag|modtager|vinder|vinner|držitel|laureát|laureac|獲獎|获奖|得獎|受賞|лауреат",
    re.IGNORECASE,
)


@lru_cache(4096)
def not_winners(headings: tuple[str, ...]) -> str | None:
    """The leftover reason when the nearest telling heading says that what follows is not about winners, else None."""
    for heading in reversed(headings):
        if names_winners(heading):
            return None
        if reason := _reason(heading):
            return reason
    return None


def label_reason(text: str) -> str | None:
    """The leftover reason of a line whose label says that those it names won nothing: “Judges: …”, “Finalists: …”."""
    label, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(label.split()) > WORDS_OF_A_HEADING:
        return None
    return badge_reason(label)


def badge_reason(text: str) -> str | None:
    """The leftover reason of words that say, beside a name, that its bearer won nothing: “Finalist”, “Juror”."""
    return next((reason for reason, pattern in _SECTION.items() if reason != "ignored" and pattern.search(text)), None)


def is_furniture(text: str) -> bool:
    """Whether a line is a link or a credit of the site: “Read more”, “Back to top”, “Photo: …”."""
    if _FURNITURE.fullmatch(text) is not None:
        return True
    # Few lines hold a sign of these.
    return _SIGNS.search(text) is not None and _LINK.fullmatch(text) is not None


@lru_cache(4096)
def names_winners(heading: str) -> bool:
    """Whether a heading says that winners follow."""
    return _WINNERS.search(heading) is not None


def tells(text: str) -> bool:
    """Whether a short line says what the lines below it are: winners, nominees, jury or the site itself."""
    return (
        len(text.split()) <= WORDS_OF_A_HEADING
        and (_WINNERS.search(text) or _reason(text)) is not None
        and not _BESIDE_A_NAME.search(text)
    )


@lru_cache(4096)
def _reason(heading: str) -> str | None:
    return next(
        (reason for reason, pattern in (*_SECTION.items(), *_ANYWHERE.items()) if pattern.search(heading)), None
    )
