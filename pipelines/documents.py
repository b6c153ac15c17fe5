"""Parts of README.md and CONTRIBUTING.md that are made from the program and a release, docs/findings.md, and the JSON Schema of award.yaml.

    python -m pipelines.documents [--home HOME] [--check]

What stands between the markers is never written by hand: `make generated` writes it, a test holds it to the program.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import polars as pl
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pipelines.cli import COMMANDS
from schemas.tables import AWARDS, COVERAGE, SOURCES, TABLES
from schemas.vocabulary import KIND_MEANINGS, MODE_OF_KIND
from scrapers.registry import LAYOUTS, Award, Edition, Expect, Ignore, Joint, Layout, Source, award_json_schema
from warehouse.trend.facts import NEEDED
from warehouse.trend.findings import findings, markdown

ROOT = Path(__file__).parents[1]
PICTURE = Path("docs/explorer/share.png")
"""The first chart, as the release has it; not held to the byte, because fonts differ from machine to machine."""
SCHEMA_FILE = Path("scrapers/awards/award.schema.json")
REFERENCE: dict[str, type[BaseModel]] = {
    "": Award,
    "sources[]": Source,
    "layout": Layout,
    "ignore[]": Ignore,
    "expect": Expect,
    "editions[]": Edition,
    "joint[]": Joint,
}
DESCRIBED_IN = {Award: AWARDS, Source: SOURCES, Edition: COVERAGE, Joint: COVERAGE}
"""Tables whose columns say what a key of the same name means."""
FIRST_DECADE = 1980
"""Decades before it have too few recognitions to be shown one by one."""


def generated_files(home: Path) -> dict[Path, str]:
    """Path below the root to the text it must have; figures come from the latest release under `home`."""
    latest = home / "releases" / "latest"
    summary = json.loads((latest / "summary.json").read_text(encoding="utf-8"))
    tables_of_findings = {name: pl.read_parquet(latest / "parquet" / f"{name}.parquet") for name in NEEDED}
    readme = {"figures": figures(summary), "tables": tables(), "kinds": kinds(), "commands": commands()}
    return {
        SCHEMA_FILE: award_schema(),
        Path("README.md"): filled(ROOT / "README.md", readme),
        Path("docs/findings.md"): markdown(findings(tables_of_findings)),
        Path("CONTRIBUTING.md"): filled(ROOT / "CONTRIBUTING.md", {"award.yaml": award_reference()}),
    }


def filled(file: Path, parts: Mapping[str, str]) -> str:
    """The text of `file` with each part between its markers; ValueError for a marker that is missing."""
    text = file.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise ValueError(f"{file}: expected {begin} … {end} once")
        before, after = pattern.split(text)
        text = f"{before}{begin}\n{part}\n{end}{after}"
    return text


def figures(summary: Mapping[str, Any]) -> str:
    """What the release holds and the share of collectives by decade, as Markdown."""
    rows = summary["rows"]
    editions = sum(award["editions"] for award in summary["awards"].values())
    modes, corroboration = summary["modes"], summary["corroboration"]
    years = [award["last_year"] for award in summary["awards"].values() if award["last_year"]]
    decades = summary["collective_share_by_decade"]
    corroborated = corroboration.get("corroborated", 0) / rows["recognitions"]
    lines = [
        f"**{rows['recognitions']:,} recognitions** in {editions:,} editions of **{rows['awards']} awards**, "
        f"{decades[0]['period']}s to {max(years)}, of {rows['recipients']:,} recipients, from {rows['statements']:,} statements of "
        f"{rows['sources']:,} sources. {modes['individual']:,} went to individuals, {modes['collective']:,} to collectives, "
        f"{modes['institutional']:,} to public institutions; {modes['mixed']:,} name both a person and a collective. "
        f"{corroborated:.0%} are corroborated by independent sources.",
        "",
        "| decade | recognitions | awards | collective | 95 % interval |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in decades:
        if row["period"] >= FIRST_DECADE:
            share = f"{row['share'] * 100:.0f}–{row['upper_share'] * 100:.0f} %"
            interval = f"{row['wilson_low'] * 100:.0f}–{row['upper_wilson_high'] * 100:.0f} %"
            lines.append(f"| {row['period']}s | {row['denominator']:,} | {row['awards']} | {share} | {interval} |")
    lines += [
        "",
        "The lower number counts entries that name a person and a collective as individual, the upper one as collective. More awards "
        "exist in later decades, and not every edition was seen: read the table `coverage` before comparing.",
    ]
    return "\n".join(lines)


def tables() -> str:
    """Every published table and what it is."""
    return "\n".join(["| table | is |", "|---|---|", *(f"| `{table.name}` | {table.meaning} |" for table in TABLES)])


def kinds() -> str:
    """Every kind with its mode and meaning."""
    rows = [f"| {kind} | {MODE_OF_KIND[kind]} | {meaning} |" for kind, meaning in KIND_MEANINGS.items()]
    return "\n".join(["| kind | mode | what was announced |", "|---|---|---|", *rows])


def commands() -> str:
    """Every command and what it does."""
    rows = [f"| `hrd-awards {name}` | {text} |" for name, (_, text) in COMMANDS.items()]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def award_reference() -> str:
    """Every key of award.yaml with its values and meaning, as Markdown."""
    lines = []
    for name, model in REFERENCE.items():
        title = f"`{name}`" if name else "The award"
        meaning = " ".join((model.__doc__ or "").split())
        lines += [f"#### {title}", "", meaning, "", "| key | value | meaning |", "|---|---|---|"]
        for key, field in model.model_fields.items():
            needed = " (required)" if field.is_required() else ""
            lines.append(f"| `{key}`{needed} | {_values(field)} | {_meaning(model, key, field)} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def award_schema() -> str:
    """JSON Schema of award.yaml, from which editors complete and check it."""
    schema = award_json_schema()
    source = schema["$defs"]["Source"]["properties"]
    # The short form `layout: table` stands for `layout: {type: table}`.
    short = {"enum": list(LAYOUTS)}
    source["layout"]["anyOf"].insert(0, short)
    source["pages"]["additionalProperties"] = {"anyOf": [short, source["pages"]["additionalProperties"]]}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _meaning(model: type[BaseModel], key: str, field: FieldInfo) -> str:
    if field.description:
        return _cell(field.description)
    if any(isinstance(part, type) and issubclass(part, BaseModel) for part in _parts(field.annotation)):
        return f"See `{key}` below."
    table = DESCRIBED_IN.get(model)
    column = "award_id" if (model, key) == (Award, "id") else key
    return _cell(table.column(column).meaning) if table and column in table.column_names else ""


def _values(field: FieldInfo) -> str:
    words = [_word(part, field) for part in _parts(field.annotation) if part is not NoneType]
    return ", ".join(dict.fromkeys(word for word in words if word))


def _word(part: Any, field: FieldInfo) -> str:
    if isinstance(part, str):
        return f"`{part}`"
    limits = {
        name: getattr(item, name)
        for item in field.metadata
        for name in ("ge", "le", "pattern")
        if getattr(item, name, None) is not None
    }
    if "pattern" in limits:
        return f"text matching `{_cell(limits['pattern'])}`"
    if part is int and {"ge", "le"} <= limits.keys():
        return f"{limits['ge']}–{limits['le']}"
    named: dict[Any, str] = {str: "text", int: "number", bool: "true or false", dict: "mapping"}
    return named.get(part, "keys below" if isinstance(part, type) and issubclass(part, BaseModel) else "")


def _parts(annotation: Any) -> Iterator[Any]:
    """The plain types and allowed words inside an annotation."""
    origin = get_origin(annotation)
    if origin in (UnionType, Union, tuple):
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from _parts(part)
    elif origin is dict:
        yield dict
    elif hasattr(annotation, "__metadata__"):
        yield from _parts(annotation.__origin__)
    elif origin is not None:
        yield from get_args(annotation)
    else:
        yield annotation


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """0 when all files are current or were written; 1 when `--check` finds one that is not."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.documents", description=__doc__.split("\n")[0])
    parser.add_argument("--home", type=Path, default=Path("data"))
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file is not current")
    options = parser.parse_args(arguments)
    stale = 0
    for path, text in generated_files(options.home).items():
        file = ROOT / path
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if not options.check:
            file.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path} {'is not current: run `make generated`' if options.check else 'written'}\n")
    if not options.check:
        charts = options.home / "releases" / "latest" / "site" / "charts"
        (ROOT / PICTURE).write_bytes((charts / PICTURE.name).read_bytes())
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
