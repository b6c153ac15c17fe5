"""Makes text safe to publish in every format at once, so that all formats stay equal; names are never shortened or judged here.

Two rules, applied to every text of every table before any file is written, both visible and reversible:

- A text that a spreadsheet would run as a formula (first character one of `= + - @`, their full-width forms) gets an apostrophe
  before it, and a text that already looks so gets one more: taking one apostrophe off gives the text back.
- A character that cannot be seen and can mislead or break a file (control characters, line separators, bidirectional overrides and
  isolates, the byte order mark, noncharacters) is written as `\\uXXXX`; a backslash that stands before such a code is itself written so.

Joiners (U+200C, U+200D) and direction marks (U+200E, U+200F) stay: Persian, Hindi, Arabic and Hebrew names need them.
"""

from __future__ import annotations

import re

import polars as pl

FORMULA_STARTS = "=+\\-@＝＋－＠"
FORMULA = re.compile(f"^'*[{FORMULA_STARTS}]")
HIDDEN_RANGES = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0x2028, 0x202E),
    (0x2066, 0x2069),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
)
_HIDDEN_CLASS = "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in HIDDEN_RANGES)
_HIDDEN = re.compile(f"[{_HIDDEN_CLASS}]|\\\\(?=u[0-9a-f]{{4}})")
_SUSPICIOUS = f"^'*[{FORMULA_STARTS}]|[{_HIDDEN_CLASS}]|\\\\u"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def publishable(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with every text column made safe; other columns, the order of rows and nulls are untouched."""
    columns = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(_safe_column(frame[name]) for name in columns)


def safe_text(text: str) -> str:
    """`text` in its published form."""
    visible = _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return "'" + visible if FORMULA.match(visible) else visible


def original_text(text: str) -> str:
    """The text that `safe_text` made `text` from."""
    visible = text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), visible)


def _safe_column(column: pl.Series) -> pl.Series:
    suspicious = column.str.contains(_SUSPICIOUS)
    if not suspicious.any():
        return column
    return column.map_elements(safe_text, return_dtype=pl.String)
