"""Reviewed readings of the bundled pages: their files, how they are compared, and the command that writes a candidate.

    python -m tests.pages_review WRITE [AWARD_ID [FILE_STEM]]

A candidate is what the code reads today. It becomes a reviewed file only after somebody has compared it with the page.
"""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from scrapers.captures import bundled_captures
from scrapers.registry import AWARDS_DIR, award_folders, load_award
from scrapers.statements import AwardReading, read_award

REVIEWED_DIR = Path(__file__).parent / "pages"
LIST_COLUMNS = ("persons", "affiliation", "country_codes", "annotations")


@lru_cache
def reading_of(award_id: str) -> AwardReading:
    folder = AWARDS_DIR / award_id
    return read_award(load_award(folder), folder)


def bundled_pages() -> list[tuple[str, str]]:
    """(award_id, file as the lock names it) of every bundled page."""
    return [(folder.name, capture.file) for folder in award_folders() for capture in bundled_captures(folder)]


def reviewed_file(award_id: str, file: str) -> Path:
    return REVIEWED_DIR / award_id / f"{Path(file).stem}.json"


def read_now(award_id: str, file: str) -> dict[str, Any]:
    """What the code reads off a page: its statements in page order, and its leftovers sorted."""
    reading = reading_of(award_id)
    statements = [s for s in reading.statements.to_dicts() if s["place"].startswith(f"{file} ")]
    sha256 = next(c.sha256 for c in bundled_captures(AWARDS_DIR / award_id) if c.file == file)
    leftovers = [x for x in reading.leftovers.to_dicts() if x["capture_sha256"] == sha256]
    return {
        "statements": [_plain(s) for s in statements],
        "leftovers": sorted(
            ({"reason": x["reason"], "text": x["text"]} for x in leftovers), key=lambda x: (*x.values(),)
        ),
    }


def _plain(statement: dict[str, Any]) -> dict[str, Any]:
    """The compared values without those that are empty; `shape` only where an entry names several.

    Whether one name is a person's or a body's is decided later, with more than the page's line to go by.
    """
    kept: dict[str, Any] = {"year": statement["year"], "name": statement["name"]}
    if statement["shape"] in ("people", "mixed"):
        kept["shape"] = statement["shape"]
    kept |= {column: (statement[column] or "").split("; ") for column in LIST_COLUMNS if statement[column]}
    kept |= {column: statement[column] for column in ("category", "cut") if statement[column]}
    return kept


def as_text(reviewed: dict[str, Any]) -> str:
    """One line for each statement and leftover, so that a change of one shows as a change of one line."""
    parts = [
        f'  "{key}": [\n' + ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n  ]"
        for key, rows in reviewed.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write_candidates(award_id: str | None = None, stem: str | None = None) -> list[Path]:
    """Writes today's reading of the pages asked for, and says which files changed."""
    written = []
    for award, file in bundled_pages():
        if award_id in (None, award) and stem in (None, Path(file).stem):
            target, text = reviewed_file(award, file), as_text(read_now(award, file))
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
                written.append(target)
    return written


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] != "WRITE":
        sys.exit(__doc__)
    for path in write_candidates(*sys.argv[2:4]):
        print(f"candidate, compare it with the page: {path}")
