"""Keeps the answers in docs/queries.md true: reads its questions, runs their SQL, and writes what comes out; the questions are written by hand.

A question is a heading `## 1. …`, some prose, a block of SQL, and the answer as a table up to the next heading. `python -m
warehouse.cookbook [FILE.duckdb]` writes the answers anew.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COOKBOOK = Path(__file__).parents[1] / "docs/queries.md"
_QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<question>[^\n]+)\n(?P<prose>.*?)^```sql\n(?P<sql>.*?)^```\n(?P<answer>.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Question:
    """One question of the cookbook with its SQL and the answer that stands there, a Markdown table."""

    number: int
    question: str
    sql: str
    answer: str


def read_questions(markdown: str) -> list[Question]:
    """The questions of `markdown` in order."""
    return [
        Question(int(found["number"]), found["question"], found["sql"], found["answer"].strip())
        for found in _QUESTION.finditer(markdown)
    ]


def answer(connection: Any, sql: str) -> str:
    """What `sql` gives on `connection`, as a Markdown table; numbers with fractions have three digits."""
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in result.fetchall()]
    return "\n".join(lines)


def fill(markdown: str, connection: Any) -> str:
    """`markdown` with the answer to every question as `connection` gives it."""

    def answered(found: re.Match[str]) -> str:
        head = found.group()[: found.start("answer") - found.start()]
        return f"{head}\n{answer(connection, found['sql'])}\n\n"

    return _QUESTION.sub(answered, markdown).rstrip("\n") + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("<", "&lt;")


def main(arguments: list[str]) -> int:
    """Writes the answers from the DuckDB file named, or from the latest release of the default home."""
    import duckdb

    path = Path(arguments[0]) if arguments else COOKBOOK.parents[1] / "data/releases/latest/hrd-awards.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        filled = fill(COOKBOOK.read_text(encoding="utf-8"), connection)
    COOKBOOK.write_text(filled, encoding="utf-8")
    sys.stdout.write(f"{len(read_questions(filled))} answers written to {COOKBOOK}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
