"""Two periods compared award by award: differences of shares, their intervals, and what a difference is made of. No models.

Arrays have one value per award: `Halves` holds what counted and what there was before and after. numpy, nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
NORMAL_975 = 1.959963984540054
FEWEST_AWARDS = 5
"""With fewer awards an interval over awards says nothing and is left out."""


@dataclass(frozen=True)
class Halves:
    """Per award: sum of what counts and of weights, before and after; each of shape (awards,). An award not seen has weight 0."""

    counts_before: Array
    weights_before: Array
    counts_after: Array
    weights_after: Array

    def without(self, award: int) -> Halves:
        """All awards but the one at index `award`."""
        return Halves(*(np.delete(values, award) for values in self.columns()))

    def columns(self) -> tuple[Array, Array, Array, Array]:
        return self.counts_before, self.weights_before, self.counts_after, self.weights_after

    @property
    def seen(self) -> int:
        """Awards seen in either half."""
        return int(((self.weights_before > 0) | (self.weights_after > 0)).sum())

    @property
    def compared(self) -> bool:
        """Whether both halves have something."""
        return bool(self.weights_before.sum() > 0 and self.weights_after.sum() > 0)

    def each_award_alike(self) -> Halves:
        """The same with every award of a half weighing one."""
        halves = []
        for counts, weights in (
            (self.counts_before, self.weights_before),
            (self.counts_after, self.weights_after),
        ):
            there = weights > 0
            halves += [np.where(there, counts / np.where(there, weights, 1), 0.0), there.astype(float)]
        return Halves(*halves)


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; None where there is too little to give one."""

    value: float
    low: float | None = None
    high: float | None = None
    p_value: float | None = None


def shares(halves: Halves) -> tuple[float, float]:
    """The share before and the share after; ZeroDivisionError when a half is empty."""
    before, after = float(halves.weights_before.sum()), float(halves.weights_after.sum())
    return float(halves.counts_before.sum()) / before, float(halves.counts_after.sum()) / after


def share_difference(halves: Halves) -> float:
    """Share after less share before, between -1 and 1."""
    before, after = shares(halves)
    return after - before


def jackknife(statistic: Callable[[Halves], float], halves: Halves) -> Estimate:
    """`statistic` with the interval from leaving out one award at a time, Student's t with awards - 1 degrees of freedom."""
    value = statistic(halves)
    there = np.flatnonzero((halves.weights_before > 0) | (halves.weights_after > 0))
    if len(there) < FEWEST_AWARDS:
        return Estimate(value)
    remaining = [halves.without(int(award)) for award in there]
    if not all(rest.compared for rest in remaining):
        return Estimate(value)
    left_out = np.array([statistic(rest) for rest in remaining])
    # Around the full estimate, not around the mean of the others: slightly wider, and closer to 95 % with awards of unequal size.
    error = math.sqrt((len(there) - 1) / len(there) * float(((left_out - value) ** 2).sum()))
    if error < 1e-12:
        # Nothing counted in either half: an interval without width would claim certainty.
        return Estimate(value)
    reach = student_975(len(there) - 1) * error
    return Estimate(value, value - reach, value + reach)


def leave_one_out(halves: Halves) -> list[float | None]:
    """The difference without each award in turn; None where a half is empty then."""
    rests = [halves.without(award) for award in range(len(halves.weights_before))]
    return [share_difference(rest) if rest.compared else None for rest in rests]


def wilson(numerator: float, denominator: float) -> tuple[float, float]:
    """Ends of the 95 % Wilson score interval."""
    share, z2 = numerator / denominator, NORMAL_975**2
    centre = share + z2 / (2 * denominator)
    half = NORMAL_975 * math.sqrt(share * (1 - share) / denominator + z2 / (4 * denominator**2))
    scale = 1 + z2 / denominator
    return min(max((centre - half) / scale, 0.0), share), max(min((centre + half) / scale, 1.0), share)


def newcombe(halves: Halves) -> Estimate:
    """The difference with Newcombe's interval (hybrid score): each recognition taken as one independent choice."""
    before, after = shares(halves)
    low_before, high_before = wilson(float(halves.counts_before.sum()), float(halves.weights_before.sum()))
    low_after, high_after = wilson(float(halves.counts_after.sum()), float(halves.weights_after.sum()))
    value = after - before
    return Estimate(
        value,
        value - math.hypot(after - low_after, high_before - before),
        value + math.hypot(high_after - after, before - low_before),
    )


def components(halves: Halves) -> dict[str, float]:
    """The difference as within + between + entry + exit (Griliches and Regev: weights and shares at the midpoint of both halves)."""
    all_before, all_after = shares(halves)
    middle = (all_before + all_after) / 2
    part_before = halves.weights_before / halves.weights_before.sum()
    part_after = halves.weights_after / halves.weights_after.sum()
    share_before = halves.counts_before / np.where(part_before > 0, halves.weights_before, 1)
    share_after = halves.counts_after / np.where(part_after > 0, halves.weights_after, 1)
    stays, enters, leaves = (
        (part_before > 0) & (part_after > 0),
        (part_before == 0) & (part_after > 0),
        (part_before > 0) & (part_after == 0),
    )
    within = (part_before + part_after) / 2 * (share_after - share_before)
    between = (part_after - part_before) * ((share_before + share_after) / 2 - middle)
    return {
        "within": float(within[stays].sum()),
        "between": float(between[stays].sum()),
        "entry": float((part_after * (share_after - middle))[enters].sum()),
        "exit": float(-(part_before * (share_before - middle))[leaves].sum()),
    }


def student_975(freedom: int) -> float:
    """97.5 % quantile of Student's t; by expansion around the normal (Abramowitz and Stegun 26.7.5), within 0.002 from 4 degrees on."""
    z, n = NORMAL_975, float(freedom)
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )
