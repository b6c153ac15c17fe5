"""Where ids of recipients went that are no longer given: found between two releases, carried on from one to the next, kept in a CSV.

Not here: what makes two recipients one (`clusters`), or how an id is made (`recipients`).

An id is retired when its recipient is recognised as another, or gets an earlier recognition under another name. It is never given to
somebody else; to the recipient it named it comes back, when a merge is undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from warehouse.rulings import DecisionError

REDIRECTS_FILE = "redirects.csv"
COLUMNS = ("recipient_id", "redirect", "named_in", "date")
"""`named_in`: the recognition that the id was made from."""
SCHEMA = dict.fromkeys(COLUMNS, pl.String)


def read_redirects(path: Path) -> pl.DataFrame:
    """The rows of redirects.csv at `path`, none when there is no such file; DecisionError names the row that cannot be used."""
    if not path.exists():
        return pl.DataFrame(schema=SCHEMA)
    found = pl.read_csv(path, infer_schema=False)
    if tuple(found.columns) != COLUMNS:
        raise DecisionError(f"{path}: columns are {', '.join(found.columns)}; expected {', '.join(COLUMNS)}")
    seen: set[str] = set()
    for number, (old, new, *_) in enumerate(found.iter_rows(), start=2):
        if not old or not new or old == new or old in seen:
            raise DecisionError(
                f"{path} row {number}: {old!r} → {new!r} is empty, the same, or listed before: mend the row"
            )
        seen.add(old)
    return found


def together(*lists: pl.DataFrame) -> pl.DataFrame:
    """Rows of several lists; of two on one id the later list has the say."""
    rows = pl.concat([one.select(COLUMNS) for one in lists])
    return rows.unique("recipient_id", keep="last", maintain_order=True).sort("recipient_id")


def retired_ids(redirects: pl.DataFrame) -> dict[str, str | None]:
    """Retired id -> the recognition whose recipient alone may get it back."""
    return dict(redirects.select("recipient_id", "named_in").iter_rows())


def carried_on(
    known: pl.DataFrame, previous: Mapping[str, pl.DataFrame], current: Mapping[str, pl.DataFrame], date: str
) -> pl.DataFrame:
    """The table `redirects` of a release: what is known, and what ids of the release before are no longer given.

    Args:
        known: rows known before, of this list's columns.
        previous, current: tables of the two releases; `recognitions` and `recognition_recipients` are read. `previous` may be empty.
        date: ISO day for new rows.

    Each row leads to a recipient that is there: over several steps if need be. An id that is given again, or whose recipient is gone
    (withheld, or no longer named anywhere), has no row.
    """
    there = set(current["recognition_recipients"]["recipient_id"])
    rows = known
    if previous:
        moved = redirected(previous["recognition_recipients"], current["recognition_recipients"])
        new = moved.join(_named_in(previous), on="recipient_id", how="left").with_columns(date=pl.lit(date))
        rows = together(known, new)
    leads = dict(rows.select("recipient_id", "redirect").iter_rows())

    def end_of(old: str) -> str | None:
        passed = {old}
        new: str | None = leads[old]
        while new is not None and new not in there:
            passed.add(new)
            new = leads.get(new)
            if new in passed:
                return None
        return new

    kept = [
        (old, end, named_in, day)
        for old, _, named_in, day in rows.iter_rows()
        if old not in there and (end := end_of(old)) is not None
    ]
    return pl.DataFrame(sorted(kept), schema=SCHEMA, orient="row")


def redirected(previous: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """Where ids of an earlier build went: columns recipient_id, redirect; one row for each id that is no longer given.

    Args:
        previous, current: `recognition_recipients` of the two builds. An id goes where most of its recognitions went under
            the same role; one whose recognitions are all gone has no row.
    """
    moved = (
        previous.filter(~pl.col("recipient_id").is_in(current["recipient_id"].implode()))
        .join(current, on=["recognition_id", "role"], suffix="_now")
        .with_columns(new=~pl.col("recipient_id_now").is_in(previous["recipient_id"].implode()))
        .filter((pl.col("role") == "recipient") | pl.col("new") | ~pl.col("new").any().over("recipient_id"))
        .group_by("recipient_id", "recipient_id_now")
        .len()
        .sort("recipient_id", "len", "recipient_id_now", descending=[False, True, False])
        .unique("recipient_id", keep="first", maintain_order=True)
    )
    return moved.select("recipient_id", redirect="recipient_id_now").sort("recipient_id")


def _named_in(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """recipient_id, named_in: the first recognition of each, in the order in which ids are made (`recipients`)."""
    from warehouse.identity.recipients import ROLE_ORDER

    return (
        tables["recognition_recipients"]
        .join(tables["recognitions"].select("recognition_id", "year"), on="recognition_id")
        .sort("year", pl.col("role").replace_strict(ROLE_ORDER), "recognition_id")
        .unique("recipient_id", keep="first", maintain_order=True)
        .select("recipient_id", named_in="recognition_id")
    )
