"""What the drift gate says of damages made by chance to every bundled page, and of unharmed pages with a new edition.

    python benchmarks/drift_damages.py [--damages 200] [--seed 0] [--write]

A page that was accepted is damaged (see `tests/damages.py`) and judged. Whether a damage harms a known row is found out apart from the
gate, by reading the page as a build would if it were accepted. `--write` puts the table between the markers of docs/crawling.md. Ends
with 1 when a harm was accepted or a new edition was not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.damages import Tally, trials_of_bundled_pages, try_damages, try_editions

DOCUMENT = Path(__file__).parents[1] / "docs" / "crawling.md"
BEGIN, END = "<!-- damages: begin -->", "<!-- damages: end -->"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--damages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="put the table into docs/crawling.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        trials = trials_of_bundled_pages(Path(folder))
        tally = try_damages(trials, options.damages, options.seed)
        try_editions(trials, tally)
    text = table(tally, len(trials))
    print(text)
    for missed in tally.missed:
        print(f"MISSED {missed}")
    if options.write:
        written = DOCUMENT.read_text(encoding="utf-8")
        head, tail = written.partition(BEGIN)[0], written.partition(END)[2]
        DOCUMENT.write_text(f"{head}{BEGIN}\n{text}{END}{tail}", encoding="utf-8")
    return 1 if tally.missed else 0


def table(tally: Tally, pages: int) -> str:
    """The tally as Markdown."""
    total: Counter[tuple[bool, str]] = sum(tally.damages.values(), Counter())
    lines = [
        "| damage | made | change a known row | of these held back | harmless | of these accepted |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, counts in [*tally.damages.items(), ("**all**", total)]:
        harmful = sum(number for (harm, _), number in counts.items() if harm)
        made, harmless = sum(counts.values()), sum(counts.values()) - harmful
        held = harmful - counts[True, "accepted"]
        lines.append(f"| {name} | {made} | {harmful} | {held} | {harmless} | {counts[False, 'accepted']} |")
    made = pages - tally.editions["not made"]
    accepted = tally.editions["accepted"]
    lines += [
        "",
        f"Of {pages} bundled pages {made} could be given one new edition and nothing else; {accepted} of these were accepted.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
