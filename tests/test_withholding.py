"""A withheld name is in no published file, old or new, in no spelling; what was counted still counts; and it can be reversed."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import os
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from schemas.contracts import check_all
from schemas.vocabulary import Kind
from scrapers.names import alike
from tests import factory
from tests.test_release import DOCUMENTS, INPUTS, NOVEMBER, publish_to, with_recognition
from warehouse.coding import code
from warehouse.coding.entries import entries_of
from warehouse.release import store
from warehouse.release.model import Index
from warehouse.release.publish import ExtraFiles, checksums, publish
from warehouse.release.targets import copy_releases
from warehouse.release.verify import verify
from warehouse.site import SITE
from warehouse.trend import collective_share
from warehouse.withholding.entries import (
    Checker,
    WithholdingError,
    name_keys,
    new_entry,
    read_entries,
    token,
    write_entries,
)
from warehouse.withholding.reissue import reissue
from warehouse.withholding.requests import find_subject, keep_withheld, restore, withhold
from warehouse.withholding.spellings import Replacer, find_traces, spellings_of
from warehouse.withholding.tables import WITHHELD_NAME, recall_names, with_recorded_votes, withhold_tables

DAY = date(2026, 12, 1)
LISTED = Path("decisions/withheld.csv")
MIXED = "river_prize-2011-r3"


def dataset():
    """The factory's tables with a mixed entry that names a person and a body of other entries, and many places for a name to hide."""
    tables = factory.tables()
    links = tables["recognition_recipients"].to_dicts()
    links += [
        {"recognition_id": MIXED, "recipient_id": "recipient-0", "role": "named person"},
        {"recognition_id": MIXED, "recipient_id": "recipient-1", "role": "affiliation"},
    ]
    tables["recognition_recipients"] = factory.frame("recognition_recipients", links)
    recipients = tables["recipients"].to_dicts()
    for row in recipients:
        if row["recipient_id"] == "recipient-0":
            row |= {"recognitions": 2, "last_year": 2011, "recipient_id": "recipient-0"}
    tables["recipients"] = factory.frame("recipients", recipients)
    names = tables["recipient_names"].to_dicts()
    names += [
        {"recipient_id": "recipient-0", "name": "Эйда Экзампл", "language": "ru"},
        {"recipient_id": "recipient-0", "name": "ÁDA EXAMPLE", "language": "hu"},
    ]
    tables["recipient_names"] = factory.frame("recipient_names", names)
    tables = with_recognition(tables, 3, persons="Ada Example", affiliation="Riverbank Association")
    tables = with_recognition(tables, 0, source_url="https://example.org/2001/ada-example-wins")
    awards = tables["awards"].to_dicts()
    awards[0]["coverage_note"] = "In 2001 only Ada Example was found."
    tables["awards"] = factory.frame("awards", awards)
    return tables


NAMES = ("Ada Example", "Эйда Экзампл", "ÁDA EXAMPLE")


@pytest.fixture(scope="module")
def entry():
    kinds = {("river_prize", 2001): Kind.PERSON, ("river_prize", 2011): Kind.MIXED}
    return new_entry(3, NAMES, "danger", DAY, Kind.PERSON, kinds)


def test_spellings_share_a_key_and_other_names_do_not():
    known = name_keys("Anatoly Marchenko", all_readings=True)
    for spelling in ("Marchenko, Anatoly", "Dr. ANATOLY MARCHENKO", "Анатолий Марченко", "Anatoli Martschenko"):
        assert known & name_keys(spelling), spelling
    for other in ("Anatoly Shcharansky", "Larisa Marchenko", "Ana Mar"):
        assert not known & name_keys(other), other
    assert name_keys("…") == frozenset()


def test_the_list_keeps_no_name_and_comes_back_equal(entry, tmp_path):
    path = tmp_path / "withheld.csv"
    assert read_entries(path) == ()
    voted = replace(entry, votes={("river_prize", 2001): "person"})
    for one in (voted, entry):
        write_entries(path, [one])
        assert read_entries(path) == (one,)
    text = path.read_text(encoding="utf-8").lower()
    assert not any(word in text for word in ("example", "экзампл"))
    other = new_entry(4, NAMES, "danger", DAY, Kind.PERSON, {})
    assert {digest for _, digest in entry.marks}.isdisjoint(digest for _, digest in other.marks)


