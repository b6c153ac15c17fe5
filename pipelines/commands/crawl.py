"""`hrd-awards crawl`: fetches the sources of awards and judges what came. It only adds captures; `build` reads them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.options import HOME, Failed, awards_dir
from schemas.counting import counted

if TYPE_CHECKING:
    from scrapers.registry import Award
    from scrapers.web.crawl import Report
    from scrapers.web.policy import Policy


@click.command(epilog="Example: HRD_AWARDS_CONTACT=me@example.org hrd-awards crawl sakharov_prize rafto_prize")
@click.argument("award_ids", nargs=-1, metavar="[AWARD]...")
@HOME
@awards_dir
@click.option("--fresh", is_flag=True, help="Fetch everything, also what a crawl that was broken off fetched today.")
@click.option("--requests", type=click.IntRange(1), default=None, help="Most requests of this run; default 2000.")
@click.option(
    "--minutes", type=click.FloatRange(0, min_open=True), default=None, help="Most minutes of this run; default 360."
)
@click.option("--json", "as_json", is_flag=True, help="The results as a list of JSON objects.")
def command(
    award_ids: tuple[str, ...],
    home: Path,
    awards_dir: Path | None,
    fresh: bool,
    requests: int | None,
    minutes: float | None,
    as_json: bool,
) -> None:
    """Fetch the pages of the awards named, or of all, and keep what came.

    A capture that keeps what was known takes its place; one that does not waits for `hrd-awards review captures`. A crawl that was
    broken off goes on where it stopped. Site owners must be able to reach you: set HRD_AWARDS_CONTACT.
    """
    from scrapers.captures import CaptureError
    from scrapers.executors import ExecutorError
    from scrapers.registry import AWARDS_DIR
    from scrapers.web.policy import PolicyError, policy_from

    awards = read_awards(awards_dir or AWARDS_DIR, award_ids)
    try:
        policy = policy_from()
        if requests is not None:
            policy = replace(policy, requests=requests)
        if minutes is not None:
            policy = replace(policy, run_seconds=60 * minutes)
        report = crawl_awards(awards, home, policy, fresh)
    except (CaptureError, ExecutorError, PolicyError, OSError) as error:
        raise Failed(str(error)) from error
    except KeyboardInterrupt:
        raise Failed("stopped; `hrd-awards crawl` with the same awards goes on where this stopped") from None
    _tell(report, as_json)


def crawl_awards(awards: list[tuple[Award, Path]], home: Path, policy: Policy, fresh: bool = False) -> Report:
    """Crawls `awards` into `home`; CaptureError when another crawl runs, PolicyError when nobody could be reached about it."""
    from pipelines.progress import watched
    from pipelines.telling import bars
    from scrapers.captures.store import one_crawl, store_of
    from scrapers.executors import executor_of
    from scrapers.web.crawl import crawl, tasks_of
    from scrapers.web.policy import PolicyError
    from warehouse.withholding.requests import withheld_names

    tasks = tasks_of(awards)
    if policy.contact is None and not policy.admit_loopback:
        raise PolicyError(
            "nobody could be reached about this crawl: set HRD_AWARDS_CONTACT to a mail or web address of yours, and "
            "HRD_AWARDS_PROJECT_URL to a page about the project; both go into the User-Agent"
        )
    with one_crawl(home), executor_of() as executor, _without_withheld_names(home):
        withheld = withheld_names(home)
        if not sys.stderr.isatty() or not sys.stdout.isatty():
            return crawl(tasks, store_of(home), policy, fresh=fresh, executor=executor, withheld=withheld)
        with bars() as tell, watched(tell):
            return crawl(
                tasks,
                store_of(home),
                policy,
                fresh=fresh,
                executor=executor,
                withheld=withheld,
                progress=lambda _, done, total: tell("Fetching pages", done, total),
            )


@contextmanager
def _without_withheld_names(home: Path) -> Iterator[None]:
    """Afterwards, also after an interruption, no capture that came holds a name that was withheld in this home."""
    try:
        yield
    finally:
        if (home / "withheld").exists():
            from warehouse.withholding.requests import keep_captures_withheld

            keep_captures_withheld(home)


def read_awards(folder: Path, award_ids: tuple[str, ...]) -> list[tuple[Award, Path]]:
    """The awards named, or all, with their folders; one that cannot be read is told and left out, unless it was named."""
    from scrapers.registry import AwardError, award_folders, load_award

    known = {path.name: path for path in award_folders(folder)}
    if unknown := [award_id for award_id in award_ids if award_id not in known]:
        raise click.UsageError(f"there is no award {', '.join(unknown)} in {folder}")
    awards = []
    for award_id in award_ids or sorted(known):
        try:
            awards.append((load_award(known[award_id]), known[award_id]))
        except AwardError as error:
            if award_ids:
                raise Failed(str(error)) from error
            click.echo(f"{award_id} is left out: {error}", err=True)
    return awards


def _tell(report: Report, as_json: bool) -> None:
    from pipelines.printing import print_rows

    columns = ("source", "outcome", "verdict", "message")
    rows = [
        (one.source_id, one.outcome, one.verdict, "; ".join(filter(None, (one.message, *one.reasons))) or None)
        for one in report.results
    ]
    notable = [row for row in rows if as_json or row[1] not in ("unchanged", "captured") or row[2] != "accepted"]
    if notable or as_json:
        print_rows(columns, notable, "json" if as_json else "table")
    counts = report.counts()
    click.echo(
        ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing to fetch", err=True
    )
    if counts["waiting"]:
        click.echo("`hrd-awards review captures` shows what waits for a decision.", err=True)
    if report.left:
        click.echo(
            f"The budget is spent; {counted(len(report.left), 'source is', 'sources are')} left: `hrd-awards crawl` goes on where this stopped.",
            err=True,
        )
    if report.results and counts["captured"] + counts["unchanged"] == 0:
        raise Failed("no page came; the reasons are above")
