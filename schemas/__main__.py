"""Rewrites the files that are generated from the table descriptions: `python -m schemas` (`--check` only says whether they are current)."""

from __future__ import annotations

import sys
from pathlib import Path

from schemas.ddl import tables_sql
from schemas.dictionary import dictionary

ROOT = Path(__file__).resolve().parent.parent


def generated_files() -> dict[Path, str]:
    """Path below the repository root -> text that it must have."""
    return {Path("warehouse/tables.sql"): tables_sql(), Path("docs/data-dictionary.md"): dictionary()}


def main(arguments: list[str]) -> int:
    """0 when all files are current or were written; 1 when `--check` finds one that is not."""
    stale = [
        path
        for path, text in generated_files().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" not in arguments:
            (ROOT / path).write_text(generated_files()[path], encoding="utf-8", newline="\n")
    done = "is not current: run `python -m schemas`" if "--check" in arguments else "written"
    sys.stdout.writelines(f"{path} {done}\n" for path in stale)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
