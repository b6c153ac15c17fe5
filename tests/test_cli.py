"""The command line: helps, exit statuses, what it prints and where; and that it starts without heavy imports."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import COMMANDS, main
from pipelines.summary import summary_text
from schemas.counting import counted
from tests.award_folders import ROWS, page, published, write_award

HEAVY = ("polars", "dagster", "duckdb", "pandera", "pydantic", "yaml", "rich", "bs4", "babel")
WITHOUT_HOME = {"lock"}
"""Commands that work on award folders alone."""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def loaded_after(*arguments: str | Path) -> set[str]:
    """The heavy libraries that a fresh interpreter has loaded after running the command."""
    code = f"""
import sys
from pipelines.cli import main
try:
    main({[str(argument) for argument in arguments]!r})
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].removeprefix("loaded:").split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with one award, and a home with its release."""
    root = tmp_path_factory.mktemp("cli")
    write_award(root / "awards", content=page([*ROWS, (2006, "Ada Example", "Namibia")]))
    result = call("build", "--awards-dir", root / "awards", "--home", root / "home", "--as-of", "2026-11-24")
    assert result.exit_code == 0, result.output
    return root / "awards", root / "home"


@pytest.fixture
def award(built: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the award folder that a test may change."""
    return shutil.copytree(built[0] / "river_prize", tmp_path / "awards" / "river_prize")


def test_the_list_of_commands_names_each() -> None:
    listed = call("--help").output
    assert [name for name in COMMANDS if f"\n  {name} " in listed] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    example = result.output.partition("Example")[2]
    assert f"hrd-awards {name}" in example
    assert name in WITHOUT_HOME or "--home" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_is_one_that_it_takes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("saved.html").touch()
    Path("my-awards").mkdir()
    command = main.get_command(click.Context(main), name)
    assert command is not None
    words = shlex.split(" ".join(str(command.epilog).split()).partition(f"hrd-awards {name}")[2])
    command.make_context(name, words)


def test_help_loads_nothing_heavy() -> None:
    assert loaded_after("--help") == set()


def test_an_unchanged_build_answers_before_it_loads_anything_heavy(built: tuple[Path, Path]) -> None:
    awards, home = built
    before = published(home)
    assert loaded_after("build", "--awards-dir", awards, "--home", home) == set()
    assert published(home) == before


def test_an_unknown_command_is_a_usage_error() -> None:
    assert call("explode").exit_code == 2


def test_build_says_what_it_made_and_where(built: tuple[Path, Path], tmp_path: Path) -> None:
    result = call("build", "--awards-dir", built[0], "--home", tmp_path / "home", "--as-of", "2026-11-24")
    assert result.exit_code == 0, result.output
    for part in (
        "Release 2026.11.0 of 2026-11-24",
        f"{len(ROWS) + 1}  recognitions",
        "Nothing needs attention",
        "releases/latest",
    ):
        assert part in result.output
    assert (
        f"{sum(1 for row in ROWS if row[1] in ('Riverbank Association', 'Women of Example Square'))} of {len(ROWS) + 1}"
        in result.output
    )


def test_build_without_release_names_the_day_it_is_told(built: tuple[Path, Path]) -> None:
    facts = json.loads(published(built[1])["summary.json"])
    assert (facts["as_of"], facts["version"]) == ("2026-11-24", "2026.11.0")


def test_a_damaged_release_is_not_taken_for_current(built: tuple[Path, Path], tmp_path: Path) -> None:
    from warehouse.fingerprint import Settings, is_current

    home = shutil.copytree(built[1], tmp_path / "home", symlinks=True)
    settings = Settings(home, built[0])
    assert is_current(settings) == "2026.11.0"
    file = home / "releases/latest/csv/recognitions.csv"
    file.write_bytes(file.read_bytes()[:-1])
    assert is_current(settings) is None


def test_show_lists_recognitions_without_a_release(award: Path) -> None:
    result = call("show", "river_prize", "--awards-dir", award.parent)
    assert result.exit_code == 0, result.output
    assert [name for _, name, _ in ROWS if name in result.stdout] == [name for _, name, _ in ROWS]


def test_show_json_holds_every_column(award: Path) -> None:
    from schemas.tables import RECOGNITIONS

    rows = json.loads(call("show", "river_prize", "--awards-dir", award.parent, "--json", "--year", "2002").stdout)
    assert [row["name"] for row in rows] == ["Riverbank Association"]
    assert set(RECOGNITIONS.column_names) - set(rows[0]) == {"recipient_id", "region"}


