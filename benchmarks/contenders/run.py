"""Runs one way of reading over pages and prints what it took. Called by benchmarks/pages.py; needs nothing but that way's libraries.

    python run.py NAME PAGES.json

PAGES.json holds `warm` and `pages`: lists of {html, kind, layout, language}. The first are read before the clock starts.
"""

from __future__ import annotations

import gc
import importlib
import json
import resource
import sys
import time


def main(name: str, file: str) -> None:
    """Prints a line of JSON: seconds of CPU and wall for all pages, entries found, seconds to start, peak memory."""
    began = time.process_time()
    read = importlib.import_module(name).reader()
    with open(file, encoding="utf-8") as opened:
        given = json.load(opened)
    loaded = time.process_time()
    read(given["warm"])
    warm = time.process_time()
    gc.collect()
    gc.freeze()
    cpu, wall = time.process_time(), time.perf_counter()
    entries = read(given["pages"])
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    told = {
        "cpu": cpu,
        "wall": wall,
        "entries": entries,
        "start": loaded - began + warm - loaded,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
