"""`hrd-awards gaps`: the recognitions of an award beside what Wikidata says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.options import HOME, Failed
from pipelines.printing import FORMATS, print_rows

if TYPE_CHECKING:
    from scrapers.structured.wikidata import Honour


@click.command(epilog="Example: hrd-awards gaps nobel_peace_prize")
@click.argument("award_ids", nargs=-1, metavar="[AWARD]...")
@HOME
@click.option(
    "--answer", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A saved answer, for one AWARD."
)
@click.option(
    "--query", "item", default=None, metavar="ITEM", help="Only print the question about the award with this item."
)
@click.option("--all", "everything", is_flag=True, help="Also what both lists have alike.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the rows."
)
def command(
    award_ids: tuple[str, ...], home: Path, answer: Path | None, item: str | None, everything: bool, form: str
) -> None:
    """Compare the latest release with Wikidata: what only we have, what only Wikidata has, and where a kind differs.

    An award is compared when its award.yaml has `wikidata_item` and `hrd-awards crawl` kept an answer, or with --answer. Nothing is fetched.
    """
    from scrapers.structured.wikidata import AnswerError, query

    if item:
        try:
            click.echo(query(item))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        return
    if answer and len(award_ids) != 1:
        raise click.UsageError("--answer goes with one AWARD")
    from pipelines.deciding import read_latest
    from scrapers.captures import CaptureError
    from warehouse.wikidata import gaps

    (recognitions,) = read_latest(home, "recognitions")
    if unknown := set(award_ids) - set(recognitions["award_id"]):
        raise click.UsageError(f"the latest release has no award {', '.join(sorted(unknown))}")
    try:
        honours = {award_ids[0]: _read(answer)} if answer else _kept(home, award_ids)
    except (AnswerError, CaptureError) as error:
        raise Failed(f"{answer or home}: {error}") from error
    rows = gaps(recognitions, honours)
    counts = dict(rows["where"].value_counts().iter_rows())
    shown = rows if everything else rows.filter(rows["where"] != "both")
    print_rows(shown.columns, shown.iter_rows(), form)
    click.echo(
        f"{counts.get('both', 0)} in both, {counts.get('kind', 0)} in both with another kind, "
        f"{counts.get('ours', 0)} only here, {counts.get('wikidata', 0)} only in Wikidata",
        err=True,
    )


def _read(path: Path) -> list[Honour]:
    from scrapers.structured.wikidata import AnswerError, is_answer, read_honours

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise AnswerError(f"is no JSON: {error}; save the answer of the query as JSON") from error
    if not is_answer(content):
        raise AnswerError("is no SPARQL answer: save the answer of `hrd-awards gaps --query ITEM` as JSON")
    return read_honours(content)


def _kept(home: Path, award_ids: tuple[str, ...]) -> dict[str, list[Honour]]:
    from scrapers.captures.store import store_of
    from scrapers.structured.wikidata import SOURCE_NAME
    from warehouse.wikidata import latest_honours

    store = store_of(home)
    asked = award_ids or sorted({award_id for award_id, name in store.logged() if name == SOURCE_NAME})
    found = {award_id: honours for award_id in asked if (honours := latest_honours(store, award_id)) is not None}
    if missing := sorted(set(award_ids) - set(found)) or ([] if found else ["any award"]):
        raise Failed(
            f"no answer of Wikidata was kept for {', '.join(missing)}: give the award `wikidata_item: Q…` in its award.yaml and "
            "crawl it, or save an answer (--query prints the question) and give it with --answer"
        )
    return found
