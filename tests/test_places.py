"""Places: country words of any language -> codes, and a place taken off the end of an entry."""

from __future__ import annotations

import csv
import re
import unicodedata

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers import places
from scrapers.places import demonyms, names

READINGS = {
    "Israel; Palestine": "IL PS",
    "Ägypten, Libyen und Tunesien": "EG LY TN",
    "Hviderusland og Georgien": "BY GE",
    "Schweden/Hongkong": "SE HK",
    "Tschetschenien-Russland": "RU",
    "Kashmir (India)": "IN",
    "Kurdistan (Turkey)": "TR",
    "Iraqi Kurdistan": "IQ",
    "Xinjiang Uyghur Autonomous Region, China": "CN",
    "Tibet": "CN",
    "Goma, North Kivu (DRCongo)": "CD",
    "Denmark (Copenhagen)": "DK",
    "headquarters in New York, USA": "US",
    "Kabul, Afghanistan and Nairobi, Kenya": "AF KE",
    "Scotland": "GB",
    "Irlande du Nord (Royaume-Uni)": "GB",
    "la Colombia": "CO",
    "aus Mexiko": "MX",
    "l'Iran": "IR",
    "the Philippines": "PH",
    "Republic of Armenia": "AM",
    "Korea, Republic of": "KR",
    "Korea, South Africa": "KR ZA",
    "Serbia, Montenegro": "RS ME",
    "Serbia and Montenegro": "CSXX",
    "Bosnia & Herzegovina": "BA",
    "Guinea-Bissau": "GW",
    "Hong-Kong, Chine": "HK",
    "Hong Kong SAR, China": "HK",
    "Puerto Rico, USA": "PR",
    "West Bank and Gaza": "PS",
    "Western Sahara": "EH",
    "Kosovo": "XK",
    "U.S.": "US",
    "U. S. A.": "US",
    "VAE": "AE",
    "RDC": "CD",
    "Congo": "CD",
    "République du Congo": "CG",
    "UdSSR": "SUHH",
    "Tchécoslovaquie": "CSHH",
    "DDR": "DDDE",
    "Jugoslawien": "YUCS",
    "Burma": "MM",
    "Zaïre": "CD",
    "Timor Oriental": "TL",
    "Austalia": "AU",
    "CĂ´te d'Ivoire": "CI",
    "ĂŽles Marshall": "MH",
    "ThaĂŻlande": "TH",
    "Ã‰gypte": "EG",
    "中国": "CN",
    "美国及加拿大": "US CA",
    "イラン、中国": "IR CN",
    "Ирландия, Украина": "IE UA",
    "ایران و افغانستان": "IR AF",
    "Việt Nam": "VN",
    "Northern Uganda": "UG",
}


@pytest.mark.parametrize(("text", "expected"), READINGS.items())
def test_a_text_about_places_gives_its_codes_in_order(text: str, expected: str) -> None:
    place = places.codes(text)
    assert " ".join(place.codes) == expected
    assert place.unknown == ()


@pytest.mark.parametrize(
    "text", ["Balkans", "Europe", "Central America", "Lateinamerika", "Kashmir", "Kurdistan", "weltweit"]
)
def test_regions_and_lands_without_a_state_are_recognised_and_carry_no_code(text: str) -> None:
    assert places.codes(text) == places.Place(no_code=(text,))


@pytest.mark.parametrize(
    "text", ["Fiordland Kingdom of X", "us", "it", "la", "Northern", "Amnesty International", "..."]
)
def test_what_is_no_known_place_stays_unknown(text: str) -> None:
    assert places.codes(text) == places.Place(unknown=(text,))


def test_an_unknown_place_in_a_list_is_reported_beside_the_known_ones() -> None:
    assert places.codes("Ägypten, Libyen und Fooland") == places.Place(("EG", "LY"), ("Fooland",))


def test_a_city_before_its_country_is_locality_and_not_unknown() -> None:
    assert places.codes("Goma, North Kivu (DRCongo)").locality == ("Goma", "North Kivu")


