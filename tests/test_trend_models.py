"""Models of the trend: against statsmodels, against the same worked out row by row, and against simulated awards with known change."""

from __future__ import annotations

import math
import re
import warnings

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy import stats

from schemas.tables import TREND_MODELS
from schemas.vocabulary import TREND_QUESTIONS
from tests.worlds import world
from warehouse.trend import within as model
from warehouse.trend.comparison import (
    Halves,
    components,
    jackknife,
    newcombe,
    share_difference,
    student_975,
    wilson,
)
from warehouse.trend.models import trend_models
from warehouse.trend.panels import Periods
from warehouse.trend.samples import edition_halves, halves, sample
from warehouse.trend.simulation import DOCUMENT as CHECKS
from warehouse.trend.simulation import Design, coverage_of_intervals

AROUND = Periods((2008, 2017), (2018, 2025))


@pytest.fixture(scope="module")
def tables():
    return world(seed=11, rise=0.15)


@pytest.fixture(scope="module")
def models(tables):
    return trend_models(tables["recognitions"], tables["awards"], tables["coverage"])


@pytest.fixture(scope="module")
def drawn(tables):
    return sample(tables["recognitions"], AROUND)


def row(models, model_id):
    return models.row(by_predicate=pl.col("model_id") == model_id, named=True)


def with_dummies(drawn, *columns):
    """Design matrix with an intercept for each award, as a textbook has it."""
    return np.column_stack([*columns, drawn.award[:, None] == np.arange(len(drawn.awards))]).astype(float)


# --- against an established implementation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("trend", [False, True])
def test_the_linear_model_is_that_of_statsmodels(drawn, trend):
    from statsmodels.regression.linear_model import OLS

    columns = [drawn.after, (drawn.year - 2018) / 10] if trend else [drawn.after]
    ours = model.within(drawn.award, np.column_stack(columns), drawn.counts)
    told = np.isin(drawn.award, ours.groups)
    design = with_dummies(drawn, *columns)[told]
    fitted = OLS(drawn.counts[told], design[:, design.any(axis=0)]).fit(
        cov_type="cluster", cov_kwds={"groups": drawn.award[told], "use_correction": False}
    )
    estimate = model.clustered(ours)
    assert estimate.value == pytest.approx(fitted.params[0])
    # The usual correction for few clusters; intercepts nested in clusters are not counted among the coefficients.
    awards, rows = len(ours.groups), int(told.sum())
    error = fitted.bse[0] * math.sqrt(awards / (awards - 1) * (rows - 1) / (rows - len(columns)))
    assert estimate.high - estimate.value == pytest.approx(stats.t.ppf(0.975, awards - 1) * error, rel=1e-3)


def test_the_conditional_logit_is_that_of_statsmodels(drawn):
    from statsmodels.discrete.conditional_models import ConditionalLogit

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of awards without variation, which both leave out
        fitting = ConditionalLogit(drawn.counts, drawn.after[:, None], groups=drawn.award)
        fitted = fitting.fit(method="bfgs", disp=False, gtol=1e-6)
    estimate, awards = model.odds(halves(drawn))
    assert estimate.value == pytest.approx(fitted.params[0], abs=2e-4)
    scores = np.array([fitting.score_grp(group, fitted.params)[0] for group in range(fitting._n_groups)])
    error = math.sqrt(float((scores**2).sum()) * awards / (awards - 1)) * fitted.cov_params()[0, 0]
    assert estimate.high - estimate.value == pytest.approx(stats.t.ppf(0.975, awards - 1) * error, rel=1e-3)


def test_quantiles_of_students_t():
    ours = [student_975(freedom) for freedom in range(4, 200)]
    assert ours == pytest.approx(list(stats.t.ppf(0.975, np.arange(4, 200))), abs=2e-3)


def test_wilson_and_newcombe_are_those_of_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    assert wilson(7, 50) == pytest.approx(proportion_confint(7, 50, method="wilson"))
    halved = Halves(*(np.array([value], float) for value in (7, 50, 21, 60)))
    low, high = confint_proportions_2indep(21, 60, 7, 50, method="newcomb")
    assert (newcombe(halved).low, newcombe(halved).high) == pytest.approx((low, high))


# --- the same, row by row ---------------------------------------------------------------------------------------------------


