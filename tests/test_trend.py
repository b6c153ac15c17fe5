"""Shares, bounds and intervals against values worked out by hand, and against the same shares counted in plain SQL."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.tables import COLLECTIVE_SHARE
from tests.built import built_home
from tests.worlds import world
from warehouse.trend import collective_share
from warehouse.trend.panels import Periods, fixed_panel, last_full_year


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


# --- the same shares, counted a second time in plain SQL -------------------------------------------------------------------

SHARES_IN_SQL = """
WITH measure(measure, bound, kinds) AS (VALUES
    ('grassroots', 'lower', ['community', 'movement']),
    ('grassroots', 'upper', ['community', 'movement', 'mixed']),
    ('collective', 'lower', ['community', 'movement', 'organization', 'network', 'group']),
    ('collective', 'upper', ['community', 'movement', 'organization', 'network', 'group', 'mixed']),
    ('non_individual', 'lower', ['community', 'movement', 'organization', 'network', 'group', 'institution']),
    ('non_individual', 'upper', ['community', 'movement', 'organization', 'network', 'group', 'institution', 'mixed'])),
followed AS (
    SELECT award_id FROM awards
    WHERE first_year <= 2008
      AND (SELECT avg((status IN ('found', 'partly seen'))::INT) FROM coverage c WHERE c.award_id = awards.award_id
           AND status IN ('found', 'partly seen', 'not seen') AND (frequency <> 'irregular' OR status <> 'not seen')
           AND year BETWEEN 2008 AND 2017) >= 0.6666
      AND (SELECT avg((status IN ('found', 'partly seen'))::INT) FROM coverage c WHERE c.award_id = awards.award_id
           AND status IN ('found', 'partly seen', 'not seen') AND (frequency <> 'irregular' OR status <> 'not seen')
           AND year BETWEEN 2018 AND ?) >= 0.6666),
belongs AS (
    SELECT 'overall' AS breakdown, 'all' AS part, 'all' AS panel, r.* FROM recognitions r
    UNION ALL SELECT 'overall', 'all', 'fixed', r.* FROM recognitions r WHERE award_id IN (FROM followed)
    UNION ALL SELECT 'overall', 'all', CASE eligibility WHEN 'unknown' THEN 'eligibility unknown' WHEN 'individuals' THEN
        'individuals only' ELSE 'open' END, r.* FROM recognitions r JOIN awards USING (award_id)
    UNION ALL SELECT 'award', award_id, 'all', r.* FROM recognitions r
    UNION ALL SELECT 'focus', coalesce(focus, 'none'), 'all', r.* FROM recognitions r JOIN awards USING (award_id)
    UNION ALL SELECT 'region', unnest(string_split(coalesce(region, 'none'), '; ')), 'all', r.* FROM recognitions r),
spans AS (
    SELECT 'year' AS period_type, year AS period, * FROM belongs WHERE breakdown = 'overall'
    UNION ALL SELECT 'five years', year - year % 5, * FROM belongs
    UNION ALL SELECT 'decade', year - year % 10, * FROM belongs
    UNION ALL SELECT 'all', min(year) OVER (PARTITION BY breakdown, part, panel), * FROM belongs)
SELECT breakdown, part, panel, period_type, period, measure, bound,
    count(*) FILTER (list_contains(kinds, kind)) AS numerator, count(*) AS denominator,
    count(DISTINCT award_id) AS awards, count(DISTINCT (award_id, year)) AS editions,
    count(*) FILTER (list_contains(kinds, kind) AND status = 'awarded') AS numerator_awarded,
    count(*) FILTER (status = 'awarded') AS denominator_awarded
FROM spans CROSS JOIN measure GROUP BY ALL ORDER BY ALL
"""
WEIGHTED_IN_SQL = """
WITH per_award AS (
    SELECT year - year % 10 AS period, award_id, avg((kind IN ('community', 'movement', 'organization', 'network', 'group'))::INT) AS share,
        count(*) AS n
    FROM recognitions GROUP BY ALL),
per_edition AS (
    SELECT year - year % 10 AS period, award_id, year, avg((kind IN ('community', 'movement', 'organization', 'network', 'group'))::INT) AS share
    FROM recognitions GROUP BY ALL)
