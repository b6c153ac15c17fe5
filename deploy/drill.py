"""Breaks a running webserver and daemon in the ways that docs/operations.md lists, and says whether what it promises happened.

    python deploy/drill.py [--postgres HOST]

Works on copies of a few bundled awards in a temporary home, on loopback ports, for five to ten minutes on a quiet machine. With `--postgres` the history is
kept there (HRD_AWARDS_POSTGRES_* as in docs/operations.md). What is published is never tested here but for being whole: see tests/.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from warehouse.fingerprint import AWARDS_DIR, ROOT
from warehouse.release.verify import verify

AWARDS = ("david_kato_award", "edelstam_prize", "felipa_de_souza_award", "human_rights_tulip", "rafto_prize")
BROKEN = "edelstam_prize"
SECONDS = 600
"""Longest wait for anything; on a quiet machine all of it happens within one or two minutes."""
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
LAUNCH = """mutation($p: ExecutionParams!) { launchRun(executionParams: $p) { __typename
  ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } ... on RunConfigValidationInvalid { errors { message } } } }"""
STATUS = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
LOCATION, REPOSITORY, SCHEDULE = "hrd-awards", "__repository__", "daily_build"
START = "mutation($s: ScheduleSelector!) { startSchedule(scheduleSelector: $s) { __typename } }"
STOP = "mutation($id: String!) { stopRunningSchedule(id: $id) { __typename } }"
SCHEDULE_ID = """query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s) {
  ... on Schedule { scheduleState { id } } } }"""
MESSAGES = """query($id: ID!) { logsForRun(runId: $id) {
  ... on EventConnection { events { ... on MessageEvent { message } } } } }"""
RUNS = "{ runsOrError(limit: 50) { ... on Runs { results { runId status } } } }"


class Place:
    """A temporary home with its awards, its Dagster instance, and the processes that serve it."""

    def __init__(self, root: Path, postgres: str | None) -> None:
        self.root, self.home, self.awards = root, root / "home", root / "awards"
        self.port, self.alert_port = free_port(), free_port()
        self.alerts: list[dict[str, Any]] = []
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        for award_id in AWARDS:
            shutil.copytree(AWARDS_DIR / award_id, self.awards / award_id)
        (self.home / "dagster").mkdir(parents=True)
        instance = ROOT / "deploy" / ("dagster-postgres.yaml" if postgres else "dagster.yaml")
        # Dead runs are looked for every few seconds instead of every minute, so that the drill is over today.
        settings = instance.read_text(encoding="utf-8").replace("poll_interval_seconds: 60", "poll_interval_seconds: 5")
        (self.home / "dagster" / "dagster.yaml").write_text(settings, encoding="utf-8")
        self.environment = os.environ | {
            "DAGSTER_HOME": str(self.home / "dagster"),
            "HRD_AWARDS_HOME": str(self.home),
            "HRD_AWARDS_AWARDS_DIR": str(self.awards),
            "HRD_AWARDS_SCHEDULE": "* * * * *",
            "HRD_AWARDS_ALERT_URL": f"http://127.0.0.1:{self.alert_port}/",
        }

    def start(self, name: str) -> None:
        """Starts the webserver or the daemon."""
        program = str(Path(sys.executable).parent / f"dagster-{name}")
        workspace = ["--workspace", str(ROOT / "workspace.yaml")]
        command = [
            program,
            *(["run"] if name == "daemon" else ["--host", "127.0.0.1", "--port", str(self.port)]),
            *workspace,
        ]
        with (self.root / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def stop(self) -> None:
        """Ends what was started here, and nothing else."""
        for process in self.processes.values():
            process.send_signal(signal.SIGINT)
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The answer of the webserver's GraphQL; OSError while it is not up."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return dict(json.load(answer)["data"])

    def launch(self) -> str:
        """Starts a run of the dataset job over all awards, as the UI does; the run's id."""
        first, last = sorted(AWARDS)[0], sorted(AWARDS)[-1]
        tags = [
            {"key": "dagster/asset_partition_range_start", "value": first},
            {"key": "dagster/asset_partition_range_end", "value": last},
        ]
        selector = {
            "repositoryLocationName": LOCATION,
            "repositoryName": REPOSITORY,
            "pipelineName": "dataset",
        }
        answer = self.ask(LAUNCH, p={"selector": selector, "executionMetadata": {"tags": tags}})["launchRun"]
        if answer["__typename"] != "LaunchRunSuccess":
            raise RuntimeError(f"the run was not launched: {answer}")
        return str(answer["run"]["runId"])

    def switch(self, on: bool) -> None:
        """Switches the schedule on or off, as the UI does. While it is on, its runs queue up before those of a drill."""
        selector = {"repositoryLocationName": LOCATION, "repositoryName": REPOSITORY, "scheduleName": SCHEDULE}
        if on:
            told = self.ask(START, s=selector)["startSchedule"]
        else:
            state = self.ask(SCHEDULE_ID, s=selector)["scheduleOrError"]["scheduleState"]
            told = self.ask(STOP, id=state["id"])["stopRunningSchedule"]
        if told["__typename"] != "ScheduleStateResult":
            raise RuntimeError(f"the schedule was not switched {'on' if on else 'off'}: {told}")

    def status(self, run_id: str) -> str:
        return str(self.ask(STATUS, id=run_id)["runOrError"]["status"])

    def messages(self, run_id: str) -> list[str]:
        """What Dagster noted of the run so far."""
        events = self.ask(MESSAGES, id=run_id)["logsForRun"].get("events", [])
        return [event["message"] for event in events if event.get("message")]

    def finished(self, run_id: str) -> str:
        """The status of the run when it has ended."""
        return until(f"run {run_id} ends", lambda: (found := self.status(run_id)) in ENDED and found)

    def under_way(self) -> list[str]:
        """Runs that have not ended."""
        runs = self.ask(RUNS)["runsOrError"]["results"]
        return [run["runId"] for run in runs if run["status"] not in ENDED]

    def run(self) -> str:
        return self.finished(self.launch())

    def whole(self) -> bool:
        """Whether the latest release has every file, right checksums and tables that agree."""
        return not verify(self.home / "releases" / "latest")

    def stale(self) -> list[str]:
        facts = json.loads((self.home / "stages" / "tables" / "notes.json").read_text(encoding="utf-8"))
        return list(facts["stale"])

    def told(self, **facts: str) -> bool:
        """Whether an alert with these facts has been posted."""
        return any(all(alert.get(name) == value for name, value in facts.items()) for alert in self.alerts)


