"""A release: whole, versioned, the same bytes for the same tables, and never half there."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from schemas.contracts import ContractError
from schemas.tables import TABLES
from tests import factory
from warehouse.files import BusyError, one_writer
from warehouse.release import store
from warehouse.release.formats import read_csv, read_duckdb, read_parquet
from warehouse.release.model import Index, Inputs
from warehouse.release.publish import ExtraFiles, checksums, publish
from warehouse.release.verify import verify

NOVEMBER = date(2026, 11, 24)
INPUTS = Inputs(captures={"river_prize/list": "1", "stone_medal/list": "1"}, code="1")
DOCUMENTS = {"CODEBOOK.md": b"# Codebook\n"}
KILLS = int(os.environ.get("HRD_AWARDS_KILLS", "2"))
STORE_KILLS = int(os.environ.get("HRD_AWARDS_KILLS", "8"))


def publish_to(home, tables=None, as_of=NOVEMBER, inputs=INPUTS, **more):
    return publish(tables or factory.tables(), home, as_of, inputs, DOCUMENTS, **more)


def with_recognition(tables, number, **values):
    rows = tables["recognitions"].to_dicts()
    rows[number] |= values
    return tables | {"recognitions": factory.frame("recognitions", rows)}


def files_of(release: Path) -> dict[str, bytes]:
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return home, publish_to(home)


@pytest.fixture
def home(first, tmp_path):
    """A home of its own that already holds the first release."""
    shutil.copytree(first[0], tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def test_a_release_has_the_promised_files_and_verifies(first):
    _, release = first
    expected = {f"{form}/{table.name}.{form}" for table in TABLES for form in ("csv", "parquet")}
    expected |= {"hrd-awards.duckdb", "CODEBOOK.md", "README.md", "CHANGES.md", "DICTIONARY.md"}
    expected |= {"summary.json", "manifest.json", "SHA256SUMS"}
    assert expected <= set(files_of(release.path))
    assert verify(release.path) == []


def sums_of(files):
    return checksums({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})


def test_coreutils_accept_the_checksums(first):
    _, release = first
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release.path, check=True)
    assert len((release.path / "SHA256SUMS").read_text().splitlines()) == len(files_of(release.path)) - 1


def test_csv_parquet_and_duckdb_agree_row_for_row_with_the_tables(first):
    _, release = first
    stored = read_duckdb(release.path / "hrd-awards.duckdb", TABLES)
    for table in TABLES:
        expected = factory.tables()[table.name]
        assert read_csv(table, release.path / f"csv/{table.name}.csv").equals(expected)
        assert read_parquet(release.path / f"parquet/{table.name}.parquet").equals(expected)
        assert stored[table.name].equals(expected)


def test_csv_is_utf8_without_mark_with_lf_and_empty_nulls(first):
    _, release = first
    content = (release.path / "csv/recognitions.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert b'""' not in content
    assert content.count(b"\n") == 1 + factory.tables()["recognitions"].height


def test_parquet_files_describe_their_columns(first):
    import pyarrow.parquet as pq

    _, release = first
    for table in TABLES:
        schema = pq.read_schema(release.path / f"parquet/{table.name}.parquet")
        assert schema.metadata[b"description"].decode() == table.meaning
        for column in table.columns:
            field = schema.field(column.name)
            assert field.metadata[b"description"].decode() == column.meaning
            assert field.nullable == column.nullable


def test_building_twice_gives_the_same_bytes(first, tmp_path):
    _, release = first
    again = publish_to(tmp_path)
    assert files_of(again.path) == files_of(release.path)


def test_shuffled_rows_give_the_same_bytes(first, tmp_path):
    _, release = first
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=3).select(sorted(frame.columns))
        for name, frame in factory.tables().items()
    }
    assert files_of(publish_to(tmp_path, shuffled).path) == files_of(release.path)


def test_nothing_changed_keeps_the_latest(home):
    again = publish_to(home, as_of=date(2027, 3, 1), inputs=Inputs(code="2"), notes={"seconds": 9})
    assert (again.is_new, again.version) == (False, "2026.11.0")
    assert sorted(path.name for path in (home / "releases").glob("2*")) == ["2026.11.0"]


def test_versions_follow_the_calendar(home):
    second = publish_to(home, with_recognition(factory.tables(), 0, kind_reason="read again"))
    assert (second.version, second.previous) == ("2026.11.1", "2026.11.0")
    third = publish_to(home, as_of=date(2026, 12, 1))
    assert (third.version, third.previous) == ("2026.12.0", "2026.11.1")
    index = Index.model_validate_json((home / "releases/index.json").read_bytes())
    assert [entry.version for entry in index.releases] == ["2026.11.0", "2026.11.1", "2026.12.0"]
    assert index.latest == "2026.12.0" == os.readlink(home / "releases/latest")
    assert index.releases[0].rows["recognitions"] == factory.tables()["recognitions"].height
    for entry in index.releases:
        assert verify(home / "releases" / entry.version) == []


def test_a_release_dated_before_the_latest_still_becomes_the_latest(home):
    earlier = publish_to(home, with_recognition(factory.tables(), 0, kind_reason="x"), as_of=date(2020, 1, 1))
    assert (earlier.version, os.readlink(home / "releases/latest")) == ("2020.1.0", "2020.1.0")
    later = publish_to(home)
    assert (later.version, later.previous) == ("2026.11.1", "2020.1.0")


def test_a_changed_document_or_page_makes_a_release_of_its_own(home):
    page = {"site/index.html": b"<p>one</p>"}
    with_page = publish_to(home, extra_files=ExtraFiles(lambda draft: page))
    assert with_page.is_new
    assert (with_page.path / "site/index.html").read_bytes() == b"<p>one</p>"
    assert with_page.changes.is_empty()
    assert not publish_to(home, extra_files=ExtraFiles(lambda draft: page)).is_new
    assert publish_to(home, extra_files=ExtraFiles(lambda draft: {"site/index.html": draft.version.encode()})).is_new
    assert not publish_to(
        home, extra_files=ExtraFiles(lambda draft: {"site/index.html": draft.version.encode()})
    ).is_new


def test_a_page_outside_the_release_is_refused(home):
    with pytest.raises(store.ReleaseError, match="must lie inside"):
        publish_to(home, extra_files=ExtraFiles(lambda draft: {"../../outside": b""}))
    assert os.readlink(home / "releases/latest") == "2026.11.0"


def test_bad_tables_leave_the_latest_as_it_was(home):
    before = files_of(home / "releases")
    with pytest.raises(ContractError, match="mode_follows_kind"):
        publish_to(home, with_recognition(factory.tables(), 0, kind="community"))
    assert files_of(home / "releases") == before


def test_a_second_publisher_is_refused(home):
    with one_writer(home / "releases"), pytest.raises(BusyError):
        publish_to(home, with_recognition(factory.tables(), 0, kind_reason="x"))


def test_a_directory_in_the_place_of_latest_is_not_overwritten(home):
    (home / "releases/latest").unlink()
    (home / "releases/latest").mkdir()
    with pytest.raises(store.ReleaseError, match="move it away"):
        publish_to(home, with_recognition(factory.tables(), 0, kind_reason="x"))


def test_a_finished_release_of_a_killed_publisher_is_taken_in(home):
    publish_to(home, with_recognition(factory.tables(), 0, kind_reason="x"))
    releases = home / "releases"
    (releases / "latest").unlink()
    (releases / "latest").symlink_to("2026.11.0")
    (releases / ".staging/csv").mkdir(parents=True)
    (releases / "index.json").unlink()
    again = publish_to(home, with_recognition(factory.tables(), 0, kind_reason="x"))
    assert (again.is_new, again.version) == (False, "2026.11.1")
    assert os.readlink(releases / "latest") == "2026.11.1"
    assert Index.model_validate_json((releases / "index.json").read_bytes()).latest == "2026.11.1"
    assert not (releases / ".staging").exists()


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        ("csv/recognitions.csv", lambda content: content.replace(b"Ada", b"Eve", 1), "checksum differs"),
        ("csv/recognitions.csv", lambda content: content.replace(b"Ada", b"Eve", 1), "differs from parquet"),
        ("parquet/awards.parquet", lambda content: content[:-20], "cannot be read"),
        ("hrd-awards.duckdb", lambda content: content[:5000], "cannot be read"),
        ("manifest.json", lambda content: b"{", "not a whole release"),
        ("README.md", lambda content: None, "is missing"),
        ("csv/new.csv", lambda content: b"", "is not listed"),
    ],
)
def test_verify_finds_what_was_changed(home, path, change, says):
    target = home / "releases/2026.11.0" / path
    content = change(target.read_bytes() if target.exists() else b"")
    if content is None:
        target.unlink()
    else:
        target.write_bytes(content)
    problems = [str(problem) for problem in verify(home / "releases/2026.11.0")]
    assert [problem for problem in problems if re.search(says, problem, re.IGNORECASE) and path in problem]


def rewritten_sheet(content: bytes, was: str, becomes: str) -> bytes:
    """The workbook `content` with the first match of `was` changed in each part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as stood, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in stood.namelist():
            archive.writestr(name, re.sub(was, becomes, stood.read(name).decode(), count=1))
    return target.getvalue()


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        ("manifest.json", lambda content: content.replace(b'"rows": 2\n', b'"rows": 7\n', 1), "7 rows, it has 2"),
        (
            "manifest.json",
            lambda content: re.sub(rb'"awards": "....', b'"awards": "0000', content, count=1),
            "table awards",
        ),
        (
            "manifest.json",
            lambda content: re.sub(rb'"sha256": "....', b'"sha256": "0000', content, count=1),
            "another checksum",
        ),
        ("manifest.json", lambda content: content.replace(b"README.md", b"README.txt", 1), "does not name README.md"),
        (
            "hrd-awards.xlsx",
            lambda content: rewritten_sheet(content, "Ada Example", "Eve Example"),
            "'Eve Example' instead",
        ),
        (
            "hrd-awards.xlsx",
            lambda content: rewritten_sheet(content, "<v>2002</v>", "<v>2003</v>"),
            "2003 instead of 2002",
        ),
        ("hrd-awards.xlsx", lambda content: rewritten_sheet(content, "recognition_id", "id"), "the headings are"),
        (
            "hrd-awards.xlsx",
            lambda content: rewritten_sheet(content, "<v>2002</v>", "<f>2001+1</f><v>2002</v>"),
            "a cell that no release writes",
        ),
        (
            "hrd-awards.xlsx",
            lambda content: rewritten_sheet(content, '<row r="2"><c r="A2"', '<row r="9"><c r="A9"'),
            "is there twice",
        ),
        (
            "hrd-awards.xlsx",
            lambda content: rewritten_sheet(content, '<row r="2">.*?</row>', ""),
            "row 1: None instead of",
        ),
        ("hrd-awards.xlsx", lambda content: content[:-90], "cannot be read"),
    ],
)
def test_verify_finds_what_disagrees_though_the_checksums_were_renewed(home, path, change, says):
    release = home / "releases/2026.11.0"
    before = files_of(release)
    content = change(before[path])
    assert content != before[path]
    (release / path).write_bytes(content)
    (release / "SHA256SUMS").write_bytes(
        sums_of({name: (before | {path: content})[name] for name in before if name != "SHA256SUMS"})
    )
    problems = [str(problem) for problem in verify(release)]
    assert [problem for problem in problems if says in problem], problems


