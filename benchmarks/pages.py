"""Page to validated statements, beside other ways to read the same pages, one after the other in each of several rounds.

    python -m benchmarks pages [--rounds 5]

The others run in an environment of their own, build/benchmark-venv, made from benchmarks/requirements.txt (hashes, package index only).
Every way runs in a fresh process, reads other pages first, and is timed by the CPU it took: neighbours on the machine count little.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.generated import page
from benchmarks.results import keep, spread

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
OTHERS = BUILD / "benchmark-venv"
LOCK = ROOT / "benchmarks" / "requirements.txt"
RUN = ROOT / "benchmarks" / "contenders" / "run.py"
WARM, PAGES = range(10_000, 10_030), range(100)
TITLES = {
    "ours": "this project",
    "opensanctions": "crawler on followthemoney (OpenSanctions)",
    "scrapy_pandera": "Scrapy items to Pandera",
    "pandas_tables": "pandas.read_html and cleaning (tables only)",
    "beautifulsoup_parse": "limit: bare BeautifulSoup parse",
    "lxml_parse": "limit: bare lxml parse",
}


def other_python() -> str:
    """The interpreter of the others' environment, which is made when it is not there."""
    python = OTHERS / "bin" / "python"
    stamp = OTHERS / "installed"
    if not stamp.exists() or stamp.read_text() != LOCK.read_text():
        print("Making the environment of the other libraries; this takes some minutes", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(OTHERS)], check=True)
        install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
        subprocess.run([*install, "--require-hashes", "--requirement", str(LOCK)], check=True)
        stamp.write_text(LOCK.read_text())
    return str(python)


def described(award: int, number: int) -> dict[str, Any]:
    """A generated page as the ways of reading take it."""
    html, layout, language = page(award, number)
    given = layout if isinstance(layout, dict) else {"type": layout}
    return {"html": html.decode(), "kind": given["type"], "layout": given, "language": language}


def bundled() -> dict[str, list[dict[str, Any]]]:
    """The bundled pages, each in the chrome of one of four sites."""
    from scrapers.captures import captures_by_source
    from scrapers.registry import award_folders, load_award
    from tests.chrome import WRAPPERS

    wrappers, found = list(WRAPPERS.values()), []
    for folder in award_folders():
        for source, captures in captures_by_source(load_award(folder), folder):
            for capture in captures:
                layout = source.pages.get(capture.file) or source.layout
                if layout and layout.type != "json":
                    html = wrappers[len(found) % len(wrappers)](capture.read().decode()).decode()
                    given = layout.model_dump(mode="json", exclude_defaults=True)
                    found.append({"html": html, "kind": layout.type, "layout": given, "language": capture.language})
    return {"warm": found[::8], "pages": [one for number, one in enumerate(found) if number % 8]}


def page_sets() -> dict[str, Path]:
    """Files of pages: generated ones of every layout, those of them with a table, and the bundled ones."""
    both = {name: [described(award, number) for award in numbers for number in (0, 1)] for name, numbers in (("warm", WARM), ("pages", PAGES))}  # fmt: skip
    more = {name: [described(award, number) for award in numbers for number in (0, 1)] for name, numbers in (("warm", range(10_000, 10_060)), ("pages", range(300)))}  # fmt: skip
    sets = {
        "generated": both,
        "tables": {name: [one for one in pages if one["kind"] == "table"] for name, pages in more.items()},
        "bundled": bundled(),
    }
    folder = BUILD / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    for name, pages in sets.items():
        (folder / f"{name}.json").write_text(json.dumps(pages), encoding="utf-8")
    return {name: folder / f"{name}.json" for name in sets}


def run_once(name: str, pages: Path, python: str) -> dict[str, Any]:
    """What one way of reading took, in a process of its own."""
    ours = name == "ours"
    environment = os.environ | ({"PYTHONPATH": str(ROOT)} if ours else {})
    command = [sys.executable if ours else python, str(RUN), name, str(pages)]
    told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        sys.exit(f"{name} on {pages.name}: {told.stderr}")
    return dict(json.loads(told.stdout.splitlines()[-1]))


def measure(name: str, pages: Path, ways: list[str], rounds: int, python: str) -> dict[str, Any]:
    """All ways over a set of pages: their figures, and the ratio of each to ours round by round."""
    count = len(json.loads(pages.read_text(encoding="utf-8"))["pages"])
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for number in range(rounds):
        for way in ways[number % len(ways) :] + ways[: number % len(ways)]:
            runs[way].append(run_once(way, pages, python))
    told: dict[str, Any] = {"pages": count, "rounds": rounds, "ways": {}}
    for way in ways:
        times = [run["cpu"] for run in runs[way]]
        ratios = [run["cpu"] / mine["cpu"] for run, mine in zip(runs[way], runs["ours"], strict=True)]
        entries = runs[way][0]["entries"]
        told["ways"][way] = {
            "ms_per_page": spread([1000 * one / count for one in times]),
            "entries": entries,
            "entries_per_second": entries / statistics.median(times),
            "time_by_ours": spread(ratios),
            "start": statistics.median(run["start"] for run in runs[way]),
            "peak_mb": max(run["peak_mb"] for run in runs[way]),
        }
        row = told["ways"][way]
        print(
            f"{name:10} {TITLES[way]:45} {row['ms_per_page']['median']:7.2f} ms a page {row['entries_per_second']:8,.0f} a second  "
            f"{row['time_by_ours']['median']:5.2f} of our time ({row['time_by_ours']['least']:.2f} to {row['time_by_ours']['most']:.2f})",
            flush=True,
        )
    return told


def main(arguments: list[str]) -> None:
    """Measures and keeps the results for docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    python = other_python()
    files = page_sets()
    limits = ["beautifulsoup_parse", "lxml_parse"]
    ways = {
        "generated": ["ours", "opensanctions", "scrapy_pandera", *limits],
        "tables": ["ours", "pandas_tables", "opensanctions", "scrapy_pandera"],
        "bundled": ["ours", *limits],
    }
    told: dict[str, Any] = {}
    for name, each in ways.items():
        told[name] = measure(name, files[name], each, asked.rounds, python)
        # What was measured is kept even when the rest is broken off.
        keep("pages", told)
