"""Options and answers that the commands share; what a command does is in its own module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    envvar="HRD_AWARDS_HOME",
    show_default=True,
    show_envvar=True,
    help="Folder for captures, statements, the warehouse and releases.",
)


def awards_dir(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --awards-dir; the bundled folder is looked up only when the command runs."""
    return click.option(
        "--awards-dir",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=None,
        help="Folder of award folders to work on instead of the bundled one.",
    )(command)


class Failed(click.ClickException):
    """Ends a command with exit status 1 and a reason a person can act on."""

    exit_code = 1
