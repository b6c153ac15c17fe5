"""The kind of each recognition: rules over words and shapes, decisions made by reading, and why each kind was given.

Not here: the words (`scrapers.lexicon`), the meaning of kinds (`schemas.vocabulary`, CODEBOOK.md), whether two entries name the same
recipient (`warehouse.identity`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from schemas.vocabulary import MODE_OF_KIND
from scrapers.text import WITHHELD
from warehouse.coding.agreement import RECORDED_VOTES, agree, award_priors, vote_of
from warehouse.coding.deciding import Ruling, Weight, rule, weigh
from warehouse.coding.decisions import SCHEMA, decided_kind, match, read_decisions
from warehouse.coding.reading import Reading, read

__all__ = ["Coding", "code", "code_and_compare", "contradictions", "read_decisions", "votes_to_record"]

DECISION_CONFIDENCE = 0.97
SURE = 0.9
"""From this confidence on a rule is called sure: a decision against it is shown."""
CODED = {
    "recognition_id": pl.String,
    "kind": pl.String,
    "mode": pl.String,
    "kind_basis": pl.String,
    "kind_confidence": pl.Float64,
    "kind_reason": pl.String,
}


CONTRADICTIONS = {
    **SCHEMA,
    "recognition_id": pl.String,
    "rule_kind": pl.String,
    "rule_confidence": pl.Float64,
    "rule_reason": pl.String,
}


@dataclass(frozen=True)
class Coding:
    """What `code_and_compare` finds.

    coded: recognition_id, kind, mode, kind_basis, kind_confidence, kind_reason; one row for each entry, in the order of the entries.
    contradictions: decisions against a rule that is sure of another kind, see `contradictions`.
    unused: decisions on awards of the entries that match none of them, with their `row` in the file.
    """

    coded: pl.DataFrame
    contradictions: pl.DataFrame
    unused: pl.DataFrame


def code(entries: pl.DataFrame, decisions: pl.DataFrame | None = None) -> pl.DataFrame:
    """The kind of each entry, one row for each row of `entries` and in its order.

    `entries`: recognition_id, award_id, year, category, name, names (list: all forms seen), as_published (list), persons and
    affiliation (joined by "; "), shape (list of the statements' shapes); where it is known, collectives_only (the award's rules
    admit nobody else); where names are withheld, recorded_vote (one of RECORDED_VOTES, null for any other entry). `decisions`: see `warehouse.coding.decisions`; without them
    every kind rests on the rules. Returns recognition_id, kind, mode, kind_basis, kind_confidence, kind_reason.
    """
    return code_and_compare(entries, decisions).coded


def contradictions(entries: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions against a rule that is sure of another kind, to be looked at again; most sure rule first.

    Returns the columns of the decisions with recognition_id, rule_kind, rule_confidence and rule_reason.
    """
    return code_and_compare(entries, decisions).contradictions


def code_and_compare(entries: pl.DataFrame, decisions: pl.DataFrame | None = None) -> Coding:
    """The kinds of `entries` (see `code`), and which of the decisions contradict a sure rule or match nothing."""
    readings = [_read_row(row) for row in entries.iter_rows(named=True)]
    award_ids = entries["award_id"].to_list()
    weights = [weigh(reading) for reading in readings]
    priors = award_priors(award_ids, _recorded_or_read(entries, weights))
    closed = entries["collectives_only"].to_list() if "collectives_only" in entries.columns else [False] * len(readings)
    ruled = [rule(*evidence) for evidence in zip(readings, weights, priors, closed, strict=True)]
    # What stands in place of a withheld name says nothing of others.
    forms = [() if any(map(WITHHELD.search, reading.forms)) else reading.forms for reading in readings]
    none = [False] * len(ruled)
    if decisions is None or not decisions.height:
        by_rule = _coded(entries, agree(forms, ruled, none), none)
        return Coding(by_rule, pl.DataFrame(schema=CONTRADICTIONS), pl.DataFrame(schema={"row": pl.UInt32, **SCHEMA}))
    matched, unmatched = match(decisions, entries)
    rulings = list(ruled)
    for entry, decision in matched.items():
        row = decisions.row(decision, named=True)
        rulings[entry] = Ruling(decided_kind(row["kind"]), DECISION_CONFIDENCE, row["reason"], decisive=True)
    decided = [index in matched for index in range(len(ruled))]
    return Coding(
        _coded(entries, agree(forms, rulings, decided), decided),
        _contradicting(_coded(entries, agree(forms, ruled, none), none), decisions, matched),
        decisions.with_row_index("row", offset=2)[unmatched].filter(pl.col("award_id").is_in(set(award_ids))),
    )


def votes_to_record(entries: pl.DataFrame) -> list[str]:
    """For each entry what its text tells of the rest of its award's list, one of RECORDED_VOTES: kept where its name is withheld."""
    name_of = {vote: name for name, vote in RECORDED_VOTES.items()}
    return [name_of[vote_of(weigh(_read_row(row)))] for row in entries.iter_rows(named=True)]


def _recorded_or_read(entries: pl.DataFrame, weights: list[Weight]) -> list[bool | None]:
    read_off = [vote_of(weight) for weight in weights]
    if "recorded_vote" not in entries.columns:
        return read_off
    recorded = entries["recorded_vote"].to_list()
    return [own if told is None else RECORDED_VOTES[told] for told, own in zip(recorded, read_off, strict=True)]


def _coded(entries: pl.DataFrame, rulings: list[Ruling], decided: list[bool]) -> pl.DataFrame:
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


def _contradicting(by_rule: pl.DataFrame, decisions: pl.DataFrame, matched: dict[int, int]) -> pl.DataFrame:
    columns = by_rule.select("recognition_id", "kind", "kind_confidence", "kind_reason")
    rows = [
        (*decisions.row(decision), *ruled)
        for entry, decision in matched.items()
        for ruled in [columns.row(entry)]
        if ruled[1] != decisions["kind"][decision] and ruled[2] >= SURE
    ]
    return pl.DataFrame(rows, schema=CONTRADICTIONS, orient="row").sort(
        "rule_confidence", "award_id", "year", "name", descending=[True, False, False, False]
    )


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