def test_words_are_read_in_the_language_they_are_said_to_be_in() -> None:
    assert places.codes("Ý", "vi").codes == ("IT",)
    assert places.codes("Ý").unknown == ("Ý",)
    assert places.codes("México", "es-MX") == places.codes("México") == places.Place(("MX",))


def test_no_text_is_an_empty_place() -> None:
    assert places.codes(None) == places.codes("  ") == places.Place()


@pytest.mark.parametrize("language", names.LANGUAGES)
def test_every_country_is_read_back_from_its_name_in_every_language(language: str) -> None:
    from babel import Locale

    wrong = {}
    for code, name in Locale.parse(language).territories.items():
        # Languages name the two Congos by their capitals or by one word; one word is read as the Democratic Republic.
        if pycountry.countries.get(alpha_2=code) and code != "CG":
            read = places.codes(name, language)
            if read != places.Place((code,)):
                wrong[name] = (code, read)
    assert not wrong


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    alone = places.codes("Kiina ja Intia")
    for language in names.LANGUAGES:
        places.codes("Kiina ja Intia", language)
    assert places.codes("Kiina ja Intia") == alone == places.Place(("CN", "IN"))


@pytest.mark.parametrize(
    ("text", "expected"),
    {"Iran": True, "Korea/China": True, "la Colombia": True, "Myanmar (Burma)": True, "Europe": True, "Kurdistan, Iraq": True,
     "Kabul, Afghanistan": False, "Netherlands chapter": False, "International": False, "": False, "Paris": False}.items(),
)  # fmt: skip
def test_is_place_asks_for_the_whole_text(text: str, expected: bool) -> None:
    assert places.is_place(text) is expected


@pytest.mark.parametrize(
    ("text", "how", "expected"),
    [
        ("X (Iran)", {}, ("X", "Iran")),
        ("王丹（中国）", {}, ("王丹", "中国")),
        ("Tim A. Peters, Korea/China", {}, ("Tim A. Peters", "Korea/China")),
        ("Aung San Suu Kyi, Myanmar (Burma)", {}, ("Aung San Suu Kyi", "Myanmar (Burma)")),
        ("Committee of X, Iran, Iraq and Syria", {}, ("Committee of X", "Iran, Iraq and Syria")),
        ("Berta Cáceres – Honduras", {}, ("Berta Cáceres", "Honduras")),
        ("Memorial (Russia), Poland", {}, ("Memorial (Russia)", "Poland")),
        ("Monira Rahman aus Bangladesch", {"person_like": True}, ("Monira Rahman", "Bangladesch")),
        ("Pierre Claver Mbonimpa of Burundi", {"person_like": True}, ("Pierre Claver Mbonimpa", "Burundi")),
        ("Nadia Murad d'Irak", {"person_like": True}, ("Nadia Murad", "Irak")),
        ("Esther Ibanga Nigeria", {"loose": True}, ("Esther Ibanga", "Nigeria")),
        ("Dag HammarskjöldSuécia", {"loose": True}, ("Dag Hammarskjöld", "Suécia")),
        (
            "Denis Mukwege Democratic Republic of Congo",
            {"loose": True},
            ("Denis Mukwege", "Democratic Republic of Congo"),
        ),
    ],
)
def test_a_place_is_taken_off_the_end(text: str, how: dict[str, bool], expected: tuple[str, str]) -> None:
    assert places.split_trailing_place(text, **how) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Women of Zimbabwe Arise",
        "Mothers of Plaza de Mayo",
        "Rania von Jordanien",
        "Volk von Norwegen",
        "Amnesty International, Netherlands chapter",
        "Human Rights Foundation of Turkey",
        "The people of East Timor",
        "Doctors of Iran, Iraq and Syria",
        "Organization of Women in Democratic Republic of Congo",
        "Peace Brigades International",
        "Michael Jordan",
        "Iran, Iraq",
        "Iran",
    ],
)
def test_a_place_that_is_part_of_the_name_stays(text: str) -> None:
    assert places.split_trailing_place(text) == (text, None)
    assert places.split_trailing_place(text, person_like=True, loose=True) == (text, None)


