"""`hrd-awards status`: how fresh the sources of each award are, and what a person should look at. Reads and changes nothing else."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.options import HOME, Failed, awards_dir
from schemas.counting import counted

if TYPE_CHECKING:
    from scrapers.captures import CaptureStore
    from scrapers.captures.freshness import Freshness

COLUMNS = ("award", "last seen", "last changed", "newest", "next", "due by", "stale", "problems")


@click.command(epilog="Example: hrd-awards status sakharov_prize")
@click.argument("award_ids", nargs=-1, metavar="[AWARD]...")
@HOME
@awards_dir
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day to look from; default today.")
@click.option("--problems", is_flag=True, help="Only awards that a person should look at.")
@click.option("--json", "as_json", is_flag=True, help="A list of JSON objects, one per award, with its sources.")
def command(
    award_ids: tuple[str, ...],
    home: Path,
    awards_dir: Path | None,
    as_of: datetime | None,
    problems: bool,
    as_json: bool,
) -> None:
    """Show for each award when its pages were last seen and last changed, which edition comes next, and what is wrong.

    For a single AWARD also each of its sources, and those that are declared but not read because they have no layout.
    """
    import json

    from pipelines.printing import print_rows, printable
    from scrapers.captures.store import store_of
    from scrapers.registry import AWARDS_DIR

    today = as_of.date() if as_of else datetime.now(UTC).date()
    told, errors = look(awards_dir or AWARDS_DIR, award_ids, store_of(home), today)
    shown = [one for one in told if one.problems or not problems]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in shown], ensure_ascii=False, indent=2, default=str))
    elif len(award_ids) == 1 and shown:
        print_rows(
            ("source", "read", "last seen", "last changed", "outcome", "verdict", "newest", "problem"),
            [
                (s.source_id, s.serves, s.last_seen, s.last_changed, s.outcome, s.verdict, s.newest_year, s.problem)
                for s in shown[0].sources
            ],
        )
        for problem in shown[0].problems:
            click.echo(printable(problem))
    else:
        print_rows(COLUMNS, [_row(one) for one in shown])
    never = sum(1 for one in told if not any(source.tried for source in one.sources))
    _close(told, never, errors)


def look(
    folder: Path, award_ids: tuple[str, ...], store: CaptureStore, today: date
) -> tuple[list[Freshness], dict[str, str]]:
    """The freshness of the awards named, or of all, and the errors of those that cannot be looked at."""
    from pipelines.commands.crawl import read_awards
    from scrapers.captures.freshness import all_freshness

    return all_freshness(read_awards(folder, award_ids), store, today)


def _row(one: Freshness) -> tuple[object, ...]:
    return (
        one.award_id,
        one.last_seen,
        one.last_changed,
        one.newest_edition,
        one.next_edition,
        one.due_by,
        "stale" if one.stale else "",
        "; ".join(problem.removeprefix(f"{one.award_id}: ") for problem in one.problems),
    )


def _close(told: list[Freshness], never: int, errors: dict[str, str]) -> None:
    unread = sum(1 for one in told for source in one.sources if source.serves == "nothing")
    click.echo(
        f"{counted(len(told), 'award')}; {sum(1 for one in told if one.problems)} with something to look at, {never} never crawled, "
        f"{counted(unread, 'source')} that nothing is read from yet",
        err=True,
    )
    if errors:
        raise Failed("\n".join(f"{award_id}: {error}" for award_id, error in errors.items()))
