"""Compares two sets of published tables and derives why each value changed; what is published is not decided here.

The cause is read off the inputs of the two builds, from the nearest evidence outwards:

1. withholding: one of the two rows stands under an identifier of a withheld recognition, or the value became "name withheld"
2. source, for the day on which a page was seen, and for what follows from it where no input differs
3. the only kind of input that differs between the builds, when only one does
4. for what a kind rests on: decision, when a decision gave or gives it
5. source: a capture of the source of the row, or of a statement of the recognition, differs
6. decision or pipeline: the decisions about the award, or the description of the award, differ
7. source, for whole-award tables: any capture of the award differs
8. decision, then pipeline, then source: whatever differs at all
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from schemas.contracts import conform, empty, polars_schema, row_key
from schemas.model import Table
from schemas.tables import CHANGES, TABLES
from warehouse.release.inputs import EVERY_AWARD, award_of
from warehouse.release.model import Inputs

WITHHELD_NAME = "name withheld"
WITHHELD_MARK = "-withheld-"
KIND_COLUMNS = ("kind", "mode", "kind_basis", "kind_confidence", "kind_reason")
COMPARED = tuple(table for table in TABLES if table is not CHANGES)
SEEN_ANEW, VISITED = ("sources", "seen_on"), ("awards", "coverage")
"""What a visit to a page changes by itself, and the tables in which that shows."""
RowChange = tuple[str, str, str | None, str | None]
"""column_name (`*` for a whole row), change_type, old, new"""


def changes_between(
    old: Mapping[str, pl.DataFrame],
    new: Mapping[str, pl.DataFrame],
    old_inputs: Inputs,
    new_inputs: Inputs,
) -> pl.DataFrame:
    """The table `changes`: one row per row added or removed and per value changed, from `old` to `new`, each with its cause."""
    evidence = _evidence(old, new, old_inputs, new_inputs)
    rows = []
    for table in COMPARED:
        before = old.get(table.name, empty(table))
        for key, row, (column, change_type, was, is_now) in _differences(table, before, new[table.name]):
            cause = evidence.cause(table, row, column, was, is_now)
            rows.append((table.name, key, column, change_type, was, is_now, cause))
    return conform(CHANGES, pl.DataFrame(rows, schema=polars_schema(CHANGES), orient="row"))


def _differences(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> Iterable[tuple[str, dict[str, Any], RowChange]]:
    """(key, the row that stands now or stood before, what changed) for every difference between two states of `table`."""
    key = list(table.primary_key)
    shared = [name for name in table.column_names if name in old.columns]
    for row in new.join(old, on=key, how="anti", nulls_equal=True).iter_rows(named=True):
        yield row_key(table, row), row, ("*", "added", None, None)
    for row in old.join(new, on=key, how="anti", nulls_equal=True).iter_rows(named=True):
        yield row_key(table, row), row, ("*", "removed", None, None)
    both = new.select(shared).join(
        old.select(shared), on=key, how="inner", nulls_equal=True, validate="1:1", suffix=":old"
    )
    for column in shared:
        if column in key:
            continue
        changed = both.filter(pl.col(column).ne_missing(pl.col(f"{column}:old")))
        for row in changed.iter_rows(named=True):
            yield row_key(table, row), row, (column, "changed", _text(row[f"{column}:old"]), _text(row[column]))


@dataclass(frozen=True)
class _Evidence:
    """What differs between the inputs of two builds, and the recognitions it reaches."""

    sources: frozenset[str]
    source_awards: frozenset[str]
    decided_awards: frozenset[str]
    described_awards: frozenset[str]
    code: bool
    read_anew: frozenset[str]
    """recognitions with a statement that changed in a source that changed"""
    recipient_recognitions: Mapping[str, frozenset[str]]
    kinds_of_input: tuple[str, ...] = field(default=())

    def cause(self, table: Table, row: Mapping[str, Any], column: str, old: str | None, new: str | None) -> str:
        if any(WITHHELD_MARK in str(value) for name, value in row.items() if name.endswith("_id")):
            return "withholding"
        if WITHHELD_NAME in (old, new):
            return "withholding"
        if (table.name, column) == SEEN_ANEW:
            return "source"
        if not self.kinds_of_input:
            # a visit that found a page unchanged, or one whose capture is held back, is no input of values
            return "source" if table.name in VISITED else "pipeline"
        if len(self.kinds_of_input) == 1:
            return self.kinds_of_input[0]
        if column in KIND_COLUMNS and "decision" in (row.get("kind_basis"), row.get("kind_basis:old")):
            return "decision"
        return self._nearest(table, row)

    def _nearest(self, table: Table, row: Mapping[str, Any]) -> str:
        if row.get("source_id") in self.sources:
            return "source"
        recognitions = {str(row["recognition_id"])} if row.get("recognition_id") else set()
        if "recognition_id" not in table.column_names and row.get("recipient_id"):
            recognitions |= self.recipient_recognitions.get(str(row["recipient_id"]), frozenset())
        if recognitions & self.read_anew:
            return "source"
        awards = {award_of(row), *(award_of({"recognition_id": name}) for name in recognitions)} - {EVERY_AWARD}
        if awards & self.decided_awards:
            return "decision"
        if awards & self.described_awards:
            return "pipeline"
        if not recognitions and awards & self.source_awards:
            return "source"
        order: list[tuple[str, Callable[[], bool]]] = [
            ("decision", lambda: EVERY_AWARD in self.decided_awards),
            ("pipeline", lambda: self.code),
            ("source", lambda: bool(self.sources)),
        ]
        if table.name == "collective_share":
            order = [order[2], order[0], order[1]]
        return next((cause for cause, differs in order if differs()), self.kinds_of_input[0])


def _evidence(
    old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame], before: Inputs, after: Inputs
) -> _Evidence:
    sources = _differing(before.captures, after.captures)
    decided = _differing(before.decisions, after.decisions)
    described = _differing(before.awards, after.awards)
    code = before.code != after.code
    withholding = before.withholding != after.withholding
    found = {
        "source": bool(sources),
        "decision": bool(decided),
        "pipeline": code or bool(described),
        "withholding": withholding,
    }
    return _Evidence(
        sources=sources,
        source_awards=frozenset(award_of({"source_id": source}) for source in sources),
        decided_awards=decided,
        described_awards=described,
        code=code,
        read_anew=_recognitions_read_anew(old, new, sources),
        recipient_recognitions=_recognitions_of_recipients(old, new),
        kinds_of_input=tuple(kind for kind, differs in found.items() if differs),
    )


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _recognitions_read_anew(
    old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame], sources: frozenset[str]
) -> frozenset[str]:
    if not sources or "statements" not in old:
        return frozenset()
    # The hash of a capture and a line's place change with every new capture, also where the line says the same.
    said = ["statement_id", "recognition_id", "source_id", "year", "category", "name", "as_published", "status"]
    said += ["persons", "affiliation", "country_as_published", "country_codes", "annotations"]
    states = [
        frame["statements"].select(said).filter(pl.col("source_id").is_in(sorted(sources))) for frame in (old, new)
    ]
    names: set[str] = set()
    for one, other in (states, reversed(states)):
        names |= set(one.join(other, on=said, how="anti", nulls_equal=True)["recognition_id"].drop_nulls())
    return frozenset(names)


def _recognitions_of_recipients(*states: Mapping[str, pl.DataFrame]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for state in states:
        if "recognition_recipients" not in state:
            continue
        for recognition_id, recipient_id in (
            state["recognition_recipients"].select("recognition_id", "recipient_id").iter_rows()
        ):
            found.setdefault(recipient_id, set()).add(recognition_id)
    return {recipient_id: frozenset(names) for recipient_id, names in found.items()}


def _text(value: object) -> str | None:
    """A value as it stands in the CSV file."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
