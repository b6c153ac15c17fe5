"""Recognitions with everything sources say of them, as the coder reads them.

Not here: what is read off an entry (`reading`).
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl


def entries_of(
    recognitions: pl.DataFrame, statements: pl.DataFrame, collectives_only: Collection[str] = ()
) -> pl.DataFrame:
    """Recognitions with all their forms, as the coder reads them: names, as_published, shape and languages are lists.

    `collectives_only`: the awards whose rules admit nobody else; a column of this name says it of each entry.
    """
    said = (
        statements.filter(pl.col("recognition_id").is_not_null())
        .sort("rank", "statement_id")
        .group_by("recognition_id", maintain_order=True)
        .agg(
            names=pl.col("name"),
            as_published=pl.col("as_published").drop_nulls(),
            shape=pl.col("shape"),
            languages=pl.col("language").drop_nulls(),
        )
    )
    entries = recognitions.join(said, on="recognition_id", how="left", validate="1:1", maintain_order="left")
    return entries.with_columns(collectives_only=pl.col("award_id").is_in(list(collectives_only)))
