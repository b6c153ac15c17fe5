"""Shares, bounds and intervals against values worked out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse.trend import collective_share


def overall(rows):
    """The shares over all awards, each recognition weighed alike."""
    return collective_share(rows).filter((pl.col("breakdown") == "overall") & (pl.col("panel") == "all"))


def recognitions(*rows):
    return pl.DataFrame(rows, schema=["award_id", "year", "kind", "status"], orient="row")


def share(frame, period_type, period, measure="collective", bound="lower"):
    wanted = (
        (pl.col("period_type") == period_type)
        & (pl.col("period") == period)
        & (pl.col("measure") == measure)
        & (pl.col("bound") == bound)
    )
    return frame.row(by_predicate=wanted, named=True)


ROWS = recognitions(
    ("a", 2004, "person", "awarded"),
    ("a", 2004, "organization", "declined"),
    ("a", 2006, "mixed", "awarded"),
    ("b", 2009, "community", "awarded"),
    ("b", 2009, "institution", "awarded"),
    ("b", 2009, "people", "withdrawn"),
    ("b", 2010, "group", "awarded"),
)


def test_measures_count_their_kinds_and_mixed_makes_the_bounds():
    shares = overall(ROWS)
    counts = {
        (row["measure"], row["bound"]): (row["numerator"], row["denominator"])
        for row in shares.filter(pl.col("period_type") == "all").iter_rows(named=True)
    }
    assert counts == {
        ("grassroots", "lower"): (1, 7),
        ("grassroots", "upper"): (2, 7),
        ("collective", "lower"): (3, 7),
        ("collective", "upper"): (4, 7),
        ("non_individual", "lower"): (4, 7),
        ("non_individual", "upper"): (5, 7),
    }


def test_declined_and_withdrawn_count_and_are_left_out_beside():
    row = share(overall(ROWS), "all", 2004)
    assert (row["numerator_awarded"], row["denominator_awarded"]) == (2, 5)
    assert row["share_awarded"] == pytest.approx(2 / 5)


def test_a_period_of_declined_honours_alone_has_no_share_without_them():
    row = share(overall(recognitions(("a", 2001, "person", "declined"))), "year", 2001)
    assert (row["share"], row["share_awarded"]) == (0, None)


def test_periods_begin_where_they_say():
    shares = overall(ROWS)
    periods = {
        kind: sorted(set(shares.filter(pl.col("period_type") == kind)["period"]))
        for kind in ("year", "five years", "decade", "all")
    }
    assert periods == {
        "year": [2004, 2006, 2009, 2010],
        "five years": [2000, 2005, 2010],
        "decade": [2000, 2010],
        "all": [2004],
    }
    assert share(shares, "decade", 2000)["denominator"] == 6
    assert share(shares, "decade", 2000)["awards"] == 2


def test_each_edition_weighs_one():
    row = share(overall(ROWS), "all", 2004)
    assert row["editions"] == 4
    assert row["edition_share"] == pytest.approx((1 / 2 + 0 + 1 / 3 + 1) / 4)


def test_splitting_an_entry_moves_the_share_and_not_the_edition_share():
    once = recognitions(("a", 2001, "organization", "awarded"), ("a", 2002, "person", "awarded"))
    split = recognitions(*once.rows(), ("a", 2002, "person", "awarded"))
    before, after = (share(overall(frame), "all", 2001) for frame in (once, split))
    assert before["share"] != after["share"]
    assert before["edition_share"] == after["edition_share"]


def test_the_interval_is_wilsons():
    # 3 of 7 at 95 %: 0.1582 to 0.7495, from the closed form of the score interval.
    row = share(overall(ROWS), "all", 2004)
    assert row["wilson_low"] == pytest.approx(0.1582, abs=5e-5)
    assert row["wilson_high"] == pytest.approx(0.7495, abs=5e-5)


def test_no_rows_in_no_rows_out():
    assert collective_share(ROWS.clear()).is_empty()


def test_each_award_has_a_share_of_its_own():
    by_award = collective_share(ROWS).filter((pl.col("breakdown") == "award") & (pl.col("period_type") == "all"))
    counts = {row["part"]: row["denominator"] for row in by_award.iter_rows(named=True)}
    assert counts == {"a": 3, "b": 4}


def test_the_award_weighted_panel_is_the_mean_of_the_awards_shares():
    rows = collective_share(ROWS).filter(
        (pl.col("panel") == "award-weighted")
        & (pl.col("period_type") == "all")
        & (pl.col("measure") == "collective")
        & (pl.col("bound") == "lower")
    )
    assert rows["share"].to_list() == pytest.approx([(1 / 3 + 2 / 4) / 2])
