"""The assets of the dataset, from captures to the release: which function makes each, and what a person sees of it.

What is computed is in `warehouse.build` and below it; what must hold is in `checks`.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from pipelines.progress import tell
from pipelines.resources import Workspace
from pipelines.tables import counts_markdown, frame_markdown, markdown
from schemas.contracts import empty
from schemas.tables import CHANGES
from scrapers.captures import Capture, CaptureError, CaptureStore, bundled_captures, store_of
from scrapers.captures.freshness import last_changes, stale_awards
from scrapers.registry import Award, AwardError, load_award
from warehouse.build import (
    Recognised,
    complete,
    find_recipients,
    find_recognitions,
    preview_changes,
    publish_build,
)
from warehouse.fingerprint import READER_FOLDERS, digest_code, note_begin
from warehouse.load import begin_duckdb, write_duckdb
from warehouse.readings import STATEMENTS, gather, load_facts, read_one
from warehouse.release.summary import changes_text, decade_shares

GROUP, PREVIEW_GROUP = "dataset", "preview"
WAREHOUSE_FILE = "warehouse.duckdb"
NEVER_CRAWLED = "never crawled"
BY_AWARD = (
    "award_id",
    "stale",
    "quarantine",
    "last seen",
    "last changed",
    "editions",
    "recognitions",
    "statements",
    "leftovers",
    "conflicts",
)
POOL = "home"
"""Runs that write in the home wait for each other instead of failing."""

CAPTURES = """\
The stored text of every source: bundled pages of the award folder, and records cited one by one. Nothing is fetched here.

**When it fails** a page does not have the hash in `pages.lock.yaml`, is named there and missing, or is not named: the message says which.
After an intended edit run `hrd-awards lock`; otherwise restore the file from git. The other awards are not touched.
"""
STATEMENTS_TEXT = """\
What each source says: one row for every entry it lists, and every line that became no entry, counted with its reason.

**When an award fails** its last published statements stand in, flagged stale, until it can be read again. Mend its `award.yaml` as the
message says, look at the result with `hrd-awards show AWARD_ID`, then materialize its partition here.
"""
RECOGNITIONS = """\
The statements of each edition brought together: one row for every honour as announced, with its kind, its sources and what they
contradict each other on.

**When a check of an award fails** compare `hrd-awards show AWARD_ID --conflicts` with the pages. A contradiction is decided in
`warehouse/decisions/conflicts.csv`, a spelling in `aliases.csv`, a kind in `coding.csv`.
"""
RECIPIENTS = """\
The same person or body across awards, years, languages and spellings.

**When two are wrongly one, or one is wrongly two** say so in `warehouse/decisions/same.csv`, with the reason.
"""
TABLES = """\
Every published table in its columns and order, with what is derived from the recognitions. Withheld names are taken out here.

**When a contract fails** nothing is published: the check names the row and what is wrong with it. The cause is in the program or in a
decision, never in a page alone: mend it there and materialize again from the asset in which the row first appears.
"""
WAREHOUSE = """\
All tables with their keys, references and checks in one DuckDB file of the home, for notebooks and reports. Swapped in whole.

**When it fails** DuckDB refused a row that the contracts let pass: the message names the table. The old file still stands.
"""
RELEASE = """\
The published files: CSV, Parquet, DuckDB, workbook and metadata under `releases/<version>`, and `latest` pointing to the newest. A new
version appears only when the content changed; an older one is never touched.

**When it fails** the previous release still stands. “Another process” means that a build is running: wait for it.
"""
PREVIEW = """\
What would change if a release were made of the tables as they stand, with the cause of each change. Nothing is published.

