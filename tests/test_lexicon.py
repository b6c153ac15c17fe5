"""The lexicon file and what is read off a text with it: words, roles, and whether a text looks like a person or a body."""

from __future__ import annotations

import csv
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import KINDS
from scrapers import lexicon

PERSONS = [
    "Nelson Mandela",
    "Aung San Suu Kyi",
    "Ludwig van Beethoven",
    "Abdul-Hadi Al-Khawaja",
    "Zeid Ra'ad Al Hussein",
    "Kim Dae-jung",
    "Fatimata M'baye",
    "Ben Cardin",
    "Von Hernandez",
    "Germán Chirinos",
    "Thai Van Nguyen",
    "Claudia Paz y Paz",
    "J.S. Tissainayagam",
    "M. R. Rajagopal",
    "Dr. Denis Mukwege",
    "Bischof Erwin Kräutler",
    "Sister Dianna Ortiz",
    "Iranian cartoonist Atena Farghadani",
    "iranische Anwältin Nasrin Sotoudeh",
    "Jean-Claude DUPONT",
    "Nguyễn Văn Hải",
    "Светлана Ганнушкина",
    "刘晓波",
    "Gulchehra Hoja",
    "Mo Ibrahim",
    "Frank Church",
    "Hope Masterson",
    "Martin Luther King",
    "Ngũgĩ wa Thiong'o",
    "Israel Zamora Guerrero",
    "Fadimata Walet Oumar dite Disco",
]
BODIES = [
    "H.I.J.O.S.",
    "TUT.BY",
    "KAOS GL",
    "#EndSARS",
    "Dompet Dhuafa",
    "Sanggar Seni Rakyat",
    "Médecins Sans Frontières",
    "Ärzte ohne Grenzen",
    "Human Rights Watch",
    "Humanitarian Law Centre Kosovo",
    "Article 19",
    "H.I.J.O.S.",
    "Committee of Soldiers' Mothers of Russia",
    "Mothers of the Plaza de Mayo",
    "Women of Zimbabwe Arise",
    "Novaya Gazeta",
    "Guardia Indígena del Cauca",
    "Łutsël K’é Dene First Nation",
    "Journalists killed in Gaza",
    "Comissão Pastoral da Terra",
    "Comunità di Sant'Egidio",
    "Frauenrechtsverein",
    "Människorättsföreningen",
    "Комитет солдатских матерей",
    "نقابة المحامين",
    "天安门母亲",
    "Khối 8406",
    "Chadian Association for Non-violence",
    "Colombia Diversa",
    "KMG – Ethiopia",
    "OVD-Info",
    "GAM",
    "¡Basta Ya!",
    "El Faro",
    "Die Gruft",
    "United Nations Peacekeeping Forces",
    "Robert-Blum-Gymnasium, Berlin",
]
UNSURE = ["Girifna", "Musawah", "Bellingcat", "Tostan", "Al-Haq", "B'Tselem", "Zarganar", "U2", "Provea"]


