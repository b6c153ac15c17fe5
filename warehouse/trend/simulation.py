"""How often the trend's intervals hold a planted change, and how often its tests reject where nothing changed.

    python -m warehouse.trend.simulation [--simulations 4000] [--write]

Awards are drawn anew each time: they differ in how much they give, in their share and in how it changes, and some are seen in one period
only. `--write` writes docs/trend-checks.md. Everything comes from a seed: the same command gives the same figures.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from warehouse.trend import within as model
from warehouse.trend.comparison import Array, Estimate, Halves, jackknife, share_difference

DOCUMENT = Path(__file__).parents[2] / "docs" / "trend-checks.md"
RISE, LOG_ODDS = 0.07, 0.5
QUESTIONS = {
    "difference": "jackknife over awards",
    "points within awards": "wild cluster bootstrap",
    "odds within awards": "clustered by award",
}


@dataclass(frozen=True)
class Design:
    """What is planted: `rise` in the share and `log_odds` in the odds, on average over awards; each award changes by its own."""

    awards: int = 70
    rise: float = 0.0
    log_odds: float = 0.0
    simulations: int = 4000
    draws: int = model.DRAWS
    seed: int = 1


@dataclass(frozen=True)
class Held:
    """Part of the intervals that hold the planted value, part of the tests that reject no change, mean estimate less planted value."""

    held: float
    rejected: float
    bias: float


def coverage_of_intervals(design: Design) -> dict[str, Held]:
    """Per question, what its intervals and tests did over the simulations of `design`."""
    planted = {"difference": design.rise, "points within awards": design.rise, "odds within awards": design.log_odds}
    found: dict[str, list[Estimate]] = {question: [] for question in QUESTIONS}
    for shares, odds in _worlds(design):
        found["difference"].append(jackknife(share_difference, shares))
        found["points within awards"].append(model.wild_bootstrap(_linear(shares), draws=design.draws))
        if told := model.odds(odds, draws=design.draws):
            found["odds within awards"].append(told[0])
    return {question: _held(estimates, planted[question]) for question, estimates in found.items()}


def _worlds(design: Design) -> Iterator[tuple[Halves, Halves]]:
    """Awards whose shares change by points, and awards whose odds change by a factor."""
    random = np.random.RandomState(design.seed)
    for _ in range(design.simulations):
        size = design.awards
        before, after = random.negative_binomial(2, 0.15, (2, size)) + 1
        once = random.rand(size)
        before, after = np.where(once < 0.05, 0, before), np.where(once > 0.9, 0, after)
        share = 0.12 + 0.5 * random.beta(1, 3, size)
        changed = share + design.rise + random.uniform(-0.12, 0.12, size)
        shares = _given(random, before, after, share, changed)
        level = random.normal(-1.3, 0.9, size)
        moved = level + design.log_odds + random.normal(0, 0.2, size)
        yield shares, _given(random, before, after, 1 / (1 + np.exp(-level)), 1 / (1 + np.exp(-moved)))


def _given(random: np.random.RandomState, before: Array, after: Array, share: Array, changed: Array) -> Halves:
    counts = [random.binomial(before, share), before, random.binomial(after, changed), after]
    return Halves(*(values.astype(np.float64) for values in counts))


def _linear(halves: Halves) -> model.Within:
    """The linear model of the recognitions that `halves` adds up, one row each."""
    counts_before, before, counts_after, after = (values.astype(int) for values in halves.columns())
    numbers = np.arange(len(before))
    award = np.concatenate([np.repeat(numbers, before), np.repeat(numbers, after)])
    later = np.concatenate([np.zeros(before.sum()), np.ones(after.sum())])
    collective = (
        np.column_stack([counts_before, before - counts_before]),
        np.column_stack([counts_after, after - counts_after]),
    )
    response = np.concatenate([np.repeat(np.tile([1.0, 0.0], len(before)), part.ravel()) for part in collective])
    return model.within(award, later[:, None], response)


def _held(estimates: list[Estimate], planted: float) -> Held:
    intervals = [(e.low, e.high) for e in estimates if e.low is not None and e.high is not None]
    inside = [low <= planted <= high for low, high in intervals]
    rejected = [not low <= 0 <= high for low, high in intervals]
    return Held(
        float(np.mean(inside)), float(np.mean(rejected)), float(np.mean([e.value for e in estimates]) - planted)
    )


def document(simulations: int) -> str:
    """docs/trend-checks.md."""
    designs = {
        "70 awards, no change": Design(simulations=simulations),
        "70 awards, change": Design(rise=RISE, log_odds=LOG_ODDS, simulations=simulations, seed=2),
        "30 awards, no change": Design(awards=30, simulations=simulations, seed=3),
        "30 awards, change": Design(awards=30, rise=RISE, log_odds=LOG_ODDS, simulations=simulations, seed=4),
    }
    lines = [
        "# How the intervals of the trend were checked",
        "",
        f"Generated by `python -m warehouse.trend.simulation --write`: {simulations:,} sets of simulated awards for each line, analysed by the "
        "code that analyses the data. Awards differ in size, in their share and in their change; the change is planted on average: "
        f"{RISE * 100:.0f} percentage points, or odds times {math.exp(LOG_ODDS):.2f}. An interval of 95 % should hold the planted value in 93 to 97 % of simulations. Where "
        "nothing changes, a test at 5 % should reject in 3 to 7 %; where something changes, how often it rejects is its power.",
        "",
        "| awards | question | interval | holds the planted value | excludes no change | mean error |",
        "|---|---|---|---:|---:|---:|",
    ]
    for name, design in designs.items():
        for question, figures in coverage_of_intervals(design).items():
            lines.append(
                f"| {name} | {question} | {QUESTIONS[question]} | {figures.held:.1%} | {figures.rejected:.1%} | {figures.bias:+.4f} |"
            )
    error = math.sqrt(0.95 * 0.05 / simulations)
    lines += [
        "",
        f"A figure of 95 % has a standard error of {error:.1%} here. The mean error is in shares (0.01 is one percentage point), for "
        "odds in log odds.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures; with --write put them into docs."""
    parser = argparse.ArgumentParser(
        prog="python -m warehouse.trend.simulation", description="Check intervals on simulated awards."
    )
    parser.add_argument("--simulations", type=int, default=4000)
    parser.add_argument("--write", action="store_true", help=f"write docs/{DOCUMENT.name}")
    arguments = parser.parse_args()
    text = document(arguments.simulations)
    sys.stdout.write(text)
    if arguments.write:
        DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