DEMONYMS = """Iranian IR|türkischer TR|simbabwische ZW|kolumbianischer CO|chinois CN|américaine US|ukrainsk UA|brasileiro BR|
Argentinian, AR|British GB|Burmese MM|South Sudanese SS|North Korean KP|nigériane NG|nigérienne NE|Nigerian NG|íránského IR|
saudi-arabischer SA|guatemaltekische GT|svenska SE|alemã DE|U.S. US|Puerto Rican PR|sul-africano ZA|белорусская BY|українських UA"""


@pytest.mark.parametrize("line", DEMONYMS.replace("\n", "").split("|"))
def test_adjectives_of_nationality_in_many_languages(line: str) -> None:
    word, code = line.rsplit(" ", 1)
    assert places.demonym(word) == places.demonym(word.upper()) == code


@pytest.mark.parametrize("word", ["us", "este", "cartoonist", "kurdisch", "", None])
def test_other_words_are_no_demonyms(word: str | None) -> None:
    assert places.demonym(word) is None


def test_every_member_of_the_united_nations_has_a_demonym() -> None:
    with demonyms.TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert set(rows) <= places.known_codes()
    # Territories and dependencies are not members, and CG shares its word with CD; every other code must be there.
    territories = """AI AQ AS AW AX BL BM BQ BV CC CW CX FK GF GG GI GP GS HM IM IO JE KY MF MO MP MQ MS NF NU PM PN RE SH SJ
    SX TC TF TK UM VG VI WF YT CG ANHH CSXX GEHH NTHH PCHH YDYE"""
    assert places.known_codes() - set(rows) == set(territories.split())


def test_regions_follow_m49_and_cover_every_code() -> None:
    assert places.regions(("IR", "FR", "CN", "SUHH")) == ("Asia", "Europe")
    assert places.subregions(("GT", "XK", "CSHH")) == ("Central America", "Southern Europe", "Eastern Europe")
    assert places.known_codes() == {c.alpha_2 for c in pycountry.countries} | {"XK"} | set(names.ENDED)
    with pytest.raises(KeyError):
        places.regions(("ZZ",))


def test_the_reviewed_table_holds_known_codes_only() -> None:
    entries = [*names.reviewed()[0].values(), *names.reviewed()[1].values()]
    assert {code for entry in entries for code in entry.codes + entry.part_of} <= places.known_codes()


PLACE_WORDS = st.sampled_from(
    ["Iran", "Kurdistan", "Fooland", "the", "and", ",", ";", "(", ")", "/", "-", "of", "Republic", "South", "Africa", "Congo",
     "Korea", "Hong Kong", "China", "Iraqi", "Kabul", "&", "USA", "Kashmir", "中国", "和", "\n", "Northern", "Ý", "CĂ´te"]
)  # fmt: skip


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", unicodedata.normalize("NFKC", text).casefold()))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PLACE_WORDS, max_size=9).map(" ".join)))
def test_any_text_is_read_without_loss(text: str) -> None:
    place = places.codes(text)
    assert set(place.codes) <= places.known_codes()
    assert len(set(place.codes)) == len(place.codes)
    if text.strip():
        assert place.codes or place.unknown or place.no_code or place.locality
    else:
        assert place == places.Place()
    head, taken = places.split_trailing_place(text, person_like=True, loose=True)
    if taken is None:
        assert head == text
    else:
        assert head
        assert places.is_place(taken)
        assert head in text
        assert taken in text
    code = places.demonym(text)
    assert code is None or code in places.known_codes()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="bdfgkmqwxz", min_size=4, max_size=9).map(str.capitalize), min_size=1, max_size=4))
def test_no_unknown_word_is_lost_beside_known_places(invented: list[str]) -> None:
    place = places.codes("Iran; " + "; ".join(invented) + "; Peru")
    known = [word for word in invented if places.is_place(word)]
    assert {"IR", "PE"} <= set(place.codes)
    assert letters(" ".join(place.unknown)) == letters(" ".join(word for word in invented if word not in known))
