"""What is kept from one build to the next: taken again while nothing it was made of changed, and made anew when it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from scrapers.statements import STATEMENT_SCHEMA
from tests.test_corroborate import statement
from warehouse.corroborate import kept
from warehouse.corroborate.kept import Corroborator
from warehouse.rulings import Decision, Decisions

ROWS = [
    statement("Föräldragruppen i Klippan", source="one", language="sv", shape="body") | {"statement_id": "one#1"},
    statement("Parents of Klippan", source="two", shape="body") | {"statement_id": "two#1"},
]
STATEMENTS = pl.DataFrame(ROWS, schema=STATEMENT_SCHEMA)


def alias(reason: str = "translation") -> Decisions:
    values = {"name": "Parents of Klippan", "alias": "Föräldragruppen i Klippan", "language": "sv", "reason": reason}
    return Decisions({"aliases": [Decision("aliases", 2, values | {"decided_by": "x", "date": "2026-01-01"})]})


def elsewhere() -> Decisions:
    values = {"award_id": "another_prize", "year": "2000", "left": "a", "right": "b", "verdict": "same", "reason": "r"}
    rows = alias().rows | {"matches": [Decision("matches", 2, values | {"decided_by": "x", "date": "2026-01-01"})]}
    return Decisions(rows)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The award_ids that were really corroborated."""
    calls: list[str] = []
    real = kept.corroborate

    def counted(award_id: str, statements: pl.DataFrame, decisions: Decisions) -> kept.Corroborated:
        calls.append(award_id)
        return real(award_id, statements, decisions)

    monkeypatch.setattr(kept, "corroborate", counted)
    return calls


def test_the_same_statements_and_rulings_are_brought_together_once(tmp_path: Path, made: list[str]) -> None:
    first, again = alias(), alias()
    one = Corroborator(tmp_path, first).corroborate("some_prize", STATEMENTS)
    other = Corroborator(tmp_path, again).corroborate("some_prize", STATEMENTS)
    assert made == ["some_prize"]
    assert one.recognitions["name"].to_list() == ["Parents of Klippan"]
    for name in kept.FRAMES:
        assert getattr(one, name).equals(getattr(other, name))
    assert first.used == again.used == {("aliases", 2)}


@pytest.mark.parametrize(
    ("decisions", "statements", "times"),
    [
        (alias("another reason"), STATEMENTS, 2),
        (Decisions({}), STATEMENTS, 2),
        (alias(), STATEMENTS.head(1), 2),
        (elsewhere(), STATEMENTS, 1),
    ],
    ids=["ruling changed", "ruling gone", "statement gone", "ruling on another award"],
)
def test_what_changed_is_brought_together_again(
    tmp_path: Path, made: list[str], decisions: Decisions, statements: pl.DataFrame, times: int
) -> None:
    Corroborator(tmp_path, alias()).corroborate("some_prize", STATEMENTS)
    result = Corroborator(tmp_path, decisions).corroborate("some_prize", statements)
    assert len(made) == times
    assert result.fates.height == statements.height


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "fates.arrows").write_bytes(b""),
        lambda folder: (folder / "recognitions.arrows").write_bytes((folder / "conflicts.arrows").read_bytes()),
        lambda folder: (folder / kept.KEY_FILE).write_text("{", encoding="utf-8"),
        lambda folder: (folder / kept.KEY_FILE).unlink(),
    ],
    ids=["emptied", "swapped", "key torn", "key gone"],
)
def test_what_was_kept_and_damaged_is_made_anew(
    tmp_path: Path, made: list[str], damage: Callable[[Path], object]
) -> None:
    one = Corroborator(tmp_path, alias()).corroborate("some_prize", STATEMENTS)
    damage(tmp_path / kept.FOLDER / "some_prize")
    other = Corroborator(tmp_path, alias()).corroborate("some_prize", STATEMENTS)
    assert len(made) == 2
    assert one.recognitions.equals(other.recognitions)
