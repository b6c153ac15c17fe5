"""Drift: what changed between captures of one source, and whether that may reach the data. Fetching is elsewhere."""

from __future__ import annotations

from scrapers.drift.compare import Withheld, differences, nobody_withheld
from scrapers.drift.gate import Judgement, Known, decide, judge, known_of, rule_on_latest
from scrapers.drift.rows import PageRows, Row, read_capture, read_rows

__all__ = [
    "Judgement",
    "Known",
    "PageRows",
    "Row",
    "Withheld",
    "decide",
    "differences",
    "judge",
    "known_of",
    "nobody_withheld",
    "read_capture",
    "read_rows",
    "rule_on_latest",
]
