"""Writes the tables of docs/performance.md and docs/scale.md from the results kept in build/; the words around them are written by hand.

python -m benchmarks.report
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks import results, scale
from benchmarks.pages import TITLES

DOCS = Path(__file__).parents[1] / "docs"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def told(value: dict[str, float], digits: int = 2) -> str:
    """Median, and least to greatest."""
    return f"{value['median']:.{digits}f} ({value['least']:.{digits}f} to {value['most']:.{digits}f})"


def where(machine: dict[str, Any], rounds: str) -> str:
    """What a table was measured on."""
    return (
        f"{machine['day']}, {machine['processor']}, {machine['cores']} cores, Python {machine['python']}, {rounds}; load of the machine "
        f"{machine['load']} when it ended.\n"
    )


def page_tables(found: dict[str, Any]) -> str:
    """One table for each set of pages."""
    parts = [where(found["machine"], f"{found['generated']['rounds']} rounds")]
    names = {
        "generated": "Generated pages of four layouts",
        "tables": "Generated pages with a table",
        "bundled": "Bundled pages",
    }
    for name, title in names.items():
        rows = [
            [TITLES[way], told(row["ms_per_page"]), f"{row['entries']:,}", f"{row['entries_per_second']:,.0f}",
             told(row["time_by_ours"]), f"{row['start']:.1f} s", f"{row['peak_mb']:.0f} MB"]
            for way, row in found[name]["ways"].items()
        ]  # fmt: skip
        head = ["way", "CPU ms a page", "entries", "a second", "its time by ours", "start and warming", "peak"]
        parts.append(
            f"**{title}**, {found[name]['pages']} pages, each in the chrome of a real site.\n\n{table(head, rows)}\n"
        )
    return "\n".join(parts)


def program_tables(found: dict[str, Any]) -> str:
    """The program from outside, and the cookbook."""
    names = {
        "start": "`hrd-awards --help`",
        "build": "`build`, nothing kept",
        "unchanged": "`build`, nothing changed",
        "export": "`publish` to a folder, verified",
    }
    rows = [
        [title, told(found[name]["wall"]), told(found[name]["cpu"]), f"{found[name]['peak_mb']:.0f} MB"]
        for name, title in names.items()
    ]
    medians = sorted(one["median"] for one in found["queries"].values())
    return (
        where(found["machine"], "median of 1 to 5 rounds")
        + "\n" + table(["command", "wall seconds", "CPU seconds, without the local processes of a build", "peak of the largest process"], rows)
        + f"\n\nThe {len(medians)} queries of docs/queries.md take {medians[len(medians) // 2]:.0f} ms in the middle and {medians[-1]:.0f} ms at most.\n"
    )  # fmt: skip


def scale_tables(found: dict[str, Any]) -> str:
    """How reading and building grow."""
    rows = [
        [f"{row['factor']:,}x", str(row["executor"]), f"{row['pages']:,} of {row.get('of_pages', row['pages']):,}", f"{row['statements']:,}",
         f"{row['cpu_ms_per_page']:.1f}", f"{row['wall_seconds']:,.0f}", f"{row['peak_mb']:.0f}", f"{row['parquet_mb']:.1f}"]
        for row in found.get("reading", [])
    ]  # fmt: skip
    head = [
        "input",
        "executor",
        "pages read",
        "statements",
        "CPU ms a page",
        "wall seconds",
        "peak MB of a process",
        "Parquet MB",
    ]
    text = f"Page to statements:\n\n{table(head, rows)}\n"
    if built := found.get("build"):
        steps = list(built[0]["steps"])
        rows = [
            [f"{row['factor']:,}x", f"{row['statements']:,}", f"{row['recipients']:,}", *(f"{row['steps'][step]:.1f}" for step in steps),
             f"{row['peak_mb']:,.0f}", f"{row['release_mb']:.0f}"]
            for row in built
        ]  # fmt: skip
        head = ["input", "statements", "recipients", *(f"{step} (CPU s)" for step in steps), "peak MB", "release MB"]
        text += f"\nThe whole build in one process:\n\n{table(head, rows)}\n"
    return text


def fill(file: Path, name: str, text: str) -> None:
    """Puts `text` between the markers of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    content = file.read_text(encoding="utf-8")
    new = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{text}\n{end}", content, flags=re.DOTALL)
    file.write_text(new, encoding="utf-8")


def main() -> None:
    """Fills what there are results for."""
    found = results.read()
    if "pages" in found:
        fill(DOCS / "performance.md", "pages", page_tables(found["pages"]))
    if "program" in found:
        fill(DOCS / "performance.md", "program", program_tables(found["program"]))
    if scale.RESULTS.exists():
        fill(DOCS / "scale.md", "scale", scale_tables(json.loads(scale.RESULTS.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
