"""A release copied elsewhere: whole before it is pointed to, never overwritten, and deposited by the calls that Zenodo documents."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import fsspec
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from tests import factory
from tests.test_release import publish_to, with_recognition
from warehouse.release import targets
from warehouse.release.model import Index
from warehouse.release.store import ReleaseError
from warehouse.release.zenodo import archive_bytes, deposit
from warehouse.withholding.requests import withhold


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    first = publish_to(home)
    second = publish_to(home, with_recognition(factory.tables(), 0, kind_reason="read again"))
    return first.path, second.path


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield files
    files.store.clear()


def pointer(files):
    return json.loads(files.cat_file("/bucket/latest.json"))["version"]


@pytest.mark.parametrize("scheme", ["memory://bucket", "file://{tmp}/bucket"])
def test_a_copy_has_every_file_and_becomes_the_latest(releases, memory, tmp_path, scheme):
    target = scheme.format(tmp=tmp_path)
    assert targets.copy_release(releases[0], target) == f"{target}/2026.11.0"
    targets.copy_release(releases[1], target)
    files, root = fsspec.core.url_to_fs(target)
    for release in releases:
        for line in (release / "SHA256SUMS").read_text().splitlines():
            digest, _, path = line.partition("  ")
            assert hashlib.sha256(files.cat_file(f"{root}/{release.name}/{path}")).hexdigest() == digest
    index = Index.model_validate_json(files.cat_file(f"{root}/index.json"))
    assert [entry.version for entry in index.releases] == ["2026.11.0", "2026.11.1"]
    assert json.loads(files.cat_file(f"{root}/latest.json"))["version"] == "2026.11.1" == index.latest


def test_copying_again_sends_nothing(releases, memory):
    sent = []
    targets.copy_release(releases[0], "memory://bucket", report=sent.append)
    assert len(sent) > 30
    sent.clear()
    targets.copy_release(releases[0], "memory://bucket", report=sent.append)
    assert sent == []


@pytest.mark.parametrize("left_to_write", [1, 2, 3, 20, "all"])
def test_a_copy_that_breaks_off_is_not_pointed_to(releases, memory, monkeypatch, left_to_write):
    writes = sum(path.is_file() for path in releases[1].rglob("*")) + len(("index.json", "latest.json"))
    broken_after = 0 if left_to_write == "all" else writes - left_to_write
    targets.copy_release(releases[0], "memory://bucket")
    count = 0
    write = type(memory).pipe_file

    def breaking(self, path, value, **more):
        nonlocal count
        count += 1
        if count > broken_after:
            raise OSError("connection lost")
        return write(self, path, value, **more)

    monkeypatch.setattr(type(memory), "pipe_file", breaking)
    with pytest.raises(OSError, match="connection lost"):
        targets.copy_release(releases[1], "memory://bucket")
    assert pointer(memory) == "2026.11.0"
    monkeypatch.undo()
    targets.copy_release(releases[1], "memory://bucket")
    assert pointer(memory) == "2026.11.1"


def test_other_bytes_under_the_same_version_are_refused(releases, memory, tmp_path):
    targets.copy_release(releases[0], "memory://bucket")
    other = publish_to(tmp_path, with_recognition(factory.tables(), 0, kind_reason="elsewhere"))
    with pytest.raises(ReleaseError, match="never overwritten"):
        targets.copy_release(other.path, "memory://bucket")


def test_a_name_withheld_since_leaves_the_copies_of_older_releases_too(memory, tmp_path):
    home = tmp_path / "home"
    publish_to(home)
    publish_to(home, with_recognition(factory.tables(), 0, kind_reason="read again"))
    targets.copy_releases(home, "memory://bucket")
    (tmp_path / "decisions").mkdir()
    addresses = ["memory://bucket/2026.11.0", "memory://bucket/2026.11.1"]
    # Two names of one day and reason leave the same note in the manifests.
    for subject, name in (("recipient-0", b"Ada Example"), ("recipient-10", "منى مثال".encode())):
        assert any(name in memory.cat_file(path) for path in memory.find("/bucket"))
        withhold([subject], "own wish", date(2026, 12, 1), home, tmp_path / "decisions", [])
        assert targets.copy_releases(home, "memory://bucket") == addresses
        assert pointer(memory) == "2026.11.1"
        for path in memory.find("/bucket"):
            assert name not in memory.cat_file(path), path


def test_a_release_that_does_not_verify_is_not_copied(memory, tmp_path):
    release = publish_to(tmp_path)
    (release.path / "README.md").write_text("changed")
    with pytest.raises(ReleaseError, match="does not verify"):
        targets.copy_release(release.path, "memory://bucket")
    assert memory.find("/bucket") == []


class FakeZenodo(BaseHTTPRequestHandler):
    """Answers like the deposit interface and keeps every call."""

    calls: list[tuple[str, str, str, bytes]]

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.calls.append((self.command, self.path, self.headers.get("Authorization", ""), body))
        here = f"http://127.0.0.1:{self.server.server_port}"
        base = f"{here}/api/deposit/depositions"
        links = {"bucket": f"{here}/api/files/bucket-1", "html": f"{here}/deposit/7", "latest_draft": f"{base}/7"}
        content = {"id": 7, "links": links, "files": [{"id": "old-file"}], "doi": "10.5072/zenodo.7"}
        self.send_response(403 if "forbidden" in self.headers.get("Authorization", "") else 200)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *arguments):
        pass


@pytest.fixture
def zenodo(monkeypatch):
    monkeypatch.setenv("ZENODO_TOKEN", "secret")
    handler = type("Handler", (FakeZenodo,), {"calls": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.calls
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_new_deposit_is_made_filled_described_and_left_a_draft(releases, zenodo):
    address, calls = zenodo
    assert deposit(releases[0], address) == f"{address}/deposit/7"
    assert [(method, path) for method, path, _, _ in calls] == [
        ("POST", "/api/deposit/depositions"),
        ("PUT", "/api/files/bucket-1/hrd-awards-2026.11.0.zip"),
        ("PUT", "/api/files/bucket-1/README.md"),
        ("PUT", "/api/files/bucket-1/SHA256SUMS"),
        ("PUT", "/api/files/bucket-1/manifest.json"),
        ("PUT", "/api/deposit/depositions/7"),
    ]
    assert {token for _, _, token, _ in calls} == {"Bearer secret"}
    with zipfile.ZipFile(BytesIO(calls[1][3])) as archive:
        assert archive.read("SHA256SUMS") == (releases[0] / "SHA256SUMS").read_bytes()
    described = json.loads(calls[-1][3])["metadata"]
    assert (described["version"], described["upload_type"], described["license"]) == ("2026.11.0", "dataset", "cc-zero")


def test_a_next_version_replaces_the_files_and_is_published_when_asked(releases, zenodo):
    address, calls = zenodo
    assert deposit(releases[1], address, record="6", publish=True) == "10.5072/zenodo.7"
    paths = [(method, path) for method, path, _, _ in calls]
    assert paths[:3] == [
        ("POST", "/api/deposit/depositions/6/actions/newversion"),
        ("GET", "/api/deposit/depositions/7"),
        ("DELETE", "/api/deposit/depositions/7/files/old-file"),
    ]
    assert paths[-1] == ("POST", "/api/deposit/depositions/7/actions/publish")


def test_a_refusal_names_the_call(releases, zenodo, monkeypatch):
    monkeypatch.setenv("ZENODO_TOKEN", "forbidden")
    with pytest.raises(ReleaseError, match=r"refused POST .*403"):
        deposit(releases[0], zenodo[0])


def test_without_a_token_nothing_is_sent(releases, zenodo, monkeypatch):
    monkeypatch.delenv("ZENODO_TOKEN")
    with pytest.raises(ReleaseError, match="ZENODO_TOKEN"):
        deposit(releases[0], zenodo[0])
    assert zenodo[1] == []


def test_the_archive_of_a_release_is_the_same_each_time(releases):
    assert archive_bytes(releases[0]) == archive_bytes(releases[0])


def test_the_pointers_on_a_disk_are_replaced_by_a_rename(releases, tmp_path):
    """A process killed while it writes over a file leaves half of it."""
    target = f"file://{tmp_path}/bucket"
    targets.copy_release(releases[0], target)
    with (tmp_path / "bucket/latest.json").open("rb") as latest, (tmp_path / "bucket/index.json").open("rb") as index:
        targets.copy_release(releases[1], target)
        # Whoever had opened them goes on reading what they were.
        assert json.load(latest)["version"] == json.load(index)["latest"] == "2026.11.0"


def test_the_command_deposits_the_next_version_of_a_record(releases, zenodo):
    address, calls = zenodo
    home = str(releases[0].parent.parent)
    done = CliRunner().invoke(main, ["publish", address, "--zenodo", "--record", "6", "--home", home])
    assert (done.exit_code, done.output) == (0, f"{address}/deposit/7\n")
    assert calls[0][:2] == ("POST", "/api/deposit/depositions/6/actions/newversion")
    assert not any(path.endswith("/actions/publish") for _, path, _, _ in calls)
