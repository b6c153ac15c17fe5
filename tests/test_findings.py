"""The findings: every figure worked out a second time from the published tables, in SQL or by a library, and no number typed."""

from __future__ import annotations

import ast
import math
import re
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from tests import factory
from tests.built import built_home
from tests.test_trend_models import slow_bootstrap_p, with_dummies
from tests.worlds import world
from warehouse.trend import collective_share, findings, wording
from warehouse.trend.facts import NEEDED, facts
from warehouse.trend.models import trend_models
from warehouse.trend.panels import Periods
from warehouse.trend.samples import sample

ROOT = Path(__file__).parents[1]
COLLECTIVE = "'community', 'movement', 'organization', 'network', 'group'"
KINDS = {
    "grassroots": "'community', 'movement'",
    "collective": COLLECTIVE,
    "non_individual": f"{COLLECTIVE}, 'institution'",
}


@pytest.fixture(scope="module")
def release(request):
    return built_home(request.config.cache.mkdir("built")) / "releases/latest"


@pytest.fixture(scope="module")
def tables(release):
    return {name: pl.read_parquet(release / "parquet" / f"{name}.parquet") for name in NEEDED}


@pytest.fixture(scope="module")
def found(tables):
    return facts(tables)


@pytest.fixture(scope="module")
def ask(release):
    with duckdb.connect(str(release / "hrd-awards.duckdb"), read_only=True) as connection:

        def asked(query):
            return connection.execute(query).fetchall()

        yield asked


class Halved:
    """Per award: recognitions and what counts of them before and after, by SQL; and what follows from them by plain sums."""

    def __init__(self, ask, f, measure="collective", upper=False, where="true", years=None, weight="recognition"):
        (first, until), (since, last) = years or (
            (f["before_first"], f["before_last"]),
            (f["after_first"], f["after_last"]),
        )
        kinds = KINDS[measure] + (", 'mixed'" if upper else "")
        source = f"SELECT award_id, year, (kind IN ({kinds}))::INT AS counts FROM recognitions r WHERE {where}"
        if weight == "edition":
            source = f"SELECT award_id, year, avg(counts) AS counts FROM ({source}) GROUP BY ALL"
        cells = ", ".join(
            f"{what} FILTER (year BETWEEN {begin} AND {end})"
            for begin, end in ((first, until), (since, last))
            for what in ("count(*)", "sum(counts)")
        )
        years = f"year BETWEEN {first} AND {until} OR year BETWEEN {since} AND {last}"
        rows = ask(f"SELECT award_id, {cells} FROM ({source}) WHERE {years} GROUP BY award_id ORDER BY award_id")
        self.rows = [(award, nb, float(kb or 0), na, float(ka or 0)) for award, nb, kb, na, ka in rows]
        if weight == "award":
            self.rows = [
                (award, int(nb > 0), kb / nb if nb else 0.0, int(na > 0), ka / na if na else 0.0)
                for award, nb, kb, na, ka in self.rows
            ]

    def shares(self, without=None):
        kept = [row for row in self.rows if row[0] != without]
        return sum(r[2] for r in kept) / sum(r[1] for r in kept), sum(r[4] for r in kept) / sum(r[3] for r in kept)

    def difference(self, without=None):
        before, after = self.shares(without)
        return after - before

    def jackknife(self):
        value, number = self.difference(), len(self.rows)
        squares = sum((self.difference(row[0]) - value) ** 2 for row in self.rows)
        reach = stats.t.ppf(0.975, number - 1) * math.sqrt((number - 1) / number * squares)
        return value - reach, value + reach

    def pairs(self, without=None):
        """Weight and change of each award seen on both sides: what least squares with award intercepts comes down to."""
        kept = [row for row in self.rows if row[1] and row[3] and row[0] != without]
        return [(nb * na / (nb + na), ka / na - kb / nb) for _, nb, kb, na, ka in kept]

    def within(self, without=None):
        pairs = self.pairs(without)
        return sum(h * change for h, change in pairs) / sum(h for h, _ in pairs)

    def clustered(self):
        pairs, value = self.pairs(), self.within()
        error = math.sqrt(sum((h * (change - value)) ** 2 for h, change in pairs)) / sum(h for h, _ in pairs)
        reach = stats.t.ppf(0.975, len(pairs) - 1) * error * math.sqrt(len(pairs) / (len(pairs) - 1))
        return value - reach, value + reach

    def odds(self):
        told = [r for r in self.rows if r[1] and r[3] and 0 < r[2] + r[4] < r[1] + r[3]]
        tables = [(nb + na, na, int(kb + ka), ka) for _, nb, kb, na, ka in told]

        def score(log_odds):
            return sum(ka - stats.nchypergeom_fisher.mean(n, na, k, math.exp(log_odds)) for n, na, k, ka in tables)

        value = optimize.brentq(score, -5, 5)
        parts = [(ka - stats.nchypergeom_fisher.mean(n, na, k, math.exp(value))) for n, na, k, ka in tables]
        information = sum(stats.nchypergeom_fisher.var(n, na, k, math.exp(value)) for n, na, k, _ in tables)
        error = math.sqrt(sum(part**2 for part in parts) * len(parts) / (len(parts) - 1)) / information
        reach = stats.t.ppf(0.975, len(parts) - 1) * error
        return value, value - reach, value + reach, len(parts)


