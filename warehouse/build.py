"""From award folders and decisions to the tables of a release: each step as a function, and all of them in order. No network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from schemas import vocabulary as words
from schemas.contracts import polars_schema
from schemas.tables import TABLE_BY_NAME
from scrapers.captures import CaptureError
from scrapers.places import regions
from scrapers.registry import AWARDS_DIR, Award, AwardError, load_awards
from scrapers.statements import LEFTOVER_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA, AwardReading, read_award
from warehouse.coding import code
from warehouse.coding import read_decisions as read_kinds
from warehouse.corroborate import corroborate
from warehouse.coverage import coverage
from warehouse.files import write_file
from warehouse.identity import identify
from warehouse.release.inputs import collect_inputs
from warehouse.release.publish import Release, publish
from warehouse.release.renames import read_renames
from warehouse.rulings import DECISIONS_DIR, Decisions, load_decisions
from warehouse.trend import collective_share

BUILD_FILE = "build.json"
CODE_FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "scrapers", Path(__file__).parents[1] / "schemas")


@dataclass(frozen=True)
class Settings:
    """What a build reads and where it writes; `decisions_dir` None switches decisions off."""

    home: Path
    awards_dir: Path = AWARDS_DIR
    decisions_dir: Path | None = DECISIONS_DIR
    as_of: date = field(default_factory=date.today)


@dataclass
class Readings:
    """What was read of every award: frames over all awards, and the errors of those that could not be read."""

    awards: list[Award]
    statements: pl.DataFrame
    leftovers: pl.DataFrame
    sources: pl.DataFrame
    unknown_words: list[tuple[str, str, str]]
    errors: dict[str, str]
    stale: set[str]


@dataclass
class Recognised:
    """Recognitions with kinds and recipients, and what belongs to them; `notes` go to summary.json."""

    tables: dict[str, pl.DataFrame]
    notes: dict[str, Any]


def code_digest() -> str:
    """SHA-256 over the program that makes values: its Python, SQL and CSV files outside awards and decisions."""
    total = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in sorted(folder.rglob("*")):
            if (
                path.suffix in (".py", ".sql", ".csv")
                and "awards" not in path.parts[len(folder.parts) :]
                and "decisions" not in path.parts
            ):
                total.update(f"{path.name}\0".encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def folder_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file of an award folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(
            f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return total.hexdigest()


def fingerprint(settings: Settings) -> str:
    """SHA-256 over everything a build depends on: while it stays, the release stays."""
    total = hashlib.sha256(code_digest().encode())
    for folder in sorted(path for path in settings.awards_dir.glob("*") if path.is_dir()):
        total.update(f"{folder.name}\0{folder_digest(folder)}\n".encode())
    if settings.decisions_dir is not None:
        total.update(folder_digest(settings.decisions_dir).encode())
    return total.hexdigest()


def read_or_reuse(award: Award, settings: Settings, code_key: str) -> AwardReading:
    """The reading of one award, from the home when neither its folder nor the program changed; AwardError as `read_award`."""
    folder = settings.awards_dir / award.id
    key = hashlib.sha256(f"{code_key}\0{folder_digest(folder)}".encode()).hexdigest()
    kept = load_reading(settings.home, award.id)
    if kept and kept[1] == key:
        return kept[0]
    reading = read_award(award, folder)
    save_reading(settings.home, reading, key)
    return reading


def save_reading(home: Path, reading: AwardReading, key: str) -> None:
    """Keeps the last good reading of an award under the home."""
    folder = home / "statements" / reading.award_id
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("statements", "leftovers", "sources"):
        aside = folder / f".{name}.parquet"
        getattr(reading, name).write_parquet(aside)
        aside.replace(folder / f"{name}.parquet")
    write_file(folder / "key.json", json.dumps({"key": key, "unknown_words": reading.unknown_words}).encode())


def load_reading(home: Path, award_id: str) -> tuple[AwardReading, str] | None:
    """The last good reading of an award and its key; None when there is none or it is damaged."""
    folder = home / "statements" / award_id
    try:
        key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("statements", "leftovers", "sources")}
        if [frames[name].schema for name in frames] != [
            pl.Schema(s) for s in (STATEMENT_SCHEMA, LEFTOVER_SCHEMA, SOURCE_SCHEMA)
        ]:
            return None
        unknown = [(source, place, word) for source, place, word in key["unknown_words"]]
        return AwardReading(award_id, frames["statements"], frames["leftovers"], frames["sources"], unknown), str(
            key["key"]
        )
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None


def read_awards(settings: Settings, progress: Callable[[str], None] = lambda _: None) -> Readings:
    """Every award of the folder. An award that cannot be read keeps its last good statements, flagged stale, with the error."""
    awards, broken = load_awards(settings.awards_dir)
    errors = {award_id: str(error) for award_id, error in broken.items()}
    readings: list[AwardReading] = []
    stale: set[str] = set()
    code_key = code_digest()
    for award in awards:
        try:
            readings.append(read_or_reuse(award, settings, code_key))
        except (AwardError, CaptureError) as error:
            errors[award.id] = str(error)
            if kept := load_reading(settings.home, award.id):
                readings.append(kept[0])
                stale.add(award.id)
        progress(award.id)
    return Readings(
        [award for award in awards if award.id not in errors or award.id in stale],
        pl.concat([pl.DataFrame(schema=STATEMENT_SCHEMA), *(r.statements for r in readings)]),
        pl.concat([pl.DataFrame(schema=LEFTOVER_SCHEMA), *(r.leftovers for r in readings)]),
        pl.concat([pl.DataFrame(schema=SOURCE_SCHEMA), *(r.sources for r in readings)]),
        [word for r in readings for word in r.unknown_words],
        errors,
        stale,
    )


def recognise(readings: Readings, settings: Settings) -> Recognised:
    """Statements to all tables of a release but `changes`, and what summary.json says beside them."""
    decisions = load_decisions(settings.decisions_dir)
    recognitions, statements, conflicts, leftovers = _corroborate_all(readings, decisions)
    kinds = _kind_decisions(settings.decisions_dir)
    coded = code(entries_of(recognitions, statements), kinds)
    recognitions = recognitions.join(coded, on="recognition_id", how="left", validate="1:1")
    published = statements.select(TABLE_BY_NAME["statements"].column_names)
    identity = identify(recognitions, published, _same(settings.decisions_dir), _redirects(settings.decisions_dir))
    recognitions = recognitions.join(identity.recipient_of, on="recognition_id", how="left", validate="1:1")
    recognitions = recognitions.with_columns(
        region=pl.col("country_codes").map_elements(_regions, return_dtype=pl.String)
    )
    sources = _counted_sources(readings.sources, statements, leftovers)
    tables = {
        "awards": _award_table(readings, recognitions),
        "sources": sources,
        "recipients": identity.recipients,
        "recognitions": recognitions,
        "statements": published,
        "recipient_names": identity.recipient_names,
        "recognition_recipients": identity.recognition_recipients,
        "conflicts": conflicts,
        "leftovers": leftovers,
        "coverage": coverage(readings.awards, recognitions, leftovers, readings.sources),
        "collective_share": collective_share(recognitions),
    }
    tables = {name: _shaped(name, frame) for name, frame in tables.items()}
    award_ids = {award.id for award in readings.awards}
    notes = {
        "errors": dict(sorted(readings.errors.items())),
        "stale": sorted(readings.stale),
        "unknown_words": [{"source_id": s, "place": p, "word": w} for s, p, w in sorted(readings.unknown_words)],
        "leftovers": _counts(leftovers["reason"], words.LEFTOVER_REASONS),
        "conflicts": _counts(conflicts["field"], {"year": "", "country": "", "status": "", "recipient": ""}),
        "outcomes": _counts(statements["outcome"], words.OUTCOMES),
        "unused_decisions": [f"{d.where}: {' | '.join(d.values.values())}" for d in decisions.unused(award_ids)],
        "expectations": expectations(readings.awards, recognitions),
    }
    return Recognised(tables, notes)


def _corroborate_all(
    readings: Readings, decisions: Decisions
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    parts = [
        corroborate(str(award_id), group, decisions)
        for (award_id,), group in readings.statements.sort("award_id", maintain_order=True).group_by(
            ["award_id"], maintain_order=True
        )
    ]
    empty = corroborate("none", readings.statements.clear(), Decisions({}))
    parts = [empty, *parts]
    recognitions = pl.concat([part.recognitions for part in parts])
    fates = pl.concat([part.fates for part in parts])
    cut = [statement_id for part in parts for statement_id in part.cut]
    conflicts = pl.concat([part.conflicts for part in parts])
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


def entries_of(recognitions: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    """Recognitions with all their forms, as the coder reads them: names, as_published, shape and languages are lists."""
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
    return recognitions.join(said, on="recognition_id", how="left", validate="1:1", maintain_order="left")


def _regions(country_codes: str) -> str:
    return "; ".join(regions(tuple(country_codes.split("; "))))


def _kind_decisions(directory: Path | None) -> pl.DataFrame | None:
    file = directory / "coding.csv" if directory else None
    return read_kinds(file) if file and file.exists() else None


def _decision_frame(directory: Path | None, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    file = directory / f"{name}.csv" if directory else None
    if file is None or not file.exists():
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.read_csv(file, infer_schema=False, missing_utf8_is_empty_string=True)


def _same(directory: Path | None) -> pl.DataFrame:
    return _decision_frame(directory, "same", ("left", "right", "verdict", "reason", "decided_by", "date"))


def _redirects(directory: Path | None) -> pl.DataFrame:
    return _decision_frame(directory, "redirects", ("recipient_id", "redirect", "reason", "date"))


def _award_table(readings: Readings, recognitions: pl.DataFrame) -> pl.DataFrame:
    counted = recognitions.group_by("award_id").agg(recognitions=pl.len(), editions=pl.col("year").n_unique())
    described = [
        {name: getattr(award, name) for name in TABLE_BY_NAME["awards"].column_names if name in Award.model_fields}
        | {"award_id": award.id, "stale": award.id in readings.stale}
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


def expectations(awards: list[Award], recognitions: pl.DataFrame) -> list[dict[str, Any]]:
    """What `expect:` of each award says against what was found: award_id, rule, expected, found, severity (error | warning)."""
    found = {
        row["award_id"]: row
        for row in recognitions.group_by("award_id")
        .agg(pl.len(), first=pl.col("year").min(), last=pl.col("year").max())
        .to_dicts()
    }
    failures = []
    for award in awards:
        row = found.get(award.id, {"len": 0, "first": None, "last": None})
        expect = award.expect
        checks = (
            (
                "minimum",
                expect.minimum,
                row["len"],
                expect.minimum is not None and row["len"] < expect.minimum,
                "error",
            ),
            (
                "maximum",
                expect.maximum,
                row["len"],
                expect.maximum is not None and row["len"] > expect.maximum,
                "warning",
            ),
            (
                "first_year",
                expect.first_year,
                row["first"],
                bool(expect.first_year and row["first"] and row["first"] < expect.first_year),
                "error",
            ),
            (
                "latest_edition",
                expect.latest_edition,
                row["last"],
                bool(expect.latest_edition and (row["last"] or 0) < expect.latest_edition),
                "error",
            ),
        )
        failures += [
            {"award_id": award.id, "rule": rule, "expected": expected, "found": value, "severity": severity}
            for rule, expected, value, failed, severity in checks
            if failed
        ]
    return failures


@dataclass(frozen=True)
class Built:
    """What a build made: the release that stands, and everything a person should know of it."""

    release: Release
    tables: dict[str, pl.DataFrame]
    notes: dict[str, Any]


def publish_build(recognised: Recognised, settings: Settings) -> Built:
    """Publishes the tables under the home and remembers what they were made from."""
    key = fingerprint(settings)
    inputs = collect_inputs(
        capture_digests(recognised.tables["statements"], recognised.tables["leftovers"]),
        settings.awards_dir,
        settings.decisions_dir or settings.home / "no-decisions",
        CODE_FOLDERS,
    )
    release = publish(
        recognised.tables,
        settings.home,
        settings.as_of,
        inputs,
        documents=documents(),
        notes=recognised.notes,
        renamed=read_renames(settings.decisions_dir / "renamed.csv") if settings.decisions_dir else None,
    )
    write_file(
        settings.home / BUILD_FILE,
        json.dumps({"fingerprint": key, "version": release.version, "errors": recognised.notes["errors"]}).encode(),
    )
    return Built(release, recognised.tables, recognised.notes)


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
    root = Path(__file__).parents[1]
    return {name: (root / name).read_bytes() for name in ("CODEBOOK.md", "LICENSE-DATA") if (root / name).exists()}


def build(settings: Settings, progress: Callable[[str], None] = lambda _: None) -> Built:
    """The whole build in process: read, recognise, publish."""
    return publish_build(recognise(read_awards(settings, progress), settings), settings)


def is_current(settings: Settings) -> str | None:
    """Version of the standing release when nothing it was made from has changed since and no award failed, else None."""
    try:
        kept = json.loads((settings.home / BUILD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if kept.get("errors") or kept.get("fingerprint") != fingerprint(settings):
        return None
    version = str(kept.get("version"))
    return version if (settings.home / "releases" / "latest" / "SHA256SUMS").exists() else None