def until(
    what: str, done: Callable[[], Any], seconds: float = SECONDS, alive: Iterable[subprocess.Popen[bytes]] = ()
) -> Any:
    """The first true answer of `done`; RuntimeError when there is none in time, or one of the processes `alive` ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if any(process.poll() is not None for process in alive):
            raise RuntimeError(f"webserver or daemon ended before this: {what}")
        with contextlib.suppress(OSError, KeyError, TypeError, ValueError):
            if answer := done():
                return answer
        time.sleep(1)
    raise RuntimeError(f"not within {seconds:.0f} s: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def listening(place: Place) -> Iterator[None]:
    """Takes what is posted to the alert address."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            place.alerts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Alerts are checked, not printed."""

    server = HTTPServer(("127.0.0.1", place.alert_port), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()


def worker_of(place: Place, run_id: str) -> int | None:
    """The process that executes the run, which one of its events names."""
    found = [re.search(r"\(pid: (\d+)\)", message) for message in place.messages(run_id)]
    return next((int(match.group(1)) for match in found if match), None)


def workers(place: Place) -> set[int]:
    """The processes of all runs so far."""
    run_ids = [run["runId"] for run in place.ask(RUNS)["runsOrError"]["results"]]
    return {pid for run_id in run_ids if (pid := worker_of(place, run_id))}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def schedule(place: Place) -> None:
    """The schedule that the environment switches on makes a release without anyone doing anything."""
    until("the schedule starts a run", place.under_way)
    place.switch(on=False)
    until("the schedule makes a release", place.whole)
    until("its runs end", lambda: not place.under_way())
    known = workers(place)
    expect("the processes of runs are known", bool(known))
    until("the processes of these runs end", lambda: not any(map(is_alive, known)))


def failing_source(place: Place) -> None:
    """A page that is emptied is told, what was published of its award stands in, and mending it ends that."""
    page = next((place.awards / BROKEN / "pages").iterdir())
    kept = page.read_bytes()
    page.write_bytes(b"")
    expect("the run goes through", place.run() == "SUCCESS")
    until("the failed check is told", lambda: place.told(what="check failed", check="every_award_was_read"))
    expect("the award is stale", place.stale() == [BROKEN])
    expect("the release is whole", place.whole())
    page.write_bytes(kept)
    expect("the run after mending goes through", place.run() == "SUCCESS")
    expect("nothing is stale", place.stale() == [])


def killed_worker(place: Place) -> None:
    """kill -9 of the process that runs a build: the run is found and told, the release stands, the next run goes through."""
    run_id = place.launch()
    until("the run has started", lambda: place.status(run_id) == "STARTED")
    pid = until("the run has a process", lambda: worker_of(place, run_id))
    os.kill(pid, signal.SIGKILL)
    expect("the run is marked as failed", place.finished(run_id) == "FAILURE")
    until("the failed run is told", lambda: place.told(what="run failed", run=run_id))
    expect("the release is whole", place.whole())
    expect("the next run goes through", place.run() == "SUCCESS")


def killed_webserver(place: Place) -> None:
    """kill -9 of the webserver: a run goes on without it, and a new webserver shows it."""
    run_id = place.launch()
    until("the run has started", lambda: place.status(run_id) == "STARTED")
    place.processes["webserver"].kill()
    place.processes["webserver"].wait()
    place.start("webserver")
    expect("the run went through", place.finished(run_id) == "SUCCESS")


def killed_daemon(place: Place) -> None:
    """kill -9 of the daemon: queued runs wait, and a new daemon goes on with them and with the schedule."""
    place.switch(on=True)
    place.processes["daemon"].kill()
    place.processes["daemon"].wait()
    run_id = place.launch()
    time.sleep(5)
    expect("the run waits", place.status(run_id) in ("QUEUED", "NOT_STARTED"))
    place.start("daemon")
    expect("the run goes through after all", place.finished(run_id) == "SUCCESS")
    before = len(place.ask(RUNS)["runsOrError"]["results"])
    until("the schedule goes on", lambda: len(place.ask(RUNS)["runsOrError"]["results"]) > before)
    place.switch(on=False)
    until("its runs end", lambda: not place.under_way())


def locked_history(place: Place) -> None:
    """Another program holds the SQLite file of runs for half a minute: the release stands, and afterwards runs go through."""
    file = place.home / "dagster" / "history" / "runs.db"
    with contextlib.closing(sqlite3.connect(file, timeout=60)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(30)
        expect("the release is whole", place.whole())
        connection.rollback()
    until("the daemon and the webserver go on", lambda: place.run() == "SUCCESS")


def two_builds(place: Place) -> None:
    """A build from the command line while the daemon builds: one of them waits or is told, both leave a whole release."""
    run_id = place.launch()
    until("the run has started", lambda: place.status(run_id) == "STARTED")
    command = [
        str(Path(sys.executable).parent / "hrd-awards"),
        "build",
        "--home",
        str(place.home),
        "--awards-dir",
        str(place.awards),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    expect("the command line builds or says who is building", done.returncode == 0 or "another process" in done.stderr)
    place.finished(run_id)
    expect("the release is whole", place.whole())
    expect("the next run goes through", place.run() == "SUCCESS")


def expect(what: str, true: bool) -> None:
    if not true:
        raise RuntimeError(f"not so: {what}")


DRILLS = (schedule, failing_source, killed_worker, killed_webserver, killed_daemon, locked_history, two_builds)


def main(arguments: list[str]) -> int:
    """0 when every drill ended as promised."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postgres", metavar="HOST", help="keep Dagster's history in Postgres there")
    parser.add_argument(
        "--only", nargs="*", choices=[drill.__name__ for drill in DRILLS], help="these drills (after `schedule`)"
    )
    options = parser.parse_args(arguments)
    if options.postgres:
        os.environ["HRD_AWARDS_POSTGRES_HOST"] = options.postgres
    failed = 1  # as long as they are not up
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
        place = Place(Path(root), options.postgres)
        with listening(place):
            place.start("webserver")
            place.start("daemon")
            try:
                until("the webserver answers", lambda: place.ask("{ version }"), alive=place.processes.values())
                failed = 0
                for drill in DRILLS:
                    if options.only and drill not in (schedule,) and drill.__name__ not in options.only:
                        continue
                    if options.postgres and drill is locked_history:
                        continue
                    began = time.monotonic()
                    try:
                        drill(place)
                        outcome = "as promised"
                    except (RuntimeError, OSError) as error:
                        failed += 1
                        outcome = f"FAILED: {error}"
                    sys.stdout.write(f"{drill.__name__:<18} {time.monotonic() - began:5.0f} s  {outcome}\n")
                    sys.stdout.flush()
            finally:
                place.stop()
                if failed:
                    for name in place.processes:
                        lines = (place.root / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
                        sys.stdout.write("\n".join([f"--- end of {name}.log", *lines[-40:], ""]))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
