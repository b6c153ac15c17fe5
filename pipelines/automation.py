"""When things run by themselves, and who is told when something goes wrong: jobs, schedules, sensors."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.assets import GROUP, PREVIEW_GROUP
from pipelines.resources import home_folder

JOB = "dataset"
ALERTS_FILE = "alerts.jsonl"
ALERT_URL = "HRD_AWARDS_ALERT_URL"
SCHEDULE = "HRD_AWARDS_SCHEDULE"
"""Environment: where alerts are posted to, and when the dataset is built (cron, UTC)."""
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
    description=f"Tells of every failed run: a line in {ALERTS_FILE} of the home, and a POST to {ALERT_URL} when that is set.",
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


def alert(facts: dict[str, Any], log: Any, home: Path | None = None) -> None:
    """Writes `facts` as a line of alerts.jsonl in the home and posts them where the environment says; a dead address is logged."""
    line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **facts}, ensure_ascii=False)
    file = (home or home_folder()) / ALERTS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as alerts:
        alerts.write(line + "\n")
    log.warning(line)
    url = os.environ.get(ALERT_URL)
    if not url:
        return
    import requests

    try:
        requests.post(
            url, data=line.encode(), headers={"Content-Type": "application/json"}, timeout=10
        ).raise_for_status()
    except requests.RequestException as error:
        log.error(f"{ALERT_URL}: the alert could not be posted ({error}); it is in {file}")
