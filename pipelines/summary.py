"""What a person reads after a build: what the release holds, the trend, what needs attention, and where the files are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from schemas.counting import counted

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
    told = [
        ("awards", rows["awards"], f"{counted(editions, 'edition')} with recipients"),
        ("recognitions", rows["recognitions"], _joined(facts["modes"])),
        ("recipients", rows["recipients"], "the same person or body across awards"),
        (
            "statements",
            rows["statements"],
            f"in {counted(rows['sources'], 'source')}; recognitions are {_joined(corroboration)}",
        ),
    ]
    return [f"  {click.style(f'{count:>6,}', bold=True)}  {name:<13}{remark}" for name, count, remark in told]


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
        awards = counted(row["awards"], "award")
        lines.append(
            f"  {row['period']}s {bar}{rest} {share:>7}  {row['numerator']:,} of {row['denominator']:,}, {awards}"
        )
    return lines


@dataclass(frozen=True)
class Warned:
    """One kind of warning: how many there are, what they are (of one, of several), what to do, and where."""

    count: int
    one: str
    many: str
    todo: str
    where: Sequence[str] = ()
    colour: str = "yellow"

    def lines(self) -> list[str]:
        """What a person reads of it, with the first of its places."""
        rest = len(self.where) - SHOWN
        shown = ", ".join(self.where[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
        number = click.style(f"{self.count:>6,}", fg=self.colour, bold=True)
        what = self.one if self.count == 1 else self.many
        return [f"  {number}  {what}{f': {shown}' if shown else ''}", f"          → {self.todo}"]


def _attention(facts: Mapping[str, Any], notes: Mapping[str, Any]) -> list[str]:
    """Each kind of warning with its number, some of it, and what to do."""
    warnings = [*_of_awards(notes), *_of_pages(notes), *_of_rulings(notes), _of_sources(facts)]
    lines = [line for warned in warnings if warned.count for line in warned.lines()]
    return ["What needs attention", *lines] if lines else ["Nothing needs attention."]


def _of_awards(notes: Mapping[str, Any]) -> list[Warned]:
    stale, held = notes.get("stale", []), notes.get("quarantined", [])
    without = sorted(notes.get("errors", {}).keys() - set(stale))
    return [
        Warned(
            len(stale),
            "award could not be read; what was published of it before stands in",
            "awards could not be read; what was published of them before stands in",
            "see the errors below",
            stale,
            "red",
        ),
        Warned(
            len(without),
            "award with an error and nothing earlier to stand in",
            "awards with an error and nothing earlier to stand in",
            "see the errors below",
            without,
            "red",
        ),
        Warned(
            len(held),
            "award with a newer capture in quarantine; the last good one serves on",
            "awards with a newer capture in quarantine; the last good one serves on",
            "hrd-awards review captures",
            held,
        ),
    ]


def _of_pages(notes: Mapping[str, Any]) -> list[Warned]:
    unknown = sorted({f"“{word['word']}” ({word['source_id']})" for word in notes.get("unknown_words", [])})
    failed = [f"{f['award_id']} {f['rule']}" for f in notes.get("expectations", []) if f["severity"] == "warning"]
    return [
        Warned(
            len(unknown),
            "place word nobody knows",
            "place words nobody knows",
            "decide each in scrapers/places.csv",
            unknown,
        ),
        Warned(
            notes.get("leftovers", {}).get("unreadable", 0),
            "line of a page that could not be read",
            "lines of pages that could not be read",
            "hrd-awards show AWARD_ID --leftovers, then mend the layout",
        ),
        Warned(
            len(failed),
            "expectation exceeded",
            "expectations exceeded",
            "hrd-awards show AWARD_ID; then raise the maximum or mend the layout",
            failed,
        ),
    ]


def _of_rulings(notes: Mapping[str, Any]) -> list[Warned]:
    unused = [text.split(": ")[0].removeprefix("warehouse/decisions/") for text in notes.get("unused_decisions", [])]
    review = notes.get("review", {})
    unsure = {what: review[what] for what in ("kinds", "recipients") if review.get(what)}
    of_what = ", ".join(counted(count, what.removesuffix("s")) for what, count in unsure.items())
    return [
        Warned(
            len(unused),
            "decision that matches nothing",
            "decisions that match nothing",
            "correct or remove the row",
            unused,
        ),
        Warned(
            review.get("decisions_against_sure_rules", 0),
            "decision on a kind against a rule that is sure of another",
            "decisions on kinds against a rule that is sure of another",
            "hrd-awards review kinds --contradictions",
        ),
        Warned(
            sum(unsure.values()),
            f"coding in doubt ({of_what})",
            f"codings in doubt ({of_what})",
            " and ".join(f"hrd-awards review {what}" for what in unsure),
        ),
        Warned(
            notes.get("redirects_of_this_home", 0),
            "id of a recipient that leads elsewhere now, as only this home knows",
            "ids of recipients that lead elsewhere now, as only this home knows",
            "hrd-awards review recipients --keep-redirects, then commit redirects.csv",
        ),
    ]


def _of_sources(facts: Mapping[str, Any]) -> Warned:
    disputed = facts["conflict_fields"]
    return Warned(
        sum(disputed.values()),
        f"contradiction between sources ({_joined(disputed)})",
        f"contradictions between sources ({_joined(disputed)})",
        "hrd-awards show AWARD_ID --conflicts; a ruling goes to warehouse/decisions/conflicts.csv",
        sorted(award_id for award_id, award in facts["awards"].items() if award["conflicts"]),
    )


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