def test_a_broken_list_is_refused_with_its_row(entry, tmp_path):
    path = tmp_path / "withheld.csv"
    write_entries(path, [entry, entry])
    with pytest.raises(WithholdingError, match="stands twice"):
        read_entries(path)
    path.write_text(path.read_text(encoding="utf-8").replace("person", "nobody", 1), encoding="utf-8")
    with pytest.raises(WithholdingError, match="row 2"):
        read_entries(path)
    write_entries(path, [replace(entry, votes={("river_prize", 2001): "perhaps"})])
    with pytest.raises(WithholdingError, match="row 2: vote 'perhaps' is not one of body, person, open"):
        read_entries(path)
    with pytest.raises(WithholdingError, match="not one of"):
        new_entry(1, NAMES, "no reason", DAY, Kind.PERSON, {})


def test_a_new_spelling_is_found_and_strangers_are_not(entry, tmp_path):
    checker = Checker([entry], tmp_path / "private/cleared.json")
    found = checker.check(["Example, Ada", "Ada Exampel", "Ben Example", "Ada Smith", token(3), token(4)])
    assert found == {"Example, Ada": 3, token(3): 3}
    assert checker.seen == {"Example, Ada": 3}
    again = Checker([entry], tmp_path / "private/cleared.json")
    assert again.check(["Example, Ada", "Ben Example"]) == {"Example, Ada": 3}


def test_tokens_are_unlike_each_other():
    tokens = [token(number) for number in range(1, 41)]
    assert len(set(tokens)) == len(tokens)
    assert max(alike(one, other) for one in tokens for other in tokens if one != other) < 0.6


def test_tables_lose_the_name_and_keep_every_count(entry):
    before = dataset()
    after = withhold_tables(before, Checker([entry]))
    check_all(after)
    for name in ("recognitions", "statements", "recognition_recipients", "conflicts", "leftovers", "coverage"):
        if name != "recognition_recipients":
            assert after[name].height == before[name].height
    assert collective_share(after["recognitions"]).equals(before["collective_share"])
    withheld = after["recognitions"].filter(pl.col("name") == WITHHELD_NAME)
    assert withheld.select("recognition_id", "kind", "mode").rows() == [
        ("river_prize-2001-withheld-3", "person", "individual"),
        ("river_prize-2011-withheld-3", "mixed", "mixed"),
    ]
    assert withheld["country_codes"].null_count() == withheld["persons"].null_count() == 2
    assert after["statements"].filter(name=WITHHELD_NAME)["statement_id"].to_list() == [
        "river_prize/cited#2001-withheld-3",
        "river_prize/list#2001-withheld-3",
        "river_prize/list#2011-withheld-3",
    ]
    text = "\n".join(frame.write_csv() for frame in after.values()).lower()
    for spelling in [*spellings_of(NAMES), "ada-example"]:
        assert spelling.lower() not in text
    assert "Riverbank Association" in after["recipients"]["name"]


def test_withheld_recognitions_are_not_linked_to_each_other_nor_to_their_bodies(entry):
    after = withhold_tables(dataset(), Checker([entry]))
    links = after["recognition_recipients"].filter(pl.col("recognition_id").str.contains("withheld")).rows()
    assert links == [
        ("river_prize-2001-withheld-3", "river-prize-2001-withheld-3", "recipient"),
        ("river_prize-2011-withheld-3", "river-prize-2011-withheld-3", "recipient"),
    ]
    assert "recipient-0" not in after["recipients"]["recipient_id"]


def test_withholding_twice_changes_nothing_more(entry):
    once = withhold_tables(dataset(), Checker([entry]))
    twice = withhold_tables(once, Checker([entry]))
    assert all(frame.equals(once[name]) for name, frame in twice.items())


def test_the_kind_is_kept_when_only_the_token_is_left(entry):
    tables = with_recognition(
        dataset(), 3, name=token(3), name_as_published=None, persons=None, kind="person", mode="individual"
    )
    after = withhold_tables(tables, Checker([entry]))["recognitions"]
    kinds = dict(after.filter(pl.col("name") == WITHHELD_NAME).select("year", "kind").rows())
    assert kinds == {2001: "person", 2011: "mixed"}


