"""Identity: labelled pairs, known recipients of the bundled data, decisions, ids and tables of recipients."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contracts import polars_schema
from schemas.tables import TABLE_BY_NAME
from tests.built import built_home
from warehouse.identity import Identity, identify
from warehouse.identity.clusters import THRESHOLD, cluster
from warehouse.identity.decided import COLUMNS, VERDICTS
from warehouse.identity.measure import DOCUMENT, _mention, identity_scores, labelled_mentions, written_figures
from warehouse.identity.recipients import slug
from warehouse.identity.redirects import SCHEMA, carried_on, read_redirects, redirected
from warehouse.rulings import DecisionError

DECISIONS = Path(__file__).parents[1] / "warehouse" / "decisions" / "same.csv"
RECOGNITION = {
    "name_language": "en",
    "kind": "person",
    "persons": None,
    "affiliation": None,
    "country_codes": None,
}
RECOGNITION_SCHEMA = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "name": pl.String,
    **dict.fromkeys(RECOGNITION, pl.String),
}
STATEMENT_SCHEMA = dict.fromkeys(("recognition_id", "name", "persons", "affiliation", "language"), pl.String)


def recognition(award_id: str, year: int, name: str, **values: Any) -> dict[str, Any]:
    row = {"recognition_id": f"{award_id}-{year}-{slug(name) or 'x'}", "award_id": award_id, "year": year, "name": name}
    return row | RECOGNITION | values


def identified(
    *rows: dict[str, Any],
    statements: Sequence[dict[str, Any]] = (),
    same: Sequence[tuple[str, str, str]] = (),
    redirects: pl.DataFrame | None = None,
    told: Sequence[Sequence[str]] = (),
) -> Identity:
    decisions = pl.DataFrame(list(same), schema=dict.fromkeys(("left", "right", "verdict"), pl.String), orient="row")
    return identify(
        pl.DataFrame(list(rows), schema=RECOGNITION_SCHEMA),
        pl.DataFrame(list(statements), schema=STATEMENT_SCHEMA),
        decisions,
        redirects,
        told=told,
    )


def recipients_of(identity: Identity) -> list[str]:
    return identity.recipient_of.sort("recognition_id")["recipient_id"].to_list()


def roles(identity: Identity, recognition_id: str) -> set[tuple[str, str]]:
    links = identity.recognition_recipients.filter(pl.col("recognition_id") == recognition_id)
    return set(links.select("recipient_id", "role").rows())


def test_labelled_pairs() -> None:
    _, pairs = labelled_mentions()
    assert len(pairs) >= 300
    assert sum(pair.hard for pair in pairs) * 2 >= len(pairs)
    assert all(pair.reason for pair in pairs)
    every, hard = identity_scores([THRESHOLD])[THRESHOLD]
    assert every.precision >= 0.99
    assert every.recall >= 0.95
    assert hard.precision >= 0.98


def test_the_document_tells_the_figures_of_now() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written_figures(text) == text, "run python -m warehouse.identity.measure"


@pytest.fixture(scope="module")
def release(request: pytest.FixtureRequest) -> Path:
    return built_home(request.config.cache.mkdir("built")) / "releases/latest/parquet"


@pytest.mark.parametrize(
    "name",
    [
        "Memorial",
        "Mothers of the Plaza de Mayo",
        "Ladies in White",
        "Reporters Without Borders",
        "Ilham Tohti",
        "Nasrin Sotoudeh",
        "Malala Yousafzai",
        "Denis Mukwege",
        "Aung San Suu Kyi",
    ],
)
def test_known_recipients_are_one_each(release: Path, name: str) -> None:
    names = pl.read_parquet(release / "recipient_names.parquet")
    found = names.filter(pl.col("name") == name)["recipient_id"].unique().to_list()
    assert len(found) == 1
    recipient = pl.read_parquet(release / "recipients.parquet").filter(pl.col("recipient_id") == found[0])
    assert recipient["recognitions"].item() >= 2
    assert recipient["awards"].item() >= 2


def test_every_decision_on_identity_speaks_of_the_bundled_data(release: Path) -> None:
    same = pl.read_csv(DECISIONS, infer_schema=False)
    assert tuple(same.columns) == COLUMNS
    assert set(same["verdict"]) <= set(VERDICTS)
    assert same.null_count().sum_horizontal().item() == 0
    recognitions = pl.read_parquet(release / "recognitions.parquet")
    statements = pl.read_parquet(release / "statements.parquet")
    found = identify(recognitions, statements, same)
    assert found.unused == ()
    # A build passes over statements that were broken off; a release no longer tells which, and their languages would be counted.
    recipients = found.recipients.drop("languages")
    assert recipients.equals(pl.read_parquet(release / "recipients.parquet").select(recipients.columns))


def test_spellings_and_word_orders_merge() -> None:
    found = identified(
        recognition("ccbe", 2023, "Xu Zhiyong", country_codes="CN"),
        recognition("pen", 2020, "Zhiyong Xu", country_codes="CN"),
        recognition("ennals", 2021, "许志永", country_codes="CN"),
        recognition("amnesty", 2003, "Swetlana Gannuschkina", country_codes="RU"),
        recognition("livelihood", 2016, "Svetlana Gannushkina", country_codes="RU"),
    )
    assert found.recipients["name"].to_list() == ["Svetlana Gannushkina", "Xu Zhiyong"]
    assert found.recipients["recipient_id"].to_list() == ["swetlana-gannuschkina", "zhiyong-xu"]
    assert found.recipients["recognitions"].to_list() == [2, 3]


def test_one_name_in_two_countries_is_two_recipients_until_decided() -> None:
    rows = (
        recognition("river", 2001, "John Hume", country_codes="GB"),
        recognition("stone", 2005, "John Hume", country_codes="ZA"),
    )
    apart = identified(*rows)
    assert recipients_of(apart) == ["john-hume-gb", "john-hume-za"]
    together = identified(*rows, same=[("John Hume", "John Hume", "same")])
    assert recipients_of(together) == ["john-hume", "john-hume"]


@pytest.mark.parametrize(
    ("left", "right", "countries"),
    [("Ana Maria Gomes", "Ana Maria Gomes", ("PT", "BR")), ("Aung Zaw", "Aung Zaw Oo", ("MM", "MM"))],
)
def test_names_that_many_bear_need_more_than_their_words(left: str, right: str, countries: tuple[str, str]) -> None:
    rows = (
        recognition("river", 2001, left, country_codes=countries[0]),
        recognition("stone", 2005, right, country_codes=countries[1]),
    )
    assert len(set(recipients_of(identified(*rows)))) == 2


def test_states_that_ended_are_the_ground_of_those_that_followed() -> None:
    found = identified(
        recognition("river", 1999, "Natasha Kandic", country_codes="YUCS"),
        recognition("stone", 2013, "Nataša Kandić", country_codes="RS"),
    )
    assert found.recipients.height == 1
    assert found.recipients["country_codes"].item() == "RS; YUCS"


def test_names_of_statements_tie_what_published_names_do_not() -> None:
    rows = (
        recognition("river", 2001, "Parents' group in Klippan", kind="organization", country_codes="SE"),
        recognition("stone", 2002, "Föräldragruppen i Klippan", kind="organization", country_codes="SE"),
    )
    key = rows[0]["recognition_id"]
    said = {"recognition_id": key, "name": "Föräldragruppen i Klippan", "persons": None, "affiliation": None}
    assert identified(*rows).recipients.height == 2
    found = identified(*rows, statements=[said | {"language": "sv"}])
    assert found.recipients.height == 1
    assert set(found.recipient_names.rows()) == {
        ("parents-group-in-klippan", "Föräldragruppen i Klippan", "en"),
        ("parents-group-in-klippan", "Föräldragruppen i Klippan", "sv"),
        ("parents-group-in-klippan", "Parents' group in Klippan", "en"),
    }


def test_those_named_inside_an_entry_are_recipients_too() -> None:
    found = identified(
        recognition(
            "homini",
            2004,
            "Nataša Kandić and the Humanitarian Law Center",
            kind="mixed",
            persons="Nataša Kandić; two others not named",
            affiliation="Humanitarian Law Center",
            country_codes="RS",
        ),
        recognition("rights", 2013, "Nataša Kandić", affiliation="Humanitarian Law Center; CCER", country_codes="RS"),
        recognition("peace", 2015, "Humanitarian Law Center", kind="organization", country_codes="RS"),
    )
    joint = "nataa-kandi-and-the-humanitarian-law-center".replace("nataa-kandi", "natasa-kandic")
    assert roles(found, f"homini-2004-{joint}") == {
        (joint, "recipient"),
        ("natasa-kandic", "named person"),
        ("humanitarian-law-center", "affiliation"),
    }
    assert roles(found, "rights-2013-natasa-kandic") == {
        ("natasa-kandic", "recipient"),
        ("humanitarian-law-center", "affiliation"),
        ("ccer", "affiliation"),
    }
    assert roles(found, "peace-2015-humanitarian-law-center") == {("humanitarian-law-center", "recipient")}
    counts = dict(found.recipients.select("recipient_id", "recognitions").rows())
    assert counts["humanitarian-law-center"] == 3


def test_joint_entries_with_the_same_members_are_one_recipient() -> None:
    found = identified(
        recognition("aurora", 2020, "Fartuun Adan and Ilwad Elman", kind="people", persons="Fartuun Adan; Ilwad Elman"),
        recognition(
            "livelihood", 2022, "Ilwad Elman & Fartuun Adan", kind="people", persons="Ilwad Elman; Fartuun Adan"
        ),
    )
    assert len(set(recipients_of(found))) == 1
    assert found.recipients.height == 3


def test_entries_of_one_edition_are_different_recipients() -> None:
    found = identified(
        recognition("front", 2021, "Sami Huraini", country_codes="PS"),
        recognition("front", 2021, "Samy Hureini", country_codes="PS"),
    )
    assert found.recipients.height == 2


def test_the_anonymous_are_never_linked() -> None:
    found = identified(
        recognition("river", 2001, "Anonymous", country_codes="SD"),
        recognition("stone", 2002, "Anonymous", country_codes="SD"),
        recognition("stone", 2003, "Name withheld", country_codes="SD"),
        recognition("stone", 2004, "Name withheld", country_codes="SD"),
        same=[("Sudanese activist", "Anonymous", "same")],
    )
    assert found.recipients.height == 4
    assert recipients_of(found) == [
        "river-2001-anonymous",
        *(
            f"stone-{year}-{name}"
            for year, name in ((2002, "anonymous"), (2003, "name-withheld"), (2004, "name-withheld"))
        ),
    ]
    assert found.unused == ("row 2: Sudanese activist = Anonymous",)


def test_decisions_win_over_names() -> None:
    rows = (
        recognition("palme", 2006, "Kofi Annan", country_codes="GH"),
        recognition("nobel", 2001, "Kofi Annan", country_codes="GH"),
        recognition("children", 2013, "James Kofi Annan", country_codes="GH"),
    )
    assert identified(*rows).recipients.height == 1
    found = identified(*rows, same=[("Kofi Annan", "children-2013-james-kofi-annan", "different")])
    assert found.recipients["recipient_id"].to_list() == ["james-kofi-annan", "kofi-annan"]
    named = identified(
        recognition("river", 2001, "Ada and Ben", kind="people", persons="Ada Lark; Ben Reed"),
        recognition("stone", 2002, "Adelaide Thrush"),
        same=[("river-2001-ada-and-ben > Ada Lark", "stone-2002-adelaide-thrush", "same")],
    )
    assert roles(named, "river-2001-ada-and-ben") >= {("ada-lark", "named person")}
    assert roles(named, "stone-2002-adelaide-thrush") == {("ada-lark", "recipient")}


def test_decisions_that_cannot_be_kept_are_errors() -> None:
    rows = [recognition("river", 2000 + number, name) for number, name in enumerate(("Ann Oak", "Bea Elm", "Cy Ash"))]
    chain = [("Ann Oak", "Bea Elm", "same"), ("Bea Elm", "Cy Ash", "same"), ("Ann Oak", "Cy Ash", "different")]
    with pytest.raises(ValueError, match=r"same\.csv: .* both same and different"):
        identified(*rows, same=chain)
    with pytest.raises(ValueError, match=r"same\.csv row 2: verdict 'alike'"):
        identified(*rows, same=[("Ann Oak", "Bea Elm", "alike")])
    with pytest.raises(ValueError, match=r"same\.csv row 2: .* name the same mention"):
        identified(*rows, same=[("Ann Oak", "Ann Oak", "different")])
    with pytest.raises(ValueError, match=r"same\.csv: no column verdict"):
        empty = pl.DataFrame(schema={"left": pl.String, "right": pl.String})
        identify(pl.DataFrame(rows, schema=RECOGNITION_SCHEMA), pl.DataFrame(schema=STATEMENT_SCHEMA), empty)


def test_a_merge_is_undone_by_a_decision_and_ids_are_redirected_not_reused() -> None:
    rows = (
        recognition("river", 2001, "Swetlana Gannuschkina", country_codes="RU"),
        recognition("stone", 2005, "Svetlana Gannushkina", country_codes="RU"),
    )
    apart = identified(*rows, same=[(rows[0]["recognition_id"], rows[1]["recognition_id"], "different")])
    assert recipients_of(apart) == ["swetlana-gannuschkina", "svetlana-gannushkina"]
    merged = identified(*rows)
    moved = redirected(apart.recognition_recipients, merged.recognition_recipients)
    assert moved.rows() == [("svetlana-gannushkina", "swetlana-gannuschkina")]
    redirects = release_redirects(KNOWN, apart.recognition_recipients, merged.recognition_recipients)
    assert redirects.rows() == [
        ("svetlana-gannushkina", "swetlana-gannuschkina", rows[1]["recognition_id"], "2026-11-24")
    ]
    third = recognition("hill", 2009, "Svetlana Gannushkina", country_codes="KZ")
    different = ("hill-2009-svetlana-gannushkina", rows[1]["recognition_id"], "different")
    later = identified(*rows, third, same=[different], redirects=redirects)
    assert "svetlana-gannushkina" not in later.recipients["recipient_id"].to_list()
    assert later.recipients.height == 2
    undone = (rows[0]["recognition_id"], rows[1]["recognition_id"], "different")
    again = identified(*rows, same=[undone], redirects=redirects)
    assert recipients_of(again) == recipients_of(apart)
    assert release_redirects(redirects, merged.recognition_recipients, again.recognition_recipients).is_empty()


KNOWN = pl.DataFrame(schema=SCHEMA)


def release_redirects(known: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    tables = [
        {
            "recognition_recipients": links,
            "recognitions": links.select(
                "recognition_id", year=pl.col("recognition_id").str.extract(r"-(\d{4})-").cast(pl.Int64)
            ).unique(),
        }
        for links in (before, after)
    ]
    return carried_on(known, tables[0], tables[1], "2026-11-24")


def test_a_redirect_leads_to_who_is_there_over_several_steps() -> None:
    ids = ("adda-lark", "ada-larck", "ada-lark")
    builds = [
        pl.DataFrame(
            [("river-2001-ada", name, "recipient"), ("hill-2002-bo", "bo-finch", "recipient")],
            schema=["recognition_id", "recipient_id", "role"],
            orient="row",
        )
        for name in ids
    ]
    first = release_redirects(KNOWN, builds[0], builds[1])
    second = release_redirects(first, builds[1], builds[2])
    assert second.select("recipient_id", "redirect").rows() == [("ada-larck", "ada-lark"), ("adda-lark", "ada-lark")]
    # A release that changed nothing carries them on; one in which the recipient is gone does not name them.
    assert release_redirects(second, builds[2], builds[2]).equals(second)
    assert release_redirects(second, builds[2], builds[2][1:]).is_empty()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,b,c\n", "expected recipient_id"),
        ("recipient_id,redirect,named_in,date\na,b,,\na,c,,\n", "row 3: 'a' → 'c' is"),
    ],
)
def test_a_list_of_redirects_that_cannot_be_used_is_refused_by_row(tmp_path, rows, message) -> None:
    file = tmp_path / "redirects.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(DecisionError, match=message):
        read_redirects(file)


def test_later_recognitions_move_no_id() -> None:
    first = recognition("river", 2001, "Swetlana Gannuschkina", country_codes="RU")
    later = [recognition("stone", 2005 + year, "Svetlana Gannushkina", country_codes="RU") for year in range(4)]
    for number in range(len(later) + 1):
        found = identified(first, *later[:number])
        assert set(recipients_of(found)) == {"swetlana-gannuschkina"}
    assert found.recipients["name"].item() == "Svetlana Gannushkina"


_NAMES = st.sampled_from(
    [
        "Ada Lark",
        "Lark, Ada",
        "Ada B. Lark",
        "Aida Larck",
        "Anonymous",
        "Ada",
        "Oak Union",
        "Union of Oaks (UO)",
        "UO",
        "王",
        "!",
    ]
)
_ROWS = st.lists(
    st.tuples(
        _NAMES,
        st.sampled_from(["person", "organization", "people", "mixed"]),
        st.sampled_from(["NA", "BR", None]),
        st.sampled_from([None, "Ada Lark; Bo Finch"]),
        st.sampled_from([None, "Oak Union; UO"]),
    ),
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.integers(0, 10))
def test_tables_fit_their_contracts_whatever_the_order(entries: list[tuple[Any, ...]], seed: int) -> None:
    rows = [
        recognition(
            f"award_{number}",
            2000 + number,
            name,
            kind=kind,
            country_codes=country,
            persons=persons,
            affiliation=bodies,
        )
        for number, (name, kind, country, persons, bodies) in enumerate(entries)
    ]
    found = identified(*rows)
    shuffled = identified(*random.Random(seed).sample(rows, len(rows)))
    for table in ("recipients", "recipient_names", "recognition_recipients"):
        frame = getattr(found, table)
        assert frame.equals(getattr(shuffled, table))
        assert dict(frame.schema) == polars_schema(TABLE_BY_NAME[table])
        assert frame.unique(TABLE_BY_NAME[table].primary_key).height == frame.height
    assert found.recipients["recipient_id"].str.contains(r"^[a-z0-9-]+$").all()
    whole = found.recognition_recipients.filter(pl.col("role") == "recipient")
    assert whole["recognition_id"].sort().to_list() == sorted(row["recognition_id"] for row in rows)
    assert set(found.recognition_recipients["recipient_id"]) == set(found.recipients["recipient_id"])
    assert set(found.recipient_names["recipient_id"]) == set(found.recipients["recipient_id"])


def test_pairs_are_labelled_without_contradiction() -> None:
    """Pairs labelled the same must not tie together two sides that are labelled different."""
    mentions, pairs = labelled_mentions()
    groups, _ = cluster(mentions, [(p.left, p.right) for p in pairs if p.same], [], threshold=float("inf"))
    assert [p for p in pairs if not p.same and groups[p.left] == groups[p.right]] == []


def test_labelled_pairs_are_listed_once() -> None:
    with (Path(__file__).parent / "identity_pairs.csv").open(encoding="utf-8", newline="") as lines:
        keys = [tuple(row.values())[:10] for row in csv.DictReader(lines)]
    assert len(keys) == len(set(itertools.chain(keys)))


@pytest.mark.parametrize(
    ("left", "right", "country", "other_country", "one"),
    [
        ("COFADEH", "Comité de Familiares de Detenidos Desaparecidos en Honduras", "HN", "HN", True),
        ("WOZA", "Women of Zimbabwe Arise", "ZW", "ZW", True),
        ("CPJ", "Committee to Protect Journalists", "US", "KE", False),
        ("ICRC", "International Committee of the Red Cross", "CH", "CH", True),
        ("LDH", "Ligue des droits de l’Homme", "BE", "FR", False),
        (
            "Comissão Pastoral da Terra (CPT) and Movimento Sem Terra (MST)",
            "Comissão Pastoral da Terra",
            "BR",
            "BR",
            False,
        ),
        ("Committee Against Torture", "Комитет против пыток", "RU", "RU", True),
        ("Association of Ukrainian Journalists", "Ассоциация украинских журналистов", "UA", "UA", True),
        ("Association of Ukrainian Journalists", "Ассоциация грузинских журналистов", "UA", "UA", False),
        ("Association of Journalists", "Union of Journalists", "GE", "GE", False),
    ],
)
def test_an_acronym_or_another_language_needs_the_country(
    left: str, right: str, country: str, other_country: str, one: bool
) -> None:
    mentions = [
        _mention(number, (name, code, "organization", "award", "2000"))
        for number, (name, code) in enumerate(((left, country), (right, other_country)))
    ]
    groups, _ = cluster(mentions, [], [])
    assert (groups[0] == groups[1]) is one


@pytest.mark.parametrize(
    ("written", "latin", "one"),
    [("박원순", "Park Won-soon", True), ("김대중", "Kim Dae-jung", True), ("김대중", "Park Dae-jung", False)],
)
def test_korean_surnames_have_their_usual_spelling(written: str, latin: str, one: bool) -> None:
    mentions = [_mention(n, (name, "KR", "person", "award", "2000")) for n, name in enumerate((written, latin))]
    groups, _ = cluster(mentions, [], [])
    assert (groups[0] == groups[1]) is one


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("شیرین عبادی", "Shirin Ebadi"),
        ("توكل كرمان", "Tawakkol Karman"),
        ("कैलाश सत्यार्थी", "Kailash Satyarthi"),
        ("እስክንድር ነጋ", "Eskinder Nega"),
        ("رائف بدوي", "Raef Badawi"),
        ("زينب الخواجة", "Zainab al-Khawaja"),
    ],
)
def test_vowels_that_a_script_leaves_out_or_adds_as_marks_do_not_part_a_name(written: str, latin: str) -> None:
    mentions = [_mention(n, (name, "IR", "person", "award", "2000")) for n, name in enumerate((written, latin))]
    groups, _ = cluster(mentions, [], [])
    assert groups[0] == groups[1]
