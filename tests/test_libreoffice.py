"""LibreOffice opens the workbook and sees the cells that the tables have; skipped, with the reason, where it is not installed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas.tables import TABLES
from tests import factory
from warehouse.release.model import Inputs
from warehouse.release.publish import publish

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Comma, quotes, UTF-8, from the first line on; numbers as they are and not as shown; every sheet in a file of its own (-1).
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,false,false,false,false,-1"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc): the workbook is not opened with it here")
    home = tmp_path_factory.mktemp("office")
    release = publish(factory.tables(), home / "home", date(2026, 11, 24), Inputs()).path
    # A profile of its own: two LibreOffices with one profile lock each other out.
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", AS_CSV, "--outdir", str(home / "sheets")]
    subprocess.run([*command, str(release / "hrd-awards.xlsx")], check=True, capture_output=True, timeout=180)
    return home / "sheets"


def shown(value: Any) -> str:
    """A cell as LibreOffice writes it."""
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_libreoffice_sees_the_same_cells(sheets: Path, table) -> None:
    with (sheets / f"hrd-awards-{table.name}.csv").open(encoding="utf-8", newline="") as lines:
        heading, *rows = csv.reader(lines)
    assert heading == table.column_names
    expected = factory.tables()[table.name]
    assert len(rows) == expected.height
    for found, row in zip(rows, expected.iter_rows(), strict=True):
        for cell, value in zip(found, row, strict=True):
            if isinstance(value, float):
                assert float(cell) == pytest.approx(value, rel=1e-9)
            else:
                assert cell == shown(value)