def test_verify_of_nothing_says_so(tmp_path):
    assert "no such directory" in str(verify(tmp_path / "none")[0])


STORE_WRITER = """
import sys
from pathlib import Path
from datetime import date
from tests.test_release import tiny_release
print("ready", flush=True)
for number in range(10_000):
    tiny_release(Path(sys.argv[1]), number)
"""
PUBLISHER = """
import sys, itertools
from pathlib import Path
import pandera.polars, duckdb, pyarrow.parquet
from tests import factory
from tests.test_release import publish_to, with_recognition
tables = factory.tables()
print("ready", flush=True)
for number in itertools.count():
    publish_to(Path(sys.argv[1]), with_recognition(tables, 0, kind_reason=f"{sys.argv[2]} {number}"))
"""


def tiny_release(home: Path, number: int) -> None:
    """Publishes two files by the steps of a real release."""
    from warehouse.release.model import File, Manifest

    with store.opened(home) as releases:
        known = store.manifests(releases)
        version = store.next_version(releases, date(2026, 11, 1))
        content = f"{number}\n".encode() * 5000
        manifest = Manifest(
            version=version,
            as_of=date(2026, 11, 1),
            previous=known[-1].version if known else None,
            schema_version="1.0.0",
            tables={},
            inputs=Inputs(),
            files=[File(path="csv/numbers.csv", bytes=len(content), sha256="0" * 64)],
        )
        files = {"csv/numbers.csv": content, "manifest.json": manifest.write()}
        staging = store.stage(releases, files | {"SHA256SUMS": sums_of(files)})
        store.accept(releases, staging, version)


