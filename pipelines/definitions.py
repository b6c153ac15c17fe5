"""The Dagster code location: assets, checks, jobs, schedules and sensors put together for a home and a folder of awards."""

from __future__ import annotations

import os
import warnings
from datetime import date
from pathlib import Path

import dagster as dg

warnings.filterwarnings("ignore", category=dg.BetaWarning)
warnings.filterwarnings("ignore", category=dg.PreviewWarning)

from pipelines.assets import make_assets  # noqa: E402 - the warnings come up on import
from pipelines.automation import failed_checks, failed_runs, make_jobs, make_schedule  # noqa: E402
from pipelines.checks import make_checks  # noqa: E402
from pipelines.crawling import Crawler, make_crawl, make_crawl_job, make_crawl_schedule  # noqa: E402
from pipelines.resources import StageStore, Workspace, home_folder  # noqa: E402
from scrapers.registry import award_folders, load_awards  # noqa: E402
from warehouse.fingerprint import AWARDS_DIR, Settings  # noqa: E402

AWARDS_VARIABLE = "HRD_AWARDS_AWARDS_DIR"


def define(settings: Settings, as_of: date | None = None) -> dg.Definitions:
    """Everything the UI and the command line run, for the awards that are in `settings.awards_dir` now.

    A release bears the day `as_of`, or the day of its run where none is given: a webserver outlives the day on which it loads this.
    """
    awards, _ = load_awards(settings.awards_dir)
    award_ids = [folder.name for folder in award_folders(settings.awards_dir)]
    workspace = Workspace(
        home=str(settings.home),
        awards_dir=str(settings.awards_dir),
        decisions_dir=str(settings.decisions_dir) if settings.decisions_dir else None,
        as_of=as_of.isoformat() if as_of else None,
    )
    crawled, crawl_checks = make_crawl(award_ids)
    return dg.Definitions(
        assets=[*make_assets(award_ids), *crawled],
        asset_checks=[*make_checks(awards), *crawl_checks],
        jobs=[*make_jobs(), make_crawl_job()],
        schedules=[make_schedule(award_ids), make_crawl_schedule(award_ids)],
        sensors=[failed_runs, failed_checks],
        resources={
            "crawler": Crawler(home=str(settings.home), awards_dir=str(settings.awards_dir)),
            "workspace": workspace,
            "io_manager": StageStore(home=str(settings.home)),
        },
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What `workspace.yaml` loads: home and award folders come from the environment."""
    folder = os.environ.get(AWARDS_VARIABLE)
    return define(Settings(home_folder(), Path(folder).absolute() if folder else AWARDS_DIR))