FIXED = """award_id IN (SELECT a.award_id FROM awards a WHERE first_year <= {before_first} AND (
    SELECT count(*) FILTER (status <> 'not seen') / nullif(count(*), 0) FROM coverage c WHERE c.award_id = a.award_id AND year BETWEEN {before_first} AND {before_last}
    AND status IN ('found', 'partly seen', 'not seen') AND (a.frequency <> 'irregular' OR status <> 'not seen')) >= 0.6666 AND (
    SELECT count(*) FILTER (status <> 'not seen') / nullif(count(*), 0) FROM coverage c WHERE c.award_id = a.award_id AND year BETWEEN {after_first} AND {after_last}
    AND status IN ('found', 'partly seen', 'not seen') AND (a.frequency <> 'irregular' OR status <> 'not seen')) >= 0.6666)"""
DIFFERENCES = {
    "difference": {},
    "difference_upper": {"upper": True},
    "difference_grassroots": {"measure": "grassroots"},
    "difference_non_individual": {"measure": "non_individual"},
    "fixed": {"where": FIXED},
    "edition_weighted": {"weight": "edition"},
    "corroborated_only": {"where": "corroboration = 'corroborated'"},
    "without_withdrawn": {"where": "status = 'awarded'"},
    "whole_editions": {
        "where": "EXISTS (FROM coverage c WHERE c.award_id = r.award_id AND c.year = r.year AND status = 'found')"
    },
}
WITHIN = {"main": {}, "main_upper": {"upper": True}, "main_grassroots": {"measure": "grassroots"}}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_differences_are_those_of_sql(ask, found, name):
    f = found.single
    options = dict(DIFFERENCES[name])
    options["where"] = options.get("where", "true").format_map(f)
    halved = Halved(ask, f, **options)
    assert (f[f"{name}_before"], f[f"{name}_after"]) == pytest.approx(halved.shares(), abs=2e-6)
    assert f[name] == pytest.approx(halved.difference(), abs=2e-6)
    assert (f[f"{name}_low"], f[f"{name}_high"]) == pytest.approx(halved.jackknife(), abs=5e-4)
    assert f[f"{name}_awards"] == len(halved.rows)


@pytest.mark.parametrize("name", WITHIN)
def test_differences_within_awards_are_those_of_sql(ask, found, name):
    f, halved = found.single, Halved(ask, found.single, **WITHIN[name])
    assert f[name] == pytest.approx(halved.within(), abs=2e-6)
    assert f[f"{name}_awards"] == len(halved.pairs())
    # The bootstrap's interval is its own; it may differ from the simple one, not lie elsewhere.
    assert (f[f"{name}_low"], f[f"{name}_high"]) == pytest.approx(halved.clustered(), abs=0.012)


