"""Measures how reading and building grow with the input: 1, 10, 100 and 1,000 times as much as today, of generated pages.

    python -m benchmarks scale [--factors 1,10,100] [--executor processes:2]     page to statements
    python -m benchmarks scale --build [--factors 1,10]                          the whole build, step by step

Results go to build/scale.json, from which `python -m benchmarks.report` makes the tables of docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.generated import PAGES_PER_AWARD, write_award

PAGES = 150
"""Pages of today's input, roughly: what 1 times means."""
AWARDS_AT_ONCE = 10
RESULTS = Path(__file__).parents[1] / "build" / "scale.json"


def peak_megabytes(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process (or its largest child that has ended) had at a time."""
    return resource.getrusage(who).ru_maxrss / 1024


@dataclass(frozen=True)
class Shard:
    """Some awards in a row, written below `place`, read, and taken away again unless they are `kept`."""

    first: int
    awards: int
    place: str
    kept: bool = False

    def __str__(self) -> str:
        return f"awards {self.first} to {self.first + self.awards - 1}"


@dataclass(frozen=True)
class Read:
    """What reading a shard took: CPU seconds of page to statements and of all."""

    pages: int
    statements: int
    cpu: float
    peak: float


def read_shard(shard: Shard) -> Read:
    """Writes the pages of a shard unless they are there, reads them into a Parquet file of statements, and removes the pages."""
    import polars as pl

    from scrapers.registry import load_award
    from scrapers.statements import read_award

    place = Path(shard.place)
    folders = [place / f"generated_{number:07}" for number in range(shard.first, shard.first + shard.awards)]
    if not shard.kept:
        for number in range(shard.first, shard.first + shard.awards):
            write_award(place, number)
    started = time.process_time()
    frames = [read_award(load_award(folder), folder).statements for folder in folders]
    statements = pl.concat(frames)
    statements.write_parquet(place / f"statements-{shard.first:07}.parquet", compression="lz4")
    cpu = time.process_time() - started
    if not shard.kept:
        for folder in folders:
            shutil.rmtree(folder)
    return Read(shard.awards * PAGES_PER_AWARD, statements.height, cpu, peak_megabytes())


def shards(factor: int, place: str, kept: bool = False, seconds: float | None = None) -> Iterator[Shard]:
    """All awards of `factor` times today's input, a few at a time, drawn from all over; after `seconds` no more of them."""
    awards = factor * PAGES // PAGES_PER_AWARD
    end = time.monotonic() + seconds if seconds else None
    firsts = list(range(0, awards, AWARDS_AT_ONCE))
    random.Random(factor).shuffle(firsts)
    for first in firsts:
        if end and time.monotonic() > end:
            return
        yield Shard(first, min(AWARDS_AT_ONCE, awards - first), place, kept)


def measure_reading(factor: int, setting: str, seconds: float | None = None) -> dict[str, object]:
    """Reads `factor` times today's input, or what of it `seconds` allow, with the executor `setting`; a row of the table."""
    from scrapers.executors import executor_of

    with tempfile.TemporaryDirectory(prefix="scale-") as place:
        started = time.monotonic()
        pages = statements = 0
        cpu = peak = 0.0
        with executor_of(setting) as executor:
            for done in executor.map(read_shard, shards(factor, place, seconds=seconds)):
                pages, statements, cpu = pages + done.pages, statements + done.statements, cpu + done.cpu
                peak = max(peak, done.peak)
        wall = time.monotonic() - started
        size = sum(file.stat().st_size for file in Path(place).glob("*.parquet"))
    return {
        "factor": factor, "executor": setting, "pages": pages, "of_pages": factor * PAGES, "statements": statements, "cpu_ms_per_page": 1000 * cpu / pages,
        "wall_seconds": wall, "peak_mb": max(peak, peak_megabytes()), "parquet_mb": size / 1e6,
    }  # fmt: skip


def measure_build(factor: int) -> dict[str, object]:
    """The whole build of `factor` times today's input in this process, with the seconds of each step."""
    from warehouse.build import Settings, complete, find_recipients, find_recognitions, publish_build, read_awards

    with tempfile.TemporaryDirectory(prefix="scale-") as place:
        root = Path(place)
        for number in range(factor * PAGES // PAGES_PER_AWARD):
            write_award(root / "awards", number)
        settings = Settings(root / "home", root / "awards", as_of=date(2026, 11, 24))
        steps: dict[str, float] = {}

        def timed(name: str, step):  # type: ignore[no-untyped-def]
            started = time.process_time()
            result = step()
            steps[name] = time.process_time() - started
            print(f"  {factor}x {name}: {steps[name]:.1f} s of CPU, peak {peak_megabytes():,.0f} MB", flush=True)
            return result

        readings = timed("read", lambda: read_awards(settings))
        found = timed("recognitions", lambda: find_recognitions(readings, settings))
        found = timed("recipients", lambda: find_recipients(found, settings))
        found = timed("tables", lambda: complete(found, settings))
        made = timed("release", lambda: publish_build(found, settings))
        size = sum(file.stat().st_size for file in made.release.path.rglob("*") if file.is_file())
    tables = found.tables
    return {
        "factor": factor, "pages": factor * PAGES, "statements": tables["statements"].height,
        "recognitions": tables["recognitions"].height, "recipients": tables["recipients"].height,
        "steps": steps, "peak_mb": peak_megabytes(), "release_mb": size / 1e6,
    }  # fmt: skip


def keep(kind: str, row: dict[str, object]) -> None:
    """Adds a row to the results, in the place of an older one of the same sort."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    same = ("factor", "executor")
    rows = [one for one in kept.get(kind, []) if [one.get(key) for key in same] != [row.get(key) for key in same]]
    kept[kind] = sorted([*rows, row], key=lambda one: (one["factor"], str(one.get("executor"))))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1))


def main(arguments: list[str]) -> None:
    """Runs what was asked for, each factor in a process of its own so that its peak of memory is its own."""
    import subprocess

    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    parser.add_argument("--factors", default="1,10", help="how many times today's input, with commas")
    parser.add_argument("--executor", default="inline", help="as HRD_AWARDS_EXECUTOR has it")
    parser.add_argument(
        "--seconds", type=float, default=None, help="stop reading after so long, and say how far it came"
    )
    parser.add_argument("--build", action="store_true", help="the whole build instead of reading alone")
    asked = parser.parse_args(arguments)
    factors = [int(text) for text in asked.factors.split(",")]
    if len(factors) > 1:
        for factor in factors:
            again = ["--factors", str(factor), "--executor", asked.executor, *(["--build"] if asked.build else [])]
            subprocess.run([sys.executable, "-m", "benchmarks", "scale", *again], check=True)
        return
    row = measure_build(factors[0]) if asked.build else measure_reading(factors[0], asked.executor, asked.seconds)
    keep("build" if asked.build else "reading", row)
    print(json.dumps(row, indent=1))
