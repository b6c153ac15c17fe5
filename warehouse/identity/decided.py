"""Decisions on identity: which rows of `same.csv` speak of mentions that are there, as pairs of mentions.

The rows are written by people (columns left, right, verdict, reason, decided_by, date); merging by them is `clusters`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from scrapers.names import fold
from warehouse.identity.mentions import Mention
from warehouse.rulings import DecisionError

COLUMNS = ("left", "right", "verdict", "reason", "decided_by", "date")
VERDICTS = ("same", "different")
INSIDE = " > "
_RECOGNITION_ID = re.compile(r"^[a-z0-9_]+-[0-9]{4}-[a-z0-9-]+$")


@dataclass(frozen=True)
class DecidedPairs:
    """Decided pairs as indices of mentions, and the rows (as "row 2: left = right") that found nothing to speak of."""

    same: list[tuple[int, int]]
    different: list[tuple[int, int]]
    unused: tuple[str, ...]


def decided_pairs(same: pl.DataFrame, mentions: Sequence[Mention]) -> DecidedPairs:
    """Resolve decisions to mentions.

    A side is a `recognition_id` (the entry as a whole), `recognition_id > name` (a person or body inside it), or a name alone
    (every mention published under it). Case, accents and punctuation of names do not count. "Same" of one name with itself
    says that all who bear it are one.

    Raises:
        DecisionError: for a column that is missing, a verdict that is unknown, or a row that says nothing.
    """
    missing = [column for column in ("left", "right", "verdict") if column not in same.columns]
    if missing:
        raise DecisionError(f"same.csv: no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}")
    by_reference: dict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        by_reference[_normal(mention.reference)].append(number)
        by_reference[fold(mention.name)].append(number)
    found: dict[str, list[tuple[int, int]]] = {verdict: [] for verdict in VERDICTS}
    unused: list[str] = []
    for line, (left, right, verdict) in enumerate(same.select("left", "right", "verdict").rows(), start=2):
        if verdict not in VERDICTS:
            raise DecisionError(f"same.csv row {line}: verdict {verdict!r} is neither of {', '.join(VERDICTS)}")
        a, b = by_reference.get(_normal(left)), by_reference.get(_normal(right))
        if a is None or b is None:
            unused.append(f"row {line}: {left} = {right}")
        elif verdict == "same":
            everyone = sorted({*a, *b})
            if len(everyone) == 1:
                unused.append(f"row {line}: {left} = {right}")
            found[verdict].extend((everyone[0], other) for other in everyone[1:])
        elif set(a) & set(b):
            raise DecisionError(
                f"same.csv row {line}: {left} and {right} name the same mention; name recognitions instead"
            )
        else:
            found[verdict].extend((one, other) for one in a for other in b)
    return DecidedPairs(found["same"], found["different"], tuple(unused))


def _normal(reference: str) -> str:
    recognition_id, inside, name = reference.partition(INSIDE)
    if inside:
        return f"{recognition_id.strip()}{INSIDE}{fold(name)}"
    return recognition_id.strip() if _RECOGNITION_ID.match(recognition_id.strip()) else fold(reference)
