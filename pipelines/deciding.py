"""What `review kinds` and `review recipients` share: the options, the release they look at, and asking a person for one ruling after another.

Not here: what is asked and what a ruling does, which are the commands' matter.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import HOME, Failed
from schemas.counting import counted

if TYPE_CHECKING:
    import polars as pl

STOP, SKIP = "q", ""


def review_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that shows a queue and takes rulings."""
    file = click.Path(path_type=Path, dir_okay=False)
    for option in reversed(
        (
            HOME,
            click.option(
                "--export", "to", type=file, help="Write the queue as CSV, to be filled in in any spreadsheet."
            ),
            click.option(
                "--import", "filled", type=file, help="Check a queue that was filled in, and keep its rulings."
            ),
            click.option("--limit", type=click.IntRange(min=1), help="Show or export at most so many."),
            click.option("--by", default=None, help="Who decides; default the name of the user of this machine."),
            click.option(
                "--decisions-dir",
                type=click.Path(path_type=Path, exists=True, file_okay=False),
                default=None,
                help="Folder of decision files to write into instead of the bundled one.",
            ),
            click.option("--json", "as_json", is_flag=True, help="The queue as a list of JSON objects."),
        )
    ):
        command = option(command)
    return command


def decisions_folder(given: Path | None) -> Path:
    from warehouse.fingerprint import DECISIONS_DIR

    return given or DECISIONS_DIR


def read_latest(home: Path, *names: str) -> list[pl.DataFrame]:
    """Tables of the latest release; Failed when there is none."""
    from warehouse.release.formats import read_parquet

    latest = home / "releases" / "latest"
    if not latest.exists():
        raise Failed(f"{latest}: there is no release yet; `hrd-awards build` (or `make dataset`) makes one")
    return [read_parquet(latest / "parquet" / f"{name}.parquet") for name in names]


def who(by: str | None) -> str:
    return by or getpass.getuser()


def has_terminal() -> bool:
    """True where a person can be asked; nobody is ever asked anywhere else."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def export_queue(queue: pl.DataFrame, path: Path) -> None:
    """Writes the queue; a file that is there is never written over, for somebody may have filled it in."""
    from warehouse.release.formats import csv_bytes
    from warehouse.release.text import publishable

    if path.exists():
        raise Failed(f"{path} exists and may have been filled in: give another name, or remove it")
    # A spreadsheet runs a cell that begins with = as a formula.
    content = csv_bytes(publishable(queue))
    # Excel takes a file without this mark for one in the machine's old encoding, and breaks every accent.
    path.write_bytes(b"\xef\xbb\xbf" + content)
    click.echo(
        f"{path}: {counted(queue.height, 'row')} to decide on. Fill in the last three columns, then --import {path}"
    )


def offer(
    queue: pl.DataFrame,
    limit: int | None,
    to: Path | None,
    as_json: bool,
    ask: Callable[[pl.DataFrame], None],
    card: Callable[[Mapping[str, Any]], str],
    nothing: str,
) -> None:
    """At most `limit` rows of the queue written to `to`, asked for one by one on a terminal, or shown."""
    first = queue.head(limit) if limit else queue
    if to:
        export_queue(first, to)
    elif has_terminal() and not as_json and first.height:
        ask(first)
    else:
        show_queue(first, queue.height, as_json, card, nothing)


def show_queue(
    queue: pl.DataFrame, waiting: int, as_json: bool, card: Callable[[Mapping[str, Any]], str], nothing: str
) -> None:
    """Prints the queue, the first of all that is waiting, as cards or as JSON."""
    if as_json:
        click.echo(json.dumps(queue.to_dicts(), ensure_ascii=False, indent=2))
        return
    for row in queue.iter_rows(named=True):
        click.echo(card(row) + "\n")
    shown = f", {queue.height} of them shown" if queue.height < waiting else ""
    click.echo(
        f"{counted(waiting, 'waits', 'wait')} for a decision{shown}; --export FILE.csv writes what waits"
        if waiting
        else nothing,
        err=True,
    )


def decide_each(
    queue: pl.DataFrame,
    card: Callable[[Mapping[str, Any]], str],
    question: str,
    words: Sequence[str],
    suggestion: str,
    explain: str,
    keep: Callable[[Mapping[str, Any], str, str], None],
    warn: Callable[[Mapping[str, Any], str], str] = lambda row, word: "",
) -> int:
    """Shows one card after another and asks for a ruling; each ruling is kept at once. Returns how many there were.

    Args:
        question: what is asked, e.g. "kind".
        words: the answers there are; the first letters that tell them apart suffice, `=` takes what the column `suggestion` has.
        explain: what `?` shows.
        keep: called with the row, the answer and the reason.
        warn: what to ask once more about before an answer is kept; empty for nothing.
    """
    click.echo(f"{queue.height} to decide on. Enter skips, = takes the suggestion, ? explains, {STOP} stops.")
    decided = 0
    for number, row in enumerate(queue.iter_rows(named=True), start=1):
        click.echo(f"\n[{number}/{queue.height}] {card(row)}")
        word = _answer(question, words, row[suggestion], explain)
        if word == STOP:
            break
        if word == SKIP:
            continue
        doubt = warn(row, word)
        if doubt and not click.confirm(f"{doubt} Keep it?"):
            continue
        keep(row, word, click.prompt("  reason", value_proc=_some_text))
        decided += 1
    return decided


def _answer(question: str, words: Sequence[str], suggestion: str, explain: str) -> str:
    while True:
        typed = click.prompt(f"  {question}", default="", show_default=False).strip().casefold()
        if typed in (SKIP, STOP):
            return str(typed)
        if typed == "?":
            click.echo(explain)
            continue
        if typed == "=":
            return suggestion
        meant = [word for word in words if word == typed] or [word for word in words if word.startswith(typed)]
        if len(meant) == 1:
            return meant[0]
        click.echo(f"  {typed!r} may be {' or '.join(meant)}" if meant else f"  one of {', '.join(words)}")


def _some_text(text: str) -> str:
    if not text.strip():
        raise click.UsageError("say why, for the next reader")
    return text.strip()


def shown_path(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
