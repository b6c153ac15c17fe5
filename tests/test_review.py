"""`hrd-awards review kinds` and `review recipients`: what a person is shown, rulings asked for or filled in, and what is wrong with them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipelines import deciding
from pipelines.cli import main
from pipelines.summary import summary_text
from tests.built import built_home
from warehouse.build import Recognised, complete, find_recipients
from warehouse.coding import read_decisions
from warehouse.fingerprint import DECISIONS_DIR, Settings
from warehouse.identity.redirects import read_redirects


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest) -> Path:
    return built_home(request.config.cache.mkdir("built"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "decisions"
    shutil.copytree(DECISIONS_DIR, copy)
    return copy


@pytest.fixture
def review(home: Path, folder: Path):
    def call(*arguments: str | Path, typed: str | None = None) -> Result:
        given = [str(argument) for argument in arguments]
        return CliRunner().invoke(
            main, ["review", *given, "--home", str(home), "--decisions-dir", str(folder)], input=typed
        )

    return call


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "has_terminal", lambda: True)


def waiting(review, what: str = "kinds", *more: str) -> list[dict]:
    return json.loads(review(what, "--json", *more).stdout)


def fill(path: Path, to: Path, rows: dict[int, dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Fills in rows of an exported queue (by number, as a spreadsheet counts) and saves it as a spreadsheet might."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        read = list(csv.DictReader(lines))
    for number, cells in rows.items():
        read[number - 2] |= cells
    text = io.StringIO()
    writer = csv.DictWriter(text, list(read[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(read)
    to.write_bytes(text.getvalue().encode(encoding))
    return to


def test_the_least_certain_come_first_with_what_their_sources_say(review) -> None:
    queue = waiting(review)
    confidences = [row["kind_confidence"] for row in queue]
    assert confidences == sorted(confidences)
    assert confidences[-1] < 0.9
    shown = review("kinds", "--limit", "2").stdout
    assert shown.index(queue[0]["name"]) < shown.index(queue[1]["name"])
    assert queue[0]["source_url"] in shown
    assert queue[0]["kind_reason"] in shown
    assert f"{len(queue)} wait for a decision, 2 of them shown" in review("kinds", "--limit", "2").stderr


def test_some_awards_only(review) -> None:
    award_id = waiting(review)[0]["award_id"]
    assert {row["award_id"] for row in waiting(review, "kinds", award_id)} == {award_id}
    wrong = review("kinds", "no_such_award")
    assert wrong.exit_code == 2
    assert "no award no_such_award" in wrong.stderr


def test_what_was_exported_and_filled_in_becomes_decisions(review, folder, tmp_path) -> None:
    before = read_decisions(folder / "coding.csv")
    queue, out = waiting(review), tmp_path / "kinds.csv"
    assert review("kinds", "--export", out).exit_code == 0
    filled = fill(
        out,
        tmp_path / "filled.csv",
        # A spreadsheet may have changed the name and the year: they are taken from the release.
        {
            2: {"kind": "Network", "reason": "read it", "name": "1 Feb", "year": ""},
            4: {"kind": "group", "reason": "x", "decided_by": "B"},
        },
        delimiter=";",
        encoding="utf-8-sig",
    )
    done = review("kinds", "--import", filled, "--by", "A reader")
    assert done.exit_code == 0, done.output
    after = read_decisions(folder / "coding.csv")
    new = after.join(before, on=["award_id", "year", "name"], how="anti")
    expected = [(queue[0]["name"], "network", "A reader"), (queue[2]["name"], "group", "B")]
    assert sorted(new.select("name", "kind", "decided_by").rows()) == sorted(expected)
    assert after.height == before.height + 2
    left = {row["recognition_id"] for row in waiting(review)}
    assert left == {row["recognition_id"] for row in queue} - {queue[0]["recognition_id"], queue[2]["recognition_id"]}


def test_an_export_never_writes_over_what_may_be_filled_in(review, tmp_path) -> None:
    out = tmp_path / "kinds.csv"
    out.write_text("my work")
    refused = review("kinds", "--export", out)
    assert refused.exit_code == 1
    assert "may have been filled in" in refused.stderr
    assert out.read_text() == "my work"


@pytest.mark.parametrize(
    ("cells", "remedy"),
    [
        ({"kind": "club", "reason": "x"}, "kind 'club' is not one of person"),
        ({"kind": "group", "reason": ""}, "say why"),
        ({"kind": "group", "reason": "x", "recognition_id": "no_award-2000-x"}, "build, export again, or drop the row"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(review, folder, tmp_path, cells, remedy) -> None:
    before = (folder / "coding.csv").read_bytes()
    out = tmp_path / "kinds.csv"
    review("kinds", "--export", out)
    filled = fill(out, tmp_path / "filled.csv", {2: {"kind": "person", "reason": "fine"}, 3: cells})
    refused = review("kinds", "--import", filled, "--by", "A reader")
    assert refused.exit_code == 1
    assert f"{filled} row 3: " in refused.stderr
    assert remedy in refused.stderr
    assert (folder / "coding.csv").read_bytes() == before


def test_who_decided_must_be_said(review, tmp_path) -> None:
    out = tmp_path / "kinds.csv"
    review("kinds", "--export", out)
    filled = fill(out, tmp_path / "filled.csv", {2: {"kind": "person", "reason": "fine"}})
    assert "row 2: kind person without decided_by" in review("kinds", "--import", filled).stderr


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"recognition_id,kind\n", "row 1: columns reason, decided_by are missing"),
        ("recognition_id,kind,reason,decided_by\né".encode("cp1252"), "save it as “CSV UTF-8”"),
        (b"recognition_id,kind,reason,decided_by\na,b\n", "row 2: 2 cells, the header has 4"),
    ],
)
def test_a_file_that_is_no_queue_is_refused(review, tmp_path, content, remedy) -> None:
    file = tmp_path / "filled.csv"
    file.write_bytes(content)
    refused = review("kinds", "--import", file)
    assert refused.exit_code == 1
    assert str(file) in refused.stderr
    assert remedy in refused.stderr


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_one_after_another_is_asked_for(review, folder) -> None:
    queue = waiting(review)
    asked = review("kinds", "--by", "A reader", typed="?\nclub\n\n=\nreads so\nnetw\n\nit is one\nq\n")
    assert asked.exit_code == 0, asked.output
    assert "one named natural person" in asked.stdout
    assert "one of person, people" in asked.stdout
    kept = read_decisions(folder / "coding.csv").filter(pl.col("decided_by") == "A reader")
    assert sorted(kept.select("name", "kind", "reason").rows()) == sorted(
        [(queue[1]["name"], queue[1]["suggested_kind"], "reads so"), (queue[2]["name"], "network", "it is one")]
    )


@pytest.mark.usefixtures("terminal")
def test_a_ruling_against_a_sure_rule_is_asked_about_and_shown(review, folder, home) -> None:
    table = pl.read_parquet(home / "releases/latest/parquet/recognitions.parquet")
    sure = table.filter((pl.col("kind_basis") == "rule") & (pl.col("kind") == "person") & (pl.col("year") == 1990))
    sure = sure.filter(pl.col("kind_confidence") >= 0.95).sort("kind_confidence", "recognition_id").row(0, named=True)
    queue = waiting(review, "kinds", sure["award_id"], "--below", "1")
    index = [row["recognition_id"] for row in queue].index(sure["recognition_id"])
    skipped = "\n" * index
    asked = review("kinds", sure["award_id"], "--below", "1", "--by", "A", typed=f"{skipped}group\nn\nq\n")
    assert "The rules are sure" in asked.stdout
    assert (folder / "coding.csv").read_bytes() == (DECISIONS_DIR / "coding.csv").read_bytes()
    asked = review("kinds", sure["award_id"], "--below", "1", "--by", "A", typed=f"{skipped}group\ny\nwhy\nq\n")
    assert f"Look again: {sure['recognition_id']} is now group" in asked.stderr
    shown = [row for row in waiting(review, "kinds", "--contradictions") if row["decided"].startswith("group: why")]
    assert [(row["name"], row["suggested_kind"]) for row in shown] == [(sure["name"], "person")]


def test_pairs_of_recipients_are_shown_and_ruled_on(review, folder, tmp_path) -> None:
    queue, out = waiting(review, "recipients"), tmp_path / "pairs.csv"
    assert queue
    assert {row["verdict_now"] for row in queue} <= {"same", "different"}
    assert queue[0]["left_source_url"] in review("recipients", "--limit", "1").stdout
    assert review("recipients", "--export", out).exit_code == 0
    pair = queue[0]
    other = {"same": "different", "different": "same"}[pair["verdict_now"]]
    filled = fill(out, tmp_path / "filled.csv", {2: {"verdict": other, "reason": "their own site", "decided_by": "A"}})
    done = review("recipients", "--import", filled)
    assert done.exit_code == 0, done.output
    last = list(csv.DictReader((folder / "same.csv").open(encoding="utf-8", newline="")))[-1]
    assert (last["left"], last["right"], last["verdict"]) == (pair["left"], pair["right"], other)
    assert (pair["left"], pair["right"]) not in {(r["left"], r["right"]) for r in waiting(review, "recipients")}
    again = fill(out, tmp_path / "again.csv", {2: {"verdict": "unclear"}})
    refused = review("recipients", "--import", again)
    assert refused.exit_code == 1
    assert f"{again} row 2: verdict 'unclear' is neither of same, different" in refused.stderr


@pytest.mark.usefixtures("terminal")
def test_pairs_are_asked_for_on_a_terminal(review, folder) -> None:
    pair = waiting(review, "recipients")[0]
    asked = review("recipients", "--by", "A", typed="d\nread both pages\nq\n")
    assert asked.exit_code == 0, asked.output
    last = (folder / "same.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith(f"{pair['left']},{pair['right']},different,read both pages,A,")


def test_nobody_is_asked_without_a_terminal() -> None:
    assert not deciding.has_terminal()


def test_a_home_without_release_says_what_to_do(tmp_path) -> None:
    for what in ("kinds", "recipients"):
        failed = CliRunner().invoke(main, ["review", what, "--home", str(tmp_path)])
        assert failed.exit_code == 1
        assert "hrd-awards build" in failed.output


def test_the_decision_files_keep_their_form_when_rulings_are_added(review, folder, tmp_path) -> None:
    """A ruling on a name that was ruled on before replaces it, and every other line stays as it was, byte for byte."""
    out = tmp_path / "kinds.csv"
    assert review("kinds", "--export", out).exit_code == 0
    assert review("kinds", "--import", out).exit_code == 0
    assert (folder / "coding.csv").read_bytes() == (DECISIONS_DIR / "coding.csv").read_bytes()
    contradicting = tmp_path / "against.csv"
    assert review("kinds", "--contradictions", "--export", contradicting).exit_code == 0
    row = next(csv.DictReader(contradicting.open(encoding="utf-8-sig", newline="")))
    filled = fill(
        contradicting, tmp_path / "filled.csv", {2: {"kind": row["suggested_kind"], "reason": "the rule is right"}}
    )
    assert review("kinds", "--import", filled, "--by", "A").exit_code == 0
    changed = set((folder / "coding.csv").read_text("utf-8").splitlines()) ^ set(
        (DECISIONS_DIR / "coding.csv").read_text("utf-8").splitlines()
    )
    assert len(changed) == 2
    assert row["recognition_id"] not in {r["recognition_id"] for r in waiting(review, "kinds", "--contradictions")}


def test_the_build_says_how_much_waits(review, home) -> None:
    notes = json.loads((home / "releases/latest/summary.json").read_text(encoding="utf-8"))["build"]
    assert notes["review"] == {
        "kinds": len(waiting(review)),
        "decisions_against_sure_rules": len(waiting(review, "kinds", "--contradictions")),
        "recipients": len(waiting(review, "recipients")),
    }
    text = summary_text(home, notes)
    assert "hrd-awards review kinds and hrd-awards review recipients" in text
    assert "hrd-awards review kinds --contradictions" in text


def test_a_decision_on_recipients_that_matches_nothing_is_reported(home, folder) -> None:
    file = folder / "same.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*rows, "Nobody Named So,No Body,same,x,A,2026-11-24", ""]), encoding="utf-8")
    tables = {
        name: pl.read_parquet(home / f"releases/latest/parquet/{name}.parquet")
        for name in ("recognitions", "statements")
    }
    tables["recognitions"] = tables["recognitions"].drop("recipient_id")
    tables["statements"] = tables["statements"].with_columns(cut=pl.lit(False))
    found = find_recipients(
        Recognised(tables, {"unused_decisions": [], "review": {}}), Settings(home, decisions_dir=folder)
    )
    assert found.notes["unused_decisions"] == [f"warehouse/decisions/same.csv row {len(rows) + 1}"]


def test_ids_that_a_release_gives_no_longer_are_redirected_and_can_be_kept(home, folder, tmp_path) -> None:
    before = tmp_path / "home"
    latest = before / "releases/latest/parquet"
    latest.mkdir(parents=True)
    tables = {path.stem: pl.read_parquet(path) for path in sorted(home.glob("releases/latest/parquet/*.parquet"))}
    moved = tables["recipients"].sort("recognitions")["recipient_id"][-1]
    for name, table in tables.items():
        swapped = (
            table.with_columns(pl.col("recipient_id").replace(moved, "as-it-was")) if "recipient_id" in table else table
        )
        swapped.write_parquet(latest / f"{name}.parquet")
    settings = Settings(before, decisions_dir=folder)
    made = complete(Recognised(tables, {}), settings)
    row = made.tables["redirects"].row(0, named=True)
    assert (made.tables["redirects"].height, row["recipient_id"], row["redirect"]) == (1, "as-it-was", moved)
    assert made.notes["redirects_of_this_home"] == 1
    made.tables["redirects"].write_parquet(latest / "redirects.parquet")
    keep = ["review", "recipients", "--keep-redirects", "--home", str(before), "--decisions-dir", str(folder)]
    assert "1 ids added" in CliRunner().invoke(main, keep).stdout
    assert "holds every id" in CliRunner().invoke(main, keep).stdout
    assert read_redirects(folder / "redirects.csv").rows() == [("as-it-was", moved, row["named_in"], str(row["date"]))]
    assert complete(Recognised(tables, {}), settings).notes["redirects_of_this_home"] == 0