def drawn_of(tables, f):
    around = Periods((f["before_first"], f["before_last"]), (f["after_first"], f["after_last"]))
    return sample(tables["recognitions"], around)


def test_the_main_interval_is_where_a_bootstrap_by_rows_begins_to_reject(tables, found):
    f, drawn = found.single, drawn_of(tables, found.single)
    assert f["main_p"] == pytest.approx(slow_bootstrap_p(drawn, 0.0, 1999), abs=1e-9)
    for end in (f["main_low"], f["main_high"]):
        assert slow_bootstrap_p(drawn, end, 1999) == pytest.approx(0.05, abs=0.005)


def test_trends_are_those_of_statsmodels(tables, found):
    from statsmodels.regression.linear_model import OLS

    f, drawn = found.single, drawn_of(tables, found.single)
    decades = (drawn.year - f["mark"]) / 10
    for name, columns in (("trend", [decades]), ("beyond", [drawn.after, decades])):
        fitted = OLS(drawn.counts, with_dummies(drawn, *columns)).fit(
            cov_type="cluster", cov_kwds={"groups": drawn.award}
        )
        reach = 1.96 * fitted.bse[0]
        assert f[name] == pytest.approx(fitted.params[0], abs=2e-6)
        assert (f[f"{name}_low"], f[f"{name}_high"]) == pytest.approx(
            (fitted.params[0] - reach, fitted.params[0] + reach), abs=0.02
        )
        varying = [np.ptp(decades[drawn.award == award]) > 0 for award in range(len(drawn.awards))]
        assert f[f"{name}_awards"] == sum(varying)


def test_odds_are_those_of_scipy(ask, found):
    f = found.single
    expected = Halved(ask, f).odds()
    assert (f["odds"], f["odds_low"], f["odds_high"], f["odds_awards"]) == pytest.approx(expected, abs=2e-3)


def test_placebo_years_are_those_of_sql(ask, found):
    f = found.single
    values = {}
    for row in found.rows["placebos"]:
        year = int(row["variant"])
        years = (year - f["placebo_reach"], year - 1), (year, min(year + f["placebo_reach"] - 1, f["after_last"]))
        halved = Halved(ask, f, years=years)
        values[year] = halved.within()
        assert row["estimate"] == pytest.approx(halved.within(), abs=2e-6)
        assert (row["low"], row["high"]) == pytest.approx(halved.clustered(), abs=5e-4)
    others = [value for year, value in values.items() if year != f["mark"]]
    mark = values[f["mark"]]
    assert f["placebo_rank"] == sorted([*others, mark], reverse=True).index(mark) + 1
    assert (f["placebo_years"], f["placebo_largest"], f["placebo_mark"]) == pytest.approx(
        (len(others), max(others), mark), abs=2e-6
    )


def test_leaving_out_each_award_is_sqls_sum_without_it(ask, found):
    f, halved = found.single, Halved(ask, found.single)
    names = dict(ask("SELECT award_id, name FROM awards"))
    differences = {row[0]: halved.difference(row[0]) for row in halved.rows}
    both = {row[0] for row in halved.rows if row[1] and row[3]}
    withins = {award_id: halved.within(award_id) for award_id in both}
    assert {row["award_id"]: row["difference"] for row in found.rows["left_out"]} == pytest.approx(
        differences, abs=2e-6
    )
    ours = {row["award_id"]: row["within"] for row in found.rows["left_out"] if "within" in row}
    assert ours == pytest.approx(withins, abs=2e-6)
    for column, values in (("difference", differences), ("within", withins)):
        for which, choose in (("least", min), ("most", max)):
            award_id = choose(values, key=values.get)
            assert f[f"left_out_{column}_{which}"] == pytest.approx(values[award_id], abs=2e-6)
            assert f[f"left_out_{column}_{which}_award"] == names[award_id]