@pytest.fixture(scope="module")
def rows():
    with lexicon.LEXICON_FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_rows_are_complete_composed_small_and_said_once(rows):
    keys = [(row["word"], row["language"], row["kind"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys, key=lambda key: (key[1], key[2], key[0]))
    kinds = {*KINDS, "collective", "role", "title", "demonym", "place", "particle"} - {"person", "mixed"}
    for row in rows:
        assert row["kind"] in kinds, row
        assert 0 < float(row["strength"]) <= 1, row
        assert unicodedata.normalize("NFC", row["word"]) == row["word"] == row["word"].lower(), row
        assert row["word"].strip("*").strip() == row["word"].strip("*") != "", row
        assert row["language"].isalpha() and row["language"].islower(), row


def test_the_languages_of_the_sources_are_there(rows):
    languages = "en de fr es pt it nl sv da no cs sk pl ca vi zh ja ru fa tr hu ar ko"
    for language in languages.split():
        kinds = {row["kind"] for row in rows if row["language"] == language}
        assert {"organization", "movement", "role"} <= kinds, language


@pytest.mark.parametrize("text", PERSONS)
def test_persons_look_personal(text):
    assert lexicon.looks_personal(text) > 0.6
    assert lexicon.looks_collective(text) < 0.4


@pytest.mark.parametrize("text", BODIES)
def test_bodies_look_collective(text):
    assert lexicon.looks_collective(text) > 0.6
    assert lexicon.looks_personal(text) < 0.4


@pytest.mark.parametrize("text", UNSURE)
def test_one_unknown_word_does_not_tell(text):
    assert 0.3 < lexicon.looks_personal(text) < 0.7
    assert 0.3 < lexicon.looks_collective(text) < 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Davi Kopenawa / Hutukara Yanomami Association",
        "Raji Sourani and the Palestinian Center for Human Rights",
        "Vilma Nunez mit dem Menschenrechtszentrum CENIDH",
    ],
)
def test_persons_beside_a_body_look_like_both(text):
    assert lexicon.looks_personal(text) > 0.7
    assert lexicon.looks_collective(text) > 0.7


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Iranian cartoonist Atena Farghadani", ["Iranian", "cartoonist"]),
        ("Dr. Denis Mukwege", ["Dr"]),
        ("avocat Ni Yulan, militante", ["avocat", "militante"]),
        ("die Anwältin Nasrin Sotoudeh", ["Anwältin"]),
        ("Victor Pastor Ruiz", []),
        ("Justice For Myanmar", []),
        ("Germán Chirinos", []),
        ("Bishop", []),
        ("编辑高瑜", ["编辑"]),
    ],
)
def test_role_words(text, roles):
    assert [text[start:end] for start, end in lexicon.role_words(text)] == roles


def test_find_prefers_the_longest_match_and_reads_stems_compounds_and_prefixed_arabic():
    first = lexicon.find("Women of Iran")[0]
    assert (first.word, first.kind) == ("Women of", "movement")
    assert ("Menschenrechtsverein", "organization") in [
        (h.word, h.kind) for h in lexicon.find("Menschenrechtsverein Ulm")
    ]
    assert "organization" in [hit.kind for hit in lexicon.find("Правозащитная организация")]
    assert "organization" in [hit.kind for hit in lexicon.find("المنظمة")]
    assert lexicon.find("Murat Estelle") == ()


def test_short_accented_words_need_their_accents():
    assert "network" in [hit.kind for hit in lexicon.find("síť")]
    assert "network" not in [hit.kind for hit in lexicon.find("sit")]


texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=60).map(lambda text: unicodedata.normalize("NFC", text))
named = st.lists(st.sampled_from([*PERSONS, *BODIES, *UNSURE, "and", "/", ",", "„", "(", "的", "٣"]), max_size=5).map(
    " ".join
)


@given(st.one_of(texts, named))
def test_any_text_is_read_within_its_bounds(text):
    assert len(lexicon.fold(text)) == len(text)
    for hit in lexicon.find(text):
        assert text[hit.start : hit.end] == hit.word
        assert 0 < hit.strength <= 1
    for start, end in lexicon.role_words(text):
        assert 0 <= start < end <= len(text)
    assert 0 <= lexicon.looks_personal(text) <= 1
    assert 0 <= lexicon.looks_collective(text) <= 1


@given(st.sampled_from(PERSONS[:10]), st.sampled_from(["journalist", "Anwältin", "avocate", "bishop", "defensora"]))
def test_a_role_before_a_name_never_makes_it_less_personal(name, role):
    assert lexicon.looks_personal(f"{role} {name}") >= lexicon.looks_personal(name) - 0.02


def test_it_loads_and_reads_fast():
    start = time.process_time()
    lexicon._lexicon.__wrapped__()
    loaded = time.process_time() - start
    many = [f"{name} {number}" for number in range(30) for name in [*PERSONS, *BODIES]]
    start = time.process_time()
    for text in many:
        lexicon.looks_personal(text)
    assert loaded < 0.3
    assert (time.process_time() - start) / len(many) < 0.001
