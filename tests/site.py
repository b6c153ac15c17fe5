"""A web site on 127.0.0.1 for tests of the crawl: it answers byte by byte what it is told to, well or badly, and remembers who asked."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from scrapers.registry import load_award
from scrapers.web.crawl import Task
from scrapers.web.policy import Policy

QUICK = Policy(
    pace=0.0,
    backoff=0.01,
    connect_timeout=2,
    read_timeout=0.4,
    answer_seconds=1.0,
    body_bytes=300_000,
    header_bytes=8_000,
    longest_wait=2.0,
    retries=2,
    admit_loopback=True,
)
"""Limits as in a real crawl, at a scale at which tests end soon."""
CERTIFICATE = Path(__file__).parent / "fixtures" / "prize.test.pem"
"""Self-signed, for the host prize.test; nothing trusts it."""
Script = Callable[[socket.socket], None]


@dataclass
class Answer:
    """What the site says at a path; `script` writes to the socket itself."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    script: Script | None = None

    def to_bytes(self) -> bytes:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(self.body))} | self.headers
        lines = [f"HTTP/1.1 {self.status} Said", *(f"{name}: {value}" for name, value in headers.items() if value)]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Asked:
    """One request as the site saw it; `at` and `done` are monotonic seconds."""

    path: str
    host: str
    headers: dict[str, str]
    at: float


class Site:
    """Paths and what they answer, one answer after the other, the last one again and again. Without robots.txt unless it is put."""

    def __init__(self, tls: bool = False) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[Asked] = []
        self.open, self.most_open = 0, 0
        self.open_of_host: Counter[str] = Counter()
        self.most_open_of_host: Counter[str] = Counter()
        self._guard = threading.Lock()
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    site._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 256

            def get_request(self) -> tuple[socket.socket, object]:
                sock, address = super().get_request()
                if not tls:
                    return sock, address
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE)
                return context.wrap_socket(sock, server_side=True), address

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def url(self, path: str = "/laureates", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Address of a path on this site."""
        return f"{scheme}://{host}:{self.port}{path}"

    def put(self, path: str, *answers: Answer | str | bytes) -> None:
        """What the path answers from now on."""
        said = [
            one if isinstance(one, Answer) else Answer(one.encode() if isinstance(one, str) else one) for one in answers
        ]
        self.answers[path] = said

    def robots(self, text: str, status: int = 200) -> None:
        """The site's robots.txt."""
        self.put("/robots.txt", Answer(text.encode(), status, {"Content-Type": "text/plain"}))

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [one.path for one in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := sock.recv(65536)):
                return
            head += more
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        path = first.split(" ")[1]
        with self._guard:
            self.asked.append(Asked(path, headers.get("Host", ""), headers, time.monotonic()))
            self.open += 1
            self.most_open = max(self.most_open, self.open)
            host = headers.get("Host", "")
            self.open_of_host[host] += 1
            self.most_open_of_host[host] = max(self.most_open_of_host[host], self.open_of_host[host])
            waiting = self.answers.get(path, [Answer(b"nothing here", 404)])
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        try:
            if answer.script:
                answer.script(sock)
            else:
                sock.sendall(answer.to_bytes())
        finally:
            with self._guard:
                self.open -= 1
                self.open_of_host[host] -= 1


@contextmanager
def running_site(tls: bool = False) -> Iterator[Site]:
    """A site for as long as the block lasts."""
    site = Site(tls)
    try:
        yield site
    finally:
        site.close()


def live_task(awards_dir: Path, site: Site, more: str = "", source: str = "", bundled: str | None = None) -> Task:
    """An award whose only source is on the site, with a bundled page of the same address where `bundled` is given."""
    from tests.award_folders import put_page

    folder = awards_dir / "river_prize"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "award.yaml").write_text(
        f"id: river_prize\nname: The River Prize\n{more}sources:\n- name: page\n  url: {site.url()}\n  kind: official\n"
        f"  language: en\n  http: true\n  layout: table\n{source}",
        encoding="utf-8",
    )
    if bundled is not None:
        put_page(folder, bundled)
        lock = folder / "pages.lock.yaml"
        text = lock.read_text(encoding="utf-8")
        lock.write_text(text.replace("https://river-prize.example/laureates", site.url()), encoding="utf-8")
    return Task(award := load_award(folder), folder, award.sources[0])


def faster(**limits: object) -> Policy:
    """QUICK with some limits of its own."""
    return replace(QUICK, **limits)  # type: ignore[arg-type]
