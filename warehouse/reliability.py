"""How far two independent codings of the same entries agree: measures with intervals, and the page that reports them.

Not here: the codings' rules (CODEBOOK.md), the coder (`warehouse.coding`). `python -m warehouse.reliability` rewrites docs/reliability.md.

The codings are `decisions/double_coding.csv`: stratum, award_id, year, recipient, category, kind_a, sure_a, kind_b, sure_b, doubt_b. They
were made blind to each other, before the final rules, with the eight kinds of that time (no `group`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from schemas import vocabulary as words
from schemas.contracts import polars_schema
from schemas.tables import RELIABILITY
from schemas.vocabulary import MODE_OF_KIND, Kind
from warehouse.coding import code, read_decisions
from warehouse.rulings import DecisionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOUBLE_CODING_FILE = Path(__file__).parent / "decisions" / "double_coding.csv"
DOCUMENT = Path(__file__).parents[1] / "docs" / "reliability.md"
RESAMPLES = 2000
SEED = 2018
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True)
class Interval:
    """An estimate with its bootstrap interval; None where the sample cannot tell (a coder used one value only)."""

    estimate: float | None
    low: float | None
    high: float | None


def percent_agreement(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of entries on which both coders agree.

    `tables` (here and below): entries by value of A (rows) and of B (columns), the last two axes; one figure for each table.
    """
    return _agreed(tables) / tables.sum(axis=(-2, -1))


