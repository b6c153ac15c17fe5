"""The Dagster graph: what it is made of, that it makes what the functions make, and what an operator is told."""

import json
import shutil
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.alerts import ALERTS_FILE
from pipelines.assets import make_assets
from pipelines.automation import JOB, failed_checks, whole_range
from pipelines.building import run_build
from pipelines.checks import expectation_checks, make_checks
from pipelines.definitions import define
from pipelines.resources import StageStore, Workspace, read_stage, stage_folder, write_stage
from schemas.tables import CHANGES, TABLES
from scrapers.registry import load_awards
from tests.award_folders import ROWS, page, published, put_page, write_award
from warehouse.build import Settings, build
from warehouse.files import one_writer
from warehouse.fingerprint import AWARDS_DIR, DECISIONS_DIR, LOCK
from warehouse.fingerprint import Settings as LightSettings

ASSETS = ["captures", "statements", "recognitions", "recipients", "tables", "warehouse", "release"]
EXPECT = "expect:\n  minimum: 4\n  maximum: 5\n"


def settings_in(root: Path) -> Settings:
    from datetime import date

    return Settings(root / "home", root / "awards", DECISIONS_DIR, date(2026, 11, 24))


def run(settings: Settings, instance: dg.DagsterInstance, **arguments) -> dg.ExecuteInProcessResult:
    """Runs the job over all awards of the folder."""
    award_ids = [path.parent.name for path in settings.awards_dir.glob("*/award.yaml")]
    job = define(settings).resolve_job_def(JOB)
    return job.execute_in_process(instance=instance, tags=whole_range(award_ids), raise_on_error=False, **arguments)


def metadata_of(result: dg.ExecuteInProcessResult, asset: str) -> dict[str | None, dict]:
    """Partition (None for a whole asset) to what the run says of it."""
    events = [event for event in result.get_asset_materialization_events() if event.asset_key == dg.AssetKey(asset)]
    return {event.partition: event.materialization.metadata for event in events}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory):
    """Settings with two good awards, and the result of a run over them."""
    root = tmp_path_factory.mktemp("dagster")
    write_award(root / "awards", "river_prize", more=EXPECT)
    write_award(root / "awards", "stone_medal")
    with dg.DagsterInstance.ephemeral() as instance:
        yield settings_in(root), run(settings_in(root), instance)


def test_the_code_location_of_workspace_yaml_loads() -> None:
    from pipelines import definitions

    loaded = definitions.defs()
    loaded.get_repository_def().load_all_definitions()
    keys = {key.to_user_string() for key in loaded.resolve_asset_graph().get_all_asset_keys()}
    assert set(ASSETS) <= keys
    assert loaded.resolve_job_def(JOB)


def test_there_is_a_partition_for_every_award_folder() -> None:
    names = {path.parent.name for path in AWARDS_DIR.glob("*/award.yaml")}
    partitioned = [asset for asset in make_assets(names) if asset.partitions_def]
    assert [asset.key.to_user_string() for asset in partitioned] == ["captures", "statements"]
    assert all(set(asset.partitions_def.get_partition_keys()) == names for asset in partitioned)


def test_every_asset_says_what_it_is_and_what_to_do() -> None:
    for asset in make_assets(["river_prize"]):
        description = asset.descriptions_by_key[asset.key]
        assert "**When" in description, asset.key
        assert asset.group_names_by_key[asset.key] == ("preview" if asset.key.path[-1] == "preview" else "dataset")


def test_there_is_a_check_for_every_contract_and_every_expectation() -> None:
    awards, _ = load_awards(AWARDS_DIR)
    specs = [spec for checks in make_checks(awards) for spec in checks.check_specs]
    names = {spec.name for spec in specs}
    assert {f"contract_{table.name}" for table in TABLES if table is not CHANGES} <= names
    stated = {
        f"expect_{award.id}": [
            value for value in award.expect.model_dump(exclude={"month"}).values() if value is not None
        ]
        for award in awards
    }
    described = {spec.name: spec.description or "" for spec in specs if spec.name.startswith("expect_")}
    assert described.keys() == {name for name, bounds in stated.items() if bounds} == expectation_checks(awards).keys()
    assert [name for name, text in described.items() if not all(str(bound) in text for bound in stated[name])] == []
    assert all(
        spec.blocking
        == (spec.name.startswith("contract_") or spec.name in ("references", "every_recognition_has_a_statement"))
        for spec in specs
    )
    assert all(spec.description for spec in specs)


def test_the_job_makes_what_the_functions_make(good, tmp_path: Path) -> None:
    settings, result = good
    assert result.success
    plain = LightSettings(tmp_path / "home", settings.awards_dir, DECISIONS_DIR, settings.as_of)
    build(plain)
    by_job, by_functions = published(settings.home), published(plain.home)
    data = [path for path in by_functions if path.startswith(("csv/", "parquet/"))]
    assert data
    assert [path for path in data if by_job[path] != by_functions[path]] == []


