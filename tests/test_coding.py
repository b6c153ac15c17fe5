"""Kinds: each rule on entries like those it is for, decisions and how they match, agreement between entries, the codebook."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabulary import KINDS, MODE_OF_KIND, Kind
from tests.built import built_home
from warehouse.coding import code, code_and_compare, contradictions, read_decisions
from warehouse.coding.codebook import CODEBOOK_FILE, examples, fill
from warehouse.coding.decisions import DECISIONS_FILE, SCHEMA
from warehouse.coding.queue import review_queue
from warehouse.coding.reading import people_counted

ELSEWHERE = Path(__file__).with_name("kinds_elsewhere.csv")
ENTRY = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "names": pl.List(pl.String),
    "as_published": pl.List(pl.String),
    "persons": pl.String,
    "affiliation": pl.String,
    "country_codes": pl.String,
    "shape": pl.List(pl.String),
    "languages": pl.List(pl.String),
    "collectives_only": pl.Boolean,
}


def entry(name, award_id="prize", year=2000, **more):
    row = dict.fromkeys(ENTRY) | {"award_id": award_id, "year": year, "name": name, "as_published": [], "shape": []}
    row |= {"names": [name], "languages": [], "collectives_only": False} | more
    return row


def frame(*rows):
    numbered = [row | {"recognition_id": f"{row['award_id']}-{row['year']}-{n}"} for n, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=ENTRY)


def decide(name, kind, award_id="prize", year=2000, reason="read"):
    cells = (award_id, year, name, kind, reason, "machine-assisted reading", "2026-11-24")
    return dict(zip(SCHEMA, cells, strict=True))


def decisions_of(*rows):
    return pl.DataFrame(list(rows), schema=SCHEMA)


def kind_of(name, **more):
    return code(frame(entry(name, **more))).row(0, named=True)


@pytest.mark.parametrize(
    ("kind", "name", "more"),
    [
        ("person", "Nasrin Sotoudeh", {}),
        ("person", "Raji Sourani", {"affiliation": "Palestinian Center for Human Rights"}),
        ("person", "Zarganar", {"as_published": ["the comedian and blogger Zarganar, Burma"]}),
        ("person", "Anonymous", {"as_published": ["an anonymous writer"]}),
        ("person", "Miguel Obando y Bravo", {}),
        ("people", "Jean and Hildegard Goss-Mayr", {"persons": "Jean Goss; Hildegard Goss-Mayr"}),
        ("people", "Mo Shaping, Li Jingsong and Teng Biao", {}),
        ("people", "Sisulu family", {}),
        ("people", "Seven women leaders and activists from Afghanistan", {}),
        ("people", "Eleven Cuban dissidents", {}),
        ("people", "Ehepaar Klarsfeld", {}),
        ("people", "The Tiedemann brothers", {}),
        ("mixed", "Davi Kopenawa / Hutukara Yanomami Association", {}),
        ("mixed", "Gino Strada and EMERGENCY", {"persons": "Gino Strada", "affiliation": "EMERGENCY"}),
        ("mixed", "Maria Ressa and Rappler", {}),
        ("organization", "Committee of Soldiers' Mothers of Russia", {}),
        ("organization", "Dar Al Jadeed", {}),
        ("organization", "The International Red Cross and Red Crescent Movement", {}),
        ("organization", "Asociación de Mujeres Indígenas", {}),
        ("organization", "Lawyers for Lawyers", {}),
        ("organization", "Zone 9 bloggers", {}),
        ("organization", "Citizens' Alliance for North Korean Human Rights", {}),
        ("organization", "Agkalia", {"as_published": ["2016 Prize | Greek association “Agkalia”"]}),
        ("organization", "Mothers of Abductees Association (Yemen)", {}),
        ("organization", "Комитет солдатских матерей", {}),
        ("organization", "Sisters of Mercy", {}),
        ("organization", "Barefoot Work", {"persons": "Bunker Roy"}),
        ("organization", "Internationale Schule in Dohuk", {}),
        ("network", "Red Nacional de Organismos Civiles de Derechos Humanos", {}),
        ("network", "Mano River Women's Peace Network", {}),
        ("network", "Coalition of civil society groups", {}),
        ("community", "Guardia Indígena del Cauca", {}),
        ("community", "The people of Norway", {}),
        ("community", "Torra Conservancy", {}),
        ("community", "Il Ngwesi Group Ranch", {}),
        ("organization", "The Nature Conservancy", {}),
        ("community", "Concejo de Autoridades de 48 Cantones de Totonicapán", {}),
        ("movement", "The women of Iran", {}),
        ("movement", "Bürgerinitiative „Freie Heide“", {}),
        ("movement", "Sudan Women Protest", {}),
        ("movement", "The Uluru Statement", {}),
        ("movement", "#EndSARS", {}),
        ("movement", "Girifna", {"as_published": ["the Sudanese nonviolent resistance movement Girifna"]}),
        ("movement", "Lutte (Lucha)", {"as_published": ["la Lutte (Lucha), un mouvement de jeunesse"]}),
        ("group", "Political Prisoners of Venezuela", {}),
        ("group", "All endangered lawyers in Afghanistan", {}),
        ("group", "Los 43 estudiantes de Ayotzinapa", {}),
        ("group", "98 political prisoners in Azerbaijan", {}),
        ("institution", "Office of the United Nations High Commissioner for Refugees", {}),
        ("institution", "Supreme Court of Justice of Mexico", {}),
        ("institution", "Käthe-Kollwitz-Schule, Offenbach", {}),
    ],
)
def test_rules(kind, name, more):
    coded = kind_of(name, **more)
    assert (coded["kind"], coded["mode"], coded["kind_basis"]) == (kind, MODE_OF_KIND[Kind(kind)], "rule")
    assert 0.5 <= coded["kind_confidence"] <= 0.99
    assert coded["kind_reason"]


def test_an_award_for_collectives_makes_a_body_of_a_name_that_could_be_a_persons():
    assert kind_of("Tulele Peisa")["kind"] == "person"
    coded = kind_of("Tulele Peisa", collectives_only=True, shape=["body"])
    assert (coded["kind"], "for collectives" in coded["kind_reason"]) == ("organization", True)
    assert (
        kind_of("Nasrin Sotoudeh", collectives_only=True, as_published=["lawyer Nasrin Sotoudeh"])["kind"] == "person"
    )


def test_a_body_that_persons_represent_stays_a_body():
    persons = "Veran Matić; Senad Pecanin; Victor Ivancic"
    name = "The independent media in Yugoslavia, represented by Veran Matić, Senad Pecanin and Victor Ivancic"
    assert kind_of(name, persons=persons, affiliation="independent media")["kind"] == "organization"


def test_a_body_in_brackets_behind_persons_adds_nothing():
    coded = kind_of(
        "Daniel Barenboim and Edward Said (West-Eastern Divan Orchestra)", persons="Daniel Barenboim; Edward Said"
    )
    assert coded["kind"] == "people"


def test_a_movement_that_a_text_calls_an_ngo_is_an_organization():
    coded = kind_of("Green Belt Movement", as_published=["the Kenyan organization Green Belt Movement"])
    assert coded["kind"] == "organization"
    assert "organization" in coded["kind_reason"]


def test_another_language_form_tells_what_the_name_does_not():
    coded = kind_of("Viasna", names=["Viasna", "Centrum Obrony Praw Człowieka „Wiasna”"])
    assert (coded["kind"], coded["kind_reason"].count("Centrum")) == ("organization", 2)


def test_a_form_that_adds_a_recipient_does_not_make_a_person_a_body():
    assert (
        kind_of("Joseph Rotblat", names=["Joseph Rotblat", "Josef Rotblat a la Pugwash Conference"])["kind"] == "person"
    )


def test_where_no_word_tells_the_rest_of_the_list_does():
    persons = [
        "Wangari Maathai",
        "Nick Carter",
        "Jane Akre",
        "Yul Choi",
        "Dai Qing",
        "Emma Must",
        "Juan Mayr",
        "Luis Macas",
    ]
    bodies = [
        "Pacari Network",
        "Yurok Tribe",
        "Snehakunja Trust",
        "Uru Uru Team",
        "Water Society",
        "Forest Union",
        "Land Committee",
    ]
    rows = [entry(name, "for_persons") for name in [*persons, "Mikoko Pamoja"]]
    rows += [entry(f"{name} of the {place}", "for_bodies") for name in bodies for place in ("Hills", "Coast", "North")]
    coded = code(frame(*rows, entry("Mikoko Pamoja", "for_bodies"))).with_columns(
        name=pl.Series([r["name"] for r in rows] + ["Mikoko Pamoja"])
    )
    assert coded.filter(name="Mikoko Pamoja")["kind"].to_list() == ["person", "organization"]


def test_a_list_of_bodies_makes_no_body_of_one_unnamed_person_but_of_doubtful_pairs():
    bodies = [
        f"{kind} for {aim}" for kind in ("Centre", "Association", "Committee") for aim in ("Peace", "Rights", "Land")
    ]
    names = [*bodies, "Un avocat chinois, militant pour les droits", "Girifna and Yesh Din"]
    assert code(frame(*map(entry, names)))["kind"].to_list()[-2:] == ["person", "organization"]
    assert kind_of("Girifna and Yesh Din")["kind"] == "people"
    assert kind_of("un collectif d’avocats")["mode"] == "collective"


def test_people_are_counted_only_where_a_number_counts_people():
    assert people_counted("Four detained members of Viasna") == 4
    assert people_counted("siete mujeres de Nicaragua") == 7
    assert people_counted("Zone 9 bloggers") is None
    assert people_counted("Club of 48 Cantones") is None
    assert people_counted("Initiative 19. Februar Hanau") is None


def test_one_body_has_one_kind_and_the_text_that_tells_wins():
    coded = code(
        frame(
            entry("Girifna", "a"),
            entry("Girifna (Sudan)", "b", as_published=["the resistance movement Girifna (Sudan)"]),
            entry("Aung San Suu Kyi", "c"),
        )
    )
    assert coded["kind"].to_list() == ["movement", "movement", "person"]
    assert "elsewhere" in coded["kind_reason"][0]


def test_a_decision_on_a_body_makes_its_other_entries_sure():
    entries = frame(entry("Vera Commission", "a"), entry("Vera Commission", "b"))
    alone = code(entries)["kind_confidence"][1]
    coded = code(entries, decisions_of(decide("Vera Commission", "organization", award_id="a"))).row(1, named=True)
    assert (coded["kind"], coded["kind_basis"]) == ("organization", "rule")
    assert coded["kind_confidence"] > alone
    assert "decided as organization elsewhere" in coded["kind_reason"]


def test_a_decided_body_is_decided_everywhere_but_an_entry_with_persons_is_not():
    entries = frame(
        entry("Nihon Hidankyo", "nobel"),
        entry("The Nihon Hidankyo (Japan)", "other", 2003),
        entry("Terumi Tanaka and Nihon Hidankyo", "third", persons="Terumi Tanaka", affiliation="Nihon Hidankyo"),
    )
    coded = code(entries, decisions_of(decide("Nihon Hidankyo", "network", "nobel")))
    assert coded["kind"].to_list() == ["network", "network", "mixed"]
    assert coded["kind_basis"].to_list() == ["decision", "rule", "rule"]
    assert coded["kind_reason"][0] == "read"


def test_a_decision_matches_any_form_of_the_name_folded():
    entries = frame(
        entry("Nigeria's “Łódź” Group", names=["Nigeria's “Łódź” Group", "Grupo Lodz"]), entry("Other Name")
    )
    for name in ("nigerias lodz group", "Grupo Lódz (GL)", "the Grupo Lodz"):
        decided = decisions_of(decide(name, "movement"))
        assert code(entries, decided)["kind"].to_list()[0] == "movement"
        assert code_and_compare(entries, decided).unused.height == 0


def test_a_decision_of_another_year_or_name_is_unused_and_reported():
    entries = frame(entry("Memorial"))
    for wrong in (decide("Memorial", "movement", year=2001), decide("Memorial Society", "movement")):
        assert code_and_compare(entries, decisions_of(wrong)).unused.select("row", "name").rows() == [
            (2, wrong["name"])
        ]
    elsewhere = decisions_of(decide("Memorial", "movement", award_id="not_here"))
    assert code_and_compare(entries, elsewhere).unused.height == 0


def test_a_decision_rules_on_one_entry_the_one_of_that_name_first():
    entries = frame(entry("Dosh", names=["Dosh"]), entry("Israpil", names=["Israpil", "Dosh"]))
    coded = code(entries, decisions_of(decide("Dosh", "organization")))
    assert coded["kind_basis"].to_list() == ["decision", "rule"]


def test_a_decision_against_a_sure_rule_is_shown_for_review():
    entries = frame(entry("Human Rights Commission of Pakistan"), entry("Musawah"))
    decided = decisions_of(decide("Human Rights Commission of Pakistan", "organization"), decide("Musawah", "movement"))
    shown = contradictions(entries, decided)
    assert shown.select("name", "kind", "rule_kind").rows() == [
        ("Human Rights Commission of Pakistan", "organization", "institution")
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("prize,2000,Name,club,why,who,2026-11-24", "kind 'club' is not one of"),
        ("prize,2000,Name,group,,who,2026-11-24", "reason is empty"),
        ("prize,2000,Name,group,why,who,2026-11-24\nprize,2000,Name,group,why,who,2026-11-24", "row 3: repeats row 2"),
    ],
)
def test_a_bad_decision_file_names_the_row(tmp_path, row, message):
    file = tmp_path / "coding.csv"
    file.write_text(",".join(SCHEMA) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_decisions(file)


def test_the_decisions_say_who_when_and_why_each_for_itself():
    decisions = read_decisions()
    assert decisions.sort("award_id", "year", "name").equals(decisions)
    for row in decisions.iter_rows(named=True):
        assert date.fromisoformat(row["date"]) <= date.today()
        assert len(row["reason"]) > 5, row
    text = DECISIONS_FILE.read_text(encoding="utf-8")
    assert "\r" not in text and text.endswith("\n")


NAMES = st.lists(
    st.sampled_from(
        [
            "Nelson",
            "Mandela",
            "de",
            "and",
            "/",
            "Association",
            "Women",
            "of",
            "Iran",
            "Memorial",
            "Red",
            "„",
            "(",
            ")",
            "母亲",
            "",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES.filter(str.strip), min_size=1, max_size=8), st.randoms())
def test_any_entries_get_a_kind_that_does_not_depend_on_their_order(names, random):
    rows = list(frame(*(entry(name, f"award_{n % 2}", 2000 + n) for n, name in enumerate(names))).iter_rows(named=True))
    shuffled = random.sample(rows, len(rows))
    first = code(pl.DataFrame(rows, schema=ENTRY)).sort("recognition_id")
    assert first.equals(code(pl.DataFrame(shuffled, schema=ENTRY)).sort("recognition_id"))
    assert set(first["kind"]) <= set(KINDS)
    assert first["kind_confidence"].is_between(0, 1).all()


def test_nothing_is_coded_when_there_is_nothing():
    assert code(frame()).height == 0
    assert code(frame(), read_decisions()).height == 0


def test_recipients_of_other_awards_are_coded_from_their_names_alone():
    with ELSEWHERE.open(encoding="utf-8", newline="") as lines:
        records = list(csv.DictReader(lines))
    coded = code(frame(*(entry(record["name"], "elsewhere", 1900 + n % 100) for n, record in enumerate(records))))
    kinds = [record["kind"] for record in records]
    right = sum(a == b for a, b in zip(coded["kind"], kinds, strict=True))
    modes = sum(a == MODE_OF_KIND[Kind(b)] for a, b in zip(coded["mode"], kinds, strict=True))
    assert right / len(records) > 0.84
    assert modes / len(records) > 0.93


@pytest.fixture(scope="session")
def recognitions(request):
    home = built_home(request.config.cache.mkdir("built"))
    return pl.read_parquet(home / "releases/latest/parquet/recognitions.parquet")


def test_every_decision_rules_on_one_recognition_of_the_dataset(recognitions):
    assert recognitions.filter(kind_basis="decision").height == read_decisions().height


def test_every_example_of_the_codebook_is_in_the_dataset_with_that_kind(recognitions):
    shown = examples(CODEBOOK_FILE.read_text(encoding="utf-8"))
    assert len(shown) > 45
    published = {(row["name"], row["kind"]) for row in recognitions.iter_rows(named=True)}
    assert [(rule, name) for rule, name, kind in shown if (name, kind) not in published] == []
    assert {kind for _, _, kind in shown} == set(KINDS)


def test_the_generated_parts_of_the_codebook_are_up_to_date():
    text = CODEBOOK_FILE.read_text(encoding="utf-8")
    assert fill(text, read_decisions()) == text
    with pytest.raises(ValueError, match="nothing fills the marker 'moods'"):
        fill("<!-- generated: moods -->\n<!-- end: moods -->", read_decisions())


def coded_recognitions():
    entries = frame(entry("Musawah"), entry("Nasrin Sotoudeh"), entry("Pacari Network"), entry("Dosh", year=2001))
    return entries.join(code(entries), on="recognition_id").with_columns(
        name_as_published=pl.col("name"), source_url=pl.lit("https://example.org/")
    )


def test_the_queue_shows_the_least_certain_first_with_their_edition_mates():
    queue = review_queue(coded_recognitions(), below=0.9)
    assert queue["kind_confidence"].is_sorted()
    assert "Nasrin Sotoudeh" not in queue["name"].to_list()
    musawah = queue.filter(name="Musawah").row(0, named=True)
    assert "Nasrin Sotoudeh (person)" in musawah["edition_mates"]
    assert musawah["kind"] is None