def test_the_parts_of_the_difference_are_those_of_sql(ask, found):
    rows = Halved(ask, found.single).rows
    total_before, total_after = sum(r[1] for r in rows), sum(r[3] for r in rows)
    middle = (sum(r[2] for r in rows) / total_before + sum(r[4] for r in rows) / total_after) / 2
    parts = dict.fromkeys(("within", "between", "entry", "exit"), 0.0)
    for _, nb, kb, na, ka in rows:
        before, after = nb / total_before, na / total_after
        if nb and na:
            parts["within"] += (before + after) / 2 * (ka / na - kb / nb)
            parts["between"] += (after - before) * ((ka / na + kb / nb) / 2 - middle)
        elif na:
            parts["entry"] += after * (ka / na - middle)
        else:
            parts["exit"] -= before * (kb / nb - middle)
    f = found.single
    assert {name: f[f"part_{name}"] for name in parts} == pytest.approx(parts, abs=2e-6)
    assert f["part_other"] == pytest.approx(parts["between"] + parts["entry"] + parts["exit"], abs=4e-6)
    assert sum(parts.values()) == pytest.approx(f["difference"], abs=2e-6)


def counts_in_sql(f):
    """Name of a figure to the SQL that counts it."""
    periods = {
        "ever": "true",
        "before": "year BETWEEN {before_first} AND {before_last}".format_map(f),
        "after": "year BETWEEN {after_first} AND {after_last}".format_map(f),
    }
    open_awards = "award_id IN (SELECT award_id FROM awards WHERE eligibility IN ('both', 'collectives'))"
    asked = {}
    for name, where in {**periods, "open_after": f"{periods['after']} AND {open_awards}"}.items():
        of = f"FROM recognitions WHERE {where}"
        asked[f"{name}_recognitions"] = f"SELECT count(*) {of}"
        for mode in ("individual", "collective", "institutional", "mixed"):
            asked[f"{name}_{mode}"] = f"SELECT count(*) {of} AND mode = '{mode}'"
        asked[f"{name}_individual_share"] = f"SELECT avg((kind IN ('person', 'people'))::INT) {of}"
        asked[f"{name}_individual_or_mixed_share"] = f"SELECT avg((kind IN ('person', 'people', 'mixed'))::INT) {of}"
        asked[f"{name}_collective_share"] = f"SELECT avg((kind IN ({COLLECTIVE}))::INT) {of}"
        asked[f"{name}_grassroots"] = f"SELECT count(*) {of} AND kind IN ('community', 'movement')"
        asked[f"{name}_grassroots_share"] = f"SELECT avg((kind IN ('community', 'movement'))::INT) {of}"
        asked[f"{name}_persons"] = f"SELECT count(*) {of} AND kind = 'person'"
        asked[f"{name}_persons_with_body"] = f"SELECT count(affiliation) {of} AND kind = 'person'"
    for name in ("before", "after"):
        seen = f"SELECT DISTINCT award_id, year FROM recognitions WHERE {periods[name]}"
        due = (
            f"SELECT award_id, year FROM coverage JOIN awards USING (award_id) WHERE {periods[name]} AND "
            f"(status IN ('found', 'partly seen') OR status = 'not seen' AND frequency <> 'irregular') UNION {seen}"
        )
        partly = f"FROM recognitions JOIN coverage USING (award_id, year) WHERE {periods[name]} AND coverage.status = 'partly seen'"
        asked[f"{name}_editions"] = f"SELECT count(*) FROM ({seen})"
        asked[f"{name}_due"] = f"SELECT count(*) FROM ({due})"
        asked[f"{name}_unseen"] = f"SELECT (SELECT count(*) FROM ({due})) - (SELECT count(*) FROM ({seen}))"
        asked[f"{name}_coverage"] = f"SELECT (SELECT count(*) FROM ({seen})) / (SELECT count(*) FROM ({due}))"
        asked[f"{name}_partly_seen"] = f"SELECT count(*) {partly}"
        asked[f"{name}_partly_seen_most"] = f"SELECT count(*) {partly} GROUP BY award_id ORDER BY 1 DESC LIMIT 1"
        asked[f"{name}_partly_seen_most_award"] = (
            f"SELECT (SELECT name FROM awards a WHERE a.award_id = r.award_id) FROM (SELECT award_id, count(*) AS n {partly} GROUP BY 1) r "
            "ORDER BY n DESC, award_id LIMIT 1"
        )
        asked[f"{name}_partly_seen_share"] = f"SELECT avg((mode = 'collective')::INT) {partly}"
    per_award = (
        "(SELECT award_id, count(*) AS n, count(*) FILTER (mode = 'collective') AS collective, "
        "count(*) FILTER (mode = 'individual') AS individual FROM recognitions GROUP BY 1 HAVING count(*) >= {ranked})"
    ).format_map(f)
    decades = (
        f"(SELECT year // 10 * 10 AS decade, avg((kind IN ({COLLECTIVE}))::INT) AS share, count(DISTINCT award_id) AS awards "
        "FROM recognitions GROUP BY 1 HAVING count(*) >= {readable} AND decade < {after_first} // 10 * 10)"
    ).format_map(f)
    return asked | {
        "recognitions": "SELECT count(*) FROM recognitions",
        "awards": "SELECT count(DISTINCT award_id) FROM recognitions",
        "editions": "SELECT count(DISTINCT (award_id, year)) FROM recognitions",
        "first_year": "SELECT min(year) FROM recognitions",
        "last_year": "SELECT max(year) FROM recognitions",
        "corroborated": "SELECT count(*) FROM recognitions WHERE lineage_count > 1 AND corroboration <> 'disputed'",
        "corroborated_share": "SELECT avg((corroboration = 'corroborated')::INT) FROM recognitions",
        "disputed": "SELECT count(*) FROM recognitions WHERE corroboration = 'disputed'",
        "by_rule": "SELECT count(*) FROM recognitions WHERE kind_basis IN ('rule', 'model')",
        "by_decision": "SELECT count(*) FROM recognitions WHERE kind_basis = 'decision'",
        "unsure": f"SELECT count(*) FROM recognitions WHERE kind_confidence < {f['sure']}",
        "unsure_share": f"SELECT avg((kind_confidence < {f['sure']})::INT) FROM recognitions",
        "sources": "SELECT count(DISTINCT source_id) FROM statements",
        "captured": "SELECT count(*) FROM sources WHERE statements > 0 AND origin = 'capture'",
        "wikipedia": "SELECT count(*) FROM sources WHERE statements > 0 AND kind = 'wikipedia'",
        "withdrawn": "SELECT count(*) FROM recognitions WHERE status IN ('declined', 'withdrawn')",
        "ranked_awards": f"SELECT count(*) FROM {per_award}",
        "mostly_collective": f"SELECT count(*) FROM {per_award} WHERE collective / n > 0.5",
        "mostly_individual": f"SELECT count(*) FROM {per_award} WHERE individual / n > 0.5",
        "never_collective": f"SELECT count(*) FROM {per_award} WHERE collective = 0",
        "never_collective_by_rule": f"SELECT count(*) FROM {per_award} JOIN awards USING (award_id) WHERE collective = 0 AND eligibility = 'individuals'",
        "highest_share": f"SELECT max(share) FROM {decades}",
        "highest_decade": f"SELECT arg_max(decade, share) FROM {decades}",
        "highest_awards": f"SELECT arg_max(awards, share) FROM {decades}",
        "lowest_share": f"SELECT min(share) FROM {decades}",
        "lowest_decade": f"SELECT arg_min(decade, share) FROM {decades}",
    }


