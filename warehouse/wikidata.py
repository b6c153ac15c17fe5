"""What Wikidata says of the recognitions of an award: which item each is, what sort of thing the item is, and where the two lists differ.

Reads the answers that a crawl kept and a person or the gate accepted; asks nothing. An award has such an answer when its `award.yaml`
names its item.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from scrapers.captures import CaptureStore
from scrapers.captures.log import SEEN
from scrapers.captures.store import store_of
from scrapers.names import alike
from scrapers.structured.wikidata import SOURCE_NAME, Honour, read_honours

ALIKE = 0.7
"""From this likeness on two names within one edition of one award are one (docs/identity.md)."""
ITEMS = {"recognition_id": pl.String, "wikidata_id": pl.String, "shape": pl.String}
GAPS = {
    "award_id": pl.String,
    "year": pl.Int64,
    "where": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "wikidata_name": pl.String,
    "wikidata_id": pl.String,
    "wikidata_is": pl.String,
    "recognition_id": pl.String,
}
"""`where`: ours (not in Wikidata), wikidata (not in the release), both, or kind (in both, but a person here and none there or the other way)."""
PERSONAL = ("person", "people")


def accepted_honours(home: Path) -> dict[str, list[Honour]]:
    """award_id -> what the accepted answer of Wikidata says; awards without one are left out."""
    store = store_of(home)
    found = {}
    for award_id, source_name in store.logged():
        if source_name == SOURCE_NAME and (log := store.log(award_id, source_name)).accepted is not None:
            found[award_id] = read_honours(json.loads(store.content(log.present(log.accepted.sha256))))
    return found


def latest_honours(store: CaptureStore, award_id: str) -> list[Honour] | None:
    """What the latest answer says, accepted or not; None when there is none."""
    log = store.log(award_id, SOURCE_NAME)
    came = [sighting for sighting in log.sightings if sighting.sha256 and sighting.outcome in SEEN]
    return read_honours(json.loads(store.content(log.present(str(came[-1].sha256))))) if came else None


def paired(
    recognitions: pl.DataFrame, honours: Iterable[Honour]
) -> tuple[list[tuple[dict, Honour]], list[dict], list[Honour]]:
    """(pairs, recognitions alone, honours alone) of one award; each goes once, best likeness first.

    `recognitions`: recognition_id, year, name, persons. An honour without a year, and one a year off, is paired after the others.
    """
    rows, said = recognitions.sort("recognition_id").to_dicts(), list(honours)
    scored = []
    for i, row in enumerate(rows):
        for j, honour in enumerate(said):
            off = 0.1 if honour.year is None else 0.0 if honour.year == row["year"] else 0.2
            if off == 0.2 and abs((honour.year or 0) - row["year"]) > 1:
                continue
            likeness = alike(row["name"], honour.label or "")
            if likeness >= ALIKE:
                scored.append((off - likeness, i, j))
    pairs, left, right = [], dict(enumerate(rows)), dict(enumerate(said))
    for _, i, j in sorted(scored):
        if i in left and j in right:
            pairs.append((left.pop(i), right.pop(j)))
    return pairs, list(left.values()), list(right.values())


def items_of(recognitions: pl.DataFrame, honours: Mapping[str, list[Honour]]) -> pl.DataFrame:
    """The item of each recognition that one was found for, as `ITEMS`; `shape` is what the item is: person, body or unknown."""
    rows = []
    for award_id, said in sorted(honours.items()):
        pairs, _, _ = paired(recognitions.filter(award_id=award_id), said)
        rows += [(row["recognition_id"], honour.item, _shape(honour)) for row, honour in pairs]
    return pl.DataFrame(rows, schema=ITEMS, orient="row")


def _shape(honour: Honour) -> str:
    return {True: "person", False: "body", None: "unknown"}[honour.is_human]


def with_types(entries: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """`entries` as the coder reads them, with what their item is among the shapes in which sources set them out."""
    told = items.filter(pl.col("shape") != "unknown").select("recognition_id", told="shape")
    if told.is_empty():
        return entries
    return (
        entries.join(told, on="recognition_id", how="left", maintain_order="left")
        .with_columns(
            shape=pl.when(pl.col("told").is_null())
            .then(pl.col("shape"))
            .otherwise(pl.concat_list(pl.col("shape").fill_null([]), pl.col("told")))
        )
        .drop("told")
    )


def with_items(recipients: pl.DataFrame, recipient_of: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """`recipients` with their item, where all their recognitions that have one have the same and nobody else has it."""
    known = recipient_of.join(items, on="recognition_id").group_by("recipient_id").agg(pl.col("wikidata_id").unique())
    alone = known.filter(pl.col("wikidata_id").list.len() == 1).with_columns(pl.col("wikidata_id").list.first())
    alone = alone.filter(pl.col("wikidata_id").is_unique())
    return (
        recipients.drop("wikidata_id")
        .join(alone, on="recipient_id", how="left", validate="1:1", maintain_order="left")
        .select(recipients.columns)
    )


def gaps(recognitions: pl.DataFrame, honours: Mapping[str, list[Honour]]) -> pl.DataFrame:
    """Both lists side by side, as `GAPS`: what only one of them has, and what both have."""
    rows: list[tuple] = []
    for award_id, said in sorted(honours.items()):
        pairs, ours, theirs = paired(recognitions.filter(award_id=award_id), said)
        for row, honour in pairs:
            contradicts = honour.is_human is not None and honour.is_human != (row["kind"] in PERSONAL)
            where = "kind" if contradicts else "both"
            rows.append((award_id, row["year"], where, row["name"], row["kind"], *_told(honour), row["recognition_id"]))
        rows += [
            (award_id, row["year"], "ours", row["name"], row["kind"], None, None, None, row["recognition_id"])
            for row in ours
        ]
        rows += [(award_id, honour.year, "wikidata", None, None, *_told(honour), None) for honour in theirs]
    return pl.DataFrame(rows, schema=GAPS, orient="row").sort(
        "award_id", "year", "name", "wikidata_id", nulls_last=True
    )


def _told(honour: Honour) -> tuple[str | None, str, str]:
    return honour.label, honour.item, {True: "a human", False: "no human", None: "not said"}[honour.is_human]


def by_item(items: pl.DataFrame) -> list[list[str]]:
    """Recognitions that share an item, each list sorted: evidence that they are one recipient's."""
    groups: dict[str, list[str]] = defaultdict(list)
    for recognition_id, item, _ in items.sort("recognition_id").iter_rows():
        groups[item].append(recognition_id)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]
