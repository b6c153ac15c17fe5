"""Captures: bundled in the award folders, live in the home, and the evidence of how they came. Fetching and parsing are elsewhere."""

from __future__ import annotations

from scrapers.captures.bundled import MAX_PAGE_BYTES, Capture, CaptureError, bundled_captures, load_lock
from scrapers.captures.cited import CITED_COLUMNS, CitedRecord, cited_records
from scrapers.captures.live import captures_by_source, live_capture, live_state
from scrapers.captures.store import CaptureStore, store_of

__all__ = [
    "CITED_COLUMNS",
    "MAX_PAGE_BYTES",
    "Capture",
    "CaptureError",
    "CaptureStore",
    "CitedRecord",
    "bundled_captures",
    "captures_by_source",
    "cited_records",
    "live_capture",
    "live_state",
    "load_lock",
    "store_of",
]
