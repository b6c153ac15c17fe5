"""One request and its answer on the wire: guarded connections that record every byte and stop at their limits. No policy on what to fetch."""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from scrapers.web.addresses import AddressRefused, Resolve, checked_addresses, resolve
from scrapers.web.policy import Policy

_CURRENT: ContextVar[Exchange] = ContextVar("exchange")
CHUNK = 65_536


class FetchError(Exception):
    """A fetch that gave nothing to keep; `reason` is one word of REASONS, the message is for a person."""

    def __init__(self, reason: str, message: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.wait = wait


REASONS = {
    "robots": "robots.txt of the site forbids it",
    "robots unreachable": "robots.txt cannot be read, so nothing else is asked for (RFC 9309)",
    "address": "the address, or one it leads to, must not be contacted",
    "redirects": "redirects lead in a circle, or on and on",
    "status": "the site answers with an error",
    "wait": "the site asks to come back later than this run",
    "too large": "headers or body exceed their limit, also after decompression",
    "too slow": "the answer trickles in or does not come",
    "incomplete": "the connection ended inside the answer, or its length is not the announced one",
    "content": "the answer is not the kind of page the source is, or not in an encoding that was offered",
    "connection": "no connection",
    "certificate": "the site cannot prove that it is the one that was asked for (TLS)",
    "budget": "the run has spent its budget",
}


@dataclass
class Exchange:
    """What went over the wire for one request; `received` is every byte of the answer, headers and chunk marks included.

    head_bytes: how many of them came before the body.
    """

    url: str
    policy: Policy
    resolve: Resolve = resolve
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    address: str | None = None
    sent: bytes = b""
    received: bytearray = field(default_factory=bytearray)
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    truncated: str | None = None
    problem: FetchError | None = None
    refers_to: str | None = None
    in_headers: bool = True
    head_bytes: int = 0
    deadline: float = 0.0

    def header(self, name: str) -> str | None:
        """Value of a header, several joined with a comma; None when it is absent."""
        found = [value for key, value in self.headers if key.casefold() == name.casefold()]
        return ", ".join(found) if found else None

    def stop(self, reason: str, message: str, truncated: str) -> OSError:
        """Notes why the answer is cut off here and gives the error that ends the reading."""
        self.problem = FetchError(reason, f"{self.url}: {message}", self.status)
        self.truncated = truncated
        return OSError(message)


class _RecordedStream(io.RawIOBase):
    """The socket of an answer: each byte is recorded, and time and size are counted against their limits."""

    def __init__(self, raw: Any, sock: socket.socket, exchange: Exchange) -> None:
        self._raw, self._sock, self._exchange = raw, sock, exchange

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        exchange, policy = self._exchange, self._exchange.policy
        left = exchange.deadline - time.monotonic()
        slow = f"the answer took longer than {policy.answer_seconds:g} s"
        if left <= 0:
            raise exchange.stop("too slow", slow, "time")
        self._sock.settimeout(min(policy.read_timeout, left))
        try:
            count = self._raw.readinto(buffer)
        except TimeoutError as error:
            idle = f"nothing came for {policy.read_timeout:g} s"
            raise exchange.stop("too slow", idle if left > policy.read_timeout else slow, "time") from error
        exchange.received += memoryview(buffer)[: count or 0]
        size = len(exchange.received)
        if exchange.in_headers and size > policy.header_bytes + CHUNK:
            raise exchange.stop("too large", f"more than {policy.header_bytes:,} bytes of headers", "length")
        if size > policy.header_bytes + policy.body_bytes + CHUNK:
            raise exchange.stop("too large", f"more than {policy.body_bytes:,} bytes", "length")
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _CountedLines(io.BufferedReader):
    """Counts the bytes of the head, whatever its lines end in and however many provisional answers stand before it."""

    def __init__(self, raw: io.RawIOBase, exchange: Exchange) -> None:
        super().__init__(raw)
        self._exchange = exchange

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if self._exchange.in_headers:
            self._exchange.head_bytes += len(line)
        return line


class _RecordedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._exchange = _CURRENT.get()
        self.fp.close()
        self.fp = _CountedLines(_RecordedStream(sock.makefile("rb", buffering=0), sock, self._exchange), self._exchange)

    def begin(self) -> None:
        super().begin()
        while 100 < self.status < 200 and self.status != http.HTTPStatus.SWITCHING_PROTOCOLS:
            # a hint before the answer (RFC 8297)
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()
        exchange = self._exchange
        exchange.in_headers = False
        if exchange.head_bytes > exchange.policy.header_bytes:
            raise exchange.stop("too large", f"more than {exchange.policy.header_bytes:,} bytes of headers", "length")


class _Guard:
    """Connects to the very address that was checked, so that a second DNS answer changes nothing."""

    def _new_conn(self: Any) -> socket.socket:
        exchange = _CURRENT.get()
        try:
            addresses = checked_addresses(self._dns_host, self.port, exchange.resolve, exchange.policy.admit_loopback)
        except AddressRefused as error:
            exchange.problem = FetchError("address", f"{exchange.url}: {error}")
            raise NewConnectionError(self, str(error)) from error
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        failure: OSError | None = None
        for address in addresses:
            # a name may stand for hundreds of addresses at which nobody answers
            left = exchange.deadline - time.monotonic()
            if failure is not None and left <= 0:
                break
            try:
                sock = create_connection(
                    (address, self.port),
                    min(self.timeout, max(left, 0.1)),
                    source_address=None,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failure = error
                continue
            exchange.address = address
            return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host} within {self.timeout} s") from failure
        raise NewConnectionError(self, f"no connection to {self.host}: {failure}") from failure

    def send(self: Any, data: Any) -> None:
        if isinstance(data, bytes):
            _CURRENT.get().sent += data
        super().send(data)  # type: ignore[misc]


class _HTTPConnection(_Guard, HTTPConnection):
    response_class = _RecordedResponse


class _HTTPSConnection(_Guard, HTTPSConnection):
    response_class = _RecordedResponse


class _OnceOnly:
    """Gives each request a connection of its own: between two of them a host closes it, and every one is to be checked."""

    def _get_conn(self: Any, timeout: float | None = None) -> Any:
        return self._new_conn()

    def _put_conn(self: Any, conn: Any) -> None:
        if conn is not None:
            conn.close()


class _HTTPPool(_OnceOnly, HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(_OnceOnly, HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


class Wire:
    """Asks one address once: no redirect is followed, nothing is asked again, and TLS is always verified."""

    def __init__(self, policy: Policy, resolve: Resolve = resolve) -> None:
        self.policy = policy
        self._resolve = resolve
        self._session = requests.Session()
        # proxies and .netrc of the machine would put another address in the place of the checked one
        self._session.trust_env = False
        self._session.verify = str(policy.ca_bundle) if policy.ca_bundle else True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(max_retries=0, pool_connections=2 * policy.hosts_at_once))

    def ask(self, url: str, accept: str, headers: Mapping[str, str] | None = None) -> Exchange:
        """The exchange with its body, chunk marks taken off but still compressed; its `problem` says why it is none.

        An exchange is given also for an answer that broke off, so that what came can be kept as evidence.
        """
        exchange = Exchange(url, self.policy, self._resolve)
        exchange.deadline = time.monotonic() + self.policy.answer_seconds
        token = _CURRENT.set(exchange)
        try:
            # an address or header that came from a site may be one that cannot be sent
            request = requests.Request("GET", url, headers={**self._headers(accept), **(headers or {})}).prepare()
            timeout = (self.policy.connect_timeout, self.policy.read_timeout)
            response = self._session.send(request, stream=True, allow_redirects=False, timeout=timeout)
            try:
                self._receive(response, exchange)
            finally:
                response.close()
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            exchange.problem = exchange.problem or _explain(exchange, error)
        finally:
            _CURRENT.reset(token)
        return exchange

    def _headers(self, accept: str) -> dict[str, str]:
        return {
            "User-Agent": self.policy.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }

    def _receive(self, response: requests.Response, exchange: Exchange) -> None:
        raw = response.raw
        exchange.status = response.status_code
        exchange.headers = [(name, value) for name, value in raw.headers.items()]
        body = bytearray()
        for chunk in raw.stream(CHUNK, decode_content=False):
            body += chunk
            if len(body) > self.policy.body_bytes:
                raise exchange.stop("too large", f"more than {self.policy.body_bytes:,} bytes", "length")
        exchange.body = bytes(body)
        _check_length(exchange)


def _check_length(exchange: Exchange) -> None:
    """Bytes beyond the announced length: the page is longer than its server says, and would be cut where it does not end."""
    announced = exchange.header("Content-Length")
    if announced and announced.strip().isdigit() and not exchange.header("Transfer-Encoding"):
        surplus = len(exchange.received) - exchange.head_bytes - int(announced)
        if surplus > 0 and exchange.status not in (204, 304):
            message = f"the answer is at least {surplus:,} bytes longer than its Content-Length of {announced}"
            raise exchange.stop("incomplete", message, "length")


def _explain(exchange: Exchange, error: Exception) -> FetchError:
    """The problem behind an error of the library, in the words of REASONS."""
    text = str(error)
    unfit = (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError)
    if isinstance(error, unfit) and not exchange.sent:
        return FetchError("address", f"{exchange.url}: cannot be asked for: {text}")
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError("certificate", f"{exchange.url}: its certificate cannot be verified: {text}")
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return FetchError("connection", f"{exchange.url}: no connection within the time limit")
    if isinstance(error, (requests.exceptions.ReadTimeout, TimeoutError)):
        return FetchError("too slow", f"{exchange.url}: the answer does not come", exchange.status)
    if exchange.received:
        exchange.truncated = exchange.truncated or "disconnect"
        return FetchError(
            "incomplete", f"{exchange.url}: the answer breaks off or is malformed: {text}", exchange.status
        )
    return FetchError("connection", f"{exchange.url}: {text}")
