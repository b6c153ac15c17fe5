"""From award folders and decisions to the tables of a release: each step as a function, and all of them in order. No network.

What each step knows is in its own module (`readings`, `corroborate`, `coding`, `identity`, `coverage`, `trend`, `release`); here stands
only which goes into which.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from schemas import vocabulary as words
from schemas.contracts import conform, empty, polars_schema
from schemas.tables import CHANGES, REDIRECTS, TABLE_BY_NAME
from scrapers.executors import executor_of
from scrapers.places import regions
from scrapers.registry import AWARDS_DIR, Award, AwardError
from warehouse import beside
from warehouse.coding import SURE, code_and_compare
from warehouse.coding import read_decisions as read_kinds
from warehouse.coding.entries import entries_of
from warehouse.corroborate import CONFLICT_SCHEMA, FATE_SCHEMA, RECOGNITION_SCHEMA
from warehouse.corroborate.kept import Corroborator
from warehouse.coverage import coverage
from warehouse.expectations import error_of, failed_expectations
from warehouse.files import write_file
from warehouse.fingerprint import (
    BUILD_FILE,
    CODE_FOLDERS,
    DOCUMENTS,
    READER_FOLDERS,
    ROOT,
    Settings,
    digest_code,
    fingerprint,
    is_current,
    noted_begin,
)
from warehouse.identity import identify
from warehouse.identity.redirects import REDIRECTS_FILE, carried_on, read_redirects, together
from warehouse.readings import Readings, accept_readings, gather, read_awards
from warehouse.release.changes import COMPARED, changes_between
from warehouse.release.inputs import collect_inputs
from warehouse.release.model import Inputs
from warehouse.release.publish import Release, publish, read_release
from warehouse.release.renames import read_renames
from warehouse.release.store import LATEST, standing
from warehouse.release.text import publishable
from warehouse.reliability import read_double_coding, reliability
from warehouse.repair import repair_latest
from warehouse.rulings import load_decisions
from warehouse.site import SITE, begin_drawing, start_engine
from warehouse.trend import COLUMNS as TREND_COLUMNS
from warehouse.trend import trend_tables
from warehouse.wikidata import accepted_honours, by_item, items_of, with_items, with_types
from warehouse.withholding.entries import withheld_names
from warehouse.withholding.requests import keep_withheld
from warehouse.withholding.tables import recall_names, with_recorded_votes, withhold_tables

__all__ = ["Settings", "build", "fingerprint", "is_current", "publish_build", "read_awards", "recognise"]


@dataclass
class Recognised:
    """Tables so far, by name, and what belongs to them: `notes` go to summary.json."""

    tables: dict[str, pl.DataFrame]
    notes: dict[str, Any]


@dataclass(frozen=True)
class Built:
    """What a build made: the release that stands, and everything a person should know of it."""

    release: Release
    tables: dict[str, pl.DataFrame]
    notes: dict[str, Any]


def build(settings: Settings, progress: Callable[[str], None] = lambda _: None) -> Built:
    """The whole build in process: read, recognise, publish. `progress` is called with each award_id read."""
    readings = read_awards(settings, progress)
    return publish_build(recognise(readings, settings), settings)


def recognise(readings: Readings, settings: Settings) -> Recognised:
    """Statements to all tables of a release but `changes`, and what summary.json says beside them."""
    return complete(find_recipients(find_recognitions(readings, settings), settings), settings)


def find_recognitions(readings: Readings, settings: Settings) -> Recognised:
    """Recognitions with their kinds, statements with their fates, conflicts, leftovers, awards, sources and coverage.

    An award that does not meet its expectations is replaced by what was published of it last, where there is something.
    Raises AwardError when no award at all could be read.
    """
    if readings.errors and not readings.awards:
        raise AwardError("\n".join(readings.errors.values()))
    if withheld := withheld_names(settings):
        readings.statements = recall_names(readings.statements, withheld)
    # The second core has nothing to do now, and much when the recognitions are there.
    beside.begin(_make_ready)
    decisions = load_decisions(settings.decisions_dir)
    recognitions, statements, conflicts, leftovers = _corroborate_all(readings, Corroborator(settings.home, decisions))
    failures = failed_expectations(readings.awards, recognitions)
    unmet = {
        failure["award_id"]: error_of(failure, settings.awards_dir)
        for failure in failures
        if failure["severity"] == "error" and failure["award_id"] not in readings.stale
    }
    if unmet:
        carried = gather(settings, unmet)
        # Without an earlier release of it, what was found of the award is better than nothing.
        readings = gather(settings, {award_id: unmet[award_id] for award_id in unmet if award_id in carried.stale})
        readings.errors |= unmet
        if withheld:
            readings.statements = recall_names(readings.statements, withheld)
        decisions = load_decisions(settings.decisions_dir)
        corroborator = Corroborator(settings.home, decisions)
        recognitions, statements, conflicts, leftovers = _corroborate_all(readings, corroborator)
    closed = {award.id for award in readings.awards if award.eligibility == "collectives"}
    entries = with_types(
        entries_of(recognitions, statements, closed), items_of(recognitions, accepted_honours(settings.home))
    )
    if withheld:
        entries = with_recorded_votes(entries, withheld)
    coding = code_and_compare(entries, _kind_decisions(settings.decisions_dir))
    recognitions = recognitions.join(coding.coded, on="recognition_id", how="left", validate="1:1")
    tables = {
        "awards": _award_table(readings, recognitions),
        "sources": _counted_sources(readings.sources, statements, leftovers),
        "recognitions": recognitions,
        "statements": statements,
        "conflicts": conflicts,
        "leftovers": leftovers,
        "coverage": coverage(readings.awards, recognitions, leftovers, readings.sources),
    }
    _begin_trend(tables)
    award_ids = {award.id for award in readings.awards}
    published = set(recognitions["recognition_id"])
    for rename in decisions.of("renamed"):
        if rename["new_id"] in published:
            decisions.use(rename)
    notes = {
        "errors": dict(sorted(readings.errors.items())),
        "stale": sorted(readings.stale),
        # without the reasons: they quote the page, and these notes are published
        "quarantined": sorted(readings.waiting),
        "unknown_words": [{"source_id": s, "place": p, "word": w} for s, p, w in sorted(readings.unknown_words)],
        "leftovers": _counts(leftovers["reason"], words.LEFTOVER_REASONS),
        "conflicts": _counts(conflicts["field"], dict.fromkeys(("year", "country", "status", "recipient"), "")),
        "outcomes": _counts(statements["outcome"], words.OUTCOMES),
        "unused_decisions": [
            f"{d.where}: {' | '.join(d.values.values())}"
            for d in decisions.unused(award_ids, settings.awards_dir == AWARDS_DIR)
        ]
        + [f"warehouse/decisions/coding.csv row {row}" for row in coding.unused["row"]],
        "review": {
            "kinds": coding.coded.filter(
                (pl.col("kind_basis") != "decision") & (pl.col("kind_confidence") < SURE)
            ).height,
            "decisions_against_sure_rules": coding.contradictions.height,
        },
        "expectations": failures,
    }
    return Recognised(tables, notes)


def find_recipients(found: Recognised, settings: Settings) -> Recognised:
    """`found` with the recipients across awards, their names, and who is named in which recognition."""
    items = items_of(found.tables["recognitions"], accepted_honours(settings.home))
    arguments = (
        found.tables["recognitions"],
        # What was broken off confirms a recognition, but is no form of the name.
        found.tables["statements"].filter(~pl.col("cut")).select(TABLE_BY_NAME["statements"].column_names),
        read_same(settings.decisions_dir),
        known_redirects(settings),
        by_item(items),
    )
    with executor_of() as executor:
        if executor.workers < 2:
            # The processes beside have looked up all names of places already: that takes as long as a third of this.
            identity = beside.finished(beside.begin(identify, *arguments), identify, *arguments)
        else:
            identity = identify(*arguments, executor)
    recognitions = found.tables["recognitions"].join(
        identity.recipient_of, on="recognition_id", how="left", validate="1:1"
    )
    tables = found.tables | {
        "recognitions": recognitions,
        "recipients": with_items(identity.recipients, identity.recipient_of, items),
        "recipient_names": identity.recipient_names,
        "recognition_recipients": identity.recognition_recipients,
    }
    # Only numbers of rows: what same.csv says holds names, and notes are published.
    unused = [f"warehouse/decisions/same.csv {text.partition(':')[0]}" for text in identity.unused]
    notes = found.notes | {
        "unused_decisions": found.notes["unused_decisions"] + (unused if settings.awards_dir == AWARDS_DIR else []),
        "review": found.notes["review"] | {"recipients": identity.doubtful.height},
    }
    return Recognised(tables, notes)


def complete(found: Recognised, settings: Settings) -> Recognised:
    """`found` with what is derived from it, without withheld names, and every table in its published columns and order."""
    shaped = {name: _shaped(name, frame) for name, frame in _with_regions(found.tables).items()}
    if withheld := withheld_names(settings):
        shaped = withhold_tables(shaped, withheld)
    moved = carried_on(known_redirects(settings), _latest(settings), shaped, settings.as_of.isoformat())
    shaped[REDIRECTS.name] = _shaped(REDIRECTS.name, moved.with_columns(pl.col("date").str.to_date()))
    unkept = moved.join(_kept_redirects(settings), on=["recipient_id", "redirect"], how="anti").height
    trend = _read_by_trend(shaped)
    begun = beside.taken_ahead(trend_tables, *trend)
    derived = beside.finished(begun, trend_tables, *trend) if begun else trend_tables(*trend)
    shaped |= {name: _shaped(name, frame) for name, frame in derived.items()}
    begin_drawing(shaped)
    shaped["reliability"] = _shaped("reliability", reliability(_codings(shaped["awards"])))
    return Recognised(shaped, found.notes | {"redirects_of_this_home": unkept})


def publish_build(recognised: Recognised, settings: Settings) -> Built:
    """Publishes the tables under the home and remembers what they were made from."""
    inputs = _inputs(recognised, settings)
    keep_withheld(settings.home, settings.withheld_file, SITE)

    def publish_in(home: Path, as_of: date) -> Release:
        return publish(
            recognised.tables,
            home,
            as_of,
            inputs,
            documents=documents(),
            extra_files=SITE,
            notes=recognised.notes,
            renamed=read_renames(settings.decisions_dir / "renamed.csv") if settings.decisions_dir else None,
        )

    repair_latest(settings.home, publish_in)
    release = publish_in(settings.home, settings.as_of)
    accept_readings(
        settings,
        # an award that stands on what was published of it before has an error
        set(recognised.tables["awards"]["award_id"]) - set(recognised.notes["errors"]),
    )
    state = {
        "fingerprint": noted_begin(settings),
        "reader": digest_code(READER_FOLDERS),
        "version": release.version,
        "errors": recognised.notes["errors"],
    }
    write_file(settings.home / BUILD_FILE, json.dumps(state).encode())
    return Built(release, recognised.tables, recognised.notes)


def preview_changes(recognised: Recognised, settings: Settings) -> tuple[pl.DataFrame, str | None]:
    """The table `changes` as a release of `recognised` would have it, and the version it is compared with; nothing is published."""
    releases = settings.home / "releases"
    known = standing(releases) if releases.exists() else []
    if not known:
        return empty(CHANGES), None
    latest = known[-1]
    published = {table.name: conform(table, publishable(recognised.tables[table.name])) for table in COMPARED}
    before = read_release(releases / latest.version)
    return changes_between(before, published, latest.inputs, _inputs(recognised, settings)), latest.version


def _inputs(recognised: Recognised, settings: Settings) -> Inputs:
    return collect_inputs(
        capture_digests(recognised.tables["statements"], recognised.tables["leftovers"]),
        settings.awards_dir,
        settings.decisions_dir or settings.home / "no-decisions",
        CODE_FOLDERS,
    )


def capture_digests(statements: pl.DataFrame, leftovers: pl.DataFrame) -> dict[str, str]:
    """source_id to a digest over its captures and cited records."""
    pairs = (
        pl.concat([frame.select("source_id", "capture_sha256") for frame in (statements, leftovers)])
        .unique()
        .sort("source_id", "capture_sha256")
    )
    totals: dict[str, hashlib._Hash] = {}
    for source_id, sha256 in pairs.iter_rows():
        totals.setdefault(source_id, hashlib.sha256()).update(sha256.encode())
    return {source_id: total.hexdigest() for source_id, total in totals.items()}


def documents() -> dict[str, bytes]:
    """Documents of the project that every release carries."""
    return {name: (ROOT / name).read_bytes() for name in DOCUMENTS if (ROOT / name).exists()}


def _corroborate_all(
    readings: Readings, corroborator: Corroborator
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    parts = [
        corroborator.corroborate(str(award_id), group)
        for (award_id,), group in readings.statements.sort("award_id", maintain_order=True).group_by(
            ["award_id"], maintain_order=True
        )
    ]
    recognitions = pl.concat([pl.DataFrame(schema=RECOGNITION_SCHEMA), *(part.recognitions for part in parts)])
    fates = pl.concat([pl.DataFrame(schema=FATE_SCHEMA), *(part.fates for part in parts)])
    conflicts = pl.concat([pl.DataFrame(schema=CONFLICT_SCHEMA), *(part.conflicts for part in parts)])
    cut = [statement_id for part in parts for statement_id in part.cut]
    broken_off = readings.statements.filter(pl.col("statement_id").is_in(cut)).select(
        "source_id",
        "capture_sha256",
        "place",
        "award_id",
        "year",
        pl.lit("cut").alias("reason"),
        pl.col("as_published").alias("text"),
    )
    statements = readings.statements.join(fates, on="statement_id", how="inner", validate="1:1", maintain_order="left")
    lost = readings.statements.height - statements.height - len(cut)
    if lost:
        raise RuntimeError(f"{lost} statements have no fate: corroboration must account for every one")
    return recognitions, statements, conflicts, pl.concat([readings.leftovers, broken_off])


def _make_ready() -> None:
    """What the process beside will soon be asked for takes a second to import and start."""
    import warehouse.trend.models  # noqa: F401

    start_engine()


def _begin_trend(tables: Mapping[str, pl.DataFrame]) -> None:
    """Begins the trend and its pictures beside other work: they need no recipients, and take as long as finding them."""
    tables = _with_regions(tables)
    derived = beside.begin_ahead(trend_tables, *_read_by_trend(tables))

    def draw(done: Future[dict[str, pl.DataFrame]]) -> None:
        if not done.cancelled() and not done.exception():
            begin_drawing({**tables, **done.result()})

    derived.add_done_callback(draw)


def _read_by_trend(tables: Mapping[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What `trend_tables` is called with: the same rows in the same order give the same digits."""
    recognitions = tables["recognitions"].sort("recognition_id").select(TREND_COLUMNS)
    return recognitions, _shaped("awards", tables["awards"]), _shaped("coverage", tables["coverage"])


