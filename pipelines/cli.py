"""The command line: which commands there are and where each is kept. Nothing is imported before it is needed."""

from __future__ import annotations

from importlib import import_module

import click

# command -> (module below pipelines.commands, one-line help shown in the list)
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Build the dataset from the captures and decisions."),
    "new": ("new", "Make an award folder from a page, or add a page to an award."),
    "crawl": ("crawl", "Fetch the pages of awards and keep what came; a changed page waits for a decision."),
    "review": ("review", "Decide what the program leaves to a person, e.g. captures that changed what was known."),
    "status": ("status", "Tell how fresh the sources of each award are, and what to look at."),
    "gaps": ("gaps", "Compare what was found of an award with what Wikidata says of it."),
    "show": ("show", "Show an award as it was read: rows, leftovers, conflicts, or where a row came from."),
    "sql": ("sql", "Ask the latest release a question in SQL."),
    "explore": ("explore", "Open the latest release in a browser: charts, search, provenance, SQL."),
    "lock": ("lock", "Renew the hashes of bundled pages after an intended edit."),
    "diff": ("diff", "Tell what changed between two releases."),
    "verify": ("verify", "Check that a release is whole and keeps its contracts."),
    "publish": ("publish", "Copy verified releases to a folder, an object store or Zenodo."),
    "withhold": ("withhold", "Take a name back from every place it was published in."),
    "restore": ("restore", "Reverse a withholding."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"pipelines.commands.{module}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hrd-awards")
def main() -> None:
    """Awards for human rights defenders: who is recognised, individuals or collectives."""
