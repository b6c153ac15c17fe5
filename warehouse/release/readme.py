"""README.md of a release: what it is, how it was made, how to read it; figures come from the tables, terms from the vocabulary."""

from __future__ import annotations

from schemas import dataset
from schemas.tables import SCHEMA_VERSION, TABLES
from warehouse.release.summary import Draft, decade_shares, plain

SNIPPETS = {
    "pandas": 'import pandas as pd\nrecognitions = pd.read_csv("csv/recognitions.csv", keep_default_na=False, na_values=[""])',
    "Polars": 'import polars as pl\nrecognitions = pl.read_parquet("parquet/recognitions.parquet")',
    "R": 'recognitions <- read.csv("csv/recognitions.csv", na.strings = "", encoding = "UTF-8")',
    "DuckDB": (
        "-- duckdb hrd-awards.duckdb (clients from 1.1 on)\n"
        "FROM recognitions_flat WHERE kind = 'community' ORDER BY year;\n"
        "FROM collective_share(2010, 2019);"
    ),
    "DuckDB, from the web": "SELECT kind, count(*) FROM read_parquet('ADDRESS/parquet/recognitions.parquet') GROUP BY kind;",
}
"""Program -> lines that read a release from its own folder; CSV with the one rule that it needs, that only an empty cell is null."""


def readme(draft: Draft) -> bytes:
    """README.md of the release described by `draft`."""
    return "\n".join(
        [*_heading(draft), *_figures(draft), *_tables(draft), *_reading(draft), *_people(), *_terms(draft)]
    ).encode()


def _heading(draft: Draft) -> list[str]:
    recognitions = draft.tables["recognitions"]
    years = sorted(recognitions["year"].unique())
    span = f"{years[0]}–{years[-1]}" if years else "no year"
    return [
        f"# {dataset.TITLE}",
        "",
        f"Release {draft.version} of {draft.as_of.isoformat()}, schema {SCHEMA_VERSION}. "
        f"{draft.tables['awards'].height} awards, {recognitions.height} recognitions ({span}), "
        f"{draft.tables['sources'].filter(draft.tables['sources']['origin'] != 'declared').height} sources.",
        "",
        dataset.DESCRIPTION,
        "",
        f"**Read this first.** {dataset.HONESTY}",
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
        "Each is in `csv/`, in `parquet/`, in `hrd-awards.duckdb` and in `hrd-awards.xlsx`, row for row the same. DICTIONARY.md explains every column, "
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
        *_fenced("python", SNIPPETS["pandas"]),
        *_fenced("python", SNIPPETS["Polars"]),
        *_fenced("r", SNIPPETS["R"]),
        *_fenced("sql", SNIPPETS["DuckDB"]),
        "Without a download, with DuckDB, from wherever the release is published (put its address for `ADDRESS`):",
        "",
        *_fenced("sql", SNIPPETS["DuckDB, from the web"]),
        "In Excel or LibreOffice open `hrd-awards.xlsx`: accents, years and codes stand in it as they are. The CSV files are for programs.",
        "",
        "Two marks make text safe in every format alike. A text that a spreadsheet would run as a formula (its first character is "
        "one of `= + - @`) has an apostrophe before it. A character that cannot be seen and can mislead (control characters, "
        "bidirectional overrides) is written as `\\u` and four hexadecimal digits.",
        "",
        "Check that the files are the published ones with `sha256sum -c SHA256SUMS`.",
        "",
    ]


def _fenced(language: str, code: str) -> list[str]:
    return [f"```{language}", *code.split("\n"), "```", ""]


def _people() -> list[str]:
    return [
        "## Errors, and names of people at risk",
        "",
        "A wrong year, name, country or kind: tell whoever publishes this copy the `recognition_id` and a public page that shows the "
        "right value. A name that should not be here is taken off on request, without proof: ask the same people in private, never "
        "in a public issue; `site/do-no-harm.html` says how fast they answer and what is done. A withheld recognition still counts, "
        "as `name withheld`.",
        "",
        "If you publish names from this dataset, fetch the latest release first and drop what has been withheld since: a release may "
        "be issued again without a name, under the same version and with other checksums (`redactions` in `manifest.json`). A count, "
        "a share or a map by region needs no name.",
        "",
    ]


def _terms(draft: Draft) -> list[str]:
    return [
        "## Terms",
        "",
        f"The data are dedicated to the public domain ({dataset.LICENSE_ID}, {dataset.LICENSE_URL}). Please cite them as "
        f"“{dataset.citation(draft.version, draft.as_of.year)}”, and cite the source page of a row where the row matters.",
        "",
    ]