def test_the_kind_is_kept_when_what_is_left_of_the_entry_reads_otherwise(entry):
    """A page that joins the name to its body in another way leaves the body alone once the name is rewritten."""
    left = {"name": "Ada Example and Riverbank", "kind": "organization", "mode": "collective"}
    after = withhold_tables(with_recognition(dataset(), 3, **left), Checker([entry]))["recognitions"]
    kinds = dict(after.filter(pl.col("name") == WITHHELD_NAME).select("year", "kind").rows())
    assert kinds == {2001: "person", 2011: "mixed"}


def test_the_name_leaves_the_identifiers_of_others_too(entry):
    """A body that was called after the person in its first recognition, and goes by another name now."""
    tables = dataset()
    body = tables["recipients"].filter(name="Riverbank Association")["recipient_id"].item()
    renamed = {
        name: frame.with_columns(pl.col("recipient_id").replace(body, "ada-example-association"))
        if "recipient_id" in frame.columns
        else frame
        for name, frame in tables.items()
    }
    after = withhold_tables(renamed, Checker([entry]))
    check_all(after)
    moved = after["recipients"].filter(name="Riverbank Association")["recipient_id"].item()
    assert moved == "named-with-withheld-3"
    links = tables["recognition_recipients"].filter(recipient_id=body, role="recipient")["recognition_id"].to_list()
    assert after["recognitions"].filter(recipient_id=moved)["recognition_id"].to_list() == links
    text = "\n".join(frame.write_csv() for frame in after.values()).lower()
    assert not any(form.lower() in text for form in (*spellings_of(NAMES), "ada-example"))


def test_what_only_mentions_the_name_keeps_its_kind(place):
    home, tree = place
    shutil.rmtree(home / "releases")
    called = "Ada Example Ombuds Office"
    publish_to(home, with_recognition(dataset(), 8, name=called, name_as_published=called))
    subject = find_subject(home, "recipient-0", tree / "decisions")
    assert subject.recognitions[("stone_medal", 2015)] is Kind.INSTITUTION


def test_the_confidence_of_neighbours_rests_on_what_the_name_told_and_not_on_the_looks_of_its_token(place):
    home, tree = place
    before = coded_from(dataset(), None)
    entry = take_back(home, tree, recipient_of("river_prize-2002-r1")).entries[0]
    names = ("name", "name_as_published", "as_published", "affiliation")
    replacer = Replacer(entry.number, ["Riverbank Association"])
    left = dataset()
    for table in ("recognitions", "statements"):
        left[table] = left[table].with_columns(
            pl.col(column).map_elements(lambda text: replacer.replace(text)[0], pl.String)
            for column in names
            if column in left[table].columns
        )
    others = pl.col("recognition_id").is_in(["river_prize-2002-r1", MIXED]).not_()
    assert coded_from(left, Checker([entry])).filter(others).equals(before.filter(others))
    forgotten = replace(entry, votes={})
    assert not coded_from(left, Checker([forgotten])).filter(others).equals(before.filter(others))


def coded_from(tables, checker):
    """Confidences as the coder gives them to the entries of `tables`, to the last digit."""
    ranked = tables["statements"].join(tables["sources"].select("source_id", "rank"), on="source_id")
    entries = entries_of(tables["recognitions"], ranked)
    coded = code(with_recorded_votes(entries, checker) if checker else entries)
    return coded.select("recognition_id", "kind", "kind_confidence")


def test_nothing_is_done_without_entries():
    tables = dataset()
    assert all(frame is tables[name] for name, frame in withhold_tables(tables, Checker([])).items())