SELECT period, avg(share) AS share, (SELECT avg(share) FROM per_edition e WHERE e.period = a.period) AS edition_share
FROM per_award a GROUP BY period ORDER BY period
"""
COUNTS = ["numerator", "denominator", "awards", "editions", "numerator_awarded", "denominator_awarded"]


def in_sql(query, tables, *values):
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name, frame.to_arrow())
        return connection.sql(query, params=list(values)).to_arrow_table()


def check_against_sql(tables, shares):
    last = last_full_year(tables["recognitions"])
    counted = pl.from_arrow(in_sql(SHARES_IN_SQL, tables, max(last, 2018)))
    ours = shares.filter(pl.col("panel") != "award-weighted").sort(COLLECTIVE_SHARE.primary_key)
    counted = counted.sort(COLLECTIVE_SHARE.primary_key)
    keys = list(COLLECTIVE_SHARE.primary_key)
    assert ours.select(keys).equals(counted.select(keys))
    assert ours.select(COUNTS).equals(counted.select(pl.col(COUNTS).cast(pl.Int64)))
    assert (ours["share"] - counted["numerator"] / counted["denominator"]).abs().max() < 1e-6
    weighted = pl.from_arrow(in_sql(WEIGHTED_IN_SQL, tables))
    main = (pl.col("measure") == "collective") & (pl.col("bound") == "lower") & (pl.col("period_type") == "decade")
    ours = shares.filter(main & (pl.col("panel") == "award-weighted")).sort("period")
    assert ours["share"].to_list() == pytest.approx(weighted["share"].to_list(), abs=1e-6)
    assert ours["edition_share"].to_list() == pytest.approx(weighted["edition_share"].to_list(), abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_plain_sql_gives_the_same_shares(seed):
    tables = world(seed=seed)
    check_against_sql(tables, collective_share(tables["recognitions"], tables["awards"], tables["coverage"]))


def test_plain_sql_gives_the_published_shares(request):
    home = built_home(request.config.cache.mkdir("built"))
    folder = home / "releases/latest/parquet"
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("recognitions", "awards", "coverage")}
    check_against_sql(tables, pl.read_parquet(folder / "collective_share.parquet"))


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_no_share_leaves_its_interval_and_no_coverage_exceeds_one(seed):
    tables = world(awards=5, seed=seed, first=2005, last=2024)
    shares = collective_share(tables["recognitions"], tables["awards"], tables["coverage"])
    assert shares.filter(~pl.col("share").is_between("wilson_low", "wilson_high")).is_empty()
    assert shares.filter((pl.col("coverage") > 1) | (pl.col("editions_due") < pl.col("editions"))).is_empty()
    assert shares.filter((pl.col("breakdown") != "region") & pl.col("coverage").is_null()).is_empty()
    assert shares.filter((pl.col("breakdown") == "region") & pl.col("coverage").is_not_null()).is_empty()
    lower, upper = (shares.filter(pl.col("bound") == bound).drop("bound") for bound in ("lower", "upper"))
    assert (upper["share"] - lower["share"]).min() >= 0


def test_shares_do_not_depend_on_the_order_of_rows():
    tables = world(seed=7)
    once = collective_share(tables["recognitions"], tables["awards"], tables["coverage"])
    again = collective_share(
        tables["recognitions"].sample(fraction=1, shuffle=True, seed=3), tables["awards"], tables["coverage"]
    )
    assert once.equals(again)


def test_coverage_counts_unseen_editions_but_not_those_that_were_not_due():
    recognised = recognitions(("a", 2010, "person", "awarded"), ("b", 2010, "person", "awarded"))
    awards = pl.DataFrame(
        {"award_id": ["a", "b"], "frequency": ["annual", "irregular"], "first_year": [2010, 2010]}
    ).with_columns(eligibility=pl.lit("both"), focus=pl.lit("peace"))
    coverage = pl.DataFrame(
        [
            *(
                ("a", year, status)
                for year, status in ((2010, "found"), (2011, "not seen"), (2012, "not awarded"), (2013, "not due"))
            ),
            *(("b", year, status) for year, status in ((2010, "partly seen"), (2011, "not seen"))),
        ],
        schema=["award_id", "year", "status"],
        orient="row",
    )
    row = share(
        collective_share(recognised, awards, coverage).filter(
            (pl.col("breakdown") == "focus") & (pl.col("panel") == "all")
        ),
        "decade",
        2010,
    )
    assert (row["editions"], row["editions_due"], row["coverage"]) == (2, 3, pytest.approx(2 / 3, abs=1e-6))


def test_a_year_that_has_only_begun_is_not_full():
    rows = [(f"award_{number}", year, "person", "awarded") for number in range(8) for year in range(2015, 2026)]
    assert last_full_year(recognitions(*rows)) == 2025
    assert last_full_year(recognitions(*rows, ("award_0", 2026, "person", "awarded"))) == 2025


def test_the_fixed_panel_holds_awards_followed_on_both_sides():
    awards = pl.DataFrame(
        {"award_id": ["old", "young", "gap"], "frequency": ["annual"] * 3, "first_year": [1990, 2010, 1990]}
    )
    coverage = pl.DataFrame(
        [
            (award, year, "not seen" if award == "gap" and year < 2013 else "found")
            for award in ("old", "young", "gap")
            for year in range(2008, 2026)
        ],
        schema=["award_id", "year", "status"],
        orient="row",
    )
    assert fixed_panel(awards, coverage, Periods((2008, 2017), (2018, 2025))) == ["old"]
    assert fixed_panel(awards, coverage, Periods((2008, 2017), (2018, 2025)), threshold=0.5) == ["gap", "old"]