def cohens_kappa(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Agreement beyond what the coders' own shares would give by chance; nan when both use one value only."""
    total = tables.sum(axis=(-2, -1))
    chance = (tables.sum(axis=-2) * tables.sum(axis=-1)).sum(axis=-1) / total**2
    return _ratio(percent_agreement(tables) - chance, 1 - chance)


def krippendorffs_alpha(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Krippendorff's alpha for nominal values, two coders and no missing value; nan when one value only occurs."""
    values = tables.sum(axis=-2) + tables.sum(axis=-1)
    total = values.sum(axis=-1)
    observed = total - 2 * _agreed(tables)
    expected = (total**2 - (values**2).sum(axis=-1)) / (total - 1)
    return 1 - _ratio(observed, expected)


def specific_agreement(tables: NDArray[np.float64], value: int) -> NDArray[np.float64]:
    """Agreement on one value: of all uses of it by either coder, the share on which the other agrees; nan when unused."""
    uses = tables[..., value, :].sum(axis=-1) + tables[..., :, value].sum(axis=-1)
    return _ratio(2 * tables[..., value, value], uses)


def _agreed(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.trace(tables, axis1=-2, axis2=-1))


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.divide(part, whole, out=np.full_like(np.asarray(part, dtype=float), np.nan), where=whole > 0)


MEASURES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "percent agreement": percent_agreement,
    "Cohen's kappa": cohens_kappa,
    "Krippendorff's alpha": krippendorffs_alpha,
}


def read_double_coding(path: Path = DOUBLE_CODING_FILE) -> pl.DataFrame:
    """The two codings with their modes; DecisionError names the first row with an unknown kind."""
    codings = pl.read_csv(path, schema_overrides={"year": pl.Int64})
    for number, row in enumerate(codings.iter_rows(named=True), 2):
        for column in ("kind_a", "kind_b"):
            if row[column] not in tuple(Kind):
                raise DecisionError(f"{path.name} row {number}: {column} {row[column]!r} is not a kind")
    modes = {kind.value: mode.value for kind, mode in MODE_OF_KIND.items()}
    return codings.with_columns(
        pl.col("kind_a").replace_strict(modes).alias("mode_a"), pl.col("kind_b").replace_strict(modes).alias("mode_b")
    )


def _tables(a: Sequence[str], b: Sequence[str], values: Sequence[str], resamples: int) -> NDArray[np.float64]:
    """The cross table of two codings, first as it is, then for each bootstrap sample of entries."""
    import numpy as np

    index = {value: number for number, value in enumerate(values)}
    cells = np.array([index[x] * len(values) + index[y] for x, y in zip(a, b, strict=True)])
    counts = np.bincount(cells, minlength=len(values) ** 2)
    # Entries drawn with replacement fall into the cells as a multinomial draw does; only cells that occur can be drawn.
    occurring = counts > 0
    tables = np.zeros((resamples + 1, len(counts)))
    tables[0] = counts
    shares = counts[occurring] / len(cells)
    tables[1:, occurring] = np.random.default_rng(SEED).multinomial(len(cells), shares, size=resamples)
    return tables.reshape(-1, len(values), len(values))


def _interval(tables: NDArray[np.float64], measure: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Interval:
    import numpy as np

    estimates = measure(tables)
    drawn = estimates[1:][~np.isnan(estimates[1:])]
    if np.isnan(estimates[0]) or not len(drawn):
        return Interval(None, None, None)
    low, high = np.percentile(drawn, INTERVAL)
    return Interval(round(float(estimates[0]), 4), round(float(low), 4), round(float(high), 4))


def reliability(codings: pl.DataFrame, resamples: int = RESAMPLES) -> pl.DataFrame:
    """One row for each variable (kind, mode), sample, value (a kind or mode, or `all`) and measure, with a 95% bootstrap interval.

    `value` is `all` for measures over all values; for one value the measures are specific agreement and kappa of "this or another".
    Intervals resample entries with replacement, with a fixed seed. No codings, no rows.
    """
    rows: list[dict] = []
    if codings.is_empty():
        return pl.DataFrame(schema=polars_schema(RELIABILITY))
    for variable in ("kind", "mode"):
        for sample in words.CODING_SAMPLES:
            chosen = codings if sample == "all" else codings.filter(pl.col("stratum") == sample)
            if chosen.is_empty():
                continue
            a, b = chosen[f"{variable}_a"].to_list(), chosen[f"{variable}_b"].to_list()
            values = sorted({*a, *b})
            tables = _tables(a, b, values, resamples)

            def add(value: str, measure: str, entries: int, found: Interval, where: tuple[str, str]) -> None:
                rows.append(
                    {
                        "variable": where[0],
                        "sample": where[1],
                        "value": value,
                        "measure": measure,
                        "entries": entries,
                        "estimate": found.estimate,
                        "low": found.low,
                        "high": found.high,
                    }
                )

            for name, measure in MEASURES.items():
                add("all", name, len(a), _interval(tables, measure), (variable, sample))
            if sample != "all":
                continue
            for number, value in enumerate(values):
                used = sum(value in pair for pair in zip(a, b, strict=True))
                specific = _interval(tables, partial(specific_agreement, value=number))
                add(value, "specific agreement", used, specific, (variable, sample))
                binary = _tables(
                    [str(x == value) for x in a], [str(x == value) for x in b], ["False", "True"], resamples
                )
                add(value, "Cohen's kappa", used, _interval(binary, cohens_kappa), (variable, sample))
    return pl.DataFrame(rows, schema=polars_schema(RELIABILITY))


def disagreements(codings: pl.DataFrame) -> pl.DataFrame:
    """The entries that got two kinds: award_id, year, recipient, kind_a, kind_b, doubt_b."""
    return codings.filter(pl.col("kind_a") != pl.col("kind_b")).select(
        "award_id", "year", "recipient", "kind_a", "kind_b", "doubt_b"
    )


def rules_against(named: pl.DataFrame, kinds: Sequence[str]) -> dict[str, Interval]:
    """Agreement of the rules with kinds given by others, for kind and mode; the rules see award, category and name only.

    `named` has award_id, year, name, category; `kinds` is one kind for each of its rows.
    """
    empty = pl.lit(None, pl.String)
    entries = named.select(
        pl.int_range(pl.len()).cast(pl.String).alias("recognition_id"),
        "award_id",
        "year",
        "category",
        "name",
        pl.concat_list("name").alias("names"),
        pl.lit([], pl.List(pl.String)).alias("as_published"),
        empty.alias("persons"),
        empty.alias("affiliation"),
        pl.lit([], pl.List(pl.String)).alias("shape"),
    )
    ruled = code(entries)
    modes = [MODE_OF_KIND[Kind(kind)].value for kind in kinds]
    pairs = {"kind": (ruled["kind"].to_list(), list(kinds)), "mode": (ruled["mode"].to_list(), modes)}
    return {
        variable: _interval(_tables(a, b, sorted({*a, *b}), RESAMPLES), percent_agreement)
        for variable, (a, b) in pairs.items()
    }


def _rules_lines(codings: pl.DataFrame, decisions: pl.DataFrame) -> list[str]:
    sampled = codings.rename({"recipient": "name"})
    decided = decisions.with_columns(pl.lit(None, pl.String).alias("category"))
    lines = []
    for other, named, kinds in (
        ("coding A", sampled, codings["kind_a"]),
        ("coding B", sampled, codings["kind_b"]),
        ("decisions", decided, decisions["kind"]),
    ):
        for variable, found in rules_against(named, kinds.to_list()).items():
            lines.append(
                f"| {other} | {variable} | {named.height} | {_cell(found.estimate)} | {_cell(found.low)} to {_cell(found.high)} |"
            )
    return lines


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _lines(found: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    return [
        "| "
        + " | ".join(
            [*(str(row[c]) for c in columns), _cell(row["estimate"]), f"{_cell(row['low'])} to {_cell(row['high'])}"]
        )
        + " |"
        for row in found.iter_rows(named=True)
    ]


def page(codings: pl.DataFrame, decisions: pl.DataFrame, resamples: int = RESAMPLES) -> str:
    """docs/reliability.md as text."""
    found = reliability(codings, resamples)
    overall = found.filter(pl.col("value") == "all")
    single = found.filter(pl.col("value") != "all")
    apart = disagreements(codings)
    drawn = codings.filter(pl.col("stratum") == "random").height
    parts = [
        "# Reliability of the coding",
        "",
        "Generated by `python -m warehouse.reliability` from `warehouse/decisions/double_coding.csv`; change those, never this page.",
        "",
        f"{codings.height} entries were coded twice, each time without sight of the other coding. **What this shows is limited**: both",
        "codings were machine-assisted and alike in kind, so their agreement flatters; they were made before the final rules of",
        "[CODEBOOK.md](../CODEBOOK.md), with the eight kinds of that time (no `group`); and no human expert has confirmed either of them.",
        "Agreement says that the definitions can be applied alike, not that the kinds are right.",
        "",
        "Samples: "
        + "; ".join(f"`{name}`: {meaning}" for name, meaning in words.CODING_SAMPLES.items())
        + ". Only `random` stands for the dataset:",
        "most of its entries are single persons, on whom nobody differs, so read its kappa and alpha beside its percentages.",
        f"Intervals are 95% bootstrap intervals over entries ({resamples} resamples, fixed seed).",
        "",
        "## Overall",
        "",
        "| variable | sample | measure | entries | estimate | 95% interval |",
        "|---|---|---|---:|---:|---|",
        *_lines(overall, ("variable", "sample", "measure", "entries")),
        "",
        "Where no entry is coded differently the interval has no width. That is the sample's, not the dataset's: with no disagreement",
        f"among {drawn} entries drawn at random, disagreement on up to {3 / drawn:.1%} of all entries remains plausible (rule of three).",
        "",
        "## By kind and mode",
        "",
        "Over the whole sample. `entries`: those that at least one coding gave the value. Specific agreement: of all uses of the value by",
        "either coding, the share on which the other agrees. Kappa: this value against all others. Few entries, wide intervals.",
        "",
        "| variable | value | measure | entries | estimate | 95% interval |",
        "|---|---|---|---:|---:|---|",
        *_lines(single, ("variable", "value", "measure", "entries")),
        "",
        "## The rules against the codings and the decisions",
        "",
        "Share of entries to which the rules alone give the same kind or mode. The rules see award, category and name here, nothing of the",
        "published line or of how the sources set the entry out, so they do worse than in the dataset. Decisions were made where the",
        "rules were wrong or unsure: agreement with them is low by choice and says nothing of the dataset.",
        "",
        "| with | variable | entries | agreement | 95% interval |",
        "|---|---|---:|---:|---|",
        *_rules_lines(codings, decisions),
        "",
        "## Where the codings differ",
        "",
        f"{apart.height} entries. The rules that settled such cases are in [CODEBOOK.md](../CODEBOOK.md).",
        "",
        "| award | year | recipient | A | B | doubt noted |",
        "|---|---:|---|---|---|---|",
        *(
            f"| {row['award_id']} | {row['year']} | {row['recipient']} | {row['kind_a']} | {row['kind_b']} | {row['doubt_b'] or ''} |"
            for row in apart.iter_rows(named=True)
        ),
        "",
    ]
    return "\n".join(parts)


def main() -> None:
    """Rewrite docs/reliability.md."""
    DOCUMENT.write_text(page(read_double_coding(), read_decisions()), encoding="utf-8")


if __name__ == "__main__":
    main()
