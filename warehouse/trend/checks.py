"""What the analysis plan says would count against the claim of a rise, judged with the figures of a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.trend.facts import Facts
from warehouse.trend.wording import say


@dataclass(frozen=True)
class Check:
    """One thing that would count against the claim: what, the figures, and whether it does; None where that cannot be told."""

    what: str
    figures: str
    against: bool | None


def sign(f: Mapping[str, Any], name: str) -> bool | None:
    """True: the interval lies above zero; False: below; None: it includes zero, or there is none."""
    low, high = f[f"{name}_low"], f[f"{name}_high"]
    if low is None or high is None or low <= 0 <= high:
        return None
    return bool(low > 0)


def checks(found: Facts) -> list[Check]:
    """What the plan says would count against the claim, each with its figures."""
    f = found.single
    half = f["difference"] / 2 if f["difference"] is not None else None

    def judge(*needed: str) -> bool:
        return all(f[name] is not None for name in needed)

    gone = ("difference_upper", "corroborated_only", "edition_weighted")
    return [
        Check(
            "The interval of the main result includes zero.",
            say("{main:points} points ({main_low:points} to {main_high:points}), p = {main_p:p}", f),
            sign(f, "main") is not True if judge("main_low", "main_high") else None,
        ),
        Check(
            "More than half of the difference comes from an exchange of awards (entry, exit, between).",
            say("within awards {part_within:points} of {difference:points} points, the rest {part_other:points}", f),
            f["part_other"] > half if judge("part_other") and half is not None else None,
        ),
        Check(
            "Awards followed throughout show no difference, or one of the other sign (interval not above zero).",
            say("{fixed:points} points ({fixed_low:points} to {fixed_high:points}), {fixed_awards:n} awards", f),
            sign(f, "fixed") is not True if judge("fixed_low", "fixed_high") else None,
        ),
        Check(
            "Leaving out one award moves the difference below half its size.",
            say("at least {left_out_difference_least:points} points, without {left_out_difference_least_award}", f),
            f["left_out_difference_least"] < half if judge("left_out_difference_least") and half is not None else None,
        ),
        Check(
            "{mark} is not among the upper tenth of the placebo years and itself.".format_map(f),
            say(
                "place {placebo_rank:n} of {placebo_all:n}: {placebo_mark:points} points, the largest other {placebo_largest:points}",
                f | {"placebo_all": f["placebo_years"] + 1 if f["placebo_years"] is not None else None},
            ),
            f["placebo_rank"] > max(1, (f["placebo_years"] + 1) // 10) if judge("placebo_rank") else None,
        ),
        Check(
            "The difference is gone (below half its size) in the upper bound, in corroborated recognitions, or with each edition weighing one.",
            say("{difference_upper:points}, {corroborated_only:points} and {edition_weighted:points} points", f),
            any(f[name] < half for name in gone) if judge(*gone) and half is not None else None,
        ),
        Check(
            say(
                "Unseen editions after {mark} would undo the difference with a collective share that an earlier decade of {readable:n} "
                "recognitions or more had.",
                f,
            ),
            say("they would need {undo_by_after:share}; the lowest decade had {lowest_share:share}", f),
            f["undo_by_after"] >= f["lowest_share"] if judge("undo_by_after", "lowest_share") else None,
        ),
    ]
