"""The words of the static pages (awards, recipients, downloads, do no harm, findings) in every language; the explorer's are in `wording`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageMessages:
    """The static pages in one language."""

    nav_findings: str
    awards_page_title: str
    awards_page_note: str
    giver: str
    reach: str
    focus: str
    admits: str
    frequency: str
    first_edition: str
    latest_edition: str
    pages_of_award: str
    official_page: str
    winners_page: str
    wikipedia_page: str
    recognitions: str
    to_collectives: str
    seen_of_due: str
    award_summary: str
    award_empty: str
    award_fresh: str
    award_stale: str
    editions: str
    recipients: str
    what_was_seen: str
    coverage_found: str
    coverage_partly_seen: str
    coverage_not_seen: str
    coverage_not_awarded: str
    coverage_not_due: str
    coverage_note_title: str
    sources: str
    sources_note: str
    address: str
    sort_of_page: str
    sort_official: str
    sort_wikipedia: str
    sort_news: str
    sort_other: str
    came_here: str
    came_transcription: str
    came_capture: str
    came_cited: str
    came_declared: str
    language_of_page: str
    seen_on: str
    statements: str
    scope_international: str
    scope_regional: str
    scope_national: str
    frequency_annual: str
    frequency_biennial: str
    frequency_irregular: str
    unknown: str
    recipients_page_title: str
    recipients_page_note: str
    recipients_none: str
    times: str
    years: str
    role: str
    role_recipient: str
    role_named_person: str
    role_affiliation: str
    recipient_summary: str
    recipient_joined: str
    forms: str
    wikidata: str
    wrong: str
    downloads_title: str
    downloads_note: str
    whole: str
    every_table: str
    about_files: str
    file: str
    rows: str
    bytes: str
    checksum: str
    copy_lines: str
    copy_note: str
    check_files: str
    cite_title: str
    harm_title: str
    harm_lead: str
    harm_ask_title: str
    harm_ask: str
    harm_where: str
    harm_times: str
    harm_reasons: str
    harm_danger: str
    harm_own_wish: str
    harm_child: str
    harm_anonymous: str
    harm_legal: str
    harm_refused: str
    harm_then_title: str
    harm_then: str
    harm_never_title: str
    harm_never: str
    harm_error_title: str
    harm_error: str
    harm_users_title: str
    harm_users: str
    findings_title: str
    findings_language: str


ENGLISH_PAGES = PageMessages(
    nav_findings="Findings",
    awards_page_title="The awards",
    awards_page_note="Every award followed in this release. An award’s page lists its editions, what was not seen, and its sources.",
    giver="Given by",
    reach="Reach",
    focus="Focus",
    admits="Rules admit",
    frequency="Given",
    first_edition="First edition",
    latest_edition="Latest edition known",
    pages_of_award="Pages of the award",
    official_page="home page",
    winners_page="list of winners",
    wikipedia_page="Wikipedia",
    recognitions="Recognitions",
    to_collectives="To collectives",
    seen_of_due="Editions seen, of those due",
    award_summary="{n} recognitions in {editions} editions: {individual} of individuals, {collective} of collectives, {institutional} of public institutions, {mixed} of a person and a collective together.",
    award_empty="No recognition of this award is in this release.",
    award_fresh="The latest edition seen is that of {year}. Its sources were last looked at on {date}.",
    award_stale="This award could not be read anew; what was last accepted of it stands in.",
    editions="Editions",
    recipients="Recipients",
    what_was_seen="What was seen",
    coverage_found="seen",
    coverage_partly_seen="seen in part",
    coverage_not_seen="due, not seen",
    coverage_not_awarded="not awarded",
    coverage_not_due="not due",
    coverage_note_title="What was seen and what was not",
    sources="Sources",
    sources_note="Pages that list recipients, in the order in which they are trusted. Single records have the address they were taken from.",
    address="Address",
    sort_of_page="Kind of page",
    sort_official="the giver’s",
    sort_wikipedia="Wikipedia",
    sort_news="news",
    sort_other="other",
    came_here="How it came here",
    came_transcription="facts typed from the page",
    came_capture="fetched by the program",
    came_cited="single records, taken by hand",
    came_declared="known, not yet fetched",
    language_of_page="Language",
    seen_on="Seen on",
    statements="Statements",
    scope_international="international",
    scope_regional="regional",
    scope_national="national",
    frequency_annual="every year",
    frequency_biennial="every two years",
    frequency_irregular="irregularly",
    unknown="not known",
    recipients_page_title="Honoured more than once",
    recipients_page_note="{n} persons and bodies are named in more than one recognition of this release. Names are joined across awards by written rules and decisions; where two may be one and it is not certain, they are kept apart.",
    recipients_none="Nobody is named in more than one recognition of this release.",
    times="Times",
    years="Years",
    role="Named as",
    role_recipient="recipient",
    role_named_person="person in the entry",
    role_affiliation="body of the person honoured",
    recipient_summary="Named in {n} recognitions of {awards} awards, {first}–{last}.",
    recipient_joined="These recognitions were taken to name the same recipient. If they do not, please report it.",
    forms="Forms of the name that were seen",
    wikidata="Wikidata",
    wrong="Report an error, or ask for a name to be withheld",
    downloads_title="Get the data",
    downloads_note="All files of this release, free of rights (CC0 1.0). The same rows stand in every format.",
    whole="Everything in one file",
    every_table="Each table",
    about_files="What describes them",
    file="File",
    rows="Rows",
    bytes="Bytes",
    checksum="SHA-256",
    copy_lines="Lines to copy",
    copy_note="They work in the folder of the release. From elsewhere, put its address before the path.",
    check_files="Check that the files are the published ones:",
    cite_title="How to cite",
    harm_title="Do no harm",
    harm_lead="Human rights defenders are attacked for what they do. Being honoured in public protects some and exposes others, and a page that names a person is not that person’s consent to a list that can be searched.",
    harm_ask_title="To have a name withheld",
    harm_ask="Anyone named, and anyone who speaks for them, may ask. No reason has to be proven. For a child, anyone may ask.",
    harm_where="Write in private to whoever publishes this copy, at the address that its web site or README gives. Do not write the name into a public place.",
    harm_times="A first answer comes within 72 hours, a decision within 10 working days. Where life is at risk the name is withheld first and the decision taken afterwards.",
    harm_reasons="Only one of these words is kept of the reason:",
    harm_danger="publication may put the recipient or those near them in danger",
    harm_own_wish="the recipient, or who speaks for them, asked for it",
    harm_child="the recipient was a child when honoured",
    harm_anonymous="the giver announced the recipient without a name, or withdrew the name",
    harm_legal="a court or an authority with the right to do so ordered it",
    harm_refused="That a government wishes a laureate to be forgotten is no reason. Such requests are refused and counted.",
    harm_then_title="What then happens",
    harm_then="The name disappears from every table, page and file of this release and of older ones, which are issued again. The recognition stays, without name, country and link to others, so that no share and no trend moves. Later builds keep the name out.",
    harm_never_title="What is never collected",
    harm_never="Birth dates, addresses, pictures, biographies, religion, orientation, health, family, imprisonment, reasons given for an honour. Recipients honoured anonymously stay so.",
    harm_error_title="Errors",
    harm_error="A wrong year, name, country or kind: send the identifier of the recognition and a public page that shows the right value. Errors of a source are best reported to the source too.",
    harm_users_title="If you use the data",
    harm_users="Take the latest release before you publish names, and drop those withheld since. Do not join the data with home addresses, pictures or social media accounts. A count, a share or a map by region needs no name.",
    findings_title="What the data say, and what they do not",
    findings_language="Made from the tables of this release; no number in it is typed.",
)
SPANISH_PAGES = PageMessages(
    nav_findings="Conclusiones",
    awards_page_title="Los premios",
    awards_page_note="Todos los premios seguidos en esta versión. La página de cada premio enumera sus ediciones, lo que no se vio y sus fuentes.",
    giver="Lo concede",
    reach="Alcance",
    focus="Ámbito",
    admits="Las bases admiten",
    frequency="Se concede",
    first_edition="Primera edición",
    latest_edition="Última edición conocida",
    pages_of_award="Páginas del premio",
    official_page="página oficial",
    winners_page="lista de galardonados",
    wikipedia_page="Wikipedia",
    recognitions="Reconocimientos",
    to_collectives="A colectivos",
    seen_of_due="Ediciones vistas, de las previstas",
    award_summary="{n} reconocimientos en {editions} ediciones: {individual} a personas, {collective} a colectivos, {institutional} a instituciones públicas, {mixed} a una persona y un colectivo juntos.",
    award_empty="Esta versión no contiene ningún reconocimiento de este premio.",
    award_fresh="La última edición vista es la de {year}. Sus fuentes se consultaron por última vez el {date}.",
    award_stale="Este premio no pudo leerse de nuevo; en su lugar figura lo último que se aceptó.",
    editions="Ediciones",
    recipients="Galardonados",
    what_was_seen="Lo que se vio",
    coverage_found="vista",
    coverage_partly_seen="vista en parte",
    coverage_not_seen="prevista, no vista",
    coverage_not_awarded="no concedido",
    coverage_not_due="no prevista",
    coverage_note_title="Lo que se vio y lo que no",
    sources="Fuentes",
    sources_note="Páginas que enumeran galardonados, en el orden en que se confía en ellas. Los registros sueltos llevan la dirección de la que se tomaron.",
    address="Dirección",
    sort_of_page="Tipo de página",
    sort_official="de quien lo concede",
    sort_wikipedia="Wikipedia",
    sort_news="prensa",
    sort_other="otra",
    came_here="Cómo llegó aquí",
    came_transcription="datos copiados de la página",
    came_capture="descargada por el programa",
    came_cited="registros sueltos, tomados a mano",
    came_declared="conocida, aún no descargada",
    language_of_page="Idioma",
    seen_on="Vista el",
    statements="Afirmaciones",
    scope_international="internacional",
    scope_regional="regional",
    scope_national="nacional",
    frequency_annual="cada año",
    frequency_biennial="cada dos años",
    frequency_irregular="de forma irregular",
    unknown="se desconoce",
    recipients_page_title="Reconocidos más de una vez",
    recipients_page_note="{n} personas y entidades figuran en más de un reconocimiento de esta versión. Los nombres se unen entre premios mediante reglas escritas y decisiones; donde dos pueden ser uno y no es seguro, se mantienen separados.",
    recipients_none="Nadie figura en más de un reconocimiento de esta versión.",
    times="Veces",
    years="Años",
    role="Figura como",
    role_recipient="galardonado",
    role_named_person="persona nombrada en la entrada",
    role_affiliation="entidad de la persona galardonada",
    recipient_summary="Figura en {n} reconocimientos de {awards} premios, {first}–{last}.",
    recipient_joined="Se entendió que estos reconocimientos nombran al mismo galardonado. Si no es así, comuníquelo.",
    forms="Formas del nombre que se vieron",
    wikidata="Wikidata",
    wrong="Comunicar un error o pedir que se retire un nombre",
    downloads_title="Obtener los datos",
    downloads_note="Todos los archivos de esta versión, libres de derechos (CC0 1.0). Las mismas filas están en todos los formatos.",
    whole="Todo en un archivo",
    every_table="Cada tabla",
    about_files="Lo que los describe",
    file="Archivo",
    rows="Filas",
    bytes="Bytes",
    checksum="SHA-256",
    copy_lines="Líneas para copiar",
    copy_note="Funcionan en la carpeta de la versión. Desde otro lugar, ponga su dirección delante de la ruta.",
    check_files="Comprobar que los archivos son los publicados:",
    cite_title="Cómo citar",
    harm_title="No hacer daño",
    harm_lead="A quienes defienden los derechos humanos se les ataca por lo que hacen. Un homenaje público protege a unos y expone a otros, y que una página nombre a una persona no significa que esta consienta figurar en una lista que se puede buscar.",
    harm_ask_title="Para que se retire un nombre",
    harm_ask="Puede pedirlo cualquier persona nombrada y quien hable por ella. No hay que probar ningún motivo. Por un niño o una niña puede pedirlo cualquiera.",
    harm_where="Escriba en privado a quien publica esta copia, a la dirección que indique su sitio web o su README. No escriba el nombre en un lugar público.",
    harm_times="La primera respuesta llega en 72 horas y la decisión en 10 días laborables. Si hay una vida en peligro, primero se retira el nombre y después se decide.",
    harm_reasons="Del motivo solo se guarda una de estas palabras:",
    harm_danger="publicarlo puede poner en peligro a la persona galardonada o a su entorno",
    harm_own_wish="lo pidió la persona galardonada o quien habla por ella",
    harm_child="era menor cuando recibió el premio",
    harm_anonymous="quien concede el premio no dio el nombre, o lo retiró",
    harm_legal="lo ordenó un tribunal o una autoridad con derecho a hacerlo",
    harm_refused="Que un gobierno desee que se olvide a alguien no es un motivo. Esas solicitudes se rechazan y se cuentan.",
    harm_then_title="Qué ocurre después",
    harm_then="El nombre desaparece de todas las tablas, páginas y archivos de esta versión y de las anteriores, que se publican de nuevo. El reconocimiento permanece, sin nombre, país ni enlace con otros, para que ninguna proporción ni tendencia cambie. Las versiones futuras tampoco lo incluyen.",
    harm_never_title="Lo que nunca se recoge",
    harm_never="Fechas de nacimiento, direcciones, fotografías, biografías, religión, orientación, salud, familia, encarcelamiento, motivos de un premio. Quienes fueron reconocidos de forma anónima siguen siendo anónimos.",
    harm_error_title="Errores",
    harm_error="Si un año, nombre, país o tipo está mal, envíe el identificador del reconocimiento y una página pública que muestre el valor correcto. Conviene comunicar los errores de una fuente también a la fuente.",
    harm_users_title="Si usa los datos",
    harm_users="Tome la última versión antes de publicar nombres y elimine los retirados desde entonces. No cruce los datos con domicilios, fotografías ni cuentas en redes sociales. Un recuento, una proporción o un mapa por regiones no necesita nombres.",
    findings_title="Lo que dicen los datos y lo que no dicen",
    findings_language="Hecho a partir de las tablas de esta versión; ningún número está escrito a mano. El texto está solo en inglés.",
)
FRENCH_PAGES = PageMessages(
    nav_findings="Conclusions",
    awards_page_title="Les prix",
    awards_page_note="Tous les prix suivis dans cette version. La page d’un prix donne ses éditions, ce qui n’a pas été vu et ses sources.",
    giver="Décerné par",
    reach="Portée",
    focus="Domaine",
    admits="Le règlement admet",
    frequency="Décerné",
    first_edition="Première édition",
    latest_edition="Dernière édition connue",
    pages_of_award="Pages du prix",
    official_page="page d’accueil",
    winners_page="liste des lauréats",
    wikipedia_page="Wikipédia",
    recognitions="Distinctions",
    to_collectives="À des collectifs",
    seen_of_due="Éditions vues, sur celles attendues",
    award_summary="{n} distinctions en {editions} éditions : {individual} à des personnes, {collective} à des collectifs, {institutional} à des institutions publiques, {mixed} à une personne et un collectif ensemble.",
    award_empty="Cette version ne contient aucune distinction de ce prix.",
    award_fresh="La dernière édition vue est celle de {year}. Ses sources ont été consultées pour la dernière fois le {date}.",
    award_stale="Ce prix n’a pas pu être relu ; ce qui en a été accepté en dernier tient lieu.",
    editions="Éditions",
    recipients="Lauréats",
    what_was_seen="Ce qui a été vu",
    coverage_found="vue",
    coverage_partly_seen="vue en partie",
    coverage_not_seen="attendue, non vue",
    coverage_not_awarded="non décerné",
    coverage_not_due="pas attendue",
    coverage_note_title="Ce qui a été vu et ce qui ne l’a pas été",
    sources="Sources",
    sources_note="Pages qui énumèrent des lauréats, dans l’ordre de la confiance accordée. Les relevés isolés portent l’adresse dont ils viennent.",
    address="Adresse",
    sort_of_page="Sorte de page",
    sort_official="de qui décerne",
    sort_wikipedia="Wikipédia",
    sort_news="presse",
    sort_other="autre",
    came_here="Comment elle est venue",
    came_transcription="faits recopiés de la page",
    came_capture="relevée par le programme",
    came_cited="relevés isolés, pris à la main",
    came_declared="connue, pas encore relevée",
    language_of_page="Langue",
    seen_on="Vue le",
    statements="Énoncés",
    scope_international="internationale",
    scope_regional="régionale",
    scope_national="nationale",
    frequency_annual="chaque année",
    frequency_biennial="tous les deux ans",
    frequency_irregular="irrégulièrement",
    unknown="inconnu",
    recipients_page_title="Distingués plus d’une fois",
    recipients_page_note="{n} personnes et organismes figurent dans plus d’une distinction de cette version. Les noms sont réunis d’un prix à l’autre par des règles écrites et des décisions ; quand deux n’en font peut-être qu’un sans que ce soit sûr, ils restent séparés.",
    recipients_none="Personne ne figure dans plus d’une distinction de cette version.",
    times="Fois",
    years="Années",
    role="Nommé comme",
    role_recipient="lauréat",
    role_named_person="personne nommée dans l’entrée",
    role_affiliation="organisme de la personne distinguée",
    recipient_summary="Figure dans {n} distinctions de {awards} prix, {first}–{last}.",
    recipient_joined="Ces distinctions ont été comprises comme nommant le même lauréat. Si ce n’est pas le cas, signalez-le.",
    forms="Formes du nom qui ont été vues",
    wikidata="Wikidata",
    wrong="Signaler une erreur ou demander le retrait d’un nom",
    downloads_title="Obtenir les données",
    downloads_note="Tous les fichiers de cette version, libres de droits (CC0 1.0). Les mêmes lignes se trouvent dans chaque format.",
    whole="Tout en un fichier",
    every_table="Chaque table",
    about_files="Ce qui les décrit",
    file="Fichier",
    rows="Lignes",
    bytes="Octets",
    checksum="SHA-256",
    copy_lines="Lignes à copier",
    copy_note="Elles fonctionnent dans le dossier de la version. D’ailleurs, mettez son adresse devant le chemin.",
    check_files="Vérifier que les fichiers sont ceux qui ont été publiés :",
    cite_title="Comment citer",
    harm_title="Ne pas nuire",
    harm_lead="Celles et ceux qui défendent les droits humains sont attaqués pour ce qu’ils font. Un hommage public protège les uns et expose les autres, et qu’une page nomme une personne ne vaut pas son accord à figurer dans une liste consultable.",
    harm_ask_title="Pour faire retirer un nom",
    harm_ask="Toute personne nommée, et quiconque parle pour elle, peut le demander. Aucun motif n’est à prouver. Pour un enfant, n’importe qui peut demander.",
    harm_where="Écrivez en privé à qui publie cette copie, à l’adresse que donne son site ou son README. N’écrivez pas le nom dans un lieu public.",
    harm_times="Une première réponse vient sous 72 heures, une décision sous 10 jours ouvrés. Si une vie est en danger, le nom est retiré d’abord et la décision prise ensuite.",
    harm_reasons="Du motif, un seul de ces mots est gardé :",
    harm_danger="la publication peut mettre en danger la personne ou ses proches",
    harm_own_wish="la personne, ou qui parle pour elle, l’a demandé",
    harm_child="la personne était enfant lorsqu’elle a été distinguée",
    harm_anonymous="le prix a été annoncé sans nom, ou le nom a été retiré",
    harm_legal="un tribunal ou une autorité qui en a le droit l’a ordonné",
    harm_refused="Qu’un gouvernement souhaite l’oubli d’un lauréat n’est pas un motif. Ces demandes sont refusées et comptées.",
    harm_then_title="Ce qui se passe ensuite",
    harm_then="Le nom disparaît de chaque table, page et fichier de cette version et des précédentes, qui sont republiées. La distinction demeure, sans nom, pays ni lien avec d’autres, pour qu’aucune part ni tendance ne bouge. Les versions suivantes l’écartent aussi.",
    harm_never_title="Ce qui n’est jamais recueilli",
    harm_never="Dates de naissance, adresses, photographies, biographies, religion, orientation, santé, famille, emprisonnement, motifs d’une distinction. Qui a été distingué anonymement le reste.",
    harm_error_title="Erreurs",
    harm_error="Une année, un nom, un pays ou une sorte est faux : envoyez l’identifiant de la distinction et une page publique qui montre la bonne valeur. Mieux vaut signaler aussi à la source ses propres erreurs.",
    harm_users_title="Si vous utilisez les données",
    harm_users="Prenez la dernière version avant de publier des noms et retirez ceux qui ont été retenus depuis. Ne croisez pas les données avec des domiciles, des photographies ou des comptes de réseaux sociaux. Un compte, une part ou une carte par régions n’a pas besoin de noms.",
    findings_title="Ce que disent les données, et ce qu’elles ne disent pas",
    findings_language="Établi à partir des tables de cette version ; aucun nombre n’est saisi à la main. Le texte est en anglais seulement.",
)
