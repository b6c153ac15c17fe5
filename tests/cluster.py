"""A Dask scheduler with two workers as processes of their own, and an S3 server on the loopback, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WAIT_SECONDS = 60
ROOT = Path(__file__).parents[1]


@dataclass
class Cluster:
    """`address` as HRD_AWARDS_EXECUTOR has it; the workers may be killed."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, program: Path = ROOT) -> Iterator[Cluster]:
    """Starts the processes, their logs in `folder`, and ends those that still run. The workers run the program in `program`."""
    port = folder / "port.json"
    processes = [_start(folder, program, "scheduler", "--port", "0", "--scheduler-file", str(port))]
    try:
        for number in range(workers):
            options = ("--scheduler-file", str(port), "--nthreads", "1", "--no-nanny")
            processes.append(_start(folder, program, f"worker-{number}", *options))
        end = time.monotonic() + WAIT_SECONDS
        while not (port.exists() and port.read_text().rstrip().endswith("}")):
            if time.monotonic() > end or processes[0].poll() is not None:
                raise RuntimeError(f"no Dask scheduler: {(folder / 'scheduler.log').read_text()}")
            time.sleep(0.05)
        address = json.loads(port.read_text())["address"].removeprefix("tcp:")
        yield Cluster(f"dask:{address}", processes[0], processes[1:])
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _start(folder: Path, program: Path, name: str, *options: str) -> subprocess.Popen[bytes]:
    module = f"distributed.cli.dask_{name.partition('-')[0]}"
    command = [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *options]
    if name.startswith("worker"):
        command += ["--local-directory", str(folder / name)]
    with (folder / f"{name}.log").open("wb") as log:
        environment = os.environ | {"PYTHONPATH": str(program), "OMP_NUM_THREADS": "1"}
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)


@contextmanager
def s3_server() -> Iterator[str]:
    """An S3 server with the bucket `bucket`; gives its address. The environment points to it while it runs."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        boto3.client("s3").create_bucket(Bucket="bucket")
        yield settings["AWS_ENDPOINT_URL"]
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        server.stop()


def square(number: int) -> int:
    """Work for a worker, in a module that it imports quickly."""
    return number * number


def halve(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2
