"""README.md of a release: what it is, how it was made, how to read it; figures come from the tables, terms from the vocabulary."""

from __future__ import annotations

from schemas.tables import SCHEMA_VERSION, TABLES
from warehouse.release.summary import Draft, decade_shares, plain

TITLE = "Human rights defender awards: who is recognised"
DATA_LICENSE = "CC0-1.0"
HONESTY = (
    "Transcriptions, cited records, codings and decisions were made with machine assistance from parts of public pages and are "
    "not yet checked by a human expert. An edition that was not seen is not an edition without recipients: read the table "
    "`coverage` beside every count."
)


def readme(draft: Draft) -> bytes:
    """README.md of the release described by `draft`."""
    return "\n".join([*_heading(draft), *_figures(draft), *_tables(draft), *_reading(draft), *_terms(draft)]).encode()


def _heading(draft: Draft) -> list[str]:
    recognitions = draft.tables["recognitions"]
    years = sorted(recognitions["year"].unique())
    span = f"{years[0]}–{years[-1]}" if years else "no year"
    return [
        f"# {TITLE}",
        "",
        f"Release {draft.version} of {draft.as_of.isoformat()}, schema {SCHEMA_VERSION}. "
        f"{draft.tables['awards'].height} awards, {recognitions.height} recognitions ({span}), "
        f"{draft.tables['sources'].filter(draft.tables['sources']['origin'] != 'declared').height} sources.",
        "",
        "When human rights defenders are given awards, who is recognised: an individual, or the community, movement or "
        "organisation that does the work, and how has that changed?",
        "",
        f"**Read this first.** {HONESTY}",
        "",
    ]


def _figures(draft: Draft) -> list[str]:
    lines = [
        "## Collective recognition by decade",
        "",
        "Share of recognitions whose recipient is a collective (community, movement, organization, network or group). The two "
        "ends count mixed entries as individual and as collective; the interval is Wilson's at 95 % around them.",
        "",
        "| decade | recognitions | awards | collective | interval |",
        "|---|---|---|---|---|",
    ]
    for row in decade_shares(draft.tables["collective_share"]):
        lines.append(
            f"| {row['period']}s | {row['denominator']} | {row['awards']} "
            f"| {row['numerator']}–{row['upper_numerator']} ({row['share']:.0%}–{row['upper_share']:.0%}) "
            f"| {row['wilson_low']:.0%}–{row['upper_wilson_high']:.0%} |"
        )
    return [*lines, ""]


def _tables(draft: Draft) -> list[str]:
    lines = ["## Tables", "", "| table | rows | what it holds |", "|---|---|---|"]
    lines += [f"| `{table.name}` | {draft.tables[table.name].height} | {plain(table.meaning)} |" for table in TABLES]
    return [
        *lines,
        "",
        "Each is in `csv/`, in `parquet/` and in `hrd-awards.duckdb`, row for row the same. DICTIONARY.md explains every column, "
        "CODEBOOK.md the kinds, CHANGES.md what is new.",
        "",
    ]


def _reading(draft: Draft) -> list[str]:
    return [
        "## How to read it",
        "",
        "An empty CSV cell is null; nothing else is. Tell your reader so, or it takes the country code of Namibia (`NA`) for a "
        "missing value:",
        "",
        "```python",
        "import pandas as pd",
        'recognitions = pd.read_csv("csv/recognitions.csv", keep_default_na=False, na_values=[""])',
        "```",
        "",
        "```python",
        "import polars as pl",
        'recognitions = pl.read_parquet("parquet/recognitions.parquet")',
        "```",
        "",
        "```r",
        'recognitions <- read.csv("csv/recognitions.csv", na.strings = "", encoding = "UTF-8")',
        "```",
        "",
        "```sql",
        "-- duckdb hrd-awards.duckdb (clients from 1.1 on)",
        "FROM recognitions_flat WHERE kind = 'community' ORDER BY year;",
        "FROM share_between(2010, 2019);",
        "```",
        "",
        "Two marks make text safe in every format alike. A text that a spreadsheet would run as a formula (its first character is "
        "one of `= + - @`) has an apostrophe before it. A character that cannot be seen and can mislead (control characters, "
        "bidirectional overrides) is written as `\\u` and four hexadecimal digits.",
        "",
        "Check that the files are the published ones with `sha256sum -c SHA256SUMS`.",
        "",
    ]


def _terms(draft: Draft) -> list[str]:
    return [
        "## Terms",
        "",
        f"The data are dedicated to the public domain ({DATA_LICENSE}). Please cite them as "
        f"“{TITLE}, release {draft.version}, {draft.as_of.year}”, and cite the source page of a row where the row matters.",
        "",
    ]
