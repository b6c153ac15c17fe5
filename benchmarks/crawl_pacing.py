"""How close a crawl of many hosts comes to what its politeness alone demands, and whether its memory stays flat.

    python benchmarks/crawl_pacing.py [--hosts 100] [--pages 3] [--pace 5]

A site in a process of its own answers for all hosts on 127.0.0.1. Every host is asked for robots.txt and its pages one by one, so pacing
demands `pages` pauses; the crawl may take 1.3 times as long. Ends with 1 when it takes longer, or when memory grows with the pages.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scrapers.captures import CaptureStore
from scrapers.registry import load_award
from scrapers.web.crawl import Task, crawl
from scrapers.web.policy import Policy
from tests.award_folders import ROWS, page, write_award
from tests.site import Site

LIMIT = 1.3
FLAT_MEGABYTES = 32
FILLING = "<footer>" + "<p>Lorem ipsum dolor sit amet</p>" * 3000 + "</footer>"
"""Makes a page as long as a long article."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--pace", type=float, default=Policy.pace)
    options = parser.parse_args(arguments)
    ours, theirs = Pipe()
    server = Process(target=_serve, args=(theirs, options.hosts * options.pages), daemon=True)
    server.start()
    port = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        tasks = _tasks(Path(folder), options.hosts, options.pages, port)
        store = CaptureStore(Path(folder) / "captures")
        policy = replace(Policy(), pace=options.pace, admit_loopback=True)
        memory = _Memory()
        started = time.monotonic()
        with memory:
            report = crawl(tasks, store, policy, resolve=lambda host, port: ["127.0.0.1"])
        took = time.monotonic() - started
    ours.send("end")
    closest, most_open = ours.recv()
    server.join()
    demanded = options.pages * options.pace
    ratio, growth = took / demanded, memory.last_third - memory.second_third
    print(f"{options.hosts} hosts x {options.pages} pages, {options.pace:g} s between two requests to a host")
    print(f"  pages kept             {report.counts()['captured']} of {options.hosts * options.pages}")
    print(f"  pacing demands         {demanded:.1f} s")
    print(f"  the crawl took         {took:.1f} s, {ratio:.2f} times that (at most {LIMIT})")
    print(f"  closest two requests   {closest:.2f} s to one host; at most {most_open} to one host at once")
    print(f"  memory                 {memory.second_third:.0f} MB in the second third, {growth:+.0f} MB in the last")
    good = ratio <= LIMIT and growth <= FLAT_MEGABYTES and closest >= options.pace and most_open == 1
    return 0 if good and report.counts()["captured"] == len(tasks) else 1


def _serve(pipe: Connection, pages: int) -> None:
    site = Site()
    for number in range(pages):
        site.put(f"/{number}", page().replace("</body>", f"{FILLING}</body>"))
    pipe.send(site.port)
    pipe.recv()
    by_host: dict[str, list[float]] = {}
    for one in site.asked:
        by_host.setdefault(one.host, []).append(one.at)
    closest = min(b - a for times in by_host.values() for a, b in itertools.pairwise(sorted(times)))
    pipe.send((closest, max(site.most_open_of_host.values())))
    site.close()


def _tasks(folder: Path, hosts: int, pages: int, port: int) -> list[Task]:
    tasks = []
    for number in range(hosts * pages):
        award = write_award(folder / "awards", f"award_{number:04}", page(ROWS))
        bundled = f"https://award-{number:04}.example/laureates"
        live = f"http://h{number % hosts:03}.test:{port}/{number}"
        for name in ("award.yaml", "pages.lock.yaml"):
            text = (award / name).read_text(encoding="utf-8").replace(bundled, live)
            (award / name).write_text(text + ("  http: true\n" if name == "award.yaml" else ""), encoding="utf-8")
        loaded = load_award(award)
        tasks.append(Task(loaded, award, loaded.sources[0]))
    return tasks


class _Memory:
    """Megabytes that this process holds, looked at while the block runs."""

    def __init__(self) -> None:
        self._seen: list[float] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    @property
    def second_third(self) -> float:
        third = len(self._seen) // 3
        return max(self._seen[third : 2 * third] or self._seen)

    @property
    def last_third(self) -> float:
        return max(self._seen[2 * (len(self._seen) // 3) :] or self._seen)

    def _watch(self) -> None:
        size = os.sysconf("SC_PAGE_SIZE") / 1e6
        while not self._end.wait(0.1):
            self._seen.append(int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * size)


if __name__ == "__main__":
    sys.exit(main())
