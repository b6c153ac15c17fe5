"""Heavy steps in this process, in others, and on a Dask cluster with an object store: the same results, also when a worker dies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fsspec
import pytest

from scrapers.executors import PROGRAM, Executor, ExecutorError, InlineExecutor, executor_of, program
from scrapers.registry import AWARDS_DIR
from tests.award_folders import published
from tests.cluster import ROOT, WAIT_SECONDS, Cluster, dask_cluster, halve, s3_server, square
from warehouse.build import Settings, build
from warehouse.fingerprint import READER_FOLDERS, digest_code
from warehouse.readings import reading_ahead
from warehouse.release.targets import copy_release
from warehouse.release.verify import verify

AS_OF = date(2026, 11, 24)
AWARDS = 5
S3 = "s3://bucket"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with s3_server(), dask_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="module")
def awards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest of the bundled award folders."""
    folder = tmp_path_factory.mktemp("awards")
    sizes = sorted((sum(f.stat().st_size for f in path.rglob("*")), path) for path in AWARDS_DIR.glob("*/"))
    for _, path in sizes[:AWARDS]:
        shutil.copytree(path, folder / path.name)
    return folder


def test_processes_give_results_in_order_and_take_items_as_they_go() -> None:
    asked = []

    def items() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    with executor_of("processes:2") as executor:
        results = executor.map(square, items())
        assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
        assert len(asked) < 20, "items are taken as results are, so that there may be any number"
        assert list(results) == [number * number for number in range(5, 100)]
        assert_failure_is_named(executor)


def test_a_failure_names_its_item() -> None:
    with executor_of("inline") as executor:
        assert_failure_is_named(executor)


def assert_failure_is_named(executor: Executor) -> None:
    results = executor.map(halve, [2, 4, 5, 6], name=lambda number: f"item number {number}")
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ExecutorError, match="item number 5: ValueError: 5 is odd") as raised:
        next(results)
    assert isinstance(raised.value.__cause__, ValueError)


@pytest.mark.parametrize("setting", ["threads", "processes:0", "processes:x", "dask:host", "dask://", "inline:2"])
def test_a_setting_that_is_none_is_an_error_with_those_that_are(setting: str) -> None:
    with pytest.raises(ExecutorError, match=r"write inline, processes, processes:4 or dask://host:8786"):
        executor_of(setting)


def test_local_processes_look_for_no_module_in_the_folder_somebody_stands_in(tmp_path: Path) -> None:
    program = """
import sys
from scrapers.executors import ProcessExecutor, start_early

if __name__ == "__main__":
    start_early("scrapers.names")
    with ProcessExecutor(1) as executor:
        print(*executor.map(len, ["abc"]), file=sys.stderr)
"""
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "__init__.py").write_text("raise SystemExit('a module of a stranger')", encoding="utf-8")
    script = tmp_path / "apart" / "run.py"
    script.parent.mkdir()
    script.write_text(program, encoding="utf-8")
    run = [sys.executable, str(script)]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, check=False, text=True, timeout=60)
    assert done.stderr == "3\n"


def test_no_setting_runs_here() -> None:
    assert isinstance(executor_of(environment={}), InlineExecutor)


def test_a_cluster_gives_results_in_order_and_names_what_failed(cluster: Cluster) -> None:
    with executor_of(cluster.address) as executor:
        assert executor.workers == 2
        assert list(executor.map(square, range(30))) == [number * number for number in range(30)]
        with pytest.raises(ExecutorError, match="5: ValueError: 5 is odd"):
            list(executor.map(halve, [2, 5]))


def test_a_worker_with_another_version_of_the_program_is_not_believed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    for folder in (*PROGRAM, "tests"):
        ignored = shutil.ignore_patterns("awards", "decisions", "pages", "__pycache__")
        shutil.copytree(ROOT / folder, other / folder, ignore=ignored)
    assert program(other) == program()
    with (other / "scrapers" / "executors.py").open("a", encoding="utf-8") as module:
        module.write("# another version\n")
    with (
        dask_cluster(tmp_path, workers=1, program=other) as cluster,
        executor_of(cluster.address) as executor,
        pytest.raises(ExecutorError, match=r"runs another version of this program: give it the same"),
    ):
        list(executor.map(square, [1]))


def test_a_build_on_a_cluster_with_an_object_store_gives_the_same_bytes(
    cluster: Cluster, awards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = build(Settings(tmp_path / "here", awards, as_of=AS_OF))
    monkeypatch.setenv("HRD_AWARDS_EXECUTOR", cluster.address)
    monkeypatch.setenv("HRD_AWARDS_CAPTURES", f"{S3}/captures")
    monkeypatch.setenv("HRD_AWARDS_STATEMENTS", f"{S3}/statements")
    settings = Settings(tmp_path / "there", awards, as_of=AS_OF)
    store = fsspec.filesystem("s3")

    def kill_at_first_reading() -> None:
        end = time.monotonic() + WAIT_SECONDS
        while not store.glob("bucket/statements/*/key.json", refresh=True) and time.monotonic() < end:
            time.sleep(0.01)
        cluster.workers[0].kill()

    killer = threading.Thread(target=kill_at_first_reading)
    killer.start()
    with reading_ahead(settings):
        pass
    killer.join()
    assert len(store.glob("bucket/statements/*/key.json", refresh=True)) == AWARDS
    there = build(settings)
    assert there.release.version == here.release.version
    assert published(tmp_path / "there") == published(tmp_path / "here")
    with executor_of() as executor:
        assert verify(there.release.path, executor) == []
    address = copy_release(there.release.path, f"{S3}/releases")
    assert_readable_there(address, there.tables["recognitions"].height, there.tables["statements"].height)


def assert_readable_there(release: str, recognitions: int, statements: int) -> None:
    """DuckDB counts the rows of the Parquet files where they lie."""
    import duckdb

    with duckdb.connect() as connection:
        connection.register_filesystem(fsspec.filesystem("s3"))
        sql = "SELECT count(*) FROM read_parquet(?)"
        assert connection.execute(sql, [f"{release}/parquet/recognitions.parquet"]).fetchone() == (recognitions,)
        read = connection.execute(sql, [f"{S3}/statements/*/statements.parquet"]).fetchone()
        assert read is not None
        assert read[0] >= statements


def test_readings_of_another_machine_are_taken_and_damaged_ones_are_not(
    awards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrapers.registry import load_award
    from warehouse.readings import read_one

    monkeypatch.setenv("HRD_AWARDS_STATEMENTS", f"memory://{tmp_path.name}")
    folder = sorted(awards.glob("*/"))[0]
    award, reader = load_award(folder), digest_code(READER_FOLDERS)
    files = fsspec.filesystem("memory")
    for home in ("one", "two"):
        assert read_one(award, Settings(tmp_path / home, awards), reader) is None
    kept = [(tmp_path / home / "statements" / award.id / "statements.parquet").read_bytes() for home in ("one", "two")]
    assert kept[0] == kept[1]
    files.pipe_file(f"/{tmp_path.name}/{award.id}/statements.parquet", b"damaged")
    assert read_one(award, Settings(tmp_path / "three", awards), reader) is None
    assert (tmp_path / "three" / "statements" / award.id / "statements.parquet").read_bytes() == kept[0]
