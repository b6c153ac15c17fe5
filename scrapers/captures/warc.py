"""Evidence of an exchange as WARC 1.1 (ISO 28500): the bytes that went over the wire, and reading them back. Fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class OnTheWire(Protocol):
    """What is kept of one request and its answer; the bytes are exactly those that were sent and received."""

    url: str
    started_at: datetime
    address: str | None
    sent: bytes
    received: bytearray
    body: bytes
    status: int | None
    truncated: str | None
    head_bytes: int


@dataclass(frozen=True)
class Known:
    """The earlier record that an answer repeats, by its address and date: for 304, or for the same bytes again."""

    url: str
    at: str
    digest: str


def payload_digest(body: bytes) -> str:
    """Digest of a payload as WARC writes it: of the body without chunk marks, compressed as it was sent."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()


def date_of(exchange: OnTheWire) -> str:
    """The date that the records of an exchange have; with the address it is what a later revisit refers to."""
    return exchange.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def write_warc(exchanges: Iterable[OnTheWire], software: str, known: Known | None = None) -> bytes:
    """A compressed WARC file with the request and answer of each exchange.

    `known`: what the last answer repeats; it becomes a revisit record, with its headers when the server said 304.
    """
    from warcio.warcwriter import BufferWARCWriter

    exchanges = list(exchanges)
    writer = BufferWARCWriter(gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warcinfo_record(
            "", {"software": software, "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
        )
    )
    for exchange in exchanges:
        repeats = known if exchange is exchanges[-1] else None
        answer = _answer(writer, exchange, repeats) if exchange.received else None
        if answer is not None:
            writer.write_record(answer)
        headers = {"WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")} if answer else {}
        if exchange.sent:
            writer.write_record(_record(writer, exchange, "request", exchange.sent, headers))
    return bytes(writer.get_contents())


def _answer(writer: Any, exchange: OnTheWire, known: Known | None) -> Any:
    headers = {"WARC-Payload-Digest": payload_digest(exchange.body)}
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    if known is None or (exchange.status != 304 and headers["WARC-Payload-Digest"] != known.digest):
        return _record(writer, exchange, "response", bytes(exchange.received), headers)
    headers |= {
        "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else SAME_PAYLOAD,
        "WARC-Refers-To-Target-URI": known.url,
        "WARC-Refers-To-Date": known.at,
        "WARC-Payload-Digest": known.digest,
    }
    head = bytes(exchange.received[: exchange.head_bytes])
    return _record(writer, exchange, "revisit", head, headers)


class _Head:
    """The head of an answer, byte by byte: warcio writes nothing else of a revisit, and would put its headers in its own form."""

    def __init__(self, block: bytes) -> None:
        self.headers_buff = block

    def compute_headers_buffer(self, _: object = None) -> None:
        """Nothing is to be computed."""


def _record(writer: Any, exchange: OnTheWire, kind: str, block: bytes, headers: dict[str, str]) -> Any:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

    message = "request" if kind == "request" else "response"
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", writer._make_warc_id()),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", date_of(exchange)),
        *([("WARC-IP-Address", exchange.address)] if exchange.address else []),
        *headers.items(),
        ("WARC-Block-Digest", payload_digest(block)),
    ]
    if kind == "request":
        fields.append(("WARC-Payload-Digest", payload_digest(b"")))
    only_head = kind == "revisit"
    record = ArcWarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", fields, protocol="WARC/1.1"),
        BytesIO(b"" if only_head else block),
        _Head(block) if only_head else None,
        f"application/http; msgtype={message}",
        len(block),
    )
    record.payload_length = 0 if only_head else len(block)
    return record


@dataclass(frozen=True)
class Record:
    """One record of a WARC file; `content` is the page without chunk marks and compression (responses only)."""

    kind: str
    url: str
    at: str
    headers: dict[str, str]
    status: int | None
    http_headers: dict[str, str]
    content: bytes


def read_warc(warc: bytes) -> Iterator[Record]:
    """The records of a WARC file, in order."""
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(BytesIO(warc)):
        http = record.http_headers
        has_body = record.rec_type == "response"
        yield Record(
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI") or "",
            record.rec_headers.get_header("WARC-Date") or "",
            dict(record.rec_headers.headers),
            int(http.get_statuscode()) if http and record.rec_type in ("response", "revisit") else None,
            dict(http.headers) if http else {},
            record.content_stream().read() if has_body else b"",
        )
