"""Runs the `dataset` job in this process and tells a person how far it is and what came out. What the job does is in `assets`."""

from __future__ import annotations

import logging
import sys
import time

import click

from pipelines.progress import watched
from pipelines.telling import bars, lines
from schemas.contracts import ContractError
from scrapers.captures import CaptureError
from scrapers.registry import AwardError
from warehouse.files import BusyError
from warehouse.fingerprint import Settings
from warehouse.load import LoadError
from warehouse.release.store import ReleaseError
from warehouse.rulings import DecisionError
from warehouse.withholding.entries import WithholdingError

EXPECTED = (
    AwardError,
    BusyError,
    CaptureError,
    ContractError,
    DecisionError,
    LoadError,
    OSError,
    ReleaseError,
    WithholdingError,
)
"""What can go wrong in a build and says what to do; anything else is a fault of the program and shows where."""


def build_and_tell(settings: Settings, plain: bool) -> list[str]:
    """Builds, prints progress and a summary, and returns what a person must mend; empty when all went well."""
    started = time.monotonic()
    watcher = lines if plain or not sys.stdout.isatty() else bars
    with watcher() as tell, watched(tell):
        tell("Starting", 0, 0)
        errors = run_build(settings)
    if not errors or (settings.home / "releases" / "latest").exists():
        from pipelines.summary import summary_text

        click.echo(summary_text(settings, time.monotonic() - started))
    return errors


def run_build(settings: Settings) -> list[str]:
    """Runs the job over all awards; the errors that a person must mend, those of single awards included."""
    import dagster as dg

    from pipelines.automation import JOB, whole_range
    from pipelines.checks import broken_contracts
    from pipelines.definitions import define
    from pipelines.resources import read_stage, stage_folder
    from scrapers.registry import award_folders

    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        award_ids = [folder.name for folder in award_folders(settings.awards_dir)]
        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        with dg.DagsterInstance.ephemeral() as instance:
            job = define(settings).resolve_job_def(JOB)
            quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
            job.execute_in_process(instance=instance, tags=whole_range(award_ids), run_config=quiet)
    except EXPECTED as error:
        return [str(error)]
    except dg.DagsterError:
        # A blocking check that failed: what it found stands in the check, and is looked up again for people without the UI.
        broken = broken_contracts(read_stage(stage_folder(settings.home, "tables")))
        if not broken:
            raise
        return [str(ContractError(broken))]
    return list(read_stage(stage_folder(settings.home, "tables")).notes["errors"].values())