def slow_bootstrap_p(drawn, null, draws):
    """The wild cluster bootstrap-t as its definition has it: residuals under the null, redrawn, fitted anew each time."""
    ours = model.within(drawn.award, drawn.after[:, None], drawn.counts)
    told = np.isin(drawn.award, ours.groups)
    award = np.unique(drawn.award[told], return_inverse=True)[1]
    dummies = (award[:, None] == np.arange(award.max() + 1)).astype(float)
    means = np.linalg.pinv(dummies)

    def without_means(values):
        return values - dummies @ (means @ values)

    regressor, response = without_means(drawn.after[told]), drawn.counts[told]

    def t(values):
        values = without_means(values)
        slope = float(regressor @ values / (regressor @ regressor))
        scores = np.bincount(award, regressor * (values - regressor * slope))
        return slope, (slope - null) / math.sqrt(float((scores**2).sum())) * float(regressor @ regressor)

    _, observed = t(response)
    held = without_means(response - null * drawn.after[told])
    fitted = response - held
    signs = model._signs(draws, len(ours.groups))
    # Redrawn around the null the statistic must be centred on it as well, which `t` does.
    redrawn = [t(fitted + held * sign[award])[1] for sign in signs]
    return (1 + sum(abs(value) >= abs(observed) - 1e-9 for value in redrawn)) / (1 + draws)


@pytest.mark.parametrize("null", [0.0, 0.1])
def test_the_bootstrap_by_sums_is_the_bootstrap_by_rows(drawn, null):
    ours = model.within(drawn.award, drawn.after[:, None], drawn.counts)
    assert model._p_value(ours, 0, null, model._signs(199, ours.awards)) == slow_bootstrap_p(drawn, null, 199)


def test_the_ends_of_the_bootstrap_interval_are_where_the_test_begins_to_reject(drawn):
    ours = model.within(drawn.award, drawn.after[:, None], drawn.counts)
    estimate = model.wild_bootstrap(ours)
    signs = model._signs(model.DRAWS, ours.awards)
    width = estimate.high - estimate.low
    for end, outwards in ((estimate.low, -1), (estimate.high, 1)):
        assert model._p_value(ours, 0, end + outwards * width / 50, signs) < 0.05
        assert model._p_value(ours, 0, end - outwards * width / 50, signs) > 0.05


def test_leaving_out_an_award_is_fitting_without_its_rows(drawn):
    ours = model.within(drawn.award, drawn.after[:, None], drawn.counts)
    for group, value in zip(ours.groups, model.coefficients_without_each(ours), strict=True):
        rest = drawn.award != group
        again = model.within(drawn.award[rest], drawn.after[rest, None], drawn.counts[rest])
        assert value == pytest.approx(float(model.coefficients(again)[0]))


def test_the_jackknife_is_the_one_of_its_formula(drawn):
    sums = halves(drawn)
    estimate = jackknife(share_difference, sums)
    rows = pl.DataFrame({"award": drawn.award, "after": drawn.after, "counts": drawn.counts})

    def difference(frame):
        means = dict(frame.group_by("after").agg(pl.col("counts").mean()).iter_rows())
        return means[1.0] - means[0.0]

    awards = rows["award"].unique().sort()
    others = [difference(rows.filter(pl.col("award") != award)) for award in awards]
    error = math.sqrt((len(awards) - 1) / len(awards) * sum((value - difference(rows)) ** 2 for value in others))
    assert estimate.value == pytest.approx(difference(rows))
    assert estimate.high - estimate.value == pytest.approx(stats.t.ppf(0.975, len(awards) - 1) * error, rel=1e-3)


# --- what a difference is made of -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_add_up_to_the_difference(seed):
    recognitions = world(seed=seed, awards=9)["recognitions"]
    for measure in ("grassroots", "collective", "non_individual"):
        sums = halves(sample(recognitions, AROUND, measure))
        assert sum(components(sums).values()) == pytest.approx(share_difference(sums))


def test_a_difference_made_by_new_awards_alone_is_entry():
    # One award that never changes, one that comes after and is collective throughout.
    sums = Halves(np.array([2.0, 0]), np.array([10.0, 0]), np.array([2.0, 10]), np.array([10.0, 10]))
    parts = components(sums)
    assert parts["within"] == 0
    assert parts["exit"] == 0
    assert parts["entry"] > parts["between"] > 0
    assert sum(parts.values()) == pytest.approx(12 / 20 - 2 / 10)


# --- the table --------------------------------------------------------------------------------------------------------------


def test_every_question_has_its_rows_and_every_row_its_key(models):
    assert set(models["question"]) == set(TREND_QUESTIONS)
    assert models["model_id"].n_unique() == models.height
    assert models.filter(
        pl.col("estimate").is_null() != (pl.col("note") == "too few awards or recognitions for an estimate")
    ).is_empty()


def test_the_table_does_not_depend_on_the_order_of_rows(tables, models):
    shuffled = tables["recognitions"].sample(fraction=1, shuffle=True, seed=5)
    assert trend_models(shuffled, tables["awards"], tables["coverage"]).equals(models)


def test_no_recognitions_no_rows(tables):
    empty = trend_models(tables["recognitions"].clear(), tables["awards"], tables["coverage"])
    assert empty.is_empty()
    assert empty.columns == TREND_MODELS.column_names