def test_ways_of_asking_are_those_of_the_table_of_models(ask, found):
    asked = (
        "SELECT count(*), count(*) FILTER (low > 0), count(*) FILTER (high < 0) FROM trend_models WHERE low IS NOT NULL AND high IS NOT NULL "
        "AND interval <> 'Newcombe' AND (question = 'sensitivity' AND measure = 'collective' AND bound = 'lower' OR "
        "question IN ('difference', 'points within awards') AND (measure = 'collective' AND bound = 'lower' OR panel = 'all'))"
    )
    f = found.single
    assert (f["ways"], f["ways_above"], f["ways_below"]) == ask(asked)[0]


CONSTANT = {
    "mark",
    "sure",
    "placebo_reach",
    "readable",
    "ranked",
    "before_first",
    "before_last",
    "after_first",
    "after_last",
}


def test_every_count_is_that_of_sql(ask, found):
    asked = counts_in_sql(found.single)
    expected = {name: ask(query)[0][0] for name, query in asked.items()}
    texts = {name for name, value in expected.items() if isinstance(value, str)}
    assert {name: found.single[name] for name in texts} == {name: expected[name] for name in texts}
    assert {name: found.single[name] for name in asked if name not in texts} == pytest.approx(
        {name: value for name, value in expected.items() if name not in texts}, abs=2e-6
    )