@pytest.mark.parametrize("table", ["statements", "leftovers", "conflicts", "sources"])
def test_show_has_a_view_of_each_table(award: Path, table: str) -> None:
    result = call("show", "river_prize", "--awards-dir", award.parent, f"--{table}", "--json")
    assert result.exit_code == 0, result.output
    assert isinstance(json.loads(result.stdout), list)


def test_show_of_an_award_that_cannot_be_read_says_why(award: Path) -> None:
    (award / "pages/page.html").write_text("", encoding="utf-8")
    result = call("show", "river_prize", "--awards-dir", award.parent)
    assert result.exit_code == 1
    assert "page.html" in result.stderr
    assert "hrd-awards lock" in result.stderr


def test_show_of_an_unknown_award_offers_similar_ones(award: Path) -> None:
    result = call("show", "river_price", "--awards-dir", award.parent)
    assert result.exit_code == 2
    assert "did you mean river_prize" in result.stderr


def test_sql_prints_a_table_csv_or_json(built: tuple[Path, Path]) -> None:
    query = "SELECT year, name FROM recognitions ORDER BY year LIMIT 2"
    expected = [[str(year), name] for year, name, _ in ROWS[:2]]
    as_csv = call("sql", query, "--home", built[1], "--format", "csv").stdout
    assert list(csv.reader(io.StringIO(as_csv))) == [["year", "name"], *expected]
    as_json = json.loads(call("sql", query, "--home", built[1], "--format", "json").stdout)
    assert [[str(row["year"]), row["name"]] for row in as_json] == expected
    as_table = call("sql", query, "--home", built[1]).stdout.splitlines()
    assert [line.split(maxsplit=1) for line in as_table] == [["year", "name"], *expected]


@pytest.mark.parametrize(
    "query", ["DELETE FROM recognitions", "COPY recognitions TO '{home}/stolen.csv'", "SELECT nothing"]
)
def test_sql_only_reads(built: tuple[Path, Path], query: str) -> None:
    before = published(built[1])
    result = call("sql", query.format(home=built[1]), "--home", built[1])
    assert result.exit_code == 1
    assert "SHOW TABLES" in result.stderr
    assert published(built[1]) == before
    assert not (built[1] / "stolen.csv").exists()


def test_sql_without_a_release_says_how_to_make_one(tmp_path: Path) -> None:
    result = call("sql", "SELECT 1", "--home", tmp_path)
    assert result.exit_code == 1
    assert "hrd-awards build" in result.stderr


def test_lock_renews_only_the_hash_of_a_changed_page(award: Path) -> None:
    lock = award / "pages.lock.yaml"
    before = lock.read_text(encoding="utf-8").splitlines()
    file = award / "pages/page.html"
    file.write_text(file.read_text(encoding="utf-8").replace("Ben", "Bea"), encoding="utf-8")
    assert call("lock", "--check", "--awards-dir", award.parent).exit_code == 1
    assert lock.read_text(encoding="utf-8").splitlines() == before
    assert call("lock", "river_prize", "--awards-dir", award.parent).exit_code == 0
    after = lock.read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0].strip() for old, line in zip(before, after, strict=True) if old != line] == ["sha256"]
    assert call("lock", "--check", "--awards-dir", award.parent).exit_code == 0
    assert "Bea Sample" in call("show", "river_prize", "--awards-dir", award.parent).stdout


def test_lock_does_not_invent_the_address_of_a_new_page(award: Path) -> None:
    (award / "pages/new.html").write_text("<p>new</p>", encoding="utf-8")
    result = call("lock", "--awards-dir", award.parent)
    assert result.exit_code == 1
    assert "new.html" in result.stderr
    assert "hrd-awards new" in result.stderr


@pytest.mark.parametrize(("count", "says"), [(0, "0 entries"), (1, "1 entry"), (1200, "1,200 entries")])
def test_numbers_go_with_their_nouns(count: int, says: str) -> None:
    assert counted(count, "entry", "entries") == says


def test_one_thing_that_needs_attention_is_told_in_the_singular(built: tuple[Path, Path]) -> None:
    notes = {
        "review": {"kinds": 1},
        "quarantined": ["river_prize"],
        "unused_decisions": ["warehouse/decisions/a.csv row 2: x"],
    }
    said = click.unstyle(summary_text(built[1], notes))
    assert "1  coding in doubt (1 kind)" in said
    assert "1  award with a newer capture in quarantine; the last good one serves on: river_prize" in said
    assert "1  decision that matches nothing: a.csv row 2" in said


def test_verify_makes_a_release_of_other_award_folders_again(built: tuple[Path, Path]) -> None:
    awards, home = built
    result = call("verify", home / "releases/latest", "--rebuild", "--awards-dir", awards)
    assert result.exit_code == 0, result.output
    assert "made again with the same bytes" in result.output
