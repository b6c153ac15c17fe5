"""When things run by themselves, and who is told when something goes wrong: jobs, schedules, sensors."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import dagster as dg

from pipelines.alerts import ALERT_MAIL, ALERT_URL, ALERTS_FILE, alert
from pipelines.assets import GROUP, PREVIEW_GROUP

JOB = "dataset"
SCHEDULE = "HRD_AWARDS_SCHEDULE"
"""Environment: when the dataset is built (cron, UTC)."""
DEFAULT_CRON = "0 4 * * *"
RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"

MOST_SECONDS = "dagster/max_runtime"
"""Tag: a run that takes longer is ended by the daemon."""


def whole_range(award_ids: Iterable[str]) -> dict[str, str]:
    """Tags that make one run materialize every award."""
    ordered = sorted(award_ids)
    return {RANGE_START: ordered[0], RANGE_END: ordered[-1]} if ordered else {}


def make_jobs() -> list[Any]:
    """The whole build in one process (the graph that `make dataset` runs), and the same up to a preview instead of a release."""
    build = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.groups(GROUP),
        executor_def=dg.in_process_executor,
        description="Builds the dataset from captures and decisions and publishes a release when its content changed.",
        tags={MOST_SECONDS: "1800"},
    )
    preview = dg.define_asset_job(
        "release_preview",
        # not the crawl, which stands before it all
        selection=dg.AssetSelection.assets("preview").upstream() & dg.AssetSelection.groups(GROUP, PREVIEW_GROUP),
        executor_def=dg.in_process_executor,
        description="Builds all tables and says what would change; publishes nothing.",
        tags={MOST_SECONDS: "1800"},
    )
    return [build, preview]


def make_schedule(award_ids: list[str]) -> dg.ScheduleDefinition:
    """Builds every day; off until someone switches it on, unless the environment names a time."""
    cron = os.environ.get(SCHEDULE, "").strip()

    @dg.schedule(
        name="daily_build",
        job_name=JOB,
        cron_schedule=cron or DEFAULT_CRON,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if cron else dg.DefaultScheduleStatus.STOPPED,
        description=f"Builds the dataset; {SCHEDULE} sets another time (cron, UTC) and switches it on.",
    )
    def daily_build() -> dg.RunRequest:
        return dg.RunRequest(tags=whole_range(award_ids))

    return daily_build


@dg.run_failure_sensor(
    name="failed_runs",
    description=f"Tells of every failed run: a line in {ALERTS_FILE} of the home, a POST to {ALERT_URL} and a mail to {ALERT_MAIL} where set.",
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    run = context.dagster_run
    alert(
        {"what": "run failed", "job": run.job_name, "run": run.run_id, "why": reason_of_failure(context)}, context.log
    )
    tell_failed_checks(context)


@dg.run_status_sensor(
    name="failed_checks",
    run_status=dg.DagsterRunStatus.SUCCESS,
    description="Tells of every failed check of a run that went through (Dagster itself keeps silent about those).",
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
)
def failed_checks(context: dg.RunStatusSensorContext) -> None:
    tell_failed_checks(context)


def reason_of_failure(context: dg.RunFailureSensorContext) -> str:
    """What the failed steps of a run said, in the words of the error itself."""
    causes = []
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        causes.append(f"{event.step_key}: {error.message.strip() if error else event.message}")
    return "\n".join(causes) or context.failure_event.message or "no reason was recorded"


def tell_failed_checks(context: dg.RunStatusSensorContext) -> None:
    """An alert for every check of the run that failed."""
    run_id = context.dagster_run.run_id
    for record in context.instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
        event = record.dagster_event
        check = event.asset_check_evaluation_data if event else None
        if check is None or check.passed:
            continue
        table = check.metadata.get("table")
        facts = {
            "what": "check failed",
            "asset": check.asset_key.to_user_string(),
            "check": check.check_name,
            "severity": check.severity.value,
            "run": run_id,
            "why": str(table.value) if table else check.description,
        }
        alert(facts, context.log)
