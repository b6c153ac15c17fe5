"""Runs the `dataset` job in this process and tells a person how far it is and what came out. What the job does is in `assets`."""

from __future__ import annotations

import errno
import gc
import logging
import os
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pipelines.progress import watched
from pipelines.summary import summary_text
from pipelines.telling import bars, lines
from schemas.contracts import ContractError
from scrapers.captures import CaptureError
from scrapers.executors import ExecutorError
from scrapers.registry import AwardError, award_folders
from warehouse.corroborate.kept import corroborate_ahead
from warehouse.files import BusyError, one_writer
from warehouse.fingerprint import LOCK, Settings
from warehouse.load import LoadError
from warehouse.readings import reading_ahead
from warehouse.release.store import ReleaseError
from warehouse.rulings import DecisionError
from warehouse.withholding.entries import WithholdingError

if TYPE_CHECKING:
    from dagster import DagsterInstance, JobDefinition

EXPECTED = (
    AwardError,
    BusyError,
    CaptureError,
    ContractError,
    DecisionError,
    ExecutorError,
    LoadError,
    OSError,
    ReleaseError,
    WithholdingError,
)
"""What can go wrong in a build and says what to do; anything else is a fault of the program and shows where."""


@dataclass(frozen=True)
class Outcome:
    """What a run leaves behind: `notes` of the build (empty when it did not come so far), and errors that a person must mend."""

    notes: dict[str, Any]
    errors: list[str]
    published: bool


def build_and_tell(settings: Settings, plain: bool) -> list[str]:
    """Builds, prints progress and a summary, and returns what a person must mend; empty when all went well."""
    started = time.monotonic()
    watcher = lines if plain or not sys.stdout.isatty() else bars
    with watcher() as tell, watched(tell):
        tell("Starting", 0, 0)
        outcome = run_build(settings)
    click.echo()
    if outcome.published:
        click.echo(summary_text(settings.home, outcome.notes, time.monotonic() - started))
    elif (settings.home / "releases" / "latest").exists():
        click.echo("Nothing was published; the release that stood before still stands.", err=True)
    return outcome.errors


def run_build(settings: Settings) -> Outcome:
    """Runs the job over all awards; errors include those of single awards."""
    # Millions of small objects live as long as the run: looking for garbage among them takes a tenth of its time.
    gc.disable()
    try:
        # The lock is the one that the job takes again: no other build may read into this home meanwhile.
        with one_writer(settings.home, LOCK), reading_ahead(settings, corroborate_ahead):
            # All this takes as long as reading half of the awards does.
            from dagster import DagsterInstance

            from pipelines.automation import JOB
            from pipelines.definitions import define

            job = define(settings, settings.as_of).resolve_job_def(JOB)
            instance = DagsterInstance.ephemeral()
            # Imported sooner or later: best while other processes read.
            import_module("pandera.polars")
        with instance:
            return _run_job(job, instance, settings)
    except EXPECTED as error:
        return Outcome({}, [str(error)], published=False)
    except Exception as error:
        # Libraries wrap what the disk says in errors of their own.
        said = disk_trouble(error)
        if not said:
            raise
        text = f"{settings.home}: {said}: mend that, then build again; what was published before stands"
        return Outcome({}, [text], published=False)


def disk_trouble(error: BaseException) -> str | None:
    """What the operating system said about the disk, where an error goes back to that."""
    for one in (error, getattr(error, "user_exception", None), error.__cause__):
        for said in (
            os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)
        ):
            if said in str(one):
                return said
    return None


def _run_job(job: JobDefinition, instance: DagsterInstance, settings: Settings) -> Outcome:
    from dagster import DagsterError

    from pipelines.automation import whole_range
    from pipelines.checks import broken_contracts
    from pipelines.resources import read_notes, read_stage, stage_folder

    award_ids = [folder.name for folder in award_folders(settings.awards_dir)]
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    # Nobody reads the history of this run: it ends with the process, and keeping it takes as long as reading all awards.
    instance.event_log_storage.store_event = _forget  # type: ignore[method-assign]
    tables = stage_folder(settings.home, "tables")
    try:
        job.execute_in_process(instance=instance, tags=whole_range(award_ids), run_config=quiet)
    except DagsterError as error:
        cause = getattr(error, "user_exception", None)
        if isinstance(cause, EXPECTED):
            raise cause from error
        # A blocking check that failed: what it found stands in the check, and is looked up again for people without the UI.
        broken = broken_contracts(read_stage(tables))
        if not broken:
            raise
        raise ContractError(broken) from error
    notes = read_notes(tables)
    return Outcome(notes, list(notes["errors"].values()), published=True)


def _forget(event: object) -> None:
    """Keeps no event."""
