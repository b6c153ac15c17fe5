"""CSV files that a person filled in, in any spreadsheet: what can be wrong with them is said by file and row, all of it at once.

Not here: what the cells mean (`coding.queue`, `identity.queue`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class FilledError(ValueError):
    """A filled-in file that cannot be used; each line of the message names file, row and remedy."""


Row = tuple[int, dict[str, str]]
"""Number of a row as a spreadsheet counts it (the header is 1), and its cells without surrounding white space."""


def read_filled(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of the file at `path`, which must have `columns` and may have others.

    Spreadsheets save with commas, semicolons or tabs, with or without a byte order mark: all are read. FilledError when the file is no
    text, lacks a column, or a row has more or fewer cells than the header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FilledError(f"{path}: {error.strerror}: give the file that was exported and filled in") from error
    except UnicodeDecodeError as error:
        raise FilledError(f"{path}: is not UTF-8: save it as “CSV UTF-8”, so that names keep their accents") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = [cell.strip() for cell in rows[0]] if rows else []
    if missing := [column for column in columns if column not in header]:
        raise FilledError(
            f"{path} row 1: columns {', '.join(missing)} are missing: export the queue again and fill that in"
        )
    with problems_of(path) as problems:
        for number, row in enumerate(rows[1:], start=2):
            if row and len(row) != len(header):
                problems.append(f"row {number}: {len(row)} cells, the header has {len(header)}: mend its quotes")
    return [
        (number, {name: cell.strip() for name, cell in zip(header, row, strict=True)})
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


@contextmanager
def problems_of(path: Path) -> Iterator[list[str]]:
    """A list for what is wrong with the file; FilledError with all of it when the block ends and something was."""
    problems: list[str] = []
    yield problems
    if problems:
        raise FilledError("\n".join(f"{path} {problem}" for problem in problems))
