"""What changed between two releases, and why: every cause is derived from inputs, and identifiers keep their promise."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests import factory
from tests.test_release import publish_to, with_recognition
from warehouse.release.changes import changes_between
from warehouse.release.difference import compare_rebuild, difference, difference_text
from warehouse.release.inputs import award_of, collect_inputs, digest_decisions
from warehouse.release.model import Inputs
from warehouse.release.renames import RenameError, check_renames, read_renames
from warehouse.release.summary import changes_text

BEFORE = Inputs(
    captures={"river_prize/list": "1", "river_prize/cited": "1", "stone_medal/list": "1"},
    awards={"river_prize": "1", "stone_medal": "1"},
    decisions={"river_prize": "1", "*": "1"},
    code="1",
)
TABLES = factory.tables()
ROW = "river_prize-2002-r1"


def after(**differing):
    return BEFORE.model_copy(update=differing)


def changed(frames, inputs=BEFORE):
    """(table, key, column, change_type, old, new, cause) rows from the factory's tables to `frames`."""
    return changes_between(TABLES, frames, BEFORE, inputs).rows()


def with_row(table_name, number, **values):
    rows = TABLES[table_name].to_dicts()
    rows[number] |= values
    return {**TABLES, table_name: factory.frame(table_name, rows)}


def test_equal_tables_have_no_changes():
    assert changed(TABLES) == []


def test_a_value_is_told_with_old_and_new_as_in_the_csv_file():
    assert changed(with_row("awards", 1, stale=True), after(code="2")) == [
        ("awards", "stone_medal", "stale", "changed", "false", "true", "pipeline")
    ]
    assert changed(with_row("sources", 0, seen_on=date(2026, 2, 1)), after(captures={})) == [
        ("sources", "river_prize/cited", "seen_on", "changed", "2026-01-31", "2026-02-01", "source")
    ]
    assert changed(with_row("awards", 1, scope=None), after(code="2"))[0][4:6] == ("international", None)


def test_rows_added_and_removed_are_told_once_each():
    rows = TABLES["coverage"].to_dicts()
    new = {**rows[0], "year": 2019}
    frames = TABLES | {"coverage": factory.frame("coverage", [new])}
    assert changed(frames, after(code="2")) == [
        ("coverage", "stone_medal | 2018", "*", "removed", None, None, "pipeline"),
        ("coverage", "stone_medal | 2019", "*", "added", None, None, "pipeline"),
    ]


@pytest.mark.parametrize(
    ("inputs", "cause"),
    [
        (after(code="2"), "pipeline"),
        (after(awards={"river_prize": "2", "stone_medal": "1"}), "pipeline"),
        (after(captures={"stone_medal/list": "1"}), "source"),
        (after(decisions={"*": "2"}), "decision"),
        (after(withholding="2"), "withholding"),
        (BEFORE, "pipeline"),
    ],
)
def test_the_only_differing_input_is_the_cause(inputs, cause):
    assert [row[-1] for row in changed(with_recognition(TABLES, 1, region="Europe"), inputs)] == [cause]


EVERYTHING = after(
    captures={"river_prize/list": "2", "river_prize/cited": "1", "stone_medal/list": "1"},
    decisions={"stone_medal": "1", "river_prize": "1", "*": "1"},
    code="2",
)


def test_a_recognition_whose_statement_changed_with_its_source_changed_by_source():
    number = TABLES["statements"]["recognition_id"].to_list().index(ROW)
    frames = with_recognition(with_row("statements", number, name="Riverbank Union"), 1, name="Riverbank Union")
    assert [(row[0], row[1], row[-1]) for row in changed(frames, EVERYTHING)] == [
        ("recognitions", ROW, "source"),
        ("statements", TABLES["statements"]["statement_id"][number], "source"),
    ]


def test_a_recognition_whose_statements_stand_did_not_change_by_source():
    assert [row[-1] for row in changed(with_recognition(TABLES, 1, region="Europe"), EVERYTHING)] == ["pipeline"]


def test_decisions_about_the_award_go_before_code():
    row = next(number for number, name in enumerate(TABLES["recognitions"]["award_id"]) if name == "stone_medal")
    assert [row[-1] for row in changed(with_recognition(TABLES, row, region="Europe"), EVERYTHING)] == ["decision"]


def test_a_kind_that_rests_on_a_decision_changed_by_decision():
    frames = with_recognition(TABLES, 1, kind="network", kind_basis="decision")
    assert {row[-1] for row in changed(frames, after(code="2", decisions={"*": "2"}))} == {"decision"}


def test_a_new_capture_that_says_the_same_moves_no_recognition():
    frames = with_row("statements", 1, capture_sha256="b" * 64)
    frames = with_recognition(frames, 1, region="Europe")
    causes = {row[0]: row[-1] for row in changed(frames, EVERYTHING)}
    assert causes == {"statements": "source", "recognitions": "pipeline"}


def test_recipients_follow_their_recognitions():
    number = TABLES["recipients"]["recipient_id"].to_list().index("recipient-11")
    frames = with_row("recipients", number, wikidata_id="Q99")
    assert [row[-1] for row in changed(frames, EVERYTHING)] == ["decision"]


def test_a_withheld_name_is_a_withholding():
    frames = with_recognition(TABLES, 1, name="name withheld")
    assert [row[-1] for row in changed(frames, EVERYTHING)] == ["withholding"]


def test_the_text_counts_every_change_and_names_recognitions():
    frames = with_recognition(TABLES, 1, name="[Riverbank](x) <b>")
    text = changes_text(changes_between(TABLES, frames, BEFORE, after(code="2")), "2026.11.1", "2026.11.0")
    assert "| recognitions | changed | pipeline | 1 |" in text
    assert f"`{ROW}` name: Riverbank Association → \\[Riverbank\\](x) &lt;b&gt;" in text
    assert "first release" in changes_text(TABLES["changes"], "2026.11.0", None)