def test_no_figure_goes_unchecked(found):
    estimates = [*DIFFERENCES, *WITHIN, "odds", "trend", "beyond", "undo_by_before", "undo_by_after"]
    checked = {
        *counts_in_sql(found.single),
        *CONSTANT,
        *("ways", "ways_above", "ways_below"),
        *(f"{name}{end}" for name in estimates for end in ("", "_low", "_high", "_p", "_before", "_after", "_awards")),
        *(f"part_{part}" for part in ("within", "between", "entry", "exit", "other")),
        *(f"placebo_{name}" for name in ("years", "rank", "largest", "mark")),
        *(f"left_out_{c}_{w}{a}" for c in ("difference", "within") for w in ("least", "most") for a in ("", "_award")),
    }
    assert set(found.single) == checked


def test_unseen_editions_that_would_undo_the_difference(found):
    f = found.single
    for side, other in (("before", "after"), ("after", "before")):
        seen, unseen = f[f"{side}_editions"], f[f"{side}_unseen"]
        together = (f[f"{side}_collective_share"] * seen + f[f"undo_by_{side}"] * unseen) / (seen + unseen)
        assert together == pytest.approx(f[f"{other}_collective_share"], abs=2e-5)


def test_rows_of_tables_are_those_of_sql(ask, found):
    f = found.single
    kinds = ask(
        "SELECT kind, count(*) FILTER (year BETWEEN {before_first} AND {before_last}), "
        "count(*) FILTER (year BETWEEN {after_first} AND {after_last}) FROM recognitions GROUP BY ALL".format_map(f)
    )
    assert {(row["kind"], row["before"], row["after"]) for row in found.rows["kinds"]} == set(kinds)
    decades = ask(
        f"SELECT year // 10 * 10 AS d, count(*), avg((kind IN ({COLLECTIVE}))::INT) FROM recognitions GROUP BY 1 ORDER BY 1"
    )
    assert [(r["period"], r["denominator"]) for r in found.rows["decades"]] == [(d, n) for d, n, _ in decades]
    assert [r["share"] for r in found.rows["decades"]] == pytest.approx([share for *_, share in decades], abs=1e-6)
    unseen = ask(
        "SELECT award_id, count(*) FROM coverage JOIN awards USING (award_id) WHERE status = 'not seen' AND frequency <> 'irregular' "
        "AND year BETWEEN {after_first} AND {after_last} GROUP BY 1 ORDER BY 2 DESC, 1".format_map(f)
    )
    assert [(r["award_id"], r["unseen"]) for r in found.rows["unseen"]] == unseen[: len(found.rows["unseen"])]


