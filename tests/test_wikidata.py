"""Wikidata as a source: what is asked, answers of the documented shape from 127.0.0.1, items and types for identity and coding, gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from scrapers.captures.store import store_of
from scrapers.layouts import LayoutError
from scrapers.layouts.answers import read_answer
from scrapers.registry import AwardError, load_award
from scrapers.structured.wikidata import (
    ENDPOINT,
    MOST_ROWS,
    SOURCE_NAME,
    AnswerError,
    Honour,
    address,
    query,
    read_honours,
)
from scrapers.web.crawl import Task, crawl
from tests.site import QUICK, Answer, Site, running_site
from tests.test_identity import identified, recipients_of, recognition
from warehouse.wikidata import accepted_honours, by_item, gaps, items_of, latest_honours, with_items, with_types

COLUMNS = ("statement", "item", "itemLabel", "year", "types")
ENTITY = "http://www.wikidata.org/entity/"
HUMAN, BODY = "Q5", "Q163740"


def binding(number: int, item: str, label: str, year: int | None, *types: str) -> dict[str, dict[str, str]]:
    """One row of the answer, as the query service writes it (SPARQL 1.1 Query Results JSON Format)."""
    row = {
        "statement": {"type": "uri", "value": f"{ENTITY}statement/{item}-{number:08d}"},
        "item": {"type": "uri", "value": ENTITY + item},
        "itemLabel": {"type": "literal", "xml:lang": "en", "value": label},
        "types": {"type": "literal", "value": " ".join(ENTITY + one for one in types)},
    }
    if year is not None:
        integer = "http://www.w3.org/2001/XMLSchema#integer"
        row["year"] = {"type": "literal", "datatype": integer, "value": str(year)}
    return row


ROWS = [
    binding(1, "Q101", "Ada Lark", 2001, HUMAN),
    binding(2, "Q102", "Riverbank Association", 2002, BODY),
    binding(3, "Q103", "Q103", 2003, HUMAN),
    binding(4, "Q104", "Bo Finch", None, HUMAN),
    binding(5, "Q105", "Only Theirs", 2004),
]


def answer(rows: list[dict] = ROWS, columns: tuple[str, ...] = COLUMNS) -> dict:
    return {"head": {"vars": list(columns)}, "results": {"bindings": rows}}


def test_the_question_goes_through_statement_nodes() -> None:
    asked = query("Q35637")
    for part in ("p:P166 ?statement", "ps:P166 wd:Q35637", "pq:P585", "p:P31", "ps:P31", "wikibase:DeprecatedRank"):
        assert part in asked
    assert "wdt:" not in asked
    assert f"LIMIT {MOST_ROWS}" in asked
    parts = urlsplit(address("Q35637"))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == ENDPOINT
    assert parse_qs(parts.query) == {"format": ["json"], "query": [asked]}
    with pytest.raises(ValueError, match="no Wikidata item"):
        query("Q1 } DROP")


def test_an_answer_is_read_whole() -> None:
    honours = read_honours(answer())
    assert [(one.item, one.label, one.year, one.is_human) for one in honours] == [
        ("Q101", "Ada Lark", 2001, True),
        ("Q102", "Riverbank Association", 2002, False),
        ("Q103", None, 2003, True),
        ("Q104", "Bo Finch", None, True),
        ("Q105", "Only Theirs", 2004, None),
    ]
    reading = read_answer(json.dumps(answer()).encode())
    assert [(row.text, row.year) for row in reading.rows] == [
        ("Ada Lark", 2001),
        ("Riverbank Association", 2002),
        ("Bo Finch", None),
        ("Only Theirs", 2004),
    ]
    assert [(one.reason, one.text, one.year) for one in reading.leftovers] == [("ignored", "Q103 has no name", 2003)]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (answer(columns=COLUMNS[:3]), "no column types, year"),
        (answer(ROWS * (MOST_ROWS // len(ROWS))), "some may be missing"),
        (answer([ROWS[0] | {"item": {"value": "https://example.org/x"}}]), r"bindings\[0\]: .* is no item"),
        (answer([ROWS[0] | {"year": {"value": "t123"}}]), r"bindings\[0\]: .*t123"),
    ],
)
def test_an_answer_to_another_question_is_refused(wrong: dict, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        read_honours(wrong)
    with pytest.raises(LayoutError, match=message):
        read_answer(json.dumps(wrong).encode())


def test_an_item_in_award_yaml_makes_wikidata_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "river_prize"
    folder.mkdir()
    text = "id: river_prize\nname: River Prize\nwikidata_item: {}\nsources:\n- {{name: page, url: 'https://example.org/'}}\n"
    (folder / "award.yaml").write_text(text.format("Q35637"), encoding="utf-8")
    source = load_award(folder).sources[-1]
    assert (source.name, source.url, source.resolved_lineage) == (SOURCE_NAME, address("Q35637"), "wikipedia")
    assert source.layout and source.layout.type == "json"
    (folder / "award.yaml").write_text(text.format("35637"), encoding="utf-8")
    with pytest.raises(AwardError, match="wikidata_item"):
        load_award(folder)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as one:
        yield one


PATH = "/sparql?" + urlsplit(address("Q35637")).query


def crawled(tmp_path: Path, site: Site, said: dict) -> str:
    """The verdict on an answer that the site gives."""
    folder = tmp_path / "awards/river_prize"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "award.yaml").write_text(
        f"id: river_prize\nname: River Prize\nsources:\n- name: {SOURCE_NAME}\n  url: {site.url(PATH)}\n  http: true\n  layout: json\n",
        encoding="utf-8",
    )
    kind = {"Content-Type": "application/sparql-results+json;charset=utf-8"}
    site.put(PATH, Answer(json.dumps(said).encode(), headers=kind))
    award = load_award(folder)
    [result] = crawl([Task(award, folder, award.sources[0])], store_of(tmp_path / "home", {}), QUICK).results
    return result.verdict or result.outcome


def test_the_answer_is_crawled_kept_and_judged_as_any_other(tmp_path: Path, site: Site) -> None:
    assert crawled(tmp_path, site, answer()) == "accepted"
    asked = site.asked[-1]
    assert asked.path == PATH
    assert "hrd-awards" in asked.headers["User-Agent"]
    assert "application/sparql-results+json" in asked.headers["Accept"]
    assert [one.item for one in accepted_honours(tmp_path / "home")["river_prize"]] == [f"Q10{n}" for n in range(1, 6)]
    more = answer([*ROWS, binding(6, "Q106", "Cy Ash", 2005, HUMAN)])
    assert crawled(tmp_path, site, more) == "accepted"
    # Who was there and is there no more is for a person to look at; the last good answer serves on.
    assert crawled(tmp_path, site, answer(ROWS[1:])) == "quarantined"
    assert len(accepted_honours(tmp_path / "home")["river_prize"]) == len(ROWS) + 1
    latest = latest_honours(store_of(tmp_path / "home", {}), "river_prize")
    assert latest is not None and len(latest) == len(ROWS) - 1


RECOGNITIONS = pl.DataFrame(
    [
        ("river_prize-2001-ada-larck", "river_prize", 2001, "Ada Larck", "person"),
        ("river_prize-2002-riverbank", "river_prize", 2002, "Riverbank Association", "person"),
        ("river_prize-2005-bo-finch", "river_prize", 2005, "Bo Finch", "person"),
        ("river_prize-2006-only-ours", "river_prize", 2006, "Only Ours", "person"),
        ("stone_medal-2001-ada-lark", "stone_medal", 2001, "Ada Lark", "person"),
    ],
    schema=["recognition_id", "award_id", "year", "name", "kind"],
    orient="row",
)
HONOURS = {
    "river_prize": read_honours(answer()),
    "stone_medal": [Honour("Q101", "Ada Lark", 2001, (HUMAN,), "x")],
}


def test_recognitions_get_items_and_what_they_are() -> None:
    items = items_of(RECOGNITIONS, HONOURS)
    assert sorted(items.rows()) == [
        ("river_prize-2001-ada-larck", "Q101", "person"),
        ("river_prize-2002-riverbank", "Q102", "body"),
        ("river_prize-2005-bo-finch", "Q104", "person"),
        ("stone_medal-2001-ada-lark", "Q101", "person"),
    ]
    assert by_item(items) == [["river_prize-2001-ada-larck", "stone_medal-2001-ada-lark"]]
    entries = RECOGNITIONS.select("recognition_id", shape=pl.lit(["unknown"]))
    told = dict(with_types(entries, items).select("recognition_id", "shape").rows())
    assert told["river_prize-2002-riverbank"] == ["unknown", "body"]
    assert told["river_prize-2006-only-ours"] == ["unknown"]
    assert with_types(entries, items.clear()).equals(entries)


def test_an_item_goes_to_one_recipient_or_none() -> None:
    items = items_of(RECOGNITIONS, HONOURS)
    ids = RECOGNITIONS["recognition_id"].to_list()
    recipients = pl.DataFrame(
        {"recipient_id": ["ada", "bank", "bo"], "wikidata_id": [None] * 3, "name": ["A", "B", "C"]}
    )
    one = pl.DataFrame({"recognition_id": ids, "recipient_id": ["ada", "bank", "bo", "bo", "ada"]})
    assert with_items(recipients, one, items)["wikidata_id"].to_list() == ["Q101", "Q102", "Q104"]
    two = one.with_columns(recipient_id=pl.Series(["ada", "bank", "bo", "bo", "bo"]))
    assert with_items(recipients, two, items)["wikidata_id"].to_list() == ["Q101", "Q102", None]


def test_recognitions_of_one_item_are_one_recipient_unless_decided() -> None:
    rows = (recognition("river", 2001, "Ada Lark", country_codes="BR"), recognition("stone", 2005, "A. L. Wren"))
    ids = [row["recognition_id"] for row in rows]
    assert len(set(recipients_of(identified(*rows)))) == 2
    assert len(set(recipients_of(identified(*rows, told=[ids])))) == 1
    apart = [(*ids, "different")]
    assert len(set(recipients_of(identified(*rows, told=[ids], same=apart)))) == 2


def test_gaps_show_what_only_one_of_both_has() -> None:
    found = gaps(RECOGNITIONS, {"river_prize": HONOURS["river_prize"]})
    shown = found.select("where", "name", "wikidata_id").rows()
    assert shown == [
        ("both", "Ada Larck", "Q101"),
        ("kind", "Riverbank Association", "Q102"),
        ("wikidata", None, "Q103"),
        ("wikidata", None, "Q105"),
        ("both", "Bo Finch", "Q104"),
        ("ours", "Only Ours", None),
    ]


def test_the_command_compares_a_saved_answer(tmp_path: Path) -> None:
    tables = tmp_path / "releases/latest/parquet"
    tables.mkdir(parents=True)
    RECOGNITIONS.write_parquet(tables / "recognitions.parquet")
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps(answer()), encoding="utf-8")

    def call(*arguments: str):
        return CliRunner().invoke(main, ["gaps", *arguments, "--home", str(tmp_path)])

    told = call("river_prize", "--answer", str(saved), "--format", "json")
    assert [row["where"] for row in json.loads(told.stdout)] == ["kind", "wikidata", "wikidata", "ours"]
    assert "2 in both, 1 in both with another kind, 1 only here, 2 only in Wikidata" in told.stderr
    assert call("--query", "Q35637").stdout.strip() == query("Q35637")
    assert call("--query", "35637").exit_code == 2
    assert call("no_award", "--answer", str(saved)).exit_code == 2
    nothing = call("river_prize")
    assert nothing.exit_code == 1
    assert "wikidata_item" in nothing.stderr
    saved.write_text("[]", encoding="utf-8")
    wrong = call("river_prize", "--answer", str(saved))
    assert wrong.exit_code == 1
    assert "is no SPARQL answer" in wrong.stderr