**When something here surprises you** do not materialize `release`: look the row up with `hrd-awards show AWARD_ID` first.
"""


@dg.asset(description=RECOGNITIONS, group_name=GROUP, deps=["statements"], kinds={"polars"}, pool=POOL)
def recognitions(context: dg.AssetExecutionContext, workspace: Workspace) -> Recognised:
    tell("Comparing sources")
    settings = workspace.settings
    found = find_recognitions(gather(settings), settings)
    frame = found.tables["recognitions"]
    context.add_output_metadata(
        {
            "recognitions": frame.height,
            "awards": frame["award_id"].n_unique(),
            "statements": found.tables["statements"].height,
            "leftovers": found.tables["leftovers"].height,
            "conflicts": found.tables["conflicts"].height,
            "stale awards": len(found.notes["stale"]),
            "by kind": counts_markdown(dict(frame["kind"].value_counts().iter_rows()), "kind"),
            "awards that failed": markdown(["award", "what to do"], found.notes["errors"].items()),
            "by award": frame_markdown(by_award(found, store_of(settings.home))),
            "contradictions": frame_markdown(
                found.tables["conflicts"].select("award_id", "field", "ours", "theirs", "resolution", "statement_id")
            ),
        }
    )
    return found


@dg.asset(description=RECIPIENTS, group_name=GROUP, kinds={"polars"}, pool=POOL)
def recipients(context: dg.AssetExecutionContext, workspace: Workspace, recognitions: Recognised) -> Recognised:
    tell("Recognising recipients")
    found = find_recipients(recognitions, workspace.settings)
    frame = found.tables["recipients"]
    often = frame.filter(pl.col("awards") > 2).sort("awards", "recipient_id", descending=[True, False])
    context.add_output_metadata(
        {
            "recipients": frame.height,
            "of several awards": frame.filter(pl.col("awards") > 1).height,
            "most honoured": frame_markdown(often.select("name", "kind", "awards", "recognitions"), 25),
        }
    )
    return found


@dg.asset(description=TABLES, group_name=GROUP, kinds={"polars"}, pool=POOL)
def tables(context: dg.AssetExecutionContext, workspace: Workspace, recipients: Recognised) -> Recognised:
    tell("Deriving tables")
    done = complete(recipients, workspace.settings)
    if warehouse.key in context.job_def.asset_layer.selected_asset_keys:
        # The warehouse takes as long as looking at the contracts does.
        begin_duckdb(_with_no_changes(done.tables), workspace.settings.home / WAREHOUSE_FILE)
    context.add_output_metadata(
        {
            "rows": markdown(["table", "rows"], [(name, frame.height) for name, frame in done.tables.items()]),
            "collective share by decade": _shares(done.tables["collective_share"]),
        }
    )
    return done


@dg.asset(description=WAREHOUSE, group_name=GROUP, kinds={"duckdb"}, pool=POOL)
def warehouse(workspace: Workspace, tables: Recognised) -> dg.MaterializeResult[None]:
    tell("Loading the warehouse")
    path = workspace.settings.home / WAREHOUSE_FILE
    write_duckdb(_with_no_changes(tables.tables), path)
    return dg.MaterializeResult(metadata={"file": dg.MetadataValue.path(str(path)), "bytes": path.stat().st_size})


def _with_no_changes(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """All tables of the warehouse: what changed is known when the release is made."""
    return tables | {CHANGES.name: empty(CHANGES)}


@dg.asset(description=RELEASE, group_name=GROUP, deps=[warehouse], kinds={"csv", "parquet", "duckdb"}, pool=POOL)
def release(workspace: Workspace, tables: Recognised) -> dg.MaterializeResult[None]:
    tell("Writing the release")
    made = publish_build(tables, workspace.settings).release
    files = [(file.path, file.rows, file.bytes) for file in made.manifest.files]
    return dg.MaterializeResult(
        metadata={
            "version": made.version,
            "new": made.is_new,
            "previous": made.previous or "none",
            "changes": made.changes.height,
            "what changed": dg.MetadataValue.md((made.path / "CHANGES.md").read_text(encoding="utf-8")),
            "files": markdown(["file", "rows", "bytes"], files),
            "folder": dg.MetadataValue.path(str(made.path)),
        }
    )


@dg.asset(description=PREVIEW, group_name=PREVIEW_GROUP, kinds={"markdown"}, pool=POOL)
def preview(workspace: Workspace, tables: Recognised) -> dg.MaterializeResult[None]:
    changes, version = preview_changes(tables, workspace.settings)
    text = changes_text(changes, "the next release", version)
    file = workspace.settings.home / "preview.md"
    file.write_text(text, encoding="utf-8")
    return dg.MaterializeResult(
        metadata={
            "changes": changes.height,
            "against": version or "none",
            "what would change": dg.MetadataValue.md(text),
            "file": dg.MetadataValue.path(str(file)),
        }
    )


def make_assets(award_ids: Iterable[str]) -> list[dg.AssetsDefinition]:
    """All assets, those read award by award over the partitions `award_ids`."""
    awards = dg.StaticPartitionsDefinition(sorted(award_ids))
    all_at_once = dg.BackfillPolicy.single_run()

    @dg.asset(
        description=CAPTURES,
        group_name=GROUP,
        partitions_def=awards,
        backfill_policy=all_at_once,
        deps=["crawled_pages"],
        kinds={"file"},
        pool=POOL,
    )
    def captures(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
        settings = workspace.settings
        tell("Looking at captures")
        problems = {}
        for award_id in context.partition_keys:
            folder = settings.awards_dir / award_id
            try:
                found = bundled_captures(folder)
                cited = count_cited(folder)
            except CaptureError as error:
                problems[award_id] = str(error)
                context.add_asset_metadata({"problem": str(error)}, partition_key=award_id)
                continue
            context.add_asset_metadata(_capture_facts(folder, found, cited), partition_key=award_id)
        if problems and not _is_whole(context, awards):
            raise dg.Failure("\n".join(problems.values()))

    @dg.asset(
        description=STATEMENTS_TEXT,
        group_name=GROUP,
        partitions_def=awards,
        backfill_policy=all_at_once,
        deps=[captures],
        kinds={"polars", "parquet"},
        pool=POOL,
    )
    def statements(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
        settings = workspace.settings
        if _is_whole(context, awards):
            note_begin(settings)
        reader = digest_code(READER_FOLDERS)
        problems = {}
        keys = list(context.partition_keys)
        store = store_of(settings.home)
        changed, held = last_changes(keys, store), stale_awards(keys, store)
        for number, award_id in enumerate(keys, start=1):
            try:
                award = load_award(settings.awards_dir / award_id)
                error = read_one(award, settings, reader)
            except AwardError as broken:
                award, error = None, str(broken)
            if error:
                problems[award_id] = error
                context.add_asset_metadata({"problem": error, "stale": True}, partition_key=award_id)
            elif award:
                facts = _reading_facts(award, workspace) | {
                    "last changed": str(changed.get(award_id) or NEVER_CRAWLED),
                    "in quarantine": held.get(award_id) or "nothing",
                }
                context.add_asset_metadata(facts, partition_key=award_id)
            tell("Reading awards", number, len(keys))
        if problems and not _is_whole(context, awards):
            raise dg.Failure("\n".join(problems.values()))

    return [captures, statements, recognitions, recipients, tables, warehouse, release, preview]


def count_cited(folder: Path) -> int:
    """Rows of cited.csv; whether they can be used is found out when they are read."""
    file = folder / "cited.csv"
    if not file.exists():
        return 0
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as rows:
        return max(0, sum(1 for _ in csv.reader(rows)) - 1)


def _capture_facts(folder: Path, found: list[Capture], cited: int) -> dict[str, Any]:
    last_seen = max((capture.seen_on for capture in found), default=None)
    return {
        "captures": len(found),
        "cited records": cited,
        "last seen": str(last_seen or "never"),
        "pages": markdown(
            ["file", "origin", "seen on", "complete", "address"],
            [(c.file, c.origin, c.seen_on, "yes" if c.complete else "in part", c.url) for c in found],
        ),
        "folder": dg.MetadataValue.path(str(folder)),
    }


def _is_whole(context: dg.AssetExecutionContext, awards: dg.StaticPartitionsDefinition) -> bool:
    """Whether the run is over every award. A run of some fails with them; in a run of all the others go on, and a check reports it."""
    return set(context.partition_keys) == set(awards.get_partition_keys())


def _reading_facts(award: Award, workspace: Workspace) -> dict[str, Any]:
    settings = workspace.settings
    reading = load_facts(settings.home / STATEMENTS / award.id)
    facts: dict[str, Any] = {
        "statements": reading.statements,
        "leftovers": sum(reading.leftovers.values()),
        "unreadable lines": len(reading.unreadable),
        "unknown places": len(reading.unknown_words),
        "sources": reading.sources,
        "last seen": reading.last_seen or "never",
        "leftovers by reason": counts_markdown(reading.leftovers, "reason"),
        "award.yaml": dg.MetadataValue.path(str(settings.awards_dir / award.id / "award.yaml")),
    }
    if reading.unreadable:
        facts["unreadable"] = markdown(["source", "place on the page", "line"], reading.unreadable)
    if reading.unknown_words:
        facts["unknown"] = markdown(["source", "place on the page", "word"], reading.unknown_words)
    if award.winners_page_url:
        facts["page of winners"] = dg.MetadataValue.url(award.winners_page_url)
    return facts


def by_award(found: Recognised, store: CaptureStore) -> pl.DataFrame:
    """One row for each award with what an operator asks of it; those with something to look at first."""
    awards = found.tables["awards"].select("award_id", "recognitions", "editions", "stale")
    for name in ("statements", "leftovers", "conflicts"):
        counts = found.tables[name].group_by("award_id").agg(pl.len().alias(name))
        awards = awards.join(counts, on="award_id", how="left", validate="1:1").with_columns(pl.col(name).fill_null(0))
    seen = found.tables["sources"].group_by("award_id").agg(pl.col("seen_on").max().alias("last seen"))
    changed = last_changes(awards["award_id"].to_list(), store)
    held = found.notes["quarantined"]
    return (
        awards.join(seen, on="award_id", how="left", validate="1:1")
        .with_columns(
            pl.col("award_id").replace_strict(changed, default=None, return_dtype=pl.Date).alias("last changed"),
            pl.when("stale").then(pl.lit("stale")).alias("stale"),
            pl.when(pl.col("award_id").is_in(held)).then(pl.lit("in quarantine")).alias("quarantine"),
        )
        .select(BY_AWARD)
        .sort(pl.col("stale").is_null() & pl.col("quarantine").is_null(), "award_id")
    )


def _shares(collective_share: pl.DataFrame) -> dg.MarkdownMetadataValue:
    rows = [
        (
            row["period"],
            row["numerator"],
            row["upper_numerator"],
            row["denominator"],
            f"{row['share']:.0%}",
            row["awards"],
        )
        for row in decade_shares(collective_share)
    ]
    return markdown(["decade", "collective", "with mixed", "of", "share", "awards"], rows)