@pytest.mark.parametrize("name", ["findings.py", "evidence.py", "checks.py"])
def test_no_number_is_typed(name):
    """Numbers in sentences stand between braces; 95 % names the interval."""
    tree = ast.parse((ROOT / "warehouse/trend" / name).read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    typed = [text for text in texts if re.search(r"\d", re.sub(r"\{[^{}]*\}|95 %", "", text))]
    assert typed == []


@pytest.mark.parametrize("awards", [1, 3, 40])
def test_any_release_has_findings(awards):
    tables = world(seed=2, awards=awards)
    recognitions = tables["recognitions"].with_columns(
        mode=pl.col("kind").replace_strict(
            {"person": "individual", "people": "individual", "institution": "institutional", "mixed": "mixed"},
            default="collective",
        ),
        affiliation=pl.lit(None, pl.String),
    )
    described = tables["awards"].with_columns(name=pl.col("award_id"), recognitions=pl.lit(1))
    parts = recognitions, described, tables["coverage"]
    whole = {
        "recognitions": recognitions,
        "awards": described,
        "coverage": tables["coverage"],
        "sources": pl.DataFrame({"statements": [3], "origin": ["cited"], "kind": ["other"]}),
        "collective_share": collective_share(*parts),
        "trend_models": trend_models(*parts),
    }
    text = findings.markdown(findings.findings(whole))
    assert (wording.TOO_FEW in text) == (awards < 5)
    assert not re.search(r"\bnan\b|None|\{", text)


def test_names_cannot_become_markup():
    assert wording.escape("A [link](https://example.org) <b>*x*</b> | `y`") == (
        r"A \[link\](https://example.org) \<b\>\*x\*\</b\> \| \`y\`"
    )


def test_the_findings_of_a_small_release(tmp_path):
    sections = findings.findings(factory.tables())
    assert "The short answer" in findings.markdown(sections)


def test_the_figures_of_the_readme_are_those_of_sql(ask):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("<!-- figures: begin -->") : readme.index("<!-- figures: end -->")]
    counted = {
        "**{:,} recognitions**": "SELECT count(*) FROM recognitions",
        "in {:,} editions": "SELECT count(DISTINCT award_id || year) FROM recognitions",
        "**{:,} awards**": "SELECT count(*) FROM awards",
        "{}s to ": "SELECT min(year) // 10 * 10 FROM recognitions",
        " to {}, of": "SELECT max(year) FROM recognitions",
        "of {:,} recipients": "SELECT count(*) FROM recipients",
        "from {:,} statements": "SELECT count(*) FROM statements",
        "of {:,} sources": "SELECT count(*) FROM sources",
        "{:,} went to individuals": "SELECT count(*) FROM recognitions WHERE kind IN ('person', 'people')",
        "{:,} to collectives": f"SELECT count(*) FROM recognitions WHERE kind IN ({COLLECTIVE})",
        "{:,} to public institutions": "SELECT count(*) FROM recognitions WHERE kind = 'institution'",
        "{:,} name both": "SELECT count(*) FROM recognitions WHERE kind = 'mixed'",
        "{:.0%} are corroborated": "SELECT avg((lineage_count > 1 AND corroboration <> 'disputed')::INT) FROM recognitions",
    }
    missing = [
        text.format(ask(query)[0][0]) for text, query in counted.items() if text.format(ask(query)[0][0]) not in shown
    ]
    assert missing == []
    decades = ask(
        "SELECT year // 10 * 10 AS decade, count(*), count(DISTINCT award_id), "
        f"avg((kind IN ({COLLECTIVE}))::INT), avg((kind IN ({COLLECTIVE}, 'mixed'))::INT) FROM recognitions "
        "WHERE year >= 1980 GROUP BY 1 ORDER BY 1"
    )
    rows = re.findall(r"\| (\d+)s \| ([\d,]+) \| (\d+) \| (\d+)–(\d+) % \| (\d+)–(\d+) % \|", shown)
    expected = []
    for decade, n, awards, low, high in decades:
        ends = stats.norm.ppf([0.025, 0.975])
        interval = [_wilson(share, n, z) for share, z in zip((low, high), ends, strict=True)]
        percents = (f"{share * 100:.0f}" for share in (low, high, *interval))
        expected.append((str(decade), f"{n:,}", str(awards), *percents))
    assert rows == expected


def _wilson(share, n, z):
    return (share + z * z / (2 * n) + z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)
