"""Every word of the interface in every language, in one typed place; a message that is missing in a language is a type error.

`{name}` is filled in by the page with numbers written the way of the language. Data (names, countries' own words) are never translated.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Messages:
    """The interface in one language."""

    site_name: str
    skip: str
    nav_label: str
    nav_answer: str
    nav_find: str
    nav_awards: str
    nav_recipients: str
    nav_downloads: str
    nav_sql: str
    nav_harm: str
    language: str
    footer_honesty: str
    footer_release: str
    footer_licence: str
    footer_contact: str


ENGLISH = Messages(
    site_name="Who is recognised?",
    skip="Skip to the content",
    nav_label="Pages",
    nav_answer="The answer",
    nav_find="Find and check",
    nav_awards="Awards",
    nav_recipients="Recipients",
    nav_downloads="Get the data",
    nav_sql="Ask in SQL",
    nav_harm="Do no harm",
    language="Language",
    footer_honesty=(
        "Made with machine assistance from parts of public pages, and not yet checked by a human expert. "
        "An edition that was not seen is not an edition without recipients."
    ),
    footer_release="Release",
    footer_licence="Public domain (CC0 1.0)",
    footer_contact="Corrections and requests to withhold a name",
)
SPANISH = Messages(
    site_name="¿Quién recibe el reconocimiento?",
    skip="Ir al contenido",
    nav_label="Páginas",
    nav_answer="La respuesta",
    nav_find="Buscar y comprobar",
    nav_awards="Premios",
    nav_recipients="Galardonados",
    nav_downloads="Obtener los datos",
    nav_sql="Preguntar en SQL",
    nav_harm="No hacer daño",
    language="Idioma",
    footer_honesty=(
        "Hecho con ayuda automática a partir de fragmentos de páginas públicas; ninguna persona experta lo ha revisado todavía. "
        "Una edición no vista no es una edición sin galardonados."
    ),
    footer_release="Versión",
    footer_licence="Dominio público (CC0 1.0)",
    footer_contact="Correcciones y solicitudes de retirar un nombre",
)
FRENCH = Messages(
    site_name="Qui est distingué ?",
    skip="Aller au contenu",
    nav_label="Pages",
    nav_answer="La réponse",
    nav_find="Chercher et vérifier",
    nav_awards="Prix",
    nav_recipients="Lauréats",
    nav_downloads="Obtenir les données",
    nav_sql="Interroger en SQL",
    nav_harm="Ne pas nuire",
    language="Langue",
    footer_honesty=(
        "Établi avec une assistance automatique à partir d’extraits de pages publiques ; aucune personne experte ne l’a encore vérifié. "
        "Une édition non vue n’est pas une édition sans lauréat."
    ),
    footer_release="Version",
    footer_licence="Domaine public (CC0 1.0)",
    footer_contact="Corrections et demandes de retrait d’un nom",
)
LANGUAGES = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}


def as_plain(messages: Messages) -> dict[str, str]:
    """Message by key, for the scripts of the page."""
    return asdict(messages)
