"""What a person reads after a build: what the release holds, the trend, what needs attention, and where the files are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

BAR_WIDTH = 40
SHOWN = 5


def summary_text(home: Path, notes: Mapping[str, Any], seconds: float | None = None) -> str:
    """The latest release under `home` and the `notes` of the build, as styled text of at most 100 columns."""
    latest = home / "releases" / "latest"
    facts = json.loads((latest / "summary.json").read_text(encoding="utf-8"))
    took = "" if seconds is None else f", made in {seconds:.1f} s"
    parts = [
        [click.style(f"Release {facts['version']}", bold=True) + f" of {facts['as_of']}{took}"],
        _counts(facts),
        _trend(facts["collective_share_by_decade"]),
        _attention(facts, notes),
        _files(_shown_path(latest)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _counts(facts: Mapping[str, Any]) -> list[str]:
    rows = facts["rows"]
    editions = sum(award["editions"] for award in facts["awards"].values())
    corroboration = facts["corroboration"]
    counted = [
        ("awards", rows["awards"], f"{editions:,} editions with recipients"),
        ("recognitions", rows["recognitions"], _joined(facts["modes"])),
        ("recipients", rows["recipients"], "the same person or body across awards"),
        (
            "statements",
            rows["statements"],
            f"in {rows['sources']:,} sources; recognitions are {_joined(corroboration)}",
        ),
    ]
    return [f"  {click.style(f'{count:>6,}', bold=True)}  {name:<13}{remark}" for name, count, remark in counted]


def _trend(decades: list[Mapping[str, Any]]) -> list[str]:
    if not decades:
        return []
    lines = ["Share of recognitions that went to collectives (lighter: more, if mixed entries count as collective)"]
    for row in decades:
        solid = round(row["share"] * BAR_WIDTH)
        light = round(row["upper_share"] * BAR_WIDTH) - solid
        bar = click.style("█" * solid, fg="green") + click.style("▒" * light, fg="green")
        rest = "·" * (BAR_WIDTH - solid - light)
        share = f"{row['share']:.0%}"
        if row["upper_numerator"] != row["numerator"]:
            share = f"{row['share'] * 100:.0f}–{row['upper_share']:.0%}"
        awards = "1 award" if row["awards"] == 1 else f"{row['awards']} awards"
        lines.append(
            f"  {row['period']}s {bar}{rest} {share:>7}  {row['numerator']:,} of {row['denominator']:,}, {awards}"
        )
    return lines


def _attention(facts: Mapping[str, Any], notes: Mapping[str, Any]) -> list[str]:
    """Each kind of warning with its number, some of it, and what to do."""
    lines = []

    def warn(count: int, what: str, todo: str, examples: list[str], colour: str = "yellow") -> None:
        if not count:
            return
        shown = ", ".join(examples[:SHOWN]) + (f" and {len(examples) - SHOWN} more" if len(examples) > SHOWN else "")
        lines.append(f"  {click.style(f'{count:>6,}', fg=colour, bold=True)}  {what}{f': {shown}' if shown else ''}")
        lines.append(f"          → {todo}")

    errors = notes.get("errors", {})
    without = sorted(errors.keys() - set(notes.get("stale", [])))
    stale = notes.get("stale", [])
    warn(
        len(stale),
        "awards could not be read; what was published of them before stands in",
        "see the errors below",
        stale,
        "red",
    )
    warn(len(without), "awards with an error and nothing earlier to stand in", "see the errors below", without, "red")
    held = notes.get("quarantined", [])
    warn(
        len(held),
        "awards with a newer capture in quarantine; the last good one serves on",
        "hrd-awards review captures",
        held,
    )
    unknown = sorted({f"“{word['word']}” ({word['source_id']})" for word in notes.get("unknown_words", [])})
    warn(len(unknown), "place words nobody knows", "decide each in scrapers/places.csv", unknown)
    unreadable = notes.get("leftovers", {}).get("unreadable", 0)
    warn(
        unreadable,
        "lines of pages that could not be read",
        "hrd-awards show AWARD_ID --leftovers, then mend the layout",
        [],
    )
    failed = [f"{f['award_id']} {f['rule']}" for f in notes.get("expectations", []) if f["severity"] == "warning"]
    warn(
        len(failed),
        "expectations exceeded",
        "hrd-awards show AWARD_ID; then raise the maximum or mend the layout",
        failed,
    )
    unused = [text.split(": ")[0].removeprefix("warehouse/decisions/") for text in notes.get("unused_decisions", [])]
    warn(len(unused), "decisions that match nothing", "correct or remove the row", unused)
    review = notes.get("review", {})
    warn(
        review.get("decisions_against_sure_rules", 0),
        "decisions on kinds against a rule that is sure of another",
        "hrd-awards review kinds --contradictions",
        [],
    )
    unsure = {what: review[what] for what in ("kinds", "recipients") if review.get(what)}
    warn(
        sum(unsure.values()),
        f"codings in doubt ({_joined(unsure)})",
        " and ".join(f"hrd-awards review {what}" for what in unsure),
        [],
    )
    warn(
        notes.get("redirects_of_this_home", 0),
        "ids of recipients that lead elsewhere now, as only this home knows",
        "hrd-awards review recipients --keep-redirects, then commit redirects.csv",
        [],
    )
    disputed = facts["conflict_fields"]
    warn(
        sum(disputed.values()),
        f"contradictions between sources ({_joined(disputed)})",
        "hrd-awards show AWARD_ID --conflicts; a ruling goes to warehouse/decisions/conflicts.csv",
        sorted(award_id for award_id, award in facts["awards"].items() if award["conflicts"]),
    )
    if not lines:
        return ["Nothing needs attention."]
    return ["What needs attention", *lines]


def _files(latest: Path) -> list[str]:
    return [
        "Where it is",
        f"  {latest / 'csv'}/ and parquet/   every table",
        f"  {latest / 'hrd-awards.duckdb'}   all tables with keys and comments",
        f"  {latest / 'README.md'}   what the tables mean, how to cite them",
        "Ask it something: "
        + click.style('hrd-awards sql "SELECT kind, count(*) AS n FROM recognitions GROUP BY kind"', bold=True),
    ]


def _joined(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _shown_path(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
