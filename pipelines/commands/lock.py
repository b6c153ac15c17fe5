"""`hrd-awards lock`: writes the hashes of bundled pages anew after an intended edit."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from pipelines.commands.options import Failed, awards_dir


@click.command(epilog="Example: hrd-awards lock sakharov_prize")
@click.argument("award_ids", nargs=-1, metavar="[AWARD_ID]...")
@awards_dir
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a page does not have the hash of its lock.")
def command(award_ids: tuple[str, ...], awards_dir: Path | None, check: bool) -> None:
    """Write the SHA-256 of every bundled page into pages.lock.yaml, of the awards named or of all.

    For pages that were corrected on purpose. Addresses and dates stay; a page that the lock does not name is an error, because its
    address is not known: `hrd-awards new` adds it.
    """
    from scrapers.captures import CaptureError
    from scrapers.registry import AWARDS_DIR, AwardError, award_folders

    root = awards_dir or AWARDS_DIR
    try:
        folders = [root / award_id for award_id in award_ids] or award_folders(root)
        changed = [path for folder in folders for path in renew_lock(folder, write=not check)]
    except (AwardError, CaptureError) as error:
        raise Failed(str(error)) from error
    for path in changed:
        click.echo(f"{path}: {'does not have its hash' if check else 'hash renewed'}")
    if check and changed:
        raise Failed(f"{len(changed)} page(s) changed; `hrd-awards lock` renews their hashes after an intended edit")
    if not changed:
        click.echo("Every page has the hash of its lock.")


def renew_lock(folder: Path, write: bool = True) -> list[Path]:
    """The pages of an award folder whose hash is not the one in pages.lock.yaml; with `write` the lock is brought up to date.

    Only hashes are rewritten, line by line. CaptureError for a page that the lock does not name, or that is named and missing.
    """
    from scrapers.captures import CaptureError, load_lock
    from warehouse.files import write_file

    if not folder.is_dir():
        raise CaptureError(f"{folder}: no such award folder")
    locked = load_lock(folder)
    on_disk = {f"pages/{path.name}" for path in (folder / "pages").glob("*") if path.is_file()}
    if missing := sorted(locked.keys() - on_disk):
        raise CaptureError(f"{folder / missing[0]}: named in pages.lock.yaml but missing; restore it from git")
    if unnamed := sorted(on_disk - locked.keys()):
        raise CaptureError(
            f"{folder / unnamed[0]}: not in pages.lock.yaml; `hrd-awards new` adds a page with its address"
        )
    hashes = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in locked}
    changed = [file for file, facts in locked.items() if facts.get("sha256") != hashes[file]]
    if changed and write:
        lock = folder / "pages.lock.yaml"
        write_file(lock, _with_hashes(lock.read_text(encoding="utf-8"), hashes).encode())
        if any(facts.get("sha256") != hashes[file] for file, facts in load_lock(folder).items()):
            raise CaptureError(
                f"{lock}: a page has no sha256 line; add `  sha256: ''` under it and run `hrd-awards lock` again"
            )
    return [folder / file for file in changed]


def _with_hashes(text: str, hashes: dict[str, str]) -> str:
    lines, page = [], ""
    for line in text.splitlines():
        if line and not line[0].isspace() and line.rstrip().endswith(":"):
            page = line.rstrip()[:-1].strip("'\"")
        is_hash = line.lstrip().startswith("sha256:") and page in hashes
        lines.append(f"{line[: len(line) - len(line.lstrip())]}sha256: {hashes[page]}" if is_hash else line)
    return "\n".join([*lines, ""])
