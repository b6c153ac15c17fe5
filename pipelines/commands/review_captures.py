"""`hrd-awards review captures`: shows captures that the drift gate holds back, and takes a person's decision on them."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import HOME, Failed, awards_dir
from schemas.counting import counted

if TYPE_CHECKING:
    from scrapers.captures import CaptureStore
    from scrapers.captures.log import Ruling, Sighting
    from scrapers.drift import Withheld
    from scrapers.registry import Award, Source

    Waiting = tuple[Award, Path, Source, Ruling, Sighting | None]


@click.command(
    epilog='Example: hrd-awards review captures rafto_prize/official --accept --reason "the site now writes full names"'
)
@click.argument("source_ids", nargs=-1, metavar="[SOURCE]...")
@HOME
@awards_dir
@click.option("--accept", is_flag=True, help="The capture of each SOURCE takes the place of what was known.")
@click.option("--reject", is_flag=True, help="The capture of each SOURCE is set aside; the last good one serves on.")
@click.option("--reason", default="", help="Why, for the next reader; kept with the decision.")
@click.option("--by", default=None, help="Who decides; default the name of the user of this machine.")
@click.option("--json", "as_json", is_flag=True, help="What waits as a list of JSON objects.")
def command(
    source_ids: tuple[str, ...],
    home: Path,
    awards_dir: Path | None,
    accept: bool,
    reject: bool,
    reason: str,
    by: str | None,
    as_json: bool,
) -> None:
    """Show the captures that wait for a decision, row by row, or decide on those named.

    SOURCE is `award_id/source`, or an award_id for all of its sources. Before showing, captures that waited for a layout or for a mended
    one are judged again.
    """
    from scrapers.captures import CaptureError
    from scrapers.captures.store import one_crawl, store_of
    from scrapers.registry import AWARDS_DIR
    from warehouse.withholding.requests import withheld_names

    if accept and reject:
        raise click.UsageError("--accept and --reject exclude each other")
    if (accept or reject) and not source_ids:
        raise click.UsageError("name the sources to decide on; `hrd-awards review captures` lists what waits")
    store = store_of(home)
    try:
        with one_crawl(home):
            waiting = look_again(awards_dir or AWARDS_DIR, store, withheld_names(home), source_ids)
            if accept or reject:
                _decide(waiting, store, source_ids, accept, by or getpass.getuser(), reason)
                return
    except CaptureError as error:
        raise Failed(str(error)) from error
    _show(waiting, as_json)


def look_again(
    folder: Path, store: CaptureStore, withheld: Withheld, source_ids: tuple[str, ...] = ()
) -> list[Waiting]:
    """Every capture that waits for a person, after the gate looked at it again with the award.yaml of now."""
    from pipelines.commands.crawl import read_awards
    from scrapers.drift import rule_on_latest

    wanted = {source_id.partition("/")[0] for source_id in source_ids}
    logged = {award_id for award_id, _ in store.logged() if not wanted or award_id in wanted}
    if not logged:
        return []
    known = [award_id for award_id in sorted(logged) if (folder / award_id / "award.yaml").exists()]
    waiting = []
    for award, path in read_awards(folder, tuple(known)) if known else []:
        for source in award.sources:
            if source_ids and award.id not in source_ids and award.source_id(source) not in source_ids:
                continue
            log = rule_on_latest(award, path, source, store, datetime.now(UTC).date(), withheld)
            if log.waiting:
                waiting.append((award, path, source, log.waiting, log.latest))
    return waiting


def _decide(
    waiting: list[Waiting], store: CaptureStore, source_ids: tuple[str, ...], accept: bool, by: str, reason: str
) -> None:
    from scrapers.captures import CaptureError
    from scrapers.drift import decide

    found = {award.source_id(source) for award, _, source, _, _ in waiting} | {award.id for award, *_ in waiting}
    if missing := [source_id for source_id in source_ids if source_id not in found]:
        raise Failed(f"nothing waits for a decision on {', '.join(missing)}; `hrd-awards status` shows every source")
    problems = []
    for award, path, source, _, _ in waiting:
        try:
            decide(award, path, source, store, accept, by, reason)
        except CaptureError as error:
            problems.append(str(error))
            continue
        click.echo(f"{award.source_id(source)}: {'accepted' if accept else 'rejected'}")
    if problems:
        raise Failed("\n".join(problems))
    if accept:
        click.echo("`hrd-awards build` reads what was accepted.", err=True)


def _show(waiting: list[Waiting], as_json: bool) -> None:
    import json

    from pipelines.printing import print_rows, printable

    if as_json:
        click.echo(json.dumps([_facts(one) for one in waiting], ensure_ascii=False, indent=2))
        return
    for award, _, source, ruling, latest in waiting:
        seen = f", fetched {latest.at}" if latest else ""
        click.echo(f"{award.source_id(source)}: {ruling.verdict}{seen}\n  {source.url}")
        for reason in ruling.reasons:
            click.echo(f"  {printable(reason)}")
        if ruling.differences:
            print_rows(
                ("change", "year", "name", "field", "was", "is"),
                [(one.change, one.year, one.name, one.field, one.before, one.after) for one in ruling.differences],
            )
        click.echo()
    click.echo(
        f"{counted(len(waiting), 'capture waits', 'captures wait')} for a decision"
        if waiting
        else "No capture waits for a decision.",
        err=True,
    )


def _facts(one: Waiting) -> dict[str, Any]:
    award, _, source, ruling, latest = one
    facts = asdict(ruling) | {"source_id": award.source_id(source), "url": source.url}
    return facts | {"fetched_at": latest.at if latest else None}
