"""The crawl in Dagster: crawl, then build; what an operator sees of it; checks that fail are told; schedules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from pipelines.alerts import ALERTS_FILE
from pipelines.automation import JOB, failed_checks, whole_range
from pipelines.crawling import CRAWL_JOB, CRAWL_SCHEDULE
from pipelines.definitions import define
from tests.award_folders import ROWS, page, published, write_award
from tests.site import Site, live_task, running_site
from warehouse.build import Settings

AWARDS = ["river_prize", "stone_medal"]


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as one:
        yield one


@pytest.fixture
def settings(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HRD_AWARDS_TEST_ADMIT_LOOPBACK", "1")
    monkeypatch.setenv("HRD_AWARDS_PACE", "0")
    monkeypatch.setenv("HRD_AWARDS_HOME", str(tmp_path / "home"))
    live_task(tmp_path / "awards", site, bundled=page(ROWS[:4]))
    folder = write_award(tmp_path / "awards", "stone_medal")
    text = (folder / "award.yaml").read_text(encoding="utf-8")
    (folder / "award.yaml").write_text(text + "  crawl: false\n", encoding="utf-8")
    return Settings(tmp_path / "home", tmp_path / "awards", None, date(2026, 11, 24))


def run(settings: Settings, instance: dg.DagsterInstance, job: str = CRAWL_JOB) -> dg.ExecuteInProcessResult:
    resolved = define(settings).resolve_job_def(job)
    return resolved.execute_in_process(instance=instance, tags=whole_range(AWARDS), raise_on_error=False)


def facts(result: dg.ExecuteInProcessResult, asset: str, partition: str | None = None) -> dict[str, object]:
    """What the run says of an asset, or of one partition of it."""
    events = [event for event in result.get_asset_materialization_events() if event.asset_key == dg.AssetKey(asset)]
    [event] = [event for event in events if event.partition == partition]
    return {name: one.value for name, one in event.materialization.metadata.items()}


def test_crawl_then_build(settings: Settings, site: Site) -> None:
    site.put("/laureates", page())
    with dg.DagsterInstance.ephemeral() as instance:
        result = run(settings, instance)
        assert result.success
        steps = [event.step_key for event in result.all_events if event.is_step_success]
        assert steps.index("crawled_pages") < steps.index("captures") < steps.index("release")
        assert "| river_prize/page | captured | accepted |" in str(
            facts(result, "crawled_pages", "river_prize")["sources"]
        )
        assert facts(result, "freshness")["never crawled"] == 1
        assert ROWS[4][1] in published(settings.home)["csv/recognitions.csv"].decode()

        site.put("/laureates", page(ROWS[1:]))
        again = run(settings, instance)
        assert again.success
        told = facts(again, "crawled_pages", "river_prize")
        assert told["waiting"] == 1
        assert "lost | 2001 | Ada Example" in str(told["differences"])
        assert "| stale |" in str(facts(again, "freshness")["freshness"])
        assert ROWS[0][1] in published(settings.home)["csv/recognitions.csv"].decode()
        failed = {one.check_name for one in again.get_asset_check_evaluations() if not one.passed}
        assert failed == {"no_capture_waits", "every_award_is_fresh"}
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_checks",
            dagster_instance=instance,
            dagster_run=again.dagster_run,
            dagster_event=again.all_events[-1],
        )
        failed_checks(context)
    alerts = [json.loads(line) for line in (settings.home / ALERTS_FILE).read_text(encoding="utf-8").splitlines()]
    assert {alert["check"] for alert in alerts} == failed
    assert any("1 row lost" in alert["why"] for alert in alerts)


def test_no_other_job_crawls(settings: Settings) -> None:
    definitions = define(settings)
    crawls = {
        job: "crawled_pages" in {node.name for node in definitions.resolve_job_def(job).graph.nodes}
        for job in (JOB, "release_preview", CRAWL_JOB)
    }
    assert crawls == {JOB: False, "release_preview": False, CRAWL_JOB: True}


def test_one_award_is_crawled_by_itself(settings: Settings, site: Site) -> None:
    site.put("/laureates", page())
    job = define(settings).resolve_job_def(CRAWL_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            instance=instance, partition_key="river_prize", asset_selection=[dg.AssetKey("crawled_pages")]
        )
    assert result.success
    assert site.paths() == ["/robots.txt", "/laureates"]
    assert not (settings.home / "releases").exists()


def test_a_crawl_that_nobody_can_be_reached_about_fails(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HRD_AWARDS_TEST_ADMIT_LOOPBACK")
    monkeypatch.delenv("HRD_AWARDS_CONTACT", raising=False)
    job = define(settings).resolve_job_def(CRAWL_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            instance=instance,
            partition_key="river_prize",
            asset_selection=[dg.AssetKey("crawled_pages")],
            raise_on_error=False,
        )
    assert not result.success
    assert any(
        "HRD_AWARDS_CONTACT" in str(event.event_specific_data) for event in result.all_events if event.is_failure
    )
    assert site.asked == []


def test_the_schedule_is_off_until_it_is_switched_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def schedule() -> dg.ScheduleDefinition:
        return define(settings).resolve_schedule_def("weekly_crawl")

    monkeypatch.delenv(CRAWL_SCHEDULE, raising=False)
    assert schedule().default_status == dg.DefaultScheduleStatus.STOPPED
    monkeypatch.setenv(CRAWL_SCHEDULE, "0 3 * * 6")
    assert (schedule().default_status, schedule().cron_schedule) == (dg.DefaultScheduleStatus.RUNNING, "0 3 * * 6")