def _with_regions(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    region = pl.col("country_codes").map_elements(_regions, return_dtype=pl.String)
    return {**tables, "recognitions": tables["recognitions"].with_columns(region=region)}


def _regions(country_codes: str) -> str:
    return "; ".join(regions(tuple(country_codes.split("; "))))


def _kind_decisions(directory: Path | None) -> pl.DataFrame | None:
    file = directory / "coding.csv" if directory else None
    return read_kinds(file) if file and file.exists() else None


def _codings(awards: pl.DataFrame) -> pl.DataFrame:
    """The entries coded twice, of awards that are there; they rule on nothing, so that they stay when decisions are switched off."""
    return read_double_coding().filter(pl.col("award_id").is_in(awards["award_id"].to_list()))


def _decision_frame(directory: Path | None, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    file = directory / f"{name}.csv" if directory else None
    if file is None or not file.exists():
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.read_csv(file, infer_schema=False, empty_string_is_null=False)


def read_same(directory: Path | None) -> pl.DataFrame:
    """The decisions on recipients; empty when switched off."""
    return _decision_frame(directory, "same", ("left", "right", "verdict", "reason", "decided_by", "date"))


def known_redirects(settings: Settings) -> pl.DataFrame:
    """Ids of recipients that lead elsewhere: those of redirects.csv, and those that the latest release of this home tells."""
    kept, told = _kept_redirects(settings), _latest(settings).get(REDIRECTS.name)
    return kept if told is None else together(told.with_columns(pl.col("date").cast(pl.String)), kept)


def _kept_redirects(settings: Settings) -> pl.DataFrame:
    return read_redirects((settings.decisions_dir or settings.home / "no-decisions") / REDIRECTS_FILE)


def _latest(settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables of the latest release of the home; none when there is no release."""
    latest = settings.home / "releases" / LATEST
    return read_release(latest) if latest.exists() else {}


def _award_table(readings: Readings, recognitions: pl.DataFrame) -> pl.DataFrame:
    counted = recognitions.group_by("award_id").agg(recognitions=pl.len(), editions=pl.col("year").n_unique())
    described = [
        {name: getattr(award, name) for name in TABLE_BY_NAME["awards"].column_names if name in Award.model_fields}
        | {"award_id": award.id, "stale": award.id in readings.stale or award.id in readings.waiting}
        for award in readings.awards
    ]
    schema = {
        name: kind
        for name, kind in polars_schema(TABLE_BY_NAME["awards"]).items()
        if name not in ("recognitions", "editions")
    }
    return (
        pl.DataFrame(described, schema=schema)
        .join(counted, on="award_id", how="left", validate="1:1")
        .with_columns(pl.col("recognitions", "editions").fill_null(0).cast(pl.Int64))
    )


def _counted_sources(sources: pl.DataFrame, statements: pl.DataFrame, leftovers: pl.DataFrame) -> pl.DataFrame:
    counts = [
        frame.group_by("source_id").agg(pl.len().cast(pl.Int64).alias(name))
        for name, frame in (("statements", statements), ("leftovers", leftovers))
    ]
    for frame in counts:
        sources = sources.join(frame, on="source_id", how="left", validate="1:1")
    return sources.with_columns(pl.col("statements", "leftovers").fill_null(0))


def _shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The published columns in their order and type, rows by primary key; a missing column is an error."""
    table = TABLE_BY_NAME[name]
    return frame.select(pl.col(column).cast(kind) for column, kind in polars_schema(table).items()).sort(
        table.primary_key
    )


def _counts(series: pl.Series, names: Mapping[str, str]) -> dict[str, int]:
    found = dict(series.value_counts().iter_rows())
    return {name: int(found.get(name, 0)) for name in names}
