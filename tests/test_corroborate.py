"""Corroboration: which statements of an edition are one honour, which year stands, and where contradictions go."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl

from scrapers.statements import STATEMENT_SCHEMA, looks_broken
from warehouse.corroborate import Corroborated, corroborate
from warehouse.rulings import Decision, Decisions

RANKS = {"official": 1, "wikipedia": 3, "other": 4}


def statement(name: str, year: int | None = 2000, source: str = "wikipedia", **given: Any) -> dict[str, Any]:
    """A statement with plausible values; every source is one capture."""
    row = dict.fromkeys(STATEMENT_SCHEMA) | {
        "source_id": f"some_prize/{source}",
        "capture_sha256": hashlib.sha256(source.encode()).hexdigest(),
        "place": "li[1]",
        "award_id": "some_prize",
        "year": year,
        "name": name,
        "as_published": name,
        "status": "awarded",
        "shape": "person",
        "language": "en",
        "origin": "transcription",
        "rank": RANKS.get(source, 4),
        "lineage": source,
        "url": f"https://{source}.example/",
        "cut": False,
        "line": name,
    }
    return row | given


def together(*rows: dict[str, Any], decisions: dict[str, list[Decision]] | None = None) -> Corroborated:
    numbered = [row | {"statement_id": f"{row['source_id']}#{n}"} for n, row in enumerate(rows, start=1)]
    return corroborate("some_prize", pl.DataFrame(numbered, schema=STATEMENT_SCHEMA), Decisions(decisions or {}))


def published(result: Corroborated) -> list[tuple[int, str, str]]:
    return [
        (row["year"], row["name"], row["corroboration"]) for row in result.recognitions.sort("year", "name").to_dicts()
    ]


def outcomes(result: Corroborated) -> list[str]:
    return sorted(result.fates["outcome"])


def test_spellings_of_one_name_corroborate_when_their_lineages_differ() -> None:
    result = together(
        statement("Anatoly Marchenko", source="official"),
        statement("Anatoli Martschenko", source="wikipedia", language="de"),
    )
    assert published(result) == [(2000, "Anatoly Marchenko", "corroborated")]
    same_lineage = together(
        statement("Anatoly Marchenko"),
        statement("Anatoli Martschenko", source="wikipedia-de", lineage="wikipedia", language="de"),
    )
    assert published(same_lineage) == [(2000, "Anatoly Marchenko", "single")]


def test_relatives_in_one_edition_stay_apart() -> None:
    result = together(statement("Uri Avnery"), statement("Rachel Avnery"), statement("Uri Avnery", source="official"))
    assert [name for _, name, _ in published(result)] == ["Rachel Avnery", "Uri Avnery"]


def test_a_translated_body_is_matched_when_nothing_else_is_left() -> None:
    result = together(
        statement("Students for Sarajevo", shape="body"),
        statement("Wei Jingsheng"),
        statement("Föräldragruppen i Klippan", source="other", language="sv", shape="body"),
        statement("Wei Jingsheng", source="other", language="sv"),
    )
    assert len(published(result)) == 2
    assert (2000, "Students for Sarajevo", "corroborated") in published(result)


def test_two_bodies_of_one_language_are_not_matched_by_elimination() -> None:
    result = together(
        statement("Students for Sarajevo", shape="body"), statement("Parents of Klippan", source="other", shape="body")
    )
    assert len(published(result)) == 2


def test_a_line_of_run_together_names_is_a_summary() -> None:
    result = together(
        statement("Élie Ducommun", source="official"),
        statement("Charles Albert Gobat", source="official"),
        statement("Elie Ducommun Charles Albert Gobat", source="other"),
    )
    assert len(published(result)) == 2
    assert outcomes(result).count("summary") == 1


def test_a_joint_line_on_one_page_meets_separate_lines_on_others() -> None:
    joint = statement(
        "A B and C D",
        source="other",
        shape="people",
        persons="Ana Bello; Carl Dorn",
        as_published="Ana Bello and Carl Dorn",
    )
    result = together(statement("Ana Bello", source="official"), statement("Carl Dorn", source="official"), joint)
    assert [name for _, name, _ in published(result)] == ["Ana Bello", "Carl Dorn"]
    assert "summary" in outcomes(result)


def test_a_reviewed_joint_record_keeps_its_members() -> None:
    record = statement(
        "Ana Bello and Carl Dorn",
        source="cited",
        origin="cited",
        shape="people",
        persons="Ana Bello; Carl Dorn",
        language=None,
    )
    result = together(record, statement("Ana Bello", source="other"), statement("Carl Dorn", source="other"))
    assert [name for _, name, _ in published(result)] == ["Ana Bello and Carl Dorn"]


def own_words(*records: tuple[str, str]) -> list[str | None]:
    rows = [
        statement(name, source=f"c{n}", origin="cited", as_published=text) for n, (name, text) in enumerate(records)
    ]
    return together(*rows).recognitions.sort("name")["name_as_published"].to_list()


def test_a_record_s_words_are_those_of_its_own_entry() -> None:
    assert own_words(("Ana Bello", "2018 Award | Ana Bello (Peru)")) == ["Ana Bello (Peru)"]
    assert own_words(("Ana Bello Ruiz", "Ana Bello Ruiz ... “Defensora del Año”")) == ["Ana Bello Ruiz"]
    assert own_words(("Ana Bello", "Ana Bello (South), Carl Dorn (North)"), ("Carl Dorn", "Carl Dorn (North)")) == [
        None,
        "Carl Dorn (North)",
    ]
    line = "Ana Bello en de Nederlandse krijgsmacht"
    assert own_words(("Ana Bello", line), ("Dutch armed forces", line)) == [None, None]


def test_a_recognition_is_not_published_in_the_words_for_one_who_stood_for_it() -> None:
    record = statement(
        "Peace movement of Examplia",
        source="cited",
        origin="cited",
        shape="mixed",
        persons="Ana Bello; Carl Dorn",
        as_published=None,
        language=None,
    )
    pair = {"award_id": "some_prize", "year": "2000", "left": record["name"], "right": "C. D. Elm", "verdict": "same"}
    same = Decision("matches", 2, pair)
    result = together(record, statement("C. D. Elm", source="other"), decisions={"matches": [same]})
    assert result.recognitions.select("name", "name_as_published").rows() == [(record["name"], None)]


def test_an_honour_under_two_years_is_a_conflict_and_no_second_recognition() -> None:
    result = together(
        statement("Nasrin Sotoudeh", 2012, "official"),
        statement("Nasrin Sotoudeh", 2012, "other"),
        statement("Nasrin Sotoudeh", 2011, "wikipedia"),
    )
    assert published(result) == [(2012, "Nasrin Sotoudeh", "disputed")]
    (conflict,) = result.conflicts.to_dicts()
    assert (conflict["field"], conflict["ours"], conflict["theirs"]) == ("year", "2012", "2011")


def test_a_body_honoured_twice_by_its_own_list_stays_twice() -> None:
    result = together(
        statement("International Committee of the Red Cross", 1917, "official", shape="body"),
        statement("International Committee of the Red Cross", 1944, "official", shape="body"),
    )
    assert [year for year, _, _ in published(result)] == [1917, 1944]


def test_another_country_is_kept_as_a_conflict() -> None:
    result = together(
        statement("Leopold Kohr", source="official", country_codes="AT"),
        statement("Leopold Kohr", source="other", country_codes="AU"),
    )
    assert result.recognitions["country_codes"].to_list() == ["AT"]
    assert result.conflicts.select("field", "ours", "theirs").rows() == [("country", "AT", "AU")]
    assert sorted(result.fates["outcome"]) == ["differs", "supports"]


def test_entries_without_a_year_confirm_and_never_create() -> None:
    result = together(
        statement("Robert Brown", source="official"),
        statement("Robert Brown", None, "other"),
        statement("Lois Gibbs", None, "other"),
    )
    assert published(result) == [(2000, "Robert Brown", "corroborated")]
    assert outcomes(result).count("no year") == 1


def test_a_cut_last_line_is_a_leftover_unless_another_source_has_it() -> None:
    confirmed = together(statement("Arnold Tsunga", source="official"), statement("Arno", source="other", cut=True))
    assert published(confirmed) == [(2000, "Arnold Tsunga", "corroborated")]
    alone = together(statement("Akbar Ganji", source="other"), statement("Arno", source="other", cut=True))
    assert [name for _, name, _ in published(alone)] == ["Akbar Ganji"]
    assert alone.cut == ["some_prize/other#2"]


def test_what_a_broken_off_line_looks_like() -> None:
    peers = [
        statement(f"Name Number{n}", line=f"200{n}: Name Number{n} (Iran)", country_as_published="Iran")
        for n in range(5)
    ]
    assert looks_broken(statement("Arno", line="2006: Arno"), peers)
    assert looks_broken(statement("Mutabar Tadjibaeva", line="2008: Mutabar Tadjibaeva ("), peers)
    whole = statement(
        "Maria Bashir",
        line="2011: Maria Bashir (Afghanistan)",
        as_published="Maria Bashir (Afghanistan)",
        country_as_published="Afghanistan",
    )
    assert not looks_broken(whole, peers)


def test_an_alias_gives_the_english_name_and_a_ruling_sets_a_statement_aside() -> None:
    alias = Decision(
        "aliases",
        2,
        {
            "name": "Parents' group in Klippan",
            "alias": "Föräldragruppen i Klippan",
            "language": "sv",
            "reason": "translation",
            "decided_by": "x",
            "date": "2026-11-23",
        },
    )
    result = together(
        statement("Föräldragruppen i Klippan", language="sv", shape="body"), decisions={"aliases": [alias]}
    )
    assert [name for _, name, _ in published(result)] == ["Parents' group in Klippan"]
    ruling = Decision(
        "conflicts",
        2,
        {
            "award_id": "some_prize",
            "source_id": "some_prize/other",
            "year": "2000",
            "name": "Wrong Name",
            "ruling": "overruled",
            "reason": "the page's own error",
            "decided_by": "x",
            "date": "2026-11-23",
        },
    )
    result = together(
        statement("Right Name", source="official"),
        statement("Wrong Name", source="other"),
        decisions={"conflicts": [ruling]},
    )
    assert [name for _, name, _ in published(result)] == ["Right Name"]
    assert "overruled" in outcomes(result)


def test_every_statement_has_one_fate() -> None:
    rows = [
        statement(f"Person {chr(65 + n)}son", 1990 + n % 3, ["official", "other", "wikipedia"][n % 3]) for n in range(9)
    ]
    result = together(*rows)
    assert sorted([*result.fates["statement_id"], *result.cut]) == sorted(
        f"{row['source_id']}#{n}" for n, row in enumerate(rows, start=1)
    )


def test_ids_are_readable_and_unique() -> None:
    result = together(
        statement("Ana Bello", category="North", shape="person", country_codes="PE"),
        statement("Ana Bello", category="South", country_codes="FR"),
    )
    assert result.recognitions["recognition_id"].n_unique() == result.recognitions.height
    assert result.recognitions["recognition_id"][0].startswith("some_prize-2000-ana-bello")