def kill_at(program: str, moment: float, *arguments: object) -> None:
    """Starts `program`, waits until it works, and kills it without warning after `moment` seconds."""
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", program, *map(str, arguments)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        assert process.poll() is None, "the program ended before it was killed"
        process.send_signal(signal.SIGKILL)


def assert_latest_is_whole(home: Path) -> None:
    latest = home / "releases/latest"
    if not latest.is_symlink():
        return
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=latest, check=True)
    index = Index.model_validate_json((home / "releases/index.json").read_bytes())
    assert os.readlink(latest) in [entry.version for entry in index.releases]


def test_a_killed_store_leaves_a_whole_latest(tmp_path):
    moments = random.Random(2026)
    for _ in range(STORE_KILLS):
        kill_at(STORE_WRITER, moments.uniform(0, 0.08), tmp_path)
        assert_latest_is_whole(tmp_path)
    tiny_release(tmp_path, 0)
    assert_latest_is_whole(tmp_path)
    assert store.manifests(tmp_path / "releases")[-1].version == os.readlink(tmp_path / "releases/latest")


def test_a_killed_publisher_leaves_a_whole_latest(home):
    moments = random.Random(11)
    for number in range(KILLS):
        kill_at(PUBLISHER, moments.uniform(0, 3), home, number)
        assert_latest_is_whole(home)
        assert verify(home / "releases/latest") == []
    assert publish_to(home, with_recognition(factory.tables(), 1, kind_reason="after the cut")).is_new
    assert verify(home / "releases/latest") == []


def test_a_draft_is_given_to_pages_with_its_changes(home):
    seen = []
    publish_to(
        home,
        with_recognition(factory.tables(), 0, kind_reason="x"),
        extra_files=ExtraFiles(lambda draft: seen.append(draft) or {}),
    )
    assert (seen[-1].version, seen[-1].previous) == ("2026.11.1", "2026.11.0")
    assert seen[-1].tables["changes"].select("column_name", "cause").rows() == [("kind_reason", "pipeline")]
    assert isinstance(seen[-1].tables["recognitions"], pl.DataFrame)
