"""Closed lists of words that stand around names of places, in the corpus' languages.

Not here: names of places (places.csv), adjectives of nationality (demonyms.csv).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Articles, prepositions and "and": they connect names of places and are never one.
CONNECTORS = _words(
    """the of and from in at for to with a an de la le les el los las lo il i gli l d du des del della dei degli delle
    di da do dos das o os as e y und aus dem den der die von vom im sowie et en au aux à och från og fra af av ja z
    ze s v na van het uit dans per com em no nas auf è és ve te din și şi и из в на та з із і й και από του της στο
    στη و في من از در 和 及 与 與 跟 や と の dal dalla dall dell nell based born both beide"""
)
# Those of them that join two places.
AND_WORDS = _words("""and und et y e o og och a ja en i sowie ve és și şi и та й і και و 和 及 与 與 や と""")
# Words that narrow a place down and leave its code as it is: "Northern Uganda".
DIRECTIONS = _words(
    """north south east west northern southern eastern western central upper lower northeastern
    northwestern southeastern southwestern northeast northwest southeast southwest nord süd sud ost nördliches
    südliches östliches westliches nördlich südlich östlich westlich norte sur este oeste sul leste est ouest noord
    zuid oost former ex ehemalige ehemaliges ehemaligen früher früheres ancienne ancien antigua antiguo antiga
    antigo tidigare tidligere bývalá bývalý bývalé occupied besetzte besetztes occupés occupé occupée ocupados
    ocupada region région región regio province provinz provincia região sar"""
)
# Words of a state's full style: "Republic of Armenia".
STYLES = _words(
    """republic republik république república republica repubblica republiken republikken kingdom königreich royaume
    reino regno kongeriket state staat état estado stato democratic
    demokratische démocratique democrática volksrepublik islamic islamische islamique federal
    federative sultanate emirate principality autonomous autonome autónoma autônoma autonoma"""
)
# Names of places that are also names of people: without comma or bracket they are split off only from a full name.
ALSO_NAMES = _words(
    """jordan israel georgia chad maurice salvador india france china ireland england scotland wales holland german
    germany dominica reunion kenya america paris guinea columbia marino montserrat martinique malta cuba jersey
    gales norman brasil bolivia argentina martin andes sinai bali java levant golf gulf pacific israël norway
    denmark international global world bengal punjab papua"""
)
# Words that begin the name of a town or a body ("San Salvador", "New Caledonia") and end no person's.
NAME_BEGINNINGS = _words("san são sao santa santo saint st new nueva nova nouvelle neu nuova united save free nuevo")
# Words of a body's name: a place after "of" belongs to such a name.
BODY_WORDS = _words(
    """foundation association women people mothers movement organization organisation union committee council center
    centre network campaign coalition society institute group church university court ministry government volk
    frauen mütter bewegung verein stiftung komitee rat bund pueblo pueblos madres mujeres movimiento comunidad
    comité femmes peuple mères mouvement fondation comissão movimento comunidade povo mulheres journalists defenders
    students community communities party parliament bank republic friends sisters brothers youth indigenous workers
    lawyers federation alliance forum league press human rights campesinos citizens children refugees victims"""
)
