"""The crawl in Dagster: what each visit brought per award, how fresh every award is, the job that builds after it, and its schedule.

How pages are fetched is in `scrapers.web`, whether they are taken in `scrapers.drift`; nothing here touches the network by itself.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.assets import GROUP, POOL
from pipelines.automation import MOST_SECONDS, whole_range
from pipelines.tables import markdown
from schemas.counting import counted
from scrapers.captures import CaptureError, CaptureStore, store_of
from scrapers.captures.freshness import Freshness, all_freshness
from scrapers.registry import Award, AwardError, load_award

CRAWL_GROUP = "crawl"
CRAWL_JOB = "crawl_then_build"
CRAWL_SCHEDULE = "HRD_AWARDS_CRAWL_SCHEDULE"
"""Environment: when pages are crawled (cron, UTC); setting it switches the schedule on."""
WEEKLY = "0 2 * * 1"
WARN = dg.AssetCheckSeverity.WARN

CRAWLED = """\
What the latest visit to the pages of each award brought: captures that are kept, seen unchanged, refused or failed, and what the drift
gate made of them. A visit only ever adds captures; what a build reads changes when one is accepted.

**When it fails** nobody could be reached about the crawl (set `HRD_AWARDS_CONTACT`), another crawl writes the same captures (wait for
it), or the place of the captures cannot be reached. A run that was ended goes on where it stopped when it is started again within a day.
"""
FRESHNESS = """\
How fresh each award is: when its pages were last seen and last changed, which edition comes next, and what a person should look at.