def test_a_live_source_that_gives_the_name_still_agrees_with_a_rewritten_one(entry):
    statements = pl.DataFrame(
        {
            "name": ["Ada Example", token(3), f"{token(3)} / Riverbank Association", "Ben Example"],
            "persons": [None, None, token(3), None],
        }
    )
    recalled = recall_names(statements, Checker([entry]))
    assert recalled["name"].to_list() == [
        "Ada Example",
        "Ada Example",
        "Ada Example / Riverbank Association",
        "Ben Example",
    ]
    assert recalled["persons"].to_list() == [None, None, "Ada Example", None]
    only_tokens = statements[1:2]
    assert recall_names(only_tokens, Checker([entry])).equals(only_tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<td>Ada Example</td>", "<td>{token}</td>"),
        ("<td>Ada&nbsp;Example</td>", "<td>{token}</td>"),
        ("EXAMPLE, ADA;2001", "{token};2001"),
        ("Ada\n   Example's work", "{token}'s work"),
        ("https://x.org/2001/ada-example-wins", "https://x.org/2001/{slug}-wins"),
        ("https://x.org/wiki/Ada_Example", "https://x.org/wiki/{slug}"),
        ("river_prize-2001-ada-example,network", "river_prize-2001-{slug},network"),
        ("&#1069;&#1081;&#1076;&#1072; Экзампл", "{token}"),
        ("%D0%AD%D0%B9%D0%B4%D0%B0_%D0%AD%D0%BA%D0%B7%D0%B0%D0%BC%D0%BF%D0%BB", "{slug}"),
        ("Canada Examples", "Canada Examples"),
        ("Ada Smith and Ben Example", "Ada Smith and Ben Example"),
    ],
)
def test_every_spelling_in_a_text_is_replaced_and_can_be_put_back(text, expected):
    replacer = Replacer(3, NAMES)
    replaced, originals = replacer.replace(text)
    assert replaced == expected.format(token=replacer.token, slug=replacer.slug)
    assert not find_in_text(replaced)
    assert replacer.restore(replaced, originals) == text


def find_in_text(text):
    return [form for form in spellings_of(NAMES) if re.search(rf"(?i)(?<!\w){re.escape(form)}", text)]


def test_a_name_in_a_script_without_spaces_is_found_inside_a_run_of_letters():
    first, second = Replacer(3, ["比爾·弗利"]), Replacer(4, ["卡里·沃恩"])
    page, separator = "<td>比爾·弗利卡里·沃恩</td>", "(?<=比爾·弗利)(?=卡里·沃恩)"
    for replacer in (first, second):
        page, separator = replacer.replace(page)[0], replacer.replace(separator)[0]
    assert page == f"<td>{token(3)}{token(4)}</td>"
    assert re.split(separator, page) == [f"<td>{token(3)}", f"{token(4)}</td>"]


def test_names_joined_before_one_surname_go_together() -> None:
    replacer = Replacer(3, ["Ana Dorn", "Carl Dorn"])
    for text in ("de broers Ana en Carl Dorn", "Carl y Ana Dorn", "Ana & Carl Dorn", "ana-and-carl-dorn"):
        replaced, originals = replacer.replace(text)
        assert "na" not in replaced.lower().replace(replacer.token.lower(), "")
        assert replacer.restore(replaced, originals) == text


