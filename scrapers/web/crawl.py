"""A crawl: the sources of some awards fetched host by host, kept, and judged by the drift gate. It only ever adds captures."""

from __future__ import annotations

import hashlib
import json
import queue
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from scrapers.captures import CaptureError, CaptureStore
from scrapers.captures.log import Sighting, moment, now
from scrapers.captures.store import CONTENT, ROBOTS, RUNS, WARC
from scrapers.captures.warc import Known, date_of, payload_digest, write_warc
from scrapers.drift import Withheld, nobody_withheld, rule_on_latest
from scrapers.executors import Executor
from scrapers.registry import Award, Source
from scrapers.web.addresses import Resolve, host_of, resolve
from scrapers.web.exchange import Exchange, FetchError
from scrapers.web.fetching import LONGEST_WAIT, Budget, Fetched, Fetcher, Validators
from scrapers.web.pacing import Stopped
from scrapers.web.policy import PRODUCT, Policy, program_version
from scrapers.web.robots import RobotsCache
from scrapers.web.sources import address_of, fetch_source, kind_of

RESUMED_WITHIN = timedelta(hours=24)
LONGEST_MESSAGE = 500
REFUSED = ("robots", "robots unreachable", "address")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Task:
    """One source to fetch."""

    award: Award
    folder: Path
    source: Source

    @property
    def source_id(self) -> str:
        return self.award.source_id(self.source)


@dataclass(frozen=True)
class Result:
    """What came of one source: outcome of the fetch, verdict on its latest capture, and words for a person."""

    source_id: str
    award_id: str
    outcome: str
    verdict: str | None = None
    message: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotTried:
    """Why a source was not even asked for; nothing is noted of it."""

    outcome: str
    message: str


Judge = Callable[[Task, Sighting], Result]
Came = Sighting | NotTried | None
"""What a thread hands on of a source; None when the run ended before it."""


@dataclass
class Report:
    """What a crawl did. `left` are the sources it did not come to; `resumed` those fetched before an interruption."""

    run: str
    results: list[Result] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    resumed: list[str] = field(default_factory=list)
    requests: int = 0

    def counts(self) -> dict[str, int]:
        """How many sources had each outcome, and how many captures wait for a person."""
        outcomes = [result.outcome for result in self.results]
        told = {name: outcomes.count(name) for name in ("captured", "unchanged", "failed", "refused", "postponed")}
        return told | {"waiting": sum(1 for result in self.results if result.verdict in ("review", "quarantined"))}


def tasks_of(awards: Iterable[tuple[Award, Path]]) -> list[Task]:
    """The sources to fetch, in the order of awards; those marked `crawl: false` are left out."""
    return [Task(award, folder, source) for award, folder in awards for source in award.sources if source.crawl]


def crawl(
    tasks: Sequence[Task],
    store: CaptureStore,
    policy: Policy,
    *,
    fresh: bool = False,
    progress: Progress = lambda source_id, done, total: None,
    resolve: Resolve = resolve,
    executor: Executor | None = None,
    withheld: Withheld = nobody_withheld,
) -> Report:
    """Fetches the sources of `tasks` and rules on what came; returns what a person should know.

    A crawl of the same awards that was broken off within the last 24 hours goes on where it stopped, unless `fresh`. Every
    failure is noted in the log of its source and stops no other source. `withheld` tells the gate whose names were taken out. KeyboardInterrupt leaves the run to be resumed.
    Hosts are visited side by side in threads of this process, or by the workers of an `executor`, which share the store: each
    host is one worker's alone, so that its pace holds, and has its share of the requests that the run may make.
    """
    run = _open_run(store, tasks, fresh)
    report = Report(run)
    judge = partial(_judge, store=store, withheld=withheld)
    waiting: dict[str, list[Task]] = {}
    for task in tasks:
        last = _last(task, store)
        if last and last.run == run:
            report.resumed.append(task.source_id)
            report.results.append(judge(task, last))
        else:
            waiting.setdefault(host_of(address_of(task.source)), []).append(task)
    if executor is not None and executor.workers > 1:
        _crawl_elsewhere(list(waiting.values()), store, policy, run, resolve, executor, report, progress, judge)
        return _ended(report, store)
    fetcher = Fetcher(policy, _robots_cache(store), resolve, budget=Budget(policy.requests, policy.run_seconds))
    done: queue.Queue[tuple[Task, Came]] = queue.Queue()
    total = sum(map(len, waiting.values()))
    hosts = sorted(waiting.values(), key=len, reverse=True)
    with ThreadPoolExecutor(max(1, min(len(hosts), policy.hosts_at_once)), thread_name_prefix="host") as pool:
        futures = [pool.submit(_crawl_host, group, store, fetcher, run, done) for group in hosts]
        try:
            for number in range(1, total + 1):
                task, came = _next_done(done, futures)
                _note_result(report, task, came, judge)
                progress(task.source_id, number, total)
        except BaseException:
            fetcher.pacer.stop()
            for future in futures:
                future.cancel()
            raise
    report.requests = fetcher.budget.spent
    return _ended(report, store)


