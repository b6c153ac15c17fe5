"""The cookbook: every question runs on the current and on an old DuckDB, and the answers that stand there are the data's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests import factory
from tests.built import built_home
from warehouse.cookbook import COOKBOOK, answer, fill, read_questions
from warehouse.load import write_duckdb

QUESTIONS = read_questions(COOKBOOK.read_text(encoding="utf-8"))
OLD_DUCKDB = "1.1.3"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    path = tmp_path_factory.mktemp("tiny") / "tiny.duckdb"
    write_duckdb(factory.tables(), path)
    return path


@pytest.fixture(scope="session")
def old_duckdb():
    """A folder with DuckDB 1.1 alone in it, beside the libraries of this environment; installed on first use."""
    folder = Path(sys.prefix) / f"duckdb-{OLD_DUCKDB}"
    if not folder.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
        done = subprocess.run(
            [*command, f"duckdb=={OLD_DUCKDB}"], capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode:
            pytest.skip(f"DuckDB {OLD_DUCKDB} cannot be installed here: {done.stderr[-300:]}")
    return folder


def test_there_are_twenty_five_questions_in_order():
    assert [question.number for question in QUESTIONS] == list(range(1, 26))
    assert len({question.question for question in QUESTIONS}) == 25


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.number))
def test_a_question_runs_on_any_release(tiny, question):
    with duckdb.connect(str(tiny), read_only=True) as connection:
        assert answer(connection, question.sql).startswith("| ")


def test_filling_in_answers_keeps_everything_else(tiny):
    text = COOKBOOK.read_text(encoding="utf-8")
    with duckdb.connect(str(tiny), read_only=True) as connection:
        filled = fill(text, connection)
        assert fill(filled, connection) == filled
    assert [(one.question, one.sql) for one in read_questions(filled)] == [(one.question, one.sql) for one in QUESTIONS]
    assert "| 2 | 12 | 12 | 13 | 2001 | 2017 |" in read_questions(filled)[0].answer


def test_the_answers_are_those_of_the_bundled_data(request):
    home = built_home(request.config.cache.mkdir("built"))
    with duckdb.connect(str(home / "releases/latest/hrd-awards.duckdb"), read_only=True) as connection:
        stale = [one.number for one in QUESTIONS if answer(connection, one.sql) != one.answer]
    assert not stale, "run `python -m warehouse.cookbook` after a build, and read what changed"


def test_an_old_duckdb_opens_the_file_and_answers_alike(tiny, old_duckdb):
    program = (
        "import sys, json, duckdb; from pathlib import Path; from warehouse.cookbook import *\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "questions = read_questions(COOKBOOK.read_text(encoding='utf-8'))\n"
        'comments = con.execute("SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL").fetchone()[0]\n'
        "print(json.dumps([duckdb.__version__, comments, [answer(con, one.sql) for one in questions]]))"
    )
    root = str(COOKBOOK.parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program, str(tiny)],
        cwd=root,
        env={"PYTHONPATH": f"{old_duckdb}:{root}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    version, comments, answers = json.loads(done.stdout)
    assert version == OLD_DUCKDB
    assert comments > 100
    with duckdb.connect(str(tiny), read_only=True) as connection:
        assert answers == [answer(connection, one.sql) for one in QUESTIONS]
