"""The whole program from outside: start-up, a first build, a build without change, the queries of the cookbook, export.

python -m benchmarks program [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.results import keep, spread

COMMAND = str(Path(sys.executable).with_name("hrd-awards"))


def run(*arguments: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds with those of its children, and peak memory in megabytes of a command of the program."""
    started = time.perf_counter()
    process = subprocess.Popen([COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"hrd-awards {' '.join(arguments)}: ended with status {status}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measured(name: str, rounds: int, *arguments: str, before: Callable[[], object] = lambda: None) -> dict[str, Any]:
    """A command over several rounds, `before` each of which something is done."""
    runs = []
    for _ in range(rounds):
        before()
        runs.append(run(*arguments))
    told: dict[str, Any] = {
        "wall": spread([one[0] for one in runs]),
        "cpu": spread([one[1] for one in runs]),
        "peak_mb": max(one[2] for one in runs),
    }
    print(f"{name:28} {told['wall']['median']:6.2f} s ({told['wall']['least']:.2f} to {told['wall']['most']:.2f}), "
          f"CPU {told['cpu']['median']:.2f} s, peak {told['peak_mb']:.0f} MB", flush=True)  # fmt: skip
    return told


def query_times(home: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of each query of the cookbook on the release under `home`."""
    import duckdb

    from warehouse.cookbook import COOKBOOK, read_questions

    told = {}
    with duckdb.connect(str(home / "releases/latest/hrd-awards.duckdb"), read_only=True) as connection:
        for query in read_questions(COOKBOOK.read_text(encoding="utf-8")):
            times = []
            for _ in range(rounds + 1):
                started = time.perf_counter()
                connection.execute(query.sql).fetchall()
                times.append(1000 * (time.perf_counter() - started))
            told[query.question] = spread(times[1:])
    slowest = max(told.items(), key=lambda item: item[1]["median"])
    print(f"cookbook: {len(told)} queries, slowest {slowest[0]!r} {slowest[1]['median']:.0f} ms", flush=True)
    return told


def main(arguments: list[str]) -> None:
    """Measures and keeps the results for docs/performance.md."""
    import shutil

    parser = argparse.ArgumentParser(prog="python -m benchmarks program", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory(prefix="measured-") as place:
        home = Path(place) / "home"
        build = ("build", "--plain", "--as-of", "2026-11-24", "--home", str(home))
        keep("program", {
            "start": measured("hrd-awards --help", 5, "--help"),
            "build": measured("build, nothing kept", rounds, *build, before=lambda: shutil.rmtree(home, ignore_errors=True)),
            "unchanged": measured("build, nothing changed", 5, *build),
            "export": measured("publish to a folder", 1, "publish", str(Path(place) / "copy"), "--home", str(home)),
            "queries": query_times(home, rounds),
        })  # fmt: skip
