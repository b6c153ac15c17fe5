"""How progress looks: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from pipelines.progress import Watcher


@contextmanager
def lines() -> Iterator[Watcher]:
    """One line for each step as it begins."""
    last = ""

    def tell(step: str, done: int, total: int) -> None:
        nonlocal last
        if step != last:
            click.echo(f"{step} …" if not total else f"{step} ({total}) …")
            last = step

    yield tell


@contextmanager
def bars() -> Iterator[Watcher]:
    """A bar that moves where the length is known, and a spinner elsewhere; finished steps stay as ticked lines."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as progress:
        current = None

        def tell(step: str, done: int, total: int) -> None:
            nonlocal current
            if current is None or progress.tasks[current].description != step:
                if current is not None:
                    whole = progress.tasks[current].total or 1
                    progress.update(current, completed=whole, total=whole)
                current = progress.add_task(step, total=total or None)
            progress.update(current, completed=done, total=total or None)

        yield tell
        if current is not None:
            whole = progress.tasks[current].total or 1
            progress.update(current, completed=whole, total=whole)
