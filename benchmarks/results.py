"""Results of measurements: kept in build/benchmarks.json with machine and day, and their spread."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parents[1] / "build" / "benchmarks.json"


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, median and greatest of some values."""
    return {"least": min(values), "median": statistics.median(values), "most": max(values)}


def machine() -> dict[str, Any]:
    """What was measured on, and how busy it was."""
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")),
        platform.processor(),
    )  # fmt: skip
    load = os.getloadavg()[0]
    return {
        "processor": model, "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version(),
        "day": datetime.now(UTC).date().isoformat(), "load": round(load, 1),
    }  # fmt: skip


def keep(name: str, result: dict[str, Any]) -> None:
    """Keeps a result under its name, in the place of an older one."""
    kept = read()
    kept[name] = {"machine": machine(), **result}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def read() -> dict[str, Any]:
    """All results kept so far."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}