def test_decisions_are_digested_by_award(tmp_path):
    (tmp_path / "kinds.csv").write_text("recognition_id,kind\nriver_prize-2002-r1,network\n", encoding="utf-8")
    (tmp_path / "aliases.csv").write_text("name,alias\nA,B\n", encoding="utf-8")
    (tmp_path / "withheld.csv").write_text("hash\nx\n", encoding="utf-8")
    before = digest_decisions(tmp_path)
    assert set(before) == {"river_prize", "*"}
    (tmp_path / "aliases.csv").write_text("name,alias\nA,C\n", encoding="utf-8")
    after_change = digest_decisions(tmp_path)
    assert after_change["river_prize"] == before["river_prize"]
    assert after_change["*"] != before["*"]


def test_the_award_of_a_row_is_found_in_its_identifiers():
    assert award_of({"award_id": "a"}) == "a"
    assert award_of({"recognition_id": "right_livelihood_award-1985-x"}) == "right_livelihood_award"
    assert award_of({"statement_id": "a_b/wiki#2001-2"}) == "a_b"
    assert award_of({"recipient_id": "someone"}) == "*"


def test_inputs_tell_code_awards_and_decisions_apart(tmp_path):
    awards, decisions, code = tmp_path / "code/awards", tmp_path / "decisions", tmp_path / "code"
    (awards / "river_prize").mkdir(parents=True)
    decisions.mkdir()
    (awards / "river_prize/award.yaml").write_text("name: x\n", encoding="utf-8")
    (code / "step.py").write_text("1\n", encoding="utf-8")

    def state():
        return collect_inputs({"river_prize/list": "1"}, awards, decisions, [code], ("polars",))

    first = state()
    (awards / "river_prize/award.yaml").write_text("name: y\n", encoding="utf-8")
    second = state()
    assert (second.code, second.captures) == (first.code, first.captures)
    assert second.awards != first.awards
    (code / "step.py").write_text("2\n", encoding="utf-8")
    assert state().code != second.code


def recognitions(*rows):
    return pl.DataFrame(rows, schema=["recognition_id", "award_id", "year", "name"], orient="row")


OLD = recognitions(("a-2001-mothers", "a", 2001, "Mothers of the Square"), ("a-2002-x", "a", 2002, "Somebody Else"))


@pytest.mark.parametrize(
    "new",
    [
        recognitions(("a-2001-mothers-of", "a", 2001, "Mothers of The Square"), *OLD.rows()[1:]),
        recognitions(("a-2003-mothers", "a", 2003, "Mothers of the Square"), *OLD.rows()[1:]),
    ],
)
def test_a_vanished_identifier_with_a_similar_new_one_is_refused_until_explained(new):
    with pytest.raises(RenameError, match="a-2001-mothers,a-200"):
        check_renames(OLD, new, {})
    check_renames(OLD, new, {"a-2001-mothers": new["recognition_id"][0]})


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD[1:],
        recognitions(("a-2001-other", "a", 2001, "Workers' Union"), *OLD.rows()[1:]),
        recognitions(("b-2001-mothers", "b", 2001, "Mothers of the Square"), *OLD.rows()[1:]),
        recognitions(("a-2001-withheld-1", "a", 2001, "name withheld"), *OLD.rows()[1:]),
    ],
)
def test_other_changes_need_no_row(new):
    check_renames(OLD, new, {})


def test_rows_that_explain_nothing_are_refused():
    with pytest.raises(RenameError, match="never reused"):
        check_renames(OLD, OLD, {"a-2002-x": "a-2001-mothers"})
    with pytest.raises(RenameError, match="do not exist"):
        check_renames(OLD, OLD[1:], {"a-2001-mothers": "a-1999-y"})
    check_renames(OLD, OLD[1:], {"a-2001-mothers": "a-1999-y", "a-1999-y": "a-2002-x"})


def test_renames_of_what_a_home_never_published_do_not_stop_its_builds():
    check_renames(OLD, OLD, {"elsewhere-1999-x": "elsewhere-1999-y"})


def test_the_file_of_renames_is_read_strictly(tmp_path):
    path = tmp_path / "renamed.csv"
    assert read_renames(path) == {}
    path.write_text("old_id,new_id,reason,date\na,b,why,2026-01-01\n", encoding="utf-8")
    assert read_renames(path) == {"a": "b"}
    path.write_text("old_id,new_id,reason,date\na,a,why,2026-01-01\n", encoding="utf-8")
    with pytest.raises(RenameError, match="row 2"):
        read_renames(path)
    path.write_text("old,new\na,b\n", encoding="utf-8")
    with pytest.raises(RenameError, match="columns must be"):
        read_renames(path)


def test_two_releases_are_compared_as_table_text_and_bytes(tmp_path):
    first = publish_to(tmp_path / "one")
    same = publish_to(tmp_path / "two", as_of=date(2027, 1, 1))
    other = publish_to(tmp_path / "three", with_recognition(TABLES, 1, region="Europe"), inputs=after(code="2"))
    assert difference(first.path, same.path).is_empty()
    assert compare_rebuild(first.path, same.path) == []
    assert difference(first.path, other.path).select("key", "new").rows() == [(ROW, "Europe")]
    assert f"`{ROW}` region: (null) → Europe" in difference_text(first.path, other.path)
    problems = [str(problem) for problem in compare_rebuild(first.path, other.path)]
    assert "csv/recognitions.csv: has other bytes in the rebuild" in problems
    assert any("was made from other code" in problem for problem in problems)