**When a check fails** look at `hrd-awards status AWARD_ID`; a capture in quarantine is decided on with `hrd-awards review captures`.
"""
COLUMNS = ("award", "last seen", "last changed", "newest edition", "next", "due by", "stale", "problems")


class Crawler(dg.ConfigurableResource):
    """Where captures are kept and which awards are crawled; most requests and minutes of a run, where others than usual are wanted."""

    home: str
    awards_dir: str
    requests: int | None = None
    minutes: float | None = None
    fresh: bool = False

    def awards(self, award_ids: Iterable[str]) -> tuple[list[tuple[Award, Path]], dict[str, str]]:
        """The awards with their folders, and the errors of those that cannot be read."""
        found, problems = [], {}
        for award_id in award_ids:
            folder = Path(self.awards_dir) / award_id
            try:
                found.append((load_award(folder), folder))
            except AwardError as error:
                problems[award_id] = str(error)
        return found, problems


def make_crawl(award_ids: Iterable[str]) -> tuple[list[dg.AssetsDefinition], list[dg.AssetChecksDefinition]]:
    """The assets and checks of the crawl over the partitions `award_ids`."""
    awards = dg.StaticPartitionsDefinition(sorted(award_ids))

    @dg.asset(
        description=CRAWLED,
        group_name=CRAWL_GROUP,
        partitions_def=awards,
        backfill_policy=dg.BackfillPolicy.single_run(),
        kinds={"html"},
        pool=POOL,
    )
    def crawled_pages(context: dg.AssetExecutionContext, crawler: Crawler) -> None:
        from pipelines.commands.crawl import crawl_awards
        from scrapers.web.policy import PolicyError, policy_from

        found, problems = crawler.awards(context.partition_keys)
        try:
            policy = policy_from()
            policy = replace(policy, requests=crawler.requests or policy.requests)
            policy = replace(policy, run_seconds=60 * crawler.minutes if crawler.minutes else policy.run_seconds)
            report = crawl_awards(found, Path(crawler.home), policy, crawler.fresh)
        except (CaptureError, PolicyError) as error:
            raise dg.Failure(str(error)) from error
        context.log.info(
            f"{counted(report.requests, 'request')}; {report.counts()}; {counted(len(report.left), 'source is', 'sources are')} left"
        )
        store = store_of(Path(crawler.home))
        for award, folder in found:
            mine = [result for result in report.results if result.award_id == award.id]
            left = [source_id for source_id in report.left if source_id.startswith(f"{award.id}/")]
            rows = [(r.source_id, r.outcome, r.verdict, "; ".join(filter(None, (r.message, *r.reasons)))) for r in mine]
            rows += [(source_id, "left", None, "the budget was spent; the next run goes on here") for source_id in left]
            facts = {
                "sources": markdown(["source", "outcome", "verdict", "what happened"], rows),
                "waiting": sum(1 for result in mine if result.verdict in ("review", "quarantined")),
            }
            context.add_asset_metadata(facts | _differences(award, store), partition_key=award.id)
            problems |= _problems_of(award, folder, store)
        for award_id, problem in problems.items():
            context.add_asset_metadata({"problem": problem}, partition_key=award_id)
        if report.results and all(result.outcome in ("failed", "refused") for result in report.results):
            raise dg.Failure(f"no page came; the first source says: {report.results[0].message}")

    @dg.asset(description=FRESHNESS, group_name=CRAWL_GROUP, deps=[crawled_pages], kinds={"markdown"})
    def freshness(crawler: Crawler) -> dg.MaterializeResult[None]:
        told, errors = _look(crawler, awards.get_partition_keys())
        return dg.MaterializeResult(
            metadata={
                "awards": len(told),
                "with something to look at": sum(1 for one in told if one.problems),
                "stale": sum(1 for one in told if one.stale),
                "never crawled": sum(1 for one in told if not any(source.tried for source in one.sources)),
                "freshness": markdown(COLUMNS, [_row(one) for one in told]),
                "cannot be looked at": markdown(["award", "what to do"], errors.items()),
            }
        )

    @dg.multi_asset_check(
        name="freshness_checks",
        specs=[
            _spec("no_capture_waits", "No capture waits for a person's decision."),
            _spec("every_page_came", "Every page that was asked for came, or was said not to have changed."),
            _spec(
                "every_edition_came", "No edition is overdue, and no page is frozen past the month of its announcement."
            ),
        ],
    )
    def checks(crawler: Crawler) -> Iterator[dg.AssetCheckResult]:
        told, errors = _look(crawler, awards.get_partition_keys())
        sources = [source for one in told for source in one.sources]
        held = [(s.source_id, s.problem) for s in sources if s.verdict in ("review", "quarantined")]
        lost = [(s.source_id, s.problem) for s in sources if s.outcome in ("failed", "refused")]
        late = [
            (one.award_id, problem)
            for one in told
            for problem in one.problems
            if problem.startswith(f"{one.award_id}:")
        ]
        yield _result("no_capture_waits", held)
        yield _result("every_page_came", lost + list(errors.items()))
        yield _result("every_edition_came", late)

    return [crawled_pages, freshness], [checks]


def _look(crawler: Crawler, award_ids: Iterable[str]) -> tuple[list[Freshness], dict[str, str]]:
    found, problems = crawler.awards(award_ids)
    told, errors = all_freshness(found, store_of(Path(crawler.home)), datetime.now(UTC).date())
    return told, problems | errors


def _row(one: Freshness) -> tuple[object, ...]:
    stale = "stale" if one.stale else ""
    return (
        one.award_id, one.last_seen, one.last_changed, one.newest_edition, one.next_edition, one.due_by, stale,
        "; ".join(problem.removeprefix(f"{one.award_id}: ") for problem in one.problems),
    )  # fmt: skip


def _problems_of(award: Award, folder: Path, store: CaptureStore) -> dict[str, str]:
    told, errors = all_freshness([(award, folder)], store, datetime.now(UTC).date())
    return errors | {one.award_id: "\n".join(one.problems) for one in told if one.problems}


def _differences(award: Award, store: CaptureStore) -> dict[str, Any]:
    """The rows in which captures that wait differ from what is known."""
    rows = []
    for source in award.sources:
        try:
            waiting = store.log(award.id, source.name).waiting
        except CaptureError:
            continue
        for one in waiting.differences if waiting else ():
            rows.append((award.source_id(source), one.change, one.year, one.name, one.field, one.before, one.after))
    return {"differences": markdown(["source", "change", "year", "name", "field", "was", "is"], rows)} if rows else {}


def _spec(name: str, description: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(name, asset=dg.AssetKey("freshness"), description=description)


def _result(name: str, problems: Sequence[tuple[str, str | None]]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=dg.AssetKey("freshness"),
        passed=not problems,
        severity=WARN,
        description=f"{len(problems)} found" if problems else None,
        metadata={"problems": len(problems), "table": markdown(["where", "what"], problems)} if problems else {},
    )


def make_crawl_job() -> Any:
    """Crawls every award, then builds with what was accepted, in one process."""
    return dg.define_asset_job(
        CRAWL_JOB,
        selection=dg.AssetSelection.groups(CRAWL_GROUP, GROUP),
        executor_def=dg.in_process_executor,
        description="Fetches the pages of every award, judges what came, then builds the dataset and publishes what changed.",
        tags={MOST_SECONDS: "28800"},
    )


def make_crawl_schedule(award_ids: list[str]) -> dg.ScheduleDefinition:
    """Crawls every week; off until someone switches it on, unless the environment names a time."""
    cron = os.environ.get(CRAWL_SCHEDULE, "").strip()

    @dg.schedule(
        name="weekly_crawl",
        job_name=CRAWL_JOB,
        cron_schedule=cron or WEEKLY,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if cron else dg.DefaultScheduleStatus.STOPPED,
        description=f"Crawls, then builds; {CRAWL_SCHEDULE} sets another time (cron, UTC) and switches it on.",
    )
    def weekly_crawl() -> dg.RunRequest:
        return dg.RunRequest(tags=whole_range(award_ids))

    return weekly_crawl
