"""What `expect:` of an award says against what was found. What a failed expectation leads to is decided by the build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from scrapers.registry import Award

Failure = dict[str, Any]
"""award_id, rule, expected, found, severity (error | warning)."""


@dataclass(frozen=True)
class Rule:
    """One kind of expectation: what an unmet one means, and what to do about it."""

    name: str
    severity: str
    problem: str
    remedy: str


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "minimum",
            "error",
            "at least {expected} recognitions are expected, {found} were found",
            "a page lost rows or changed its form: see `hrd-awards show {award_id} --leftovers`, then mend the layout",
        ),
        Rule(
            "maximum",
            "warning",
            "at most {expected} recognitions are expected, {found} were found",
            "nominees or other lines may be read as recipients: see `hrd-awards show {award_id}`, or raise the maximum",
        ),
        Rule(
            "first_year",
            "error",
            "no recognition is expected before {expected}, the oldest found is of {found}",
            "a number may be read as a year: see `hrd-awards show {award_id} --year {found}`",
        ),
        Rule(
            "latest_edition",
            "error",
            "an edition of {expected} or later is expected, the latest found is of {found}",
            "see `hrd-awards show {award_id} --sources` for when each page was seen",
        ),
    )
}


def failed_expectations(awards: Iterable[Award], recognitions: pl.DataFrame) -> list[Failure]:
    """Every expectation that the recognitions (award_id, year) of its award do not meet, in the order of awards and rules."""
    counted = recognitions.group_by("award_id").agg(pl.len(), first=pl.col("year").min(), last=pl.col("year").max())
    found = {row["award_id"]: row for row in counted.to_dicts()}
    nothing = {"len": 0, "first": None, "last": None}
    return [
        {"award_id": award.id, "rule": name, "expected": expected, "found": value, "severity": RULES[name].severity}
        for award in awards
        for name, expected, value, met in _compared(award, found.get(award.id, nothing))
        if not met
    ]


def declared_expectations(award: Award) -> list[str]:
    """Names of the rules that the award states."""
    return [name for name in RULES if getattr(award.expect, name) is not None]


def error_of(failure: Failure, awards_dir: Path) -> str:
    """The failure as one line that names file, key, what was found and the remedy."""
    rule = RULES[failure["rule"]]
    text = f"{rule.problem}; {rule.remedy}".format(**failure)
    return f"{awards_dir / failure['award_id'] / 'award.yaml'}: expect.{rule.name}: {text}"


def _compared(award: Award, found: Mapping[str, Any]) -> list[tuple[str, int, int | None, bool]]:
    expect, count, first, last = award.expect, found["len"], found["first"], found["last"]
    compared = (
        ("minimum", expect.minimum, count, lambda bound: count >= bound),
        ("maximum", expect.maximum, count, lambda bound: count <= bound),
        ("first_year", expect.first_year, first, lambda bound: first is None or first >= bound),
        ("latest_edition", expect.latest_edition, last, lambda bound: last is not None and last >= bound),
    )
    return [(name, bound, value, holds(bound)) for name, bound, value, holds in compared if bound is not None]
