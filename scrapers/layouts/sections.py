"""Which parts of a page are about winners and which about nominees, jury or the site itself, told by their headings."""

from __future__ import annotations

import re
from functools import lru_cache

# a section headed so holds no recipients, whatever it looks like
_SECTIONS: dict[str, str] = {
    "jury": r"jury|jurors?|juré\w*|jurado\w*|giuria|selection committee|board|members?|mitglieder|membres|miembros|medlemmer|"
    r"presenters?|hosts?|laudator\w*|committee|kuratorium|vorstand|comité|porota|評審|评审",
    "nominee": r"nomin(?:ee|ees|ations?|ierte|iert|és|ée|ado|ados|ati|erade|erede)|finalists?\w*|finalistes?|finalistas?|finalisten|"
    r"short-?list(?:ed)?|runners?[- ]up|longlist\w*|nominovan\w*|入圍|номинант\w*",
    "ignored": r"see also|references?|external links|further reading|notes|sources|footnotes|bibliography|history|background|criteria|"
    r"siehe auch|weblinks|einzelnachweise|literatur|geschichte|anmerkungen|voir aussi|références|liens externes|notes et références|articles connexes|historique|"
    r"véase también|referencias|enlaces externos|historia|ver também|referências|ligações externas|note|voci correlate|collegamenti esterni|altri progetti|storia|"
    r"zie ook|bronnen|externe links|se även|källor|externa länkar|se også|kilder|eksterne (?:lenker|henvisninger)|související články|reference|externí odkazy|"
    r"xem thêm|tham khảo|liên kết ngoài|參見|参见|參考(?:資料|文獻)|外部連結|外部链接|関連項目|脚注|外部リンク|см\. также|примечания|ссылки|"
    r"related (?:awards|articles|posts)|contact|newsletter|share|navigation|menu|about us|sponsors?|partners?|donate|press|news|comments?|leave a reply",
}
_SECTION = {reason: re.compile(rf"^\W*(?:the )?(?:{words})\W*$", re.IGNORECASE) for reason, words in _SECTIONS.items()}
_PREFIXED = {
    "jury": re.compile(r"\b(?:jury|jurado|giuria|selection committee)\b", re.IGNORECASE),
    "nominee": re.compile(
        r"^\W*(?:\w+ )?(?:nominees|nominations|finalists|shortlist(?:ed)?|nominierte|finalisten|nominés|finalistes|nominados|finalistas|nominati|finalisti)\b",
        re.IGNORECASE,
    ),
}
_WINNERS = re.compile(
    r"winner|laureate|recipient|honou?ree|awardee|preisträger|empfänger|lauréat|récipiendaire|premiad|galardonad|ganador|laure[aá]d|vincitor|premiat|prijswinnaar|"
    r"pristag|modtager|vinder|vinner|držitel|laureát|laureac|獲獎|获奖|得獎|受賞|лауреат",
    re.IGNORECASE,
)


@lru_cache(4096)
def not_winners(headings: tuple[str, ...]) -> str | None:
    """The leftover reason when the nearest telling heading says that what follows is not about winners, else None."""
    for heading in reversed(headings):
        if _WINNERS.search(heading):
            return None
        for reason, pattern in (*_SECTION.items(), *_PREFIXED.items()):
            if pattern.search(heading):
                return reason
    return None
