"""The files in deploy/ agree with the program, with each other, and with the formats they are written in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import URL

from warehouse.fingerprint import ROOT

DEPLOY = ROOT / "deploy"
LOCK = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
VALUES = yaml.safe_load((DEPLOY / "helm/values.yaml").read_text(encoding="utf-8"))


def instance(name: str) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return settings


def test_the_compose_file_is_one() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["dagster.yaml", "dagster-postgres.yaml"])
def test_dagster_takes_the_settings_of_the_instance(name: str, tmp_path: Path) -> None:
    from dagster._core.instance.config import dagster_instance_config

    (tmp_path / "dagster.yaml").write_text((DEPLOY / name).read_text(encoding="utf-8"), encoding="utf-8")
    settings, _ = dagster_instance_config(str(tmp_path))
    assert settings["concurrency"]["pools"]["default_limit"] == 1


def test_the_driver_of_postgres_is_installed_in_production() -> None:
    scheme = instance("dagster-postgres.yaml")["storage"]["postgres"]["postgres_db"].get("scheme", "postgresql")
    assert VALUES["postgresql"]["postgresqlScheme"] == scheme
    assert re.search(rf"^{URL.create(scheme).get_driver_name()}(-binary)?==", LOCK, re.MULTILINE)


def test_settings_of_all_ways_to_run_it_agree() -> None:
    plain, postgres = instance("dagster.yaml"), instance("dagster-postgres.yaml")
    assert {name: postgres[name] for name in postgres if name != "storage"} == plain
    assert VALUES["concurrency"]["pools"] == {
        "defaultLimit": 1,
        "granularity": plain["concurrency"]["pools"]["granularity"],
    }
    assert VALUES["retention"]["sensor"]["purgeAfterDays"] == plain["retention"]["sensor"]["purge_after_days"]


def test_the_chart_has_the_version_of_dagster() -> None:
    wanted = re.search(r"dagster/dagster --version (\S+)", (DEPLOY / "helm/values.yaml").read_text(encoding="utf-8"))
    assert wanted and f"\ndagster=={wanted.group(1)} " in LOCK


@pytest.mark.parametrize("name", ["hrd-awards.env.example", "systemd/hrd-awards.env.example"])
def test_variables_of_the_examples_are_documented(name: str) -> None:
    named = re.findall(r"^(\w+)=", (DEPLOY / name).read_text(encoding="utf-8"), re.MULTILINE)
    documented = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert named
    assert [
        variable for variable in named if f"`{variable}`" not in documented and variable != "POSTGRES_PASSWORD"
    ] == []
