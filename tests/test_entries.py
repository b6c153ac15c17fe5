"""Entries: the rule of one entry on lines as real pages write them, and that no word of a line is lost."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.entries import read_entries
from scrapers.entries.annotations import annotations_in, is_annotation
from scrapers.entries.plain import is_plain, is_plain_body
from scrapers.entries.words import CONJUNCTIONS
from scrapers.layouts import CellRow
from scrapers.registry import AWARDS_DIR, Layout

PLAIN = Layout(type="year_list")


def entries(text: str, language: str = "en", **options: object) -> list[tuple[str, str]]:
    """(name, country codes) of each entry of a line."""
    found, _ = read_entries(CellRow("li[1]", text, 2000), PLAIN.model_copy(update=options), language)
    return [(entry.name, " ".join(entry.codes)) for entry in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Akbar Ganji (Iran) and Arnold Tsunga (Zimbabwe)", [("Akbar Ganji", "IR"), ("Arnold Tsunga", "ZW")]),
        (
            "en",
            "Rajan Hoole, Kopalasingham Sritharan (both Sri Lanka) and Pierre Claver Mbonimpa (Burundi)",
            [("Rajan Hoole", "LK"), ("Kopalasingham Sritharan", "LK"), ("Pierre Claver Mbonimpa", "BI")],
        ),
        ("da", "Nelson Mandela og Anatoli Marchenko (posthumt)", [("Nelson Mandela", ""), ("Anatoli Marchenko", "")]),
        ("fr", "Doina Cornea, Roumanie et FIDESZ, Hongrie", [("Doina Cornea", "RO"), ("FIDESZ", "HU")]),
        ("de", "die türkische Anwältin Eren Keskin", [("Eren Keskin", "TR")]),
        ("de", "Monira Rahman aus Bangladesch", [("Monira Rahman", "BD")]),
        ("en", "Center for Justice and International Law", [("Center for Justice and International Law", "")]),
        (
            "en",
            "Pugwash Conferences on Science and World Affairs",
            [("Pugwash Conferences on Science and World Affairs", "")],
        ),
        (
            "en",
            "The International Red Cross and Red Crescent Movement",
            [("The International Red Cross and Red Crescent Movement", "")],
        ),
        ("en", "Amnesty International, Netherlands chapter", [("Amnesty International, Netherlands chapter", "")]),
        ("en", "Mother Teresa (India)", [("Mother Teresa", "IN")]),
        ("en", "Sr. Patricia McDermott, RSM", [("Patricia McDermott", "")]),
        ("en", "Beate Klarsfeld, France; and Jean Zaru, Palestine", [("Beate Klarsfeld", "FR"), ("Jean Zaru", "PS")]),
        ("pl", "Andrzej Zoll, były Prezes Trybunału Konstytucyjnego", [("Andrzej Zoll", "")]),
        ("en", "Muhammad Yunus, Grameen Bank", [("Muhammad Yunus", ""), ("Grameen Bank", "")]),
        ("tr", "Pelin Ünker (Cumhuriyet), “Paradise Papers” dizisiyle", [("Pelin Ünker", "")]),
        ("tr", "İsmail Saymaz ile Seyhan Avşar", [("İsmail Saymaz", ""), ("Seyhan Avşar", "")]),
        ("es", "Mikel Ayestaran (España). Corresponsal en Jerusalén.", [("Mikel Ayestaran", "ES")]),
        ("en", "Raif Badawi (Saudi Arabia). A friend accepted the award on his behalf.", [("Raif Badawi", "SA")]),
        ("pl", "Marek Edelman (pośmiertnie); nagrodę odebrał syn, Aleksander Edelman", [("Marek Edelman", "")]),
        ("de", "Medha Patkar, Indien – Bewegung gegen den Staudamm", [("Medha Patkar", "IN")]),
        ("de", "Sea-Watch e. V. – die Laudatio hielt Heribert Prantl", [("Sea-Watch e. V.", "")]),
        ("fr", "S. M. le Roi Juan Carlos", [("Roi Juan Carlos", "")]),
        ("en", "S. M. Sultan Ahmed", [("S. M. Sultan Ahmed", "")]),
        ("fr", "l'organisation non gouvernementale SOS Méditerranée (France)", [("SOS Méditerranée", "FR")]),
        ("nl", "Wajahat Abbas Kazmi (foto: Uwe Vogt)", [("Wajahat Abbas Kazmi", "")]),
        ("en", "Canon Andrew White of Iraq and the United Kingdom", [("Andrew White", "IQ GB")]),
        ("en", "Reverend Benjamin Chavis, Jr.", [("Benjamin Chavis, Jr.", "")]),
        ("en", "Nigeria's Transition Monitoring Group (TMG)", [("Transition Monitoring Group (TMG)", "NG")]),
        ("en", "South Africa’s Zackie Achmat", [("Zackie Achmat", "ZA")]),
        ("en", "Jordan's Principle", [("Jordan's Principle", "")]),
        ("en", "Women's Interfaith Council (WIC)", [("Women's Interfaith Council (WIC)", "")]),
        (
            "fr",
            "Water Management Project (WMP-MASHARIKI) - Kenya",
            [("Water Management Project (WMP-MASHARIKI)", "KE")],
        ),
        ("de", "Paul und Mercy Baskar, Indien", [("Paul Baskar and Mercy Baskar", "IN")]),
        ("en", "Fang Lizhi and Li Shuxian (jointly)", [("Fang Lizhi and Li Shuxian", "")]),
        ("de", "die Geschwister Hans und Sophie Scholl", [("Hans Scholl and Sophie Scholl", "")]),
        ("en", "Leymah Gbowee, Monrovia, Liberia", [("Leymah Gbowee", "LR")]),
        ("es", "Consuelo Morales, Monterrey (México)", [("Consuelo Morales", "MX")]),
        ("en", "Jestina Mukoko, Harare", [("Jestina Mukoko", "")]),
        ("en", "Asma Jahangir, Hina Jilani, Pakistan", [("Asma Jahangir", "PK"), ("Hina Jilani", "PK")]),
        ("en", "Tererai Trent, Zimbabwe – educator, founder of a school", [("Tererai Trent", "ZW")]),
        ("en", "Sadako Ogata – former UN High Commissioner for Refugees", [("Sadako Ogata", "")]),
        ("en", "Ana Bello, for her work in Chechnya (Russia)", [("Ana Bello", "RU")]),
        ("es", "Claudia Paz y Paz", [("Claudia Paz y Paz", "")]),
        (
            "es",
            "Red de Mujeres de la Costa y de la Sierra del Pacífico",
            [("Red de Mujeres de la Costa y de la Sierra del Pacífico", "")],
        ),
        (
            "es",
            "Movimiento por la Verdad, la Justicia y la Reparación (Perú)",
            [("Movimiento por la Verdad, la Justicia y la Reparación", "PE")],
        ),
        (
            "en",
            "Movement for Truth, Justice and Memory, Lima",
            [("Movement for Truth, Justice and Memory", "")],
        ),
        ("es", "Hermanas Mirabal", [("Hermanas Mirabal", "")]),
        ("de", "Anna Meier und Hans Schmidt", [("Anna Meier", ""), ("Hans Schmidt", "")]),
        ("es", "Servicio Paz y Justicia", [("Servicio Paz y Justicia", "")]),
        ("en", "Fang Lizhi and Li Shuxian (shared)", [("Fang Lizhi", ""), ("Li Shuxian", "")]),
        (
            "es",
            "Comisión de Justicia y Paz de la Diócesis de Quiché",
            [("Comisión de Justicia y Paz de la Diócesis de Quiché", "")],
        ),
        ("sv", "Svenska Freds- och Skiljedomsföreningen", [("Svenska Freds- och Skiljedomsföreningen", "")]),
        (
            "en",
            "Ales Bialiatski, Memorial, and Centre for Civil Liberties",
            [("Ales Bialiatski", ""), ("Memorial", ""), ("Centre for Civil Liberties", "")],
        ),
        (
            "es",
            "Madres de Plaza de Mayo y Adolfo Pérez Esquivel",
            [("Madres de Plaza de Mayo", ""), ("Adolfo Pérez Esquivel", "")],
        ),
        ("en", "Hamid Karzai, President of Afghanistan", [("Hamid Karzai", "")]),
        ("en", "F. W. de Klerk, State President of South Africa", [("F. W. de Klerk", "")]),
        ("en", "Sadako Ogata, United Nations High Commissioner for Refugees", [("Sadako Ogata", "")]),
        ("de", "Tenzin Gyatso, 14. Dalai Lama", [("Tenzin Gyatso", "")]),
        ("it", "Irfanka Pasagić, Bosnia ed Erzegovina", [("Irfanka Pasagić", "BA")]),
        ("de", "Egon Bahr und Medico International", [("Egon Bahr", ""), ("Medico International", "")]),
        ("es", "Servicio Paz y Justicia en América Latina", [("Servicio Paz y Justicia en América Latina", "")]),
        ("nl", "Giuliana Sgrena, Italiaans journaliste", [("Giuliana Sgrena", "")]),
        ("ca", "Joan Botam i Casals", [("Joan Botam i Casals", "")]),
    ],
)
def test_lines_as_pages_write_them(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert entries(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "persons", "bodies"),
    [
        (
            "fr",
            "Sexual Minorities Uganda et son directeur Frank Mugisha, Ouganda",
            ("Frank Mugisha",),
            ("Sexual Minorities Uganda",),
        ),
        ("cs", "Wangari Maathai / Green Belt Movement", ("Wangari Maathai",), ("Green Belt Movement",)),
        (
            "de",
            "Judith Maldonado und das Kollektiv „Luis Carlos Perez“",
            ("Judith Maldonado",),
            ("Kollektiv „Luis Carlos Perez“",),
        ),
        ("de", "U2, irische Rockband; gemeinsam mit ihrem Manager Paul McGuinness", ("Paul McGuinness",), ("U2",)),
    ],
)
def test_a_person_with_their_body_is_one_mixed_entry(
    language: str, text: str, persons: tuple[str, ...], bodies: tuple[str, ...]
) -> None:
    (entry,), _ = read_entries(CellRow("li[1]", text, 2000), PLAIN, language)
    assert (entry.shape, entry.persons, entry.affiliation) == ("mixed", persons, bodies)


def test_who_represents_adds_no_entry() -> None:
    (entry,), _ = read_entries(
        CellRow("li[1]", "Il popolo di Timor Est rappresentato da José Ramos-Horta", 1993), PLAIN, "it"
    )
    assert entry.name == "Il popolo di Timor Est"
    assert "José Ramos-Horta" in entry.as_published


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("„Рух Пацифістів“ (Pazifistische Bewegung)", "Рух Пацифістів (Pazifistische Bewegung)"),
        ("„Our House“ (Belarus)", "Our House"),
        ("“Free” and “Fair” (Union)", "“Free” and “Fair” (Union)"),
    ],
)
def test_a_name_in_quotes_loses_them_before_a_bracket_too(text: str, name: str) -> None:
    entries, _ = read_entries(CellRow("li[1]", text, 2023), Layout(type="year_list", split=False), "de")
    assert [entry.name for entry in entries] == [name]


def test_a_body_that_names_the_place_behind_its_partner_shares_it() -> None:
    row = CellRow("li[1]", "le peuple du Timor oriental et José Ramos-Horta, Timor oriental", 1993)
    assert [entry.codes for entry in read_entries(row, PLAIN, "fr")[0]] == [("TL",), ("TL",)]
    row = CellRow("li[1]", "Reporters Without Borders and Hauwa Ibrahim, Nigeria", 2005)
    assert [entry.codes for entry in read_entries(row, PLAIN, "en")[0]] == [(), ("NG",)]


def test_as_many_countries_as_entries_are_given_in_their_order() -> None:
    for text, country in (
        ("Ana Bello et Eva Flor", "Bangladesh, Pays-Bas"),
        ("Ana Bello; Eva Flor", "Bangladesh; Pays-Bas"),
    ):
        found, _ = read_entries(CellRow("li[1]", text, 2008, country=country), PLAIN, "fr")
        assert [entry.codes for entry in found] == [("BD",), ("NL",)]


def test_a_regions_prize_shared_by_persons_is_one_entry() -> None:
    (entry,), _ = read_entries(
        CellRow("p[2]", "Americas: Javier del Tránsito and María del Tránsito Salvatierra, Mexico", 2022), PLAIN, "en"
    )
    assert (entry.shape, entry.category, entry.codes) == ("people", "Americas", ("MX",))


def test_years_of_a_life_are_kept_nowhere() -> None:
    for entry in read_entries(CellRow("p[1]", "Carlos Saavedra Lamas (1878–1959), Argentinian.", 1936), PLAIN, "en")[0]:
        assert not re.search(r"1878|1959", f"{entry.name} {entry.as_published}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("à titre posthume", ("posthumous",)),
        ("Vietnam, declined", ("declined",)),
        ("2018 aberkannt", ("withdrawn",)),
        ("journalist", ()),
    ],
)
def test_annotations_of_the_corpus_languages(text: str, found: tuple[str, ...]) -> None:
    assert annotations_in(text) == found
    assert is_annotation(text.rsplit(", ", maxsplit=1)[-1]) == bool(found)


NAMES = st.sampled_from(
    ["Akbar Ganji", "Nataša Kandić", "María del Tránsito", "Xu Zhiyong", "Memorial", "Center for Justice and Law", "Women of Zimbabwe Arise (WOZA)",
     "Committee of Mothers", "U2", "Girifna", "Dr. Denis Mukwege", "Iranian cartoonist Atena Farghadani"]
)  # fmt: skip
PLACES = st.sampled_from(
    ["", " (Iran)", ", Zimbabwe", " (Belarus/Litauen)", " aus Mexiko", " (posthum)", ", journalist from Syria"]
)
JOINTS = st.sampled_from([", ", " and ", " und ", "; ", " / ", " & ", ", sowie "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    text = draw(NAMES) + draw(PLACES)
    for _ in range(draw(st.integers(0, 3))):
        text += draw(JOINTS) + draw(NAMES) + draw(PLACES)
    return text


SMALL_WORDS = {word for words in CONJUNCTIONS.values() for word in words} | {"and", "und", "sowie", "as", "well"}


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W_]+", text)}


def unaccounted(text: str, language: str | None) -> set[str]:
    """Words of a line that are in no entry as published and in no leftover."""
    found, leftovers = read_entries(CellRow("li[1]", text, 2000), PLAIN, language)
    kept = words(
        " ".join(
            [
                *(entry.as_published for entry in found),
                *(entry.category or "" for entry in found),
                *(x.text for x in leftovers),
            ]
        )
    )
    return words(text) - kept - SMALL_WORDS


@settings(max_examples=150, deadline=None)
@given(lines(), st.sampled_from(["en", "de", None]))
def test_no_word_of_a_line_is_lost(text: str, language: str | None) -> None:
    assert unaccounted(text, language) == set()


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=80),
    st.sampled_from(["en", "fr", "zh"]),
)
def test_any_text_is_read_without_failing(text: str, language: str) -> None:
    found, leftovers = read_entries(CellRow("li[1]", text, 2000), PLAIN, language)
    assert found or leftovers or not words(text)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Kailash Satyarthi und SACCS (Indien)", ["Indien", "Indien"]),
        ("John Hume und David Trimble (Nordirland)", ["Nordirland", "Nordirland"]),
        ("Reporter ohne Grenzen und Hauwa Ibrahim (Nigeria)", [None, "Nigeria"]),
        ("Asya Maruket und Yurii Sheliazhenko (Russland, Ukraine)", [None, "Russland, Ukraine"]),
        ("Jimmy Carter (USA) und Kailash Satyarthi (Indien)", ["USA", "Indien"]),
    ],
)
def test_one_country_in_brackets_closes_a_pair_that_begins_with_a_person(text, countries):
    entries, _ = read_entries(CellRow("p", text, 2000), Layout(type="lines"), "de")
    assert [entry.country for entry in entries] == countries


BESIDE = ("", " (Kenya)", ", Peru", " (South Africa)", ", Türkei", " (Georgia)")
LAYOUTS = (PLAIN, PLAIN.model_copy(update={"country_last": True, "surname_first": True}))


def published_names(*columns: str) -> list[str]:
    """Names of persons and bodies as published, from the cited records of every award."""
    rows = [
        row for file in sorted(AWARDS_DIR.glob("*/cited.csv")) for row in csv.DictReader(file.open(encoding="utf-8"))
    ]
    return sorted({row[column] for row in rows for column in columns if row[column]})


def test_plain_names_are_read_as_the_full_reading_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    names = published_names("recipient", "as_published", "affiliation")
    persons, bodies = [name for name in names if is_plain(name)], [name for name in names if is_plain_body(name)]
    assert len(persons) > 500
    assert len(bodies) > 100
    assert not set(persons) & set(bodies)
    rows = [
        CellRow("li[1]", f"{name}{place}", 2001, country="Kenya", affiliation="Riverbank")
        for name in (*persons[::4], *bodies)
        for place in BESIDE
    ]
    readings = [(row, layout, language) for row in rows for layout in LAYOUTS for language in (None, "de", "es", "fr")]
    quick = [read_entries(*reading) for reading in readings]
    monkeypatch.setattr("scrapers.entries.reading.plain_parts", lambda text, language: None)
    for reading, found in zip(readings, quick, strict=True):
        assert found == read_entries(*reading)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ana Bello for her work with refugees in Peru"),
        ("fr", "Ana Bello pour son engagement au Mali"),
        ("de", "Ana Bello, Islamwissenschaftlerin; Laudator: Decoy Name"),
    ],
)
def test_neither_the_reason_nor_who_praises_is_a_recipient(language: str, text: str) -> None:
    entries, _ = read_entries(CellRow("li[1]", text, 2001), Layout(type="year_list"), language)
    assert [(entry.name, entry.codes) for entry in entries] == [("Ana Bello", ())]
