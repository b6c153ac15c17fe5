"""The kind of each recognition: rules over words and shapes, decisions made by reading, and why each kind was given.

Not here: the words (`scrapers.lexicon`), the meaning of kinds (`schemas.vocabulary`, CODEBOOK.md), whether two entries name the same
recipient (`warehouse.identity`).
"""

from __future__ import annotations

import polars as pl

from schemas.vocabulary import MODE_OF_KIND
from warehouse.coding.agreement import agree, award_priors
from warehouse.coding.deciding import Ruling, rule, weigh
from warehouse.coding.decisions import SCHEMA, decided_kind, match, read_decisions, unused
from warehouse.coding.reading import Reading, read

__all__ = ["code", "contradictions", "read_decisions", "unused"]

DECISION_CONFIDENCE = 0.97
_RULE_COLUMNS = ("rule_kind", "rule_confidence", "rule_reason")
CODED = {
    "recognition_id": pl.String,
    "kind": pl.String,
    "mode": pl.String,
    "kind_basis": pl.String,
    "kind_confidence": pl.Float64,
    "kind_reason": pl.String,
}


def code(entries: pl.DataFrame, decisions: pl.DataFrame | None = None) -> pl.DataFrame:
    """The kind of each entry, one row for each row of `entries` and in its order.

    `entries`: recognition_id, award_id, year, category, name, names (list: all forms seen), as_published (list), persons and
    affiliation (joined by "; "), shape (list of the statements' shapes). `decisions`: see `warehouse.coding.decisions`; without them
    every kind rests on the rules. Returns recognition_id, kind, mode, kind_basis, kind_confidence, kind_reason.
    """
    readings = [_read_row(row) for row in entries.iter_rows(named=True)]
    award_ids = entries["award_id"].to_list()
    weights = [weigh(reading) for reading in readings]
    priors = award_priors(award_ids, weights)
    rulings = [rule(reading, weight, prior) for reading, weight, prior in zip(readings, weights, priors, strict=True)]
    matched: dict[int, int] = {}
    if decisions is not None and decisions.height:
        matched, _ = match(decisions, entries)
        for entry, decision in matched.items():
            row = decisions.row(decision, named=True)
            rulings[entry] = Ruling(decided_kind(row["kind"]), DECISION_CONFIDENCE, row["reason"], decisive=True)
    decided = [index in matched for index in range(len(rulings))]
    rulings = agree([reading.forms for reading in readings], rulings, decided)
    return pl.DataFrame(
        {
            "recognition_id": entries["recognition_id"],
            "kind": [ruling.kind.value for ruling in rulings],
            "mode": [MODE_OF_KIND[ruling.kind].value for ruling in rulings],
            "kind_basis": ["decision" if d else "rule" for d in decided],
            "kind_confidence": [round(min(0.99, ruling.confidence), 2) for ruling in rulings],
            "kind_reason": [ruling.reason for ruling in rulings],
        },
        schema=CODED,
    )


def contradictions(entries: pl.DataFrame, decisions: pl.DataFrame, sure: float = 0.9) -> pl.DataFrame:
    """Decisions against a rule that is sure of another kind, to be looked at again; most sure rule first.

    Returns the columns of the decisions with rule_kind, rule_confidence and rule_reason.
    """
    matched, _ = match(decisions, entries)
    ruled = code(entries)
    rows = [
        {**decisions.row(decision, named=True), **dict(zip(_RULE_COLUMNS, _ruled(ruled, entry), strict=True))}
        for entry, decision in matched.items()
        if ruled["kind"][entry] != decisions["kind"][decision] and ruled["kind_confidence"][entry] >= sure
    ]
    schema = {**SCHEMA, "rule_kind": pl.String, "rule_confidence": pl.Float64, "rule_reason": pl.String}
    return pl.DataFrame(rows, schema=schema).sort(
        "rule_confidence", "award_id", "year", "name", descending=[True, False, False, False]
    )


def _ruled(ruled: pl.DataFrame, entry: int) -> tuple[str, float, str]:
    return ruled["kind"][entry], ruled["kind_confidence"][entry], ruled["kind_reason"][entry]


def _read_row(row: dict) -> Reading:
    return read(
        row["name"],
        row["names"] or [],
        row["as_published"] or [],
        row["persons"],
        row["affiliation"],
        row["shape"] or [],
        row["category"],
    )
