"""`hrd-awards review kinds`: the kinds that the program is least sure of, and decisions that contradict a sure rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import Failed
from pipelines.deciding import (
    decide_each,
    decisions_folder,
    offer,
    read_latest,
    review_options,
    shown_path,
    who,
)
from schemas.counting import counted

if TYPE_CHECKING:
    import polars as pl

BELOW = 0.9


@click.command(
    epilog="Example: hrd-awards review kinds --export kinds.csv; fill it in; hrd-awards review kinds --import kinds.csv"
)
@click.argument("award_ids", nargs=-1, metavar="[AWARD]...")
@review_options
@click.option(
    "--below", type=click.FloatRange(0, 1), default=BELOW, show_default=True, help="Ask where the confidence is lower."
)
@click.option("--contradictions", is_flag=True, help="Show the decisions against a rule that is sure of another kind.")
def command(
    award_ids: tuple[str, ...],
    home: Path,
    to: Path | None,
    filled: Path | None,
    limit: int | None,
    by: str | None,
    decisions_dir: Path | None,
    as_json: bool,
    below: float,
    contradictions: bool,
) -> None:
    """Decide on the kind of the recognitions of the latest release that are least certain, all or those of some awards.

    On a terminal each is shown with what its sources say, its edition and why it has its kind, and a ruling is asked for; elsewhere they
    are only shown. --export and --import do the same by way of a CSV. Rulings go to `coding.csv`; the next build applies them.
    """
    from warehouse.filled import FilledError
    from warehouse.rulings import DecisionError

    if to and filled:
        raise click.UsageError("--export and --import exclude each other")
    try:
        desk = _Desk.open(home, decisions_folder(decisions_dir))
        if filled:
            from warehouse.coding.queue import read_rulings

            desk.keep(read_rulings(filled, desk.recognitions, date.today().isoformat(), by or ""))
            return
        queue = desk.queue(award_ids, below, contradictions)
    except (FilledError, DecisionError) as error:
        raise Failed(str(error)) from error
    offer(queue, limit, to, as_json, lambda rows: _ask(desk, rows, who(by)), card, "No kind waits for a decision.")


@dataclass
class _Desk:
    """What is looked at and where rulings go; `entries` are the recognitions with all their forms, as the coder reads them."""

    recognitions: pl.DataFrame
    statements: pl.DataFrame
    sources: pl.DataFrame
    entries: pl.DataFrame
    file: Path

    @classmethod
    def open(cls, home: Path, folder: Path) -> _Desk:
        import polars as pl

        from warehouse.coding.entries import entries_of

        recognitions, statements, sources, awards = read_latest(home, "recognitions", "statements", "sources", "awards")
        closed = awards.filter(pl.col("eligibility") == "collectives")["award_id"].to_list()
        ranked = statements.join(sources.select("source_id", "rank"), on="source_id")
        return cls(
            recognitions,
            statements,
            sources,
            entries_of(recognitions, ranked, closed),
            folder / "coding.csv",
        )

    def decisions(self) -> pl.DataFrame:
        import polars as pl

        from warehouse.coding import read_decisions
        from warehouse.coding.decisions import SCHEMA

        return read_decisions(self.file) if self.file.exists() else pl.DataFrame(schema=SCHEMA)

    def queue(self, award_ids: tuple[str, ...], below: float, contradictory: bool) -> pl.DataFrame:
        """What is not yet decided, also not since the release was built."""
        import polars as pl

        from warehouse.coding import contradictions
        from warehouse.coding.decisions import match
        from warehouse.coding.queue import review_queue, said_by_sources

        known = set(self.recognitions["award_id"])
        if unknown := [award_id for award_id in award_ids if award_id not in known]:
            raise click.UsageError(f"the latest release has no award {', '.join(unknown)}")
        decisions = self.decisions()
        said = said_by_sources(self.statements, self.sources)
        if contradictory:
            found = contradictions(self.entries, decisions)
            queue = review_queue(self.recognitions, said=said, contradicting=found)
        else:
            matched, _ = match(decisions, self.entries)
            decided = self.entries["recognition_id"].gather(sorted(matched)).to_list()
            queue = review_queue(self.recognitions, below, said).filter(~pl.col("recognition_id").is_in(decided))
        return queue.filter(pl.col("award_id").is_in(award_ids)) if award_ids else queue

    def keep(self, new: pl.DataFrame) -> None:
        """Writes rulings to the file, and tells which of them contradict a sure rule."""
        import polars as pl

        from warehouse.coding import contradictions
        from warehouse.coding.queue import add_decisions
        from warehouse.files import write_file
        from warehouse.release.formats import csv_bytes

        merged = add_decisions(self.decisions(), new, self.entries)
        write_file(self.file, csv_bytes(merged))
        ids = new["recognition_id"].to_list()
        for row in contradictions(self.entries, merged).filter(pl.col("recognition_id").is_in(ids)).to_dicts():
            click.echo(f"Look again: {row['recognition_id']} is now {row['kind']}. {_sure(row)}", err=True)
        click.echo(f"{counted(new.height, 'ruling')} kept in {shown_path(self.file)}; `hrd-awards build` applies them.")


def _sure(row: Mapping[str, Any]) -> str:
    return f"The rules are sure ({row['rule_confidence']:.2f}) of {row['rule_kind']}: {row['rule_reason']}."


def card(row: Mapping[str, Any]) -> str:
    """One recognition as a person reads it."""
    what = f"{row['award_id']} {row['year']}" + (f", {row['category']}" if row["category"] else "")
    said = (row["sources"] or f"{row['as_published'] or row['name']} ({row['source_url']})").split(" | ")
    lines = [f"{click.style(row['name'], bold=True)}, {what}", f"  sources say   {said[0]}"]
    lines += [f"                {text}" for text in said[1:]]
    if row["edition_mates"]:
        lines.append(f"  same edition  {row['edition_mates']}")
    if row["decided"]:
        lines.append(f"  decided       {row['decided']}")
    lines.append(f"  suggestion    {row['suggested_kind']} ({row['kind_confidence']:.2f}): {row['kind_reason']}")
    return "\n".join(lines)


def _ask(desk: _Desk, queue: pl.DataFrame, by: str) -> None:
    import polars as pl

    from schemas.vocabulary import KIND_MEANINGS, KINDS
    from warehouse.coding import contradictions
    from warehouse.coding.decisions import SCHEMA
    from warehouse.coding.queue import ruling

    def keep(row: Mapping[str, Any], kind: str, reason: str) -> None:
        one = ruling(row, kind, reason, by, date.today().isoformat())
        desk.keep(pl.DataFrame([one], schema=SCHEMA | {"recognition_id": pl.String}))

    def warn(row: Mapping[str, Any], kind: str) -> str:
        one = pl.DataFrame([ruling(row, kind, "asked", by, date.today().isoformat())], schema=SCHEMA)
        return " ".join(_sure(found) for found in contradictions(desk.entries, one).iter_rows(named=True))

    meanings = "\n".join(f"  {kind}: {meaning}" for kind, meaning in KIND_MEANINGS.items())
    decide_each(queue, card, "kind", tuple(KINDS), "suggested_kind", meanings, keep, warn)
