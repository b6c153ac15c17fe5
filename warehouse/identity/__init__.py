"""The same person or body across awards, years, languages, scripts and spellings. Codes no kinds, changes no recognition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from scrapers.executors import Executor
from warehouse.identity.clusters import cluster
from warehouse.identity.decided import decided_pairs
from warehouse.identity.mentions import find_mentions
from warehouse.identity.recipients import tables_of
from warehouse.identity.redirects import retired_ids

__all__ = ["DOUBTFUL", "Identity", "identify"]

DOUBTFUL = {
    "left": pl.String,
    "right": pl.String,
    "left_name": pl.String,
    "right_name": pl.String,
    "left_recipient": pl.String,
    "right_recipient": pl.String,
    "verdict_now": pl.String,
    "score": pl.Float64,
}
"""`left` and `right` as `same.csv` names them; `verdict_now`: same or different, what stands while nobody rules; score: log odds."""


@dataclass(frozen=True)
class Identity:
    """What `identify` finds.

    recipients, recipient_names, recognition_recipients: as described in `schemas.tables`.
    recipient_of: recognition_id, recipient_id: the recipient of each entry as a whole.
    doubtful: as `DOUBTFUL`: pairs that came close, or were merged by a little; best first.
    unused: rows of `same.csv` that match nothing.
    """

    recipients: pl.DataFrame
    recipient_names: pl.DataFrame
    recognition_recipients: pl.DataFrame
    recipient_of: pl.DataFrame
    doubtful: pl.DataFrame
    unused: tuple[str, ...]


def identify(
    recognitions: pl.DataFrame,
    statements: pl.DataFrame,
    same: pl.DataFrame,
    redirects: pl.DataFrame | None = None,
    told: Sequence[Sequence[str]] = (),
    executor: Executor | None = None,
) -> Identity:
    """Recognise recipients across recognitions.

    Args:
        recognitions: as in `schemas.tables`, `recipient_id` not needed.
        statements: as in `schemas.tables`; forms of names are taken from those that have a `recognition_id`.
        same: decisions, columns left, right, verdict, ... (see `decided`).
        redirects: retired ids and what they were made from (see `redirects`); they are not given to anybody else.
        told: groups of recognition_id that a source says went to one recipient; decisions win over it.
        executor: where names are compared; None: in this process.

    Raises:
        DecisionError: when decisions contradict one another or cannot be read.
    """
    mentions = find_mentions(recognitions, statements)
    decided = decided_pairs(same, mentions)
    whole = {mention.recognition_id: number for number, mention in enumerate(mentions) if mention.role == "recipient"}
    one = [(whole[group[0]], whole[other]) for group in told for other in group[1:]]
    of_one_sort = [(left, right) for left, right in one if mentions[left].sort == mentions[right].sort]
    groups, doubtful = cluster(mentions, decided.same, decided.different, executor=executor, told=of_one_sort)
    retired = retired_ids(redirects) if redirects is not None else {}
    recipients, names, links, ids = tables_of(mentions, groups, retired)
    return Identity(
        recipients,
        names,
        links,
        links.filter(pl.col("role") == "recipient").select("recognition_id", "recipient_id"),
        pl.DataFrame(
            [
                (
                    *(mentions[side].reference for side in sides),
                    *(mentions[side].name for side in sides),
                    *(ids[side] for side in sides),
                    "same" if groups[pair.left] == groups[pair.right] else "different",
                    round(pair.total, 2),
                )
                for pair in doubtful
                for sides in [(pair.left, pair.right)]
            ],
            schema=DOUBTFUL,
            orient="row",
        ),
        decided.unused,
    )