@pytest.mark.parametrize("awards", [1, 2, 4])
def test_with_few_awards_the_rows_stay_and_say_so(awards):
    tables = world(seed=3, awards=awards)
    few = trend_models(tables["recognitions"], tables["awards"], tables["coverage"])
    assert few.filter(pl.col("low").is_not_null() & (pl.col("interval") != "Newcombe")).is_empty()
    assert few.filter(pl.col("question") == "points within awards")["estimate"].null_count() > 0


def test_awards_that_never_vary_give_no_interval_without_width():
    recognitions = pl.DataFrame(
        [(f"award_{number}", year, "person", "awarded") for number in range(8) for year in range(2008, 2026)],
        schema=["award_id", "year", "kind", "status"],
        orient="row",
    ).with_columns(corroboration=pl.lit("single"), kind_confidence=pl.lit(1.0))
    awards = pl.DataFrame({"award_id": [f"award_{number}" for number in range(8)]}).with_columns(
        frequency=pl.lit("annual"), first_year=pl.lit(2000), eligibility=pl.lit("both"), scope=pl.lit("international")
    )
    coverage = recognitions.select("award_id", "year").with_columns(status=pl.lit("found"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        models = trend_models(recognitions, awards, coverage)
    within = row(models, "points-within-awards/collective/lower/all/after")
    assert (within["estimate"], within["low"], within["high"], within["p_value"]) == (0, None, None, None)


DIFFERENCE_IN_SQL = """
WITH counted AS (
    SELECT award_id, year, year >= 2018 AS after, (kind IN ('community', 'movement', 'organization', 'network', 'group'))::INT AS counts
    FROM recognitions WHERE year BETWEEN 2008 AND ?),
per_edition AS (SELECT after, award_id, year, avg(counts) AS share FROM counted GROUP BY ALL),
per_award AS (SELECT after, award_id, avg(counts) AS share FROM counted GROUP BY ALL)
SELECT 'all', (SELECT avg(counts) FILTER (after) - avg(counts) FILTER (NOT after) FROM counted)
UNION ALL SELECT 'edition-weighted', (SELECT avg(share) FILTER (after) - avg(share) FILTER (NOT after) FROM per_edition)
UNION ALL SELECT 'award-weighted', (SELECT avg(share) FILTER (after) - avg(share) FILTER (NOT after) FROM per_award)
"""


def test_plain_sql_gives_the_same_differences(tables, models):
    last = int(models["after_last"].max())
    with duckdb.connect() as connection:
        connection.register("recognitions", tables["recognitions"].to_arrow())
        counted = dict(connection.execute(DIFFERENCE_IN_SQL, [last]).fetchall())
    ours = models.filter(
        (pl.col("question") == "difference")
        & (pl.col("measure") == "collective")
        & (pl.col("bound") == "lower")
        & (pl.col("interval") != "Newcombe")
    )
    assert {panel: value for panel, value in ours.select("panel", "estimate").iter_rows() if panel in counted} == (
        pytest.approx(counted, abs=1e-6)
    )


def test_unseen_editions_with_the_share_needed_would_undo_the_difference(tables, models):
    for side, other in (("before", "after"), ("after", "before")):
        needed = row(models, f"unseen-editions/collective/lower/all/share-{side}-that-would-undo-the-difference")
        unseen, seen = (int(part.split(": ")[1]) for part in needed["note"].split(", "))
        share = needed[f"share_{side}"]
        together = (share * seen + needed["estimate"] * unseen) / (seen + unseen)
        assert together == pytest.approx(needed[f"share_{other}"], abs=1e-5)


def test_each_edition_weighs_one(drawn):
    sums = edition_halves(drawn)
    editions = {(award, year) for award, year in zip(drawn.award, drawn.year, strict=True)}
    assert sums.weights_before.sum() + sums.weights_after.sum() == len(editions)


# --- simulated awards with known change -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rise", [0.0, 0.1])
def test_intervals_hold_the_planted_change_about_as_often_as_they_say(rise):
    design = Design(rise=rise, simulations=150, draws=199)
    held = coverage_of_intervals(design)
    # 150 simulations of an exact interval hold the value in 95 % with a standard error of 1.8: three of them either way.
    assert {name: figures.held for name, figures in held.items()} == {
        name: pytest.approx(0.95, abs=0.054) for name in ("difference", "points within awards", "odds within awards")
    }
    for figures in held.values():
        assert abs(figures.bias) < 0.03


def test_the_published_simulations_kept_what_the_plan_asks():
    rows = re.findall(
        r"\| (\d+ awards, (?:no )?change) \| .*\| ([\d.]+)% \| ([\d.]+)% \|", CHECKS.read_text(encoding="utf-8")
    )
    assert len(rows) == 12
    assert all(93 <= float(held) <= 97 for _, held, _ in rows)
    assert all(3 <= float(rejected) <= 7 for name, _, rejected in rows if "no change" in name)
