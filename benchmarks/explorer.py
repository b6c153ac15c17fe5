"""Measure the explorer: what making it costs, how heavy it is, how soon its first screen is drawn, how long a search takes.

    python -m benchmarks.explorer RELEASE [--runs 5]

RELEASE is a directory such as data/releases/latest. Needs Chromium. Pages are opened from disk, each time in a fresh profile. A
dataset of 50,000 recognitions is made of the names of the release, each copy with other letters, so that its words are as many.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

from tests.browser import DRAWN, Seen, chromium
from warehouse.release.publish import read_release
from warehouse.release.summary import Draft
from warehouse.site import site_files

SIZES = (3_000, 50_000)
QUERIES = (
    "rigoberta menchu",
    "shirin ebady",
    "mothers plaza de mayo",
    "committee",
    "peace",
    "human rights",
    "a",
    "xqzzy",
)
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
SEARCH = """([size, queries]) => {
  const { columns, awards } = HRD.data.recognitions;
  const texts = columns.name.map((name, i) => `${name} ${columns.forms[i]} ${awards.name[columns.award[i]]}`);
  const other = (word, i) => (word.length > 4 ? word.slice(0, -1) + String.fromCharCode(97 + ((i * 7 + word.length) % 26)) : word);
  const all = Array.from({ length: size }, (_, i) =>
    i < texts.length ? texts[i] : texts[i % texts.length].split(" ").map((word) => other(word, i)).join(" "));
  let began = performance.now();
  const index = HRD.search.index(all);
  const indexed = performance.now() - began;
  const searched = {};
  for (const query of queries) {
    began = performance.now();
    const found = HRD.search.search(index, query).length;
    searched[query] = [performance.now() - began, found];
  }
  return { indexed, searched };
}"""


def main() -> None:
    """Prints the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    making(asked.release)
    weight(asked.release)
    with chromium() as browser:
        first_screen(browser, asked.release, asked.runs)
        searches(browser, asked.release)


def making(release: Path) -> None:
    """CPU seconds of making the site, the first time with the start of the drawing engine."""
    draft = Draft("2000.1.0", date(2000, 1, 1), None, read_release(release))
    for name in ("with the drawing engine to start", "again"):
        began = time.process_time()
        files = site_files(draft)
        print(f"making {len(files)} files, {name}: {time.process_time() - began:.2f} s CPU")


def weight(release: Path) -> None:
    """Bytes of the site, and of what is read before the list and the charts are there."""
    files = {path: path.read_bytes() for path in (release / "site").rglob("*") if path.is_file()}
    light = {path: content for path, content in files.items() if "duckdb" not in path.parts}
    print(
        f"site without DuckDB-Wasm: {len(light)} files, {sum(map(len, light.values())) / 1e6:.2f} MB, "
        f"compressed one by one {sum(len(gzip.compress(content)) for content in light.values()) / 1e6:.2f} MB"
    )


def first_screen(browser: Any, release: Path, runs: int) -> None:
    """Milliseconds from opening the first page to its first paint, which has text and chart, and to the last chart drawn."""
    painted, drawn = [], []
    for _ in range(runs):
        seen = Seen(browser, viewport={"width": 1366, "height": 768})
        began = time.perf_counter()
        page = seen.open((release.resolve() / "site/index.html").as_uri(), until=DRAWN)
        drawn.append((time.perf_counter() - began) * 1000)
        painted.append(page.evaluate(PAINTED))
        seen.context.close()
    for name, times in (("first screen drawn", painted), ("all charts and the list", drawn)):
        print(f"{name}: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms of {runs}")


def searches(browser: Any, release: Path) -> None:
    """Milliseconds of a search, by size of the dataset."""
    page = Seen(browser).open((release.resolve() / "site/index.html").as_uri())
    for size in SIZES:
        measured = page.evaluate(SEARCH, [size, QUERIES])
        slowest = max(measured["searched"].values())[0]
        print(f"search among {size:,}: slowest {slowest:.0f} ms, index made in {measured['indexed']:.0f} ms")
        print(
            "  "
            + json.dumps({query: f"{ms:.0f} ms, {found} found" for query, (ms, found) in measured["searched"].items()})
        )


if __name__ == "__main__":
    main()
