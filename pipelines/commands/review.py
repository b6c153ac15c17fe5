"""`hrd-awards review`: what waits for a person's decision. Each sort is a command of its own, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

# command -> (module below pipelines.commands, one-line help shown in the list)
REVIEWS: dict[str, tuple[str, str]] = {
    "captures": (
        "review_captures",
        "Captures that lost or changed what was known: see the difference, accept or reject.",
    ),
    "kinds": ("review_kinds", "Kinds that the program is least sure of: what the sources say, and a ruling."),
    "recipients": ("review_recipients", "Pairs of names that may be one recipient: same or different."),
}


class _Reviews(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(REVIEWS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in REVIEWS:
            return None
        command = getattr(import_module(f"pipelines.commands.{REVIEWS[cmd_name][0]}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in REVIEWS.items()])


@click.command(cls=_Reviews, epilog="Example: hrd-awards review kinds --home data")
def command() -> None:
    """Decide what the program leaves to a person."""
