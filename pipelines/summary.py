"""What a person reads after a build: what the release holds, the trend, what needs attention, and where the files are."""

from __future__ import annotations

import json

from warehouse.fingerprint import Settings

BAR = 30


def summary_text(settings: Settings, seconds: float) -> str:
    """The summary of the latest release under the home, as plain text of at most 100 columns."""
    latest = settings.home / "releases" / "latest"
    facts = json.loads((latest / "summary.json").read_text(encoding="utf-8"))
    return json.dumps(facts["rows"])
