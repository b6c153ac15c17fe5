"""The review queue of recipients: pairs that are nearly one, or one by a little, with what a person needs to rule on them, and rulings
read back as rows of `same.csv`.

Not here: how pairs are found and weighed (`clusters`, `evidence`), the command line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from warehouse.filled import problems_of, read_filled
from warehouse.identity.decided import COLUMNS, INSIDE, VERDICTS

_SIDES = ("left", "right")
_SHOWN = ("name", "kind", "country_codes", "as_published", "source_url", "also")
QUEUE = {
    **dict.fromkeys(_SIDES, pl.String),
    "verdict_now": pl.String,
    "score": pl.Float64,
    **{f"{side}_{what}": pl.String for what in _SHOWN for side in _SIDES},
    "verdict": pl.String,
    "reason": pl.String,
    "decided_by": pl.String,
}
"""`verdict_now`: what stands while nobody rules; `*_also`: other recognitions of the same recipient; the last three are to be filled in."""
FILLED_IN = ("left", "right", "verdict", "reason", "decided_by")
_MOST = 8


def review_pairs(
    doubtful: pl.DataFrame, recognitions: pl.DataFrame, recognition_recipients: pl.DataFrame
) -> pl.DataFrame:
    """The pairs in doubt as `QUEUE`, those first whose evidence is nearest to where names are merged.

    Args:
        doubtful: as `Identity.doubtful`.
        recognitions: the published table.
        recognition_recipients: as `Identity.recognition_recipients`.
    """
    known = {row["recognition_id"]: row for row in recognitions.iter_rows(named=True)}
    named_in: dict[str, list[str]] = defaultdict(list)
    for recipient_id, recognition_id in recognition_recipients.select("recipient_id", "recognition_id").unique().rows():
        named_in[recipient_id].append(recognition_id)
    rows = []
    for pair in _nearest_first(doubtful).iter_rows(named=True):
        row = {column: pair.get(column) for column in QUEUE}
        for side in _SIDES:
            recognition = known[pair[side].partition(INSIDE)[0]]
            inside = INSIDE in pair[side]
            others = sorted(set(named_in[pair[f"{side}_recipient"]]) - {recognition["recognition_id"]})
            row |= {
                f"{side}_name": pair[f"{side}_name"],
                f"{side}_kind": None if inside else recognition["kind"],
                f"{side}_country_codes": recognition["country_codes"],
                f"{side}_as_published": recognition["name_as_published"],
                f"{side}_source_url": recognition["source_url"],
                f"{side}_also": "; ".join(others[:_MOST]) or None,
            }
        rows.append(row)
    return pl.DataFrame(rows, schema=QUEUE)


def _nearest_first(doubtful: pl.DataFrame) -> pl.DataFrame:
    from warehouse.identity.clusters import THRESHOLD

    return doubtful.sort((pl.col("score") - THRESHOLD).abs(), "left", "right")


def read_verdicts(path: Path, recognitions: pl.DataFrame, date: str, by: str = "") -> pl.DataFrame:
    """The rows of a queue that somebody filled in, as rows of `same.csv` of that date (ISO).

    `by` says who decided, for rows whose `decided_by` is empty. FilledError names every row with an unknown recognition or verdict, with
    a verdict and no reason or no name of who decided, or on a pair that an earlier row rules on.
    """
    known = set(recognitions["recognition_id"])
    decided: dict[frozenset[str], dict[str, str]] = {}
    with problems_of(path) as problems:
        for number, row in read_filled(path, FILLED_IN):
            verdict, pair = row["verdict"].casefold(), frozenset(row[side] for side in _SIDES)
            if not verdict:
                continue
            wrong = [
                f"the latest release has no recognition {row[side]!r}: build, export again, or drop the row"
                for side in _SIDES
                if row[side].partition(INSIDE)[0] not in known
            ]
            if len(pair) == 1:
                wrong.append("left and right are the same: name two")
            if pair in decided:
                wrong.append("a row above rules on the same pair: keep one of them")
            if verdict not in VERDICTS:
                wrong.append(f"verdict {verdict!r} is neither of {', '.join(VERDICTS)}")
            if not row["reason"]:
                wrong.append(f"verdict {verdict} without reason: say why")
            if not (row["decided_by"] or by):
                wrong.append(f"verdict {verdict} without decided_by: say who decided it, there or with --by")
            problems.extend(f"row {number}: {problem}" for problem in wrong)
            if not wrong:
                decided[pair] = verdict_row(row, verdict, row["reason"], row["decided_by"] or by, date)
    return pl.DataFrame(list(decided.values()), schema=dict.fromkeys(COLUMNS, pl.String))


def verdict_row(pair: Mapping[str, str], verdict: str, reason: str, by: str, date: str) -> dict[str, str]:
    """One row of `same.csv`."""
    return {
        "left": pair["left"],
        "right": pair["right"],
        "verdict": verdict,
        "reason": reason,
        "decided_by": by,
        "date": date,
    }


def add_verdicts(same: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows of `same.csv` with the new ones at the end, which replace older ones on the same pair whatever its order."""
    ruled_again = {frozenset(pair) for pair in new.select(_SIDES).rows()}
    kept = [row for row in same.select(COLUMNS).iter_rows() if frozenset(row[:2]) not in ruled_again]
    schema = dict.fromkeys(COLUMNS, pl.String)
    return pl.concat([pl.DataFrame(kept, schema=schema, orient="row"), new.select(COLUMNS)])