def test_a_name_of_one_word_is_replaced_only_where_it_is_one():
    replacer = Replacer(3, ["Hope"])
    assert replacer.replace("Hope; hope; Hopeful")[0] == f"{replacer.token}; hope; Hopeful"
    assert replacer.replace("Hope is a word", single_words=False)[0] == "Hope is a word"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A home with two releases and a working tree, all holding the name."""
    root = tmp_path_factory.mktemp("template")
    home, tree = root / "home", root / "tree"
    publish_to(home, dataset(), extra_files=PAGES)
    publish_to(home, with_recognition(dataset(), 0, kind_reason="Ada Example, read again"), extra_files=PAGES)
    pages = tree / "awards/river_prize/pages"
    pages.mkdir(parents=True)
    (tree / "decisions").mkdir()
    page = "<ul><li>2001: Ada Example</li><li>2002: Riverbank Association</li></ul>"
    (pages / "list.html").write_text(page, encoding="utf-8")
    digest = hashlib.sha256(page.encode()).hexdigest()
    (pages.parent / "pages.lock.yaml").write_text(f"pages/list.html:\n  sha256: {digest}\n", encoding="utf-8")
    (pages.parent / "cited.csv").write_text("year,recipient\n2011,Эйда Экзампл\n", encoding="utf-8")
    (tree / "decisions/aliases.csv").write_text("name,alias\nAda Example,Adele Exemple\n", encoding="utf-8")
    (home / "captures").mkdir()
    (home / "captures/list.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\nADA EXAMPLE\n"))
    (home / "warehouse.duckdb").write_bytes(b"Ada Example")
    return root


@pytest.fixture
def place(template, tmp_path):
    shutil.copytree(template, tmp_path / "place", symlinks=True)
    return tmp_path / "place/home", tmp_path / "place/tree"


def page_of_names(draft):
    names = "".join(f"<li>{name}</li>" for name in draft.tables["recognitions"]["name"])
    return {"site/index.html": f"<ul>{names}</ul>".encode()}


PAGES = ExtraFiles(page_of_names)


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def recipient_of(recognition_id):
    return dataset()["recognitions"].filter(recognition_id=recognition_id)["recipient_id"].item()


def take_back(home, tree, subject="recipient-0"):
    return withhold([subject], "danger", DAY, home, tree / "decisions", [tree], PAGES)


def test_the_site_of_an_older_release_is_made_anew_without_the_name(place, entry):
    home, tree = place
    shutil.rmtree(home / "releases")
    publish_to(home, dataset(), extra_files=SITE)
    named = [name.encode() for name in NAMES]
    release = home / "releases/2026.11.0"
    assert any(name in content for content in contents(release / "site").values() for name in named)

    assert keep_withheld(home, withheld_list(tree, entry), SITE) == ["2026.11.0"]

    after = {path.as_posix(): content for path, content in contents(release / "site").items()}
    assert {"index.html", "assets/vega.js"} <= after.keys()
    assert [path for path, content in after.items() if any(name in content for name in named) or "ada-" in path] == []
    assert WITHHELD_NAME.encode() in after["data/recognitions.js"]


def withheld_list(tree, entry):
    """The list of withheld names with the person of `dataset` on it."""
    write_entries(tree / "decisions/withheld.csv", [entry])
    return tree / "decisions/withheld.csv"


def test_no_trace_is_left_in_any_release_page_or_file_and_restoring_brings_all_back(place):
    home, tree = place
    assert find_traces(home / "releases", NAMES)
    before_tree, before_releases = contents(tree), contents(home / "releases")
    shares = [pl.read_parquet(path) for path in sorted(home.glob("releases/2*/parquet/collective_share.parquet"))]

    report = take_back(home, tree)

    assert report.reissued == ["2026.11.0", "2026.11.1"]
    assert report.traces == []
    assert find_traces(home / "releases", [*NAMES, "Adele Exemple"]) == []
    assert find_traces(tree, [*NAMES, "Adele Exemple"]) == []
    assert find_traces(home / "captures", NAMES) == []
    assert not (home / "warehouse.duckdb").exists()
    for version in ("2026.11.0", "2026.11.1"):
        assert verify(home / "releases" / version) == []
        manifest = store.read_manifest(home / "releases" / version)
        assert [(note.date, note.reason_class) for note in manifest.redactions] == [(DAY, "danger")]
    page = (tree / "awards/river_prize/pages/list.html").read_bytes()
    assert hashlib.sha256(page).hexdigest() in (tree / "awards/river_prize/pages.lock.yaml").read_text()
    after = [pl.read_parquet(path) for path in sorted(home.glob("releases/2*/parquet/collective_share.parquet"))]
    assert all(one.equals(other) for one, other in zip(shares, after, strict=True))
    assert oct((home / "withheld").stat().st_mode)[-3:] == "700"

    restore([report.entries[0].number], home, tree / "decisions", [tree], PAGES)

    restored = contents(tree)
    listed = restored.pop((tree / "decisions/withheld.csv").relative_to(tree))
    assert b"danger" in listed
    assert restored == before_tree
    assert contents(home / "releases") == before_releases


def test_the_next_build_from_the_rewritten_tree_changes_nothing_and_still_hides_a_new_spelling(place):
    home, tree = place
    take_back(home, tree)
    entries = read_entries(tree / "decisions/withheld.csv")
    crawled = with_recognition(dataset(), 0, name="Example, Ada", kind_reason="x")
    tables = withhold_tables(crawled, Checker(entries))
    again = publish(tables, home, NOVEMBER, INPUTS, DOCUMENTS, PAGES)
    assert find_traces(home / "releases", NAMES) == []
    assert again.is_new is False


STEPS = [("reissue.store.replace_release", 2), ("requests._clear_derived", 1)]
STEPS += [("tree.write_file", call) for call in (1, 3, 4, 5)]


@pytest.mark.parametrize(("step", "call"), STEPS)
def test_a_run_that_was_broken_off_is_carried_on_by_the_next(place, monkeypatch, step, call):
    home, tree = place
    before_tree, before_releases = contents(tree), contents(home / "releases")
    calls = []
    module, _, name = f"warehouse.withholding.{step}".rpartition(".")
    owner = store if module.endswith(".store") else importlib.import_module(module)
    work = getattr(owner, name)

    def broken(*arguments, **options):
        calls.append(name)
        if len(calls) == call:
            raise KeyboardInterrupt
        return work(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, broken)
        with pytest.raises(KeyboardInterrupt):
            take_back(home, tree)

    report = take_back(home, tree)

    assert report.carried_on == report.entries or (step == "tree.write_file" and call == 1)
    assert [entry.number for entry in read_entries(tree / "decisions/withheld.csv")] == [1]
    assert report.traces == find_traces(tree, NAMES) == find_traces(home / "releases", NAMES) == []
    page = (tree / "awards/river_prize/pages/list.html").read_bytes()
    assert hashlib.sha256(page).hexdigest() in (tree / "awards/river_prize/pages.lock.yaml").read_text()
    restore([1], home, tree / "decisions", [tree], PAGES)
    assert contents(tree) | {LISTED: b""} == before_tree | {LISTED: b""}
    assert contents(home / "releases") == before_releases


def test_what_was_taken_from_a_file_before_and_after_it_grew_is_put_back_in_place(place):
    home, tree = place
    take_back(home, tree)
    page = tree / "awards/river_prize/pages/list.html"
    page.write_text("<p>ADA EXAMPLE speaks</p>" + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert take_back(home, tree).carried_on
    restore([1], home, tree / "decisions", [tree], PAGES)
    assert page.read_text(encoding="utf-8").startswith("<p>ADA EXAMPLE speaks</p><ul><li>2001: Ada Example</li>")


def test_several_are_withheld_and_restored_in_one_go(place, monkeypatch):
    home, tree = place
    before = contents(home / "releases")
    issued = []
    monkeypatch.setattr(
        "warehouse.withholding.requests.reissue", lambda *given: issued.append(given[1]) or reissue(*given)
    )
    report = withhold(["recipient-0", MIXED, "recipient-10"], "danger", DAY, home, tree / "decisions", [tree], PAGES)
    assert [entry.number for entry in report.entries] == [1, 2, 3]
    assert len(issued) == 1
    assert find_traces(home / "releases", [*NAMES, "منى مثال"]) == report.traces == []
    with pytest.raises(WithholdingError, match="for the reason 'danger'"):
        withhold(["recipient-10"], "child", DAY, home, tree / "decisions", [tree], PAGES)
    restore([1, 2, 3], home, tree / "decisions", [tree], PAGES)
    assert len(issued) == 2
    assert contents(home / "releases") == before


def test_a_second_entry_and_restoring_the_first_keeps_the_second_withheld(place):
    home, tree = place
    first = take_back(home, tree)
    second = take_back(home, tree, subject="recipient-10")
    assert second.entries[0].number == 2
    assert second.traces == []
    restore([first.entries[0].number], home, tree / "decisions", [tree], PAGES)
    assert find_traces(home / "releases", NAMES)
    assert find_traces(home / "releases", ["منى مثال"]) == []
    third = take_back(home, tree, subject="recipient-0")
    assert third.entries[0].number == 3


@pytest.mark.parametrize("by", ["recognition", "recipient"])
def test_an_entry_of_several_is_withheld_with_all_its_names(place, by):
    home, tree = place
    asked = MIXED if by == "recognition" else recipient_of(MIXED)
    subject = find_subject(home, asked, tree / "decisions")
    assert {"Ada Example", "Эйда Экзампл", "Ada Example / Riverbank Association"} <= set(subject.names)
    assert subject.recognitions[("river_prize", 2011)] is Kind.MIXED
    assert take_back(home, tree, asked).traces == []
    assert find_traces(home / "releases", NAMES) == []


def test_a_list_that_comes_from_elsewhere_reaches_the_older_releases(place, tmp_path):
    home, tree = place
    other = tmp_path / "other"
    shutil.copytree(home, other, symlinks=True)
    take_back(home, tree)
    listed = tree / "decisions/withheld.csv"
    assert keep_withheld(other, listed, PAGES) == ["2026.11.0", "2026.11.1"]
    assert find_traces(other / "releases", NAMES) == []
    assert contents(other / "releases") == contents(home / "releases")
    assert keep_withheld(other, listed, PAGES) == []


def test_an_unknown_subject_is_refused_before_anything_is_touched(place):
    home, tree = place
    before = contents(home) | contents(tree)
    with pytest.raises(WithholdingError, match="neither a recognition_id nor a recipient_id"):
        take_back(home, tree, "nobody")
    assert contents(home) | contents(tree) == before


def test_the_name_of_an_award_is_not_taken_off_with_its_namesake(tmp_path):
    tables = dataset()
    awards = tables["awards"].with_columns(name=pl.lit("Ada Example Prize"))
    publish_to(tmp_path, tables | {"awards": awards})
    with pytest.raises(WithholdingError, match="named after the recipient"):
        take_back(tmp_path, tmp_path, "recipient-0")


def test_a_redaction_cut_off_between_two_renames_is_healed(place):
    home, tree = place
    releases = home / "releases"
    os.rename(releases / "2026.11.1", releases / ".replaced-2026.11.1")
    with store.opened(home):
        pass
    assert verify(releases / "latest") == []
    assert os.readlink(releases / "latest") == "2026.11.1"
    assert take_back(home, tree).traces == []


@pytest.mark.parametrize("older", [("2026.11.0",), ("2026.11.0", "2026.11.1")])
def test_a_release_of_another_format_is_withdrawn_and_comes_back(place, tmp_path, older):
    home, tree = place
    releases, target = home / "releases", str(tmp_path / "target")
    for version in older:
        manifest = store.read_manifest(releases / version).model_copy(update={"schema_version": "0.9.0"})
        (releases / version / store.MANIFEST).write_bytes(manifest.write())
        sums = {path.as_posix(): content for path, content in contents(releases / version).items()}
        (releases / version / store.CHECKSUMS).write_bytes(
            checksums({k: hashlib.sha256(v).hexdigest() for k, v in sums.items() if k != store.CHECKSUMS})
        )
    with store.opened(home):
        pass
    before = contents(releases)
    standing = [version for version in ("2026.11.0", "2026.11.1") if version not in older]

    assert take_back(home, tree).traces == []

    assert find_traces(home / "releases", NAMES) == []
    for version in older:
        assert {path.name for path in (releases / version).iterdir()} == {"README.md", "manifest.json", "SHA256SUMS"}
        assert verify(releases / version) == []
        told = CliRunner().invoke(main, ["verify", str(releases / version)])
        assert (told.exit_code, "withdrawn" in told.output) == (0, True)
    index = Index.model_validate_json((releases / "index.json").read_bytes())
    assert [entry.withdrawn for entry in index.releases] == [entry.version in older for entry in index.releases]
    assert index.latest == (standing or [None])[-1]
    assert (releases / "latest").exists() == bool(standing)
    copy_releases(home, target)
    assert (tmp_path / "target/latest.json").exists() == bool(standing)
    assert find_traces(tmp_path / "target", NAMES) == []
    assert keep_withheld(home, tree / "decisions/withheld.csv", PAGES) == []

    if not standing:
        tables = withhold_tables(dataset(), Checker(read_entries(tree / "decisions/withheld.csv")))
        again = publish_to(home, tables)
        assert (again.version, again.previous, os.readlink(releases / "latest")) == ("2026.11.2", None, "2026.11.2")

    restore([1], home, tree / "decisions", [tree], PAGES)

    restored = contents(releases)
    assert {path: restored[path] for path in before if path.name != "index.json"} == {
        path: content for path, content in before.items() if path.name != "index.json"
    }
    assert os.readlink(releases / "latest") == ("2026.11.1" if standing else "2026.11.2")


def test_documents_in_the_release_are_cleaned_too(tmp_path):
    home, decisions = tmp_path / "home", tmp_path / "decisions"
    decisions.mkdir()
    publish(dataset(), home, NOVEMBER, INPUTS, {"CODEBOOK.md": b"For example Ada Example (person).\n"})
    withhold(["recipient-0"], "child", DAY, home, decisions, [])
    assert find_traces(home / "releases", NAMES) == []
    assert token(1) in (home / "releases/latest/CODEBOOK.md").read_text(encoding="utf-8")