def test_the_warehouse_holds_what_the_release_holds(good) -> None:
    import duckdb

    settings, _ = good
    with duckdb.connect(str(settings.home / "warehouse.duckdb"), read_only=True) as connection:
        rows = dict(connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
    counted = json.loads(published(settings.home)["summary.json"])["rows"]
    assert rows == counted


def test_every_award_has_its_facts(good) -> None:
    _, result = good
    facts = metadata_of(result, "statements")["river_prize"]
    assert facts["statements"].value == len(ROWS)
    assert facts["last seen"].value == "2026-11-23"
    assert {"leftovers", "unreadable lines", "unknown places", "sources", "award.yaml"} <= facts.keys()
    assert facts["last changed"].value == "never crawled"
    assert facts["in quarantine"].value == "nothing"


def test_all_checks_pass_on_good_input(good) -> None:
    _, result = good
    evaluations = result.get_asset_check_evaluations()
    assert [evaluation.check_name for evaluation in evaluations if not evaluation.passed] == []
    assert "expect_river_prize" in {evaluation.check_name for evaluation in evaluations}


def test_an_award_that_fails_is_reported_and_the_run_goes_on(good, tmp_path: Path) -> None:
    settings = settings_in(shutil.copytree(good[0].home.parent, tmp_path / "copy", symlinks=True))
    put_page(settings.awards_dir / "stone_medal", page([*ROWS, (2006, "Dora Example", "Kenya")]))
    put_page(settings.awards_dir / "river_prize", "")
    with dg.DagsterInstance.ephemeral() as instance:
        result = run(settings, instance)
        failed = {evaluation.check_name for evaluation in result.get_asset_check_evaluations() if not evaluation.passed}
        assert result.success
        assert {"every_award_was_read", "every_award_is_fresh"} <= failed
        assert "page.html" in metadata_of(result, "statements")["river_prize"]["problem"].value
        assert "Dora Example" in published(settings.home)["csv/recognitions.csv"].decode()
        alone = define(settings).resolve_job_def(JOB)
        single = alone.execute_in_process(
            instance=instance,
            partition_key="river_prize",
            asset_selection=[dg.AssetKey("statements")],
            raise_on_error=False,
        )
        assert not single.success


def test_a_broken_contract_blocks_the_release(good, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(shutil.copytree(good[0].home.parent, tmp_path / "copy", symlinks=True))
    before = published(settings.home)
    put_page(settings.awards_dir / "stone_medal", page(ROWS[:3]))
    import pipelines.assets

    complete = pipelines.assets.complete

    def break_kind(found, settings):
        done = complete(found, settings)
        done.tables["recognitions"] = done.tables["recognitions"].with_columns(kind=pl.lit("hero"))
        return done

    monkeypatch.setattr(pipelines.assets, "complete", break_kind)
    outcome = run_build(settings)
    assert not outcome.published
    assert "recognitions[" in outcome.errors[0]
    assert "hero" in outcome.errors[0]
    assert published(settings.home) == before


def test_a_second_build_in_the_same_home_is_told_to_wait(good) -> None:
    settings, _ = good
    before = published(settings.home)
    with one_writer(settings.home, LOCK):
        outcome = run_build(settings)
    assert not outcome.published
    assert "another process" in outcome.errors[0]
    assert published(settings.home) == before


def test_a_damaged_stage_says_what_to_materialize(good, tmp_path: Path) -> None:
    folder = tmp_path / "recipients"
    write_stage(folder, read_stage(stage_folder(good[0].home, "recipients")))
    (folder / "recognitions.parquet").write_bytes(b"PAR1 broken off")
    with pytest.raises(dg.Failure, match="materialize recipients again"):
        read_stage(folder)


def test_each_asset_can_be_made_alone_from_what_lies_in_the_home(good, tmp_path: Path) -> None:
    settings = settings_in(shutil.copytree(good[0].home.parent, tmp_path / "copy", symlinks=True))
    assets = {asset.key.to_user_string(): asset for asset in make_assets(["river_prize", "stone_medal"])}
    resources = {
        "workspace": Workspace(home=str(settings.home), awards_dir=str(settings.awards_dir), as_of="2026-11-24"),
        "io_manager": StageStore(home=str(settings.home)),
    }
    for name in ("recognitions", "recipients", "tables", "warehouse", "release"):
        with dg.DagsterInstance.ephemeral() as instance:
            assert dg.materialize(
                list(assets.values()),
                selection=[assets[name]],
                resources=resources,
                instance=instance,
                raise_on_error=False,
            ).success, name


def test_a_preview_names_the_changes_and_publishes_nothing(good, tmp_path: Path) -> None:
    settings = settings_in(shutil.copytree(good[0].home.parent, tmp_path / "copy", symlinks=True))
    before = published(settings.home)
    put_page(settings.awards_dir / "stone_medal", page([*ROWS, (2006, "Dora Example", "Kenya")]))
    with dg.DagsterInstance.ephemeral() as instance:
        job = define(settings).resolve_job_def("release_preview")
        result = job.execute_in_process(instance=instance, tags=whole_range(["river_prize", "stone_medal"]))
    facts = metadata_of(result, "preview")[None]
    assert facts["changes"].value > 0
    assert "stone_medal-2006-dora-example" in facts["what would change"].value
    assert published(settings.home) == before


def test_failed_checks_of_a_run_that_went_through_are_told(
    good, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(shutil.copytree(good[0].home.parent, tmp_path / "copy", symlinks=True))
    monkeypatch.setenv("HRD_AWARDS_HOME", str(settings.home))
    put_page(settings.awards_dir / "river_prize", page([*ROWS, (2006, "Dora Example", "Kenya")]))
    with dg.DagsterInstance.ephemeral() as instance:
        result = run(settings, instance)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_checks",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.all_events[-1],
        )
        failed_checks(context)
    alerts = [json.loads(line) for line in (settings.home / ALERTS_FILE).read_text(encoding="utf-8").splitlines()]
    assert [(alert["asset"], alert["check"], alert["severity"]) for alert in alerts] == [
        ("recognitions", "expect_river_prize", "WARN")
    ]
    assert "at most 5" in alerts[0]["why"]
