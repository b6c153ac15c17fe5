"""Where heavy steps run: in this process, in local processes, or on a Dask cluster, chosen by HRD_AWARDS_EXECUTOR. No step is known here.

One call for all of them: `map(function, items)` gives the results in the order of the items, with a bounded number under way, so
that items may be as many as one likes. Function and items must be picklable for all but the first.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from socket import gethostname
from typing import Any, Protocol, TypeVar

VARIABLE = "HRD_AWARDS_EXECUTOR"
INLINE, PROCESSES, DASK = "inline", "processes", "dask"
FORMS = "inline, processes, processes:4 or dask://host:8786"
AHEAD = 3
"""Items under way for each worker: enough that none waits, few enough that results do not pile up."""
RETRIES = 3
"""How often a cluster tries an item again whose worker was lost."""
CONNECT_SECONDS = 30
SAFE_PATH = "PYTHONSAFEPATH"
PROGRAM = ("schemas", "scrapers", "warehouse")
APART = ("scrapers/awards/", "warehouse/decisions/")
"""What steps are given to read: whoever gives it says what it is to be."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class ExecutorError(RuntimeError):
    """A step that could not be run; the message names the item and what to do."""


class Executor(Protocol):
    """What runs a step over many items."""

    workers: int

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], str] = str
    ) -> Iterator[Result]:
        """The results in the order of `items`.

        An item that fails ends the map with ExecutorError, which calls it by `name` and has the failure as its cause. What is
        still under way is given up then, and also when the caller stops asking for results.
        """
        ...

    def close(self) -> None:
        """Ends what was started for it."""
        ...

    def __enter__(self) -> Executor: ...
    def __exit__(self, *_: object) -> None: ...


class _Closing:
    def close(self) -> None:
        """Nothing to end."""

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class InlineExecutor(_Closing):
    """Runs every item in this process when its result is asked for."""

    workers = 1

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], str] = str
    ) -> Iterator[Result]:
        for item in items:
            try:
                result = function(item)
            except Exception as error:
                raise _failed(name(item), error) from error
            yield result


class _Future(Protocol):
    def result(self) -> Any: ...
    def cancel(self) -> Any: ...


class _Pool(_Closing):
    """Keeps `AHEAD` items for each worker under way."""

    workers: int

    def _submit(self, function: Callable[[Any], Any], item: Any) -> _Future:
        raise NotImplementedError

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], str] = str
    ) -> Iterator[Result]:
        waiting: deque[tuple[Item, _Future]] = deque()
        rest = iter(items)
        try:
            for item in rest:
                waiting.append((item, self._submit(function, item)))
                if len(waiting) >= self.workers * AHEAD:
                    yield self._next(waiting, name)
            while waiting:
                yield self._next(waiting, name)
        finally:
            for _, future in waiting:
                future.cancel()

    def _next(self, waiting: deque[tuple[Any, _Future]], name: Callable[[Any], str]) -> Any:
        item, future = waiting.popleft()
        try:
            return future.result()
        except Exception as error:
            raise _failed(name(item), error) from error


def start_early(module: str) -> None:
    """Starts the server that local processes are forked from, with `module` imported, beside whatever this process does next.

    They then need no time for imports. Where there is no such server, they import for themselves.
    """
    if start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload([module])
        before = os.environ.get(SAFE_PATH)
        # Else the server would look for modules in the folder that somebody stands in, before all others.
        os.environ[SAFE_PATH] = "1"
        try:
            forkserver.ensure_running()
        finally:
            if before is None:
                del os.environ[SAFE_PATH]
            else:
                os.environ[SAFE_PATH] = before


def start_method() -> str:
    """How local processes are begun: forked from a server where there is one, because this process may have threads."""
    from multiprocessing import get_all_start_methods

    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


class ProcessExecutor(_Pool):
    """Runs items in processes of this machine."""

    def __init__(self, workers: int | None = None) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self.workers = workers or os.cpu_count() or 1
        # Never forked from here: Polars and DuckDB have threads, which a forked process would not.
        self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context(start_method()))

    def _submit(self, function: Callable[[Any], Any], item: Any) -> _Future:
        return self._pool.submit(function, item)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


class DaskExecutor(_Pool):
    """Runs items on a Dask cluster. Its workers need this program, and must reach what an item names under the same name."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ExecutorError(
                f"{VARIABLE} asks for a Dask cluster, but `distributed` is not installed: install hrd-awards[cluster]"
            ) from error
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError) as error:
            raise ExecutorError(
                f"no Dask cluster with a worker answers at {address} ({error}): start it, or mend {VARIABLE}"
            ) from error
        self.workers = max(1, sum(self._client.nthreads().values()))

    def _submit(self, function: Callable[[Any], Any], item: Any) -> _Future:
        # Not pure: the same item in a later build may give something else.
        return self._client.submit(_run_same, function, item, program(), pure=False, retries=RETRIES)

    def close(self) -> None:
        self._client.close()


class OtherProgramError(RuntimeError):
    """A worker runs another version of this program, whose results would not be those of this one."""


def _run_same(function: Callable[[Item], Result], item: Item, expected: str) -> Result:
    """Runs on the worker."""
    if program() != expected:
        raise OtherProgramError(
            f"the worker on {gethostname()} runs another version of this program: "
            "give it the same checkout or image and start it again"
        )
    return function(item)


@cache
def program(root: Path = Path(__file__).parents[1]) -> str:
    """SHA-256 over the code below `root` that steps are made of, and the tables it reads, when it was first asked for."""
    total = hashlib.sha256()
    for folder in PROGRAM:
        for path in sorted(path for suffix in (".py", ".csv") for path in (root / folder).glob(f"**/*{suffix}")):
            name = path.relative_to(root).as_posix()
            if not name.startswith(APART):
                total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def executor_of(setting: str | None = None, environment: Mapping[str, str] = os.environ) -> Executor:
    """The executor that `setting`, or else HRD_AWARDS_EXECUTOR, names; ExecutorError when it names none. Default: inline."""
    text = setting or environment.get(VARIABLE) or INLINE
    kind, _, rest = text.partition(":")
    if kind == INLINE and not rest:
        return InlineExecutor()
    if kind == PROCESSES and (not rest or (rest.isdigit() and int(rest) > 0)):
        return ProcessExecutor(int(rest) if rest else None)
    if kind == DASK and rest.startswith("//") and len(rest) > 2:
        return DaskExecutor(f"tcp:{rest}")
    raise ExecutorError(f"{VARIABLE} is {text!r}: write {FORMS}")


def is_chosen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody said where heavy steps should run."""
    return bool(environment.get(VARIABLE))


def _failed(name: str, error: BaseException) -> ExecutorError:
    kind = type(error).__name__
    lost = kind in ("KilledWorker", "BrokenProcessPool")
    advice = "a worker ended while it ran; look at its memory and its log, then run again"
    return ExecutorError(f"{name}: {kind}: {error}" + (f" ({advice})" if lost else ""))