def _ended(report: Report, store: CaptureStore) -> Report:
    report.results.sort(key=lambda result: result.source_id)
    if not report.left:
        _close_run(store, report.run)
    return report


def _note_result(report: Report, task: Task, came: Came, judge: Judge) -> None:
    if came is None:
        report.left.append(task.source_id)
    elif isinstance(came, NotTried):
        report.results.append(Result(task.source_id, task.award.id, came.outcome, message=came.message))
    else:
        report.results.append(judge(task, came))


@dataclass(frozen=True)
class _Host:
    """The sources of one host, for a worker elsewhere."""

    tasks: list[Task]
    place: str
    policy: Policy
    run: str
    resolve: Resolve

    def __str__(self) -> str:
        return f"crawling {host_of(address_of(self.tasks[0].source))}"


def _crawl_elsewhere(
    groups: list[list[Task]],
    store: CaptureStore,
    policy: Policy,
    run: str,
    resolve: Resolve,
    executor: Executor,
    report: Report,
    progress: Progress,
    judge: Judge,
) -> None:
    share = replace(policy, requests=max(1, policy.requests // max(1, len(groups))))
    hosts = [_Host(group, store.place, share, run, resolve) for group in sorted(groups, key=len, reverse=True)]
    total, done = sum(map(len, groups)), 0
    for host, (found, spent) in zip(hosts, executor.map(_crawl_on_worker, hosts), strict=True):
        report.requests += spent
        for task, came in zip(host.tasks, found, strict=True):
            _note_result(report, task, came, judge)
            done += 1
            progress(task.source_id, done, total)


def _crawl_on_worker(host: _Host) -> tuple[list[Came], int]:
    """What came of each source of a host, and the requests it took."""
    store = CaptureStore(host.place)
    budget = Budget(host.policy.requests, host.policy.run_seconds)
    fetcher = Fetcher(host.policy, _robots_cache(store), host.resolve, budget=budget)
    done: queue.Queue[tuple[Task, Came]] = queue.Queue()
    _crawl_host(host.tasks, store, fetcher, host.run, done)
    return [done.get()[1] for _ in host.tasks], budget.spent


def _last(task: Task, store: CaptureStore) -> Sighting | None:
    """The latest fetch of a source; a log that cannot be read is reported when the source's turn comes."""
    try:
        return store.log(task.award.id, task.source.name).last
    except CaptureError:
        return None


def _next_done(done: queue.Queue[tuple[Task, Came]], futures: list[Future[None]]) -> tuple[Task, Came]:
    """The next source that is done; the error of a thread that ended by a fault of the program."""
    while True:
        try:
            return done.get(timeout=0.5)
        except queue.Empty:
            for future in futures:
                if future.done() and (error := future.exception()) is not None:
                    raise error from None


def _crawl_host(
    tasks: list[Task],
    store: CaptureStore,
    fetcher: Fetcher,
    run: str,
    done: queue.Queue[tuple[Task, Came]],
) -> None:
    """Fetches the sources of one host in turn. Nothing is handed on but what the log says, so that memory stays flat."""
    over = False
    for task in tasks:
        came: Came = None
        if not over:
            try:
                came = _fetch_and_keep(task, store, fetcher, run)
            except Stopped:
                over = True
            except FetchError as error:
                if error.reason != "budget":
                    raise
                over = True
            except (CaptureError, OSError) as error:
                # a log or a disk that fails is the trouble of this source; the others go on
                came = NotTried("failed", str(error))
            except Exception as error:  # noqa: BLE001 - one source must stop no other, and none may be left without a result
                came = NotTried("failed", f"a fault of the program, please report it: {type(error).__name__}: {error}")
        done.put((task, came))


def _fetch_and_keep(task: Task, store: CaptureStore, fetcher: Fetcher, run: str) -> Sighting | NotTried:
    """Fetches one source and notes what came; it is not tried where the site asked to wait longer."""
    log = store.log(task.award.id, task.source.name)
    last, latest = log.last, log.latest
    if last and last.not_before and moment(last.not_before) > datetime.now(UTC):
        return NotTried("postponed", f"the site asked not to be visited before {last.not_before}")
    url = address_of(task.source)
    validators = None
    # where the page itself is lost or damaged, “not changed” would help nobody
    held = latest is not None and latest.sha256 is not None and store.holds(log.present(latest.sha256))
    if latest is not None and latest.url == url and held:
        newest = log.last_seen or latest
        validators = Validators(newest.etag, newest.last_modified, newest.final_url or newest.url)
    exchanges: list[Exchange] = []
    try:
        fetched = fetch_source(fetcher, task.source, validators, exchanges)
    except FetchError as error:
        if error.reason == "budget":
            raise
        sighting = _failure(url, run, error, _keep_warc(store, exchanges, None))
    else:
        sighting = _keep(task, store, fetched, exchanges, run, latest, held)
    store.note(task.award.id, task.source.name, sighting)
    return sighting


def _failure(url: str, run: str, error: FetchError, warc: str | None) -> Sighting:
    until = datetime.now(UTC) + timedelta(seconds=min(error.wait, LONGEST_WAIT)) if error.wait else None
    return Sighting(
        now(),
        "refused" if error.reason in REFUSED else "failed",
        url,
        run,
        status=error.status,
        robots="disallowed" if error.reason == "robots" else "unreachable" if error.reason == REFUSED[1] else None,
        reason=error.reason,
        message=str(error)[:LONGEST_MESSAGE],
        warc=warc,
        not_before=until.isoformat(timespec="seconds").replace("+00:00", "Z") if until else None,
    )


def _keep(
    task: Task,
    store: CaptureStore,
    fetched: Fetched,
    exchanges: list[Exchange],
    run: str,
    latest: Sighting | None,
    held: bool,
) -> Sighting:
    """Keeps evidence and page; a page with the bytes of the latest capture was seen unchanged."""
    sha256 = hashlib.sha256(fetched.content).hexdigest() if fetched.content is not None else None
    same = latest is not None and sha256 in (None, latest.sha256)
    digest = payload_digest(exchanges[-1].body) if sha256 and fetched.pages == 1 else None
    known = None
    # where the page is lost its evidence may be too, and the whole answer is kept again
    if same and latest is not None and latest.digest and fetched.pages == 1 and (held or fetched.content is None):
        known = Known(latest.final_url or latest.url, latest.recorded or latest.at, latest.digest)
    warc = _keep_warc(store, exchanges, known)
    if fetched.content is not None and not (same and held):
        store.put(CONTENT, fetched.content, f".{kind_of(task.source)}", again=same)
    return Sighting(
        now(),
        "unchanged" if same else "captured",
        fetched.url,
        run,
        final_url=fetched.final_url,
        status=fetched.status,
        robots=fetched.robots,
        sha256=latest.sha256 if same and latest else sha256,
        digest=latest.digest if same and latest else digest,
        size=len(fetched.content) if fetched.content is not None else None,
        content_type=fetched.content_type,
        charset=fetched.charset,
        etag=fetched.validators.etag,
        last_modified=fetched.validators.last_modified,
        redirects=fetched.redirects,
        address=fetched.address,
        warc=warc,
        recorded=latest.recorded if known and latest else date_of(exchanges[-1]),
    )


def _keep_warc(store: CaptureStore, exchanges: list[Exchange], known: Known | None) -> str | None:
    if not exchanges:
        return None
    return store.put(WARC, write_warc(exchanges, f"{PRODUCT} {program_version()}", known), ".warc.gz")


def _judge(task: Task, sighting: Sighting, store: CaptureStore, withheld: Withheld) -> Result:
    """The result of a source with the gate's verdict on its latest capture."""
    message = sighting.message
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    try:
        log = rule_on_latest(task.award, task.folder, task.source, store, datetime.now(UTC).date(), withheld)
        if (standing := log.standing) is not None:
            verdict, reasons = standing.verdict, standing.reasons
    except (CaptureError, OSError) as error:
        message = f"{message}; {error}" if message else str(error)
    return Result(task.source_id, task.award.id, sighting.outcome, verdict, message, reasons)


def _robots_cache(store: CaptureStore) -> RobotsCache:
    def name(origin: str) -> str:
        return f"{ROBOTS}/{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"

    def load(origin: str) -> str | None:
        return store.files.read(name(origin)).decode() if store.files.exists(name(origin)) else None

    return RobotsCache(load, lambda origin, text: store.files.write(name(origin), text.encode()))


def _open_run(store: CaptureStore, tasks: Sequence[Task], fresh: bool) -> str:
    """The name of this run: that of a broken one over the same sources within the last day, or a new one."""
    selection = sorted(task.source_id for task in tasks)
    if not fresh:
        for name in reversed(store.files.names(RUNS)):
            try:
                facts = json.loads(store.files.read(name))
                started, unfinished = moment(facts["started_at"]), facts["finished_at"] is None
                same, run = facts["selection"] == selection, str(facts["run"])
            except (ValueError, KeyError, TypeError):
                # a run of which nothing is known is not taken up again
                continue
            if datetime.now(UTC) - started > RESUMED_WITHIN:
                break
            if same:
                if unfinished:
                    return run
                break
    began = now()
    run = f"{began.replace(':', '').replace('-', '')}-{uuid4().hex[:6]}"
    facts = {"run": run, "started_at": began, "finished_at": None, "selection": selection}
    store.files.write(f"{RUNS}/{run}.json", json.dumps(facts).encode())
    return run


def _close_run(store: CaptureStore, run: str) -> None:
    name = f"{RUNS}/{run}.json"
    facts = json.loads(store.files.read(name)) | {"finished_at": now()}
    store.files.write(name, json.dumps(facts).encode())
