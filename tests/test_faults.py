"""What goes wrong with machines: killed builds, full or read-only disks, damaged files, clocks that jump, two builds at once.

In each case what was published stays whole, a person is told what to do, and the next build recovers. Faults of a running webserver and
daemon are in deploy/drill.py.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.award_folders import ROWS, page, published, put_page, write_award
from warehouse import beside
from warehouse.build import Settings, build
from warehouse.fingerprint import is_current
from warehouse.release.store import ReleaseError
from warehouse.release.verify import verify

CHANGED = [*ROWS, (2006, "Dora Example", "Kenya")]
AS_OF = date(2026, 11, 24)
CODE = "import sys; from pipelines.cli import main; main(sys.argv[1:])"


def settings_in(root: Path, as_of: date = AS_OF) -> Settings:
    return Settings(root / "home", root / "awards", as_of=as_of)


def command(root: Path, home: Path | None = None) -> list[str]:
    folders = ["--home", str(home or root / "home"), "--awards-dir", str(root / "awards")]
    return [sys.executable, "-u", "-c", CODE, "build", "--as-of", AS_OF.isoformat(), *folders]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two awards and a home with their release."""
    root = tmp_path_factory.mktemp("good")
    for award_id in ("river_prize", "stone_medal"):
        write_award(root / "awards", award_id)
    build(settings_in(root))
    return root


@pytest.fixture
def root(good: Path, tmp_path: Path) -> Path:
    """A copy of it in which the page of an award has changed, so that there is something to build."""
    copy = shutil.copytree(good, tmp_path / "root", symlinks=True)
    put_page(copy / "awards" / "river_prize", page(CHANGED))
    return copy


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a disk needs rights that this user does not have")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def recovers(root: Path) -> None:
    """The next build publishes the changed page, whole."""
    built = build(settings_in(root))
    assert "Dora Example" in built.tables["recognitions"]["name"]
    assert verify(root / "home/releases/latest") == []
    assert is_current(settings_in(root)) == built.release.version


@pytest.mark.parametrize("step", ["Reading awards", "Writing the release"])
def test_a_killed_build_leaves_what_stood_and_the_next_one_recovers(root: Path, step: str) -> None:
    before = published(root / "home")
    with subprocess.Popen(command(root), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert any(line.startswith(step) for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert published(root / "home") == before
    recovers(root)


def test_a_full_disk_is_told_and_room_on_it_is_enough_to_recover(root: Path, small_disk: Path) -> None:
    done = subprocess.run(command(root, small_disk / "home"), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr or "could not" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert not (small_disk / "home/releases/latest").exists()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    again = subprocess.run(command(root, small_disk / "home"), capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert verify(small_disk / "home/releases/latest") == []


def test_a_read_only_home_is_told(root: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    home = shutil.copytree(root / "home", small_disk / "home", symlinks=True)
    before = published(home)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = subprocess.run(command(root, home), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr
    assert published(home) == before


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2031, 5, 1)], ids=["back", "ahead"])
def test_a_clock_that_jumps_neither_loses_nor_hides_a_release(root: Path, day: date) -> None:
    first = published(root / "home")
    old = (root / "home/releases/latest").resolve()
    built = build(settings_in(root, day))
    assert built.release.version == f"{day.year}.{day.month}.0"
    assert (root / "home/releases/latest").resolve().name == built.release.version
    assert {path.relative_to(old).as_posix(): path.read_bytes() for path in old.rglob("*") if path.is_file()} == first
    put_page(root / "awards" / "river_prize", page([*CHANGED, (2007, "Emil Example", "Kenya")]))
    last = build(settings_in(root))
    assert last.release.previous == built.release.version
    assert last.release.version == "2026.11.1"
    assert (root / "home/releases/latest").resolve().name == "2026.11.1"


DAMAGED = (
    "warehouse.duckdb",
    "statements/stone_medal/statements.parquet",
    "statements/stone_medal/key.json",
    "build.json",
    "begin.txt",
)


def test_damaged_files_of_the_home_are_made_anew_and_no_lock_outlives_its_process(root: Path) -> None:
    for file in DAMAGED:
        path = root / "home" / file
        if path.exists():
            path.write_bytes(b"\x00broken")
    for lock in (".build.lock", "releases/.writer.lock"):
        (root / "home" / lock).touch()
    recovers(root)


def test_a_damaged_release_is_found_and_made_again(good: Path, tmp_path: Path) -> None:
    root = shutil.copytree(good, tmp_path / "root", symlinks=True)
    before = published(root / "home")
    file = root / "home/releases/latest/hrd-awards.duckdb"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert is_current(settings_in(root)) is None
    build(settings_in(root))
    assert published(root / "home") == before
    assert is_current(settings_in(root)) == "2026.11.0"


def test_a_damaged_release_of_other_content_is_left_to_a_copy(root: Path) -> None:
    before = published(root / "home")
    file = root / "home/releases/latest/csv/recognitions.csv"
    file.write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match=r"recognitions.csv: another checksum.*restore this release from a copy"):
        build(settings_in(root))
    file.write_bytes(before["csv/recognitions.csv"])
    recovers(root)


def test_missing_checksums_are_written_again(good: Path, tmp_path: Path) -> None:
    root = shutil.copytree(good, tmp_path / "root", symlinks=True)
    before = published(root / "home")
    (root / "home/releases/latest/SHA256SUMS").unlink()
    build(settings_in(root))
    assert published(root / "home") == before


def draw() -> None:
    assert beside.begin(abs, -1).result() == 1


def test_a_run_worker_that_drew_pictures_ends() -> None:
    worker = get_context("spawn").Process(target=draw)
    worker.start()
    worker.join(60)
    ended = worker.exitcode
    worker.kill()
    assert ended == 0


def test_two_builds_at_once_leave_one_whole_release(root: Path) -> None:
    processes = [
        subprocess.Popen(command(root), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert sorted(code for _, code in ends) in ([0, 0], [0, 1])
    assert all("another process" in said for said, code in ends if code)
    assert verify(root / "home/releases/latest") == []
    recovers(root)
