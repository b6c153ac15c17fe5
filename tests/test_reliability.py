"""Agreement measures against values worked out by hand, and the page made from the two codings."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from schemas.vocabulary import CODING_SAMPLES
from tests.built import built_home
from warehouse.coding import read_decisions
from warehouse.reliability import (
    DOCUMENT,
    cohens_kappa,
    disagreements,
    krippendorffs_alpha,
    page,
    percent_agreement,
    read_double_coding,
    reliability,
    specific_agreement,
)

# Cohen's example form: 20 both yes, 15 both no, 5 and 10 apart
TABLE = np.array([[20.0, 5.0], [10.0, 15.0]])


def test_the_measures_are_those_of_the_textbook():
    assert percent_agreement(TABLE) == pytest.approx(0.7)
    assert cohens_kappa(TABLE) == pytest.approx(0.4)
    # coincidences: 40 and 30 on the diagonal, 15 beside it; values 55 and 45 of 100
    assert krippendorffs_alpha(TABLE) == pytest.approx(1 - 99 * 30 / (2 * 55 * 45))
    assert specific_agreement(TABLE, 0) == pytest.approx(40 / 55)


def test_full_agreement_is_one_and_one_value_only_tells_nothing():
    both = np.diag([4.0, 6.0])
    assert (cohens_kappa(both), krippendorffs_alpha(both)) == (1.0, 1.0)
    alone = np.array([[7.0, 0.0], [0.0, 0.0]])
    assert (
        np.isnan(cohens_kappa(alone))
        and np.isnan(krippendorffs_alpha(alone))
        and np.isnan(specific_agreement(alone, 1))
    )


def test_every_interval_holds_its_estimate_and_agrees_with_the_codings():
    codings = read_double_coding()
    found = reliability(codings, resamples=200)
    told = found.drop_nulls("estimate")
    assert told.filter((pl.col("low") > pl.col("estimate")) | (pl.col("high") < pl.col("estimate"))).height == 0
    overall = found.filter(variable="kind", sample="all", measure="percent agreement", value="all")["estimate"][0]
    assert overall == pytest.approx(1 - disagreements(codings).height / codings.height, abs=1e-4)
    assert found.equals(reliability(codings, resamples=200))


def test_the_published_table_says_what_counting_pairs_says(request):
    """Kappa once more without any cross table: agreement of all pairs (one entry as A coded it, any as B did) is agreement by chance."""
    home = built_home(request.config.cache.mkdir("built"))
    published = pl.read_parquet(home / "releases/latest/parquet/reliability.parquet")
    codings = read_double_coding()
    kappas = published.filter(measure="Cohen's kappa")
    kinds = {*codings["kind_a"], *codings["kind_b"]}
    assert set(kappas.filter(variable="kind", sample="all")["value"]) == {"all", *kinds}
    assert kappas.filter(value="all").height == len(("kind", "mode")) * len(CODING_SAMPLES)
    for row in kappas.iter_rows(named=True):
        chosen = codings if row["sample"] == "all" else codings.filter(stratum=row["sample"])
        pairs = chosen.select(f"{row['variable']}_a", f"{row['variable']}_b").rows()
        if row["value"] != "all":
            pairs = [(a == row["value"], b == row["value"]) for a, b in pairs]
        observed = sum(a == b for a, b in pairs) / len(pairs)
        chance = sum(a == b for a, _ in pairs for _, b in pairs) / len(pairs) ** 2
        assert row["estimate"] == pytest.approx((observed - chance) / (1 - chance), abs=1e-4), row
        assert row["low"] <= row["estimate"] <= row["high"]
    assert published.filter(pl.col("value") == "all")["entries"].unique().sort().to_list() == sorted(
        {codings.height, *codings["stratum"].value_counts()["count"]}
    )


def test_awards_that_nobody_coded_twice_have_no_agreement():
    assert reliability(read_double_coding().clear()).is_empty()


def test_an_unknown_kind_in_a_coding_is_named(tmp_path):
    file = tmp_path / "codings.csv"
    header = "stratum,award_id,year,recipient,category,kind_a,sure_a,kind_b,sure_b,doubt_b\n"
    file.write_text(header + "random,prize,2000,Name,,person,yes,club,yes,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="row 2: kind_b 'club' is not a kind"):
        read_double_coding(file)


def test_the_page_is_up_to_date_and_says_what_the_codings_are_not():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert page(read_double_coding(), read_decisions()) == text, "run python -m warehouse.reliability"
    for words in ("machine-assisted", "no human expert", "before the final rules", "flatters"):
        assert words in text
